import type { Field } from "./schema.ts";

const PACKAGES: readonly (readonly [prefix: string, replacement: string])[] = [
  ["docker.swarmkit.v1.", ""],
  ["google.protobuf.", ""],
  ["raftpb.", "Raftpb"],
  ["skein.v1.", ""],
  ["networkdb.", "Networkdb"],
  ["libnetwork.", "Libnetwork"],
];

/** The TypeScript name of a message or an enum: `NodeSpec.Availability` is `NodeSpec_Availability`. */
export function typeName(fullName: string): string {
  for (const [prefix, replacement] of PACKAGES) {
    if (!fullName.startsWith(prefix)) continue;
    const name = `${replacement}${fullName.slice(prefix.length).replaceAll(".", "_")}`;
    return name === "Object" ? "StoreObject" : name; // `Object` is JavaScript's.
  }
  throw new Error(`No TypeScript name for ${fullName}`);
}

const IRREGULAR: Readonly<Record<string, string>> = {
  VXLANUDPPort: "vxlanUdpPort",
  RootCA: "rootCa",
  AccessibilityRequirements: "accessibilityRequirements",
};

/** The TypeScript name of a field: lower camel case. */
export function fieldName(field: Pick<Field, "name">): string {
  const irregular = IRREGULAR[field.name];
  if (irregular !== undefined) return irregular;
  const camel = field.name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

/** 64-bit fields that hold ids, of any size: bigint. Every other 64-bit field is a safe number. */
const ID_FIELDS = new Set([
  "docker.swarmkit.v1.ManagerStatus.raft_id",
  "docker.swarmkit.v1.RaftMember.raft_id",
  "docker.swarmkit.v1.JoinResponse.raft_id",
  "docker.swarmkit.v1.JoinResponse.removed_members",
  "docker.swarmkit.v1.ResolveAddressRequest.raft_id",
  "docker.swarmkit.v1.InternalRaftRequest.id",
  "docker.swarmkit.v1.ClusterSnapshot.removed",
  "skein.v1.RaftProbe.from",
  "raftpb.Message.to",
  "raftpb.Message.from",
  "raftpb.Message.vote",
  "raftpb.HardState.vote",
  "raftpb.ConfState.voters",
  "raftpb.ConfState.learners",
  "raftpb.ConfState.voters_outgoing",
  "raftpb.ConfState.learners_next",
  "raftpb.ConfChange.id",
  "raftpb.ConfChange.node_id",
  "raftpb.ConfChangeSingle.node_id",
]);

export function isIdField(message: string, field: Field): boolean {
  return ID_FIELDS.has(`${message}.${field.name}`);
}
