import { defineCommand, orRefuse } from "../command.ts";
import type { Info } from "../engine-api.ts";
import { textFlag } from "../flags/flag.ts";
import { infoPretty } from "../format/info-pretty.ts";
import { renderValue } from "../format/inspect.ts";

export const info = defineCommand({
  name: "info",
  usage: "[OPTIONS]",
  summary: "Describe this node and its part in the swarm",
  examples: [
    ["skein info", "For people"],
    ["skein info --format '{{.Swarm.LocalNodeState}}'", "One value, for a script"],
  ],
  seeAlso: ["skein node ls   list the nodes of the swarm, on a manager"],
  arity: { least: 0, most: 0 },
  flags: { format: textFlag("format", "Print with a Go template, or json", { short: "f" }) },
  run: async ({ client, stdout, stderr }, { format }) => {
    const answer = await client.get<Info>("/info");
    if (format !== undefined) {
      stdout.write(orRefuse(renderValue(answer, format)));
      return;
    }
    stdout.write(infoPretty(answer, client.host));
    for (const warning of answer.Warnings ?? []) stderr.write(`${warning}\n`);
  },
});
