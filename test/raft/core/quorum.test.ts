import test from "ava";
import fc from "fast-check";
import { isQuorum, majorityIndex, majorityOf, tallyVotes } from "../../../src/raft/core/quorum.ts";

const matches = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 9 });
const votersOf = (list: readonly unknown[]): Set<bigint> =>
  new Set(Array.from(list.keys(), (at) => BigInt(at)));

/** The definition, slowly: the highest index that more than half of the voters have reached. */
function majorityIndexByDefinition(match: readonly number[]): number {
  const held = (index: number): boolean =>
    match.filter((own) => own >= index).length > match.length / 2;
  return Math.max(0, ...match.filter(held));
}

test("majorityIndex: agrees with its definition", (t) => {
  fc.assert(
    fc.property(matches, (match) => {
      const fast = majorityIndex(votersOf(match), (voter) => match[Number(voter)] ?? 0);
      return fast === majorityIndexByDefinition(match);
    }),
  );
  t.pass();
});

test("majorityIndex: nobody has committed anything without voters", (t) => {
  t.is(
    majorityIndex(new Set(), () => 7),
    0,
  );
});

test("majorityOf: any two majorities share a voter, and one voter fewer would not do", (t) => {
  for (let voters = 1; voters <= 9; voters++) {
    t.true(2 * majorityOf(voters) > voters);
    t.true(2 * (majorityOf(voters) - 1) <= voters);
  }
});

test("tallyVotes: is decided exactly when no further vote can change it", (t) => {
  const ballots = fc.array(fc.constantFrom(true, false, undefined), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(ballots, (ballot) => {
      const votes = new Map<bigint, boolean>();
      ballot.forEach((vote, at) => {
        if (vote !== undefined) votes.set(BigInt(at), vote);
      });
      const wins = (missing: boolean): boolean =>
        ballot.filter((vote) => vote ?? missing).length > ballot.length / 2;
      const expected = wins(false) ? "won" : wins(true) ? "pending" : "lost";
      return tallyVotes(votersOf(ballot), votes) === expected;
    }),
  );
  t.pass();
});

test("tallyVotes: votes of members without a vote do not count", (t) => {
  const votes = new Map([
    [1n, true],
    [8n, true],
    [9n, true],
  ]);
  t.is(tallyVotes(new Set([1n, 2n, 3n]), votes), "pending");
});

test("tallyVotes, isQuorum: nobody wins without voters", (t) => {
  t.is(tallyVotes(new Set(), new Map([[1n, true]])), "lost");
  t.false(isQuorum(new Set(), () => true));
});
