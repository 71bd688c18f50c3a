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
  #release: () => void = () => undefined;

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
    const onAbort = (): void => this.refuse(this.#cancelled(signal.reason));
    signal.addEventListener("abort", onAbort, { once: true });
    this.#release = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
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
    this.#release();
  }

  #cancelled(reason: unknown): OperationalError {
    const outcome = this.appended
      ? "the outcome is unknown: it may still be committed"
      : "nothing was appended";
    return new OperationalError("cancelled", `Gave up waiting for a proposal: ${outcome}`, {
      cause: reason,
    });
  }
}
