import type { Entropy } from "../system/entropy.ts";
import {
  UpdateServiceRequest_Rollback,
  makeContainerSpec_PullOptions,
  makeCreateServiceRequest,
  makeListServiceStatusesRequest,
  makeListServicesRequest,
  makeListServicesRequest_Filters,
  makeRemoveServiceRequest,
  makeUpdateServiceRequest,
  makeVersion,
  type ContainerSpec,
  type Service,
  type ServiceSpec,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError } from "./api-error.ts";
import { isOlder, type ApiVersion } from "./api-version.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { serviceView, type ServiceView } from "./json/service-json.ts";
import { serviceSpec } from "./json/service-spec-json.ts";
import { findService } from "./lookup.ts";
import { withNetworkIds } from "./networks.ts";
import { randomName } from "./random-name.ts";
import {
  OK,
  json,
  list,
  objectVersion,
  param,
  strictFlag,
  type ApiAnswer,
  type ApiRequest,
  type ApiRoute,
} from "./request.ts";
import { withoutNewerThan } from "./spec-versions.ts";

interface Deps {
  readonly control: ControlCall;
  readonly entropy: Entropy;
}

export const SERVICE_FILTERS = ["name", "id", "label", "mode", "runtime"];

/** Services, as `docker service` sees them. Source: moby daemon/cluster/services.go. */
export function serviceRoutes({ control, entropy }: Deps): readonly ApiRoute[] {
  return [
    { method: "GET", path: "/services", handle: (request) => listServices(control, request) },
    {
      method: "POST",
      path: "/services/create",
      handle: (request) => createService(control, entropy, request),
    },
    {
      method: "GET",
      path: "/services/{id}",
      handle: async (request) => {
        const options = { insertDefaults: strictFlag(request, "insertDefaults") };
        const service = await findService(control, param(request, "id"), request.signal, options);
        return json(serviceView.write({ service }));
      },
    },
    {
      method: "POST",
      path: "/services/{id}/update",
      handle: (request) => updateService(control, request),
    },
    {
      method: "DELETE",
      path: "/services/{id}",
      handle: async (request) => {
        const { id } = await findService(control, param(request, "id"), request.signal);
        const removal = makeRemoveServiceRequest({ serviceId: id });
        await control(ControlService.RemoveService, removal, request.signal);
        return OK;
      },
    },
  ];
}

const MODES: readonly (readonly [string, keyof ServiceSpec])[] = [
  ["replicated", "replicated"],
  ["global", "global"],
  ["replicated-job", "replicatedJob"],
  ["global-job", "globalJob"],
];

async function listServices(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const filters = readFilters(request, SERVICE_FILTERS);
  const wantsStatus = !isOlder(request.version, "1.41") && strictFlag(request, "status");
  const runtimes = valuesOf(filters, "runtime");
  const answer = await control(
    ControlService.ListServices,
    makeListServicesRequest({
      filters: makeListServicesRequest_Filters({
        namePrefixes: valuesOf(filters, "name"),
        idPrefixes: valuesOf(filters, "id"),
        labels: labelsIn(filters, "label"),
        runtimes: runtimes.length > 0 ? runtimes : ["container"],
      }),
    }),
    request.signal,
  );
  const modes = valuesOf(filters, "mode");
  const services = answer.services.filter(
    ({ spec }) => modes.length === 0 || modes.includes(modeOf(spec)),
  );
  const views = wantsStatus
    ? await withStatus(control, services, request.signal)
    : services.map((service) => ({ service }));
  return list(serviceView, views);
}

function modeOf(spec: ServiceSpec | undefined): string {
  return MODES.find(([, member]) => spec?.[member] !== undefined)?.[0] ?? "";
}

async function withStatus(
  control: ControlCall,
  services: readonly Service[],
  signal: AbortSignal,
): Promise<readonly ServiceView[]> {
  const { statuses } = await control(
    ControlService.ListServiceStatuses,
    makeListServiceStatusesRequest({ services: services.map(({ id }) => id) }),
    signal,
  );
  const byService = new Map(statuses.map((status) => [status.serviceId, status]));
  return services.map((service) => ({ service, status: byService.get(service.id) }));
}

