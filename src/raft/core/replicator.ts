import { assert, must } from "../../base/assert.ts";
import { membersOf } from "./membership.ts";
import {
  entryBytes,
  type AppendResponse,
  type EntryId,
  type HeartbeatResponse,
  type LogIndex,
  type RaftId,
} from "./messages.ts";
import { Progress } from "./progress.ts";
import { Ranking } from "./ranking.ts";
import type { Shared } from "./shared.ts";

/** So much of what may be held back is under way when a leader is busy. */
const BUSY_SHARE = 4;

/**
 * Feeds the followers of one leadership. What is due is only marked while messages are stepped and
 * sent by `flush`, once a turn: proposals and acknowledgements of one turn share a message.
 */
export class Replicator {
  readonly #shared: Shared;
  readonly #progress = new Map<RaftId, Progress>();
  /** Who is to be sent to, and whether an empty append will do. */
  readonly #due = new Map<RaftId, "anything" | "news">();
  /** Who is told a moment later: it is little, and nobody waits for the answer. */
  readonly #held = new Set<RaftId>();
  readonly #ranking = new Ranking();

  constructor(shared: Shared) {
    this.#shared = shared;
    this.followMembership({ recentlyActive: false });
  }

  get followers(): ReadonlyMap<RaftId, Progress> {
    return this.#progress;
  }

