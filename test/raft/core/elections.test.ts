import test from "ava";
import type { Message } from "../../../src/raft/core/messages.ts";
import { Lab } from "../support/lab.ts";

const role = (lab: Lab, id: number): string => lab.member(id).raft.view().role;
const term = (lab: Lab, id: number): number => lab.member(id).raft.view().term;
const NOTHING = new Uint8Array(0);
const types = (messages: readonly Message[]): string[] => messages.map(({ type }) => type);

test("election: a follower that hears no leader campaigns after its timeout and is elected", (t) => {
  const lab = new Lab(3);
  lab.tick(1, 20);
  lab.settle();
  t.is(role(lab, 1), "leader");
  t.deepEqual(
    [2, 3].map((id) => lab.member(id).raft.view().leader),
    [1n, 1n],
  );
});

test("election: a new leader leads once it has applied what its predecessors committed", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.member(1);
  raft.campaign();
  lab.collect(1);
  lab.deliver();
  [2, 3].forEach((id) => lab.collect(id));
  lab.deliver();
  t.is(role(lab, 1), "leader");
  t.false(raft.leading, "its own first entry, which comes after all of theirs, is not applied");
  lab.settle();
  t.true(raft.leading);
});

test("election: the timeout is drawn from [electionTicks, 2 × electionTicks)", (t) => {
  const lengths = new Set<number>();
  for (let id = 1; id <= 7; id++) {
    const lab = new Lab(7);
    let ticks = 0;
    while (role(lab, id) === "follower") {
      lab.tick(id, 1);
      ticks++;
    }
    lengths.add(ticks);
    t.true(ticks >= 10 && ticks < 20, `${ticks}`);
  }
  t.true(lengths.size > 2);
});

test("election: a vote is written with a sync, though no entry comes with it", (t) => {
  const lab = new Lab(3);
  const last = { term: 1, index: 1 };
  // The term is known and on the disk: the vote alone is news.
  lab
    .member(3)
    .raft.step({ type: "heartbeatResponse", from: 2n, to: 3n, term: 2, context: NOTHING });
  lab.collect(3);
  const request = {
    type: "voteRequest",
    from: 1n,
    to: 3n,
    term: 2,
    last,
    transfer: false,
  } as const;
  lab.member(3).raft.step(request);
  lab.member(3).turn();
  t.like(lab.member(3).writes.at(-1), { mustSync: true, entries: [], hardState: { vote: 1n } });
});

test("election: a vote goes to one candidate a term, and to the same one again", (t) => {
  const lab = new Lab(3);
  const last = { term: 1, index: 1 };
  const ask = (from: bigint): Message => ({
    type: "voteRequest",
    from,
    to: 3n,
    term: 2,
    last,
    transfer: false,
  });
  for (const candidate of [1n, 2n, 1n]) lab.member(3).raft.step(ask(candidate));
  lab.collect(3);
  const answers = lab.mail.map((message) =>
    message.type === "voteResponse" ? [message.to, message.granted] : message.type,
  );
  t.deepEqual(answers, [
    [1n, true],
    [2n, false],
    [1n, true],
  ]);
});

test("election: a granted vote postpones the voter's own campaign", (t) => {
  const twin = new Lab(3);
  let timeout = 0;
  for (; role(twin, 2) === "follower"; timeout++) twin.tick(2, 1);
  const lab = new Lab(3);
  lab.tick(2, timeout - 1);
  lab.member(2).raft.step({
    type: "voteRequest",
    from: 1n,
    to: 2n,
    term: 1,
    last: { term: 1, index: 1 },
    transfer: false,
  });
  lab.tick(2, timeout - 1);
  t.is(role(lab, 2), "follower");
  lab.tick(2, 1);
  t.is(role(lab, 2), "candidate");
});

