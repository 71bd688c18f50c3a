import {
  RestartPolicy_RestartCondition,
  makePlacement,
  makeResourceRequirements,
  makeRestartPolicy,
  makeUpdateConfig,
  type ContainerSpec,
  type ServiceSpec,
  type TaskSpec,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import { durationOf } from "../../model/time.ts";

// Source of the values: swarmkit api/defaults.
const RESTART = makeRestartPolicy({
  condition: RestartPolicy_RestartCondition.ANY,
  delay: durationOf(5_000),
});
const UPDATE = makeUpdateConfig({ parallelism: 1, monitor: durationOf(5_000) });
const STOP_GRACE = durationOf(10_000);

/** The spec as it is carried out: what its author left out, said. */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  return {
    ...spec,
    task: spec.task && taskWithDefaults(spec.task),
    update: updateWithDefaults(spec.update),
    rollback: updateWithDefaults(spec.rollback),
  };
}

function taskWithDefaults(task: TaskSpec): TaskSpec {
  const { restart } = task;
  return {
    ...task,
    container: task.container && containerWithDefaults(task.container),
    resources: task.resources ?? makeResourceRequirements(),
    restart: restart ? { ...restart, delay: restart.delay ?? RESTART.delay } : RESTART,
    placement: task.placement ?? makePlacement(),
  };
}

function containerWithDefaults(container: ContainerSpec): ContainerSpec {
  return {
    ...container,
    stopGracePeriod: container.stopGracePeriod ?? STOP_GRACE,
    dnsConfig: container.dnsConfig ?? { nameservers: [], search: [], options: [] },
  };
}

function updateWithDefaults(update: UpdateConfig | undefined): UpdateConfig {
  return update ? { ...update, monitor: update.monitor ?? UPDATE.monitor } : UPDATE;
}