  /** How far a member is known to be durable; this member as far as its own disk is. */
  matchOf(member: RaftId): LogIndex {
    if (member === this.#shared.id) return this.#shared.log.stableIndex;
    return this.#progress.get(member)?.match ?? 0;
  }

  /** Starts on new members and forgets removed ones. */
  followMembership(options: { readonly recentlyActive: boolean }): void {
    const { configuration, id, log } = this.#shared;
    const members = new Set(membersOf(configuration));
    for (const known of [...this.#progress.keys()]) {
      if (members.has(known)) continue;
      this.#progress.delete(known);
      this.#due.delete(known);
      this.#held.delete(known);
    }
    for (const member of members) {
      if (member === id || this.#progress.has(member)) continue;
      const next = log.lastIndex + 1;
      this.#progress.set(member, new Progress(next, this.#shared.options.inflight, options));
      this.#mark(member, "news");
    }
  }

  /** Entries or a commit index are new for everybody. */
  markAll(): void {
    for (const follower of this.#progress.keys()) this.#mark(follower, "news");
  }

  /** Takes an acknowledgement or a refusal. True when the follower holds more than was known. */
  onAppendResponse(response: AppendResponse): boolean {
    const progress = this.#progress.get(response.from);
    if (!progress) return false;
    progress.recentlyActive = true;
    if (response.hint) {
      this.#onRefusal(response.from, progress, response.index, response.hint);
      return false;
    }
    const { log } = this.#shared;
    assert(
      response.index <= log.lastIndex,
      `Member ${response.from} acknowledges entry ${response.index}, and the leader's last is ${log.lastIndex}`,
    );
    const news = progress.acknowledge(response.index);
    const probed = progress.mode === "probe" && progress.match === response.index;
    if (!news && !probed) return false;
    if (progress.mode === "probe") {
      progress.becomeReplicate();
    } else if (progress.mode === "snapshot" && progress.match + 1 >= log.firstIndex) {
      // Caught up with what the log still has, by the snapshot or otherwise.
      progress.becomeReplicate();
    }
    this.#mark(response.from, "news");
    return news;
  }

  onHeartbeatResponse(response: HeartbeatResponse): void {
    const progress = this.#progress.get(response.from);
    if (!progress) return;
    progress.recentlyActive = true;
    progress.unpause();
    if (progress.match < this.#shared.log.lastIndex || progress.mode === "probe") {
      // Even empty: its answer reopens a window whose messages were all lost.
      this.#mark(response.from, "anything");
    }
  }

  reportUnreachable(follower: RaftId): void {
    const progress = this.#progress.get(follower);
    // What is under way is probably lost: stop assuming that it arrives.
    if (progress?.mode === "replicate") progress.becomeProbe();
    this.feedHeld(); // Others take its place in the majority.
  }

  reportSnapshot(follower: RaftId, outcome: "sent" | "failed"): void {
    this.#progress.get(follower)?.snapshotDone(outcome);
  }

  tick(): void {
    for (const progress of this.#progress.values()) {
      progress.tickSnapshot(this.#shared.options.snapshotTimeoutTicks);
    }
  }

  /** Whether a majority was heard since the last check; starts the next period. */
  checkQuorum(isQuorum: (heard: (member: RaftId) => boolean) => boolean): boolean {
    const { id } = this.#shared;
    const heard = isQuorum(
      (member) => member === id || this.#progress.get(member)?.recentlyActive === true,
    );
    this.forgetWhoWasHeard();
    return heard;
  }

  forgetWhoWasHeard(): void {
    for (const progress of this.#progress.values()) progress.recentlyActive = false;
  }

  sendHeartbeats(contextFor: (follower: RaftId, match: LogIndex) => Uint8Array): void {
    const { log } = this.#shared;
    for (const [follower, progress] of this.#progress) {
      this.#shared.request({
        ...this.#shared.envelope(follower),
        type: "heartbeatRequest",
        commitIndex: Math.min(progress.match, log.commitIndex),
        context: contextFor(follower, progress.match),
      });
    }
  }

  get hasDue(): boolean {
    return this.#due.size > 0;
  }

  /** Something is held back from somebody: call `feedHeld` after a moment. */
  get holdsBack(): boolean {
    return this.#held.size > 0;
  }

  /** What was held back is due now: to `only`, or to everybody. */
  feedHeld(only?: RaftId): void {
    for (const follower of only === undefined ? [...this.#held] : [only]) {
      if (this.#held.delete(follower)) this.#mark(follower, "anything");
    }
  }

  /** Sends what is due, as far as each follower's window allows. */
  flush(options: { readonly mayHold: boolean }): void {
    if (this.#due.size === 0) return;
    if (options.mayHold) this.#holdBack();
    for (const [follower, what] of this.#due) {
      const progress = must(this.#progress.get(follower), "Replicator: due to a stranger");
      this.#held.delete(follower);
      const learns = progress.wouldLearnCommit(this.#shared.log.commitIndex);
      let more = this.#send(follower, progress, { evenEmpty: what === "anything" || learns });
      while (more) more = this.#send(follower, progress, { evenEmpty: false });
    }
    this.#due.clear();
  }

  /**
   * Puts off what nobody waits for: commit indexes, and little for a follower without which there is
   * a majority. Each message is work for both sides, however little is in it. With much under way
   * it is the first answer that counts, and a message to everybody is worth its price.
   */
  #holdBack(): void {
    const { configuration, id, log } = this.#shared;
    const { heldEntries = 0 } = this.#shared.options;
    if (heldEntries === 0) return;
    const isBusy = log.lastIndex - log.commitIndex > heldEntries / BUSY_SHARE;
    const needed = this.#ranking.needed(this.#progress, id, configuration);
    for (const [follower, what] of this.#due) {
      const progress = must(this.#progress.get(follower), "Replicator: due to a stranger");
      if (what === "anything" || progress.mode !== "replicate") continue;
      const count = log.lastIndex - progress.next + 1;
      if (count >= heldEntries || (count > 0 && (isBusy || needed.has(follower)))) continue;
      this.#held.add(follower);
      this.#due.delete(follower);
    }
  }

  #mark(follower: RaftId, what: "anything" | "news"): void {
    if (this.#due.get(follower) !== "anything") this.#due.set(follower, what);
  }

  #onRefusal(from: RaftId, progress: Progress, rejected: LogIndex, hint: EntryId): void {
    // Skip all entries of terms that the follower's log cannot have at that place: one probe for
    // each term instead of one for each entry.
    const next =
      hint.term > 0 ? this.#shared.log.lastPossibleMatch(hint.index, hint.term).index : hint.index;
    if (!progress.reject(rejected, next)) return;
    if (progress.mode === "replicate") progress.becomeProbe();
    this.#mark(from, "anything");
  }

  /** Sends one append, or orders a snapshot. False when nothing was (or may be) sent. */
  #send(follower: RaftId, progress: Progress, options: { readonly evenEmpty: boolean }): boolean {
    if (progress.paused) return false;
    const { log } = this.#shared;
    const index = progress.next - 1;
    const term = log.termAt(index);
    if (term === undefined) {
      this.#orderSnapshot(follower, progress);
      return false;
    }
    const { maxMessageBytes } = this.#shared.options;
    const entries = progress.mayCarryEntries ? log.slice(progress.next, maxMessageBytes) : [];
    if (entries.length === 0 && !options.evenEmpty) return false;
    this.#shared.request({
      ...this.#shared.envelope(follower),
      type: "appendRequest",
      previous: { term, index },
      entries,
      commitIndex: log.commitIndex,
    });
    const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    progress.sent(entries.length, bytes, log.commitIndex);
    return entries.length > 0;
  }

  #orderSnapshot(follower: RaftId, progress: Progress): void {
    // Whoever is silent would not get it either, and it is dear.
    if (!progress.recentlyActive) return;
    const snapshot = must(this.#shared.log.snapshot, "Replicator: compacted without a snapshot");
    progress.becomeSnapshot(snapshot.index);
    this.#shared.request({
      ...this.#shared.envelope(follower),
      type: "snapshotOrder",
      snapshot,
    });
    this.#shared.options.trace?.({ kind: "snapshotSent", to: follower, index: snapshot.index });
  }
}
