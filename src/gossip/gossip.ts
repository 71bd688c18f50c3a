import { OperationalError } from "../base/errors.ts";
import type { Prng } from "../base/prng.ts";
import { formatIp, parseIpAddress } from "../model/ip-address.ts";
import {
  NetworkdbGossipMessage_Type,
  type NetworkdbGossipMessage,
} from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { GossipAddress, GossipListener, GossipPort } from "../system/gossip-port.ts";
import type { Log } from "../system/log.ts";
import { together } from "../system/together.ts";
import { Wake } from "../system/wake.ts";
import {
  NetworkdbBulkSyncMessageCodec,
  NetworkdbCompoundMessageCodec,
  NetworkdbGossipMessageCodec,
  NetworkdbNetworkEventCodec,
  NetworkdbNetworkPushPullCodec,
  NetworkdbNodeEventCodec,
  NetworkdbTableEventCodec,
} from "../wire/generated/codecs.ts";
import { Membership } from "./core/membership.ts";
import { MESSAGE, decodeMessage, encodeMessage } from "./core/messages.ts";
import { NetworkTable } from "./core/network-table.ts";
import { messagesIn, packetOf } from "./core/packets.ts";
import { decodePushPull, encodePushPull, streamMessage } from "./core/push-pull.ts";
import { userMessageOn, userStreamMessage } from "./core/user-stream.ts";
import type { Envelope } from "./envelope.ts";
import { Publishing, wrap, type Published } from "./publishing.ts";

export interface GossipDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly envelope: Envelope;
  /** Where the others reach this member. */
  readonly address: GossipAddress;
  /** Where others may be: those who are not known yet are spoken with. */
  readonly peers: () => readonly GossipAddress[];
  /** What engines are to know of their networks, beside what they know from each other. */
  readonly published: () => Published;
}

const EXCHANGE_MS = 5_000;
/** How often peers are looked for that are not known; and how many are spoken with at once. */
const LOOK_MS = 2_000;
const PEERS_AT_ONCE = 4;
/** How often all is compared with one of those that are known. */
const COMPARE_MS = 30_000;
const TYPE = NetworkdbGossipMessage_Type;
const MAX_DEPTH = 4;

/** A member of the Docker Engines' gossip, through which they find each other. */
export class Gossip implements GossipListener {
  readonly #deps: GossipDeps;
  readonly #prng: Prng;
  readonly #members: Membership;
  readonly #table: NetworkTable;
  readonly #publishing: Publishing;
  readonly #wake = new Wake();
  #port: GossipPort | undefined;
  /** Nothing was due earlier when it was last looked. */
  #sleepsUntilMs = 0;

