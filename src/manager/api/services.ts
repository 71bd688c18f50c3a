import { OperationalError } from "../../base/errors.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import {
  UpdateServiceRequest_Rollback,
  UpdateStatus_UpdateState,
  makeCreateServiceResponse,
  makeGetServiceResponse,
  makeJobStatus,
  makeListServiceStatusesResponse,
  makeListServicesResponse,
  makeRemoveServiceResponse,
  makeService,
  makeUpdateServiceResponse,
  makeUpdateStatus,
  makeVersion,
  type Service,
  type ServiceSpec,
} from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { newId } from "../../system/entropy.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { WriteTx } from "../store/store.ts";
import type { ControlDeps } from "./control-deps.ts";
import { withDefaults } from "./defaults.ts";
import { candidatesByName, labelsOf, matchesCommon, nameOf } from "./filters.ts";
import { changesNetworks, checkNetworks } from "./networks.ts";
import { checkVersion, notFound, precondition, unimplemented } from "./refuse.ts";
import { serviceStatus } from "./service-status.ts";
import { checkReferences } from "./validate-references.ts";
import { checkPorts, validateServiceSpec } from "./validate-service.ts";

/** Services: declared, changed, rolled back and removed. Checks run inside the transaction. */
export function serviceRoutes(deps: ControlDeps): readonly Route[] {
  const { store } = deps;
  return [
    ...createRoutes(deps),
    serve(ControlService.GetService, async ({ serviceId, insertDefaults }) => {
      const service = stored(deps, serviceId);
      const shown =
        insertDefaults && service.spec ? { ...service, spec: withDefaults(service.spec) } : service;
      return makeGetServiceResponse({ service: shown });
    }),
    serve(ControlService.UpdateService, async (request) => {
      const { serviceId, spec } = request;
      validateServiceSpec(spec);
      await store.update((tx) => {
        const service = tx.services.get(serviceId) ?? notFound("service", serviceId);
        checkUnchangeable(service, spec);
        const next = nextService(service, { ...request, spec }, deps.clock.wallMs());
        if (!deepEqual(next.spec?.endpoint, service.spec?.endpoint)) {
          checkPorts(tx, serviceId, next.spec?.endpoint);
        }
        checkReferences(tx, next.spec?.task);
        if (next.spec && changesNetworks(service.spec, next.spec)) checkNetworks(tx, next.spec);
        if (!isOfSpec(service, request.serviceVersion)) {
          checkVersion(request.serviceVersion, service.meta);
        }
        tx.update("service", next);
      });
      return makeUpdateServiceResponse({ service: stored(deps, serviceId) });
    }),
    serve(ControlService.RemoveService, async ({ serviceId }) => {
      await store.update((tx) => {
        removeService(tx, serviceId);
      });
      return makeRemoveServiceResponse();
    }),
    serve(ControlService.ListServices, async ({ filters }) => {
      const runtimes = filters?.runtimes ?? [];
      const services = store
        .view((tx) => candidatesByName(tx.services, filters?.names ?? []))
        .filter(
          ({ id, spec }) =>
            matchesCommon(filters, id, nameOf(spec?.annotations), labelsOf(spec?.annotations)) &&
            (runtimes.length === 0 || runtimes.includes(runtimeOf(spec))),
        );
      return makeListServicesResponse({ services });
    }),
    serve(ControlService.ListServiceStatuses, async ({ services }) =>
      makeListServiceStatusesResponse({
        statuses: store.view((tx) => services.map((id) => serviceStatus(tx, id))),
      }),
    ),
  ];
}

/** Declares a service. */
function createRoutes(deps: ControlDeps): readonly Route[] {
  const { store, entropy } = deps;
  return [
    serve(ControlService.CreateService, async ({ spec }) => {
      validateServiceSpec(spec);
      const service = makeService({
        id: newId(entropy),
        spec,
        specVersion: makeVersion(),
        jobStatus: isJob(spec)
          ? makeJobStatus({
              jobIteration: makeVersion(),
              lastExecution: timestampOf(deps.clock.wallMs()),
            })
          : undefined,
      });
      const created = await store.update((tx) => {
        checkPorts(tx, service.id, spec.endpoint);
        checkReferences(tx, spec.task);
        checkNetworks(tx, spec);
        const name = nameOf(spec.annotations);
        if (tx.services.byName(name)) {
          throw new OperationalError(
            "alreadyExists",
            `name conflicts with an existing object: service ${name} already exists`,
          );
        }
        tx.create("service", service);
        return service.id;
      });
      return makeCreateServiceResponse({ service: stored(deps, created) });
    }),
  ];
}

