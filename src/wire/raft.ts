import { unreachable } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import {
  makeRaftpbEntry,
  makeRaftpbMessage,
  RaftpbEntryType,
  RaftpbMessageType,
  type RaftpbEntry,
  type RaftpbMessage,
  type RaftpbSnapshot,
} from "../model/generated/types.ts";
import type { AppendResponse, Entry, EntryType, Message, Snapshot } from "../raft/core/messages.ts";
import { confStateFromWire, confStateToWire } from "./raft-membership.ts";
import { NO_BYTES } from "./runtime.ts";

/** Marks the vote request of an election that the leader asked for. Source: etcd raft.go. */
const TRANSFER = Uint8Array.from("CampaignTransfer", (letter) => letter.charCodeAt(0));

const WIRE_ENTRY_TYPE: Readonly<Record<EntryType, RaftpbEntry["type"]>> = {
  normal: RaftpbEntryType.EntryNormal,
  confChange: RaftpbEntryType.EntryConfChange,
  confChangeV2: RaftpbEntryType.EntryConfChangeV2,
};

/** A message as etcd's raft writes it. */
export function messageToWire(message: Message): RaftpbMessage {
  const { from, to, term } = message;
  const make = (type: RaftpbMessage["type"], fields: Partial<RaftpbMessage> = {}): RaftpbMessage =>
    makeRaftpbMessage({ type, from, to, term, ...fields });
  switch (message.type) {
    case "appendRequest":
      return make(RaftpbMessageType.MsgApp, {
        index: message.previous.index,
        logTerm: message.previous.term,
        entries: message.entries.map(entryToWire),
        commit: message.commitIndex,
      });
    case "appendResponse":
      return make(RaftpbMessageType.MsgAppResp, appendResponseFields(message));
    case "snapshotRequest":
      return make(RaftpbMessageType.MsgSnap, { snapshot: snapshotToWire(message.snapshot) });
    case "heartbeatRequest":
      return make(RaftpbMessageType.MsgHeartbeat, {
        commit: message.commitIndex,
        context: message.context,
      });
    case "heartbeatResponse":
      return make(RaftpbMessageType.MsgHeartbeatResp, { context: message.context });
    case "voteRequest":
      return make(RaftpbMessageType.MsgVote, {
        index: message.last.index,
        logTerm: message.last.term,
        context: message.transfer ? TRANSFER : NO_BYTES,
      });
    case "preVoteRequest":
      return make(RaftpbMessageType.MsgPreVote, {
        index: message.last.index,
        logTerm: message.last.term,
      });
    case "voteResponse":
      return make(RaftpbMessageType.MsgVoteResp, { reject: !message.granted });
    case "preVoteResponse":
      return make(RaftpbMessageType.MsgPreVoteResp, { reject: !message.granted });
    case "timeoutNow":
      return make(RaftpbMessageType.MsgTimeoutNow);
    case "transferRequest":
      return make(RaftpbMessageType.MsgTransferLeader);
    case "proposalRequest":
      return make(RaftpbMessageType.MsgProp, {
        entries: message.payloads.map((data) => makeRaftpbEntry({ data })),
      });
    case "readIndexRequest":
      return make(RaftpbMessageType.MsgReadIndex, { entries: [contextEntry(message.context)] });
    case "readIndexResponse":
      return make(RaftpbMessageType.MsgReadIndexResp, {
        index: message.index,
        entries: [contextEntry(message.context)],
      });
    default:
      return unreachable(message);
  }
}

/**
 * The message a peer sent; undefined for those that are local to a member, and never taken from another.
 */
