import type { Prng } from "../../base/prng.ts";
import { Broadcasts } from "./broadcasts.ts";
import {
  encodeMessage,
  type Accusation,
  type Alive,
  type Endpoint,
  type IndirectPing,
  type Message,
  type Ping,
} from "./messages.ts";
import type { MemberState, PushPull } from "./push-pull.ts";

/** A packet that is to be sent. */
export interface Outgoing {
  readonly to: Endpoint;
  readonly messages: readonly Uint8Array[];
}

interface Member {
  alive: Alive;
  state: MemberState;
  changedMs: number;
}

/** Somebody asked whether this member reaches another one. */
interface Relay {
  readonly asker: Endpoint;
  readonly sequence: number;
  readonly nack: boolean;
  readonly untilMs: number;
}

/** Protocols that are understood, from, to, and spoken; the same of what rides on it. Source: memberlist. */
const VERSIONS = Uint8Array.of(1, 5, 2, 0, 0, 0);
export const GOSSIP_MS = 200;
const GOSSIP_PEERS = 3;
const RELAY_MS = 500;
const MAX_RELAYS = 1024;
const MAX_MEMBERS = 10_000;
/** So long one that is dead is remembered, so that old news does not bring it back. */
const REMEMBER_MS = 60_000;
/** Of a packet of 1400 bytes: without the head of several messages, nonce, tag and version. */
const PACKET_BYTES = 1360;

/**
 * One member of a gossip by the protocol SWIM, as hashicorp's memberlist speaks it, that all others
 * can find each other through. It answers, tells on and contradicts who calls it dead, but looks for
 * no failures itself: engines probe each other, and a busy manager would accuse them wrongly.
 */
export class Membership {
  readonly #prng: Prng;
  readonly #members = new Map<string, Member>();
  readonly #broadcasts = new Broadcasts();
  readonly #relays = new Map<number, Relay>();
  #self: Alive;
  #sequence = 0;
  #gossipedMs = -Infinity;
  #packets: Outgoing[] = [];
  #calledDead = false;

  constructor(node: string, endpoint: Endpoint, prng: Prng) {
    this.#prng = prng;
    const [meta, versions] = [new Uint8Array(0), VERSIONS];
    this.#self = { kind: "alive", node, incarnation: 1, endpoint, meta, versions };
  }

  get node(): string {
    return this.#self.node;
  }

  /** Whether somebody of this name takes part, or did a moment ago. */
  isMember(node: string): boolean {
    return node === this.node || this.#members.has(node);
  }

  /** Whether somebody has called this member dead since it was last asked. */
  wasCalledDead(): boolean {
    const was = this.#calledDead;
    this.#calledDead = false;
    return was;
  }

  /** Where those are that take part, but for this member. */
  others(): readonly Endpoint[] {
    return this.#active().map(({ alive }) => alive.endpoint);
  }

  /** Where the member of this name is, if it takes part. */
  endpointOf(node: string): Endpoint | undefined {
    return this.#isGone(node) ? undefined : this.#members.get(node)?.alive.endpoint;
  }

  /** Takes one message, but for what rides on the gossip. */
  heard(message: Message, from: Endpoint, nowMs: number): void {
    switch (message.kind) {
      case "ping":
        if (this.answers(message)) this.#send(from, { kind: "ack", sequence: message.sequence });
        return;
      case "indirectPing":
        this.#relay(message, from, nowMs);
        return;
      case "ack":
      case "nack": {
        const relay = this.#relays.get(message.sequence);
        if (!relay || message.kind === "nack") return;
        this.#relays.delete(message.sequence);
        this.#send(relay.asker, { kind: "ack", sequence: relay.sequence });
        return;
      }
      case "alive":
        this.#alive(message, nowMs);
        return;
      case "suspect":
      case "dead":
        this.#accused(message, nowMs);
        return;
      case "user":
        return;
    }
  }

  /** Whether a ping is for this member: an earlier life at this address had another name. */
  answers({ node }: Ping): boolean {
    return node === "" || node === this.node;
  }

  /** Takes all that another member knows. */
  merge({ members }: PushPull, nowMs: number): void {
    for (const { state, ...alive } of members) {
      const { node, incarnation } = alive;
      if (node === this.node && state === "dead") this.#calledDead = true;
      if (state === "alive") this.#alive(alive, nowMs);
      else if (state === "left") {
        this.#accused({ kind: "dead", node, incarnation, from: node }, nowMs);
      }
      // That it is dead may have been found by a mistake: it can contradict a suspicion.
      else this.#accused({ kind: "suspect", node, incarnation, from: this.node }, nowMs);
    }
  }

  /** The member itself was just spoken with: whoever else claims its address is an earlier life of it. */
  met(node: string, nowMs: number): void {
    const met = this.#members.get(node)?.alive;
    if (!met) return;
    for (const { alive } of this.#active()) {
      if (alive.node !== node && isSame(alive.endpoint, met.endpoint)) this.#bury(alive, nowMs);
    }
  }

