import { isIP } from "node:net";
import { err, ok, type Result } from "../../base/result.ts";
import { defineCommand, entryOf, orRefuse, refuse, type CommandGroup } from "../command.ts";
import type { NetworkResource, NetworkSummary } from "../engine-api.ts";
import { forEachItem, gather } from "../exit.ts";
import { filterFlag, filterQuery } from "../flags/filter-flag.ts";
import { listFlag, switchFlag, textFlag } from "../flags/flag.ts";
import { cut, parseLabel } from "../flags/key-value.ts";
import { renderInspection } from "../format/inspect.ts";
import { renderListing } from "../format/listing.ts";
import { NETWORK_STYLE, networkRow, sortNetworks } from "../format/network-rows.ts";
import { LISTING_FLAGS } from "./listing-flags.ts";
import { check } from "./network-check.ts";

const list = defineCommand({
  name: "ls",
  aliases: ["list"],
  usage: "[OPTIONS]",
  summary: "List the swarm's networks",
  examples: [
    ["skein network ls", "All networks"],
    ["skein network ls --filter label=tier=back", "Those with a label"],
  ],
  seeAlso: ["skein network inspect   show one of them"],
  arity: { least: 0, most: 0 },
  flags: {
    filter: filterFlag(["dangling", "driver", "id", "label", "name", "scope", "type"]),
    ...LISTING_FLAGS,
    noTrunc: switchFlag("no-trunc", "Do not cut IDs short"),
  },
  run: async ({ client, stdout }, { filter, quiet = false, format, noTrunc = false }) => {
    const found = await client.get<NetworkResource[]>("/networks", {
      filters: filterQuery(filter),
    });
    const rows = sortNetworks(found).map((each) => networkRow(each, { truncate: !noTrunc }));
    stdout.write(orRefuse(renderListing(rows, NETWORK_STYLE, quiet ? "{{.ID}}" : format)));
  },
});

const create = defineCommand({
  name: "create",
  usage: "[OPTIONS] NETWORK",
  summary: "Create a network that spans the swarm's nodes",
  details:
    "Services that name the network reach each other on it by name, on whatever nodes they run. Without " +
    "--subnet it gets one from the swarm's address pools, which docs of init say how to choose.",
  examples: [
    ["skein network create back", "A network with addresses from the swarm's pools"],
    ["skein service create --network back --name db postgres", "Put a service on it"],
    ["skein network create --subnet 10.9.0.0/16 large", "Room for many tasks"],
    ["skein network create --ipv6 dual", "With IPv6 addresses as well"],
  ],
  seeAlso: ["skein network ls   list all networks"],
  arity: { least: 1, most: 1 },
  flags: {
    attachable: switchFlag("attachable", "Let containers outside of services join it"),
    driver: textFlag("driver", "Driver of the network (default overlay)", { short: "d" }),
    gateway: listFlag("gateway", "Gateway of the subnet at the same place", parseAddress),
    ingress: switchFlag("ingress", "Make it the network of the routing mesh"),
    internal: switchFlag("internal", "Let nothing in or out"),
    ipRange: listFlag("ip-range", "Part of the subnet to give addresses from", parseSubnet),
    ipv6: switchFlag("ipv6", "Give IPv6 addresses as well"),
    label: listFlag("label", "Label of the network (key=value)", parseLabel),
    opt: listFlag("opt", "Option for the driver (key=value), such as encrypted", parseLabel, {
      short: "o",
    }),
    subnet: listFlag("subnet", "Subnet in CIDR notation, such as 10.9.0.0/24", parseSubnet),
  },
  run: async ({ client, stdout }, flags, [name = ""]) => {
    const { subnet = [], gateway = [], ipRange = [], label = [], opt = [] } = flags;
    if (gateway.length > subnet.length) refuse("every --gateway needs a --subnet that it is in");
    if (ipRange.length > subnet.length) refuse("every --ip-range needs a --subnet that it is in");
    const config = subnet.map((Subnet, at) => ({
      Subnet,
      ...(gateway[at] !== undefined && { Gateway: gateway[at] }),
      ...(ipRange[at] !== undefined && { IPRange: ipRange[at] }),
    }));
    const { Id: id } = await client.post<NetworkSummary>("/networks/create", {
      Name: name,
      Driver: flags.driver ?? "overlay",
      Scope: "swarm",
      EnableIPv6: flags.ipv6 ?? false,
      Internal: flags.internal ?? false,
      Attachable: flags.attachable ?? false,
      Ingress: flags.ingress ?? false,
      IPAM: { Driver: "default", Config: config },
      Options: Object.fromEntries(opt),
      Labels: Object.fromEntries(label),
    });
    stdout.write(`${id}\n`);
  },
});

const inspect = defineCommand({
  name: "inspect",
  usage: "[OPTIONS] NETWORK [NETWORK...]",
  summary: "Display detailed information on one or more networks",
  examples: [
    ["skein network inspect back", "Everything"],
    ["skein network inspect --format '{{(index .IPAM.Config 0).Subnet}}' back", "One value"],
  ],
  seeAlso: ["skein network ls   list all networks"],
  arity: { least: 1, most: Infinity },
  flags: { format: textFlag("format", "Print with a Go template, or json", { short: "f" }) },
  run: async ({ client, stdout }, { format }, names) => {
    const { found, failure } = await gather(names, async (each) =>
      client.get<NetworkResource>(pathOf(each)),
    );
    stdout.write(orRefuse(renderInspection(found, format)));
    if (failure) throw failure;
  },
});

const remove = defineCommand({
  name: "rm",
  aliases: ["remove"],
  usage: "NETWORK [NETWORK...]",
  summary: "Remove one or more networks",
  details: "A network that a service is on, or a task that has not ended, cannot be removed.",
  examples: [["skein network rm old", "Remove a network that nobody is on"]],
  seeAlso: ["skein service update   --network-rm takes a service off a network"],
  arity: { least: 1, most: Infinity },
  flags: {},
  run: async ({ client, stdout }, _flags, names) => {
    await forEachItem(names, async (each) => {
      await client.delete(pathOf(each));
      stdout.write(`${each}\n`);
    });
  },
});

/** Commands on networks. */
export const network: CommandGroup = {
  name: "network",
  summary: "Connect services across nodes",
  commands: [check, create, inspect, list, remove].map(entryOf),
};

function pathOf(network: string): string {
  return `/networks/${encodeURIComponent(network)}`;
}

function parseAddress(text: string): Result<string, string> {
  return isIP(text) === 0 ? err("it is not an IP address") : ok(text);
}

function parseSubnet(text: string): Result<string, string> {
  const [address, prefix] = cut(text, "/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const sound = family !== 0 && /^\d{1,3}$/.test(prefix ?? "") && Number(prefix) <= most;
  return sound ? ok(text) : err("it is not a subnet: use CIDR notation, such as 10.9.0.0/24");
}
