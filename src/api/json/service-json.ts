import {
  UpdateStatus_UpdateState,
  makeEndpoint,
  makeEndpointSpec,
  makeEndpoint_VirtualIP,
  makeJobStatus,
  makeListServiceStatusesResponse_ServiceStatus,
  makeService,
  makeServiceSpec,
  makeUpdateStatus,
  makeVersion,
  type Endpoint,
  type EndpointSpec,
  type Endpoint_VirtualIP,
  type JobStatus,
  type ListServiceStatusesResponse_ServiceStatus,
  type PortConfig,
  type Service,
  type ServiceSpec,
  type Timestamp,
  type UpdateStatus,
  type Version,
} from "../../model/generated/types.ts";
import { HIDDEN, kept, mapped, membersOf, named, omitted, record, type Form } from "./form.ts";
import { metaFields, metaOf, metaShape, version, type MetaShape } from "./meta-json.ts";
import { endpointSpec, portConfig } from "./port-json.ts";
import { serviceSpec } from "./service-spec-json.ts";
import { NO_TIME, time } from "./time-json.ts";
import { choice, listOf, text, uint64 } from "./values.ts";

type ServiceStatus = ListServiceStatusesResponse_ServiceStatus;

interface EndpointShape {
  readonly spec: EndpointSpec;
  readonly ports: readonly PortConfig[];
  readonly virtualIps: readonly Endpoint_VirtualIP[];
}

/** Stands for a spec that nobody gave, which is written as `{}`. */
const NO_SPEC = makeEndpointSpec();
const specIfAny: Form<EndpointSpec> = {
  ...endpointSpec,
  read: (value, path) =>
    membersOf(value, path).size === 0 ? NO_SPEC : endpointSpec.read(value, path),
  write: (spec) => (spec === NO_SPEC ? {} : endpointSpec.write(spec)),
};

/** Where the service can be reached now. */
const endpoint: Form<Endpoint> = named(
  "Endpoint",
  mapped(
    record<EndpointShape>((fields) => ({ spec: NO_SPEC, ports: [], virtualIps: [], ...fields }), {
      spec: kept("Spec", specIfAny),
      ports: omitted("Ports", listOf(portConfig)),
      virtualIps: omitted(
        "VirtualIPs",
        listOf(
          record<Endpoint_VirtualIP>(makeEndpoint_VirtualIP, {
            networkId: omitted("NetworkID", text),
            addr: omitted("Addr", text),
          }),
        ),
      ),
    }),
    ({ spec, ...found }) => makeEndpoint(spec === NO_SPEC ? found : { ...found, spec }),
    ({ spec = NO_SPEC, ports, virtualIps }) => ({ spec, ports, virtualIps }),
  ),
);

const updateState = choice(
  {
    updating: UpdateStatus_UpdateState.UPDATING,
    paused: UpdateStatus_UpdateState.PAUSED,
    completed: UpdateStatus_UpdateState.COMPLETED,
    rollback_started: UpdateStatus_UpdateState.ROLLBACK_STARTED,
    rollback_paused: UpdateStatus_UpdateState.ROLLBACK_PAUSED,
    rollback_completed: UpdateStatus_UpdateState.ROLLBACK_COMPLETED,
  },
  { unknown: UpdateStatus_UpdateState.UNKNOWN },
);

const moment: Form<Timestamp> = { ...time, isEmpty: ({ seconds }) => seconds === 0 };

const updateStatus: Form<UpdateStatus> = named(
  "UpdateStatus",
  record<UpdateStatus>(makeUpdateStatus, {
    state: omitted("State", updateState),
    startedAt: omitted("StartedAt", moment),
    completedAt: omitted("CompletedAt", moment),
    message: omitted("Message", text),
  }),
);

const serviceStatus: Form<ServiceStatus> = record<ServiceStatus>(
  makeListServiceStatusesResponse_ServiceStatus,
  {
    runningTasks: kept("RunningTasks", uint64),
    desiredTasks: kept("DesiredTasks", uint64),
    completedTasks: kept("CompletedTasks", uint64),
    serviceId: HIDDEN,
  },
);

interface JobStatusShape {
  readonly jobIteration: Version;
  readonly lastExecution: Timestamp;
}

const jobStatus: Form<JobStatus> = mapped(
  record<JobStatusShape>(
    (fields) => ({ jobIteration: makeVersion(), lastExecution: NO_TIME, ...fields }),
    { jobIteration: kept("JobIteration", version), lastExecution: kept("LastExecution", time) },
  ),
  (shape) => makeJobStatus(shape),
  ({ jobIteration = makeVersion(), lastExecution = NO_TIME }) => ({ jobIteration, lastExecution }),
);

interface ServiceShape extends MetaShape {
  readonly id: string;
  readonly spec: ServiceSpec;
  readonly previousSpec?: ServiceSpec | undefined;
  readonly endpoint: Endpoint;
  readonly updateStatus?: UpdateStatus | undefined;
  readonly serviceStatus?: ServiceStatus | undefined;
  readonly jobStatus?: JobStatus | undefined;
}

/** A service, with how far it is where somebody asked. */
export interface ServiceView {
  readonly service: Service;
  readonly status?: ServiceStatus | undefined;
}

export const serviceView: Form<ServiceView> = named(
  "Service",
  mapped(
    record<ServiceShape>(
      (fields) => ({
        id: "",
        ...metaShape(undefined),
        spec: makeServiceSpec(),
        endpoint: makeEndpoint(),
        ...fields,
      }),
      {
        id: kept("ID", text),
        ...metaFields,
        spec: kept("Spec", serviceSpec),
        previousSpec: omitted("PreviousSpec", serviceSpec),
        endpoint: kept("Endpoint", endpoint),
        updateStatus: omitted("UpdateStatus", updateStatus),
        serviceStatus: omitted("ServiceStatus", serviceStatus),
        jobStatus: omitted("JobStatus", jobStatus),
      },
    ),
    ({ id, spec, previousSpec, endpoint: at, ...shape }) => ({
      service: makeService({
        id,
        meta: metaOf(shape),
        spec,
        previousSpec,
        endpoint: at,
        updateStatus: shape.updateStatus,
        jobStatus: shape.jobStatus,
      }),
      status: shape.serviceStatus,
    }),
    ({ service, status }) => ({
      id: service.id,
      ...metaShape(service.meta),
      spec: service.spec ?? makeServiceSpec(),
      previousSpec: service.previousSpec,
      endpoint: service.endpoint ?? makeEndpoint(),
      updateStatus: service.updateStatus,
      serviceStatus: status,
      jobStatus: service.jobStatus,
    }),
  ),
);
