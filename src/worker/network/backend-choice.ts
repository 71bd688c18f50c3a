import type { Clock } from "../../system/clock.ts";

/** Clients that are remembered at once; who has not called for longest is forgotten. */
const MAX_CLIENTS = 65_536;

interface Kept {
  readonly backend: string;
  readonly untilMs: number;
}

/** Which of several tasks the next connection goes to: each in turn, or one for each client. */
export class BackendChoice {
  readonly #clock: Clock;
  /** In the order in which they have called last. */
  readonly #kept = new Map<string, Kept>();
  #turn = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined where there is none. A client keeps to its task for so long after each connection. */
  of(client: string, backends: readonly string[], affinitySeconds: number): string | undefined {
    const chosen = this.#keptOf(client, backends) ?? backends[this.#turn++ % backends.length];
    this.#kept.delete(client);
    if (affinitySeconds === 0 || chosen === undefined) return chosen;
    const untilMs = this.#clock.monotonicMs() + affinitySeconds * 1_000;
    this.#kept.set(client, { backend: chosen, untilMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_CLIENTS && oldest !== undefined) this.#kept.delete(oldest);
    return chosen;
  }

  /** What the client kept to does not answer. */
  forget(client: string): void {
    this.#kept.delete(client);
  }

  #keptOf(client: string, backends: readonly string[]): string | undefined {
    const kept = this.#kept.get(client);
    if (kept === undefined || kept.untilMs < this.#clock.monotonicMs()) return undefined;
    return backends.includes(kept.backend) ? kept.backend : undefined;
  }
}
