import { messageOf } from "../../base/errors.ts";
import { parseConstraints } from "../../model/constraint.ts";
import {
  EndpointSpec_ResolutionMode,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  type EndpointSpec,
  type PortConfig,
  type RestartPolicy,
  type ServiceSpec,
  type TaskSpec,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import type { ReadTx } from "../store/store.ts";
import { nameOf } from "./filters.ts";
import { invalid } from "./refuse.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { validateName, validateResources, validateSpan } from "./validate-common.ts";
import { validateContainer } from "./validate-container.ts";

/** Refuses a spec that is wrong by itself, whatever else the cluster holds. In Swarm's order. */
export function validateServiceSpec(spec: ServiceSpec | undefined): asserts spec is ServiceSpec {
  if (!spec) invalid("spec: a service spec must be provided");
  validateName(spec.annotations);
  validateTask(spec.task);
  validateMode(spec);
  validateUpdate(spec.update);
  validateUpdate(spec.rollback);
  validateEndpoint(spec.endpoint);
  refuseUnsupported(spec);
}

function validateTask(task: TaskSpec | undefined): asserts task is TaskSpec {
  if (!task) invalid("TaskSpec: it must be provided");
  validateResources(task.resources?.limits);
  validateResources(task.resources?.reservations);
  validateRestart(task.restart);
  const { constraints = [] } = task.placement ?? {};
  try {
    parseConstraints(constraints);
  } catch (error) {
    invalid(messageOf(error));
  }
  if (task.container) validateContainer(task.container);
  else if (!task.attachment && !task.generic) invalid("TaskSpec: missing runtime");
}

function validateRestart(policy: RestartPolicy | undefined): void {
  validateSpan(policy?.delay, "restart-delay");
  validateSpan(policy?.window, "restart-window");
}

function validateMode({ replicated, global, update }: ServiceSpec): void {
  if (replicated && replicated.replicas < 0) invalid("Number of replicas must be non-negative");
  if (!replicated && !global && update) invalid("Jobs may not have an update config");
}

function validateUpdate(update: UpdateConfig | undefined): void {
  if (!update) return;
  validateSpan(update.delay, "update-delay");
  validateSpan(update.monitor, "update-monitor");
  if (!(update.maxFailureRatio >= 0 && update.maxFailureRatio <= 1)) {
    invalid("TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1");
  }
}

function validateEndpoint(endpoint: EndpointSpec | undefined): void {
  if (!endpoint) return;
  const ingress = endpoint.ports.filter(
    (port) => port.publishMode === PortConfig_PublishMode.INGRESS,
  );
  if (ingress.length > 0 && endpoint.mode === EndpointSpec_ResolutionMode.DNSRR) {
    invalid("EndpointSpec: port published with ingress mode can't be used with dnsrr mode");
  }
  const published = endpoint.ports.filter((port) => port.publishedPort !== 0).map(portKey);
  if (new Set(published).size !== published.length) {
    invalid("EndpointSpec: duplicate published ports provided");
  }
  for (const { targetPort, publishedPort } of endpoint.ports) {
    for (const port of [targetPort, publishedPort]) {
      if (port > 65_535)
        invalid(`EndpointSpec: port ${port} is out of range: it must be at most 65535`);
    }
  }
}

function portKey({ protocol, publishedPort, publishMode }: PortConfig): string {
  return `${protocol}/${publishedPort}/${publishMode}`;
}

const PROTOCOLS = new Map(
  Object.entries(PortConfig_Protocol).map(([name, value]) => [value, name]),
);

/**
 * Refuses a port that another service has. Only where one of the two is published on every node:
 * two services may publish the same port on nodes of their own.
 */
export function checkPorts(
  tx: ReadTx,
  serviceId: string,
  endpoint: EndpointSpec | undefined,
): void {
  const wanted = (endpoint?.ports ?? []).filter((port) => port.publishedPort !== 0);
  if (wanted.length === 0) return;
  for (const service of tx.services.all()) {
    if (service.id === serviceId) continue;
    for (const taken of service.spec?.endpoint?.ports ?? []) {
      const clash = wanted.find(
        (port) =>
          port.publishedPort === taken.publishedPort &&
          port.protocol === taken.protocol &&
          (port.publishMode === PortConfig_PublishMode.INGRESS ||
            taken.publishMode === PortConfig_PublishMode.INGRESS),
      );
      if (!clash) continue;
      const kind =
        taken.publishMode === PortConfig_PublishMode.INGRESS ? "an ingress" : "a host-published";
      const protocol =
        PROTOCOLS.get(taken.protocol) === "TCP" ? "" : `/${PROTOCOLS.get(taken.protocol) ?? ""}`;
      invalid(
        `port '${clash.publishedPort}${protocol.toLowerCase()}' is already in use by service ` +
          `'${nameOf(service.spec?.annotations)}' (${service.id}) as ${kind} port`,
      );
    }
  }
}
