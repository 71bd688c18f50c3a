interface Broadcast {
  /** What it is about: a later one about the same takes its place. */
  readonly about: string;
  readonly message: Uint8Array;
  sentCount: number;
}

/** Each message is told to so many members for each power of ten of members. Source: memberlist. */
const RETRANSMIT = 4;
const MAX_QUEUED = 4096;
/** What a message costs in a packet of several. */
const OVERHEAD = 2;

/** Messages that are to reach every member, each told on a few times by everybody. */
export class Broadcasts {
  #queue: Broadcast[] = [];

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  add(about: string, message: Uint8Array): void {
    this.#queue = this.#queue.filter((each) => each.about !== about);
    // Full: the oldest is the one that was told most often.
    if (this.#queue.length >= MAX_QUEUED) this.#queue.shift();
    this.#queue.push({ about, message, sentCount: 0 });
  }

  /** What fits in so many bytes, the least told first. It counts as told once more. */
  take(bytes: number, memberCount: number): readonly Uint8Array[] {
    const limit = RETRANSMIT * Math.ceil(Math.log10(memberCount + 1));
    const taken: Uint8Array[] = [];
    let left = bytes;
    for (const each of [...this.#queue].sort((a, b) => a.sentCount - b.sentCount)) {
      if (each.message.length + OVERHEAD > left || taken.length === 255) continue;
      left -= each.message.length + OVERHEAD;
      each.sentCount++;
      taken.push(each.message);
    }
    this.#queue = this.#queue.filter(({ sentCount }) => sentCount < limit);
    return taken;
  }
}
