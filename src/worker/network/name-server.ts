import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { isIpv6 } from "../overlay/addresses.ts";
import { answerFrom } from "../overlay/dns-answers.ts";
import {
  ResponseCode,
  answerLimit,
  parseQuery,
  writeAnswer,
  writeRefusal,
  type DnsRecord,
  type Query,
} from "../overlay/dns-message.ts";
import type { NetworkPlan } from "../overlay/network-plan.ts";
import type { OverlayNames } from "../overlay/overlay-names.ts";
import type { DnsForwarder } from "./dns-forwarder.ts";

/** Who asks, as far as it matters to the answer. */
export interface Asker {
  readonly networkIds: readonly string[];
  /** Whom to ask further; empty: whom this machine asks. */
  readonly nameservers: readonly string[];
}

export interface NameServerDeps {
  readonly names: () => OverlayNames;
  /** Who has an address on a network; waits until that one may be answered. */
  readonly asker: (networkId: string, address: string, signal: AbortSignal) => Promise<Asker>;
  /** Waits until a name may be said to have these addresses, or, without any, to be unknown. */
  readonly mayTell: (
    addresses: readonly string[] | undefined,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly forwarder: DnsForwarder;
  readonly clock: Clock;
  readonly log: Log;
  readonly port?: number;
}

const DNS_PORT = 53;
const TCP_LIMIT = 65_535;
const TCP_IDLE_MS = 10_000;
const MAX_TCP = 256;
/** Questions over UDP that are not answered yet: each may wait a while for rules or for others. */
const MAX_OPEN = 4_096;

interface Listening {
  readonly networkId: string;
  readonly udp: UdpSocket;
  readonly tcp: Server;
}

/** Tells containers what names mean, each on this node's own addresses in its networks. */
export class NameServer {
  readonly #deps: NameServerDeps;
  readonly #log: Log;
  readonly #listening = new Map<string, Listening>();
  readonly #life = new AbortController();
  #turn = 0;
  #open = 0;

  constructor(deps: NameServerDeps) {
    this.#deps = deps;
    this.#log = deps.log.child("names");
  }

  /** Answers on exactly these networks from now on; gives those where it cannot, and why. */
  async serve(networks: readonly NetworkPlan[]): Promise<ReadonlyMap<string, string>> {
    const wanted = new Map(
      networks.flatMap(({ id, gateways }) => gateways.map((each) => [each, id])),
    );
    for (const [address, each] of this.#listening) {
      if (wanted.get(address) === each.networkId) continue;
      this.#listening.delete(address);
      each.udp.close();
      each.tcp.close();
    }
    const failed = new Map<string, string>();
    for (const [address, networkId] of wanted) {
      if (this.#listening.has(address)) continue;
      try {
        this.#listening.set(address, await this.#listen(networkId, address));
      } catch (error) {
        // An address of IPv6 is of use only a moment after it was given.
        failed.set(networkId, `names cannot be served: ${messageOf(error)}`);
      }
    }
    return failed;
  }

  async close(): Promise<void> {
    this.#life.abort();
    await this.serve([]);
  }

  async #listen(networkId: string, address: string): Promise<Listening> {
    const port = this.#deps.port ?? DNS_PORT;
    const udp = createSocket(isIpv6(address) ? "udp6" : "udp4");
    udp.bind({ address, port });
    try {
      await once(udp, "listening");
    } catch (error) {
      udp.close();
      throw error;
    }
    const tcp = createServer((socket) => this.#serveTcp(networkId, socket));
    tcp.maxConnections = MAX_TCP;
    tcp.listen({ host: address, port: udp.address().port });
    try {
      await once(tcp, "listening");
    } catch (error) {
      udp.close();
      throw error;
    }
    const complain = (error: Error): void =>
      this.#log.warn("names", { address, reason: error.message });
    udp.on("error", complain);
    tcp.on("error", complain);
    udp.on("message", (message, from) => {
      if (this.#open >= MAX_OPEN) return; // Whoever asked asks again.
      this.#open++;
      void this.#answer(networkId, message, from.address, "udp").then((answer) => {
        this.#open--;
        // Meanwhile the network may have gone.
        if (answer && this.#listening.get(address)?.udp === udp)
          udp.send(answer, from.port, from.address);
      });
    });
    return { networkId, udp, tcp };
  }

  #serveTcp(networkId: string, socket: Socket): void {
    socket.setTimeout(TCP_IDLE_MS, () => void socket.destroy());
    this.#answerInTurn(networkId, socket).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  }

  /** One question after the other: whoever does not read the answers is not read any further either. */
  async #answerInTurn(networkId: string, socket: Socket): Promise<void> {
    const { signal } = this.#life;
    let held = Buffer.alloc(0);
    for await (const chunk of socket) {
      held = Buffer.concat([held, chunk as Buffer]); // A socket without an encoding gives buffers.
      for (;;) {
        const length = held.length < 2 ? TCP_LIMIT : held.readUInt16BE(0);
        if (held.length < length + 2) break;
        const message = held.subarray(2, length + 2);
        held = held.subarray(length + 2);
        const answer = await this.#answer(networkId, message, socket.remoteAddress ?? "", "tcp");
        if (answer === undefined) throw new OperationalError("invalidArgument", "No question");
        const framed = Buffer.concat([
          Buffer.from([answer.length >> 8, answer.length & 0xff]),
          answer,
        ]);
        if (!socket.write(framed)) await once(socket, "drain", { signal });
      }
    }
  }

  /** Undefined where nothing is to be said. Never throws. */
  async #answer(
    networkId: string,
    message: Uint8Array,
    from: string,
    transport: "udp" | "tcp",
  ): Promise<Uint8Array | undefined> {
    const query = parseQuery(message);
    if (query === undefined) return writeRefusal(message);
    const limit = transport === "tcp" ? TCP_LIMIT : answerLimit(query);
    if (query.operation !== 0) return writeAnswer(query, ResponseCode.UNSUPPORTED, [], limit);
    try {
      const asker = await this.#deps.asker(networkId, from, this.#life.signal);
      await this.#deps.mayTell(addressesIn(this.#recordsFor(query, asker)), this.#life.signal);
      const records = this.#recordsFor(query, asker);
      if (records) return writeAnswer(query, ResponseCode.OK, records, limit);
      return await this.#deps.forwarder.ask(
        message,
        asker.nameservers,
        transport,
        this.#life.signal,
      );
    } catch (error) {
      this.#log.debug("no answer", { address: from, reason: messageOf(error) });
      return writeAnswer(query, ResponseCode.FAILED, [], limit);
    }
  }

  #recordsFor(query: Query, { networkIds }: Asker): readonly DnsRecord[] | undefined {
    if (query.recordClass !== 1) return undefined;
    this.#turn = (this.#turn + 1) % 0x10000;
    return answerFrom(this.#deps.names(), networkIds, query, this.#turn);
  }
}

function addressesIn(records: readonly DnsRecord[] | undefined): readonly string[] | undefined {
  return records?.flatMap((record) => (record.type === "address" ? [record.address] : []));
}
