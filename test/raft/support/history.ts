import { assert } from "../../../src/base/assert.ts";
import type { RaftCluster, RaftHost } from "./raft-cluster.ts";

/** What the members' state machines consumed and what proposers were told: they must agree. */
export class History {
  /** By index: what was applied there, by whoever was first. */
  readonly #applied = new Map<number, string>();
  readonly #indexOf = new Map<string, number>();
  readonly #leaders = new Map<number, bigint>();
  readonly #terms = new Map<bigint, number>();
  readonly #checked = new WeakMap<RaftHost["ledger"], number>();
  readonly #acknowledged = new Map<string, number>();
  readonly #refused = new Set<string>();
  #newest = 0;

  get appliedCount(): number {
    return this.#applied.size;
  }

  /** The highest index that a proposer was told of. */
  get newestAcknowledged(): number {
    return this.#newest;
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size;
  }

  /** Its proposer was told that it is applied at `index`. */
  acknowledge(payload: string, index: number): void {
    this.#newest = Math.max(this.#newest, index);
    this.#acknowledged.set(payload, index);
  }

  /** Its proposer was told that nothing was or will be committed. */
  refuse(payload: string): void {
    this.#refused.add(payload);
  }

  check(cluster: RaftCluster): void {
    for (const host of cluster.alive()) {
      this.#checkLedger(host);
      this.#checkStatus(host);
    }
  }

  /** Once everybody has converged: nothing that was promised is missing. */
  checkPromises(): void {
    for (const [payload, index] of this.#acknowledged) {
      assert(this.#applied.get(index) === payload, `${payload} was acknowledged at ${index}`);
    }
    for (const payload of this.#refused) {
      assert(!this.#indexOf.has(payload), `${payload} was refused, and is applied`);
    }
  }

  #checkLedger({ ledger, name }: RaftHost): void {
    for (let at = this.#checked.get(ledger) ?? 0; at < ledger.lines.length; at++) {
      const [, index, payload] = /^(\d+):(.*)$/.exec(ledger.lines[at] ?? "") ?? [];
      assert(index !== undefined && payload !== undefined, `${name}: an odd line`);
      const known = this.#applied.get(Number(index));
      assert(known === undefined || known === payload, `${name} at ${index}: ${payload}, ${known}`);
      const before = this.#indexOf.get(payload);
      assert(
        before === undefined || before === Number(index),
        `${payload} is applied at ${before} and at ${index}`,
      );
      this.#applied.set(Number(index), payload);
      this.#indexOf.set(payload, Number(index));
    }
    this.#checked.set(ledger, ledger.lines.length);
  }

  #checkStatus({ running, raftId, name }: RaftHost): void {
    const { role, term, appliedIndex, commitIndex } = running.status();
    assert(appliedIndex <= commitIndex, `${name} applied what is not committed`);
    assert(term >= (this.#terms.get(raftId) ?? 0), `${name}: its term went back`);
    this.#terms.set(raftId, term);
    if (role !== "leader") return;
    const known = this.#leaders.get(term);
    assert(known === undefined || known === raftId, `term ${term} has two leaders`);
    this.#leaders.set(term, raftId);
  }
}
