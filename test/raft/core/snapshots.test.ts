import test from "ava";
import type { Message, Snapshot } from "../../../src/raft/core/messages.ts";
import { Lab } from "../support/lab.ts";
import { text } from "../support/lab-member.ts";

/** A leader that has compacted what member 3 lacks. */
function behind(): Lab {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(3);
  lab.propose(1, "a", "b", "c");
  lab.settle();
  lab.member(1).compact(0);
  return lab;
}

const isSnapshot = ({ type }: Message): boolean => type === "snapshotRequest";

test("snapshot: a follower whose next entry is compacted is caught up by one", (t) => {
  const lab = behind();
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.is(lab.log.filter(isSnapshot).length, 1);
  t.deepEqual(lab.member(3).applied, lab.member(1).applied);
  t.is(lab.member(1).raft.followers.get(3n)?.mode, "replicate");
  lab.propose(1, "d");
  lab.settle();
  t.is(lab.member(3).applied.at(-1), "d");
});

test("snapshot: is not sent to a follower that has been silent", (t) => {
  const lab = behind();
  for (let tick = 0; tick < 25; tick++) {
    lab.tick(1, 1);
    lab.settle();
  }
  lab.member(1).raft.reportUnreachable(3n);
  lab.propose(1, "news for all");
  lab.collect(1);
  t.false(lab.mail.some(isSnapshot));

  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.true(lab.log.some(isSnapshot));
});

test("snapshot: nothing is sent to its receiver until its fate is known", (t) => {
  const lab = behind();
  lab.passes = (message) => !isSnapshot(message);
  lab.tick(1, 1);
  lab.settle();
  const leader = lab.member(1).raft;
  t.is(leader.followers.get(3n)?.mode, "snapshot");
  lab.heal();
  for (let ticks = 0; ticks < 5; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(lab.log.filter(isSnapshot).length, 0);

  leader.reportSnapshot(3n, "failed");
  lab.tick(1, 1);
  lab.settle();
  t.deepEqual(lab.member(3).applied, lab.member(1).applied);
});

test("snapshot: one whose fate nobody reports counts as lost in the end", (t) => {
  const lab = behind();
  lab.passes = (message) => !isSnapshot(message);
  lab.tick(1, 1);
  lab.settle();
  lab.heal();
  for (let ticks = 0; ticks < 102; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.deepEqual(lab.member(3).applied, lab.member(1).applied);
});

test("snapshot: a receiver that catches up another way is fed again, whatever became of it", (t) => {
  const lab = behind();
  lab.passes = (message) => !isSnapshot(message);
  lab.tick(1, 1);
  lab.settle();
  const leader = lab.member(1).raft;
  const { term, lastIndex } = leader.view();
  leader.step({ type: "appendResponse", from: 3n, to: 1n, term, index: lastIndex });
  t.is(leader.followers.get(3n)?.mode, "replicate");
});

const snapshotAt = (index: number, term: number, voters = [1n, 2n, 3n]): Snapshot => ({
  index,
  term,
  conf: { voters },
  data: text(JSON.stringify([Array(index).fill("x"), Array(index).fill({ term, index: 0 })])),
});
const send = (snapshot: Snapshot, term = 5): Message => ({
  type: "snapshotRequest",
  from: 1n,
  to: 2n,
  term,
  snapshot,
});

test("snapshot: its receiver takes its membership at once, and answers when it is durable", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(send(snapshotAt(9, 4, [1n, 2n, 7n])));
  t.deepEqual([...member.raft.view().configuration.voters], [1n, 2n, 7n]);
  t.deepEqual(member.turn(), []);
  t.is(member.raft.view().appliedIndex, 1);
  t.like(member.completeWrite(), [{ type: "appendResponse", index: 9 }]);
  t.is(member.raft.view().appliedIndex, 9);
});

test("snapshot: one that is not newer than the commit index is answered with that", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(send(snapshotAt(1, 1)));
  member.turn();
  t.like(member.completeWrite(), [{ type: "appendResponse", index: 1 }]);
  t.false(member.raft.restoring);
});

test("snapshot: a log that holds its last entry is kept, and only commits", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  const entries = [2, 3].map(
    (index) => ({ index, term: 2, type: "normal", data: text("x") }) as const,
  );
  raft.step({
    type: "appendRequest",
    from: 1n,
    to: 2n,
    term: 2,
    previous: { term: 1, index: 1 },
    entries,
    commitIndex: 1,
  });
  raft.step(send(snapshotAt(2, 2), 2));
  t.like(raft.view(), { commitIndex: 2, lastIndex: 3 });
  t.false(raft.restoring);
});

test("snapshot: one that leaves its receiver out is refused", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(send(snapshotAt(9, 4, [1n, 3n])));
  t.is(raft.view().lastIndex, 1);
});

test("snapshot: the acknowledgement does not vouch for entries behind it", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(send(snapshotAt(9, 4)));
  const stray = { index: 10, term: 5, type: "normal", data: text("x") } as const;
  member.raft.step({
    type: "appendRequest",
    from: 1n,
    to: 2n,
    term: 5,
    previous: { term: 4, index: 9 },
    entries: [stray],
    commitIndex: 9,
  });
  member.raft.step(send(snapshotAt(9, 4), 6));
  member.turn();
  const last = member.completeWrite().at(-1);
  t.like(last, { type: "appendResponse", term: 6, index: 9 });
});

test("snapshot: nobody campaigns while one waits to be restored", (t) => {
  const lab = new Lab(3);
  const member = lab.member(2);
  member.raft.step(send(snapshotAt(9, 4)));
  member.raft.campaign();
  t.is(member.raft.view().role, "follower");
});

test("snapshot: a membership change that it covers is not applied again", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(2);
  raft.step(send(snapshotAt(9, 4, [1n, 2n])));
  raft.applyMembershipChange(8, { kind: "addVoter", raftId: 8n });
  t.deepEqual([...raft.view().configuration.voters], [1n, 2n]);
  raft.applyMembershipChange(10, { kind: "addVoter", raftId: 8n });
  t.deepEqual([...raft.view().configuration.voters], [1n, 2n, 8n]);
});
