import { deepEqual } from "../../base/deep-equal.ts";
import { OperationalError } from "../../base/errors.ts";
import type { EngineNetwork, EngineNetworks } from "../engine/engine-networks.ts";
import { bareAddress, isIpv6 } from "../overlay/addresses.ts";
import type { NetworkPlan } from "../overlay/network-plan.ts";
import { entryKey, type EntryChange, type TunnelEntry } from "../overlay/tunnel-entries.ts";
import type { Kernel, Link, TunnelWish } from "./kernel.ts";
import type { Repairs } from "./repairs.ts";
import { wireGuardMtu } from "./wireguard-keeper.ts";

export interface KeeperDeps {
  readonly kernel: Kernel;
  readonly engine: EngineNetworks;
  readonly repairs: Repairs;
  /** Left on what this node makes, so that it takes nothing of others away. */
  readonly alias: string;
}

/** What there is on this machine, as of the beginning of a pass. */
export interface Seen {
  readonly links: readonly Link[];
  readonly held: readonly EngineNetwork[];
  readonly underlayMtu: number;
  /** This node's own address, where tunnels end. */
  readonly local: string | undefined;
  /** Why encrypted networks cannot be carried. */
  readonly unencrypted?: string | undefined;
}

/** What a tunnel puts around each packet. Source: RFC 7348, section 4. */
const OVERHEAD_BYTES = { ipv4: 50, ipv6: 70 };
const LEAST_MTU = 576;

/**
 * Makes one network be as planned: the engine's bridge, the tunnel in it, and the tunnel's entries.
 * Whatever is so already is left alone; `wasUp` counts the rest as mended.
 */
export async function keepNetwork(
  deps: KeeperDeps,
  plan: NetworkPlan,
  wanted: readonly TunnelEntry[],
  seen: Seen,
  wasUp: boolean,
  signal: AbortSignal,
): Promise<void> {
  refuseUnencrypted(plan, seen);
  const { kernel, repairs } = deps;
  const mtu = plan.mtu > 0 ? plan.mtu : mtuWithin(plan, seen);
  const created = await keepBridge(deps, plan, mtu, seen, signal);
  if (wasUp) repairs.add("networks", created ? 1 : 0);
  const bridge = seen.links.find(({ name }) => name === plan.bridge);
  if (created || bridge?.mac !== plan.bridgeMac) {
    await kernel.tuneBridge(plan.bridge, plan.bridgeMac, signal);
    if (wasUp && !created) repairs.add("bridges");
  }
  const wish = tunnelWish(deps, plan, mtu, seen);
  const isNew =
    created ||
    !isTunnel(
      wish,
      seen.links.find(({ name }) => name === plan.tunnel),
    );
  if (isNew) {
    await kernel.putTunnel(wish, signal);
    if (wasUp && !created) repairs.add("tunnels");
  }
  const actual = isNew ? [] : await kernel.entries(plan.tunnel, signal);
  const change = entryDifference(actual, wanted);
  const count = change.put.length + change.removed.length;
  if (count > 0) await kernel.changeEntries(change, signal);
  if (wasUp && !isNew) repairs.add("entries", count);
}

/** Takes a network away. Refused by the engine while a container is on it. */
export async function dropNetwork(
  { kernel, engine }: KeeperDeps,
  networkId: string,
  tunnel: string,
  bridge: string,
  signal: AbortSignal,
): Promise<void> {
  await kernel.removeLink(tunnel, signal);
  await engine.remove(networkId, signal);
  await kernel.withdrawMesh(bridge, signal);
}

/** What makes entries that are there into those that are wanted. */
export function entryDifference(
  actual: readonly TunnelEntry[],
  wanted: readonly TunnelEntry[],
): EntryChange {
  const there = new Set(actual.map(identity));
  const slots = new Set(wanted.map(slotOf));
  return {
    // Replacing changes what an entry says: only what nobody wants in its place is removed.
    removed: actual.filter((entry) => !slots.has(slotOf(entry))),
    put: wanted.filter((entry) => !there.has(identity(entry))),
  };
}

function slotOf(entry: TunnelEntry): string {
  return `${entry.kind} ${entryKey(entry)}`;
}

function identity(entry: TunnelEntry): string {
  const value = entry.kind === "forwarding" ? entry.node : entry.mac;
  return `${slotOf(entry)} ${value}`;
}

function refuseUnencrypted({ encryption, name }: NetworkPlan, { unencrypted }: Seen): void {
  if (encryption === undefined || unencrypted === undefined) return;
  throw new OperationalError(
    "unimplemented",
    `Network "${name}" is encrypted, and this node cannot encrypt: ${unencrypted}`,
  );
}

function mtuWithin({ encryption }: NetworkPlan, seen: Seen): number {
  const { underlayMtu, local } = seen;
  const mtu =
    encryption === undefined
      ? underlayMtu - overheadBytes(local)
      : wireGuardMtu(seen) - overheadBytes(encryption.inside);
  return Math.max(LEAST_MTU, mtu);
}

function overheadBytes(local: string | undefined): number {
  return local !== undefined && isIpv6(local) ? OVERHEAD_BYTES.ipv6 : OVERHEAD_BYTES.ipv4;
}

/** Whether the engine's bridge had to be made. */
async function keepBridge(
  { engine }: KeeperDeps,
  plan: NetworkPlan,
  mtu: number,
  { held, links }: Seen,
  signal: AbortSignal,
): Promise<boolean> {
  const { id: networkId, name, bridge, subnets, gateways, internal } = plan;
  const wish: EngineNetwork = { networkId, name, bridge, subnets, gateways, internal, mtu };
  const there = held.find((each) => each.networkId === networkId);
  const hasBridge = links.some((link) => link.name === bridge && link.kind === "bridge");
  if (there !== undefined && hasBridge && sameNetwork(there, wish)) return false;
  if (there !== undefined) await engine.remove(networkId, signal);
  await engine.create(wish, signal);
  return true;
}

function sameNetwork(left: EngineNetwork, right: EngineNetwork): boolean {
  const plain = (network: EngineNetwork): unknown => ({
    ...network,
    subnets: network.subnets.toSorted(),
    gateways: network.gateways.map(bareAddress).toSorted(),
  });
  return deepEqual(plain(left), plain(right));
}

function tunnelWish({ alias }: KeeperDeps, plan: NetworkPlan, mtu: number, seen: Seen): TunnelWish {
  const { tunnel: name, vxlanId, tunnelPort: port, bridge, encryption } = plan;
  const local = encryption === undefined ? seen.local : encryption.inside;
  return { name, vxlanId, port, bridge, mtu, local, over: encryption?.device, alias };
}

function isTunnel(wish: TunnelWish, link: Link | undefined): boolean {
  if (link?.kind !== "vxlan" || !link.up) return false;
  const { vxlanId, port, master, mtu, local, over, alias } = link;
  return deepEqual(
    { vxlanId, port, master, mtu, local: local ?? "", over, alias },
    {
      vxlanId: wish.vxlanId,
      port: wish.port,
      master: wish.bridge,
      mtu: wish.mtu,
      local: wish.local ?? "",
      over: wish.over,
      alias: wish.alias,
    },
  );
}
