import { err, ok, type Result } from "../../base/result.ts";
import type { ContainerSpec, Labels, Placement, ServiceSpec, TaskSpec } from "../engine-api.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import type { CREATE_FLAGS } from "../flags/service-flags.ts";
import { newCapabilities } from "./capabilities.ts";
import { changedUlimits } from "./changed-lists.ts";
import { withDefaultTag } from "./image.ts";
import { newMode } from "./mode.ts";
import {
  given,
  healthcheck,
  resources,
  restartPolicy,
  rollbackPolicy,
  updatePolicy,
} from "./policies.ts";

export type CreateFlags = FlagValues<typeof CREATE_FLAGS>;

/** What a new service's spec is made from. */
export interface CreateRequest {
  readonly flags: CreateFlags;
  readonly image: string;
  readonly args: readonly string[];
  /** The containers' variables, files and own values resolved. */
  readonly environment: readonly string[];
}

/** The spec of a new service, with the fields that docker's client sends for the same flags. */
export function newServiceSpec(request: CreateRequest): Result<ServiceSpec, string> {
  const { flags } = request;
  const mode = newMode(flags);
  if (!mode.ok) return mode;
  const container = containerSpec(request);
  if (!container.ok) return container;

  const update = updatePolicy(flags, undefined);
  const rollback = rollbackPolicy(flags, undefined);
  if ((update ?? rollback) && (mode.value.ReplicatedJob ?? mode.value.GlobalJob)) {
    return err(
      "--update-* and --rollback-* cannot be used with jobs: a job is never updated task by task",
    );
  }
  const ports = (flags.publish ?? []).flat();
  return ok({
    ...(flags.name !== undefined && { Name: flags.name }),
    Labels: labelsOf(flags.label ?? []),
    TaskTemplate: taskSpec(flags, container.value),
    Mode: mode.value,
    ...given({ UpdateConfig: update, RollbackConfig: rollback }),
    EndpointSpec: {
      Mode: flags.endpointMode ?? "vip",
      ...(ports.length > 0 && { Ports: ports }),
    },
  });
}

function taskSpec(flags: CreateFlags, container: ContainerSpec): TaskSpec {
  return {
    ContainerSpec: container,
    Resources: newResources(flags),
    ...given({ RestartPolicy: restartPolicy(flags, undefined) }),
    Placement: placement(flags),
    ...(flags.logDriver !== undefined && {
      LogDriver: { Name: flags.logDriver, ...nonEmpty({ Options: labelsOf(flags.logOpt ?? []) }) },
    }),
    ForceUpdate: 0,
  };
}

function containerSpec(request: CreateRequest): Result<ContainerSpec, string> {
  const { flags, image, args, environment } = request;
  const health = healthcheck(flags, undefined);
  if (!health.ok) return health;
  return ok({
    Image: withDefaultTag(image),
    ...nonEmpty({
      Labels: labelsOf(flags.containerLabel ?? []),
      Command: flags.entrypoint ?? [],
      Args: args,
      Env: environment,
      Mounts: flags.mount ?? [],
      Groups: flags.group ?? [],
      Hosts: flags.host ?? [],
      Sysctls: labelsOf(flags.sysctl ?? []),
      Ulimits: changedUlimits([], flags.ulimit),
      ...newCapabilities(flags.capAdd, flags.capDrop),
    }),
    ...given({
      Hostname: flags.hostname,
      Dir: flags.workdir,
      User: flags.user,
      StopSignal: flags.stopSignal,
      Isolation: flags.isolation,
      OomScoreAdj: flags.oomScoreAdj,
      StopGracePeriod: flags.stopGracePeriod,
      Healthcheck: health.value,
    }),
    ...(flags.tty === true && { TTY: true }),
    ...(flags.readOnly === true && { ReadOnly: true }),
    Init: flags.init ?? false,
    DNSConfig: nonEmpty({
      Nameservers: flags.dns ?? [],
      Search: flags.dnsSearch ?? [],
      Options: flags.dnsOption ?? [],
    }),
  });
}

function newResources(flags: CreateFlags): NonNullable<TaskSpec["Resources"]> {
  const { Limits: limits = {}, Reservations: reservations } = resources(flags);
  const generic = nonEmpty({ GenericResources: flags.genericResource ?? [] });
  return { Limits: limits, Reservations: { ...reservations, ...generic } };
}

function placement(flags: CreateFlags): Placement {
  const preferences = (flags.placementPref ?? []).map((SpreadDescriptor) => ({
    Spread: { SpreadDescriptor },
  }));
  return {
    ...nonEmpty({ Constraints: flags.constraint ?? [], Preferences: preferences }),
    ...(flags.replicasMaxPerNode && { MaxReplicas: flags.replicasMaxPerNode }),
  };
}

/** Labels as an object; a later one of a key wins. */
export function labelsOf(pairs: readonly (readonly [key: string, value: string])[]): Labels {
  return Object.fromEntries(pairs);
}

/** The lists and maps that have something in them. */
export function nonEmpty<T extends object>(values: T): Partial<T> {
  const entries = Object.entries(values).filter(
    ([, value]) => Object.keys(value as object).length > 0, // Lists and maps only.
  );
  return Object.fromEntries(entries) as Partial<T>; // Same keys, less some.
}
