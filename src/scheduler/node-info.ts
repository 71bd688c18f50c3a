import {
  PortConfig_PublishMode,
  TaskState,
  type GenericResource,
  type Node,
  type PortConfig,
  type Task,
} from "../model/generated/types.ts";
import { GenericPool } from "./generic-resources.ts";

/** A node that fails a service's tasks this often within `FAULTY_WINDOW_MS` is chosen last. */
const FAULTY_COUNT = 5; // Source: swarmkit manager/scheduler maxFailures.
const FAULTY_WINDOW_MS = 5 * 60_000; // Source: swarmkit manager/scheduler monitorFailures.

/** How many groups' failures are remembered; forgetting only makes a choice less wise. */
const MAX_FAILING_GROUPS = 1000;

/** What a task holds of its node. */
export interface Holding {
  readonly task: Task;
  /** Which of the node's resources in particular. */
  readonly generic: readonly GenericResource[];
}

interface Failure {
  readonly taskId: string;
  readonly atMs: number;
}

/** Tasks that count when choosing among nodes: those that are wanted. */
export function isActive({ desiredState }: Task): boolean {
  return desiredState <= TaskState.COMPLETE;
}

/** Tasks of one service and one version of its spec are alike to the scheduler. */
export function groupKey(task: Task): string {
  const version = task.specVersion?.index;
  return version === undefined ? `task/${task.id}` : `${task.serviceId}/${version}`;
}

/** The published ports that a task takes of its node itself: `tcp/8080`. */
export function hostPorts({ endpoint }: Task): readonly string[] {
  if (endpoint === undefined || endpoint.ports.length === 0) return NO_PORTS;
  return endpoint.ports.filter(isHostPort).map(portKey);
}

const NO_PORTS: readonly string[] = [];
const PROTOCOLS = ["tcp", "udp", "sctp"];

function isHostPort({ publishMode, publishedPort }: PortConfig): boolean {
  return publishMode === PortConfig_PublishMode.HOST && publishedPort !== 0;
}

function portKey({ protocol, publishedPort }: PortConfig): string {
  return `${PROTOCOLS[protocol] ?? protocol}/${publishedPort}`;
}

/** What the scheduler knows of one node, kept up to date change by change. */
export class NodeInfo {
  readonly id: string;
  #node: Node;
  readonly #holdings = new Map<string, Holding>();
  readonly #activeByService = new Map<string, number>();
  #activeCount = 0;
  #nanoCpus = 0;
  #memoryBytes = 0;
  #generic: GenericPool;
  readonly #ports = new Map<string, number>();
  readonly #failures = new Map<string, Failure[]>();

  constructor(node: Node) {
    this.id = node.id;
    this.#node = node;
    this.#generic = new GenericPool([]);
    this.update(node);
  }

  get node(): Node {
    return this.#node;
  }

  get activeCount(): number {
    return this.#activeCount;
  }

  /** What is left for new tasks; below 0 where more is reserved than there is. */
  get nanoCpus(): number {
    return this.#nanoCpus;
  }

  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  get generic(): GenericPool {
    return this.#generic;
  }

  /** The part of its processors or memory that is reserved, whichever is more; 0 where it has none. */
  get fullness(): number {
    const { nanoCpus = 0, memoryBytes = 0 } = this.#node.description?.resources ?? {};
    const cpus = nanoCpus > 0 ? 1 - this.#nanoCpus / nanoCpus : 0;
    return Math.max(cpus, memoryBytes > 0 ? 1 - this.#memoryBytes / memoryBytes : 0);
  }

  get holdings(): ReadonlyMap<string, Holding> {
    return this.#holdings;
  }

  activeOf(serviceId: string): number {
    return this.#activeByService.get(serviceId) ?? 0;
  }

  usesPort(port: string): boolean {
    return this.#ports.has(port);
  }

  update(node: Node): void {
    this.#node = node;
    const described = node.description?.resources;
    this.#nanoCpus = described?.nanoCpus ?? 0;
    this.#memoryBytes = described?.memoryBytes ?? 0;
    this.#generic = new GenericPool(described?.generic ?? []);
    for (const holding of this.#holdings.values()) this.#reserve(holding);
  }

  /** A task that wants a place here takes it; tells what of it in particular. */
  claim(task: Task): readonly GenericResource[] {
    const wanted = task.spec?.resources?.reservations?.generic ?? [];
    if (wanted.length === 0) {
      this.add({ task, generic: wanted });
      return wanted;
    }
    const generic = this.#generic.claim(wanted);
    this.#generic.release(generic); // Taken again with the rest.
    this.add({ task, generic });
    return generic;
  }

  add(holding: Holding): void {
    const { task } = holding;
    this.#holdings.set(task.id, holding);
    this.#reserve(holding);
    for (const port of hostPorts(task)) this.#ports.set(port, (this.#ports.get(port) ?? 0) + 1);
    if (isActive(task)) this.#count(task.serviceId, 1);
  }

  /** The task as it is now, if it holds exactly what it held; else nothing is done. */
  renew(task: Task): boolean {
    const known = this.#holdings.get(task.id);
    if (known === undefined || isActive(known.task) !== isActive(task)) return false;
    if (known.task.spec !== task.spec || known.task.endpoint !== task.endpoint) return false;
    const { assignedGenericResources: generic } = task;
    if (generic !== known.generic && generic.length + known.generic.length > 0) return false;
    this.#holdings.set(task.id, { task, generic });
    return true;
  }

  remove(taskId: string): void {
    const holding = this.#holdings.get(taskId);
    if (!holding) return;
    const { task, generic } = holding;
    this.#holdings.delete(taskId);
    const reserved = task.spec?.resources?.reservations;
    this.#nanoCpus += reserved?.nanoCpus ?? 0;
    this.#memoryBytes += reserved?.memoryBytes ?? 0;
    this.#generic.release(generic);
    for (const port of hostPorts(task)) {
      const count = (this.#ports.get(port) ?? 0) - 1;
      if (count > 0) this.#ports.set(port, count);
      else this.#ports.delete(port);
    }
    if (isActive(task)) this.#count(task.serviceId, -1);
  }

  /** A task failed here. Told again of the same task, it counts once. */
  noteFailure(task: Task, atMs: number): void {
    const key = groupKey(task);
    const known = (this.#failures.get(key) ?? []).filter(
      (failure) => failure.atMs > atMs - FAULTY_WINDOW_MS,
    );
    if (known.some(({ taskId }) => taskId === task.id)) return;
    if (this.#failures.size >= MAX_FAILING_GROUPS) this.#failures.clear();
    this.#failures.set(key, [...known, { taskId: task.id, atMs }]);
  }

  /** How many tasks of the group failed here lately; 0 while they are few enough to ignore. */
  faults(group: string, nowMs: number): number {
    const failures = this.#failures.get(group);
    if (failures === undefined) return 0;
    const recent = failures.filter(({ atMs }) => atMs > nowMs - FAULTY_WINDOW_MS);
    if (recent.length === 0) this.#failures.delete(group);
    return recent.length >= FAULTY_COUNT ? recent.length : 0;
  }

  #reserve({ task, generic }: Holding): void {
    const reserved = task.spec?.resources?.reservations;
    this.#nanoCpus -= reserved?.nanoCpus ?? 0;
    this.#memoryBytes -= reserved?.memoryBytes ?? 0;
    this.#generic.take(generic);
  }

  #count(serviceId: string, by: number): void {
    this.#activeCount += by;
    const count = this.activeOf(serviceId) + by;
    if (count > 0) this.#activeByService.set(serviceId, count);
    else this.#activeByService.delete(serviceId);
  }
}
