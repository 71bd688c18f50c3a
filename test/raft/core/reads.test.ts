import test from "ava";
import type { LabMember } from "../support/lab-member.ts";
import { text } from "../support/lab-member.ts";
import { Lab } from "../support/lab.ts";

/** Asks; the answer is among `answers` once it is there. */
const read = (member: LabMember, name: string): boolean => member.raft.readIndex(text(name)).ok;
const answers = (member: LabMember): string[] =>
  member.reads
    .splice(0)
    .map(({ context, index }) => `${new TextDecoder().decode(context)}@${index}`);

test("read: is answered with the commit index once a majority has answered a heartbeat", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  lab.propose(1, "x");
  lab.settle();
  t.true(read(leader, "r"));
  lab.collect(1);
  t.deepEqual(answers(leader), [], "not before anybody has answered");
  lab.settle();
  t.deepEqual(answers(leader), ["r@3"]);
});

test("read: a leader that was replaced unseen answers none", (t) => {
  const lab = new Lab(3, { checkQuorum: false });
  const old = lab.elect(1);
  lab.isolate(1);
  lab.elect(2);
  lab.propose(2, "unseen");
  lab.settle();
  t.true(read(old, "stale"));
  lab.settle();
  t.deepEqual(answers(old), []);
});

test("read: answers to heartbeats sent before it came prove nothing for it", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  lab.tick(1, 1);
  lab.collect(1);
  lab.deliver(); // The heartbeats have arrived; their answers have not.
  for (const id of [2, 3]) lab.collect(id);
  const early = lab.mail.filter(({ type }) => type === "heartbeatResponse");
  t.is(early.length, 2);
  read(leader, "r");
  lab.mail = [];
  lab.collect(1);
  lab.mail = early;
  lab.deliver();
  lab.collect(1);
  t.deepEqual(answers(leader), []);
});

test("read: all reads of a turn share one round, and a repeated answer confirms no later one", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  lab.log.length = 0;
  for (const name of ["a", "b", "c"]) read(leader, name);
  lab.settle();
  t.deepEqual(answers(leader), ["a@2", "b@2", "c@2"]);
  t.is(lab.log.filter(({ type }) => type === "heartbeatRequest").length, 2);

  const repeated = lab.log.filter(({ type }) => type === "heartbeatResponse");
  read(leader, "d");
  lab.collect(1);
  lab.mail = repeated;
  lab.deliver();
  lab.collect(1);
  t.deepEqual(answers(leader), []);
});

test("read: waits until the leader has committed an entry of its own term, alone too", (t) => {
  const lab = new Lab(3);
  const leader = lab.member(1);
  leader.raft.campaign();
  lab.passes = ({ type }) => type !== "appendRequest";
  lab.settle();
  t.is(leader.raft.view().role, "leader");
  t.true(read(leader, "early"));
  lab.settle();
  t.deepEqual(answers(leader), []);
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.deepEqual(answers(leader), ["early@2"]);

  const single = new Lab(1);
  const alone = single.member(1);
  alone.raft.campaign();
  single.mail.push(...alone.turn());
  while (alone.writes.length > 0) alone.completeWrite();
  t.is(alone.raft.view().role, "leader");
  t.true(read(alone, "r"));
  alone.turn(); // Its first entry is on the way to the disk.
  t.deepEqual(answers(alone), []);
  single.settle();
  t.deepEqual(answers(alone), ["r@2"]);
});

test("read: a follower asks the leader, and nobody when there is none", (t) => {
  const lab = new Lab(3);
  t.false(read(lab.member(2), "nobody leads"));
  lab.elect(1);
  t.true(read(lab.member(2), "r"));
  lab.settle();
  t.deepEqual(answers(lab.member(2)), ["r@2"]);
  t.deepEqual(answers(lab.member(1)), []);
});

test("read: learners confirm nothing, and may ask", (t) => {
  const lab = new Lab(2);
  const leader = lab.elect(1);
  lab.join(3n);
  lab.change(1, { kind: "addLearner", raftId: 3n });
  lab.settle();
  read(lab.member(3), "from a learner");
  lab.settle();
  t.deepEqual(answers(lab.member(3)), ["from a learner@3"]);
  lab.isolate(2);
  read(leader, "r");
  lab.settle();
  t.deepEqual(answers(leader), []);
});

test("read: in a joint state both sets must confirm", (t) => {
  const lab = new Lab(3);
  const leader = lab.elect(1);
  for (const id of [4n, 5n]) lab.join(id);
  lab.change(1, {
    transition: "explicit",
    changes: [
      { kind: "addVoter", raftId: 4n },
      { kind: "addVoter", raftId: 5n },
      { kind: "remove", raftId: 2n },
    ],
  });
  lab.settle();
  lab.isolate(4, 5);
  read(leader, "r");
  lab.settle();
  t.deepEqual(answers(leader), []);
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.deepEqual(answers(leader), ["r@3"]);
});

/** Just started, members who rely on leases vote for nobody: they may have forgotten one. */
function electRestarted(lab: Lab): LabMember {
  for (const id of [2, 3]) lab.tick(id, 10);
  lab.mail = [];
  return lab.elect(1);
}

test("lease reads: are answered at once while the promise of a majority lasts", (t) => {
  const lab = new Lab(3, { leaseReads: true });
  const leader = electRestarted(lab);
  lab.tick(1, 1);
  lab.settle();
  read(leader, "r");
  leader.turn();
  t.deepEqual(answers(leader), ["r@2"]);

  lab.isolate(1);
  lab.tick(1, 5); // Half an election timeout.
  read(leader, "late");
  lab.settle();
  t.deepEqual(answers(leader), []);
});

test("lease reads: not after the driver overslept, nor once a successor was told to campaign", (t) => {
  const lab = new Lab(3, { leaseReads: true });
  const leader = electRestarted(lab);
  lab.tick(1, 1);
  lab.settle();
  leader.raft.overslept();
  read(leader, "r");
  lab.collect(1);
  t.deepEqual(answers(leader), []);
  lab.settle();
  t.deepEqual(answers(leader), ["r@2"]);

  lab.passes = ({ type }) => type !== "timeoutNow";
  leader.raft.transferLeadership(2n);
  lab.settle();
  lab.tick(1, 1);
  lab.settle();
  read(leader, "s");
  lab.collect(1);
  t.deepEqual(answers(leader), []);
});

test("lease reads: a restarted member keeps the promise that it has forgotten", (t) => {
  for (const leaseReads of [true, false]) {
    const lab = new Lab(3, { leaseReads });
    electRestarted(lab);
    lab.tick(1, 1);
    lab.settle();
    lab.member(2).crash(0);
    lab.isolate(1);
    lab.tick(3, 10);
    lab.member(3).raft.campaign();
    lab.settle();
    t.is(lab.member(3).raft.view().role, leaseReads ? "candidate" : "leader");
  }
});

test("lease reads: are refused without check quorum, which the lease is", (t) => {
  t.throws(() => new Lab(1, { leaseReads: true, checkQuorum: false }), {
    message: /Lease reads need check quorum/,
  });
});
