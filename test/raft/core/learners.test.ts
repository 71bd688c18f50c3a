import test from "ava";
import { Lab } from "../support/lab.ts";

const role = (lab: Lab, id: number): string => lab.member(id).raft.view().role;

/** Members 1 to `voters` vote; the one after them learns. */
function withLearner(voters: number): { lab: Lab; learner: number } {
  const lab = new Lab(voters);
  const learner = voters + 1;
  lab.elect(1);
  lab.join(BigInt(learner));
  lab.change(1, { kind: "addLearner", raftId: BigInt(learner) });
  lab.settle();
  return { lab, learner };
}

test("learner: gets the whole log, and a snapshot where that is compacted", (t) => {
  for (const compactFirst of [false, true]) {
    const lab = new Lab(2);
    lab.elect(1);
    lab.propose(1, "before");
    lab.settle();
    if (compactFirst) lab.member(1).compact(0);
    lab.join(3n);
    lab.change(1, { kind: "addLearner", raftId: 3n });
    lab.propose(1, "after");
    lab.settle();
    t.deepEqual(lab.member(3).applied, lab.member(1).applied);
  }
});

test("learner: has no say in what is committed", (t) => {
  const { lab } = withLearner(2);
  lab.isolate(2);
  lab.propose(1, "held by one voter and a learner");
  lab.settle();
  t.not(lab.member(1).applied.at(-1), "held by one voter and a learner");
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.is(lab.member(3).applied.at(-1), "held by one voter and a learner");
});

test("learner: its answers do not keep a leader in office", (t) => {
  const { lab } = withLearner(3);
  lab.isolate(2, 3);
  for (let at = 0; at < 20; at++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(role(lab, 1), "follower");
});

test("learner: never campaigns, not even when it is told to", (t) => {
  const { lab, learner } = withLearner(2);
  lab.isolate(learner);
  lab.tick(learner, 100);
  lab.settle();
  t.is(role(lab, learner), "follower");
  const { term } = lab.member(learner).raft.view();
  lab.member(learner).raft.step({ type: "timeoutNow", from: 1n, to: BigInt(learner), term });
  t.is(role(lab, learner), "follower");
});

test("learner: leadership is not handed to it", (t) => {
  const { lab, learner } = withLearner(2);
  lab.member(1).raft.transferLeadership(BigInt(learner));
  t.is(lab.member(1).raft.transferee, undefined);
});

test("learner: votes when asked, as it may have been promoted without knowing", (t) => {
  const { lab, learner } = withLearner(2);
  lab.tick(learner, 10); // Its lease runs out.
  const { term, lastIndex } = lab.member(learner).raft.view();
  const last = { index: lastIndex, term };
  lab.member(learner).raft.step({
    ...{ type: "voteRequest", from: 2n, to: BigInt(learner), term: term + 1 },
    ...{ last, transfer: false },
  } as const);
  lab.collect(learner);
  t.like(lab.mail.at(-1), { type: "voteResponse", granted: true });
});

test("learner: once promoted it counts", (t) => {
  const { lab, learner } = withLearner(2);
  lab.change(1, { kind: "addVoter", raftId: BigInt(learner) });
  lab.settle();
  lab.isolate(2);
  lab.propose(1, "needs the promoted one");
  lab.settle();
  t.is(lab.member(1).applied.at(-1), "needs the promoted one");
});

test("learner: a leader that takes its own vote away stays until the others can do without it", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.change(1, { kind: "addLearner", raftId: 1n });
  lab.settle();
  t.is(role(lab, 1), "follower");
  t.is([2, 3].filter((id) => role(lab, id) === "leader").length, 1);
  t.deepEqual([...lab.member(1).raft.view().configuration.learners], [1n]);
});

test("learner: a leader that leaves hands over to a voter, however much a learner knows", (t) => {
  const { lab, learner } = withLearner(3);
  // The learner is the first to know of the removal.
  lab.passes = ({ type, from }) => type !== "heartbeatResponse" || from === BigInt(learner);
  lab.change(1, { kind: "remove", raftId: 1n });
  lab.settle();
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  const sent = lab.log.filter(({ type }) => type === "timeoutNow");
  t.is(sent.length, 1);
  t.false(sent.some(({ to }) => to === BigInt(learner)));
});

test("learner: removed, it is fed no more", (t) => {
  const { lab, learner } = withLearner(2);
  lab.change(1, { kind: "remove", raftId: BigInt(learner) });
  lab.settle();
  t.false(lab.member(1).raft.followers.has(BigInt(learner)));
});
