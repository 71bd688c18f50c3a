import type { Prng } from "../../src/base/prng.ts";
import type { Simulation } from "./simulation.ts";

/** What the wires between hosts are like. */
export interface LinkOptions {
  readonly minLatencyMs: number;
  readonly maxLatencyMs: number;
  /** How likely a packet is lost. TCP repairs it: the stream stands still for a retransmission. */
  readonly lossProbability: number;
  readonly retransmitMs: number;
}

export const CALM_LINKS: LinkOptions = {
  minLatencyMs: 0.1,
  maxLatencyMs: 1,
  lossProbability: 0,
  retransmitMs: 200,
};

const LOOPBACK_MS = 0.05;

/** The hosts, which of them have power, and which way packets pass between them. */
export class Links {
  options: LinkOptions;
  readonly #sim: Simulation;
  readonly #prng: Prng;
  readonly #blocked = new Set<string>();
  readonly #down = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(sim: Simulation, options: LinkOptions = CALM_LINKS) {
    this.#sim = sim;
    this.options = options;
    this.#prng = sim.fork("links");
  }

  /** Calls `listener` after every change of what passes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  passes(from: string, to: string): boolean {
    if (this.#down.has(from) || this.#down.has(to)) return false;
    return from === to || !this.#blocked.has(`${from}>${to}`);
  }

  isUp(host: string): boolean {
    return !this.#down.has(host);
  }

  /** How long one packet takes now. */
  latencyMs(from: string, to: string): number {
    if (from === to) return LOOPBACK_MS;
    const { minLatencyMs, maxLatencyMs, lossProbability, retransmitMs } = this.options;
    const travelMs = minLatencyMs + this.#prng.unit() * (maxLatencyMs - minLatencyMs);
    return this.#prng.chance(lossProbability) ? travelMs + retransmitMs : travelMs;
  }

  /** Packets from one host to the other no longer arrive. */
  block(from: string, to: string): void {
    this.#blocked.add(`${from}>${to}`);
    this.#changed(`block ${from} > ${to}`);
  }

  /** Nothing passes between the two groups, in either direction. */
  partition(one: readonly string[], other: readonly string[]): void {
    for (const a of one) {
      for (const b of other) {
        this.#blocked.add(`${a}>${b}`);
        this.#blocked.add(`${b}>${a}`);
      }
    }
    this.#changed(`partition ${one.join(",")} | ${other.join(",")}`);
  }

  /** Everything passes again between the hosts that are up. */
  heal(): void {
    this.#blocked.clear();
    this.#changed("heal");
  }

  /** Power off, or power on: a host that is down answers nothing, not even with a reset. */
  setUp(host: string, up: boolean): void {
    if (up) this.#down.delete(host);
    else this.#down.add(host);
    this.#changed(`host ${host} ${up ? "up" : "down"}`);
  }

  #changed(what: string): void {
    this.#sim.note(what);
    for (const listener of [...this.#listeners]) listener();
  }
}
