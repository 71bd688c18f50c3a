import type { WireGuardPeer } from "../overlay/wireguard-plan.ts";
import type { EntryChange, TunnelEntry } from "../overlay/tunnel-entries.ts";

/** Where rules are: on this machine, or in the container whose first process has that id. */
export type Place = "host" | { readonly pid: number };

/** An interface of this machine, as far as networks depend on it. */
export interface Link {
  readonly name: string;
  readonly kind: "bridge" | "vxlan" | "other";
  readonly mtu: number;
  readonly mac: string;
  /** The bridge that it is part of. */
  readonly master?: string | undefined;
  readonly up: boolean;
  /** A note that whoever made it has left. */
  readonly alias: string;
  readonly vxlanId?: number | undefined;
  /** UDP, of a tunnel. */
  readonly port?: number | undefined;
  /** Where a tunnel ends here. */
  readonly local?: string | undefined;
  /** The interface that a tunnel is bound to: it goes when that one goes. */
  readonly over?: string | undefined;
}

/** What a tunnel is to be like. */
export interface TunnelWish {
  readonly name: string;
  readonly vxlanId: number;
  /** UDP. */
  readonly port: number;
  readonly bridge: string;
  readonly mtu: number;
  readonly local: string | undefined;
  readonly over: string | undefined;
  readonly alias: string;
}

/** What an interface of WireGuard is to be like. */
export interface WireGuardWish {
  readonly device: string;
  readonly privateKey: string;
  /** UDP. */
  readonly port: number;
  /** Its address, with the length of the prefix that is reached through it. */
  readonly address: string;
  readonly mtu: number;
  readonly alias: string;
  readonly peers: readonly WireGuardPeer[];
}

/** What an interface of WireGuard is like. */
export interface WireGuardState {
  readonly privateKey: string;
  readonly port: number;
  readonly addresses: readonly string[];
  /** By public key, the addresses that packets from that peer may come from. */
  readonly peers: ReadonlyMap<string, string>;
}

/** This machine's WireGuard: the kernel's own, or a program's that stands in for it. */
export interface WireGuard {
  /** Why there is none; undefined where there is. */
  lack(signal: AbortSignal): Promise<string | undefined>;
  /** Undefined where nothing of that name is an interface of WireGuard. */
  look(device: string, signal: AbortSignal): Promise<WireGuardState | undefined>;
  /** Makes an interface that lets nothing through yet, in place of whatever has that name. */
  create(device: string, alias: string, signal: AbortSignal): Promise<void>;
  /** Makes an interface that is there be as wished. Peers that stay keep their sessions. */
  configure(wish: WireGuardWish, signal: AbortSignal): Promise<void>;
}

/**
 * This machine's kernel, as far as networks need it. Every call may be repeated. Errors are
 * `OperationalError`s in the words of the kernel's own tools.
 */
export interface Kernel {
  readonly wireGuard: WireGuard;
  /** Why this machine cannot carry networks; undefined where it can. */
  lack(signal: AbortSignal): Promise<string | undefined>;
  links(signal: AbortSignal): Promise<readonly Link[]>;
  /** The largest packet that the way from `address`, one of this machine's own, takes. */
  underlayMtu(address: string | undefined, signal: AbortSignal): Promise<number>;
  /** Makes a tunnel, in place of one of that name. */
  putTunnel(wish: TunnelWish, signal: AbortSignal): Promise<void>;
  removeLink(name: string, signal: AbortSignal): Promise<void>;
  /**
   * Gives the bridge its hardware address. Packets may arrive on another bridge than the one they are
   * answered by, and come from this machine's loopback address.
   */
  tuneBridge(name: string, mac: string | undefined, signal: AbortSignal): Promise<void>;
  /** The permanent entries of a tunnel. */
  entries(device: string, signal: AbortSignal): Promise<readonly TunnelEntry[]>;
  /** What is to be removed may be gone already. */
  changeEntries(change: EntryChange, signal: AbortSignal): Promise<void>;
  /** Whether rules may say how soon connections are forgotten (CONFIG_NF_CONNTRACK_TIMEOUT). */
  forgetsSoon(signal: AbortSignal): Promise<boolean>;
  /**
   * Runs a script of nft, all or nothing. In a container connections that nobody answers are forgotten soon
   * from then on, where the kernel can do that.
   */
  runRules(place: Place, lines: readonly string[], signal: AbortSignal): Promise<void>;
  /** A text that differs where a table differs in what scripts put there; undefined without table. */
  fingerprint(place: Place, table: string, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Forgets where flows of UDP were led that go to these addresses: the next packet of each is led
   * anew. Where nothing can do that they stay where they are.
   */
  forgetFlows(place: Place, addresses: readonly string[], signal: AbortSignal): Promise<void>;
  /** Lets what the mesh has translated into a bridge pass the engine's own filter. */
  admitMesh(bridge: string, signal: AbortSignal): Promise<void>;
  withdrawMesh(bridge: string, signal: AbortSignal): Promise<void>;
}
