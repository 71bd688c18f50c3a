import { makeStoreSnapshot, makeTask } from "../../src/model/generated/types.ts";
import type { Member, Membership, StateMachine } from "../../src/raft/state-machine.ts";
import { StoreSnapshotCodec } from "../../src/wire/generated/codecs.ts";

const PIECE_BYTES = 64 << 10;

/** A state machine that keeps nothing of what it applies, and so many tasks from the beginning. */
export class Sink implements StateMachine {
  readonly #members: readonly Member[];
  readonly #bytes: Uint8Array;
  restoredBytes = 0;

  constructor(tasks: number, members: readonly Member[]) {
    this.#members = members;
    const state = makeStoreSnapshot({
      tasks: Array.from({ length: tasks }, (_, slot) =>
        makeTask({ id: `task${String(slot).padStart(21, "0")}`, serviceId: "service", slot }),
      ),
    });
    this.#bytes = StoreSnapshotCodec.encode(state);
  }

  apply(): void {
    // Nothing is kept.
  }

  *snapshot(): Generator<Uint8Array> {
    for (let at = 0; at < this.#bytes.length; at += PIECE_BYTES) {
      yield this.#bytes.subarray(at, at + PIECE_BYTES);
    }
  }

  async restore(_index: number, pieces: AsyncIterable<Uint8Array>): Promise<Membership> {
    for await (const piece of pieces) this.restoredBytes += piece.length;
    return { members: this.#members, removed: [] };
  }
}
