import type { ReadTx } from "../../src/manager/store/store.ts";
import {
  NodeStatus_State,
  TaskState,
  type Service,
  type Task,
} from "../../src/model/generated/types.ts";
import type { TaskFile } from "../../src/model/task-file.ts";
import { isTerminal } from "../../src/model/task-state.ts";
import type { HeldObjects } from "../../src/worker/agent/held-objects.ts";
import { complainOfData } from "./data-convergence.ts";
import { complainOfJob } from "./job-convergence.ts";
import { complainOfRoot } from "./root-convergence.ts";
import { isWanted, stateOf } from "./checkers/tasks.ts";
import type { SimContainer } from "./engine.ts";

/** A machine as the cluster knows it, and what is on it. */
export interface Host {
  readonly nodeId: string;
  readonly containers: readonly SimContainer[];
  /** Secrets and configs: those that tasks can read, and those that its agent was given. */
  readonly files: ReadonlyMap<string, readonly TaskFile[]>;
  readonly held: HeldObjects | undefined;
  /** Whether it takes part: one that does not must be known to be down, and is not asked more. */
  readonly present: boolean;
}

/** Why the cluster is not as declared: nothing when every node is ready and runs what it shall. */
export function complaints(tx: ReadTx, hosts: readonly Host[]): readonly string[] {
  const present = new Set(hosts.flatMap((host) => (host.present ? [host.nodeId] : [])));
  return [
    ...hosts.flatMap((host) =>
      host.present
        ? [...complainOfHost(tx, host), ...complainOfData(tx, host)]
        : complainOfLost(tx, host),
    ),
    ...complainOfRoot(tx, present),
    ...tx.services.all().flatMap((service) => complainOfService(tx, service, present)),
    ...tx.services.all().flatMap((service) => complainOfJob(tx, service, present)),
    ...tx.tasks.all().flatMap((task) => complainOfTask(tx, task, present)),
  ];
}

/** How many ended tasks of a slot are kept, beside one that was just replaced. */
const MAX_HISTORY = 6;

function complainOfService(
  tx: ReadTx,
  service: Service,
  present: ReadonlySet<string>,
): readonly string[] {
  if (service.spec?.global !== undefined) return complainOfGlobal(tx, service, present);
  const replicas = service.spec?.replicated?.replicas;
  if (replicas === undefined) return [];
  const name = service.spec?.annotations?.name ?? service.id;
  const wanted = tx.tasks.ofService(service.id).filter(isWanted);
  const slots = new Set(wanted.map(({ slot }) => slot));
  const found: string[] = [];
  if (wanted.length !== replicas) found.push(`${name}: ${wanted.length} of ${replicas} wanted`);
  if (slots.size !== wanted.length) found.push(`${name}: two tasks in one slot`);
  for (const slot of new Set(tx.tasks.ofService(service.id).map((task) => task.slot))) {
    const ended = tx.tasks.inSlot(service.id, slot).filter((task) => isTerminal(stateOf(task)));
    if (ended.length > MAX_HISTORY) found.push(`${name}.${slot}: ${ended.length} ended tasks`);
  }
  const late = wanted.filter((task) => stateOf(task) !== TaskState.RUNNING);
  if (late.length > 0) found.push(`${name}: ${late.map(describe).join(", ")}`);
  return found;
}

/** Every node that takes part has one task that runs, and no other node has any. */
function complainOfGlobal(
  tx: ReadTx,
  service: Service,
  present: ReadonlySet<string>,
): readonly string[] {
  const name = service.spec?.annotations?.name ?? service.id;
  const wanted = tx.tasks.ofService(service.id).filter(isWanted);
  const found = wanted
    .filter((task) => stateOf(task) !== TaskState.RUNNING)
    .map((task) => `${name}: ${describe(task)}`);
  for (const nodeId of present) {
    const count = wanted.filter((task) => task.nodeId === nodeId).length;
    if (count !== 1) found.push(`${name}: ${count} tasks wanted on ${nodeId}`);
  }
  if (wanted.length > present.size) found.push(`${name}: ${wanted.length} tasks are wanted`);
  for (const { id, nodeId } of tx.tasks.ofService(service.id)) {
    if (!tx.nodes.get(nodeId))
      found.push(`${name}: ${id} is kept, of ${nodeId}, which was removed`);
  }
  return found;
}

function complainOfHost(tx: ReadTx, { nodeId, containers }: Host): readonly string[] {
  const state = tx.nodes.get(nodeId)?.status?.state;
  const found: string[] = [];
  if (state !== NodeStatus_State.READY) found.push(`node ${nodeId} is in state ${state ?? "none"}`);
  const wanted = new Set(
    tx.tasks
      .onNode(nodeId)
      .filter(isWanted)
      .map(({ id }) => id),
  );
  const running = containers.filter(({ phase }) => phase === "running");
  const runs = new Set(running.map(({ task }) => task.id));
  for (const id of wanted) if (!runs.has(id)) found.push(`${nodeId} does not run ${id}`);
  for (const id of runs) if (!wanted.has(id)) found.push(`${nodeId} still runs ${id}`);
  for (const { task } of containers) {
    if (tx.tasks.get(task.id) === undefined)
      found.push(`${nodeId} keeps what is left of ${task.id}`);
  }
  return found;
}

function complainOfLost(tx: ReadTx, { nodeId }: Host): readonly string[] {
  const state = tx.nodes.get(nodeId)?.status?.state;
  return state === NodeStatus_State.DOWN ? [] : [`lost node ${nodeId} is in state ${state ?? 0}`];
}

function complainOfTask(tx: ReadTx, task: Task, present: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  const placed = task.nodeId !== "";
  if (isWanted(task) && placed && !present.has(task.nodeId)) {
    found.push(`${task.id} is wanted on lost node ${task.nodeId}`);
  }
  if (placed && !isTerminal(stateOf(task)) && tx.nodes.get(task.nodeId) === undefined) {
    found.push(`${task.id} is not over on node ${task.nodeId}, which was removed`);
  }
  // What a lost node runs is waited for: it may come back.
  const orphaned = tx.services.get(task.serviceId) === undefined;
  if (orphaned && (!placed || present.has(task.nodeId))) found.push(`${task.id} has no service`);
  return found;
}

function describe(task: Task): string {
  return `${task.id} in ${stateOf(task)} on ${task.nodeId}: ${task.status?.err ?? ""}`;
}
