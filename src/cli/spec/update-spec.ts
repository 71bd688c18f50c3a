import { err, ok, type Result } from "../../base/result.ts";
import type {
  ContainerSpec,
  EndpointSpec,
  Placement,
  ServiceMode,
  ServiceSpec,
  TaskSpec,
} from "../engine-api.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import type { UPDATE_FLAGS } from "../flags/service-flags.ts";
import type { World } from "../world.ts";
import { changedCapabilities } from "./capabilities.ts";
import {
  changedDns,
  changedGenericResources,
  changedHosts,
  changedLabels,
  changedMounts,
  changedPorts,
  changedPreferences,
  changedTexts,
  changedUlimits,
} from "./changed-lists.ts";
import { labelsOf, nonEmpty } from "./create-spec.ts";
import { changedEnvironment } from "./environment.ts";
import { withDefaultTag } from "./image.ts";
import {
  given,
  healthcheck,
  resources,
  restartPolicy,
  rollbackPolicy,
  updatePolicy,
} from "./policies.ts";

export type UpdateFlags = FlagValues<typeof UPDATE_FLAGS>;

/** The spec of a service changed by flags; whatever no flag names stays as it was, known here or not. */
export function changedServiceSpec(
  current: ServiceSpec,
  flags: UpdateFlags,
  env: World["env"],
): Result<ServiceSpec, string> {
  const task = changedTask(current.TaskTemplate, flags, env);
  if (!task.ok) return task;
  const mode = changedMode(current.Mode ?? {}, flags);
  if (!mode.ok) return mode;
  return ok({
    ...current,
    ...given({
      Labels: changedLabels(current.Labels, flags.labelAdd, flags.labelRm),
      UpdateConfig: updatePolicy(flags, current.UpdateConfig),
      RollbackConfig: rollbackPolicy(flags, current.RollbackConfig),
      EndpointSpec: changedEndpoint(current.EndpointSpec, flags),
    }),
    TaskTemplate: task.value,
    Mode: mode.value,
  });
}

function changedTask(
  current: TaskSpec,
  flags: UpdateFlags,
  env: World["env"],
): Result<TaskSpec, string> {
  const container = changedContainer(current.ContainerSpec ?? {}, flags, env);
  if (!container.ok) return container;
  const { logDriver = "", logOpt = [], force = false } = flags;
  return ok({
    ...current,
    ContainerSpec: container.value,
    ...given({
      Resources: changedResources(current.Resources, flags),
      RestartPolicy: restartPolicy(flags, current.RestartPolicy),
      Placement: changedPlacement(current.Placement, flags),
    }),
    ...(logDriver !== "" && {
      LogDriver: { Name: logDriver, ...nonEmpty({ Options: labelsOf(logOpt) }) },
    }),
    ForceUpdate: (current.ForceUpdate ?? 0) + (force ? 1 : 0),
  });
}

function changedContainer(
  current: ContainerSpec,
  flags: UpdateFlags,
  env: World["env"],
): Result<ContainerSpec, string> {
  const health = healthcheck(flags, current.Healthcheck);
  if (!health.ok) return health;
  const { image, envAdd = [], envRm = [] } = flags;
  return ok({
    ...current,
    ...given({
      Image: image === undefined ? undefined : withDefaultTag(image),
      Labels: changedLabels(current.Labels, flags.containerLabelAdd, flags.containerLabelRm),
      Args: flags.args,
      Command: flags.entrypoint,
      Env:
        envAdd.length + envRm.length === 0
          ? undefined
          : changedEnvironment(current.Env ?? [], envAdd, envRm, env),
      Mounts:
        (flags.mountAdd ?? flags.mountRm)
          ? changedMounts(current.Mounts, flags.mountAdd, flags.mountRm)
          : undefined,
      Dir: flags.workdir,
      User: flags.user,
      Hostname: flags.hostname,
      TTY: flags.tty,
      ReadOnly: flags.readOnly,
      Init: flags.init,
      StopSignal: flags.stopSignal,
      StopGracePeriod: flags.stopGracePeriod,
      Healthcheck: health.value,
      Isolation: flags.isolation,
      OomScoreAdj: flags.oomScoreAdj,
    }),
    ...changedSurroundings(current, flags),
  });
}

