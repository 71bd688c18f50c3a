import test from "ava";
import type { AppendRequest, Entry, Message } from "../../../src/raft/core/messages.ts";
import { Lab } from "../support/lab.ts";
import { text } from "../support/lab-member.ts";

const entry = (index: number, term: number, data = ""): Entry => ({
  index,
  term,
  type: "normal",
  data: text(data),
});

/** An append from member 1 to member 2. */
function append(
  term: number,
  previous: { term: number; index: number },
  entries: readonly Entry[],
  commitIndex = 0,
): Message {
  return { type: "appendRequest", from: 1n, to: 2n, term, previous, entries, commitIndex };
}

const START = { term: 1, index: 1 };
const isAppend = (message: Message): message is AppendRequest => message.type === "appendRequest";
const appendsTo = (lab: Lab, to: bigint): AppendRequest[] =>
  lab.mail.filter(isAppend).filter((message) => message.to === to);

test("leader: appends an empty entry at once, which no limit refuses", (t) => {
  const lab = new Lab(3, { maxUncommittedBytes: 1 });
  const leader = lab.elect(1);
  t.deepEqual(leader.appliedIds.at(-1), { term: 2, index: 2 });
  t.is(leader.applied.at(-1), "");
});

test("commit: entries of earlier terms are not committed by counting", (t) => {
  // Figure 3.7 of the thesis, with three members.
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(1);
  lab.propose(1, "lost or not");
  lab.collect(1);
  lab.deliver();
  lab.isolate(3);
  lab.member(2).raft.transferLeadership(2n);
  lab.tick(2, 40);
  lab.settle(); // Member 1 gives 2 no vote: its log is longer.
  const leader = lab.member(1);
  lab.passes = () => false;
  leader.crash(leader.writes.length);
  leader.raft.campaign();
  lab.collect(1);
  const { term, commitIndex } = leader.raft.view();
  leader.raft.step({ type: "voteResponse", from: 2n, to: 1n, term, granted: true });
  lab.collect(1);
  t.is(leader.raft.view().role, "leader");
  const old = leader.raft.view().lastIndex - 1;
  t.true((leader.raft.log.termAt(old) ?? 0) < term);
  leader.raft.step({ type: "appendResponse", from: 2n, to: 1n, term, index: old });
  t.is(leader.raft.view().commitIndex, commitIndex, "a majority holds it, and it is older");
  leader.raft.step({ type: "appendResponse", from: 2n, to: 1n, term, index: old + 1 });
  t.is(leader.raft.view().commitIndex, old + 1);
});

test("commit: a follower commits only what the message proved", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(append(2, START, [entry(2, 2), entry(3, 2)]));
  raft.step(append(3, START, [entry(2, 2)], 3));
  t.is(raft.view().commitIndex, 2, "entry 3 is another leader's, for all we know");
});

test("commit: a heartbeat never tells a follower to commit beyond what it holds", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.passes = ({ to, type }) => to !== 3n || type !== "appendRequest";
  lab.propose(1, "a", "b");
  lab.settle();
  lab.tick(1, 1);
  lab.collect(1);
  const heartbeat = lab.mail.find(({ to, type }) => to === 3n && type === "heartbeatRequest");
  t.like(heartbeat, { commitIndex: 2 });
  lab.settle();
  t.is(lab.member(3).raft.view().commitIndex, 2);
});

test("append: one that starts below the commit index is answered with it, without comparing", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(append(2, START, [entry(2, 2), entry(3, 2)], 3));
  raft.step(append(2, START, [entry(2, 2)], 3));
  raft.step(append(2, { term: 0, index: 0 }, [entry(1, 9)], 3));
  lab.collect(2);
  const answers = lab.mail.map((message) =>
    message.type === "appendResponse" ? message.index : 0,
  );
  t.deepEqual(answers, [3, 3, 3]);
});