/** Names are drawn until one is free: few services are without a name. */
const MAX_DRAWS = 10;

async function createService(
  control: ControlCall,
  entropy: Entropy,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const given = await readSpec(control, request);
  const auth = registryAuth(request);
  const spec = auth === "" ? given : withRegistryAuth(given, auth);
  const unnamed = (spec.annotations?.name ?? "") === "";
  const prng = unnamed ? entropy.prng() : undefined;
  for (let draw = 1; ; draw++) {
    try {
      const { service } = await control(
        ControlService.CreateService,
        makeCreateServiceRequest({ spec: prng ? named(spec, randomName(prng)) : spec }),
        request.signal,
      );
      return json({ ID: service?.id ?? "", Warnings: null }, 201);
    } catch (error) {
      const taken = error instanceof ApiError && error.status === 409;
      if (!unnamed || !taken || draw === MAX_DRAWS) throw error;
    }
  }
}

function named(spec: ServiceSpec, name: string): ServiceSpec {
  return { ...spec, annotations: { labels: {}, indices: [], ...spec.annotations, name } };
}

async function updateService(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const spec = await readSpec(control, request);
  const serviceVersion = makeVersion({ index: objectVersion(request, "service") });
  const current = await findService(control, param(request, "id"), request.signal);
  await control(
    ControlService.UpdateService,
    makeUpdateServiceRequest({
      serviceId: current.id,
      serviceVersion,
      spec: keepingRegistryAuth(spec, current, request),
      rollback: rollbackOf(request),
    }),
    request.signal,
  );
  return json({ Warnings: null });
}

function rollbackOf(request: ApiRequest): UpdateServiceRequest_Rollback {
  const word = request.query.get("rollback") ?? "";
  if (word === "previous") return UpdateServiceRequest_Rollback.PREVIOUS;
  if (word === "" || word === "none") return UpdateServiceRequest_Rollback.NONE;
  throw new ApiError(500, `unrecognized rollback option ${word}`);
}

/** What clients never see must survive an update: the password for the registry. */
function keepingRegistryAuth(
  spec: ServiceSpec,
  current: Service,
  request: ApiRequest,
): ServiceSpec {
  const given = registryAuth(request);
  if (given !== "") return withRegistryAuth(spec, given);
  const kept = containerToCopyFrom(current, request.query.get("registryAuthFrom") ?? "");
  if (kept.pullOptions === undefined || !spec.task?.container) return spec;
  return withRegistryAuth(spec, kept.pullOptions.registryAuth);
}

function containerToCopyFrom(current: Service, from: string): ContainerSpec {
  if (from !== "" && from !== "spec" && from !== "previous-spec") {
    throw new ApiError(500, "unsupported registryAuthFrom value");
  }
  const spec = from === "previous-spec" ? current.previousSpec : current.spec;
  if (!spec) throw new ApiError(500, "service does not have a previous spec");
  const { container } = spec.task ?? {};
  if (!container) throw new ApiError(500, "service does not use container tasks");
  return container;
}

function withRegistryAuth(spec: ServiceSpec, auth: string): ServiceSpec {
  if (!spec.task?.container) return spec;
  const pullOptions = makeContainerSpec_PullOptions({ registryAuth: auth });
  return {
    ...spec,
    task: { ...spec.task, container: { ...spec.task.container, pullOptions } },
  };
}

function registryAuth(request: ApiRequest): string {
  const header = request.headers["x-registry-auth"];
  return typeof header === "string" ? header : "";
}

async function readSpec(control: ControlCall, request: ApiRequest): Promise<ServiceSpec> {
  const version: ApiVersion = request.version;
  const spec = withoutNewerThan(version, serviceSpec.read(await request.json(), ""));
  return withNetworkIds(control, spec, request.signal);
}
