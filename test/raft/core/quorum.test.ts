import test from "ava";
import fc from "fast-check";
import {
  isJointQuorum,
  isQuorum,
  jointIndex,
  majorityIndex,
  majorityOf,
  tallyJointVotes,
  tallyVotes,
  type Tally,
} from "../../../src/raft/core/quorum.ts";

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

/** All subsets of members 0 to `count` - 1. */
function subsets(count: number): Set<bigint>[] {
  return Array.from({ length: 2 ** count }, (_, bits) => {
    const ids = Array.from({ length: count }, (_each, at) => BigInt(at));
    return new Set(ids.filter((id) => (bits >> Number(id)) % 2 === 1));
  });
}

/** All ways to give each of `count` members one of `values`. */
function* patterns<T>(count: number, values: readonly T[]): Generator<readonly T[]> {
  for (let code = 0; code < values.length ** count; code++) {
    yield Array.from(
      { length: count },
      (_, at) => values[Math.floor(code / values.length ** at) % values.length] as T,
    );
  }
}

const majorityHolds = (set: ReadonlySet<bigint>, holds: (id: bigint) => boolean): boolean =>
  [...set].filter(holds).length * 2 > set.size;

test("joint quorums: exhaustively, for all pairs of up to four voters and all patterns", (t) => {
  let cases = 0;
  for (const voters of subsets(4)) {
    if (voters.size === 0) continue;
    for (const outgoing of subsets(4)) {
      const both = { voters, outgoing };
      const sets = outgoing.size === 0 ? [voters] : [voters, outgoing];
      for (const match of patterns(4, [0, 1, 2])) {
        const at = (id: bigint): number => match[Number(id)] ?? 0;
        const naive = [2, 1, 0].find((index) =>
          sets.every((set) => majorityHolds(set, (id) => at(id) >= index)),
        );
        if (jointIndex(both, at) !== naive) t.fail(`index ${match.join()} of ${show(both)}`);
        const holds = (id: bigint): boolean => at(id) > 0;
        const quorum = sets.every((set) => majorityHolds(set, holds));
        if (isJointQuorum(both, holds) !== quorum) t.fail(`quorum ${match.join()} ${show(both)}`);
        cases++;
      }
    }
  }
  t.is(cases, 15 * 16 * 81);
});

test("joint elections: exhaustively, decided exactly when no further vote can change it", (t) => {
  for (const voters of subsets(4)) {
    if (voters.size === 0) continue;
    for (const outgoing of subsets(4)) {
      const sets = outgoing.size === 0 ? [voters] : [voters, outgoing];
      for (const ballot of patterns(4, [true, false, undefined])) {
        const votes = new Map<bigint, boolean>();
        ballot.forEach((vote, at) => vote !== undefined && votes.set(BigInt(at), vote));
        const wins = (missing: boolean): boolean =>
          sets.every((set) => majorityHolds(set, (id) => votes.get(id) ?? missing));
        const expected: Tally = wins(false) ? "won" : wins(true) ? "pending" : "lost";
        const found = tallyJointVotes({ voters, outgoing }, votes);
        if (found !== expected) t.fail(`${ballot.join()} of ${show({ voters, outgoing })}`);
      }
    }
  }
  t.pass();
});

test("joint quorums: two equal sets decide as one, in any number", (t) => {
  fc.assert(
    fc.property(matches, (match) => {
      const voters = votersOf(match);
      const at = (id: bigint): number => match[Number(id)] ?? 0;
      return jointIndex({ voters, outgoing: voters }, at) === majorityIndex(voters, at);
    }),
  );
  t.pass();
});

function show({ voters, outgoing }: { voters: Set<bigint>; outgoing: Set<bigint> }): string {
  return `{${[...voters].join()}} and {${[...outgoing].join()}}`;
}