test("election: a vote is not given to a candidate whose log is older", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.propose(1, "a");
  lab.settle();
  const late = lab.member(3).raft;
  lab.tick(3, 30); // Its lease has run out.
  late.step({
    type: "voteRequest",
    from: 2n,
    to: 3n,
    term: 9,
    last: { term: 1, index: 50 },
    transfer: false,
  });
  lab.collect(3);
  const answer = lab.mail.find(({ to, type }) => to === 2n && type === "voteResponse");
  t.like(answer, { granted: false, term: 9 });
});

test("election: a follower that knows the leader of the term does not vote in it", (t) => {
  const lab = new Lab(3, { checkQuorum: false });
  const { raft } = lab.member(3);
  raft.step({
    type: "heartbeatRequest",
    from: 1n,
    to: 3n,
    term: 5,
    commitIndex: 1,
    context: new Uint8Array(0),
  });
  raft.step({
    type: "voteRequest",
    from: 2n,
    to: 3n,
    term: 5,
    last: { term: 4, index: 9 },
    transfer: false,
  });
  lab.collect(3);
  t.like(
    lab.mail.find(({ type }) => type === "voteResponse"),
    { granted: false },
  );
});

test("election: nobody votes before its promise is durable, nor counts its own vote", (t) => {
  const lab = new Lab(1);
  const member = lab.member(1);
  member.raft.campaign();
  member.turn();
  t.is(member.raft.view().role, "candidate");
  member.completeWrite();
  t.is(member.raft.view().role, "leader");
});

test("election: the first answer of each voter counts", (t) => {
  const lab = new Lab(5);
  const { raft } = lab.member(1);
  raft.campaign();
  lab.collect(1);
  const answer = (from: bigint, granted: boolean): Message => ({
    type: "voteResponse",
    from,
    to: 1n,
    term: 2,
    granted,
  });
  raft.step(answer(2n, false));
  raft.step(answer(2n, true));
  raft.step(answer(3n, true));
  t.is(raft.view().role, "candidate");
  raft.step(answer(4n, true));
  t.is(raft.view().role, "leader");
});

test("election: a higher term makes anybody a follower, of its sender only when that is a leader", (t) => {
  const lab = new Lab(3);
  const { raft } = lab.elect(1);
  raft.step({ type: "appendResponse", from: 2n, to: 1n, term: 7, index: 0 });
  t.like(raft.view(), { role: "follower", term: 7, leader: undefined });
  raft.step({
    type: "heartbeatRequest",
    from: 3n,
    to: 1n,
    term: 8,
    commitIndex: 0,
    context: new Uint8Array(0),
  });
  t.like(raft.view(), { role: "follower", term: 8, leader: 3n });
});

test("election: who does not know the membership, or is not in it, does not campaign", (t) => {
  const lab = new Lab(3);
  const stranger = lab.join(9n);
  lab.tick(9, 50);
  stranger.raft.campaign();
  t.is(role(lab, 9), "follower");
});

test("election: one who may not know yet that it is a voter votes when asked", (t) => {
  const lab = new Lab(3);
  lab.join(9n);
  lab.member(9).raft.step({
    type: "voteRequest",
    from: 1n,
    to: 9n,
    term: 2,
    last: { term: 1, index: 1 },
    transfer: false,
  });
  lab.collect(9);
  t.like(lab.mail[0], { type: "voteResponse", granted: true });
});

test("election: nobody campaigns while a committed membership change is not applied", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.change(1, { kind: "addVoter", raftId: 4n });
  const follower = lab.member(2);
  lab.collect(1);
  lab.deliver();
  lab.collect(2);
  lab.deliver();
  lab.collect(1); // Commits, and says so.
  lab.deliver();
  t.is(follower.raft.view().commitIndex, 3);
  follower.raft.campaign();
  t.is(role(lab, 2), "follower");
  follower.turn();
  follower.raft.campaign();
  t.is(role(lab, 2), "candidate");
});

