import { isIpv6 } from "./addresses.ts";
import { chainsScript, type BalancedChain } from "./balanced-chain.ts";
import type { Balancer } from "./balancers.ts";

/** The table in a container's own network namespace. */
export const CONTAINER_TABLE = "inet skein";

/**
 * A container sees the addresses of services as one of their tasks each. The zone makes a connection
 * that was begun before these rules were there count as a new one when it is tried again; a service
 * without tasks refuses at once.
 */
const BASE: readonly string[] = [
  "add map inet skein virtual4 { type ipv4_addr : verdict; }",
  "add map inet skein virtual6 { type ipv6_addr : verdict; }",
  "add set inet skein all4 { type ipv4_addr; }",
  "add set inet skein all6 { type ipv6_addr; }",
  "add chain inet skein early { type filter hook output priority -300; }",
  "add rule inet skein early ip daddr @all4 ct original zone set 1",
  "add rule inet skein early ip6 daddr @all6 ct original zone set 1",
  "add chain inet skein output { type nat hook output priority -105; }",
  "add rule inet skein output ip daddr vmap @virtual4",
  "add rule inet skein output ip6 daddr vmap @virtual6",
  "add chain inet skein late { type filter hook output priority 10; }",
  "add rule inet skein late ip daddr @all4 meta l4proto tcp reject with tcp reset",
  "add rule inet skein late ip6 daddr @all6 meta l4proto tcp reject with tcp reset",
  "add rule inet skein late ip daddr @all4 reject",
  "add rule inet skein late ip6 daddr @all6 reject",
];

/** The whole table, in place of whatever was there. */
export function containerScript(balancers: readonly Balancer[]): readonly string[] {
  return [
    `add table ${CONTAINER_TABLE}`,
    `delete table ${CONTAINER_TABLE}`,
    `add table ${CONTAINER_TABLE}`,
    ...BASE,
    ...balancersScript([], balancers),
  ];
}

/** What services' changes are in a container. */
export function balancersScript(
  before: readonly Balancer[],
  after: readonly Balancer[],
): readonly string[] {
  return chainsScript(CONTAINER_TABLE, before.map(chainOf), after.map(chainOf));
}

function chainOf({ chain, addresses, backends, affinitySeconds }: Balancer): BalancedChain {
  const families = new Set(backends.map(isIpv6));
  const elements = addresses.flatMap((key) => {
    const family = isIpv6(key) ? 6 : 4;
    const known = { set: `all${family}`, key, leads: false };
    const leads = { set: `virtual${family}`, key, leads: true };
    return families.has(isIpv6(key)) ? [known, leads] : [known];
  });
  return { name: chain, elements, backends, affinitySeconds };
}
