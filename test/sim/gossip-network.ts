import { crc32c } from "../../src/base/crc32c.ts";
import { OperationalError } from "../../src/base/errors.ts";
import {
  SEAL_BYTES,
  type GossipAddress,
  type GossipCipher,
  type GossipListener,
  type GossipNetwork,
} from "../../src/system/gossip-port.ts";
import type { SimProcess } from "./process.ts";
import type { Simulation } from "./simulation.ts";

const PACKET_MS = 1;

/** Packets that may be lost, and streams that are not, between the processes of a simulation. */
export class SimGossipNetwork {
  /** How many of all packets are lost. */
  loss = 0;
  readonly #sim: Simulation;
  readonly #ports = new Map<string, { listener: GossipListener; process: SimProcess }>();

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /** The network as one process sees it, whose packets come from `host`. */
  of(process: SimProcess, host: string): GossipNetwork {
    return {
      open: async (at, listener) => {
        await Promise.resolve();
        const key = keyOf({ host, port: at.port });
        if (this.#ports.get(key)?.process.isAlive === true) {
          throw new OperationalError("unavailable", `Port ${at.port} is taken`);
        }
        this.#ports.set(key, { listener, process });
        return {
          send: (to, packet) => this.#send({ host, port: at.port }, to, packet),
          exchange: (to, message) => this.#exchange(to, message),
          tell: (to, message) => this.#tell(to, message),
          close: async () => {
            await Promise.resolve();
            this.#ports.delete(key);
          },
        };
      },
    };
  }

  #send(from: GossipAddress, to: GossipAddress, packet: Uint8Array): void {
    if (this.#sim.prng.chance(this.loss)) return;
    this.#sim.schedule(PACKET_MS, () => {
      const there = this.#ports.get(keyOf(to));
      there?.process.post(() => there.listener.packet(packet, from));
    });
  }

  async #tell(to: GossipAddress, message: Uint8Array): Promise<void> {
    await this.#deliver(to, message);
  }

  async #exchange(to: GossipAddress, message: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#deliver(to, message);
    if (answer === undefined) throw new OperationalError("unavailable", "Nothing was said");
    return answer;
  }

  #deliver(to: GossipAddress, message: Uint8Array): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.#sim.schedule(PACKET_MS, () => {
        const there = this.#ports.get(keyOf(to));
        if (there?.process.isAlive === true) {
          there.process.post(() => resolve(there.listener.message(message)));
        } else reject(new OperationalError("unavailable", `Nobody at ${keyOf(to)}`));
      });
    });
  }
}

/** Hides nothing, and knows what was sealed with which key. */
export const simGossipCipher: GossipCipher = {
  seal(key, plain, head) {
    const sealed = new Uint8Array(plain.length + SEAL_BYTES);
    sealed.set(plain, SEAL_BYTES);
    new DataView(sealed.buffer).setUint32(0, sumOf(key, plain, head));
    return sealed;
  },
  unseal(key, sealed, head) {
    if (sealed.length < SEAL_BYTES) return undefined;
    const plain = sealed.slice(SEAL_BYTES);
    const sum = new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
    return sum === sumOf(key, plain, head) ? plain : undefined;
  },
};

function sumOf(...parts: readonly Uint8Array[]): number {
  return crc32c(new Uint8Array(Buffer.concat(parts)));
}

function keyOf({ host, port }: GossipAddress): string {
  return `${host}:${port}`;
}