  /** All that this member knows, for another one. */
  tell(): PushPull["members"] {
    const others = [...this.#members.values()].map(({ alive, state }) => ({ ...alive, state }));
    return [{ ...this.#self, state: "alive" }, ...others];
  }

  /** Has everybody told; a later message about the same takes the place of this one. */
  broadcast(about: string, message: Uint8Array): void {
    if (this.#members.size > 0) this.#broadcasts.add(about, message);
  }

  /** Tells everybody at once, and that this member leaves. */
  leave(messages: readonly Uint8Array[]): void {
    const { node, incarnation } = this.#self;
    const farewell = encodeMessage({ kind: "dead", node, incarnation, from: node });
    for (const { alive } of this.#active()) {
      this.#packets.push({ to: alive.endpoint, messages: [...messages, farewell] });
    }
  }

  /** Does what is due. */
  tick(nowMs: number): void {
    for (const [sequence, relay] of this.#relays) {
      if (relay.untilMs > nowMs) continue;
      this.#relays.delete(sequence);
      if (relay.nack) this.#send(relay.asker, { kind: "nack", sequence: relay.sequence });
    }
    for (const [node, { changedMs }] of this.#members) {
      if (this.#isGone(node) && nowMs - changedMs >= REMEMBER_MS) this.#members.delete(node);
    }
    if (this.#broadcasts.isEmpty || nowMs - this.#gossipedMs < GOSSIP_MS) return;
    this.#gossipedMs = nowMs;
    for (const { alive } of this.#prng.shuffle(this.#active()).slice(0, GOSSIP_PEERS)) {
      const messages = this.#broadcasts.take(PACKET_BYTES, this.#members.size + 1);
      if (messages.length > 0) this.#packets.push({ to: alive.endpoint, messages });
    }
  }

  /** When `tick` is to be called next; Infinity where nothing is under way. */
  dueMs(): number {
    const gossip = this.#broadcasts.isEmpty ? Infinity : this.#gossipedMs + GOSSIP_MS;
    return Math.min(gossip, ...[...this.#relays.values()].map(({ untilMs }) => untilMs));
  }

  takePackets(): readonly Outgoing[] {
    const packets = this.#packets;
    this.#packets = [];
    return packets;
  }

  #active(): readonly Member[] {
    return [...this.#members.values()].filter(
      ({ state }) => state === "alive" || state === "suspect",
    );
  }

  #isGone(node: string): boolean {
    const state = this.#members.get(node)?.state;
    return state === "dead" || state === "left";
  }

  /** What is to be told to all goes along while there is room. */
  #send(to: Endpoint, message: Message): void {
    const bytes = encodeMessage(message);
    const more = this.#broadcasts.take(PACKET_BYTES - bytes.length, this.#members.size + 1);
    this.#packets.push({ to, messages: [bytes, ...more] });
  }

  #relay({ sequence, target, node, nack }: IndirectPing, asker: Endpoint, nowMs: number): void {
    if (this.#relays.size >= MAX_RELAYS) return;
    this.#sequence = (this.#sequence + 1) >>> 0;
    this.#relays.set(this.#sequence, { asker, sequence, nack, untilMs: nowMs + RELAY_MS });
    this.#send(target, { kind: "ping", sequence: this.#sequence, node });
  }

  #alive(alive: Alive, nowMs: number): void {
    const { node, incarnation, endpoint } = alive;
    if (node === this.node) {
      if (incarnation > this.#self.incarnation) this.#contradict(incarnation);
      return;
    }
    if (isSame(endpoint, this.#self.endpoint)) {
      this.#bury(alive, nowMs);
      return;
    }
    const known = this.#members.get(node);
    if (known && incarnation <= known.alive.incarnation) return;
    if (known && !this.#isGone(node) && !isSame(endpoint, known.alive.endpoint)) return;
    if (!known && this.#members.size >= MAX_MEMBERS) return;
    this.#members.set(node, { alive, state: "alive", changedMs: nowMs });
    this.broadcast(node, encodeMessage(alive));
  }

  #accused(accusation: Accusation, nowMs: number): void {
    const { kind, node, incarnation, from } = accusation;
    if (node === this.node) {
      if (kind === "dead") this.#calledDead = true;
      if (incarnation >= this.#self.incarnation) this.#contradict(incarnation);
      return;
    }
    const known = this.#members.get(node);
    if (!known || incarnation < known.alive.incarnation || this.#isGone(node)) return;
    if (kind === "suspect" && known.state !== "alive") return;
    known.alive = { ...known.alive, incarnation };
    known.state = kind === "suspect" ? "suspect" : from === node ? "left" : "dead";
    known.changedMs = nowMs;
    this.broadcast(node, encodeMessage(accusation));
  }

  /** Says that an earlier life at an address is over. */
  #bury({ node, incarnation }: Alive, nowMs: number): void {
    const over: Accusation = { kind: "dead", node, incarnation, from: this.node };
    if (this.#members.has(node)) this.#accused(over, nowMs);
    else this.broadcast(node, encodeMessage(over));
  }

  /** A later incarnation than the one that others are wrong about. */
  #contradict(incarnation: number): void {
    this.#self = { ...this.#self, incarnation: Math.min(incarnation + 1, 0xffff_ffff) };
    this.broadcast(this.node, encodeMessage(this.#self));
  }
}

function isSame(left: Endpoint, right: Endpoint): boolean {
  return left.host === right.host && left.port === right.port;
}
