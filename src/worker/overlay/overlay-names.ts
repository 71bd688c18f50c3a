import type { OverlayEndpoint, OverlayService } from "../../model/generated/types.ts";
import { bareAddress } from "./addresses.ts";
import { Grouped } from "./grouped.ts";
import {
  serviceKey,
  type Difference,
  type Differences,
  type OverlayTables,
} from "./overlay-tables.ts";

/** What a name stands for on a network. */
export interface NamedThing {
  /** One of them is enough, or all of them, in any order. */
  readonly addresses: readonly string[];
  /** Of the service, if that is what was named, or whose tasks were. */
  readonly ports: OverlayService["ports"];
  /** Names of tasks that serve, for answers that need names. */
  readonly targets: readonly { readonly name: string; readonly addresses: readonly string[] }[];
}

const TASKS = "tasks.";

/** Names and addresses of each network but the ingress one's, kept up to date change by change. */
export class OverlayNames {
  readonly #nodeId: string;
  readonly #names = new Grouped();
  readonly #addresses = new Grouped();
  readonly #tasks = new Grouped();
  readonly #members = new Grouped();
  readonly #networkNames = new Map<string, string>();
  #tables: OverlayTables | undefined;

  constructor(nodeId: string) {
    this.#nodeId = nodeId;
  }

  apply(tables: OverlayTables, { networks, endpoints, services }: Differences): void {
    this.#tables = tables;
    for (const { key, after } of networks) {
      // The ingress network is a way and no place: services that share nothing else are strangers.
      if (after && !after.ingress) this.#networkNames.set(key, after.name.toLowerCase());
      else this.#networkNames.delete(key);
    }
    for (const each of services) {
      this.#move(this.#names, each, serviceNames, `s ${each.key}`);
      this.#move(this.#addresses, each, serviceAddresses, `s ${each.key}`);
    }
    for (const each of endpoints) {
      this.#move(this.#names, each, endpointNames, `e ${each.key}`);
      this.#move(this.#addresses, each, endpointAddresses, `e ${each.key}`);
      this.#move(this.#tasks, each, ({ taskId }) => [taskId], each.key);
      this.#move(this.#members, each, (endpoint) => [serviceKey(endpoint)], each.key);
    }
  }

  /** How many names, addresses and groups are kept. */
  get size(): number {
    return this.#names.size + this.#addresses.size + this.#tasks.size + this.#members.size;
  }

  /** The networks that one of this node's own containers is on, by its address on one of them. */
  networksOf(networkId: string, address: string): readonly string[] {
    const networks = new Set<string>();
    for (const { taskId, nodeId } of this.#endpointsAt(networkId, address)) {
      if (nodeId !== this.#nodeId) continue;
      for (const key of this.#tasks.get(taskId)) {
        const endpoint = this.#tables?.endpoints.get(key);
        if (endpoint) networks.add(endpoint.networkId);
      }
    }
    return [...networks].toSorted();
  }

  /** What a name means on one of the networks; undefined where it means nothing. */
  find(networkIds: readonly string[], name: string): NamedThing | undefined {
    const wanted = name.toLowerCase().replace(/\.$/, "");
    for (const networkId of networkIds) {
      const found =
        this.#findOn(networkId, wanted) ??
        this.#findOn(networkId, this.#withoutNetwork(networkId, wanted));
      if (found) return found;
    }
    return undefined;
  }

  /** The names of an address, the network's own behind each. */
  reverse(networkIds: readonly string[], address: string): readonly string[] {
    return networkIds.flatMap((networkId) => {
      const network = this.#networkNames.get(networkId);
      if (network === undefined) return [];
      return [...this.#addresses.get(`${networkId} ${address}`)].flatMap((owner) => {
        const name = this.#nameOf(owner);
        return name === undefined ? [] : [`${name}.${network}`];
      });
    });
  }

