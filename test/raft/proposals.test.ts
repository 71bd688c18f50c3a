import test from "ava";
import { errorCodeOf, messageOf, OperationalError } from "../../src/base/errors.ts";
import type { Entry } from "../../src/raft/core/messages.ts";
import { Proposals } from "../../src/raft/proposals.ts";
import { text } from "./support/lab-member.ts";

const NEVER = new AbortController().signal;
const entry = (index: number, term: number): Entry => ({
  index,
  term,
  type: "normal",
  data: text("x"),
});
const notLeader = new OperationalError("unavailable", "not the leader");

test("Proposals: who proposed gets the index once its entry is applied, and its local value back", async (t) => {
  const proposals = new Proposals(1000);
  const outcomes = ["a", "b"].map((what) => proposals.propose(text(what), what, NEVER));
  t.deepEqual(
    proposals.queuedPayloads().map(({ local }) => local),
    ["a", "b"],
  );
  proposals.payloadsAppended({ term: 3, firstIndex: 7 });

  for (const index of [7, 8]) proposals.take(entry(index, 3))?.answer(index);

  t.deepEqual(await Promise.all(outcomes), [7, 8]);
  t.is(proposals.count, 0);
});

test("Proposals: one whose place another leader's entry took is told that it is not committed", async (t) => {
  const proposals = new Proposals(1000);
  const outcome = proposals.propose(text("a"), undefined, NEVER);
  proposals.payloadsAppended({ term: 3, firstIndex: 7 });

  t.is(proposals.take(entry(7, 4)), undefined);

  const error = await t.throwsAsync(outcome);
  t.is(errorCodeOf(error), "aborted");
  t.regex(messageOf(error), /nothing was committed/);
});

test("Proposals: leadership lost means unknown for what is in the log, and no for what is not", async (t) => {
  const proposals = new Proposals(1000);
  const appended = proposals.propose(text("a"), undefined, NEVER);
  proposals.payloadsAppended({ term: 3, firstIndex: 7 });
  const queued = proposals.propose(text("b"), undefined, NEVER);
  const change = proposals.change({ kind: "remove", raftId: 2n }, text("c"), NEVER);

  proposals.failAll(notLeader, "Leadership was lost");

  t.regex(messageOf(await t.throwsAsync(appended)), /unknown, it may still be committed/);
  t.is(await t.throwsAsync(queued), notLeader);
  t.is(await t.throwsAsync(change), notLeader);
  t.is(proposals.take(entry(7, 3)), undefined, "nobody gets a local value any more");
});

test("Proposals: who gives up is answered within two beats, and its local value is used no more", async (t) => {
  const proposals = new Proposals(1000);
  const first = new AbortController();
  const second = new AbortController();
  const appended = proposals.propose(text("a"), "local", first.signal);
  proposals.payloadsAppended({ term: 3, firstIndex: 7 });
  const queued = proposals.propose(text("b"), "local", second.signal);

  // One gives up before anybody listens to it, the other after.
  first.abort();
  proposals.beat();
  proposals.beat();
  second.abort();

  const [one, two] = [await t.throwsAsync(appended), await t.throwsAsync(queued)];
  t.is(errorCodeOf(one), "cancelled");
  t.regex(messageOf(one), /may still be committed/);
  t.regex(messageOf(two), /nothing was appended/);
  t.deepEqual(proposals.queuedPayloads(), []);
  t.is(proposals.take(entry(7, 3)), undefined);
});

test("Proposals: bytes that wait are limited, one proposal is always taken, and room comes back", async (t) => {
  const proposals = new Proposals(10);
  const big = proposals.propose(new Uint8Array(50), undefined, NEVER);
  const error = await t.throwsAsync(proposals.propose(text("x"), undefined, NEVER));
  t.is(errorCodeOf(error), "resourceExhausted");
  t.regex(messageOf(error), /50 bytes of at most 10/);

  proposals.payloadsAppended({ term: 1, firstIndex: 1 });
  proposals.take(entry(1, 1))?.answer(1);
  await big;

  const gone = new AbortController();
  const given = proposals.propose(new Uint8Array(10), undefined, gone.signal);
  gone.abort();
  proposals.beat();
  proposals.beat();
  await t.throwsAsync(given);
  proposals.queuedPayloads();
  void proposals.propose(text("x"), undefined, NEVER);
  t.is(proposals.queuedPayloads().length, 1);
});

test("Proposals: membership changes wait for each other", async (t) => {
  const proposals = new Proposals(10);
  const wanted = [2n, 3n].map((raftId) => ({ kind: "addVoter", raftId }) as const);
  const changes = wanted.map((change) => proposals.change(change, text("c"), NEVER));
  t.is(proposals.queuedChange()?.change, wanted[0]);
  proposals.changeAppended({ term: 1, firstIndex: 5 });
  t.is(proposals.queuedChange()?.change, wanted[1]);
  proposals.refuseChange(notLeader);
  proposals.take(entry(5, 1))?.answer(5);
  t.is(await changes[0], 5);
  t.is(await t.throwsAsync(changes[1]!), notLeader);
});
