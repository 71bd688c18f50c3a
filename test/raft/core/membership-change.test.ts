import test from "ava";
import { Lab } from "../support/lab.ts";

const voters = (lab: Lab, id: number): number[] =>
  [...lab.member(id).raft.view().configuration.voters].map(Number);
const role = (lab: Lab, id: number): string => lab.member(id).raft.view().role;

test("membership: an added member gets what it lacks, compacted or not, and then counts", (t) => {
  for (const compactFirst of [false, true]) {
    const lab = new Lab(1);
    lab.elect(1);
    lab.propose(1, "before");
    lab.settle();
    if (compactFirst) lab.member(1).compact(0);
    lab.join(2n);
    lab.change(1, { kind: "addVoter", raftId: 2n });
    lab.settle();
    t.deepEqual(voters(lab, 2), [1, 2]);
    t.deepEqual(lab.member(2).applied, lab.member(1).applied);
    lab.isolate(2);
    lab.propose(1, "needs both");
    lab.settle();
    t.not(lab.member(1).applied.at(-1), "needs both");
  }
});

test("membership: takes effect when applied, not when appended", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.change(1, { kind: "addVoter", raftId: 4n });
  t.deepEqual(voters(lab, 1), [1, 2, 3]);
  lab.settle();
  t.deepEqual(voters(lab, 1), [1, 2, 3, 4]);
});

test("membership: one change at a time; the next waits until the first is applied", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  t.true(lab.change(1, { kind: "addVoter", raftId: 4n }).ok);
  t.deepEqual(lab.change(1, { kind: "remove", raftId: 2n }), {
    ok: false,
    error: { code: "changePending" },
  });
  t.is(lab.member(1).raft.view().lastIndex, 3, "nothing was appended for the second");
  lab.settle();
  t.true(lab.change(1, { kind: "remove", raftId: 4n }).ok);
});

test("membership: a new leader takes no change before it has applied what it found", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.propose(1, "may be a membership change for all the next one knows");
  lab.collect(1);
  lab.deliver();
  const next = lab.member(2).raft;
  lab.isolate(1);
  lab.mail = [];
  lab.tick(3, 10); // Its lease runs out.
  next.campaign();
  lab.collect(2);
  lab.deliver();
  lab.collect(3);
  lab.deliver();
  t.is(role(lab, 2), "leader");
  const change = { kind: "addVoter", raftId: 9n } as const;
  t.deepEqual(lab.change(2, change), { ok: false, error: { code: "changePending" } });
  lab.settle();
  t.true(lab.change(2, change).ok);
});

test("membership: a change that cannot be applied is not proposed", (t) => {
  const lab = new Lab(1);
  lab.elect(1);
  t.like(lab.change(1, { kind: "remove", raftId: 1n }), {
    ok: false,
    error: { code: "invalidChange", reason: "it would remove the last voter" },
  });
});

test("membership: fewer voters may commit at once what more could not", (t) => {
  const lab = new Lab(4);
  const leader = lab.elect(1);
  const change = { kind: "remove", raftId: 4n } as const;
  lab.change(1, change);
  lab.propose(1, "waits");
  lab.passes = ({ from, to }) => (from === 1n && to === 2n ? true : from === 2n);
  // Three of four hold the removal; only 1 and 2 hold what follows it.
  const { term } = leader.raft.view();
  lab.collect(1);
  leader.raft.step({ type: "appendResponse", from: 2n, to: 1n, term, index: 4 });
  leader.raft.step({ type: "appendResponse", from: 3n, to: 1n, term, index: 3 });
  t.is(leader.raft.view().commitIndex, 3);
  leader.turn();
  t.is(leader.raft.view().commitIndex, 4);
});

test("membership: a transfer to a removed member is given up", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(3);
  lab.change(1, { kind: "remove", raftId: 3n });
  lab.member(1).raft.transferLeadership(3n);
  lab.settle();
  t.is(lab.member(1).raft.transferee, undefined);
});

test("membership: two members, and the leader removes itself: the other is not left waiting", (t) => {
  const lab = new Lab(2);
  lab.elect(1);
  lab.change(1, { kind: "remove", raftId: 1n });
  lab.settle();
  t.is(role(lab, 1), "follower");
  t.is(role(lab, 2), "leader");
  t.deepEqual(voters(lab, 2), [2]);
});

test("membership: a removed leader stays until a majority knows, and takes no proposals", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  // The others hold the removal, and hear nothing after it.
  lab.passes = (message) =>
    !(message.type === "heartbeatRequest") &&
    !(message.type === "appendRequest" && message.commitIndex > 2);
  lab.change(1, { kind: "remove", raftId: 1n });
  lab.settle();
  t.deepEqual(voters(lab, 1), [2, 3]);
  t.deepEqual(voters(lab, 2), [1, 2, 3]);
  t.is(role(lab, 1), "leader");
  t.deepEqual(lab.propose(1, "x"), { ok: false, error: { code: "notMember" } });

  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.is(role(lab, 1), "follower");
  t.is([2, 3].filter((id) => role(lab, id) === "leader").length, 1);
});

test("membership: only who holds the removal counts as knowing of it", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.passes = ({ type, to }) => type !== "appendRequest" || to !== 3n;
  lab.change(1, { kind: "remove", raftId: 1n });
  lab.settle();
  for (let ticks = 0; ticks < 5; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(role(lab, 1), "leader", "member 3 answers, and has nothing to know it from");
  lab.heal();
  for (let ticks = 0; ticks < 3; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(role(lab, 1), "follower");
});

test("membership: a removed member no longer campaigns", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.change(1, { kind: "remove", raftId: 3n });
  lab.settle();
  t.deepEqual(voters(lab, 3), [1, 2], "it still learns that its removal is committed");
  lab.tick(3, 50);
  t.is(role(lab, 3), "follower");
});

test("membership: a committed change is synced, that a removal is not forgotten", (t) => {
  const lab = new Lab(1);
  lab.elect(1);
  lab.change(1, { kind: "addVoter", raftId: 2n });
  const leader = lab.member(1);
  leader.turn();
  leader.completeWrite();
  leader.turn();
  t.like(leader.writes.at(-1), { mustSync: true, entries: [] });
});
