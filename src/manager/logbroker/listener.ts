import { makeSubscriptionMessage } from "../../model/generated/types.ts";
import type { SubscriptionMessage } from "../../model/generated/types.ts";
import { Wake } from "../../system/wake.ts";

/** What one node's agent is to be told, over the stream that it listens on. */
export class Listener {
  readonly #outbox = new Map<string, SubscriptionMessage>();
  readonly #told = new Set<string>();
  readonly #wake = new Wake();

  /** To be told next. What was closed before it was told is never told; an unknown close neither. */
  put(message: SubscriptionMessage): void {
    if (message.close && this.#outbox.delete(message.id)) return;
    if (message.close && !this.#told.delete(message.id)) return;
    this.#outbox.set(message.id, message);
    this.#wake.set();
  }

  /** What the agent has not been told, until `signal` aborts. */
  async *messages(signal: AbortSignal): AsyncGenerator<SubscriptionMessage> {
    while (!signal.aborted) {
      for (const [id, message] of this.#outbox) {
        this.#outbox.delete(id);
        if (!message.close) this.#told.add(id);
        // Agents know a close by its id alone.
        yield message.close ? makeSubscriptionMessage({ id, close: true }) : message;
        if (signal.aborted) return;
      }
      await this.#wake.wait(signal);
    }
  }
}