test("append: a late duplicate does not shorten the log", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(append(2, START, [entry(2, 2), entry(3, 2)]));
  raft.step(append(2, START, [entry(2, 2)]));
  t.is(raft.view().lastIndex, 3);
});

test("append: is acknowledged only when durable, and requests do not wait", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(append(2, START, [entry(2, 2)]));
  member.raft.step({
    type: "heartbeatRequest",
    from: 1n,
    to: 2n,
    term: 2,
    commitIndex: 1,
    context: text("x"),
  });
  const now = member.turn();
  t.deepEqual(
    now.map(({ type }) => type),
    ["heartbeatResponse"],
  );
  t.like(now[0], { context: text("x") });
  const later = member.completeWrite();
  t.like(later, [{ type: "appendResponse", index: 2 }]);
});

test("append: an answer waits for the writes before it, though it writes nothing itself", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(append(2, START, [entry(2, 2)]));
  member.turn();
  member.raft.step(append(2, START, [entry(2, 2)]));
  t.deepEqual(member.turn(), []);
  t.is(member.writes.length, 2);
});

test("leader: sends before its own write, commits without it, and applies only after it", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  lab.propose(1, "fast");
  lab.mail.push(...leader.turn());
  t.is(appendsTo(lab, 2n).length, 1);
  lab.deliver();
  for (const id of [2, 3]) lab.collect(id);
  lab.deliver();
  lab.mail.push(...leader.turn());
  t.is(leader.raft.view().commitIndex, 3);
  t.is(leader.applied.at(-1), "", "a crash now would forget it here");
  while (leader.writes.length > 0) leader.completeWrite();
  leader.turn();
  t.is(leader.applied.at(-1), "fast");
});

test("leader: proposals of one turn share one message to each follower", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  for (let count = 0; count < 100; count++) lab.propose(1, `p${count}`);
  lab.collect(1);
  t.deepEqual(
    appendsTo(lab, 2n).map(({ entries }) => entries.length),
    [100],
  );
});

test("leader: a message respects its limit, and always carries one entry", (t) => {
  const lab = new Lab(3, { maxMessageBytes: 100 });
  lab.elect(1);
  lab.propose(1, "x".repeat(500), "y".repeat(30), "z".repeat(30));
  lab.collect(1);
  t.deepEqual(
    appendsTo(lab, 2n).map(({ entries }) => entries.length),
    [1, 2],
  );
});

test("leader: probes a follower that refuses with one message a term, not one an entry", (t) => {
  const lab = new Lab(3);
  const follower = lab.member(2);
  // Member 2 has 40 entries of a leader that nobody else heard of.
  follower.raft.step(
    append(
      2,
      START,
      Array.from({ length: 40 }, (_, at) => entry(at + 2, 2)),
    ),
  );
  lab.collect(2);
  lab.mail = [];
  lab.isolate(2);
  // A term in between, or two leaders would share one.
  lab.member(1).raft.step({ type: "appendResponse", from: 3n, to: 1n, term: 3, index: 0 });
  lab.elect(1);
  lab.propose(1, ...Array.from({ length: 60 }, () => "x"));
  lab.settle();
  // Elected again, it starts at its own end, and all entries there are of later terms.
  lab.member(1).raft.step({ type: "appendResponse", from: 3n, to: 1n, term: 9, index: 0 });
  lab.tick(3, 10);
  lab.elect(1);
  lab.heal();
  const before = lab.log.length;
  lab.tick(1, 1);
  lab.settle();
  const probes = lab.log
    .slice(before)
    .filter(isAppend)
    .filter(({ to }) => to === 2n);
  t.true(probes.length > 1 && probes.length <= 5, `${probes.length} messages`);
  t.deepEqual(follower.applied, lab.member(1).applied);
});

