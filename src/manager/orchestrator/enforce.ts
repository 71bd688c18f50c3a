import { satisfiesAll } from "../../model/constraint.ts";
import {
  NodeSpec_Availability,
  type GenericResource,
  type Node,
  type Resources,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { availabilityOf } from "./node-fitness.ts";
import { isUpdating } from "./update.ts";
import { byAge, isLive, isWanted } from "./task-order.ts";

/**
 * The tasks that may not stay on the node, now that it is as it is: its labels no longer satisfy
 * their service's constraints, or it has less than they reserve. Where there is too little for all,
 * the oldest stay. Source: swarmkit manager/orchestrator/constraintenforcer.
 */
export function findMisfits(
  node: Node,
  tasks: readonly Task[],
  findService: (id: string) => Service | undefined,
): readonly Task[] {
  if (availabilityOf(node) !== NodeSpec_Availability.ACTIVE) return [];
  const resources = node.description?.resources;
  const left = resources && new Left(resources); // A node that has not told has what it has.
  const candidates = tasks.filter((task) => isWanted(task) && isLive(task));
  return [...candidates].sort(byAge).filter((task) => {
    const service = findService(task.serviceId);
    // While an update runs, its own constraints: it is replaced when its turn comes.
    const updating = service !== undefined && isUpdating(service);
    const spec = updating ? task.spec : (service?.spec?.task ?? task.spec);
    if (!satisfiesAll(node, spec?.placement?.constraints ?? [])) return true;
    return left !== undefined && !left.take(task);
  });
}

/** What of a node's resources no task has taken. */
class Left {
  #nanoCpus: number;
  #memoryBytes: number;
  readonly #named = new Set<string>();
  readonly #counted = new Map<string, number>();

  constructor({ nanoCpus, memoryBytes, generic }: Resources) {
    this.#nanoCpus = nanoCpus;
    this.#memoryBytes = memoryBytes;
    for (const { namedResourceSpec: named, discreteResourceSpec: counted } of generic) {
      if (named) this.#named.add(`${named.kind}/${named.value}`);
      if (counted) this.#counted.set(counted.kind, counted.value);
    }
  }

  /** Takes what the task reserved, if all of it is there. */
  take({ spec, assignedGenericResources }: Task): boolean {
    const wanted = spec?.resources?.reservations;
    const nanoCpus = wanted?.nanoCpus ?? 0;
    const memoryBytes = wanted?.memoryBytes ?? 0;
    // A task that reserved none may stay even where there is less than none.
    if (nanoCpus > 0 && nanoCpus > this.#nanoCpus) return false;
    if (memoryBytes > 0 && memoryBytes > this.#memoryBytes) return false;
    if (!assignedGenericResources.every((one) => this.#has(one))) return false;
    this.#nanoCpus -= nanoCpus;
    this.#memoryBytes -= memoryBytes;
    for (const one of assignedGenericResources) this.#takeGeneric(one);
    return true;
  }

  #has({ namedResourceSpec: named, discreteResourceSpec: counted }: GenericResource): boolean {
    if (named) return this.#named.has(`${named.kind}/${named.value}`);
    return counted === undefined || (this.#counted.get(counted.kind) ?? 0) >= counted.value;
  }

  #takeGeneric({ namedResourceSpec: named, discreteResourceSpec: counted }: GenericResource): void {
    if (named) this.#named.delete(`${named.kind}/${named.value}`);
    if (counted) {
      this.#counted.set(counted.kind, (this.#counted.get(counted.kind) ?? 0) - counted.value);
    }
  }
}
