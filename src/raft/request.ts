import type { LogIndex } from "./core/messages.ts";
import type { JointChange, MembershipChange } from "./core/reconfiguration.ts";
import { OperationalError } from "../base/errors.ts";

/** What one caller here wants appended, and the promise that it waits on. */
export class Request {
  readonly data: Uint8Array;
  readonly local: unknown;
  /** Present when the entry changes the membership. */
  readonly change: MembershipChange | JointChange | undefined;
  /** Resolves with the entry's index once it is applied here. */
  readonly outcome: Promise<LogIndex>;
  /** Whether its entry may be in a log somewhere. */
  appended = false;
  #settle:
    | { readonly resolve: (index: LogIndex) => void; readonly reject: (error: unknown) => void }
    | undefined;
  /** Its caller's. Listened to only while it waits for long: a listener costs more than an entry. */
  readonly #signal: AbortSignal;
  #listener: (() => void) | undefined;

  constructor(
    data: Uint8Array,
    {
      local,
      change,
    }: { readonly local?: unknown; readonly change?: MembershipChange | JointChange },
    signal: AbortSignal,
  ) {
    this.data = data;
    this.local = local;
    this.change = change;
    this.outcome = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#signal = signal;
    if (signal.aborted) this.#giveUp();
  }

  /** From now on its caller can give up; it is done at once where that has happened already. */
  listen(): void {
    if (this.settled || this.#listener) return;
    if (this.#signal.aborted) {
      this.#giveUp();
      return;
    }
    this.#listener = () => this.#giveUp();
    this.#signal.addEventListener("abort", this.#listener, { once: true });
  }

  /** Its caller was answered and waits no longer. */
  get settled(): boolean {
    return this.#settle === undefined;
  }

  answer(index: LogIndex): void {
    this.#settle?.resolve(index);
    this.#end();
  }

  refuse(error: unknown): void {
    this.#settle?.reject(error);
    this.#end();
  }

  #end(): void {
    this.#settle = undefined;
    if (this.#listener) this.#signal.removeEventListener("abort", this.#listener);
    this.#listener = undefined;
  }

  #giveUp(): void {
    const outcome = this.appended
      ? "the outcome is unknown: it may still be committed"
      : "nothing was appended";
    this.refuse(
      new OperationalError("cancelled", `Gave up waiting for a proposal: ${outcome}`, {
        cause: this.#signal.reason,
      }),
    );
  }
}
