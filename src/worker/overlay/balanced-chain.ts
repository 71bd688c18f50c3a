import { isIpv6 } from "./addresses.ts";

/** An element of one of the table's sets, or of one of its maps: those lead to the chain. */
export interface ChainElement {
  readonly set: string;
  readonly key: string;
  readonly leads: boolean;
}

/**
 * A chain of rules that gives each new connection to one of several backends, and the elements by
 * which packets come to it. Open connections keep their backend whatever becomes of the chain.
 */
export interface BalancedChain {
  readonly name: string;
  readonly elements: readonly ChainElement[];
  /** Addresses in order; of both families. */
  readonly backends: readonly string[];
  /** The protocol and the port that connections are sent to; as they came where absent. */
  readonly target?: { readonly protocol: string; readonly port: number } | undefined;
  /** So long one client stays with one backend; zero: each connection to the next. */
  readonly affinitySeconds: number;
}

/**
 * The lines of an nft script that bring chains from one form to another, all or nothing. Elements go
 * first and come last, so that they never lead to what is not there, and one may change hands.
 */
export function chainsScript(
  table: string,
  before: readonly BalancedChain[],
  after: readonly BalancedChain[],
): readonly string[] {
  const old = new Map(before.map((chain) => [chain.name, chain]));
  const now = new Map(after.map((chain) => [chain.name, chain]));
  const oldElements = elementLines(old);
  const newElements = elementLines(now);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return [
    ...[...oldElements]
      .filter(([line]) => !newElements.has(line))
      .map(([, { set, key }]) => `delete element ${table} ${set} { ${key} }`),
    ...names.flatMap((name) => rulesScript(table, old.get(name), now.get(name))),
    ...[...newElements.keys()]
      .filter((line) => !oldElements.has(line))
      .map((line) => `add element ${table} ${line}`),
  ];
}

function elementLines(
  chains: ReadonlyMap<string, BalancedChain>,
): ReadonlyMap<string, ChainElement> {
  return new Map(
    [...chains.values()].flatMap(({ name, elements }) =>
      elements.map((element) => {
        const { set, key, leads } = element;
        return [`${set} { ${leads ? `${key} : goto ${name}` : key} }`, element];
      }),
    ),
  );
}

function rulesScript(
  table: string,
  before: BalancedChain | undefined,
  after: BalancedChain | undefined,
): readonly string[] {
  const oldOnes = stickyNames(before);
  const newOnes = stickyNames(after);
  // Where the time or the target changes, what clients kept to is forgotten.
  const keep =
    before?.affinitySeconds === after?.affinitySeconds &&
    before?.target?.port === after?.target?.port;
  const kept = (backend: string): boolean =>
    keep && oldOnes.get(backend) !== undefined && oldOnes.get(backend) === newOnes.get(backend);
  const lines = before ? [`flush chain ${table} ${before.name}`] : [];
  for (const [backend, name] of oldOnes) {
    if (kept(backend)) continue;
    lines.push(
      `flush chain ${table} ${name}`,
      `delete chain ${table} ${name}`,
      `delete set ${table} ${name}`,
    );
  }
  if (after === undefined) return before ? [...lines, `delete chain ${table} ${before.name}`] : [];
  for (const [backend, name] of newOnes) {
    if (!kept(backend)) lines.push(...stickyScript(table, name, backend, after));
  }
  if (before === undefined) lines.push(`add chain ${table} ${after.name}`);
  return [
    ...lines,
    ...choosingRules(after).map((rule) => `add rule ${table} ${after.name} ${rule}`),
  ];
}

/** By backend, the chain and the set of clients that keep to it; none without affinity. */
function stickyNames(chain: BalancedChain | undefined): ReadonlyMap<string, string> {
  if (chain === undefined || chain.affinitySeconds === 0) return new Map();
  return new Map(
    chain.backends.map((backend) => [backend, `${chain.name}_${backend.replace(/[.:]/g, "_")}`]),
  );
}

function stickyScript(
  table: string,
  name: string,
  backend: string,
  { affinitySeconds, target }: BalancedChain,
): readonly string[] {
  const [type, source] = isIpv6(backend) ? ["ipv6_addr", "ip6 saddr"] : ["ipv4_addr", "ip saddr"];
  return [
    `add set ${table} ${name} { type ${type}; flags dynamic, timeout; timeout ${affinitySeconds}s; }`,
    `add chain ${table} ${name}`,
    `add rule ${table} ${name} update @${name} { ${source} }`,
    `add rule ${table} ${name} ${translation(isIpv6(backend), backend, target)}`,
  ];
}

function choosingRules(chain: BalancedChain): readonly string[] {
  const sticky = stickyNames(chain);
  const families = [false, true].map((six) =>
    chain.backends.filter((each) => isIpv6(each) === six),
  );
  const keepers = [...sticky].map(
    ([backend, name]) => `${isIpv6(backend) ? "ip6" : "ip"} saddr @${name} goto ${name}`,
  );
  const choices = families.flatMap((backends, at) => {
    if (backends.length === 0) return [];
    const six = at === 1;
    if (sticky.size === 0)
      return [
        translation(
          six,
          oneOf(backends, (each) => each),
          chain.target,
        ),
      ];
    const chosen = oneOf(backends, (each) => `goto ${sticky.get(each) ?? ""}`, "vmap");
    return [`meta nfproto ${six ? "ipv6" : "ipv4"} ${chosen}`];
  });
  return [...keepers, ...choices];
}

function oneOf(backends: readonly string[], value: (each: string) => string, map = "map"): string {
  const elements = backends.map((each, at) => `${at} : ${value(each)}`).join(", ");
  return `numgen inc mod ${backends.length} ${map} { ${elements} }`;
}

function translation(six: boolean, to: string, target: BalancedChain["target"]): string {
  const family = six ? "ip6" : "ip";
  if (target === undefined) return `dnat ${family} to ${to}`;
  const place = six && !to.startsWith("numgen") ? `[${to}]` : to;
  return `meta l4proto ${target.protocol} dnat ${family} to ${place} : ${target.port}`;
}
