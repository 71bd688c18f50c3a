import {
  NodeRole,
  NodeSpec_Availability,
  NodeStatus_State,
  RaftMemberStatus_Reachability,
  UpdateStatus_UpdateState,
  type Node,
  type Service,
  type Timestamp,
} from "../../model/generated/types.ts";
import type { ClusterChange } from "./cluster-change.ts";

/** An event as `docker events` shows it. */
export interface SwarmEvent {
  readonly type: ClusterChange["kind"];
  readonly action: ClusterChange["action"];
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly time: Timestamp;
}

/** The event of one change. Source: moby daemon/events.go, generateClusterEvent. */
export function eventOf(change: ClusterChange, now: Timestamp): SwarmEvent {
  const { kind, action, object } = change;
  const { createdAt, updatedAt } = object.meta ?? {};
  const at = { create: createdAt, update: updatedAt, remove: undefined }[action];
  return {
    ...{ type: kind, action, id: object.id, time: at ?? now },
    attributes: { name: nameOf(change), ...differences(change) },
  };
}

/** One line of the stream. Nanoseconds are beyond what a number holds exactly. */
export function eventLine({ type, action, id, attributes, time }: SwarmEvent): string {
  const sorted = Object.fromEntries(
    Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const actor = JSON.stringify({ ID: id, Attributes: sorted });
  const nanos = `${time.seconds}${String(time.nanos).padStart(9, "0")}`;
  return `{"Type":"${type}","Action":"${action}","Actor":${actor},"scope":"swarm","time":${time.seconds},"timeNano":${nanos}}\n`;
}

function nameOf(change: ClusterChange): string {
  const name = change.object.spec?.annotations?.name ?? "";
  if (change.kind !== "node" || name !== "") return name;
  return change.object.description?.hostname ?? "";
}

function differences(change: ClusterChange): Readonly<Record<string, string>> {
  if (change.previous === undefined) return {};
  if (change.kind === "service") return serviceDifferences(change.previous, change.object);
  return change.kind === "node" ? nodeDifferences(change.previous, change.object) : {};
}

function serviceDifferences(before: Service, now: Service): Readonly<Record<string, string>> {
  const state = ({ updateStatus }: Service): string | undefined =>
    updateStatus && wordOf(UpdateStatus_UpdateState, updateStatus.state);
  const replicas = ({ spec }: Service): string | undefined =>
    spec?.replicated && String(spec.replicated.replicas);
  const image = ({ spec }: Service): string | undefined => spec?.task?.container?.image;
  const [old, current] = [state(before), state(now)];
  return {
    ...difference("image", image(before), image(now)),
    ...difference("replicas", replicas(before), replicas(now)),
    ...(old === undefined && current !== undefined
      ? { "updatestate.new": current }
      : difference("updatestate", old, current)),
  };
}

function nodeDifferences(before: Node, now: Node): Readonly<Record<string, string>> {
  const all = ({ spec, role, status, managerStatus }: Node): Readonly<Record<string, string>> => ({
    availability: wordOf(NodeSpec_Availability, spec?.availability ?? 0),
    role: wordOf(NodeRole, spec?.desiredRole ?? role),
    state: wordOf(NodeStatus_State, status?.state ?? 0),
    ...(managerStatus && {
      leader: String(managerStatus.leader),
      reachability: wordOf(RaftMemberStatus_Reachability, managerStatus.reachability),
    }),
  });
  const [old, current] = [all(before), all(now)];
  return Object.assign(
    {},
    ...Object.keys(current).map((name) => difference(name, old[name], current[name])),
  ) as Record<string, string>; // What is assigned are all records of text.
}

function difference(
  name: string,
  before: string | undefined,
  now: string | undefined,
): Readonly<Record<string, string>> {
  if (before === undefined || now === undefined || before === now) return {};
  return { [`${name}.old`]: before, [`${name}.new`]: now };
}

function wordOf(words: Readonly<Record<string, number>>, value: number): string {
  const found = Object.entries(words).find(([, each]) => each === value);
  return (found?.[0] ?? "unknown").toLowerCase();
}
