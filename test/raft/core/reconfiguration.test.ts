import test from "ava";
import fc from "fast-check";
import {
  confStateOf,
  configurationOf,
  isJoint,
  membersOf,
  type Configuration,
} from "../../../src/raft/core/membership.ts";
import { isJointQuorum, type Voters } from "../../../src/raft/core/quorum.ts";
import {
  LEAVE_JOINT,
  nextConfiguration,
  type JointChange,
  type MembershipChange,
} from "../../../src/raft/core/reconfiguration.ts";

const IDS = [1n, 2n, 3n, 4n, 5n];
const one: fc.Arbitrary<MembershipChange> = fc.record({
  kind: fc.constantFrom("addVoter", "addLearner", "remove", "update"),
  raftId: fc.constantFrom(0n, ...IDS),
});
const joint: fc.Arbitrary<JointChange> = fc.record({
  transition: fc.constantFrom("auto", "implicit", "explicit"),
  changes: fc.array(one, { maxLength: 4 }),
});
const changes = fc.array(fc.oneof(one, joint, fc.constant(LEAVE_JOINT)), { maxLength: 12 });

const after = (
  conf: Parameters<typeof configurationOf>[0],
  ...steps: (MembershipChange | JointChange)[]
): Configuration =>
  steps.reduce((from, change) => {
    const next = nextConfiguration(from, change);
    if (!next.ok) throw new Error(next.error);
    return next.value;
  }, configurationOf(conf));

/** Whether some set of members is a quorum of `a`, and the rest one of `b`. */
function canDecideApart(a: Voters, b: Voters): boolean {
  for (let bits = 0; bits < 2 ** IDS.length; bits++) {
    const inside = (id: bigint): boolean => (bits >> (Number(id) - 1)) % 2 === 1;
    if (isJointQuorum(a, inside) && isJointQuorum(b, (id) => !inside(id))) return true;
  }
  return false;
}

test("nextConfiguration: no step lets the members before and those after decide apart", (t) => {
  fc.assert(
    fc.property(changes, (steps) => {
      let from = configurationOf({ voters: [1n, 2n, 3n] });
      for (const step of steps) {
        const next = nextConfiguration(from, step);
        if (!next.ok) continue;
        if (canDecideApart(from, next.value)) return false;
        from = next.value;
      }
      return true;
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test("nextConfiguration: nobody is two things at once, and somebody always votes", (t) => {
  fc.assert(
    fc.property(changes, (steps) => {
      let from = configurationOf({ voters: [1n, 2n, 3n] });
      for (const step of steps) {
        const next = nextConfiguration(from, step);
        if (!next.ok) continue;
        from = next.value;
        const { voters, outgoing, learners, learnersNext } = from;
        const wrong =
          voters.size === 0 ||
          [...learners].some((id) => voters.has(id) || outgoing.has(id)) ||
          [...learnersNext].some((id) => voters.has(id) || !outgoing.has(id)) ||
          (!isJoint(from) && (learnersNext.size > 0 || from.autoLeave)) ||
          voters.has(0n);
        if (wrong) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test("nextConfiguration: what a snapshot keeps of a configuration goes on in the same way", (t) => {
  fc.assert(
    fc.property(changes, (steps) => {
      let direct = configurationOf({ voters: [1n, 2n, 3n] });
      let restored = direct;
      for (const step of steps) {
        const a = nextConfiguration(direct, step);
        const b = nextConfiguration(restored, step);
        if (a.ok !== b.ok) return false;
        if (a.ok) direct = a.value;
        if (b.ok) restored = configurationOf(confStateOf(b.value));
      }
      return fc.stringify(confStateOf(direct)) === fc.stringify(confStateOf(restored));
    }),
  );
  t.pass();
});

test("nextConfiguration: several voters are changed by way of a joint state", (t) => {
  const swap: JointChange = {
    transition: "auto",
    changes: [
      { kind: "addVoter", raftId: 4n },
      { kind: "remove", raftId: 1n },
    ],
  };
  const between = after({ voters: [1n, 2n, 3n] }, swap);
  t.deepEqual(confStateOf(between), {
    voters: [2n, 3n, 4n],
    outgoing: [1n, 2n, 3n],
    autoLeave: true,
  });
  t.deepEqual(membersOf(between), [1n, 2n, 3n, 4n]);
  t.deepEqual(confStateOf(after(confStateOf(between), LEAVE_JOINT)), { voters: [2n, 3n, 4n] });
});

test("nextConfiguration: a voter becomes a learner only when its old set no longer decides", (t) => {
  const demote: JointChange = {
    transition: "explicit",
    changes: [{ kind: "addLearner", raftId: 3n }],
  };
  const between = after({ voters: [1n, 2n, 3n] }, demote);
  t.deepEqual(confStateOf(between), {
    voters: [1n, 2n],
    outgoing: [1n, 2n, 3n],
    learnersNext: [3n],
  });
  t.deepEqual(confStateOf(after(confStateOf(between), LEAVE_JOINT)), {
    voters: [1n, 2n],
    learners: [3n],
  });
});

test("nextConfiguration: what cannot be is refused with the reason", (t) => {
  const simple = configurationOf({ voters: [1n] });
  const jointly = configurationOf({ voters: [1n], outgoing: [1n, 2n] });
  const unfinished = "an earlier change is not finished: the membership is joint";
  for (const [from, change, reason] of [
    [simple, LEAVE_JOINT, "there is no joint membership to leave"],
    [simple, { kind: "remove", raftId: 1n }, "it would remove the last voter"],
    [simple, { kind: "addLearner", raftId: 1n }, "it would remove the last voter"],
    [jointly, { kind: "addVoter", raftId: 3n }, unfinished],
    [jointly, { transition: "explicit", changes: [] }, unfinished],
    [
      configurationOf({ voters: [] }),
      { transition: "implicit", changes: [{ kind: "addVoter", raftId: 1n }] },
      "there are no voters that could decide on it",
    ],
  ] as const) {
    t.deepEqual(nextConfiguration(from, change), { ok: false, error: reason });
  }
});
