import { OperationalError } from "../../base/errors.ts";
import {
  ContainerSpec_Isolation,
  PortConfig_Protocol,
  PortConfig_PublishMode,
} from "../../model/generated/types.ts";
import type {
  ContainerSpec,
  GenericResource,
  HealthConfig,
  PortConfig,
  Task,
} from "../../model/generated/types.ts";
import { taskName } from "../../model/task-name.ts";
import { durationMs } from "../../model/time.ts";
import { mountOf } from "./container-mounts.ts";
import { securityOptions } from "./container-privileges.ts";
import { defined, filled, given } from "./given.ts";
import {
  nameserversLabel,
  networkingConfig,
  overlaysOf,
  ownNameservers,
  type JoinedNetwork,
} from "./joined-networks.ts";

/** Says which daemon a container belongs to: several nodes may share one engine. */
export const OWNER_LABEL = "io.skein.owner";

const SYSTEM_LABELS = "com.docker.swarm";
const PREDEFINED_LABEL = "com.docker.swarm.predefined";
const NANOS_PER_MS = 1_000_000;

/** A file of this machine, and where the container finds it, to read only. */
export interface FileMount {
  readonly source: string;
  readonly target: string;
}

/**
 * The body of the request that creates a task's container; absent values are left out. What only a
 * newer engine understands is sent all the same where the spec asks for it.
 * Source: moby daemon/cluster/executor/container/container.go.
 */
export function containerConfig(
  task: Task,
  owner: string,
  files: readonly FileMount[] = [],
  joined: readonly JoinedNetwork[] = [],
): Readonly<Record<string, unknown>> {
  const spec = containerSpecOf(task);
  refuseUnsupported(task, spec, joined);
  return defined({
    Image: spec.image,
    Entrypoint: filled(spec.command),
    Cmd: filled(spec.args),
    Env: filled([...spec.env, ...resourceEnv(task.assignedGenericResources)]),
    Hostname: given(spec.hostname),
    User: given(spec.user),
    WorkingDir: given(spec.dir),
    Tty: given(spec.tty),
    OpenStdin: given(spec.openStdin),
    StopSignal: given(spec.stopSignal),
    StopTimeout: graceSeconds(spec),
    Labels: {
      ...labelsOf(task, spec, owner),
      ...(joined.length > 0 ? nameserversLabel(spec.dnsConfig?.nameservers ?? []) : {}),
    },
    Healthcheck: spec.healthcheck && healthcheckOf(spec.healthcheck),
    ExposedPorts: exposedPorts(hostPorts(task)),
    HostConfig: hostConfig(task, spec, files, joined),
    NetworkingConfig: networkingConfig(joined),
  });
}

/** The container part of a task's spec; refuses tasks that are something else. */
export function containerSpecOf(task: Task): ContainerSpec {
  const spec = task.spec?.container;
  if (spec !== undefined) return spec;
  throw new OperationalError(
    "invalidArgument",
    `Cannot run task "${task.id}": its spec has no container`,
  );
}

/** Better no container than one that lacks what its program counts on. */
function refuseUnsupported(
  task: Task,
  spec: ContainerSpec,
  joined: readonly JoinedNetwork[],
): void {
  const refuse = (what: string): never => {
    throw new OperationalError("unimplemented", `Cannot run task "${task.id}": ${what}`);
  };
  if (spec.isolation !== ContainerSpec_Isolation.ISOLATION_DEFAULT) {
    refuse("isolation other than the default is for Windows; this node runs Linux containers");
  }
  if (spec.privileges?.credentialSpec !== undefined) {
    refuse("credential specs are for Windows; this node runs Linux containers");
  }
  for (const { network } of overlaysOf(task)) {
    const { annotations, ingress = false } = network?.spec ?? {};
    if (ingress || joined.some(({ networkId }) => networkId === network?.id)) continue;
    // Without the routing mesh, a task that is published through it is of use all the same.
    refuse(`this node cannot attach it to overlay network "${annotations?.name ?? ""}"`);
  }
}

/** How long it may take to stop, in the engine's unit; undefined leaves it to image and engine. */
export function graceSeconds(spec: ContainerSpec): number | undefined {
  return spec.stopGracePeriod && Math.ceil(durationMs(spec.stopGracePeriod, 0) / 1000);
}

function labelsOf(task: Task, spec: ContainerSpec, owner: string): Record<string, string> {
  return {
    ...spec.labels,
    ...task.annotations?.labels,
    [`${SYSTEM_LABELS}.task`]: "",
    [`${SYSTEM_LABELS}.task.id`]: task.id,
    [`${SYSTEM_LABELS}.task.name`]: taskName(task),
    [`${SYSTEM_LABELS}.node.id`]: task.nodeId,
    [`${SYSTEM_LABELS}.service.id`]: task.serviceId,
    [`${SYSTEM_LABELS}.service.name`]: task.serviceAnnotations?.name ?? "",
    [OWNER_LABEL]: owner,
  };
}

