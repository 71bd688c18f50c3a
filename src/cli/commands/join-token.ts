import { defineCommand, refuse, type CommandContext } from "../command.ts";
import type { Info, Node, Swarm } from "../engine-api.ts";
import { switchFlag } from "../flags/flag.ts";

export const joinToken = defineCommand({
  name: "join-token",
  usage: "[OPTIONS] (worker|manager)",
  summary: "Print or rotate the tokens that nodes join with",
  details:
    "Rotating makes the old token useless for new nodes; nodes that have joined stay. " +
    "Whoever holds a manager token can take over the swarm.",
  examples: [
    ["skein join-token worker", "Print the command that adds a worker"],
    ["skein join-token --rotate manager", "Replace a token that leaked"],
    ["skein join-token -q worker", "Print the token alone, for a script"],
  ],
  seeAlso: ["skein join   use a token, on the machine that joins"],
  arity: { least: 1, most: 1 },
  flags: {
    rotate: switchFlag("rotate", "Replace the token with a new one first"),
    quiet: switchFlag("quiet", "Print only the token", { short: "q" }),
  },
  run: async (context, { rotate = false, quiet = false }, [role = ""]) => {
    const { client, stdout } = context;
    if (role !== "worker" && role !== "manager") {
      refuse(`unknown role ${role}: use "worker" or "manager"`);
    }
    if (rotate) {
      const { Spec: spec, Version: version } = await client.get<Swarm>("/swarm");
      await client.post("/swarm/update", spec, {
        query: {
          version: version.Index ?? 0,
          rotateWorkerToken: role === "worker",
          rotateManagerToken: role === "manager",
          rotateManagerUnlockKey: false,
        },
      });
      if (!quiet) stdout.write(`Successfully rotated ${role} join token.\n\n`);
    }
    const { JoinTokens: tokens } = await client.get<Swarm>("/swarm");
    const token = role === "worker" ? tokens.Worker : tokens.Manager;
    if (quiet) stdout.write(`${token}\n`);
    else await printJoinCommand(context, role, token);
  },
});

async function printJoinCommand(
  { client, stdout, program }: CommandContext,
  role: string,
  token: string,
): Promise<void> {
  const { Swarm: swarm } = await client.get<Info>("/info");
  const self = await client.get<Node>(`/nodes/${swarm?.NodeID ?? ""}`);
  const address = self.ManagerStatus?.Addr;
  if (address === undefined) {
    refuse(
      `this node has no manager address yet: wait until it is promoted, or use '${program} join-token -q ${role}'`,
    );
  }
  stdout.write(
    `To add a ${role} to this swarm, run the following command:\n\n` +
      `    ${program} join --token ${token} ${address}\n\n`,
  );
}
