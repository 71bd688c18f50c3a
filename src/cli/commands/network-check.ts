import { defineCommand, orRefuse } from "../command.ts";
import type { NetworkResource, Node, NodeFindings } from "../engine-api.ts";
import { ExitError, gather, throwFailures } from "../exit.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { renderListing, type ListingStyle, type Row } from "../format/listing.ts";
import { naturalOrder } from "../format/natural-order.ts";

const STYLE: ListingStyle = {
  table: "{{.Network}}\t{{.Node}}\t{{.Kind}}\t{{.Subject}}\t{{.State}}\t{{.Detail}}",
  headings: {
    ...{ Network: "NETWORK", Node: "NODE", Kind: "WHAT", Subject: "OF" },
    ...{ State: "STATE", Detail: "DETAIL" },
  },
};
const OVERLAY = "overlay";

export const check = defineCommand({
  name: "check",
  usage: "[OPTIONS] [NETWORK...]",
  summary: "Have every node look at networks that it carries",
  details:
    "Each node says whether the network is up, whether it reaches the other nodes through it and with " +
    "packets of full size, what services' names mean and how many tasks are behind their virtual " +
    "addresses, and whether the rules of its containers are as it left them. Without a name all networks are " +
    "looked at. Exits with 1 where something is wrong.",
  examples: [
    ["skein network check back", "One network, from all of its nodes"],
    ["skein network check --quiet", "Only what is wrong, in any network"],
  ],
  seeAlso: ["skein network inspect   show what was asked for"],
  arity: { least: 0, most: Infinity },
  flags: {
    quiet: switchFlag("quiet", "Only what is wrong", { short: "q" }),
    format: textFlag("format", "Print with a Go template, or json"),
  },
  run: async ({ client, stdout }, { quiet = false, format }, names) => {
    const wanted = names.length > 0 ? names : await allNames(() => client.get("/networks"));
    const nodes = await client.get<Node[]>("/nodes");
    const hosts = new Map(nodes.map((node) => [node.ID, node.Description.Hostname ?? node.ID]));
    const { found, failure } = await gather(wanted, async (network) => {
      const path = `/networks/${encodeURIComponent(network)}/check`;
      return rowsOf(network, await client.post<NodeFindings[]>(path, {}), hosts);
    });
    const rows = found.flat();
    const wrong = rows.filter(({ State }) => State === "wrong");
    const shown = quiet ? wrong : rows;
    if (shown.length > 0 || !quiet) stdout.write(orRefuse(renderListing(shown, STYLE, format)));
    throwFailures(failure, wrong.length > 0 ? complaint(wrong.length) : undefined);
  },
});

async function allNames(list: () => Promise<NetworkResource[]>): Promise<readonly string[]> {
  const networks = await list();
  return networks
    .filter(({ Driver }) => Driver === OVERLAY)
    .map(({ Name }) => Name)
    .sort(naturalOrder);
}

function rowsOf(
  network: string,
  nodes: readonly NodeFindings[],
  hosts: ReadonlyMap<string, string>,
): readonly Row[] {
  const nameOf = (id: string): string => hosts.get(id) ?? id;
  const sorted = [...nodes].sort((a, b) => naturalOrder(nameOf(a.NodeID), nameOf(b.NodeID)));
  return sorted.flatMap(({ NodeID, Findings }) =>
    Findings.map(({ Kind, Subject, OK, Detail }) => ({
      ...{ Network: network, Node: nameOf(NodeID), Kind },
      Subject: Kind === "network" ? network : nameOf(Subject),
      ...{ State: OK ? "ok" : "wrong", Detail },
    })),
  );
}

function complaint(count: number): ExitError {
  return new ExitError(count === 1 ? "1 thing is wrong" : `${count} things are wrong`);
}
