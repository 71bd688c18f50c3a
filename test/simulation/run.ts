/** Which run of a profile: all of it follows from this. */
export interface RunPlan {
  readonly seed: number;
  /** How many steps of its faulty phase are taken; all that the seed draws when left out. */
  readonly steps?: number;
  /** Kinds of faults and numbers of steps that are left out; the other steps stay what they are. */
  readonly omit?: readonly string[];
}

/** One run, and what is told about it. */
export class SimRun {
  readonly plan: RunPlan;
  /** The kinds of faults that the seed drew. */
  kinds: readonly string[] = [];
  /** How often what happened. */
  readonly counts: Record<string, number> = {};
  /** Everything that happened, in 64 bits. */
  fingerprint = "";
  readonly #events: string[] = [];
  readonly #omit: ReadonlySet<string>;
  #steps = 0;

  constructor(plan: RunPlan) {
    this.plan = plan;
    this.#omit = new Set(plan.omit);
  }

  get seed(): number {
    return this.plan.seed;
  }

  /** How many steps were taken or left out. */
  get steps(): number {
    return this.#steps;
  }

  /** The faults that were caused, each with the number of its step. */
  get events(): readonly string[] {
    return this.#events;
  }

  /** The number of the next step, or undefined when the plan ends here. */
  nextStep(): number | undefined {
    return this.#steps < (this.plan.steps ?? Infinity) ? ++this.#steps : undefined;
  }

  /** Whether the fault of that kind is to be caused in this step. */
  allows(step: number, kind: string): boolean {
    return !this.#omit.has(kind) && !this.#omit.has(String(step));
  }

  /** A fault was caused. */
  happened(step: number, atMs: number, what: string): void {
    this.#events.push(`#${step} at ${atMs.toFixed(1)} ms: ${what}`);
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }
}
