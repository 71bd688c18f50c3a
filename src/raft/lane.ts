import type { RaftFrame, RaftFramesCarried } from "../model/generated/types.ts";
import type { ClientStream } from "../system/rpc.ts";
import { messageToWire } from "../wire/raft.ts";
import type { Message } from "./core/messages.ts";
import type { Jobs } from "./jobs.ts";

export interface LaneOptions {
  readonly stream: ClientStream<RaftFrame, RaftFramesCarried>;
  /** Takes what waits, as much as belongs in one frame. */
  readonly next: () => readonly Message[];
  readonly jobs: Jobs;
  /** The stream has failed, and what was to leave with it did not. */
  readonly onFailure: (error: unknown, unsent: readonly Message[]) => void;
}

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
    const { stream, next, onFailure } = this.#options;
    this.#sending = true;
    await Promise.resolve(); // The turn that said something may have more to say.
    for (let messages = next(); messages.length > 0; messages = next()) {
      try {
        await stream.send({ messages: messages.map(messageToWire) });
      } catch (error) {
        onFailure(error, messages);
      }
    }
    this.#sending = false;
  }
}
