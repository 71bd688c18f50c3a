import { AddressBook } from "../../../src/manager/allocator/address-book.ts";
import type { AllocationView } from "../../../src/manager/allocator/allocate.ts";
import { allocateNetwork } from "../../../src/manager/allocator/allocate-network.ts";
import {
  makeAnnotations,
  makeIPAMConfig,
  makeIPAMOptions,
  makeNetwork,
  makeNetworkSpec,
  type Network,
  type NetworkSpec,
  type Node,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";

/** A cluster's objects by hand, and the book that follows them. */
export class Scene implements AllocationView {
  readonly networks = new Map<string, Network>();
  readonly nodes = new Map<string, Node>();
  readonly tasks = new Map<string, Task>();
  readonly #services = new Map<string, Service>();
  readonly services = Object.assign(this.#services, {
    publishing: (protocol: number, port: number): readonly Service[] =>
      [...this.#services.values()].filter(({ spec, endpoint }) =>
        [...(spec?.endpoint?.ports ?? []), ...(endpoint?.ports ?? [])].some(
          (each) => each.protocol === protocol && each.publishedPort === port,
        ),
      ),
  });
  book: AddressBook;

  constructor() {
    this.book = this.newBook();
  }

  /** As a new leader makes one. */
  newBook(): AddressBook {
    const all = <T>(objects: ReadonlyMap<string, T>): { all(): readonly T[] } => ({
      all: () => [...objects.values()],
    });
    return new AddressBook({
      networks: all(this.networks),
      nodes: all(this.nodes),
      services: all(this.#services),
      tasks: all(this.tasks),
    });
  }

  addNetwork(network: Network): Network {
    const given = allocateNetwork(network, [...this.networks.values()], undefined);
    if (!given.ok) throw new Error(given.error);
    this.networks.set(network.id, given.value);
    this.book.networkTurned({ before: undefined, after: given.value });
    return given.value;
  }

  putTask(task: Task): void {
    const before = this.tasks.get(task.id);
    this.tasks.set(task.id, task);
    this.book.taskTurned({ before, after: task });
  }

  removeTask(id: string): void {
    const before = this.tasks.get(id);
    this.tasks.delete(id);
    this.book.taskTurned({ before, after: undefined });
  }

  putService(service: Service): void {
    const before = this.#services.get(service.id);
    this.#services.set(service.id, service);
    this.book.serviceTurned({ before, after: service });
  }

  removeService(id: string): void {
    const before = this.#services.get(id);
    this.#services.delete(id);
    this.book.serviceTurned({ before, after: undefined });
  }

  putNode(node: Node): void {
    const before = this.nodes.get(node.id);
    this.nodes.set(node.id, node);
    this.book.nodeTurned({ before, after: node });
  }

  removeNode(id: string): void {
    const before = this.nodes.get(id);
    this.nodes.delete(id);
    this.book.nodeTurned({ before, after: undefined });
  }
}

/** A network as its author asks for it: subnets are in CIDR notation. */
export function wantedNetwork(
  id: string,
  subnets: readonly string[] = [],
  spec: Partial<NetworkSpec> = {},
): Network {
  const configs = subnets.map((subnet) => makeIPAMConfig({ subnet }));
  return makeNetwork({
    id,
    spec: makeNetworkSpec({
      annotations: makeAnnotations({ name: id }),
      ipam: subnets.length === 0 ? undefined : makeIPAMOptions({ configs }),
      ...spec,
    }),
  });
}
