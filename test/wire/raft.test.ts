import test from "ava";
import fc from "fast-check";
import {
  makeRaftMember,
  makeRaftpbConfChange,
  RaftpbMessageType,
} from "../../src/model/generated/types.ts";
import type { Message } from "../../src/raft/core/messages.ts";
import { LEAVE_JOINT } from "../../src/raft/core/reconfiguration.ts";
import { RaftpbConfChangeCodec, RaftpbMessageCodec } from "../../src/wire/generated/codecs.ts";
import { decodeMembershipChange, encodeMembershipChange } from "../../src/wire/raft-membership.ts";
import { messageFromWire, messageToWire } from "../../src/wire/raft.ts";

const number = fc.nat({ max: 1 << 30 });
const id = fc.bigInt({ min: 1n, max: (1n << 63n) - 1n });
const bytes = fc.uint8Array({ maxLength: 20 });
const entryId = fc.record({ term: number, index: number });
const entry = fc.record({
  term: number,
  index: number,
  type: fc.constantFrom("normal" as const, "confChange" as const, "confChangeV2" as const),
  data: bytes,
});
const snapshot = fc.record({
  term: number,
  index: number,
  conf: fc.oneof(
    fc.record({ voters: fc.array(id, { maxLength: 5 }) }),
    fc.record({
      voters: fc.array(id, { minLength: 1, maxLength: 3 }),
      learners: fc.array(id, { minLength: 1, maxLength: 3 }),
      outgoing: fc.array(id, { minLength: 1, maxLength: 3 }),
      learnersNext: fc.array(id, { minLength: 1, maxLength: 3 }),
      autoLeave: fc.constant(true),
    }),
  ),
  data: bytes,
});

const bodies: fc.Arbitrary<object>[] = [
  fc.record({
    type: fc.constant("appendRequest"),
    previous: entryId,
    entries: fc.array(entry, { maxLength: 4 }),
    commitIndex: number,
  }),
  fc.record({ type: fc.constant("appendResponse"), index: number, hint: fc.constant(undefined) }),
  fc.record({ type: fc.constant("appendResponse"), index: number, hint: entryId }),
  fc.record({ type: fc.constant("snapshotRequest"), snapshot }),
  fc.record({ type: fc.constant("heartbeatRequest"), commitIndex: number, context: bytes }),
  fc.record({ type: fc.constant("heartbeatResponse"), context: bytes }),
  fc.record({ type: fc.constant("voteRequest"), last: entryId, transfer: fc.boolean() }),
  fc.record({ type: fc.constant("voteResponse"), granted: fc.boolean() }),
  fc.record({ type: fc.constant("preVoteRequest"), last: entryId }),
  fc.record({ type: fc.constant("preVoteResponse"), granted: fc.boolean() }),
  fc.record({ type: fc.constant("timeoutNow") }),
  fc.record({ type: fc.constant("transferRequest") }),
  fc.record({ type: fc.constant("proposalRequest"), payloads: fc.array(bytes, { maxLength: 3 }) }),
  fc.record({ type: fc.constant("readIndexRequest"), context: bytes }),
  fc.record({ type: fc.constant("readIndexResponse"), context: bytes, index: number }),
];
const envelope = fc.record({ from: id, to: id, term: number });
const messages = fc
  .tuple(envelope, fc.oneof(...bodies))
  .map(([head, body]) => ({ ...head, ...body }) as Message); // Every body is a message's.

test("raft messages: every one survives etcd's encoding", (t) => {
  fc.assert(
    fc.property(messages, (message) => {
      const bytesOnWire = RaftpbMessageCodec.encode(messageToWire(message));
      t.deepEqual(messageFromWire(RaftpbMessageCodec.decode(bytesOnWire)), message);
    }),
  );
});

test("raft messages: look as etcd's do", (t) => {
  const head = { from: 1n, to: 2n, term: 7 };
  t.like(
    messageToWire({ ...head, type: "appendResponse", index: 9, hint: { term: 4, index: 6 } }),
    { type: RaftpbMessageType.MsgAppResp, index: 9, reject: true, rejectHint: 6, logTerm: 4 },
  );
  t.like(
    messageToWire({ ...head, type: "voteRequest", last: { term: 4, index: 6 }, transfer: true }),
    {
      type: RaftpbMessageType.MsgVote,
      index: 6,
      logTerm: 4,
      context: new TextEncoder().encode("CampaignTransfer"),
    },
  );
});

test("raft messages: those that are local to a member are not taken from another", (t) => {
  for (const type of [
    RaftpbMessageType.MsgHup,
    RaftpbMessageType.MsgSnapStatus,
    RaftpbMessageType.MsgStorageAppend,
  ] as const) {
    const wire = messageToWire({ from: 1n, to: 2n, term: 3, type: "timeoutNow" });
    t.is(messageFromWire({ ...wire, type }), undefined);
  }
});

test("membership changes: survive their encoding, with the member they are about", (t) => {
  const member = makeRaftMember({ raftId: 5n, nodeId: "n5", addr: "10.0.0.5:2377" });
  for (const kind of ["addVoter", "addLearner", "update"] as const) {
    const change = { kind, raftId: 5n };
    const encoded = encodeMembershipChange(change, [member]);
    t.is(encoded.type, "confChange", "as Docker's managers read it");
    t.like(decodeMembershipChange(encoded), { change, members: [member] });
  }
  const removal = { kind: "remove", raftId: 5n } as const;
  t.deepEqual(decodeMembershipChange(encodeMembershipChange(removal, [])), {
    change: removal,
    members: [],
  });
});

test("joint changes: survive their encoding, and nothing at all ends a joint state", (t) => {
  const members = [5n, 6n].map((raftId) => makeRaftMember({ raftId, nodeId: `n${raftId}` }));
  for (const transition of ["auto", "implicit", "explicit"] as const) {
    const change = {
      transition,
      changes: [
        { kind: "addVoter", raftId: 5n },
        { kind: "addLearner", raftId: 6n },
        { kind: "remove", raftId: 1n },
      ],
    } as const;
    const encoded = encodeMembershipChange(change, members);
    t.is(encoded.type, "confChangeV2");
    t.like(decodeMembershipChange(encoded), { change, members });
  }
  const nothing = { type: "confChangeV2", data: new Uint8Array(0) } as const;
  t.deepEqual(decodeMembershipChange(nothing), { change: LEAVE_JOINT, members: [] });
});

test("membership changes: one of an unknown kind is refused by its number", (t) => {
  const wire = makeRaftpbConfChange({ nodeId: 5n });
  const data = RaftpbConfChangeCodec.encode({ ...wire, type: 9 as typeof wire.type });
  t.throws(() => decodeMembershipChange({ type: "confChange", data }), {
    message: "Unknown type of a membership change: 9",
  });
});