test("pre-vote: a member that was cut off does not disturb the others on its return", (t) => {
  const lab = new Lab(3, { preVote: true });
  lab.elect(1);
  lab.isolate(3);
  lab.tick(3, 200);
  lab.settle();
  t.is(term(lab, 3), 2, "its term stands still");
  lab.heal();
  lab.tick(3, 20);
  lab.settle();
  t.is(role(lab, 1), "leader");
  t.is(term(lab, 1), 2);
});

test("pre-vote: neither asking nor granting changes term or vote, nor postpones a campaign", (t) => {
  const lab = new Lab(3, { preVote: true });
  const voter = lab.member(2).raft;
  lab.tick(2, 9);
  voter.step({ type: "preVoteRequest", from: 1n, to: 2n, term: 2, last: { term: 1, index: 1 } });
  lab.collect(2);
  t.like(lab.mail[0], { type: "preVoteResponse", granted: true, term: 2 });
  t.is(term(lab, 2), 1);
  t.deepEqual(lab.member(2).disk.hardState, { term: 1, vote: undefined, commitIndex: 1 });
  lab.tick(2, 10);
  t.is(role(lab, 2), "preCandidate");
});

test("pre-vote: a refusal carries the refuser's own term, which the asker takes on", (t) => {
  const lab = new Lab(3, { preVote: true, checkQuorum: false });
  lab.member(2).raft.step({
    type: "heartbeatRequest",
    from: 3n,
    to: 2n,
    term: 6,
    commitIndex: 0,
    context: new Uint8Array(0),
  });
  lab.member(1).raft.campaign();
  lab.settle();
  t.like(lab.member(1).raft.view(), { role: "follower", term: 6 });
});

test("pre-vote: a grant for an earlier question does not count", (t) => {
  const lab = new Lab(3, { preVote: true });
  const { raft } = lab.member(1);
  raft.step({
    type: "heartbeatRequest",
    from: 3n,
    to: 1n,
    term: 2,
    commitIndex: 0,
    context: new Uint8Array(0),
  });
  lab.tick(1, 20);
  lab.collect(1);
  t.is(raft.view().role, "preCandidate");
  raft.step({ type: "preVoteResponse", from: 2n, to: 1n, term: 2, granted: true });
  t.is(raft.view().role, "preCandidate");
  raft.step({ type: "preVoteResponse", from: 2n, to: 1n, term: 3, granted: true });
  t.is(raft.view().role, "candidate");
});

test("lease: a candidate is ignored, term and all, while the leader is heard", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(3);
  lab.tick(3, 60);
  lab.settle();
  t.true(term(lab, 3) > 3);
  lab.passes = ({ from, type }) => from !== 3n || type === "voteRequest";
  lab.member(3).raft.campaign();
  lab.settle();
  t.is(term(lab, 1), 2);
  t.is(term(lab, 2), 2);
});

test("lease: it runs out with the leader's silence, also for one who may not campaign", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  const joiner = lab.join(9n).raft;
  joiner.step({
    type: "heartbeatRequest",
    from: 1n,
    to: 9n,
    term: 2,
    commitIndex: 0,
    context: new Uint8Array(0),
  });
  const ask: Message = {
    type: "voteRequest",
    from: 2n,
    to: 9n,
    term: 3,
    last: { term: 2, index: 2 },
    transfer: false,
  };
  joiner.step(ask);
  t.is(term(lab, 9), 2);
  for (let ticks = 0; ticks < 35; ticks++) joiner.tick();
  joiner.step(ask);
  t.is(term(lab, 9), 3);
});

test("lease: a member stuck with a higher term answers a leader's message, and the leader moves on", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(3);
  lab.tick(3, 60);
  lab.settle();
  lab.heal();
  const stuck = term(lab, 3);
  lab.tick(1, 1);
  lab.settle();
  t.true(term(lab, 1) >= stuck);
  lab.tick(1, 40);
  lab.settle();
  t.is([1, 2, 3].filter((id) => role(lab, id) === "leader").length, 1);
});

