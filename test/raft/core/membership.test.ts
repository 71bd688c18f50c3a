import test from "ava";
import fc from "fast-check";
import { confStateOf, configurationOf } from "../../../src/raft/core/membership.ts";
import { majorityOf } from "../../../src/raft/core/quorum.ts";
import {
  nextConfiguration,
  type MembershipChange,
} from "../../../src/raft/core/reconfiguration.ts";

const ids = fc.uniqueArray(fc.bigInt({ min: 1n, max: 6n }), { minLength: 1, maxLength: 6 });
const changes: fc.Arbitrary<MembershipChange> = fc.record({
  kind: fc.constantFrom("addVoter", "remove", "update"),
  raftId: fc.bigInt({ min: 0n, max: 7n }),
});

test("nextConfiguration: every majority before shares a voter with every majority after", (t) => {
  fc.assert(
    fc.property(ids, changes, (voters, change) => {
      const next = nextConfiguration(configurationOf({ voters }), change);
      if (!next.ok) return true;
      const after = next.value.voters;
      const all = new Set([...voters, ...after]);
      return majorityOf(voters.length) + majorityOf(after.size) > all.size;
    }),
  );
  t.pass();
});

test("nextConfiguration: the last voter cannot be removed", (t) => {
  const next = nextConfiguration(configurationOf({ voters: [1n] }), {
    kind: "remove",
    raftId: 1n,
  });
  t.deepEqual(next, { ok: false, error: "it would remove the last voter" });
});

test("nextConfiguration: removing an absent member and changing member 0 change nothing", (t) => {
  const from = configurationOf({ voters: [1n, 2n] });
  for (const change of [
    { kind: "remove", raftId: 9n },
    { kind: "remove", raftId: 0n },
    { kind: "addVoter", raftId: 0n },
    { kind: "update", raftId: 1n },
  ] as const) {
    t.deepEqual(nextConfiguration(from, change), { ok: true, value: from });
  }
});

test("confStateOf: does not depend on the order in which members came", (t) => {
  t.deepEqual(confStateOf(configurationOf({ voters: [3n, 1n, 10n, 2n] })), {
    voters: [1n, 2n, 3n, 10n],
  });
});
