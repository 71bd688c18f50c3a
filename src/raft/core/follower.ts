import { assert } from "../../base/assert.ts";
import { configurationOf, isInConf } from "./membership.ts";
import type { AppendRequest, HeartbeatRequest, Message, RaftId, Snapshot } from "./messages.ts";
import { isFromLeader, type LeaderMessage, type RoleBehaviour, type Shared } from "./shared.ts";

/** Takes what the leader sends, and campaigns when no leader is heard for too long. */
export class Follower implements RoleBehaviour {
  readonly role = "follower";
  readonly #shared: Shared;
  readonly #timeout: number;
  #leader: RaftId | undefined;
  #elapsed = 0;

  /** A leader's lease may rest on what this member promised before it was restarted. */
  readonly #mayHavePromised: boolean;

  constructor(
    shared: Shared,
    leader: RaftId | undefined,
    { restarted = false }: { readonly restarted?: boolean } = {},
  ) {
    this.#shared = shared;
    this.#leader = leader;
    this.#mayHavePromised = restarted && shared.options.leaseReads === true;
    this.#timeout = shared.drawElectionTimeout();
  }

  get leader(): RaftId | undefined {
    return this.#leader;
  }

  get holdsLease(): boolean {
    if (this.#elapsed >= this.#shared.options.electionTicks) return false;
    return this.#leader !== undefined || this.#mayHavePromised;
  }

  /** As if the leader had never been heard: the next candidate may have this member's vote. */
  forgetLeader(): void {
    this.#leader = undefined;
  }

  postponeCampaign(): void {
    this.#elapsed = 0;
  }

  tick(): void {
    this.#elapsed++;
    // Who may not campaign keeps counting: the lease of a leader that fell silent must run out.
    if (this.#elapsed >= this.#timeout) this.#shared.campaign("timeout");
  }

  step(message: Message): void {
    if (isFromLeader(message)) {
      this.#follow(message);
      return;
    }
    if (message.type === "timeoutNow") {
      // The leader itself gives way: its lease does not count.
      this.#shared.campaign("transfer");
    } else if (message.type === "transferRequest" && this.#leader !== undefined) {
      this.#shared.request({ ...message, to: this.#leader });
    } else if (message.type === "readIndexResponse") {
      this.#shared.reads.push({ context: message.context, index: message.index });
    }
    // Anything else answers a question of an earlier role.
  }

  #follow(message: LeaderMessage): void {
    assert(
      this.#leader === undefined || this.#leader === message.from,
      `Two leaders in term ${message.term}: ${String(this.#leader)} and ${message.from}`,
    );
    this.#elapsed = 0;
    this.#leader = message.from;
    if (message.type === "appendRequest") this.#onAppend(message);
    else if (message.type === "heartbeatRequest") this.#onHeartbeat(message);
    else this.#onSnapshot(message.from, message.snapshot);
  }

  #onAppend(request: AppendRequest): void {
    const { log } = this.#shared;
    const { previous } = request;
    if (previous.index < log.commitIndex) {
      // Everything committed matches: say so, and compare nothing below it.
      this.#respond(request.from, log.commitIndex);
      return;
    }
    const match = log.takeAppend(previous, request.entries);
    if (match === undefined) {
      const hint = log.lastPossibleMatch(Math.min(previous.index, log.lastIndex), previous.term);
      this.#shared.promise({
        ...this.#shared.envelope(request.from),
        type: "appendResponse",
        index: previous.index,
        hint,
      });
      return;
    }
    // Only what this message proved may be committed: entries behind it may be another leader's.
    log.commitTo(Math.min(request.commitIndex, match));
    this.#respond(request.from, match);
  }

  #onHeartbeat(request: HeartbeatRequest): void {
    this.#shared.log.commitTo(request.commitIndex);
    this.#shared.request({
      ...this.#shared.envelope(request.from),
      type: "heartbeatResponse",
      context: request.context,
    });
  }

  #onSnapshot(from: RaftId, snapshot: Snapshot): void {
    this.#takeSnapshot(from, snapshot);
    // Restored or not, what is committed matches; entries behind it may be an older leader's.
    this.#respond(from, this.#shared.log.commitIndex);
  }

  #takeSnapshot(from: RaftId, snapshot: Snapshot): void {
    const { log, id } = this.#shared;
    if (snapshot.index <= log.commitIndex) return;
    if (log.holds(snapshot)) {
      // The log already has all of it: keep the entries behind it.
      log.commitTo(snapshot.index);
      return;
    }
    if (!isInConf(snapshot.conf, id)) return; // It would leave us outside for ever.
    log.restore(snapshot);
    this.#shared.adopt(configurationOf(snapshot.conf), snapshot.index);
    this.#shared.options.trace?.({ kind: "snapshotReceived", from, index: snapshot.index });
  }

  #respond(to: RaftId, index: number): void {
    this.#shared.promise({ ...this.#shared.envelope(to), type: "appendResponse", index });
  }
}