/** What a container finds around it: who its user is to the kernel, and how it resolves names. */
function changedSurroundings(current: ContainerSpec, flags: UpdateFlags): ContainerSpec {
  const { capAdd, capDrop, groupAdd, groupRm, hostAdd, hostRm } = flags;
  const { sysctlAdd, sysctlRm, ulimitAdd, ulimitRm } = flags;
  return {
    ...((capAdd ?? capDrop) && changedCapabilities(current, capAdd, capDrop)),
    ...((groupAdd ?? groupRm) && { Groups: changedTexts(current.Groups, groupAdd, groupRm) }),
    ...((hostAdd ?? hostRm) && { Hosts: changedHosts(current.Hosts, hostAdd, hostRm) }),
    ...((sysctlAdd ?? sysctlRm) && {
      Sysctls: changedLabels(current.Sysctls, sysctlAdd, sysctlRm) ?? {},
    }),
    ...((ulimitAdd ?? ulimitRm) && {
      Ulimits: changedUlimits(current.Ulimits, ulimitAdd, ulimitRm),
    }),
    DNSConfig: changedDns(current.DNSConfig ?? {}, flags),
  };
}

function changedPlacement(
  current: Placement | undefined,
  flags: UpdateFlags,
): Placement | undefined {
  const { constraintAdd, constraintRm, placementPrefAdd, placementPrefRm, replicasMaxPerNode } =
    flags;
  const change = given({
    Constraints:
      (constraintAdd ?? constraintRm)
        ? changedTexts(current?.Constraints, constraintAdd, constraintRm)
        : undefined,
    Preferences:
      (placementPrefAdd ?? placementPrefRm)
        ? changedPreferences(current?.Preferences, placementPrefAdd, placementPrefRm)
        : undefined,
    MaxReplicas: replicasMaxPerNode,
  });
  return Object.keys(change).length === 0 ? current : { ...current, ...change };
}

function changedMode(current: ServiceMode, flags: UpdateFlags): Result<ServiceMode, string> {
  const { replicas, maxConcurrent } = flags;
  if (current.ReplicatedJob) {
    const change = given({ TotalCompletions: replicas, MaxConcurrent: maxConcurrent });
    return ok({ ReplicatedJob: { ...current.ReplicatedJob, ...change } });
  }
  if (maxConcurrent !== undefined) {
    return err("--max-concurrent can only be used with a service in replicated-job mode");
  }
  if (replicas === undefined) return ok(current);
  if (!current.Replicated) {
    return err("--replicas can only be used with a service in replicated or replicated-job mode");
  }
  return ok({ Replicated: { ...current.Replicated, Replicas: replicas } });
}

function changedEndpoint(
  current: EndpointSpec | undefined,
  flags: UpdateFlags,
): EndpointSpec | undefined {
  const { endpointMode, publishAdd, publishRm } = flags;
  const change = given({
    Mode: endpointMode,
    Ports:
      (publishAdd ?? publishRm)
        ? changedPorts(current?.Ports, publishAdd?.flat(), publishRm?.flat())
        : undefined,
  });
  return Object.keys(change).length === 0 ? current : { ...current, ...change };
}

function changedResources(
  current: TaskSpec["Resources"],
  flags: UpdateFlags,
): TaskSpec["Resources"] {
  const { limitCpu, limitMemory, limitPids, reserveCpu, reserveMemory } = flags;
  const { genericResourceAdd: added, genericResourceRm: removed } = flags;
  const amounts = [limitCpu, limitMemory, limitPids, reserveCpu, reserveMemory];
  if (!(added ?? removed) && amounts.every((amount) => amount === undefined)) return current;

  const changed = resources(flags, current);
  if (!(added ?? removed)) return changed;
  const generic = current?.Reservations?.GenericResources;
  const GenericResources = changedGenericResources(generic, added, removed);
  return { ...changed, Reservations: { ...changed.Reservations, GenericResources } };
}
