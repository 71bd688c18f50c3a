import test from "ava";
import fc from "fast-check";
import { Progress } from "../../../src/raft/core/progress.ts";

const LIMITS = { maxMessages: 2, maxBytes: 1000 };
const follower = (next: number): Progress => new Progress(next, LIMITS, { recentlyActive: true });

test("Progress: next stays beyond match whatever arrives in whatever order", (t) => {
  const steps = fc.array(
    fc.tuple(
      fc.constantFrom("send", "ack", "reject", "probe", "snapshot", "sent", "failed", "unpause"),
      fc.nat({ max: 20 }),
      fc.nat({ max: 20 }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (script) => {
      const progress = follower(5);
      for (const [what, a, b] of script) {
        drive(progress, what, a, b);
        if (progress.next <= progress.match) return false;
      }
      return true;
    }),
  );
  t.pass();
});

function drive(progress: Progress, what: string, a: number, b: number): void {
  if (what === "send" && !progress.paused && progress.mayCarryEntries) progress.sent(1, 10, a);
  else if (what === "ack") {
    progress.acknowledge(a);
    if (progress.mode === "probe") progress.becomeReplicate();
  } else if (what === "reject") {
    if (progress.reject(a, b) && progress.mode === "replicate") progress.becomeProbe();
  } else if (what === "probe") progress.becomeProbe();
  else if (what === "snapshot") progress.becomeSnapshot(a);
  else if (what === "sent" || what === "failed") progress.snapshotDone(what);
  else if (what === "unpause") progress.unpause();
}

test("Progress: a probe with entries pauses until an answer, an empty one does not", (t) => {
  const progress = follower(5);
  progress.sent(0, 0, 1);
  t.false(progress.paused);
  progress.sent(3, 30, 1);
  t.true(progress.paused);
  t.is(progress.next, 5);
});

test("Progress: replication is optimistic up to the window", (t) => {
  const progress = follower(5);
  progress.acknowledge(4);
  progress.becomeReplicate();
  progress.sent(1, 10, 1);
  t.is(progress.next, 6);
  t.false(progress.paused);
  progress.sent(1, 10, 1);
  t.true(progress.paused);
  t.false(progress.mayCarryEntries);
  progress.acknowledge(5);
  t.false(progress.paused);
});

test("Progress: a refusal older than what is acknowledged changes nothing", (t) => {
  const progress = follower(5);
  progress.acknowledge(4);
  progress.becomeReplicate();
  t.false(progress.reject(4, 2));
  t.true(progress.reject(7, 2));
  t.is(progress.next, 5);
});

test("Progress: while probing only the refusal of the outstanding probe counts", (t) => {
  const progress = follower(9);
  t.false(progress.reject(5, 3));
  t.is(progress.next, 9);
  t.true(progress.reject(8, 3));
  t.is(progress.next, 4);
});

test("Progress: after a snapshot was sent probing starts behind it, and waits for a sign of life", (t) => {
  const progress = follower(3);
  progress.becomeSnapshot(10);
  t.true(progress.paused);
  progress.snapshotDone("sent");
  t.is(progress.mode, "probe");
  t.is(progress.next, 11);
  t.true(progress.paused);
});

test("Progress: a lost snapshot proves nothing", (t) => {
  const progress = follower(3);
  progress.becomeSnapshot(10);
  progress.snapshotDone("failed");
  t.is(progress.next, 1);
});

test("Progress: a snapshot whose fate is never reported counts as lost in the end", (t) => {
  const progress = follower(3);
  progress.becomeSnapshot(10);
  for (let tick = 0; tick < 4; tick++) progress.tickSnapshot(5);
  t.is(progress.mode, "snapshot");
  progress.tickSnapshot(5);
  t.is(progress.mode, "probe");
  t.is(progress.next, 1);
});

test("Progress: going back makes a commit index worth sending again", (t) => {
  const progress = follower(9);
  progress.acknowledge(2);
  progress.becomeReplicate();
  progress.sent(2, 10, 4);
  t.false(progress.wouldLearnCommit(4));
  progress.becomeProbe();
  progress.acknowledge(4);
  progress.becomeReplicate();
  t.true(progress.wouldLearnCommit(4));
});