  #move<T extends { readonly networkId: string }>(
    groups: Grouped,
    { before, after }: Difference<T>,
    namesOf: (item: T) => readonly string[],
    owner: string,
  ): void {
    const placed = (item: T): readonly string[] =>
      namesOf(item).map((name) => `${item.networkId} ${name}`);
    if (before) for (const name of placed(before)) groups.delete(name, owner);
    if (after) for (const name of placed(after)) groups.add(name, owner);
  }

  #findOn(networkId: string, name: string | undefined): NamedThing | undefined {
    if (name === undefined || !this.#networkNames.has(networkId)) return undefined;
    const owners = [...this.#names.get(`${networkId} ${name}`)].toSorted();
    const services = owners.flatMap((owner) => this.#serviceOf(owner) ?? []);
    const [service] = services;
    if (service) {
      const targets = this.#serving(services);
      const { virtualAddresses } = service;
      const own = virtualAddresses.map(bareAddress);
      return {
        addresses: own.length > 0 ? own : addressesOf(targets),
        ports: service.ports,
        targets,
      };
    }
    if (owners.length > 0) {
      const endpoints = owners.flatMap((owner) => this.#endpointOf(owner) ?? []);
      const targets = targetsOf(endpoints);
      return { addresses: addressesOf(targets), ports: [], targets };
    }
    return name.startsWith(TASKS) ? this.#tasksOf(networkId, name.slice(TASKS.length)) : undefined;
  }

  #tasksOf(networkId: string, name: string): NamedThing | undefined {
    const owners = this.#names.get(`${networkId} ${name}`);
    const services = [...owners].flatMap((owner) => this.#serviceOf(owner) ?? []);
    const [service] = services;
    if (service === undefined) return undefined;
    const targets = this.#serving(services);
    return { addresses: addressesOf(targets), ports: service.ports, targets };
  }

  #serving(services: readonly OverlayService[]): NamedThing["targets"] {
    return services.flatMap((service) => {
      const keys = this.#members.get(`${service.networkId} ${serviceKey(service)}`);
      return targetsOf([...keys].flatMap((key) => this.#tables?.endpoints.get(key) ?? []));
    });
  }

  #withoutNetwork(networkId: string, name: string): string | undefined {
    const suffix = `.${this.#networkNames.get(networkId) ?? ""}`;
    return name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
  }

  #endpointsAt(networkId: string, address: string): readonly OverlayEndpoint[] {
    const owners = this.#addresses.get(`${networkId} ${address}`);
    return [...owners].flatMap((owner) => this.#endpointOf(owner) ?? []);
  }

  #serviceOf(owner: string): OverlayService | undefined {
    return owner.startsWith("s ") ? this.#tables?.services.get(owner.slice(2)) : undefined;
  }

  #endpointOf(owner: string): OverlayEndpoint | undefined {
    return owner.startsWith("e ") ? this.#tables?.endpoints.get(owner.slice(2)) : undefined;
  }

  #nameOf(owner: string): string | undefined {
    return this.#serviceOf(owner)?.name ?? this.#endpointOf(owner)?.taskName;
  }
}

function serviceNames({ name, aliases }: OverlayService): readonly string[] {
  return [name, ...aliases].map((each) => each.toLowerCase());
}

function serviceAddresses({ virtualAddresses }: OverlayService): readonly string[] {
  return virtualAddresses.map(bareAddress);
}

function endpointNames({ taskName, hostname, aliases }: OverlayEndpoint): readonly string[] {
  const names = [taskName, hostname, ...aliases].filter((each) => each !== "");
  return [...new Set(names.map((each) => each.toLowerCase()))];
}

function endpointAddresses({ addresses }: OverlayEndpoint): readonly string[] {
  return addresses.map(bareAddress);
}

function targetsOf(endpoints: readonly OverlayEndpoint[]): NamedThing["targets"] {
  return endpoints
    .filter(({ serving }) => serving)
    .map(({ taskName, addresses }) => ({ name: taskName, addresses: addresses.map(bareAddress) }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

function addressesOf(targets: NamedThing["targets"]): readonly string[] {
  return targets.flatMap(({ addresses }) => addresses);
}
