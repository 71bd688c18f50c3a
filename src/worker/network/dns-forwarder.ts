import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { OperationalError } from "../../base/errors.ts";
import { parseIpAddress } from "../../model/ip-address.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import type { Entropy } from "../../system/entropy.ts";
import { exchangeByUdp } from "./udp-exchange.ts";

export interface ForwarderDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Whom this machine asks, one `nameserver` a line. */
  readonly resolvConf: string;
}

const DNS_PORT = 53;
const ASK_MS = 2_500;
/** Questions to others at once; more are refused, and asked again by whoever waits. */
const MAX_OPEN = 512;
const READ_AGAIN_MS = 5_000;
const MAX_TCP_BYTES = 65_535;

/** Asks other nameservers, in their order, what this node does not know. */
export class DnsForwarder {
  readonly #deps: ForwarderDeps;
  #open = 0;
  #own: readonly string[] = [];
  #readAtMs = -Infinity;

  constructor(deps: ForwarderDeps) {
    this.#deps = deps;
  }

  /** The answer's bytes, with the query's id. Throws when nobody answers. */
  async ask(
    query: Uint8Array,
    nameservers: readonly string[],
    transport: "udp" | "tcp",
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    if (this.#open >= MAX_OPEN) {
      throw new OperationalError("resourceExhausted", "Too many questions to other nameservers");
    }
    this.#open++;
    try {
      const servers = nameservers.length > 0 ? nameservers : await this.#machinesOwn();
      return await this.#askInTurn(query, servers, transport, signal);
    } finally {
      this.#open--;
    }
  }

  async #askInTurn(
    query: Uint8Array,
    servers: readonly string[],
    transport: "udp" | "tcp",
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    let last: unknown = new OperationalError("unavailable", "No nameserver is known");
    for (const server of servers) {
      try {
        return await withDeadline(this.#deps.clock, ASK_MS, signal, (inTime) =>
          transport === "tcp"
            ? askByTcp(query, server, inTime)
            : this.#askByUdp(query, server, inTime),
        );
      } catch (error) {
        signal.throwIfAborted();
        last = error;
      }
    }
    throw last;
  }

  /** Under another id, so that nobody who sees the one can answer the other. */
  async #askByUdp(query: Uint8Array, server: string, signal: AbortSignal): Promise<Uint8Array> {
    const [high = 0, low = 0] = this.#deps.entropy.bytes(2);
    const sent = Uint8Array.from(query);
    sent.set([high, low]);
    const isAnswer = (message: Uint8Array): boolean =>
      message.length >= 12 && message[0] === high && message[1] === low;
    const answer = Uint8Array.from(await exchangeByUdp(server, sent, isAnswer, signal));
    answer.set(query.subarray(0, 2));
    return answer;
  }

  async #machinesOwn(): Promise<readonly string[]> {
    const { clock, resolvConf } = this.#deps;
    if (clock.monotonicMs() - this.#readAtMs < READ_AGAIN_MS) return this.#own;
    this.#readAtMs = clock.monotonicMs();
    const text = await readFile(resolvConf, "utf8").catch(() => "");
    this.#own = [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].flatMap(([, address = ""]) =>
      parseIpAddress(address) ? [address] : [],
    );
    return this.#own;
  }
}

function askByTcp(query: Uint8Array, server: string, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server, port: DNS_PORT, signal });
    let held = Buffer.alloc(0);
    socket.once("error", reject);
    socket.once("close", () =>
      reject(new OperationalError("unavailable", "The nameserver said nothing")),
    );
    socket.on("data", (chunk) => {
      held = Buffer.concat([held, chunk]);
      const length = held.length < 2 ? MAX_TCP_BYTES : held.readUInt16BE(0);
      if (held.length < length + 2) return;
      resolve(Uint8Array.from(held.subarray(2, length + 2)));
      socket.destroy();
    });
    socket.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 0xff]), query]));
  });
}
