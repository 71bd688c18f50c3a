import { defineCommand } from "../command.ts";
import { orRefuse } from "../command.ts";
import type { Version } from "../engine-api.ts";
import { textFlag } from "../flags/flag.ts";
import { renderValue } from "../format/inspect.ts";
import { SKEIN_VERSION } from "../version.ts";

export const version = defineCommand({
  name: "version",
  usage: "[OPTIONS]",
  summary: "Print the versions of this program and of the daemon",
  examples: [
    ["skein version", "Print both"],
    ["skein version --format '{{.Server.Version}}'", "Print one value, for a script"],
  ],
  seeAlso: ["skein info   describe the node and its swarm"],
  arity: { least: 0, most: 0 },
  flags: { format: textFlag("format", "Print with a Go template, or json", { short: "f" }) },
  run: async ({ client, stdout }, { format }) => {
    const api = await client.version().catch(() => undefined);
    const own = { Version: SKEIN_VERSION, ApiVersion: api ?? "", Host: client.host };
    if (format === undefined) stdout.write(lines("Client:", own.Version, own.ApiVersion));
    // The client's half is printed first: it is known even when the daemon does not answer.
    const server = await client.get<Version>("/version");
    if (format === undefined) {
      stdout.write(`\n${lines("Server:", server.Version ?? "", server.ApiVersion ?? "")}`);
      stdout.write(` OS/Arch:      ${server.Os ?? ""}/${server.Arch ?? ""}\n`);
    } else {
      stdout.write(orRefuse(renderValue({ Client: own, Server: server }, format)));
    }
  },
});

function lines(heading: string, version: string, apiVersion: string): string {
  return `${heading}\n Version:      ${version}\n API version:  ${apiVersion}\n`;
}
