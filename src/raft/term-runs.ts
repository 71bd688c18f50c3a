import { NO_ENTRY, type Entry, type EntryId, type LogIndex, type Term } from "./core/messages.ts";

/** Which term each stored entry is of: terms change rarely, so that a few runs tell it of all. */
export class TermRuns {
  /** Where a term begins; ascending in both. */
  #runs: EntryId[] = [];

  /** Starts again behind `last`. */
  reset(last: EntryId): void {
    this.#runs = [last];
  }

  /** `entries` replace everything from the first one's index on. */
  append(entries: readonly Entry[]): void {
    const [first] = entries;
    if (!first) return;
    while ((this.#runs.at(-1)?.index ?? 0) >= first.index) this.#runs.pop();
    let term = this.#runs.at(-1)?.term;
    for (const { term: next, index } of entries) {
      if (next !== term) this.#runs.push({ term: next, index });
      term = next;
    }
  }

  /** The term of the entry at `index`, which is stored or the last one compacted. */
  termAt(index: LogIndex): Term {
    return this.#runs.findLast((run) => run.index <= index)?.term ?? NO_ENTRY.term;
  }

  /** Forgets what is before `index`. */
  compact(index: LogIndex): void {
    const from = this.#runs.findLastIndex((run) => run.index <= index);
    if (from > 0) this.#runs = this.#runs.slice(from);
  }
}