function stored({ store }: ControlDeps, id: string): Service {
  return store.view((tx) => tx.services.get(id)) ?? notFound("service", id);
}

function runtimeOf(spec: ServiceSpec | undefined): string {
  if (spec?.task?.attachment) return "attachment";
  return spec?.task?.generic?.kind ?? "container";
}

/**
 * True when the version, of the service as its caller has seen it, is younger than its spec: what has
 * changed since is how far an update has come, which nobody's change can undo. Swarm refuses this, so
 * that a second change fails while the first is carried out. After a rollback a version says nothing of
 * the spec's age.
 */
function isOfSpec(
  { meta, specVersion, previousSpecVersion, updateStatus }: Service,
  version: { readonly index: number } | undefined,
): boolean {
  const [asked, last] = [version?.index ?? 0, meta?.version?.index ?? 0];
  const spec = specVersion?.index ?? 0;
  const isRolledBack =
    spec < (previousSpecVersion?.index ?? 0) || ROLLBACK_STATES.has(updateStatus?.state);
  return !isRolledBack && spec < asked && asked <= last;
}

const ROLLBACK_STATES: ReadonlySet<UpdateStatus_UpdateState | undefined> = new Set([
  UpdateStatus_UpdateState.ROLLBACK_STARTED,
  UpdateStatus_UpdateState.ROLLBACK_PAUSED,
  UpdateStatus_UpdateState.ROLLBACK_COMPLETED,
]);

/** The orchestrator sees the service gone and tells its tasks to go. */
function removeService(tx: WriteTx, id: string): void {
  if (!tx.services.get(id)) notFound("service", id);
  tx.remove("service", id);
}

function checkUnchangeable({ spec: old }: Service, spec: ServiceSpec): void {
  if (!old) return;
  // Moving to the task's networks is a change of both.
  const moved = !deepEqual(old.task?.networks ?? [], spec.task?.networks ?? []);
  if (!moved && !deepEqual(old.networks, spec.networks)) {
    unimplemented("networks must be migrated to TaskSpec before being changed");
  }
  if (modeOf(old) !== modeOf(spec)) unimplemented("service mode change is not allowed");
  if (nameOf(old.annotations) !== nameOf(spec.annotations)) {
    unimplemented("renaming services is not supported");
  }
}

type Mode = "replicated" | "global" | "replicatedJob" | "globalJob";
const MODES: readonly Mode[] = ["replicated", "global", "replicatedJob", "globalJob"];

function modeOf(spec: ServiceSpec): Mode | undefined {
  return MODES.find((mode) => spec[mode] !== undefined);
}

function isJob(spec: ServiceSpec): boolean {
  return spec.replicatedJob !== undefined || spec.globalJob !== undefined;
}

/** The service as the update makes it. Any update of a job runs it again. */
function nextService(
  service: Service,
  { spec, rollback }: { readonly spec: ServiceSpec; readonly rollback: number },
  nowMs: number,
): Service {
  const { jobStatus } = service;
  const next =
    rollback === UpdateServiceRequest_Rollback.PREVIOUS
      ? rolledBack(service, nowMs)
      : changed(service, spec);
  if (!jobStatus) return next;
  const iteration = (jobStatus.jobIteration?.index ?? 0) + 1;
  return {
    ...next,
    jobStatus: makeJobStatus({
      jobIteration: makeVersion({ index: iteration }),
      lastExecution: timestampOf(nowMs),
    }),
  };
}

/**
 * The version that the service had becomes that of its new spec: tasks that carry another one are
 * looked at. Source: swarmkit manager/controlapi.
 */
function changed(service: Service, spec: ServiceSpec): Service {
  return {
    ...service,
    spec,
    specVersion: service.meta?.version,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
    updateStatus: undefined,
  };
}

/** Back to the spec before, and to its version: tasks that still run it stay as they are. */
function rolledBack(service: Service, nowMs: number): Service {
  if (!service.previousSpec) precondition(`service ${service.id} does not have a previous spec`);
  return {
    ...service,
    spec: service.previousSpec,
    specVersion: service.previousSpecVersion,
    previousSpec: service.spec,
    previousSpecVersion: service.specVersion,
    updateStatus: makeUpdateStatus({
      state: UpdateStatus_UpdateState.ROLLBACK_STARTED,
      message: "manually requested rollback",
      startedAt: timestampOf(nowMs),
    }),
  };
}
