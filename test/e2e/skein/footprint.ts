import type { Host } from "../rig/host.ts";

/** What says who has which address, without the addresses: those change, and their number must not. */
const ANONYMOUS: readonly (readonly [RegExp, string])[] = [
  [/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g, "MAC"],
  [/\b\d+\.\d+\.\d+\.\d+\b/g, "ADDRESS"],
  [/\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}\b|\bfe80::\S+/g, "ADDRESS6"],
  [/veth[0-9a-f]+(?:@if\d+)?/g, "VETH"],
  [/skein_[0-9a-z]+/g, "TABLE"],
  [/\[\d+:\d+\]|counter packets \d+ bytes \d+/g, ""],
];

/** Everything of networks in a host's kernel, one line each. */
const LISTED: readonly (readonly string[])[] = [
  ["sh", "-c", "ip -br link | cut -d' ' -f1"],
  ["ip", "-br", "-4", "address"],
  ["ip", "route", "show", "table", "all", "type", "unicast"],
  ["ip", "neigh", "show", "nud", "permanent"],
  ["sh", "-c", "bridge fdb show | grep ' dst '"],
  ["nft", "list", "ruleset"],
  ["docker", "network", "ls", "--format", "{{.Name}} {{.Driver}}"],
];

/** How often each line is there, on all of the hosts together: where a task runs does not matter. */
export async function footprintOf(hosts: readonly Host[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const host of hosts) {
    for (const [program = "", ...args] of LISTED) {
      const said =
        program === "docker"
          ? await host.docker(...args)
          : (await host.attempt([program, ...args])).stdout;
      for (const line of said.split("\n")) {
        const text = ANONYMOUS.reduce((left, [what, by]) => left.replace(what, by), line).trim();
        const key = `${program}: ${text}`;
        if (text !== "") counts[key] = (counts[key] ?? 0) + 1;
      }
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
