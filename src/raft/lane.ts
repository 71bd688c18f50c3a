import type { RaftFrame, RaftFramesCarried } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import type { ClientStream } from "../system/rpc.ts";
import { messageToWire } from "../wire/raft.ts";
import { entryBytes, type Message } from "./core/messages.ts";
import type { Jobs } from "./jobs.ts";
import { Walk } from "./walk.ts";

export interface LaneOptions {
  readonly stream: ClientStream<RaftFrame, RaftFramesCarried>;
  /** Takes what waits, as much as belongs in one frame. */
  readonly next: () => readonly Message[];
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Aborts when nothing is to be sent any more. */
  readonly signal: AbortSignal;
  /** The stream has failed, and what was to leave with it did not. */
  readonly onFailure: (error: unknown, unsent: readonly Message[]) => void;
}

/** After so much without a pause others get a turn: a follower that is far behind must not stop them. */
const PAUSE_BYTES = 256 << 10;
/** A turn alone would leave the processor to whoever has much to say. */
const PAUSE_MS = 1;

/** One stream to a member: everything that waits leaves in one frame, while the stream has room. */
export class Lane {
  readonly #options: LaneOptions;
  #sending = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** Something waits. */
  wake(): void {
    if (!this.#sending) this.#options.jobs.start(this.#send());
  }

  async #send(): Promise<void> {
    const { stream, next, clock, signal, onFailure } = this.#options;
    this.#sending = true;
    let bytes = 0;
    const walk = new Walk(clock);
    await Promise.resolve(); // The turn that said something may have more to say.
    for (let messages = next(); messages.length > 0; messages = next()) {
      try {
        await stream.send({ messages: messages.map(messageToWire) });
      } catch (error) {
        onFailure(error, messages);
      }
      bytes += messages.reduce((sum, message) => sum + bytesOf(message), 0);
      if (bytes < PAUSE_BYTES) continue;
      if (messages.every(isBacklog)) await walk.rest(bytes, signal);
      else await clock.sleep(PAUSE_MS, signal);
      bytes = 0;
    }
    this.#sending = false;
  }
}

/** Entries that were committed without their receiver. */
function isBacklog(message: Message): boolean {
  if (message.type !== "appendRequest") return false;
  return (message.entries.at(-1)?.index ?? 0) <= message.commitIndex;
}

/** What a message weighs, as far as that can be much. */
function bytesOf(message: Message): number {
  if (message.type !== "appendRequest") return 0;
  return message.entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
}
