import type { RaftOptions } from "./shared.ts";

/**
 * For how long nobody else can be elected, as a majority has promised by answering heartbeats: a
 * follower that hears its leader ignores candidates for an election timeout (thesis §6.4.1). Off by
 * default: it rests on clocks that run alike, and on a process that is not held up unseen, so half
 * of that time is all it claims, and none of it after the driver overslept. A follower that was
 * restarted keeps a promise that it may have given before: every member must have the option.
 */
export class Lease {
  readonly enabled: boolean;
  readonly #lengthTicks: number;
  #now = 0;
  #until = 0;
  #revoked = false;
  /** When the rounds of heartbeats that may still be confirmed were sent: the promise counts from there. */
  #sent: { readonly round: number; readonly at: number }[] = [];

  constructor(options: RaftOptions) {
    this.enabled = options.leaseReads === true;
    this.#lengthTicks = Math.floor(options.electionTicks / 2);
  }

  get holds(): boolean {
    return this.enabled && !this.#revoked && this.#now < this.#until;
  }

  tick(): void {
    this.#now++;
  }

  onRound(round: number): void {
    if (!this.enabled) return;
    this.#sent = this.#sent.filter(({ at }) => at + this.#lengthTicks > this.#now);
    this.#sent.push({ round, at: this.#now });
  }

  onConfirmed(confirmed: number): void {
    for (const { round, at } of this.#sent) {
      if (round <= confirmed) this.#until = Math.max(this.#until, at + this.#lengthTicks);
    }
    this.#sent = this.#sent.filter(({ round }) => round > confirmed);
  }

  /** Time went by uncounted: what was promised before counts no more. */
  forget(): void {
    this.#sent = [];
    this.#until = 0;
  }

  /** For the rest of this leadership: somebody was told to disregard all promises. */
  revoke(): void {
    this.#revoked = true;
  }
}
