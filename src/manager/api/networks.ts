import { OperationalError } from "../../base/errors.ts";
import { parseIpAddress, parseIpSubnet } from "../../model/ip-address.ts";
import {
  TaskState,
  makeCreateNetworkResponse,
  makeGetNetworkResponse,
  makeListNetworksResponse,
  makeNetwork,
  makeRemoveNetworkResponse,
  type IPAMOptions,
  type Network,
  type NetworkAttachmentConfig,
  type NetworkSpec,
  type ServiceSpec,
} from "../../model/generated/types.ts";
import { newId } from "../../system/entropy.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import { allocateNetwork } from "../allocator/allocate-network.ts";
import { isIngress, needsIngress, networksOf } from "../allocator/attachments.ts";
import type { ReadTx } from "../store/store.ts";
import type { ControlDeps } from "./control-deps.ts";
import { labelsOf, matchesCommon, nameOf } from "./filters.ts";
import { invalid, notFound, precondition, unimplemented } from "./refuse.ts";
import { validateName } from "./validate-common.ts";

const PREDEFINED_LABEL = "com.docker.swarm.predefined";

/**
 * Networks of the cluster. A new one has its subnets and ids from the transaction that makes it, so
 * that whoever asked hears what is wrong. The texts are Swarm's own: tools match on them.
 * Source: swarmkit manager/controlapi/network.go.
 */
export function networkRoutes({ store, entropy }: ControlDeps): readonly Route[] {
  return [
    serve(ControlService.CreateNetwork, async ({ spec }) => {
      validateNetworkSpec(spec);
      const id = newId(entropy);
      const network = await store.update((tx) => {
        checkCreation(tx, spec);
        const given = allocateNetwork(
          makeNetwork({ id, spec }),
          tx.networks.all(),
          tx.clusters.all()[0],
        );
        if (!given.ok) invalid(given.error);
        tx.create("network", given.value);
        return tx.networks.get(id);
      });
      return makeCreateNetworkResponse({ network });
    }),
    serve(ControlService.GetNetwork, async ({ networkId, name }) => {
      const network = store.view((tx) => tx.networks.get(networkId) ?? tx.networks.byName(name));
      return makeGetNetworkResponse({ network: network ?? notFound("network", networkId || name) });
    }),
    serve(ControlService.ListNetworks, async ({ filters }) => {
      const networks = store
        .view((tx) => tx.networks.all())
        .filter(({ id, spec }) =>
          matchesCommon(filters, id, nameOf(spec?.annotations), labelsOf(spec?.annotations)),
        );
      return makeListNetworksResponse({ networks });
    }),
    serve(ControlService.RemoveNetwork, async ({ networkId, name }) => {
      await store.update((tx) => {
        const network = tx.networks.get(networkId) ?? tx.networks.byName(name);
        if (!network) return notFound("network", networkId || name);
        checkRemovable(tx, network);
        tx.remove("network", network.id);
      });
      return makeRemoveNetworkResponse();
    }),
  ];
}

/** Refuses networks of a service that are not there, or that services may not name. */
export function checkNetworks(tx: ReadTx, spec: ServiceSpec): void {
  const targets = networksOf(spec).map(({ target }) => target);
  for (const target of targets) {
    const network = tx.networks.get(target);
    if (!network) invalid(`network ${target} not found`);
    if (isIngress(network)) {
      const name = nameOf(network.spec?.annotations);
      invalid(`Service cannot be explicitly attached to the ingress network "${name}"`);
    }
  }
  if (new Set(targets).size !== targets.length) {
    invalid("TaskSpec: a network is given twice");
  }
  if (needsIngress(spec.endpoint) && !tx.networks.all().some(isIngress)) {
    precondition("service needs ingress network, but no ingress network is present");
  }
}

/** Whether the service's networks or its need for the routing mesh are not as they were. */
export function changesNetworks(old: ServiceSpec | undefined, spec: ServiceSpec): boolean {
  const text = (networks: readonly NetworkAttachmentConfig[]): string =>
    networks.map(({ target }) => target).join(" ");
  const same = text(networksOf(old)) === text(networksOf(spec));
  return !same || (needsIngress(spec.endpoint) && !needsIngress(old?.endpoint));
}

function validateNetworkSpec(spec: NetworkSpec | undefined): asserts spec is NetworkSpec {
  if (!spec) invalid("spec: a network spec must be provided");
  const driver = spec.driverConfig;
  if (spec.ingress && driver && driver.name !== "" && driver.name !== "overlay") {
    unimplemented("only overlay driver is currently supported for ingress network");
  }
  if (spec.attachable && spec.ingress) invalid("ingress network cannot be attachable");
  validateName(spec.annotations);
  if (driver?.name === "") invalid("driver name: if driver is specified name is required");
  validateAddresses(spec.ipam);
}

function validateAddresses(ipam: IPAMOptions | undefined): void {
  for (const { subnet, range, gateway } of ipam?.configs ?? []) {
    if (subnet !== "" && !parseIpSubnet(subnet))
      invalid(`ipam configuration: invalid subnet ${subnet}`);
    if (range !== "" && !parseIpSubnet(range))
      invalid(`ipam configuration: invalid range ${range}`);
    if (gateway !== "" && !parseIpAddress(gateway)) {
      invalid(`ipam configuration: invalid gateway ${gateway}`);
    }
  }
}

function checkCreation(tx: ReadTx, spec: NetworkSpec): void {
  const name = nameOf(spec.annotations);
  if (tx.networks.byName(name)) {
    throw new OperationalError("alreadyExists", `network with name ${name} already exists`);
  }
  const present = spec.ingress ? tx.networks.all().find(isIngress) : undefined;
  if (present) {
    throw new OperationalError(
      "alreadyExists",
      `ingress network (${present.id}) is already present`,
    );
  }
}

function checkRemovable(tx: ReadTx, network: Network): void {
  const { id, spec } = network;
  if (labelsOf(spec?.annotations)[PREDEFINED_LABEL] === "true") {
    const name = nameOf(spec?.annotations);
    precondition(`${name} is a pre-defined network and cannot be removed`);
  }
  if (isIngress(network)) {
    const user = tx.services.all().find((service) => needsIngress(service.spec?.endpoint));
    if (user) {
      precondition(`ingress network cannot be removed because service ${user.id} depends on it`);
    }
    return;
  }
  const [service] = tx.services.using("network", id);
  if (service) precondition(`network ${id} is in use by service ${service.id}`);
  const task = tx.tasks.using("network", id).find(({ desiredState, status }) => {
    const state = status?.state ?? TaskState.NEW;
    return desiredState <= TaskState.RUNNING && state <= TaskState.RUNNING;
  });
  if (task) precondition(`network ${id} is in use by task ${task.id}`);
}
