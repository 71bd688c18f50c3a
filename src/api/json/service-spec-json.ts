import {
  makeGlobalJob,
  makeGlobalService,
  makeReplicatedJob,
  makeReplicatedService,
  makeServiceSpec,
  makeTaskSpec,
  type EndpointSpec,
  type GlobalJob,
  type GlobalService,
  type NetworkAttachmentConfig,
  type ReplicatedJob,
  type ReplicatedService,
  type ServiceSpec,
  type TaskSpec,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import { kept, mapped, named, omitted, record, type Form } from "./form.ts";
import {
  NO_ANNOTATIONS,
  annotationsFields,
  annotationsOf,
  annotationsShape,
  type AnnotationsShape,
} from "./meta-json.ts";
import { updateConfig } from "./policies-json.ts";
import { endpointSpec } from "./port-json.ts";
import { networkAttachmentConfig, taskTemplate } from "./task-spec-json.ts";
import { listOf, uint64IfSet } from "./values.ts";

type Mode = Pick<ServiceSpec, "replicated" | "global" | "replicatedJob" | "globalJob">;

interface ModeShape {
  readonly replicated?: ReplicatedService | undefined;
  readonly global?: GlobalService | undefined;
  readonly replicatedJob?: ReplicatedJob | undefined;
  readonly globalJob?: GlobalJob | undefined;
}

const ONE_REPLICA = makeReplicatedService({ replicas: 1 });

/** At most one of four; one replica where nothing is said. */
const mode: Form<Mode> = named(
  "ServiceMode",
  mapped(
    record<ModeShape>((fields) => fields, {
      replicated: omitted(
        "Replicated",
        record<ReplicatedService>((fields) => makeReplicatedService({ replicas: 1, ...fields }), {
          replicas: omitted("Replicas", uint64IfSet),
        }),
      ),
      global: omitted("Global", record<GlobalService>(makeGlobalService, {})),
      replicatedJob: omitted(
        "ReplicatedJob",
        record<ReplicatedJob>(
          ({ maxConcurrent = 1, totalCompletions = maxConcurrent }) =>
            makeReplicatedJob({ maxConcurrent, totalCompletions }),
          {
            maxConcurrent: omitted("MaxConcurrent", uint64IfSet),
            totalCompletions: omitted("TotalCompletions", uint64IfSet),
          },
        ),
      ),
      globalJob: omitted("GlobalJob", record<GlobalJob>(makeGlobalJob, {})),
    }),
    (modes) => {
      const said = Object.values(modes).filter((each) => each !== undefined).length;
      if (said > 1) return badRequest("must specify only one service mode");
      return said === 0 ? { replicated: ONE_REPLICA } : modes;
    },
    ({ replicated, global, replicatedJob, globalJob }) => ({
      replicated,
      global,
      replicatedJob,
      globalJob,
    }),
  ),
);

interface ServiceSpecShape extends AnnotationsShape {
  readonly task?: TaskSpec | undefined;
  readonly mode: Mode;
  readonly update?: UpdateConfig | undefined;
  readonly rollback?: UpdateConfig | undefined;
  readonly networks: readonly NetworkAttachmentConfig[];
  readonly endpoint?: EndpointSpec | undefined;
}

/** What the user wants of a service. */
export const serviceSpec: Form<ServiceSpec> = named(
  "ServiceSpec",
  mapped(
    record<ServiceSpecShape>(
      (fields) => ({
        ...NO_ANNOTATIONS,
        mode: { replicated: ONE_REPLICA },
        networks: [],
        ...fields,
      }),
      {
        ...annotationsFields,
        task: omitted("TaskTemplate", taskTemplate),
        mode: kept("Mode", mode),
        update: omitted("UpdateConfig", updateConfig),
        rollback: omitted("RollbackConfig", updateConfig),
        networks: omitted("Networks", listOf(networkAttachmentConfig)),
        endpoint: omitted("EndpointSpec", endpointSpec),
      },
    ),
    ({ name, labels, task, mode: modes, update, rollback, networks, endpoint }) =>
      makeServiceSpec({
        annotations: annotationsOf({ name, labels }),
        task: task ?? badRequest("mismatched Runtime and *Spec fields"),
        ...modes,
        ...(update && { update }),
        ...(rollback && { rollback }),
        networks,
        ...(endpoint && { endpoint }),
      }),
    (spec) => ({
      ...annotationsShape(spec.annotations),
      task: spec.task ?? makeTaskSpec(),
      mode: spec,
      update: spec.update,
      rollback: spec.rollback,
      networks: spec.networks,
      endpoint: spec.endpoint,
    }),
  ),
);
