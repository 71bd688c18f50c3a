import { OperationalError, type ErrorCode } from "../../src/base/errors.ts";
import type { Identity, Metadata } from "../../src/system/rpc.ts";
import type { Links } from "./links.ts";
import type { SimProcess } from "./process.ts";

/** What travels on a connection; the messages in it are encoded. */
export type Frame =
  | {
      readonly kind: "open";
      readonly call: number;
      readonly path: string;
      readonly metadata: Metadata;
    }
  | { readonly kind: "message"; readonly call: number; readonly bytes: Uint8Array }
  /** The client will send no more. */
  | { readonly kind: "end"; readonly call: number }
  /** The server is done with the call. */
  | {
      readonly kind: "status";
      readonly call: number;
      readonly code?: ErrorCode;
      readonly message: string;
    }
  /** The client wants no more. */
  | { readonly kind: "cancel"; readonly call: number }
  /** The reader has room for one message more. */
  | { readonly kind: "credit"; readonly call: number }
  | { readonly kind: "reset"; readonly call: 0 };

/** Who hears what arrives at one end. */
export interface Listener {
  onFrame(frame: Frame): void;
  onClose(error: OperationalError): void;
}

/**
 * One end of a connection: reliable and in order while it lasts, like TCP. What is sent over a
 * blocked link waits for the link; an end to which nothing could pass for its `keepaliveMs` gives
 * the connection up.
 */
export class Endpoint {
  readonly process: SimProcess;
  readonly address: string;
  /** Whose certificate the other end showed in the handshake. */
  readonly peerIdentity: Identity | undefined;
  /** After how long without a sign of life this end gives up. */
  readonly keepaliveMs: number;
  listener: Listener | undefined;
  /** Called once when this end is closed, for whatever reason. */
  onEnd: (() => void) | undefined;
  #peer: Endpoint | undefined;
  #open = true;
  #lastArrivalMs = 0;
  /** On the way to the peer, in order. Each has a packet under way or lost. */
  readonly #underWay: Frame[] = [];
  #lostPackets = 0;
  readonly #links: Links;

  constructor(
    process: SimProcess,
    links: Links,
    options: Pick<Endpoint, "address" | "peerIdentity" | "keepaliveMs">,
  ) {
    this.process = process;
    this.#links = links;
    this.address = options.address;
    this.peerIdentity = options.peerIdentity;
    this.keepaliveMs = options.keepaliveMs;
  }

  /** Joins two ends. */
  static connect(one: Endpoint, other: Endpoint): void {
    one.#peer = other;
    other.#peer = one;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  get peer(): Endpoint | undefined {
    return this.#peer;
  }

  send(frame: Frame): void {
    if (!this.#open) return;
    this.#transmit(frame);
  }

  /** Ends the connection from here, as closing the socket does; the peer gets a reset. */
  close(error: OperationalError): void {
    if (!this.#open) return;
    this.#transmit({ kind: "reset", call: 0 });
    this.#fail(error);
  }

  /** The process died: its kernel resets the connection, unless the host went too. */
  abandon(): void {
    if (!this.#open) return;
    this.#open = false;
    this.listener = undefined;
    this.onEnd?.();
    if (this.#links.isUp(this.process.host)) this.#transmit({ kind: "reset", call: 0 });
  }

  /** Whether TCP's probes are answered: by the peer's kernel, so a paused program does not matter. */
  get isHealthy(): boolean {
    const peer = this.#peer;
    if (peer === undefined) return true;
    const [here, there] = [this.process.host, peer.process.host];
    return peer.isOpen && this.#links.passes(here, there) && this.#links.passes(there, here);
  }

  /** Sends again what the link lost, if it passes packets now. */
  retransmit(): void {
    const peer = this.#peer;
    if (peer === undefined || this.#lostPackets === 0) return;
    const [here, there] = [this.process.host, peer.process.host];
    if (!this.#links.passes(here, there)) return;
    const lostPackets = this.#lostPackets;
    this.#lostPackets = 0;
    for (let packet = 0; packet < lostPackets; packet++) this.#sendPacket(peer);
  }

  get lostPackets(): number {
    return this.#lostPackets;
  }

  #transmit(frame: Frame): void {
    if (this.#peer === undefined) return;
    this.#record(frame, this.#peer);
    this.#underWay.push(frame);
    this.#sendPacket(this.#peer);
  }

  /** A packet that arrives carries the oldest frame: the stream keeps its order. */
  #sendPacket(peer: Endpoint): void {
    const { sim, host } = this.process;
    const latencyMs = this.#links.latencyMs(host, peer.process.host);
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, sim.nowMs + latencyMs);
    sim.schedule(this.#lastArrivalMs - sim.nowMs, () => {
      if (!this.#links.passes(host, peer.process.host)) {
        this.#lostPackets++;
        return;
      }
      const frame = this.#underWay.shift();
      if (frame !== undefined) peer.#arrive(frame);
    });
  }

  #arrive(frame: Frame): void {
    if (this.#open) {
      this.process.post(() => this.#receive(frame));
    } else if (frame.kind !== "reset") {
      // Nobody here knows the connection any more: say so, so that the peer learns of it.
      this.#transmit({ kind: "reset", call: 0 });
    }
  }

  #receive(frame: Frame): void {
    if (!this.#open) return;
    if (frame.kind === "reset") {
      this.#fail(new OperationalError("unavailable", `Connection with ${this.address} was reset`));
    } else {
      this.listener?.onFrame(frame);
    }
  }

  #fail(error: OperationalError): void {
    if (!this.#open) return;
    this.#open = false;
    const { listener } = this;
    this.listener = undefined;
    listener?.onClose(error);
    this.onEnd?.();
  }

  #record(frame: Frame, peer: Endpoint): void {
    const { trace } = this.process.sim;
    trace.text(`${this.process.name}>${peer.process.name} ${frame.kind} ${frame.call}`);
    if (frame.kind === "message") trace.bytes(frame.bytes);
  }
}
