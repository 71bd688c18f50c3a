import { err, ok, type Result } from "../../base/result.ts";
import type { ServiceMode } from "../engine-api.ts";

export interface ModeFlags {
  readonly mode?: "replicated" | "global" | "replicated-job" | "global-job";
  readonly replicas?: number;
  readonly maxConcurrent?: number;
  readonly replicasMaxPerNode?: number;
}

/** The mode of a new service. Source: docker, cli/command/service/opts.go ToServiceMode. */
export function newMode(flags: ModeFlags): Result<ServiceMode, string> {
  const { mode = "replicated", replicas, maxConcurrent, replicasMaxPerNode = 0 } = flags;
  const isReplicated = mode === "replicated" || mode === "replicated-job";
  if (!isReplicated && replicas !== undefined) {
    return err("--replicas can only be used with --mode replicated or replicated-job");
  }
  if (!isReplicated && replicasMaxPerNode > 0) {
    return err("--replicas-max-per-node can only be used with --mode replicated or replicated-job");
  }
  if (mode !== "replicated-job" && maxConcurrent !== undefined) {
    return err("--max-concurrent can only be used with --mode replicated-job");
  }
  switch (mode) {
    case "global":
      return ok({ Global: {} });
    case "global-job":
      return ok({ GlobalJob: {} });
    case "replicated":
      return ok({ Replicated: replicas === undefined ? {} : { Replicas: replicas } });
    case "replicated-job": {
      const concurrent = maxConcurrent ?? replicas;
      return ok({
        ReplicatedJob: {
          ...(concurrent !== undefined && { MaxConcurrent: concurrent }),
          ...(replicas !== undefined && { TotalCompletions: replicas }),
        },
      });
    }
  }
}

/** The mode of a service with another number of tasks. */
export function scaledMode(mode: ServiceMode, replicas: number): Result<ServiceMode, string> {
  if (mode.ReplicatedJob) {
    return ok({ ReplicatedJob: { ...mode.ReplicatedJob, TotalCompletions: replicas } });
  }
  if (mode.Replicated) return ok({ Replicated: { ...mode.Replicated, Replicas: replicas } });
  return err("scale can only be used with replicated or replicated-job mode");
}
