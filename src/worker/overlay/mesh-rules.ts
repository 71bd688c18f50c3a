import { isIpv6 } from "./addresses.ts";
import { chainsScript, type BalancedChain } from "./balanced-chain.ts";
import type { MeshService } from "./balancers.ts";
import type { NetworkPlan } from "./network-plan.ts";

const PROTOCOLS = ["tcp", "udp", "sctp"];

/**
 * For so long the kernel remembers where a connection to a published port was led that is over, or that
 * nobody has answered; of its own accord for two minutes.
 *
 * A task's engine forgets for it, when its container ends, all that was ever led there, one connection after
 * the other, by the caller's address and port: of those that are over, some were begun anew meanwhile by
 * callers who come back from the same ports, and lead to another task. Those would be lost in their middle.
 */
const MEMORY_S = 3;

/** The table on the host; several nodes may share one, each with a table of its own. */
export function meshTable(nodeId: string): string {
  return `inet skein_${nodeId.slice(0, 12)}`;
}

/**
 * Connections to a published port of any address of this host go to the service's tasks, wherever
 * they run. Those tasks answer this node, so that its address stands for the client's; except where
 * the service keeps the client's and only this node's own tasks serve.
 *
 * 127.0.0.1 leads there too: so packets from the network that claim to come from or go to it, which
 * the kernel would otherwise let pass, are dropped.
 */
function base(table: string, network: NetworkPlan, brief: boolean): readonly string[] {
  const own = (six: boolean): string =>
    network.subnets.filter((each) => isIpv6(each) === six).join(", ");
  const ofSet = (set: string): string[] =>
    PROTOCOLS.map((each) => `meta l4proto ${each} ct original proto-dst @${set}_${each}`);
  return [
    `add map ${table} ports { type inet_proto . inet_service : verdict; }`,
    ...PROTOCOLS.flatMap((each) => [
      `add set ${table} mesh_${each} { type inet_service; }`,
      `add set ${table} kept_${each} { type inet_service; }`,
    ]),
    `add chain ${table} guard { type filter hook prerouting priority -300; }`,
    `add rule ${table} guard iifname "${network.bridge}" ip daddr 127.0.0.0/8 drop`,
    `add rule ${table} guard iifname "${network.bridge}" ip saddr 127.0.0.0/8 drop`,
    ...(brief ? memories(table, own(true) !== "") : []),
    ...["prerouting", "output"].flatMap((hook) => [
      `add chain ${table} ${hook} { type nat hook ${hook} priority -105; }`,
      ...(brief
        ? [`add rule ${table} ${hook} fib daddr type local tcp dport @mesh_tcp jump brief`]
        : []),
      `add rule ${table} ${hook} fib daddr type local meta l4proto . th dport vmap @ports`,
    ]),
    `add chain ${table} source`,
    `add rule ${table} source ip saddr 127.0.0.0/8 masquerade`,
    ...(own(false) === ""
      ? []
      : [`add rule ${table} source ip saddr { ${own(false)} } masquerade`]),
    ...(own(true) === "" ? [] : [`add rule ${table} source ip6 saddr { ${own(true)} } masquerade`]),
    ...ofSet("kept").map((match) => `add rule ${table} source ${match} return`),
    `add rule ${table} source masquerade`,
    `add chain ${table} postrouting { type nat hook postrouting priority 95; }`,
    ...ofSet("mesh").map(
      (match) =>
        `add rule ${table} postrouting oifname "${network.bridge}" ct status dnat ${match} goto source`,
    ),
  ];
}

/** How soon connections are forgotten; a kernel without CONFIG_NF_CONNTRACK_TIMEOUT refuses it. */
function memories(table: string, six: boolean): readonly string[] {
  const policy = ["syn_sent", "close", "time_wait"].map((state) => `${state} : ${MEMORY_S}`);
  return [
    `add chain ${table} brief`,
    ...["ip", ...(six ? ["ip6"] : [])].flatMap((family) => [
      `add ct timeout ${table} brief_${family} { protocol tcp; l3proto ${family}; policy = { ${policy.join(", ")} }; }`,
      `add rule ${table} brief meta nfproto ${family === "ip" ? "ipv4" : "ipv6"} ct timeout set "brief_${family}"`,
    ]),
  ];
}

/**
 * The whole table, in place of whatever was there; none without a network to carry it. `brief`: what is over
 * is forgotten soon, which some kernels cannot do.
 */
export function meshScript(
  table: string,
  network: NetworkPlan | undefined,
  services: readonly MeshService[],
  { brief }: { readonly brief: boolean } = { brief: true },
): readonly string[] {
  const away = [`add table ${table}`, `delete table ${table}`];
  if (network === undefined) return away;
  const chains = meshServicesScript(table, [], services);
  return [...away, `add table ${table}`, ...base(table, network, brief), ...chains];
}

/** What services' changes are in the table. */
export function meshServicesScript(
  table: string,
  before: readonly MeshService[],
  after: readonly MeshService[],
): readonly string[] {
  return chainsScript(table, before.flatMap(chainsOf), after.flatMap(chainsOf));
}

function chainsOf(service: MeshService): readonly BalancedChain[] {
  const { backends, affinitySeconds, keepsClient, proxyProtocol } = service;
  if (backends.length === 0) return [];
  // Rules write no PROXY header: connections that begin with one end and begin on this machine.
  const known = service.ports.filter(
    ({ protocol }) => PROTOCOLS.includes(protocol) && !(protocol === "tcp" && proxyProtocol !== 0),
  );
  return known.map(({ protocol, published, target }) => {
    const key = String(published);
    const sets = keepsClient ? ["mesh", "kept"] : ["mesh"];
    const elements = [
      { set: "ports", key: `${protocol} . ${key}`, leads: true },
      ...sets.map((set) => ({ set: `${set}_${protocol}`, key, leads: false })),
    ];
    const name = `port_${protocol}_${published}`;
    return { name, elements, backends, affinitySeconds, target: { protocol, port: target } };
  });
}
