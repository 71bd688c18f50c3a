import { unreachable } from "../../../src/base/assert.ts";
import type { Entry, EntryId, Message } from "../../../src/raft/core/messages.ts";
import type { TraceRecord } from "../../../src/raft/core/shared.ts";
import type { LabMember } from "./lab-member.ts";

const decoder = new TextDecoder();

/** A place in the log: its index, and the term of the entry there. */
function place({ term, index }: EntryId): string {
  return `${index}.${term}`;
}

function words({ type, data }: Entry): string {
  if (data.length === 0) return type === "normal" ? "-" : "<leave>";
  const text = decoder.decode(data);
  return type === "normal" ? text : `<${text}>`;
}

function entries(list: readonly Entry[]): string {
  return list.map((entry) => `${place(entry)} ${words(entry)}`).join(", ");
}

function body(message: Message): string {
  switch (message.type) {
    case "appendRequest": {
      const { previous, commitIndex } = message;
      return `append after ${place(previous)} [${entries(message.entries)}] commit ${commitIndex}`;
    }
    case "appendResponse": {
      const { hint, index } = message;
      return hint ? `refuses what follows ${index}, hint ${place(hint)}` : `holds ${index}`;
    }
    case "snapshotRequest":
      return `snapshot ${place(message.snapshot)}`;
    case "heartbeatRequest":
      return `heartbeat commit ${message.commitIndex}${context(message.context)}`;
    case "heartbeatResponse":
      return `alive${context(message.context)}`;
    case "voteRequest":
      return `vote? last ${place(message.last)}${message.transfer ? " for a transfer" : ""}`;
    case "preVoteRequest":
      return `pre-vote? last ${place(message.last)}`;
    case "voteResponse":
      return `vote ${message.granted ? "granted" : "refused"}`;
    case "preVoteResponse":
      return `pre-vote ${message.granted ? "granted" : "refused"}`;
    case "timeoutNow":
      return "campaign now";
    case "transferRequest":
      return "wants to lead";
    case "proposalRequest":
      return `propose ${message.payloads.map((data) => decoder.decode(data)).join(" ")}`;
    case "readIndexRequest":
      return `read? ${decoder.decode(message.context)}`;
    case "readIndexResponse":
      return `read ${decoder.decode(message.context)} at ${message.index}`;
    default:
      return unreachable(message);
  }
}

function context(bytes: Uint8Array): string {
  if (bytes.length === 0) return "";
  if (bytes.length !== 8) return " marked as the last";
  return ` round ${new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0)}`;
}

export function wordsOfMessage(message: Message): string {
  return `${message.from} to ${message.to}, term ${message.term}: ${body(message)}`;
}

/** What is worth a line; undefined for the rest. */
export function wordsOfTrace(id: bigint, record: TraceRecord): string | undefined {
  switch (record.kind) {
    case "role": {
      const after = record.leader !== undefined && record.role === "follower";
      const whom = after ? ` of ${record.leader}` : "";
      return `  ${id} is ${record.role}${whom} in term ${record.term}`;
    }
    case "leaseKept":
      return `  ${id} hears its leader and ignores ${record.candidate}`;
    case "quorumLost":
      return `  ${id} hears no majority`;
    case "snapshotReceived":
      return `  ${id} takes a snapshot at ${record.index}`;
    case "membership": {
      const { voters, outgoing, learners, learnersNext } = record.conf;
      const parts = [`voters ${voters.join(" ")}`];
      if (outgoing) parts.push(`and ${outgoing.join(" ")}`);
      if (learners) parts.push(`learners ${learners.join(" ")}`);
      if (learnersNext) parts.push(`learners next ${learnersNext.join(" ")}`);
      return `  ${id} knows at ${record.index}: ${parts.join(", ")}`;
    }
    default:
      return undefined;
  }
}

export function wordsOfState({ id, raft, disk }: LabMember): string {
  const { role, term, leader, commitIndex, appliedIndex } = raft.view();
  const { firstIndex, lastIndex, stableIndex } = raft.log;
  const { term: durableTerm, vote } = disk.hardState;
  return (
    `${id}: ${role} term ${term} leader ${leader ?? "-"} ` +
    `log ${firstIndex}..${lastIndex} durable ${stableIndex} commit ${commitIndex} applied ${appliedIndex} ` +
    `disk term ${durableTerm} vote ${vote ?? "-"}`
  );
}

export function wordsOfProgress({ raft }: LabMember): readonly string[] {
  return [...raft.followers].map(([id, { mode, match, next, paused, inflightCount }]) => {
    const flow = `${inflightCount} in flight${paused ? ", paused" : ""}`;
    return `${id}: ${mode} match ${match} next ${next}, ${flow}`;
  });
}

export function wordsOfLog({ raft, disk }: LabMember): string {
  const compacted = raft.log.firstIndex > 1 ? `(up to ${raft.log.firstIndex - 1}) ` : "";
  return `${compacted}${entries(disk.entries)}`;
}
