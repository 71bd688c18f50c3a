import {
  makeNetworkAttachmentConfig,
  makeNetworkAttachmentSpec,
  makeTaskSpec,
  type ContainerSpec,
  type Driver,
  type NetworkAttachmentConfig,
  type NetworkAttachmentSpec,
  type Placement,
  type RestartPolicy,
  type TaskSpec,
} from "../../model/generated/types.ts";
import { ApiError, badRequest } from "../api-error.ts";
import { containerSpec } from "./container-json.ts";
import { driver } from "./driver-json.ts";
import { HIDDEN, kept, mapped, named, omitted, record, type Form } from "./form.ts";
import { placement } from "./placement-json.ts";
import { restartPolicy } from "./policies-json.ts";
import { requirements, type Requirements } from "./resources-json.ts";
import { listOf, text, textMap, uint64 } from "./values.ts";

const MISMATCHED = "mismatched Runtime and *Spec fields";

/** A network that tasks join, by name or id. Addresses are for the cluster to give. */
export const networkAttachmentConfig: Form<NetworkAttachmentConfig> = named(
  "NetworkAttachmentConfig",
  record<NetworkAttachmentConfig>(makeNetworkAttachmentConfig, {
    target: omitted("Target", text),
    aliases: omitted("Aliases", listOf(text)),
    driverAttachmentOpts: omitted("DriverOpts", textMap),
    addresses: HIDDEN,
  }),
);

interface TaskSpecShape {
  readonly container?: ContainerSpec | undefined;
  /** Only whether there is one matters: plugins are not run as services. */
  readonly plugin?: unknown;
  readonly attachment?: NetworkAttachmentSpec | undefined;
  readonly requirements?: Requirements | undefined;
  readonly restart?: RestartPolicy | undefined;
  readonly placement?: Placement | undefined;
  readonly networks: readonly NetworkAttachmentConfig[];
  readonly logDriver?: Driver | undefined;
  readonly forceUpdate: number;
  readonly runtime: string;
}

const anything: Form<unknown> = {
  read: (value) => value,
  write: (value) => value,
  isEmpty: () => false,
  schema: () => ({}),
};

const shape: Form<TaskSpecShape> = record<TaskSpecShape>(
  (fields) => ({ networks: [], forceUpdate: 0, runtime: "", ...fields }),
  {
    container: omitted("ContainerSpec", containerSpec),
    plugin: omitted("PluginSpec", anything),
    attachment: omitted(
      "NetworkAttachmentSpec",
      record<NetworkAttachmentSpec>(makeNetworkAttachmentSpec, {
        containerId: kept("ContainerID", text),
      }),
    ),
    requirements: omitted("Resources", requirements),
    restart: omitted("RestartPolicy", restartPolicy),
    placement: omitted("Placement", placement),
    networks: omitted("Networks", listOf(networkAttachmentConfig)),
    logDriver: omitted("LogDriver", driver),
    forceUpdate: kept("ForceUpdate", uint64),
    runtime: omitted("Runtime", text),
  },
);

/** The spec of a task by itself: only an attachment says its runtime. */
export const taskSpec: Form<TaskSpec> = named(
  "TaskSpec",
  mapped(shape, toModel, (spec) => toShape(spec, spec.attachment ? "attachment" : "")),
);

/** The spec in a service: always says its runtime, and must be of one that services can have. */
export const taskTemplate: Form<TaskSpec> = named(
  "TaskSpec",
  mapped(
    shape,
    (given) => {
      switch (given.runtime) {
        case "":
        case "container":
          return given.container ? toModel(given) : badRequest(MISMATCHED);
        case "plugin":
          if (given.plugin === undefined) return badRequest(MISMATCHED);
          throw new ApiError(500, 'runtime type "plugin" only supported in experimental');
        default:
          return badRequest("unsupported runtime");
      }
    },
    (spec) => toShape(spec, spec.attachment ? "attachment" : (spec.generic?.kind ?? "container")),
  ),
);

function toModel(given: TaskSpecShape): TaskSpec {
  const { container, attachment, requirements: needs, restart, placement: where } = given;
  return makeTaskSpec({
    ...(container && { container: { ...container, pidsLimit: needs?.pidsLimit ?? 0 } }),
    ...(attachment && { attachment }),
    ...(needs && { resources: needs.resources }),
    ...(restart && { restart }),
    ...(where && { placement: where }),
    ...(given.logDriver && { logDriver: given.logDriver }),
    networks: given.networks,
    forceUpdate: given.forceUpdate,
  });
}

function toShape(spec: TaskSpec, runtime: string): TaskSpecShape {
  const { container, attachment, resources, restart, placement: where, logDriver } = spec;
  const pidsLimit = container?.pidsLimit ?? 0;
  return {
    container,
    attachment,
    requirements: resources || pidsLimit !== 0 ? { resources, pidsLimit } : undefined,
    restart,
    placement: where,
    networks: spec.networks,
    logDriver,
    forceUpdate: spec.forceUpdate,
    runtime,
  };
}
