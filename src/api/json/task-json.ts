import {
  TaskState,
  makeContainerStatus,
  makeNetwork,
  makeNetworkAttachment,
  makePortStatus,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeVolumeAttachment,
  type ContainerStatus,
  type GenericResource,
  type Network,
  type NetworkAttachment,
  type PortStatus,
  type Task,
  type TaskSpec,
  type TaskStatus,
  type Timestamp,
  type Version,
  type VolumeAttachment,
} from "../../model/generated/types.ts";
import { kept, mapped, named, nullable, omitted, record, shared, type Form } from "./form.ts";
import {
  NO_ANNOTATIONS,
  annotationsFields,
  annotationsOf,
  annotationsShape,
  metaFields,
  metaOf,
  metaShape,
  version,
  type AnnotationsShape,
  type MetaShape,
} from "./meta-json.ts";
import { network } from "./network-json.ts";
import { portConfig } from "./port-json.ts";
import { genericResources } from "./resources-json.ts";
import { taskSpec } from "./task-spec-json.ts";
import { NO_TIME, time } from "./time-json.ts";
import { choice, int32, listOf, text, uint64 } from "./values.ts";

const taskState: Form<TaskState> = choice(
  {
    new: TaskState.NEW,
    pending: TaskState.PENDING,
    assigned: TaskState.ASSIGNED,
    accepted: TaskState.ACCEPTED,
    preparing: TaskState.PREPARING,
    ready: TaskState.READY,
    starting: TaskState.STARTING,
    running: TaskState.RUNNING,
    complete: TaskState.COMPLETE,
    shutdown: TaskState.SHUTDOWN,
    failed: TaskState.FAILED,
    rejected: TaskState.REJECTED,
    remove: TaskState.REMOVE,
    orphaned: TaskState.ORPHANED,
  },
  { unknown: (word) => `invalid task state: ${JSON.stringify(word)}` },
);

interface TaskStatusShape {
  readonly timestamp: Timestamp;
  readonly state: TaskState;
  readonly message: string;
  readonly err: string;
  readonly container?: ContainerStatus | undefined;
  readonly portStatus: PortStatus;
}

const taskStatus: Form<TaskStatus> = named(
  "TaskStatus",
  mapped(
    record<TaskStatusShape>(
      (fields) => ({
        timestamp: NO_TIME,
        state: TaskState.NEW,
        message: "",
        err: "",
        portStatus: makePortStatus(),
        ...fields,
      }),
      {
        timestamp: kept("Timestamp", time),
        state: omitted("State", taskState),
        message: omitted("Message", text),
        err: omitted("Err", text),
        container: omitted(
          "ContainerStatus",
          record<ContainerStatus>(makeContainerStatus, {
            containerId: kept("ContainerID", text),
            pid: kept("PID", int32),
            exitCode: kept("ExitCode", int32),
          }),
        ),
        portStatus: kept(
          "PortStatus",
          record<PortStatus>(makePortStatus, { ports: omitted("Ports", listOf(portConfig)) }),
        ),
      },
    ),
    (shape) => makeTaskStatus(shape),
    ({ timestamp = NO_TIME, portStatus = makePortStatus(), state, message, err, container }) => ({
      timestamp,
      state,
      message,
      err,
      container,
      portStatus,
    }),
  ),
);

interface AttachmentShape {
  readonly network: Network;
  readonly addresses: readonly string[];
}

const networkAttachment: Form<NetworkAttachment> = named(
  "NetworkAttachment",
  mapped(
    record<AttachmentShape>((fields) => ({ network: makeNetwork(), addresses: [], ...fields }), {
      network: kept("Network", network),
      addresses: omitted("Addresses", listOf(text)),
    }),
    (shape) => makeNetworkAttachment(shape),
    ({ network: to = makeNetwork(), addresses }) => ({ network: to, addresses }),
  ),
);

interface TaskShape extends MetaShape, AnnotationsShape {
  readonly id: string;
  readonly spec: TaskSpec;
  readonly serviceId: string;
  readonly slot: number;
  readonly nodeId: string;
  readonly status: TaskStatus;
  readonly desiredState: TaskState;
  readonly networks: readonly NetworkAttachment[];
  readonly genericResources: readonly GenericResource[];
  readonly jobIteration?: Version | undefined;
  readonly volumes?: readonly VolumeAttachment[] | undefined;
}

const volumeAttachment: Form<VolumeAttachment> = record<VolumeAttachment>(makeVolumeAttachment, {
  id: omitted("ID", text),
  source: omitted("Source", text),
  target: omitted("Target", text),
});

const shape: Form<TaskShape> = record<TaskShape>(
  (fields) => ({
    id: "",
    ...metaShape(undefined),
    ...NO_ANNOTATIONS,
    spec: makeTaskSpec(),
    serviceId: "",
    slot: 0,
    nodeId: "",
    status: makeTaskStatus(),
    desiredState: TaskState.NEW,
    networks: [],
    genericResources: [],
    ...fields,
  }),
  {
    id: kept("ID", text),
    ...metaFields,
    ...annotationsFields,
    // The tasks of a service have one spec.
    spec: kept("Spec", shared(taskSpec)),
    serviceId: omitted("ServiceID", text),
    slot: omitted("Slot", uint64),
    nodeId: omitted("NodeID", text),
    status: kept("Status", taskStatus),
    desiredState: omitted("DesiredState", taskState),
    networks: omitted("NetworksAttachments", listOf(networkAttachment)),
    genericResources: omitted("GenericResources", genericResources),
    jobIteration: omitted("JobIteration", version),
    volumes: nullable("Volumes", listOf(volumeAttachment)),
  },
);

/** One task, as its manager knows it. */
export const task: Form<Task> = named(
  "Task",
  mapped(
    shape,
    ({ name, labels, version: at, createdAt, updatedAt, genericResources: claimed, ...given }) =>
      makeTask({
        ...given,
        meta: metaOf({ version: at, createdAt, updatedAt }),
        annotations: annotationsOf({ name, labels }),
        assignedGenericResources: claimed,
        volumes: given.volumes ?? [],
      }),
    (given) => ({
      id: given.id,
      ...metaShape(given.meta),
      ...annotationsShape(given.annotations),
      spec: given.spec ?? makeTaskSpec(),
      serviceId: given.serviceId,
      slot: given.slot,
      nodeId: given.nodeId,
      status: given.status ?? makeTaskStatus(),
      desiredState: given.desiredState,
      networks: given.networks,
      genericResources: given.assignedGenericResources,
      jobIteration: given.jobIteration,
      volumes: given.volumes.length === 0 ? undefined : given.volumes,
    }),
  ),
);
