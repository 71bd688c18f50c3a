/** A deliberate bug: one piece of the build replaced by another. */
export interface Mutant {
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly bug: string;
  /** A file of the build, and the text in it that is replaced; it must be there once. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Tests of the build that may catch it; where none does, seeds of this profile are run. */
  readonly tests: readonly string[];
  readonly profile: string;
}

const CORE = "src/raft/core";
const CORE_TESTS = ["build/test/raft/core/*.test.js", "!build/test/raft/core/*.sim.test.js"];
const DISK_TESTS = ["build/test/raft/log-store.sim.test.js", "build/test/raft/node.sim.test.js"];

type Patch = Pick<Mutant, "name" | "bug" | "find" | "replace">;

function inCore(file: string, patches: readonly Patch[]): readonly Mutant[] {
  const common = { file: `${CORE}/${file}`, tests: CORE_TESTS, profile: "raft-core" };
  return patches.map((patch) => ({ ...patch, ...common }));
}

export const MUTANTS: readonly Mutant[] = [
  ...inCore("raft.js", [
    {
      name: "vote twice",
      bug: "A member votes for everybody who asks in a term.",
      find: "const free = shared.vote === request.from ||",
      replace: "const free = true || shared.vote === request.from ||",
    },
    {
      name: "vote for a shorter log",
      bug: "A member votes for a candidate that lacks entries it has itself.",
      find: "const granted = free && !isOlder(request.last, shared.log.last);",
      replace: "const granted = free;",
    },
    {
      name: "promise before the sync",
      bug: "Votes and acknowledgements leave before what they rest on is durable.",
      find: "const { requests: messages, reads } = shared;",
      replace:
        "const { reads } = shared; const messages = [...shared.requests, ...shared.promises.filter(({ to }) => to !== this.id)];",
    },
    {
      name: "vote without a sync",
      bug: "A vote is written, but may be lost with the power after it was given.",
      find: "votedAnew ||",
      replace: "",
    },
    {
      name: "old writes prove new entries",
      bug: "The end of a write of an earlier term counts for entries put back since.",
      find: "if (write.term === this.#shared.term) {",
      replace: "if (true) {",
    },
    {
      name: "disturbing candidates",
      bug: "A member that hears its leader lets a candidate's term end the leadership.",
      find: "if (!forced && this.#options.checkQuorum && this.#role.holdsLease) {",
      replace: "if (false) {",
    },
    {
      name: "pre-votes start terms",
      bug: "The question whether an election could be won makes its receivers change their term.",
      find: 'if (type === "preVoteRequest" || (type === "preVoteResponse" && message.granted))',
      replace: "if (false)",
    },
    {
      name: "silence towards late leaders",
      bug: "A member with a higher term does not answer a leader of an earlier one: both are stuck.",
      find: 'if (message.type === "appendRequest" || message.type === "heartbeatRequest") {',
      replace: "if (false) {",
    },
    {
      name: "campaign during a change",
      bug: "A member campaigns though a committed membership change is not applied.",
      find: "if (log.hasMembershipChangeAfter(log.appliedIndex))",
      replace: "if (false)",
    },
    {
      name: "late membership changes",
      bug: "A change that a snapshot has overtaken is applied on top of the snapshot's membership.",
      find: "if (index <= shared.configurationIndex)",
      replace: "if (false)",
    },
    {
      name: "leading too early",
      bug: "A new leader shows its state before it has applied what its predecessors committed.",
      find: "return role instanceof Leader && this.#shared.log.appliedIndex >= role.startIndex;",
      replace: "return role instanceof Leader;",
    },
  ]),
  ...inCore("shared.js", [
    {
      name: "forget the vote",
      bug: "A member that restarts does not know whom it voted for.",
      find: "this.vote = stored.hardState.vote;",
      replace: "this.vote = undefined;",
    },
  ]),
  ...inCore("leader.js", [
    {
      name: "removal held back",
      bug: "A member is not told of its removal before it is not spoken to any more.",
      find: "const isChanging = this.#pendingChangeIndex > this.#shared.log.appliedIndex;",
      replace: "const isChanging = false;",
    },
    {
      name: "commit an old term by count",
      bug: "A leader commits an entry of an earlier term because a majority holds it (figure 8).",
      find: "if (index <= log.commitIndex || log.termAt(index) !== term)",
      replace: "if (index <= log.commitIndex)",
    },
    {
      name: "read before the own term",
      bug: "A new leader answers reads before it knows what its predecessors committed.",
      find: "if (commitIndex < this.startIndex)",
      replace: "if (false)",
    },
    {
      name: "two changes at once",
      bug: "A membership change is begun while another is not applied.",
      find: "if (this.#pendingChangeIndex > this.#shared.log.appliedIndex) {",
      replace: "if (false) {",
    },
    {
      name: "a removed leader just leaves",
      bug: "A leader that was removed steps down before the others know that it is.",
      find: "if (!this.#departure?.isComplete(configuration))",
      replace:
        "if (this.#departure) this.#shared.becomeFollower(this.#shared.term, undefined); if (true)",
    },
    {
      name: "lonely leaders",
      bug: "A leader that hears nobody goes on leading.",
      find: "if (this.replicator.checkQuorum((heard) => isJointQuorum(configuration, heard)))",
      replace:
        "if (this.replicator.checkQuorum((heard) => isJointQuorum(configuration, heard)) || true)",
    },
    {
      name: "hand over to a stale successor",
      bug: "Leadership is handed over before the successor's log is complete.",
      find: "if (this.replicator.matchOf(to) !== this.#shared.log.lastIndex)",
      replace: "if (false)",
    },
  ]),
  ...inCore("reads.js", [
    {
      name: "a read without a round",
      bug: "A read is confirmed by heartbeats that were sent before it came.",
      find: "round: this.#round + 1",
      replace: "round: this.#round",
    },
  ]),
  ...inCore("replicator.js", [
    {
      name: "the leader's own disk",
      bug: "A leader counts its own entries before they are on its disk.",
      find: "return this.#shared.log.stableIndex;",
      replace: "return this.#shared.log.lastIndex;",
    },
    {
      name: "heartbeats commit too much",
      bug: "A heartbeat tells a follower to commit entries that it may not have.",
      find: "commitIndex: Math.min(progress.match, log.commitIndex),",
      replace: "commitIndex: log.commitIndex,",
    },
    {
      name: "a lost window",
      bug: "A follower whose appends were all lost is never sent to again after a heartbeat.",
      find: "progress.unpause();",
      replace: "",
    },
  ]),
  ...inCore("follower.js", [
    {
      name: "wrong bound of the commit",
      bug: "A follower commits entries behind those that the message has proved.",
      find: "log.commitTo(Math.min(request.commitIndex, match));",
      replace: "log.commitTo(Math.min(request.commitIndex, log.lastIndex));",
    },
    {
      name: "snapshots drop what was acknowledged",
      bug: "A snapshot of what the log already holds throws away the entries behind it.",
      find: "if (log.holds(snapshot)) {",
      replace: "if (false) {",
    },
  ]),
  ...inCore("log.js", [
    {
      name: "late duplicates shorten the log",
      bug: "An append that is already there truncates what came after it.",
      find: "const conflict = entries.findIndex((entry) => !this.holds(entry));",
      replace: "const conflict = entries.length > 0 ? 0 : -1;",
    },
    {
      name: "append without a match",
      bug: "Entries are taken behind a previous entry that the log does not hold.",
      find: "if (!this.holds(previous))",
      replace: "if (previous.index > this.lastIndex)",
    },
    {
      name: "apply before the disk",
      bug: "Entries are applied that a crash of this member could still lose.",
      find: "const until = Math.min(this.#commit, this.#stable) - this.#compacted.index;",
      replace: "const until = this.#commit - this.#compacted.index;",
    },
    {
      name: "apply twice",
      bug: "What a snapshot holds is applied again after it.",
      find: "this.#applying = Math.max(this.#applying, index);",
      replace: "",
    },
    {
      name: "overwritten entries stay stable",
      bug: "Entries that replace others count as durable because those were.",
      find: "this.#stable = Math.min(this.#stable, index - 1);",
      replace: "",
    },
  ]),
  ...inCore("progress.js", [
    {
      name: "a stale rejection while probing",
      bug: "A leader that probes believes a rejection of an earlier probe.",
      find: "if (this.#next - 1 !== rejected)",
      replace: "if (false)",
    },
    {
      name: "a stale rejection while replicating",
      bug: "A leader starts again at what a follower has long acknowledged.",
      find: "if (rejected <= this.#match)",
      replace: "if (false)",
    },
    {
      name: "no window",
      bug: "A leader sends more appends than the window allows.",
      find: 'return this.#mode !== "replicate" || !this.#inflights.full;',
      replace: "return true;",
    },
    {
      name: "a snapshot without an end",
      bug: "A snapshot whose outcome nobody reported is waited for without end.",
      find: "if (this.#snapshotTicks >= limit)",
      replace: "if (false)",
    },
  ]),
  ...inCore("quorum.js", [
    {
      name: "half is enough",
      bug: "Half of an even number of voters counts as a majority.",
      find: "return Math.floor(voterCount / 2) + 1;",
      replace: "return Math.ceil(voterCount / 2);",
    },
    {
      name: "commit in one half of a joint membership",
      bug: "The outgoing voters are not asked whether an entry is committed.",
      find: "return outgoing.size === 0 ? index : Math.min(index, majorityIndex(outgoing, matchOf));",
      replace: "return index;",
    },
  ]),
  ...inCore("candidate.js", [
    {
      name: "answers to an earlier election",
      bug: "A candidate counts votes that were given to it in another campaign.",
      find: "if (this.#answersUs(message))",
      replace: "if (true)",
    },
  ]),
  {
    name: "no sync at all",
    bug: "The log is written without waiting for the disk.",
    file: "src/raft/log-store.js",
    find: "{ sync: writes.some(({ mustSync }) => mustSync) }",
    replace: "{ sync: false }",
    tests: DISK_TESTS,
    profile: "raft-only",
  },
  {
    name: "believing the page cache",
    bug: "What is read after a write that failed is promised, though a loss of power takes it.",
    file: "src/raft/log-store.js",
    find: "if (found.hardState !== NOTHING_YET) {",
    replace: "if (false) {",
    tests: DISK_TESTS,
    profile: "raft-only",
  },
  {
    name: "damage unseen",
    bug: "A record whose checksum is wrong is believed.",
    file: "src/raft/records.js",
    find: "if (stored !== computed) {",
    replace: "if (false) {",
    tests: DISK_TESTS,
    profile: "raft-only",
  },
];
