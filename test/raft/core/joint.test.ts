import test from "ava";
import type { JointChange } from "../../../src/raft/core/reconfiguration.ts";
import { LEAVE_JOINT } from "../../../src/raft/core/reconfiguration.ts";
import { Lab } from "../support/lab.ts";

const role = (lab: Lab, id: number): string => lab.member(id).raft.view().role;
const conf = (lab: Lab, id: number): unknown => lab.member(id).raft.conf;

/** From {1, 2, 3} to {3, 4, 5}: a majority of one may be none of the other. */
const SWAP = (transition: JointChange["transition"]): JointChange => ({
  transition,
  changes: [
    { kind: "addVoter", raftId: 4n },
    { kind: "addVoter", raftId: 5n },
    { kind: "remove", raftId: 1n },
    { kind: "remove", raftId: 2n },
  ],
});

function swapping(transition: JointChange["transition"]): Lab {
  const lab = new Lab(3);
  lab.elect(1);
  lab.join(4n);
  lab.join(5n);
  lab.change(1, SWAP(transition));
  lab.settle();
  return lab;
}

test("joint: what is committed is held by a majority of both sets", (t) => {
  for (const missing of [
    [2, 3],
    [4, 5],
  ] as const) {
    const lab = swapping("explicit");
    lab.isolate(...missing);
    lab.propose(1, "one majority is not enough");
    lab.settle();
    t.not(lab.member(1).applied.at(-1), "one majority is not enough");
    lab.heal();
    lab.tick(1, 1);
    lab.settle();
    t.is(lab.member(1).applied.at(-1), "one majority is not enough");
  }
});

test("joint: whoever is elected has a majority of both sets", (t) => {
  const lab = swapping("explicit");
  lab.isolate(1, 2);
  const { term } = lab.member(3).raft.view();
  lab.member(3).raft.step({ type: "timeoutNow", from: 1n, to: 3n, term });
  lab.settle();
  t.is(role(lab, 3), "candidate", "three of the new set, and only one of the old");
  lab.isolate(1);
  lab.tick(2, 10); // Its lease runs out.
  lab.member(3).raft.campaign();
  lab.settle();
  t.is(role(lab, 3), "leader");
});

test("joint: a leader that hears a majority of one set only steps down", (t) => {
  const lab = swapping("explicit");
  lab.isolate(4, 5);
  for (let at = 0; at < 20; at++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(role(lab, 1), "follower");
});

test("joint: ends by itself, and the leader that is no longer a member leaves", (t) => {
  for (const transition of ["auto", "implicit"] as const) {
    const lab = swapping(transition);
    for (const id of [3, 4, 5]) t.deepEqual(conf(lab, id), { voters: [3n, 4n, 5n] });
    t.not(role(lab, 1), "leader");
    t.is([3, 4, 5].filter((id) => role(lab, id) === "leader").length, 1);
  }
});

test("joint: an explicit one waits until it is told to end", (t) => {
  const lab = swapping("explicit");
  lab.propose(1, "meanwhile");
  lab.settle();
  t.like(conf(lab, 5), { outgoing: [1n, 2n, 3n] });
  t.like(lab.change(1, { kind: "addVoter", raftId: 6n }), { ok: false });
  t.true(lab.change(1, LEAVE_JOINT).ok);
  lab.settle();
  t.deepEqual(conf(lab, 5), { voters: [3n, 4n, 5n] });
});

test("joint: a transfer that came to nothing does not keep it from ending", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.join(4n);
  lab.join(5n);
  lab.change(1, SWAP("auto"));
  lab.passes = ({ type }) => type !== "timeoutNow";
  lab.collect(1);
  lab.member(1).raft.transferLeadership(3n);
  lab.settle();
  t.like(conf(lab, 1), { outgoing: [1n, 2n, 3n] });
  for (let tick = 0; tick < 10; tick++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.deepEqual(conf(lab, 3), { voters: [3n, 4n, 5n] });
});

test("joint: if its leader is gone, the next one ends it", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.join(4n);
  lab.join(5n);
  lab.change(1, SWAP("auto"));
  // All hold the change; the leader is cut off before anybody else knows that it is committed.
  lab.collect(1);
  lab.deliver();
  lab.isolate(1);
  lab.mail = [];
  for (const id of [2, 3]) lab.tick(id, 10);
  lab.member(3).raft.campaign();
  lab.settle();
  t.is(role(lab, 3), "leader");
  t.deepEqual(conf(lab, 3), { voters: [3n, 4n, 5n] });
});

test("joint: a member restarted in the middle of it goes on from its disk", (t) => {
  const lab = swapping("explicit");
  for (const id of [1, 2, 3, 4, 5]) {
    lab.member(id).compact(0);
    lab.member(id).crash(0);
  }
  t.like(conf(lab, 4), { voters: [3n, 4n, 5n], outgoing: [1n, 2n, 3n] });
  lab.elect(4);
  t.true(lab.change(4, LEAVE_JOINT).ok);
  lab.settle();
  t.deepEqual(conf(lab, 4), { voters: [3n, 4n, 5n] });
});

test("joint: a change that cannot be is without effect on those who apply it", (t) => {
  const lab = new Lab(1);
  lab.elect(1);
  t.false(lab.member(1).raft.applyMembershipChange(99, LEAVE_JOINT));
  t.deepEqual(conf(lab, 1), { voters: [1n] });
});
