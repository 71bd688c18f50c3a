import { OperationalError } from "../base/errors.ts";
import {
  SEAL_BYTES,
  STREAM_HEAD_BYTES,
  STREAM_KIND,
  type GossipCipher,
} from "../system/gossip-port.ts";
import { joined, uint32 } from "./core/bytes.ts";

const NOTHING = new Uint8Array(0);

/** Seals with the key in use, and opens what was sealed with any of them. */
export class Envelope {
  readonly #cipher: GossipCipher;
  readonly #keys: () => readonly Uint8Array[];

  /** `keys` in the order in which they are used: of three, the one in the middle is in use. */
  constructor(cipher: GossipCipher, keys: () => readonly Uint8Array[]) {
    this.#cipher = cipher;
    this.#keys = keys;
  }

  sealPacket(plain: Uint8Array): Uint8Array {
    return this.#cipher.seal(this.#keyInUse(), plain, NOTHING);
  }

  openPacket(packet: Uint8Array): Uint8Array {
    return this.#open(packet, NOTHING);
  }

  sealMessage(plain: Uint8Array): Uint8Array {
    const head = joined([Uint8Array.of(STREAM_KIND), uint32(plain.length + SEAL_BYTES)]);
    return joined([head, this.#cipher.seal(this.#keyInUse(), plain, head)]);
  }

  openMessage(message: Uint8Array): Uint8Array {
    const head = message.subarray(0, STREAM_HEAD_BYTES);
    return this.#open(message.subarray(STREAM_HEAD_BYTES), head);
  }

  /** Source: moby libnetwork/agent.go, getPrimaryKeyTag. */
  #keyInUse(): Uint8Array {
    const keys = this.#keys();
    const key = keys[Math.min(1, keys.length - 1)];
    if (key === undefined) {
      throw new OperationalError("unavailable", "The cluster has no gossip keys yet");
    }
    return key;
  }

  #open(sealed: Uint8Array, head: Uint8Array): Uint8Array {
    for (const key of this.#keys()) {
      const plain = this.#cipher.unseal(key, sealed, head);
      if (plain) return plain;
    }
    throw new OperationalError("permissionDenied", "It is sealed with none of the gossip keys");
  }
}
