import { scopedName } from "../compose/names.ts";
import type { Deploy } from "../compose/read-deploy.ts";
import type { ComposeService } from "../compose/read-service.ts";
import type {
  EndpointSpec,
  NetworkAttachment,
  RestartPolicy,
  ServiceMode,
  ServiceSpec,
  TaskSpec,
  UpdateConfig,
} from "../engine-api.ts";
import { nonEmpty } from "../spec/create-spec.ts";
import { given } from "../spec/policies.ts";
import { containerSpec, type StackScene } from "./container-spec.ts";
import { IMAGE_LABEL, stackLabels } from "./stack-labels.ts";

/** Networks that every engine has: names of services mean nothing on them. */
const PREDEFINED = new Set(["host", "bridge", "none", "default"]);
const DEFAULT_NETWORK = "default";

/**
 * The spec of a stack's service, with the fields that docker's client sends for the same file.
 * Source: docker, cli/compose/convert/service.go.
 */
export function stackServiceSpec(
  name: string,
  service: ComposeService,
  scene: StackScene,
): ServiceSpec {
  const { deploy, image = "" } = service;
  return {
    Name: `${scene.stack}_${name}`,
    Labels: { ...stackLabels(scene.stack, deploy?.labels), [IMAGE_LABEL]: image },
    TaskTemplate: taskSpec(name, service, scene),
    Mode: modeOf(deploy),
    ...given({
      UpdateConfig: updateConfig(deploy?.update_config),
      RollbackConfig: updateConfig(deploy?.rollback_config),
    }),
    EndpointSpec: endpointSpec(service),
  };
}

function taskSpec(name: string, service: ComposeService, scene: StackScene): TaskSpec {
  const { deploy, logging } = service;
  const { placement } = deploy ?? {};
  const preferences = (placement?.preferences ?? []).map(({ spread = "" }) => ({
    Spread: { SpreadDescriptor: spread },
  }));
  return {
    ContainerSpec: containerSpec(name, service, scene),
    Resources: resourcesOf(deploy),
    ...given({ RestartPolicy: restartPolicy(service) }),
    Placement: {
      ...nonEmpty({ Constraints: placement?.constraints ?? [], Preferences: preferences }),
      ...given({ MaxReplicas: placement?.max_replicas_per_node }),
    },
    ...(logging && {
      LogDriver: {
        ...given({ Name: logging.driver }),
        ...nonEmpty({ Options: Object.fromEntries(logging.options ?? []) }),
      },
    }),
    Networks: networksOf(name, service, scene),
    ForceUpdate: 0,
  };
}

/** The networks of a service by their names in the swarm; the stack's own where none is named. */
function networksOf(
  name: string,
  { networks }: ComposeService,
  { stack, model, missingNetworks }: StackScene,
): readonly NetworkAttachment[] {
  const uses =
    networks && networks.size > 0 ? [...networks] : [[DEFAULT_NETWORK, undefined] as const];
  return uses
    .map(([key, use]) => {
      const network = model.networks.get(key);
      const target = network ? scopedName(stack, key, network) : `${stack}_${key}`;
      const aliases = [...(use?.aliases ?? []), ...(PREDEFINED.has(target) ? [] : [name])];
      return {
        Target: target,
        ...nonEmpty({ Aliases: aliases, DriverOpts: Object.fromEntries(use?.driver_opts ?? []) }),
      };
    })
    .filter(({ Target: target }) => !missingNetworks.has(target))
    .sort((a, b) => (a.Target < b.Target ? -1 : 1));
}

function modeOf({ mode = "replicated", replicas }: Partial<Deploy> = {}): ServiceMode {
  switch (mode) {
    case "global":
      return { Global: {} };
    case "global-job":
      return { GlobalJob: {} };
    case "replicated-job":
      return { ReplicatedJob: given({ MaxConcurrent: replicas, TotalCompletions: replicas }) };
    case "replicated":
      return { Replicated: given({ Replicas: replicas }) };
  }
}

function updateConfig(
  policy: Deploy["update_config"] | Deploy["rollback_config"],
): UpdateConfig | undefined {
  if (policy === undefined) return undefined;
  return {
    Parallelism: policy.parallelism ?? 1,
    MaxFailureRatio: policy.max_failure_ratio ?? 0,
    ...given({
      Delay: policy.delay,
      FailureAction: policy.failure_action,
      Monitor: policy.monitor,
    }),
    Order: policy.order ?? "",
  };
}

function resourcesOf(deploy: Deploy | undefined): NonNullable<TaskSpec["Resources"]> {
  const { limits, reservations } = deploy?.resources ?? {};
  const generic = (reservations?.generic_resources ?? []).map(
    ({ discrete_resource_spec: spec }) => ({
      DiscreteResourceSpec: { Kind: spec?.kind ?? "", Value: spec?.value ?? 0 },
    }),
  );
  return {
    ...(limits && {
      Limits: given({ NanoCPUs: limits.cpus, MemoryBytes: limits.memory, Pids: limits.pids }),
    }),
    ...(reservations && {
      Reservations: {
        ...given({ NanoCPUs: reservations.cpus, MemoryBytes: reservations.memory }),
        ...nonEmpty({ GenericResources: generic }),
      },
    }),
  };
}

/** The policy of `deploy`; without one that of `restart`, as docker reads it. */
function restartPolicy({ deploy, restart = "no" }: ComposeService): RestartPolicy | undefined {
  const policy = deploy?.restart_policy;
  if (policy) {
    return given({
      Condition: policy.condition,
      Delay: policy.delay,
      MaxAttempts: policy.max_attempts,
      Window: policy.window,
    });
  }
  const [word = "", attempts] = restart.split(":");
  if (word === "always" || word === "unless-stopped") return { Condition: "any" };
  if (word !== "on-failure") return undefined;
  return {
    Condition: "on-failure",
    ...(attempts !== undefined && { MaxAttempts: Number(attempts) }),
  };
}

function endpointSpec({ deploy, ports = [] }: ComposeService): EndpointSpec {
  const configs = ports
    .map(({ name, protocol, target, published, mode }) => ({
      ...given({ Name: name }),
      Protocol: protocol,
      TargetPort: target,
      ...given({ PublishedPort: published }),
      PublishMode: mode,
    }))
    .sort((a, b) => (a.PublishedPort ?? 0) - (b.PublishedPort ?? 0));
  return given({ Mode: deploy?.endpoint_mode, Ports: configs.length > 0 ? configs : undefined });
}
