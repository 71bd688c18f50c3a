import type { PortConfig, ServiceSpec, UpdateConfig } from "../engine-api.ts";
import { isRecord } from "../json.ts";

/**
 * True when two specs ask for the same: what one leaves out and a daemon fills in counts as said, and
 * networks may be named or given by their ids.
 */
export function isSameSpec(
  one: ServiceSpec,
  other: ServiceSpec,
  namesOfNetworks: ReadonlyMap<string, string>,
): boolean {
  const [first, second] = [one, other].map((spec) =>
    JSON.stringify(withoutEmpty(whole(spec, namesOfNetworks))),
  );
  return first === second;
}

function whole(spec: ServiceSpec, namesOfNetworks: ReadonlyMap<string, string>): unknown {
  const { TaskTemplate: task, Mode: mode, EndpointSpec: endpoint, ...rest } = spec;
  const { Runtime: _runtime, ContainerSpec: container, RestartPolicy: restart, ...template } = task;
  const networks = (task.Networks ?? []).map((network) => ({
    ...network,
    Target: namesOfNetworks.get(network.Target) ?? network.Target,
  }));
  const replicated = mode?.Replicated && { Replicas: mode.Replicated.Replicas ?? 1 };
  return {
    ...rest,
    UpdateConfig: wholePolicy(spec.UpdateConfig),
    RollbackConfig: wholePolicy(spec.RollbackConfig),
    TaskTemplate: {
      ...template,
      Networks: networks,
      RestartPolicy: restart && { ...restart, Condition: restart.Condition ?? "any" },
      ContainerSpec: { ...container, Isolation: container?.Isolation ?? "default" },
    },
    // As text: here what is empty does say something.
    Mode: JSON.stringify(replicated ?? mode),
    EndpointSpec: {
      Mode: endpoint?.Mode ?? "vip",
      Ports: (endpoint?.Ports ?? []).map(wholePort),
    },
  };
}

/** Source: docker, daemon/cluster/convert: what a policy says that leaves it out. */
function wholePolicy(policy: UpdateConfig | undefined): UpdateConfig | undefined {
  return (
    policy && {
      ...policy,
      FailureAction: policy.FailureAction ?? "pause",
      Order: policy.Order === "" ? "stop-first" : policy.Order,
      // Kept with single precision.
      MaxFailureRatio: Math.fround(policy.MaxFailureRatio),
    }
  );
}

function wholePort(port: PortConfig): PortConfig {
  return { ...port, Protocol: port.Protocol ?? "tcp", PublishMode: port.PublishMode ?? "ingress" };
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([, each]) => !isNothing(each))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
}

function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || value === 0;
}
