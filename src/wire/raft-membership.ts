import { OperationalError } from "../base/errors.ts";
import {
  makeClusterSnapshot,
  makeRaftpbConfChange,
  makeRaftpbConfChangeSingle,
  makeRaftpbConfChangeV2,
  makeRaftpbConfState,
  RaftpbConfChangeTransition,
  RaftpbConfChangeType,
  type RaftMember,
  type RaftpbConfState,
} from "../model/generated/types.ts";
import type { ConfState, EntryType, RaftId } from "../raft/core/messages.ts";
import type { JointChange, MembershipChange } from "../raft/core/reconfiguration.ts";
import {
  ClusterSnapshotCodec,
  RaftMemberCodec,
  RaftpbConfChangeCodec,
  RaftpbConfChangeV2Codec,
} from "./generated/codecs.ts";
import { NO_BYTES } from "./runtime.ts";

/** What the entry of a membership change says. */
export interface EncodedChange {
  readonly type: Exclude<EntryType, "normal">;
  readonly data: Uint8Array;
}

export interface DecodedChange {
  readonly change: MembershipChange | JointChange;
  /** Who is added or changed; absent for whoever is removed, or promoted as it is known. */
  readonly members: readonly RaftMember[];
}

const TYPES = {
  addVoter: RaftpbConfChangeType.ConfChangeAddNode,
  remove: RaftpbConfChangeType.ConfChangeRemoveNode,
  update: RaftpbConfChangeType.ConfChangeUpdateNode,
  addLearner: RaftpbConfChangeType.ConfChangeAddLearnerNode,
} as const;

const TRANSITIONS = {
  auto: RaftpbConfChangeTransition.ConfChangeTransitionAuto,
  implicit: RaftpbConfChangeTransition.ConfChangeTransitionJointImplicit,
  explicit: RaftpbConfChangeTransition.ConfChangeTransitionJointExplicit,
} as const;

/**
 * A membership change as an entry; `members` say who is added or changed. One change is written as
 * Docker's managers read it, several as etcd's second version of the message.
 */
export function encodeMembershipChange(
  change: MembershipChange | JointChange,
  members: readonly RaftMember[],
): EncodedChange {
  if ("kind" in change) {
    const [member] = members;
    const context = member ? RaftMemberCodec.encode(member) : NO_BYTES;
    const wire = { type: TYPES[change.kind], nodeId: change.raftId, context };
    return { type: "confChange", data: RaftpbConfChangeCodec.encode(makeRaftpbConfChange(wire)) };
  }
  const wire = makeRaftpbConfChangeV2({
    transition: TRANSITIONS[change.transition],
    changes: change.changes.map(({ kind, raftId }) =>
      makeRaftpbConfChangeSingle({ type: TYPES[kind], nodeId: raftId }),
    ),
    // Nobody else reads it: etcd leaves the context to its user, and Docker never writes this form.
    context:
      members.length > 0 ? ClusterSnapshotCodec.encode(makeClusterSnapshot({ members })) : NO_BYTES,
  });
  return { type: "confChangeV2", data: RaftpbConfChangeV2Codec.encode(wire) };
}

export function decodeMembershipChange({ type, data }: EncodedChange): DecodedChange {
  if (type === "confChange") {
    const { type: wireType, nodeId, context } = RaftpbConfChangeCodec.decode(data);
    const change = changeFromWire(wireType, nodeId);
    const named = context.length > 0 && change.kind !== "remove";
    return { change, members: named ? [RaftMemberCodec.decode(context)] : [] };
  }
  const { transition, changes, context } = RaftpbConfChangeV2Codec.decode(data);
  return {
    change: {
      transition: nameOf(TRANSITIONS, transition, "transition"),
      changes: changes.map((one) => changeFromWire(one.type, one.nodeId)),
    },
    members: context.length > 0 ? ClusterSnapshotCodec.decode(context).members : [],
  };
}

export function confStateToWire(conf: ConfState): RaftpbConfState {
  return makeRaftpbConfState({
    voters: conf.voters,
    learners: conf.learners ?? [],
    votersOutgoing: conf.outgoing ?? [],
    learnersNext: conf.learnersNext ?? [],
    autoLeave: conf.autoLeave ?? false,
  });
}

export function confStateFromWire(wire: RaftpbConfState | undefined): ConfState {
  return {
    voters: wire?.voters ?? [],
    ...(wire && wire.learners.length > 0 && { learners: wire.learners }),
    ...(wire && wire.votersOutgoing.length > 0 && { outgoing: wire.votersOutgoing }),
    ...(wire && wire.learnersNext.length > 0 && { learnersNext: wire.learnersNext }),
    ...(wire?.autoLeave && { autoLeave: true }),
  };
}

function changeFromWire(type: number, raftId: RaftId): MembershipChange {
  return { kind: nameOf(TYPES, type, "type"), raftId };
}

function nameOf<Name extends string>(
  names: Readonly<Record<Name, number>>,
  value: number,
  what: string,
): Name {
  for (const name in names) if (names[name] === value) return name;
  throw new OperationalError("unimplemented", `Unknown ${what} of a membership change: ${value}`);
}