test("leader: a follower whose whole window was lost is reached again by empty appends", (t) => {
  const lab = new Lab(3, { inflight: { maxMessages: 2, maxBytes: 1 << 20 }, maxMessageBytes: 1 });
  lab.elect(1);
  lab.passes = ({ to, type }) => to !== 3n || type !== "appendRequest";
  lab.propose(1, "a", "b", "c", "d");
  lab.settle();
  lab.heal();
  for (let ticks = 0; ticks < 3; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.deepEqual(lab.member(3).applied, lab.member(1).applied);
});

test("leader: an unreachable follower is probed instead of streamed to", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  t.is(leader.raft.followers.get(3n)?.mode, "replicate");
  leader.raft.reportUnreachable(3n);
  t.is(leader.raft.followers.get(3n)?.mode, "probe");
});

test("limits: too much uncommitted is refused, one proposal never, and commits make room", (t) => {
  const lab = new Lab(3, { maxUncommittedBytes: 10 });
  lab.elect(1);
  t.true(lab.propose(1, "x".repeat(50)).ok);
  t.deepEqual(lab.propose(1, "y"), { ok: false, error: { code: "busy" } });
  lab.settle();
  t.true(lab.propose(1, "y").ok);
});

test("limits: applying what earlier leaders appended makes no extra room", (t) => {
  const lab = new Lab(3, { maxUncommittedBytes: 10 });
  lab.elect(1);
  lab.propose(1, "x".repeat(100));
  lab.collect(1);
  lab.deliver();
  lab.isolate(1);
  lab.mail = [];
  lab.tick(3, 10);
  lab.elect(2);
  t.is(lab.member(2).applied.at(-2), "x".repeat(100));
  t.true(lab.propose(2, "y").ok);
  t.false(lab.propose(2, "z".repeat(10)).ok);
});

test("proposals: are refused by all but the leader", (t) => {
  const lab = new Lab(3);
  t.deepEqual(lab.propose(1, "x"), { ok: false, error: { code: "notLeader" } });
});

test("stability: a write of an earlier term does not vouch for entries put back since (ABA)", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  const { raft } = member;
  raft.step(append(2, START, [entry(2, 2)]));
  member.turn();
  raft.step({ ...append(3, START, [entry(2, 3)]), from: 3n });
  member.turn();
  raft.step(append(4, START, [entry(2, 2)]));
  member.turn();
  t.is(member.writes.length, 3);

  member.completeWrite();
  t.is(raft.log.stableIndex, 1, "the disk will hold term 3's entry before term 2's again");
  member.completeWrite();
  t.is(raft.log.stableIndex, 1);
  member.completeWrite();
  t.is(raft.log.stableIndex, 2);
});

test("stability: a write without entries vouches for what older writes left uncertain", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(append(2, START, [entry(2, 2)]));
  member.turn();
  member.raft.step({
    type: "voteRequest",
    from: 3n,
    to: 2n,
    term: 3,
    last: { term: 9, index: 9 },
    transfer: true,
  });
  member.turn();
  member.completeWrite();
  t.is(member.raft.log.stableIndex, 1);
  member.completeWrite();
  t.is(member.raft.log.stableIndex, 2);
});

test("writes: a commit index alone needs no sync; entries, terms and votes do", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(append(2, START, [entry(2, 2)]));
  member.turn();
  t.true(member.writes.at(-1)?.mustSync);
  member.raft.step({
    type: "heartbeatRequest",
    from: 1n,
    to: 2n,
    term: 2,
    commitIndex: 2,
    context: text(""),
  });
  member.turn();
  t.like(member.writes.at(-1), { mustSync: false, hardState: { commitIndex: 2 } });
});

test("safety: two leaders of one term, or a commit index beyond the log, stop the member", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(append(2, START, [entry(2, 2)], 2));
  t.throws(() => raft.step({ ...append(2, START, []), from: 3n }), { message: /Two leaders/ });
  t.throws(
    () =>
      raft.step({
        type: "heartbeatRequest",
        from: 1n,
        to: 2n,
        term: 2,
        commitIndex: 9,
        context: text(""),
      }),
    { message: /lost entries that it had acknowledged/ },
  );
});
