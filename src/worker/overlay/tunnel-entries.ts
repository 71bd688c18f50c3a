import type { OverlayEndpoint, OverlayPeer } from "../../model/generated/types.ts";
import { bareAddress, hardwareAddress } from "./addresses.ts";
import type { NetworkPlan } from "./network-plan.ts";
import { insideAddress } from "./wireguard-plan.ts";

/**
 * What a tunnel has to know of one address on another node. Nothing is learned and nothing floods:
 * frames to a hardware address go to its node, and the tunnel itself answers who has an address.
 */
export type TunnelEntry =
  | {
      readonly kind: "forwarding";
      readonly device: string;
      readonly mac: string;
      readonly node: string;
    }
  | {
      readonly kind: "neighbour";
      readonly device: string;
      readonly address: string;
      readonly mac: string;
    };

export function entryKey(entry: TunnelEntry): string {
  const which = entry.kind === "forwarding" ? entry.mac : entry.address;
  return `${entry.device} ${which}`;
}

/** The entries by which an endpoint of another node, or that node itself, is reached. */
export function entriesOf(
  device: string,
  {
    addresses,
    nodeAddress,
  }: { readonly addresses: readonly string[]; readonly nodeAddress: string },
): readonly TunnelEntry[] {
  const mac = hardwareAddress(addresses);
  if (mac === undefined || nodeAddress === "") return [];
  return [
    { kind: "forwarding", device, mac, node: bareAddress(nodeAddress) },
    ...addresses.map((address): TunnelEntry => ({
      kind: "neighbour",
      device,
      address: bareAddress(address),
      mac,
    })),
  ];
}

export function peerEntries(network: NetworkPlan, peer: OverlayPeer): readonly TunnelEntry[] {
  const nodeAddress = tunnelEnd(network, peer);
  return entriesOf(network.tunnel, { addresses: peer.gateways, nodeAddress });
}

export function endpointEntries(
  network: NetworkPlan,
  endpoint: OverlayEndpoint,
): readonly TunnelEntry[] {
  const nodeAddress = tunnelEnd(network, endpoint);
  return entriesOf(network.tunnel, { addresses: endpoint.addresses, nodeAddress });
}

/** Where another node's side of the tunnel is: never its own address where the network is encrypted. */
function tunnelEnd(
  { encryption }: NetworkPlan,
  { nodeId, nodeAddress }: Pick<OverlayPeer, "nodeId" | "nodeAddress">,
): string {
  return encryption === undefined ? nodeAddress : insideAddress(nodeId);
}

export interface EntryChange {
  readonly put: readonly TunnelEntry[];
  readonly removed: readonly TunnelEntry[];
}

/**
 * The entries that are wanted, and who wants them. For a moment two may want one address: a task that
 * has ended and the next that was given its address. The later one by key counts, whatever the order
 * in which they were heard of.
 */
export class WantedEntries {
  readonly #byOwner = new Map<string, readonly TunnelEntry[]>();
  readonly #claims = new Map<string, Map<string, TunnelEntry>>();
  readonly #touched = new Map<string, TunnelEntry | undefined>();

  /** The owner wants these, and nothing else. */
  replace(owner: string, entries: readonly TunnelEntry[]): void {
    for (const entry of this.#byOwner.get(owner) ?? []) {
      const key = entryKey(entry);
      this.#touch(key);
      const claims = this.#claims.get(key);
      claims?.delete(owner);
      if (claims?.size === 0) this.#claims.delete(key);
    }
    if (entries.length === 0) this.#byOwner.delete(owner);
    else this.#byOwner.set(owner, entries);
    for (const entry of entries) {
      const key = entryKey(entry);
      this.#touch(key);
      const claims = this.#claims.get(key) ?? new Map<string, TunnelEntry>();
      this.#claims.set(key, claims.set(owner, entry));
    }
  }

  /** What has changed since this was asked last. */
  takeChange(): EntryChange {
    const put: TunnelEntry[] = [];
    const removed: TunnelEntry[] = [];
    for (const [key, before] of this.#touched) {
      const after = this.#winner(key);
      if (before !== undefined && after === undefined) removed.push(before);
      if (after !== undefined && !(before && sameEntry(before, after))) put.push(after);
    }
    this.#touched.clear();
    return { put, removed };
  }

  all(): readonly TunnelEntry[] {
    return [...this.#claims.keys()].flatMap((key) => this.#winner(key) ?? []);
  }

  #touch(key: string): void {
    if (!this.#touched.has(key)) this.#touched.set(key, this.#winner(key));
  }

  #winner(key: string): TunnelEntry | undefined {
    const claims = this.#claims.get(key);
    if (claims === undefined) return undefined;
    let best: string | undefined;
    for (const owner of claims.keys()) if (best === undefined || owner > best) best = owner;
    return best === undefined ? undefined : claims.get(best);
  }
}

function sameEntry(left: TunnelEntry, right: TunnelEntry): boolean {
  if (left.mac !== right.mac) return false;
  return left.kind === "forwarding" && right.kind === "forwarding"
    ? left.node === right.node
    : true;
}
