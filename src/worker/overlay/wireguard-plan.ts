import type { OverlayPeer } from "../../model/generated/types.ts";
import { parseIpAddress } from "../../model/ip-address.ts";
import { isWireGuardKey } from "../../model/wireguard-keys.ts";
import { bareAddress, formatIpAddress } from "./addresses.ts";

/** Another node, as WireGuard has to know it. */
export interface WireGuardPeer {
  readonly publicKey: string;
  /** The one address that packets from it may come from. */
  readonly inside: string;
  /** Where it is reached. */
  readonly nodeAddress: string;
}

/** This node's side of what carries its encrypted networks. */
export interface WireGuardPlan {
  readonly device: string;
  /** This node's own address within. */
  readonly inside: string;
  /** UDP, between the nodes. */
  readonly port: number;
  /** UDP, of the tunnels within. */
  readonly tunnelPort: number;
  /** In the order of their keys. */
  readonly peers: readonly WireGuardPeer[];
}

/** Everybody's addresses within: `fd` and "skein", a prefix that no registry gives to anybody. Source: RFC 4193. */
const PREFIX = [0xfd, ...[0x73, 0x6b, 0x65, 0x69, 0x6e], 0, 0];
export const INSIDE_PREFIX_LENGTH = 64;

/** Source: FNV-1a of 64 bits, draft-eastlake-fnv. */
const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** The interface's name; a name has 15 characters at most. */
export function wireGuardDevice(nodeId: string): string {
  return `skw${nodeId.slice(0, 12)}`;
}

/** A node's address within WireGuard, which every other works out alike. */
export function insideAddress(nodeId: string): string {
  let hash = FNV_OFFSET;
  for (const letter of nodeId) {
    hash ^= BigInt(letter.codePointAt(0) ?? 0);
    hash = BigInt.asUintN(64, hash * FNV_PRIME);
  }
  const bytes = Array.from({ length: 8 }, (_, at) => Number((hash >> BigInt(56 - 8 * at)) & 0xffn));
  return formatIpAddress([...PREFIX, ...bytes]);
}

/** The UDP port that nodes reach each other by: the one after that of the tunnels in clear. */
export function wireGuardPort(tunnelPort: number): number {
  return tunnelPort + 1;
}

/**
 * The UDP port of tunnels within: another than that of the tunnels in clear, so that nothing that
 * comes in clear ever reaches one of them.
 */
export function insideTunnelPort(tunnelPort: number): number {
  return tunnelPort - 1;
}

/** Those of the nodes that have said a key; one for each key and address, whatever networks they are on. */
export function wireGuardPeers(peers: readonly OverlayPeer[]): readonly WireGuardPeer[] {
  const byInside = new Map<string, WireGuardPeer>();
  for (const { nodeId, publicKey, nodeAddress } of peers) {
    if (!isWireGuardKey(publicKey) || parseIpAddress(nodeAddress) === undefined) continue;
    const inside = insideAddress(nodeId);
    byInside.set(inside, { publicKey, inside, nodeAddress: bareAddress(nodeAddress) });
  }
  const byKey = new Map([...byInside.values()].map((peer) => [peer.publicKey, peer]));
  return [...byKey.values()].toSorted((left, right) => (left.publicKey < right.publicKey ? -1 : 1));
}

/**
 * Rules of this machine: tunnels of encrypted networks through WireGuard alone, whatever becomes of
 * it, and through WireGuard nothing but tunnels.
 */
export function wireGuardScript(table: string, plan: WireGuardPlan | undefined): readonly string[] {
  const away = [`add table ${table}`, `delete table ${table}`];
  if (plan === undefined) return away;
  const { device, tunnelPort } = plan;
  const chain = (name: string): string =>
    `add chain ${table} ${name} { type filter hook ${name} priority -300; }`;
  return [
    ...away,
    `add table ${table}`,
    chain("input"),
    `add rule ${table} input iifname "${device}" udp dport ${tunnelPort} accept`,
    `add rule ${table} input iifname "${device}" meta l4proto ipv6-icmp accept`,
    `add rule ${table} input iifname "${device}" drop`,
    `add rule ${table} input udp dport ${tunnelPort} drop`,
    chain("output"),
    `add rule ${table} output oifname != "${device}" udp dport ${tunnelPort} drop`,
    chain("forward"),
    `add rule ${table} forward iifname "${device}" drop`,
    `add rule ${table} forward oifname "${device}" drop`,
  ];
}

/** The table of those rules; several nodes may share one machine. */
export function wireGuardTable(nodeId: string): string {
  return `inet skein_wg_${nodeId.slice(0, 12)}`;
}
