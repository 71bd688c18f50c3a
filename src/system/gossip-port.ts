/** Where a member of a gossip is reached, by packets and by streams. */
export interface GossipAddress {
  /** An IPv4 or IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/** The head of a message on a stream: what kind it is, and how long what follows is. */
export const STREAM_HEAD_BYTES = 5;
/** The only kind there is: an encrypted message. Source: memberlist, encryptMsg. */
export const STREAM_KIND = 10;
/** The longest that anybody may send before it is known who it is. */
export const MAX_STREAM_BYTES = 2 * 1024 * 1024;

/** A port that gossip comes in by and goes out from. */
export interface GossipPort {
  /** Packets may be lost; nobody is told. */
  send(to: GossipAddress, packet: Uint8Array): void;
  /**
   * Sends a message, head and all, over a stream of its own, and gives the one that comes back.
   * `unavailable` where nobody is there, `invalidArgument` where what comes is no message.
   */
  exchange(to: GossipAddress, message: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  /** The same where nothing comes back: resolves once the other side has taken it. */
  tell(to: GossipAddress, message: Uint8Array, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Hears what comes in. Neither throws, whatever it is. */
export interface GossipListener {
  packet(packet: Uint8Array, from: GossipAddress): void;
  /** A whole message, head and all, on a stream; gives the answer, if there is one. */
  message(message: Uint8Array): Uint8Array | undefined;
}

/** The network as gossip sees it: real in life, simulated in simulation. */
export interface GossipNetwork {
  /** Listens for packets and streams. `unavailable` where that cannot be. */
  open(at: GossipAddress, listener: GossipListener): Promise<GossipPort>;
}

/** Encrypts what members of a gossip say to each other, in memberlist's form. */
export interface GossipCipher {
  /** `head` goes along in the clear, and cannot be changed. */
  seal(key: Uint8Array, plain: Uint8Array, head: Uint8Array): Uint8Array;
  /** Undefined when it was not sealed with this key and this head, or is damaged. */
  unseal(key: Uint8Array, sealed: Uint8Array, head: Uint8Array): Uint8Array | undefined;
}

/** What sealing adds to a message's length. */
export const SEAL_BYTES = 29;
