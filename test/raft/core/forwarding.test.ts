import test from "ava";
import { Lab } from "../support/lab.ts";
import { text } from "../support/lab-member.ts";

const forward = (lab: Lab, id: number, payload: string): boolean =>
  lab.member(id).raft.forward([text(payload)]).ok;

test("forwarding: is refused unless it is allowed, and by whoever knows no leader", (t) => {
  const lab = new Lab(3);
  lab.elect(1);
  t.false(forward(lab, 2, "x"));
  t.true(forward(lab, 1, "the leader's own is none"));
  t.false(forward(new Lab(3, { forwardProposals: true }), 2, "x"));
});

test("forwarding: a leader that does not allow it takes none", (t) => {
  const lab = new Lab(1);
  lab.elect(1);
  const joined = lab.join(2n, { forwardProposals: true });
  lab.change(1, { kind: "addVoter", raftId: 2n });
  lab.settle();
  t.true(joined.raft.forward([text("refused")]).ok);
  lab.settle();
  t.false(joined.applied.includes("refused"));
});

test("forwarding: only members may, and a leader in a transfer takes none", (t) => {
  const lab = new Lab(3, { forwardProposals: true });
  const leader = lab.elect(1);
  const { lastIndex } = leader.raft.view();
  const payloads = [text("of a stranger")];
  leader.raft.step({ type: "proposalRequest", from: 9n, to: 1n, term: 0, payloads });
  t.is(leader.raft.view().lastIndex, lastIndex);
  lab.isolate(3);
  leader.raft.transferLeadership(3n);
  leader.raft.step({ type: "proposalRequest", from: 2n, to: 1n, term: 0, payloads });
  t.is(leader.raft.view().lastIndex, lastIndex);
});

test("inspection: shows what a person who looks for a fault wants to know", (t) => {
  const lab = new Lab(2);
  lab.elect(1);
  lab.join(3n);
  lab.change(1, { kind: "addLearner", raftId: 3n });
  lab.settle();
  lab.isolate(3);
  lab.propose(1, "abc");
  lab.collect(1);
  t.like(lab.member(1).raft.inspect(), {
    role: "leader",
    term: 2,
    vote: 1n,
    leaderId: 1n,
    membership: { voters: [1n, 2n], learners: [3n] },
    membershipIndex: 3,
    log: { lastIndex: 4, lastTerm: 2, stableIndex: 4, commitIndex: 3, restoring: false },
    leadership: {
      startIndex: 2,
      uncommittedBytes: 3,
      followers: [
        { raftId: 2n, mode: "replicate", matchIndex: 3, nextIndex: 5, inflightMessages: 1 },
        { raftId: 3n, mode: "replicate", matchIndex: 3, learner: true },
      ],
    },
  });
  const follower = lab.member(2).raft.inspect();
  t.like(follower, { role: "follower", vote: 1n, leaderId: 1n, holdsLease: true });
  t.is(follower.leadership, undefined);
});
