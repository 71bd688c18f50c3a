import { entryBytes, type AppendRequest } from "./core/messages.ts";

/** Appends to one follower that wait for the one under way; neighbours join into one message. */
export class AppendQueue {
  readonly #maxBytes: number;
  readonly #maxMessageBytes: number;
  #queue: { message: AppendRequest; bytes: number }[] = [];
  #bytes = 0;

  constructor(options: { readonly maxBytes: number; readonly maxMessageBytes: number }) {
    this.#maxBytes = options.maxBytes;
    this.#maxMessageBytes = options.maxMessageBytes;
  }

  get length(): number {
    return this.#queue.length;
  }

  /** False when the queue is full and the message is dropped, which raft repairs. */
  push(message: AppendRequest): boolean {
    const bytes = message.entries.reduce((sum, entry) => sum + entryBytes(entry), 64);
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) return false;
    this.#bytes += bytes;
    const last = this.#queue.at(-1);
    if (last && last.bytes + bytes <= this.#maxMessageBytes && follows(message, last.message)) {
      last.message = {
        ...message,
        previous: last.message.previous,
        entries: [...last.message.entries, ...message.entries],
      };
      last.bytes += bytes;
    } else {
      this.#queue.push({ message, bytes });
    }
    return true;
  }

  shift(): AppendRequest | undefined {
    const next = this.#queue.shift();
    this.#bytes -= next?.bytes ?? 0;
    return next?.message;
  }

  clear(): void {
    this.#queue = [];
    this.#bytes = 0;
  }
}

/** Whether `next` continues exactly where `message` ends, in the same term. */
function follows(next: AppendRequest, message: AppendRequest): boolean {
  const end = message.entries.at(-1) ?? message.previous;
  return (
    next.term === message.term &&
    next.previous.index === end.index &&
    next.previous.term === end.term
  );
}
