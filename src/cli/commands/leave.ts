import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";

export const leave = defineCommand({
  name: "leave",
  usage: "[OPTIONS]",
  summary: "Take this node out of its swarm",
  details:
    "Its tasks stop here and start on other nodes. Demote a manager before it leaves, so that the " +
    "others do not go on counting its vote.",
  examples: [
    ["skein leave", "Leave, on a worker"],
    ["skein leave --force", "Leave although this node is a manager"],
  ],
  seeAlso: [
    "skein node demote   make a manager a worker first",
    "skein node rm       forget a node that left, on a manager",
  ],
  arity: { least: 0, most: 0 },
  flags: {
    force: switchFlag("force", "Leave even where that costs the swarm its quorum or its state", {
      short: "f",
    }),
  },
  run: async ({ client, stdout }, { force = false }) => {
    await client.post("/swarm/leave", undefined, force ? { query: { force: 1 } } : {});
    stdout.write("Node left the swarm.\n");
  },
});