function hostConfig(
  task: Task,
  spec: ContainerSpec,
  files: readonly FileMount[],
  joined: readonly JoinedNetwork[],
): Readonly<Record<string, unknown>> {
  const limits = task.spec?.resources?.limits;
  const memory = given(limits?.memoryBytes);
  const swap = task.spec?.resources?.swapBytes;
  return defined({
    NanoCpus: given(limits?.nanoCpus),
    Memory: memory,
    // Docker's figure is memory and swap together; -1 is as much as there is.
    MemorySwap: swap === undefined || swap < 0 ? swap : swap + (memory ?? 0),
    MemorySwappiness: task.spec?.resources?.memorySwappiness,
    PidsLimit: given(spec.pidsLimit),
    Ulimits: filled(
      spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    ),
    OomScoreAdj: given(spec.oomScoreAdj),
    GroupAdd: filled(spec.groups),
    CapAdd: filled(spec.capabilityAdd),
    CapDrop: filled(spec.capabilityDrop),
    SecurityOpt: filled(securityOptions(spec.privileges)),
    Sysctls: given(spec.sysctls),
    ReadonlyRootfs: given(spec.readOnly),
    Init: spec.init,
    Mounts: filled([...spec.mounts.map((mount) => mountOf(mount)), ...files.map(fileMountOf)]),
    ExtraHosts: filled(spec.hosts.flatMap(extraHost)),
    Dns: filled(joined.length > 0 ? ownNameservers(joined) : (spec.dnsConfig?.nameservers ?? [])),
    DnsSearch: filled(spec.dnsConfig?.search ?? []),
    DnsOptions: filled(spec.dnsConfig?.options ?? []),
    LogConfig: logConfig(task),
    PortBindings: portBindings(hostPorts(task)),
    NetworkMode: joined[0]?.engineId ?? networkMode(task),
    RestartPolicy: { Name: "no" }, // A task that ends is replaced by another task, never started again.
  });
}

function fileMountOf({ source, target }: FileMount): Readonly<Record<string, unknown>> {
  return { Type: "bind", Source: source, Target: target, ReadOnly: true };
}

/** Amounts that the scheduler gave this task, as the program in it finds them. */
function resourceEnv(resources: readonly GenericResource[]): string[] {
  const values = new Map<string, string[]>();
  for (const { namedResourceSpec: named, discreteResourceSpec: discrete } of resources) {
    const kind = named?.kind ?? discrete?.kind ?? "";
    const value = named?.value ?? String(discrete?.value ?? 0);
    values.set(kind, [...(values.get(kind) ?? []), value]);
  }
  return [...values].map(
    ([kind, each]) => `DOCKER_RESOURCE_${kind.toUpperCase()}=${each.join(",")}`,
  );
}

function healthcheckOf(health: HealthConfig): Readonly<Record<string, unknown>> {
  const nanos = (duration: HealthConfig["interval"]): number | undefined =>
    duration && Math.round(durationMs(duration, 0) * NANOS_PER_MS);
  return defined({
    Test: filled(health.test),
    Interval: nanos(health.interval),
    Timeout: nanos(health.timeout),
    StartPeriod: nanos(health.startPeriod),
    StartInterval: nanos(health.startInterval),
    Retries: given(health.retries),
  });
}

/** From `address name alias…`, as in /etc/hosts, to Docker's `name:address`. */
function extraHost(line: string): string[] {
  const [address, ...names] = line.trim().split(/\s+/);
  return names.map((name) => `${name}:${address ?? ""}`);
}

function logConfig(task: Task): Readonly<Record<string, unknown>> | undefined {
  const driver = task.logDriver ?? task.spec?.logDriver;
  return driver && { Type: driver.name, Config: driver.options };
}

/** A task on one of the engine's own networks joins it by name; others get theirs attached elsewhere. */
function networkMode(task: Task): string | undefined {
  const annotations = task.networks[0]?.network?.spec?.annotations;
  return annotations?.labels[PREDEFINED_LABEL] === "true" ? annotations.name : undefined;
}

function hostPorts(task: Task): readonly PortConfig[] {
  const ports = task.endpoint?.ports ?? [];
  const wanted = ports.length > 0 ? ports : (task.endpoint?.spec?.ports ?? []);
  return wanted.filter(({ publishMode }) => publishMode === PortConfig_PublishMode.HOST);
}

function exposedPorts(ports: readonly PortConfig[]): Record<string, object> | undefined {
  return given(Object.fromEntries(ports.map((port) => [portKey(port), {}])));
}

function portBindings(ports: readonly PortConfig[]): Record<string, object> | undefined {
  const bindings: Record<string, { HostPort?: string }[]> = {};
  for (const port of ports) {
    // Without a port of its own the engine finds a free one.
    const binding = port.publishedPort === 0 ? {} : { HostPort: String(port.publishedPort) };
    bindings[portKey(port)] = [...(bindings[portKey(port)] ?? []), binding];
  }
  return given(bindings);
}

const PROTOCOL_NAMES: Readonly<Record<PortConfig_Protocol, string>> = {
  [PortConfig_Protocol.TCP]: "tcp",
  [PortConfig_Protocol.UDP]: "udp",
  [PortConfig_Protocol.SCTP]: "sctp",
};

function portKey({ targetPort, protocol }: PortConfig): string {
  return `${targetPort}/${PROTOCOL_NAMES[protocol]}`;
}
