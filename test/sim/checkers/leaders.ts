import { assert } from "../../../src/base/assert.ts";

/** Election safety: in each term at most one member ever leads. */
export class LeaderChecker {
  readonly #leaders = new Map<number, string>();

  /** `member` says that it leads in `term`. */
  observe(member: string, term: number): void {
    const leader = this.#leaders.get(term) ?? member;
    assert(leader === member, `Both ${leader} and ${member} lead in term ${term}`);
    this.#leaders.set(term, leader);
  }

  /** How many terms had a leader. */
  get termCount(): number {
    return this.#leaders.size;
  }
}