export function messageFromWire(wire: RaftpbMessage): Message | undefined {
  const { from, to, term } = wire;
  const envelope = { from, to, term };
  const position = { term: wire.logTerm, index: wire.index };
  // Of a read it travels as the data of an entry. Source: etcd raft.go.
  const context = wire.entries[0]?.data ?? NO_BYTES;
  switch (wire.type) {
    case RaftpbMessageType.MsgApp:
      return appendRequestFromWire(wire);
    case RaftpbMessageType.MsgAppResp:
      return appendResponseFromWire(wire);
    case RaftpbMessageType.MsgSnap:
      return {
        ...envelope,
        type: "snapshotRequest",
        snapshot: snapshotFromWire(wire.snapshot),
      };
    case RaftpbMessageType.MsgHeartbeat:
      return {
        ...envelope,
        type: "heartbeatRequest",
        commitIndex: wire.commit,
        context: wire.context,
      };
    case RaftpbMessageType.MsgHeartbeatResp:
      return { ...envelope, type: "heartbeatResponse", context: wire.context };
    case RaftpbMessageType.MsgVote:
      return {
        ...envelope,
        type: "voteRequest",
        last: position,
        transfer: sameBytes(wire.context, TRANSFER),
      };
    case RaftpbMessageType.MsgPreVote:
      return { ...envelope, type: "preVoteRequest", last: position };
    case RaftpbMessageType.MsgVoteResp:
      return { ...envelope, type: "voteResponse", granted: !wire.reject };
    case RaftpbMessageType.MsgPreVoteResp:
      return { ...envelope, type: "preVoteResponse", granted: !wire.reject };
    case RaftpbMessageType.MsgTimeoutNow:
      return { ...envelope, type: "timeoutNow" };
    case RaftpbMessageType.MsgTransferLeader:
      return { ...envelope, type: "transferRequest" };
    case RaftpbMessageType.MsgReadIndex:
      return { ...envelope, type: "readIndexRequest", context };
    case RaftpbMessageType.MsgReadIndexResp:
      return { ...envelope, type: "readIndexResponse", context, index: wire.index };
    case RaftpbMessageType.MsgProp:
      return { ...envelope, type: "proposalRequest", payloads: payloadsFromWire(wire) };
    default:
      return undefined;
  }
}

// Of these two there are so many that spreading an object into them would be seen.

function appendRequestFromWire(wire: RaftpbMessage): Message {
  const { from, to, term, index, logTerm, commit } = wire;
  const previous = { term: logTerm, index };
  const entries = wire.entries.map(entryFromWire);
  return { type: "appendRequest", from, to, term, previous, entries, commitIndex: commit };
}

function appendResponseFromWire(wire: RaftpbMessage): Message {
  const { from, to, term, index, logTerm, reject, rejectHint } = wire;
  const hint = reject ? { term: logTerm, index: rejectHint } : undefined;
  return { type: "appendResponse", from, to, term, index, hint };
}

/** A change of the membership is asked for by a call, never passed on. */
function payloadsFromWire({ entries }: RaftpbMessage): readonly Uint8Array[] {
  const payloads = entries.filter(({ type }) => type === RaftpbEntryType.EntryNormal);
  return payloads.map(({ data }) => data);
}

function appendResponseFields({ index, hint }: AppendResponse): Partial<RaftpbMessage> {
  if (!hint) return { index };
  return { index, reject: true, rejectHint: hint.index, logTerm: hint.term };
}

/** Reads carry what tells them apart where proposals carry data. Source: etcd raft.go. */
function contextEntry(data: Uint8Array): RaftpbEntry {
  return makeRaftpbEntry({ data });
}

function entryToWire(entry: Entry): RaftpbEntry {
  const { term, index, data } = entry;
  return makeRaftpbEntry({ term, index, type: WIRE_ENTRY_TYPE[entry.type], data });
}

function entryFromWire({ term, index, type, data }: RaftpbEntry): Entry {
  switch (type) {
    case RaftpbEntryType.EntryNormal:
      return { term, index, type: "normal", data };
    case RaftpbEntryType.EntryConfChange:
      return { term, index, type: "confChange", data };
    case RaftpbEntryType.EntryConfChangeV2:
      return { term, index, type: "confChangeV2", data };
    default:
      throw new OperationalError("unimplemented", `Unknown type of raft entry: ${String(type)}`);
  }
}

function snapshotToWire({ index, term, conf, data }: Snapshot): RaftpbSnapshot {
  return { data, metadata: { index, term, confState: confStateToWire(conf) } };
}

function snapshotFromWire(wire: RaftpbSnapshot | undefined): Snapshot {
  const metadata = wire?.metadata;
  if (!wire || !metadata) {
    throw new OperationalError("invalidArgument", "A raft snapshot without metadata");
  }
  const { index, term, confState } = metadata;
  return { index, term, conf: confStateFromWire(confState), data: wire.data };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