test("late pre-vote: is refused with the own term, not ignored", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab
    .member(2)
    .raft.step({ type: "preVoteRequest", from: 3n, to: 2n, term: 1, last: { term: 1, index: 1 } });
  lab.collect(2);
  t.like(lab.mail[0], { type: "preVoteResponse", granted: false, term: 2 });
});

test("check quorum: a leader that hears no majority for an election timeout steps down", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(1);
  for (let ticks = 0; ticks < 20; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.like(lab.member(1).raft.view(), { role: "follower", leader: undefined, term: 2 });
});

test("check quorum: one answering follower of two is enough", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(3);
  for (let ticks = 0; ticks < 50; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(role(lab, 1), "leader");
});

test("check quorum: a member just added has had no time to answer, and counts as heard", (t) => {
  const lab = new Lab(1);
  lab.elect(1);
  lab.tick(1, 9);
  lab.change(1, { kind: "addVoter", raftId: 2n });
  lab.settle();
  lab.tick(1, 1);
  t.is(role(lab, 1), "leader");
});

test("check quorum: for a leader that overslept only who answers from now on counts", (t) => {
  for (const cutOff of [false, true]) {
    const lab = new Lab(3);
    lab.elect(1); // The others have just been heard.
    if (cutOff) lab.isolate(1);
    lab.member(1).raft.overslept();
    for (let ticks = 0; ticks < 5; ticks++) {
      t.is(role(lab, 1), "leader");
      lab.settle();
      lab.tick(1, 1);
    }
    t.is(role(lab, 1), cutOff ? "follower" : "leader");
  }
});

test("transfer: the successor is elected at once, through lease and pre-vote", (t) => {
  const lab = new Lab(3, { preVote: true });
  lab.elect(1);
  lab.member(1).raft.transferLeadership(2n);
  lab.settle();
  t.is(role(lab, 2), "leader");
  t.is(role(lab, 1), "follower");
  const request = lab.log.filter(({ type }) => type === "voteRequest").at(-1);
  t.like(request, { from: 2n, transfer: true });
  t.false(types(lab.log.slice(-6)).includes("preVoteRequest"));
});

test("transfer: waits until the successor's log is complete; proposals are refused meanwhile", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(2);
  lab.propose(1, "a");
  lab.settle();
  lab.member(1).raft.transferLeadership(2n);
  lab.settle();
  t.deepEqual(lab.propose(1, "b"), { ok: false, error: { code: "transferring" } });
  lab.heal();
  lab.tick(1, 1);
  lab.settle();
  t.is(role(lab, 2), "leader");
  t.deepEqual(lab.member(2).applied.slice(-2), ["a", ""]);
});

test("transfer: is given up after an election timeout", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.isolate(2);
  lab.member(1).raft.transferLeadership(2n);
  for (let ticks = 0; ticks < 11; ticks++) {
    lab.tick(1, 1);
    lab.settle();
  }
  t.is(lab.member(1).raft.transferee, undefined);
  t.true(lab.propose(1, "b").ok);
});

test("transfer: to a member that is none, or to itself, is ignored", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  for (const id of [1n, 9n]) lab.member(1).raft.transferLeadership(id);
  t.is(lab.member(1).raft.transferee, undefined);
});

test("transfer: a request at a follower reaches the leader", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  lab.member(2).raft.step({ type: "transferRequest", from: 3n, to: 2n, term: 2 });
  lab.settle();
  t.is(role(lab, 3), "leader");
});

test("transfer: the successor is told only once its log is complete", (t) => {
  const lab = new Lab(3);
  lab.tick(1, 20);
  lab.settle();
  const leader = lab.member(1);
  leader.raft.propose([new Uint8Array([1])]);
  leader.raft.transferLeadership(2n);
  lab.collect(1);
  t.false(types(lab.mail).includes("timeoutNow"));

  lab.settle();
  t.is(role(lab, 2), "leader");
});