  constructor(deps: GossipDeps) {
    this.#deps = deps;
    this.#prng = deps.entropy.prng();
    const name = [...deps.entropy.bytes(6)].map((byte) => byte.toString(16).padStart(2, "0"));
    const node = name.join("");
    this.#members = new Membership(node, deps.address, this.#prng);
    this.#table = new NetworkTable(node);
    this.#publishing = new Publishing({
      ...{ clock: deps.clock, node, table: this.#table, published: deps.published },
      announce: (event) => {
        const message = userMessage(TYPE.NETWORK_EVENT, NetworkdbNetworkEventCodec.encode(event));
        this.#members.broadcast(`network ${node} ${event.networkId}`, message);
        this.#wake.set();
      },
      tell: (to, payload, signal) => this.#tell(to, payload, signal),
    });
  }

  /** Where those are that take part, but for this member. */
  others(): readonly GossipAddress[] {
    return this.#members.others();
  }

  /** Something of what is to be published may have changed. */
  mayHaveChanged(): void {
    this.#publishing.mayHaveChanged();
  }

  /**
   * Takes part by `port` until `signal` aborts. It says farewell then, but where engines would at once
   * forget what they have been told: its next life, or another leader, takes that over before they miss it.
   */
  async run(port: GossipPort, signal: AbortSignal): Promise<void> {
    this.#port = port;
    try {
      await together(signal, [
        (inner) => this.#tellOn(inner),
        (inner) => this.#meetOthers(inner),
        (inner) => this.#publishing.run(inner),
      ]);
    } finally {
      if (this.#publishing.isIdle) {
        const leave = NetworkdbNodeEventCodec.encode(this.#table.ownLeave());
        this.#members.leave([userMessage(TYPE.NODE_EVENT, leave)]);
        this.#flush();
      }
      this.#port = undefined;
    }
  }

  packet(packet: Uint8Array, from: GossipAddress): void {
    this.#guard(from, () => {
      const sender = { host: bareHost(from.host), port: from.port };
      for (const bytes of messagesIn(this.#deps.envelope.openPacket(packet))) {
        const message = decodeMessage(bytes);
        if (message?.kind === "user") this.#userMessage(message.payload, 0);
        else if (message) this.#members.heard(message, sender, this.#nowMs());
      }
      // Engines drop what a member has said of networks when they believe it dead.
      if (this.#members.wasCalledDead()) this.#publishing.sayAgain();
      this.#flush();
    });
  }

  message(message: Uint8Array): Uint8Array | undefined {
    return this.#guard(undefined, () => {
      const { envelope } = this.#deps;
      const plain = streamMessage(envelope.openMessage(message));
      if (plain[0] === MESSAGE.ping) {
        const ping = decodeMessage(plain);
        if (ping?.kind !== "ping" || !this.#members.answers(ping)) return undefined;
        return envelope.sealMessage(encodeMessage({ kind: "ack", sequence: ping.sequence }));
      }
      if (plain[0] === MESSAGE.user) {
        this.#userMessage(userMessageOn(plain), 0);
        return undefined;
      }
      this.#merge(plain);
      return this.#tellAll(false);
    });
  }

  /** Whatever comes, nothing but a line for whoever looks for the reason. */
  #guard<T>(from: GossipAddress | undefined, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#deps.log.debug("gossip was dropped", { address: from?.host, error });
      return undefined;
    } finally {
      if (this.#members.dueMs() < this.#sleepsUntilMs) this.#wake.set();
    }
  }

  #nowMs(): number {
    return this.#deps.clock.monotonicMs();
  }

  async #tellOn(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      this.#members.tick(this.#nowMs());
      this.#flush();
      this.#sleepsUntilMs = Math.min(this.#members.dueMs(), this.#nowMs() + COMPARE_MS);
      const waitMs = Math.max(1, this.#sleepsUntilMs - this.#nowMs());
      const cancel = clock.after(waitMs, () => this.#wake.set());
      await this.#wake.wait(signal);
      cancel();
    }
  }

  /** Speaks with those that are not known yet, and from time to time with one that is. */
  async #meetOthers(signal: AbortSignal): Promise<void> {
    const { clock, peers } = this.#deps;
    let compareMs = this.#nowMs() + COMPARE_MS;
    while (!signal.aborted) {
      const others = this.#members.others();
      const known = new Set(others.map(({ host }) => host));
      const strangers = peers().filter(({ host }) => !known.has(bareHost(host)));
      const asked = this.#prng.shuffle(strangers).slice(0, PEERS_AT_ONCE);
      if (this.#nowMs() >= compareMs && others.length > 0) {
        compareMs = this.#nowMs() + COMPARE_MS;
        asked.push(this.#prng.pick(others));
      }
      await Promise.all(asked.map((peer) => this.#meet(peer, signal)));
      this.#table.prune((node) => this.#members.isMember(node), this.#nowMs());
      await clock.sleep(LOOK_MS, signal);
    }
  }

  async #meet(peer: GossipAddress, signal: AbortSignal): Promise<void> {
    const { clock, envelope, log } = this.#deps;
    const port = this.#port;
    if (!port) return;
    try {
      const answer = await withDeadline(clock, EXCHANGE_MS, signal, (inTime) =>
        port.exchange(peer, this.#tellAll(true), inTime),
      );
      this.#merge(streamMessage(envelope.openMessage(answer)));
      this.#wake.set();
    } catch (error) {
      log.debug("no gossip with a peer", { address: peer.host, error });
    }
  }

  #tellAll(join: boolean): Uint8Array {
    const networks = this.#table.tell();
    const data = NetworkdbNetworkPushPullCodec.encode(networks);
    const userState = wrap(TYPE.PUSH_PULL, data);
    const pushPull = { members: this.#members.tell(), join, userState };
    return this.#deps.envelope.sealMessage(encodePushPull(pushPull));
  }

  #merge(plain: Uint8Array): void {
    const pushPull = decodePushPull(plain);
    const { type, data } = NetworkdbGossipMessageCodec.decode(pushPull.userState);
    if (type !== TYPE.PUSH_PULL) {
      throw new OperationalError("invalidArgument", "A push/pull without networks");
    }
    const networks = NetworkdbNetworkPushPullCodec.decode(data);
    const nowMs = this.#nowMs();
    this.#members.merge(pushPull, nowMs);
    this.#members.met(networks.nodeName, nowMs);
    this.#table.merge(networks, (node) => this.#isOther(node), nowMs);
    if (this.#members.wasCalledDead()) this.#publishing.sayAgain();
    this.#publishing.mayHaveChanged();
  }

  async #tell(node: string, payload: Uint8Array, signal: AbortSignal): Promise<boolean> {
    const { clock, envelope, log } = this.#deps;
    const [to, port] = [this.#members.endpointOf(node), this.#port];
    if (!to || !port) return false;
    try {
      const message = envelope.sealMessage(userStreamMessage(payload));
      await withDeadline(clock, EXCHANGE_MS, signal, (inTime) => port.tell(to, message, inTime));
      return true;
    } catch (error) {
      log.debug("an engine was not told", { address: to.host, error });
      return false;
    }
  }

  #userMessage(payload: Uint8Array, depth: number): void {
    const { type, data } = NetworkdbGossipMessageCodec.decode(payload);
    if (type === TYPE.COMPOUND && depth < MAX_DEPTH) {
      for (const part of NetworkdbCompoundMessageCodec.decode(data).messages) {
        this.#userMessage(part.payload, depth + 1);
      }
    } else if (type === TYPE.NODE_EVENT) {
      const event = NetworkdbNodeEventCodec.decode(data);
      if (this.#table.nodeEvent(event, this.#isOther(event.nodeName))) {
        this.#members.broadcast(`node ${event.nodeName}`, userMessage(type, data));
      }
    } else if (type === TYPE.NETWORK_EVENT) {
      const event = NetworkdbNetworkEventCodec.decode(data);
      const { nodeName, networkId } = event;
      if (this.#table.networkEvent(event, this.#isOther(nodeName), this.#nowMs())) {
        this.#members.broadcast(`network ${nodeName} ${networkId}`, userMessage(type, data));
        this.#publishing.mayHaveChanged();
      }
    } else if (type === TYPE.BULK_SYNC && depth < MAX_DEPTH) {
      const bulk = NetworkdbBulkSyncMessageCodec.decode(data);
      if (this.#isOther(bulk.nodeName)) this.#publishing.bulkSync(bulk);
      this.#userMessage(bulk.payload, depth + 1);
    } else if (type === TYPE.TABLE_EVENT) {
      this.#publishing.tableEvent(NetworkdbTableEventCodec.decode(data));
    }
  }

  #isOther(node: string): boolean {
    return node !== this.#members.node && this.#members.isMember(node);
  }

  #flush(): void {
    for (const { to, messages } of this.#members.takePackets()) {
      this.#port?.send(to, this.#deps.envelope.sealPacket(packetOf(messages)));
    }
  }
}

function userMessage(type: NetworkdbGossipMessage["type"], data: Uint8Array): Uint8Array {
  return encodeMessage({ kind: "user", payload: wrap(type, data) });
}

/** Sockets that take both kinds of addresses tell IPv4 ones as IPv6 ones. */
function bareHost(host: string): string {
  const address = parseIpAddress(host.split("%", 1)[0] ?? "");
  return address ? formatIp(address) : host;
}
