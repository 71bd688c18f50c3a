import type { ReadTx } from "../../src/manager/store/store.ts";
import {
  NodeStatus_State,
  TaskState,
  type Service,
  type Task,
} from "../../src/model/generated/types.ts";
import { isWanted, stateOf } from "./checkers/tasks.ts";
import type { SimContainer } from "./engine.ts";

/** A machine as the cluster knows it, and what runs on it. */
export interface Host {
  readonly nodeId: string;
  readonly running: readonly SimContainer[];
}

/** Why the cluster is not as declared: nothing when every node is ready and runs what it shall. */
export function complaints(tx: ReadTx, hosts: readonly Host[]): readonly string[] {
  return [
    ...hosts.flatMap((host) => complainOfHost(tx, host)),
    ...tx.services.all().flatMap((service) => complainOfService(tx, service)),
  ];
}

function complainOfService(tx: ReadTx, service: Service): readonly string[] {
  const replicas = service.spec?.replicated?.replicas;
  if (replicas === undefined) return [];
  const name = service.spec?.annotations?.name ?? service.id;
  const wanted = tx.tasks.ofService(service.id).filter(isWanted);
  const slots = new Set(wanted.map(({ slot }) => slot));
  const found: string[] = [];
  if (wanted.length !== replicas) found.push(`${name}: ${wanted.length} of ${replicas} wanted`);
  if (slots.size !== wanted.length) found.push(`${name}: two tasks in one slot`);
  const late = wanted.filter((task) => stateOf(task) !== TaskState.RUNNING);
  if (late.length > 0) found.push(`${name}: ${late.map(describe).join(", ")}`);
  return found;
}

function complainOfHost(tx: ReadTx, { nodeId, running }: Host): readonly string[] {
  const state = tx.nodes.get(nodeId)?.status?.state;
  const found: string[] = [];
  if (state !== NodeStatus_State.READY) found.push(`node ${nodeId} is in state ${state ?? "none"}`);
  const wanted = new Set(
    tx.tasks
      .onNode(nodeId)
      .filter(isWanted)
      .map(({ id }) => id),
  );
  const runs = new Set(running.map(({ task }) => task.id));
  for (const id of wanted) if (!runs.has(id)) found.push(`${nodeId} does not run ${id}`);
  for (const id of runs) if (!wanted.has(id)) found.push(`${nodeId} still runs ${id}`);
  return found;
}

function describe(task: Task): string {
  return `${task.id} in ${stateOf(task)} on ${task.nodeId}: ${task.status?.err ?? ""}`;
}
