import type {
  ContainerSpec,
  Healthcheck,
  Service,
  ServiceMode,
  TaskSpec,
  UpdateConfig,
} from "../engine-api.ts";
import { ago, humanDuration, parseTime } from "./ago.ts";
import { formatBytes, formatCpus, formatDuration } from "./quantity.ts";
import { textOf } from "../../base/template/functions.ts";

/** What a service's description needs besides the service. */
export interface PrettyContext {
  readonly nowMs: number;
  /** Names of networks by their ids. */
  readonly networkNames: ReadonlyMap<string, string>;
}

/**
 * A service for people to read. Source of the layout: docker, cli/command/service/formatter.go, blanks
 * at the ends of lines included.
 */
export function servicePretty(service: Service, context: PrettyContext): string {
  const { Spec: spec } = service;
  const { TaskTemplate: task } = spec;
  const lines = [
    "",
    `ID:\t\t${service.ID}`,
    `Name:\t\t${spec.Name ?? ""}`,
    ...pairLines("Labels:", spec.Labels ?? {}, " ", "="),
    ...modeLines(spec.Mode ?? {}),
    ...statusLines(service, context.nowMs),
    ...placementLines(task),
    ...policyLines("UpdateConfig:", "Update order:      ", spec.UpdateConfig),
    ...policyLines("RollbackConfig:", "Rollback order:    ", spec.RollbackConfig),
    ...containerLines(task.ContainerSpec ?? {}),
    ...logLines(task),
    ...resourceLines(task),
    ...networkLines(task, context.networkNames),
    ...endpointLines(service),
    ...healthLines(task.ContainerSpec?.Healthcheck),
    "",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function modeLines(mode: ServiceMode): string[] {
  if (mode.Global) return ["Service Mode:\tGlobal"];
  if (mode.GlobalJob) return ["Service Mode:\tGlobal Job"];
  if (mode.ReplicatedJob) {
    const { MaxConcurrent: concurrent = 1, TotalCompletions: total = concurrent } =
      mode.ReplicatedJob;
    return [
      "Service Mode:\tReplicated Job",
      ` Max Concurrent:\t${concurrent}`,
      ` Total Completions:\t${total}`,
    ];
  }
  const replicas = mode.Replicated?.Replicas;
  return [
    "Service Mode:\tReplicated",
    ...(replicas === undefined ? [] : [` Replicas:\t${replicas}`]),
  ];
}

function statusLines({ UpdateStatus: status }: Service, nowMs: number): string[] {
  if (!status?.State) return [];
  const started = parseTime(status.StartedAt);
  const isCompleted = status.State === "completed" && parseTime(status.CompletedAt) !== undefined;
  return [
    "UpdateStatus:",
    ` State:\t\t${status.State}`,
    ...(started === undefined ? [] : [` Started:\t${humanDuration(nowMs - started)} ago`]),
    ...(isCompleted ? [` Completed:\t${ago(status.CompletedAt, nowMs)}`] : []),
    ` Message:\t${status.Message ?? ""}`,
  ];
}

function placementLines({ Placement: placement = {} }: TaskSpec): string[] {
  const { Constraints: constraints = [], Preferences: preferences = [] } = placement;
  const spreads = preferences.map(
    ({ Spread: spread }) => `spread=${spread?.SpreadDescriptor ?? ""}`,
  );
  return [
    "Placement:",
    ...(constraints.length > 0 ? [` Constraints:\t${textOf(constraints)}`] : []),
    ...(spreads.length > 0 ? [` Preferences:   ${textOf(spreads)}`] : []),
    ...(placement.MaxReplicas ? [` Max Replicas Per Node:   ${placement.MaxReplicas}`] : []),
  ];
}

function policyLines(
  heading: string,
  orderHeading: string,
  policy: UpdateConfig | undefined,
): string[] {
  if (!policy) return [];
  return [
    heading,
    ` Parallelism:\t${policy.Parallelism}`,
    ...(policy.Delay ? [` Delay:\t\t${formatDuration(policy.Delay)}`] : []),
    ` On failure:\t${policy.FailureAction ?? ""}`,
    ...(policy.Monitor ? [` Monitoring Period: ${formatDuration(policy.Monitor)}`] : []),
    ` Max failure ratio: ${policy.MaxFailureRatio}`,
    ` ${orderHeading}${policy.Order}`,
  ];
}

function containerLines(container: ContainerSpec): string[] {
  const { Args: args = [], Env: env = [], Dir: dir = "", Init: init, User: user = "" } = container;
  const { CapabilityAdd: added = [], CapabilityDrop: dropped = [] } = container;
  const limits = (container.Ulimits ?? []).map(
    ({ Name: name, Soft: soft, Hard: hard }) => [name, `${soft}:${hard}`] as const,
  );
  return [
    "ContainerSpec:",
    ` Image:\t\t${container.Image ?? ""}`,
    ...(args.length > 0 ? [` Args:\t\t${args.join(" ")} `] : []),
    ...(env.length > 0 ? [` Env:\t\t${env.join(" ")} `] : []),
    ...(dir === "" ? [] : [` Dir:\t\t${dir}`]),
    ...(init === undefined ? [] : [` Init:\t\t${init}`]),
    ...(user === "" ? [] : [` User: ${user}`]),
    ...(added.length + dropped.length > 0 ? ["Capabilities:"] : []),
    ...(added.length > 0 ? [` Add: ${added.join(", ")}`] : []),
    ...(dropped.length > 0 ? [` Drop: ${dropped.join(", ")}`] : []),
    ...pairLines("SysCtls:", container.Sysctls ?? {}, " ", ": "),
    ...pairLines("Ulimits:", Object.fromEntries(limits), " ", ": "),
    ...mountLines(container),
    ...referenceLines(container),
  ];
}

function mountLines({ Mounts: mounts = [] }: ContainerSpec): string[] {
  if (mounts.length === 0) return [];
  return [
    "Mounts:",
    ...mounts.flatMap((mount) => [
      ` Target:\t${mount.Target}`,
      `  Source:\t${mount.Source ?? ""}`,
      `  ReadOnly:\t${mount.ReadOnly === true}`,
      `  Type:\t\t${mount.Type ?? ""}`,
    ]),
  ];
}

function referenceLines({ Configs: configs = [], Secrets: secrets = [] }: ContainerSpec): string[] {
  const lines = (target: string, source: string): string[] => [
    ` Target:\t${target}`,
    `  Source:\t${source}`,
  ];
  return [
    ...(configs.length > 0 ? ["Configs:"] : []),
    ...configs.flatMap((config) => lines(config.File?.Name ?? "", config.ConfigName)),
    ...(secrets.length > 0 ? ["Secrets:"] : []),
    ...secrets.flatMap((secret) => lines(secret.File?.Name ?? "", secret.SecretName)),
  ];
}

function logLines({ LogDriver: driver }: TaskSpec): string[] {
  if (!driver) return [];
  return [
    "Log Driver:",
    ...(driver.Name ? [` Name:\t\t${driver.Name}`] : []),
    ...pairLines(" LogOpts:", driver.Options ?? {}, "  ", ":       "),
    "",
  ];
}

function resourceLines({ Resources: resources }: TaskSpec): string[] {
  if (!resources) return [];
  const { Reservations: reserved = {}, Limits: limits = {} } = resources;
  const amounts = (cpus = 0, memory = 0, pids = 0): string[] => [
    ...(cpus > 0 ? [`  CPU:\t\t${formatCpus(cpus)}`] : []),
    ...(memory > 0 ? [`  Memory:\t${formatBytes(memory)}`] : []),
    ...(pids > 0 ? [`  PIDs:\t\t${pids}`] : []),
  ];
  const reservations = amounts(reserved.NanoCPUs, reserved.MemoryBytes);
  const bounds = amounts(limits.NanoCPUs, limits.MemoryBytes, limits.Pids);
  return [
    "Resources:",
    ...(reservations.length > 0 ? [" Reservations:", ...reservations] : []),
    ...(bounds.length > 0 ? [" Limits:", ...bounds] : []),
  ];
}

function networkLines(
  { Networks: networks = [] }: TaskSpec,
  names: ReadonlyMap<string, string>,
): string[] {
  if (networks.length === 0) return [];
  const listed = networks.map(({ Target: target }) => names.get(target) ?? target);
  return [`Networks: ${listed.join(" ")} `];
}

function endpointLines({ Spec: { EndpointSpec: endpoint } }: Service): string[] {
  const ports = endpoint?.Ports ?? [];
  const lines = ports.flatMap((port) => [
    ` PublishedPort = ${port.PublishedPort ?? 0}`,
    `  Protocol = ${port.Protocol ?? "tcp"}`,
    `  TargetPort = ${port.TargetPort ?? 0}`,
    `  PublishMode = ${port.PublishMode ?? "ingress"}`,
  ]);
  const heading = `Endpoint Mode:\t${endpoint?.Mode ?? ""}`;
  return ports.length === 0 ? [heading] : [heading, "Ports:", ...blankAtEnd(lines)];
}

function healthLines(health: Healthcheck | undefined): string[] {
  if (!health) return [];
  const tests = health.Test ?? [];
  return [
    " Healthcheck:",
    `  Interval = ${formatDuration(health.Interval ?? 0)}`,
    `  Retries = ${health.Retries ?? 0}`,
    `  StartPeriod =\t${formatDuration(health.StartPeriod ?? 0)}`,
    `  Timeout =\t${formatDuration(health.Timeout ?? 0)}`,
    ...(tests.length > 0
      ? ["  Tests:", ...blankAtEnd(tests.map((test) => `\t Test = ${test}`))]
      : []),
  ];
}

function blankAtEnd(lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === lines.length - 1 ? `${line} ` : line));
}

function pairLines(
  heading: string,
  pairs: Readonly<Record<string, string>>,
  indent: string,
  separator: string,
): string[] {
  const entries = Object.entries(pairs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return [];
  return [
    heading,
    ...entries.map(([key, value]) => `${indent}${key}${value === "" ? "" : separator + value}`),
  ];
}
