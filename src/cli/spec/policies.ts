import { err, ok, type Result } from "../../base/result.ts";
import type {
  Healthcheck,
  Limits,
  Reservations,
  RestartPolicy,
  TaskSpec,
  UpdateConfig,
} from "../engine-api.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import type { COMMON_SERVICE_FLAGS } from "../flags/service-flags.ts";

/** The values of flags that create and update share. */
export type CommonFlags = FlagValues<typeof COMMON_SERVICE_FLAGS>;

/** Source: swarmkit, api/defaults/service.go. */
const DEFAULT_UPDATE: UpdateConfig = {
  Parallelism: 1,
  FailureAction: "pause",
  Monitor: 5e9,
  MaxFailureRatio: 0,
  Order: "stop-first",
};

/** Source: swarmkit, api/defaults/service.go. */
const DEFAULT_RESTART: RestartPolicy = { Condition: "any", Delay: 5e9, MaxAttempts: 0 };

/** How tasks are replaced in an update: unchanged unless a flag says otherwise. */
export function updatePolicy(
  flags: CommonFlags,
  current: UpdateConfig | undefined,
): UpdateConfig | undefined {
  return changed(current, DEFAULT_UPDATE, {
    Parallelism: flags.updateParallelism,
    Delay: flags.updateDelay,
    Monitor: flags.updateMonitor,
    FailureAction: flags.updateFailureAction,
    MaxFailureRatio: flags.updateMaxFailureRatio,
    Order: flags.updateOrder,
  });
}

/** How tasks are replaced in a rollback: unchanged unless a flag says otherwise. */
export function rollbackPolicy(
  flags: CommonFlags,
  current: UpdateConfig | undefined,
): UpdateConfig | undefined {
  return changed(current, DEFAULT_UPDATE, {
    Parallelism: flags.rollbackParallelism,
    Delay: flags.rollbackDelay,
    Monitor: flags.rollbackMonitor,
    FailureAction: flags.rollbackFailureAction,
    MaxFailureRatio: flags.rollbackMaxFailureRatio,
    Order: flags.rollbackOrder,
  });
}

/** When ended tasks are replaced: unchanged unless a flag says otherwise. */
export function restartPolicy(
  flags: CommonFlags,
  current: RestartPolicy | undefined,
): RestartPolicy | undefined {
  return changed(current, DEFAULT_RESTART, {
    Condition: flags.restartCondition,
    Delay: flags.restartDelay,
    MaxAttempts: flags.restartMaxAttempts,
    Window: flags.restartWindow,
  });
}

/** What a task may use and must have. */
export function resources(
  flags: CommonFlags,
  current: TaskSpec["Resources"] = {},
): NonNullable<TaskSpec["Resources"]> {
  const limits: Limits = {
    ...current.Limits,
    ...given({
      NanoCPUs: flags.limitCpu,
      MemoryBytes: flags.limitMemory,
      Pids: flags.limitPids,
    }),
  };
  const reservations: Reservations = {
    ...current.Reservations,
    ...given({ NanoCPUs: flags.reserveCpu, MemoryBytes: flags.reserveMemory }),
  };
  return { ...current, Limits: limits, Reservations: reservations };
}

/** How health is checked; undefined leaves it to the image. */
export function healthcheck(
  flags: CommonFlags,
  current: Healthcheck | undefined,
): Result<Healthcheck | undefined, string> {
  const timing = given({
    Interval: flags.healthInterval,
    Timeout: flags.healthTimeout,
    Retries: flags.healthRetries,
    StartPeriod: flags.healthStartPeriod,
    StartInterval: flags.healthStartInterval,
  });
  const isTimed = Object.keys(timing).length > 0;
  if (flags.noHealthcheck === true) {
    if (flags.healthCmd !== undefined || isTimed) {
      return err("--no-healthcheck conflicts with --health-* options: use one or the other");
    }
    return ok({ Test: ["NONE"] });
  }
  if (flags.healthCmd === undefined && !isTimed) return ok(current);

  const { Test: before, ...rest } = current ?? {};
  const test = flags.healthCmd === undefined ? (before ?? []) : healthTest(flags.healthCmd);
  // A check that was switched off comes back: the image's own, unless there is a command.
  const isOn = test.length > 0 && test[0] !== "NONE";
  return ok({ ...rest, ...(isOn && { Test: test }), ...timing });
}

function healthTest(command: string): readonly string[] {
  return command === "" ? [] : ["CMD-SHELL", command];
}

/** The flags that were given, without those that were not. */
export function given<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: NonNullable<T[Key]> }; // Same keys, less some.
}

/** With a flag given: the current policy, or the whole default, changed by it. */
function changed<T extends object>(
  current: T | undefined,
  whole: T,
  flags: { readonly [Key in keyof T]?: T[Key] | undefined },
): T | undefined {
  const change = given(flags);
  if (Object.keys(change).length === 0) return current;
  return { ...(current ?? whole), ...change };
}
