import {
  makeReplicatedService,
  type ContainerSpec,
  type Driver,
  type Privileges,
  type ServiceSpec,
  type TaskSpec,
} from "../model/generated/types.ts";
import { badRequest } from "./api-error.ts";
import { isOlder, type ApiVersion } from "./api-version.ts";

/**
 * The spec without what the client's version of the API did not have yet: an old client that sends
 * such a field does not know that it means something. Source: moby adjustForAPIVersion.
 */
export function withoutNewerThan(version: ApiVersion, spec: ServiceSpec): ServiceSpec {
  const task = spec.task && olderTask(version, spec.task);
  const { replicatedJob, globalJob, ...rest } = spec;
  const job = replicatedJob !== undefined || globalJob !== undefined;
  if (!job || !isOlder(version, "1.41")) return { ...spec, task };
  return { ...rest, task, replicated: makeReplicatedService({ replicas: 1 }) };
}

function olderTask(version: ApiVersion, task: TaskSpec): TaskSpec {
  const { placement } = task;
  return {
    ...task,
    container: task.container && olderContainer(version, task.container),
    placement: placement && isOlder(version, "1.40") ? { ...placement, maxReplicas: 0 } : placement,
  };
}

function olderContainer(version: ApiVersion, container: ContainerSpec): ContainerSpec {
  const { privileges, healthcheck } = container;
  return {
    ...container,
    privileges: privileges && olderPrivileges(version, privileges),
    ...(isOlder(version, "1.40") && {
      sysctls: {},
      configs: container.configs.filter(({ file }) => file !== undefined),
    }),
    ...(isOlder(version, "1.41") && {
      ...{ capabilityAdd: [], capabilityDrop: [], ulimits: [], pidsLimit: 0 },
    }),
    ...(isOlder(version, "1.44") &&
      healthcheck && { healthcheck: { ...healthcheck, startInterval: { seconds: 0, nanos: 0 } } }),
    ...(isOlder(version, "1.46") && {
      oomScoreAdj: 0,
      mounts: container.mounts.map((mount) =>
        mount.tmpfsOptions
          ? { ...mount, tmpfsOptions: { ...mount.tmpfsOptions, options: "" } }
          : mount,
      ),
    }),
  };
}

function olderPrivileges(version: ApiVersion, privileges: Privileges): Privileges {
  const { credentialSpec, selinuxContext } = privileges;
  if (isOlder(version, "1.40") && credentialSpec?.config !== undefined) {
    return { selinuxContext, noNewPrivileges: false };
  }
  if (!isOlder(version, "1.44")) return privileges;
  return { credentialSpec, selinuxContext, noNewPrivileges: false };
}

/** Refuses templates in data from clients that do not know that there are any. */
export function refuseEarlyTemplating(
  version: ApiVersion,
  kind: "secret" | "config",
  templating: Driver | undefined,
): void {
  if (templating === undefined || !isOlder(version, "1.37")) return;
  const { major, minor } = version;
  badRequest(`${kind} templating is not supported on the specified API version: ${major}.${minor}`);
}
