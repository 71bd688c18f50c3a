import { OperationalError } from "../../base/errors.ts";
import { parseConstraints } from "../../model/constraint.ts";
import {
  EndpointSpec_ResolutionMode,
  PortConfig_PublishMode,
  type Annotations,
  type EndpointSpec,
  type PortConfig,
  type RestartPolicy,
  type ServiceSpec,
  type TaskSpec,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import { faultOfOptions } from "../../model/service-options.ts";
import type { ReadTx } from "../store/store.ts";
import { nameOf } from "./filters.ts";
import { invalid } from "./refuse.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { validateName, validateResources, validateSpan } from "./validate-common.ts";
import { validateContainer } from "./validate-container.ts";
import { validateReferences } from "./validate-references.ts";
import { validateTemplates } from "./validate-templates.ts";

/** Refuses a spec that is wrong by itself, whatever else the cluster holds. In Swarm's order. */
export function validateServiceSpec(spec: ServiceSpec | undefined): asserts spec is ServiceSpec {
  if (!spec) invalid("spec: a service spec must be provided");
  validateName(spec.annotations);
  validateOptions(spec.annotations);
  validateTask(spec.task, spec.annotations);
  validateMode(spec);
  validateUpdate(spec.update);
  validateUpdate(spec.rollback);
  validateEndpoint(spec.endpoint);
  refuseUnsupported(spec);
}

/** Labels of ours that say what specs cannot. */
function validateOptions(annotations: Annotations | undefined): void {
  const fault = faultOfOptions(annotations?.labels ?? {});
  if (fault !== undefined) invalid(`Annotations: ${fault}`);
}

function validateTask(
  task: TaskSpec | undefined,
  annotations: Annotations | undefined,
): asserts task is TaskSpec {
  if (!task) invalid("TaskSpec: it must be provided");
  validateResources(task.resources?.limits);
  validateResources(task.resources?.reservations);
  validateRestart(task.restart);
  validateConstraints(task.placement?.constraints ?? []);
  if (task.container) {
    validateReferences(task.container);
    validateContainer(task.container);
    validateTemplates(task.container, annotations);
  } else if (!task.attachment && !task.generic) {
    invalid("TaskSpec: missing runtime");
  }
}

/** What is wrong with a constraint has no code of its own in Swarm. */
function validateConstraints(constraints: readonly string[]): void {
  const parsed = parseConstraints(constraints);
  if (!parsed.ok) throw new OperationalError("unknown", parsed.error);
}

function validateRestart(policy: RestartPolicy | undefined): void {
  validateSpan(policy?.delay, "restart-delay");
  validateSpan(policy?.window, "restart-window");
}

function validateMode({ replicated, global, replicatedJob, globalJob, update }: ServiceSpec): void {
  if (replicated && replicated.replicas < 0) invalid("Number of replicas must be non-negative");
  if (replicatedJob && replicatedJob.maxConcurrent < 0) {
    invalid("Maximum concurrent jobs must not be negative");
  }
  if (replicatedJob && replicatedJob.totalCompletions < 0) {
    invalid("Total completed jobs must not be negative");
  }
  const job = replicatedJob !== undefined || globalJob !== undefined;
  if (!job && !replicated && !global) invalid("Unrecognized service mode");
  if (job && update) invalid("Jobs may not have an update config");
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
  if (endpoint.ports.some(isIngress) && endpoint.mode === EndpointSpec_ResolutionMode.DNSRR) {
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

/** Two services, or two ports of one, cannot both have it. */
function portKey({ protocol, publishedPort }: PortConfig): string {
  return `${protocol}/${publishedPort}`;
}

/**
 * Refuses a port that another service has, declared or allotted. Only where one of the two is
 * published on every node: two services may publish the same port on nodes of their own.
 * Source: swarmkit manager/controlapi checkPortConflicts, but inside the transaction.
 */
export function checkPorts(
  tx: ReadTx,
  serviceId: string,
  endpoint: EndpointSpec | undefined,
): void {
  for (const wanted of endpoint?.ports ?? []) {
    if (wanted.publishedPort === 0) continue;
    const { protocol, publishedPort } = wanted;
    for (const service of tx.services.publishing(protocol, publishedPort)) {
      if (service.id === serviceId) continue;
      const taken = [...(service.spec?.endpoint?.ports ?? []), ...(service.endpoint?.ports ?? [])];
      const clash = taken.find(
        (port) => portKey(port) === portKey(wanted) && (isIngress(wanted) || isIngress(port)),
      );
      if (!clash) continue;
      const kind = isIngress(clash) ? "an ingress port" : "a host-published port";
      invalid(
        `port '${publishedPort}' is already in use by service ` +
          `'${nameOf(service.spec?.annotations)}' (${service.id}) as ${kind}`,
      );
    }
  }
}

function isIngress({ publishMode }: PortConfig): boolean {
  return publishMode === PortConfig_PublishMode.INGRESS;
}
