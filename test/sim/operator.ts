import { OperationalError, errorCodeOf, type ErrorCode } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import {
  NodeRole,
  NodeSpec_Availability,
  makeAnnotations,
  makeContainerSpec,
  makeCreateServiceRequest,
  makeGetNodeRequest,
  makeGetServiceRequest,
  makeListNodesRequest,
  makeListServicesRequest,
  makeListTasksRequest,
  makeNodeSpec,
  makeRemoveNodeRequest,
  makeRemoveServiceRequest,
  makeRemoveTaskRequest,
  makeReplicatedService,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateNodeRequest,
  makeUpdateServiceRequest,
  type ContainerSpec,
  type Service,
  type ServiceSpec,
} from "../../src/model/generated/types.ts";
import type { Channel, UnaryMethod } from "../../src/system/rpc.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import { drawAction, type Workload } from "../simulation/workloads.ts";
import { ServiceHistory, sizeOf, type Request } from "./checkers/service-history.ts";
import { DataBook } from "./data-book.ts";
import type { SimProcess } from "./process.ts";

/** After these nobody knows whether the change was made. */
const UNKNOWN_OUTCOME: ReadonlySet<ErrorCode> = new Set([
  "cancelled",
  "unknown",
  "deadlineExceeded",
  "aborted",
  "internal",
  "unavailable",
]);

const CALL_MS = 5_000;
const RETRY_MS = 500;

/** A person with a command line: one change after another, and a memory of what was answered. */
export class Operator {
  readonly history = new ServiceHistory();
  readonly data = new DataBook();
  readonly #process: SimProcess;
  readonly #control: () => Channel | undefined;

  /** `control` gives the way to the Control service of some manager, if one can be reached. */
  constructor(process: SimProcess, control: () => Channel | undefined) {
    this.#process = process;
    this.#control = control;
  }

  /** Declares a replicated service; gives it back once that is acknowledged. */
  async create(
    name: string,
    replicas: number,
    command: readonly string[] = [],
    container: Partial<ContainerSpec> = {},
  ): Promise<Service> {
    return this.declare(replicatedSpec(name, replicas, { command, ...container }));
  }

  /** Declares any service; gives it back once that is acknowledged. */
  async declare(spec: ServiceSpec): Promise<Service> {
    const name = spec.annotations?.name ?? "";
    const { service } = await this.#change(name, { kind: "create", size: sizeOf(spec) ?? 0 }, () =>
      this.call(ControlService.CreateService, makeCreateServiceRequest({ spec })),
    );
    if (service === undefined) throw new OperationalError("internal", "Created, but no service");
    return service;
  }

  /** Changes a service that there is. */
  async alter(name: string, change: (spec: ServiceSpec) => ServiceSpec): Promise<void> {
    const service = await this.find(name);
    if (service?.spec === undefined) throw new OperationalError("notFound", `No service ${name}`);
    const spec = change(service.spec);
    const request = { serviceId: service.id, serviceVersion: service.meta?.version, spec };
    await this.#change(name, { kind: "change", size: sizeOf(spec) ?? 0 }, () =>
      this.call(ControlService.UpdateService, makeUpdateServiceRequest(request)),
    );
  }

  async scale(name: string, replicas: number): Promise<void> {
    const replicated = makeReplicatedService({ replicas });
    await this.alter(name, (spec) => ({ ...spec, replicated }));
  }

  async remove(name: string): Promise<void> {
    const service = await this.find(name);
    if (service === undefined) throw new OperationalError("notFound", `No service ${name}`);
    await this.#change(name, { kind: "remove" }, () =>
      this.call(ControlService.RemoveService, makeRemoveServiceRequest({ serviceId: service.id })),
    );
  }

  async find(name: string): Promise<Service | undefined> {
    const { services } = await this.call(
      ControlService.ListServices,
      makeListServicesRequest({ filters: undefined }),
    );
    const found = services.find(({ spec }) => spec?.annotations?.name === name);
    this.history.saw(name, sizeOf(found?.spec));
    if (found === undefined) return undefined;
    const request = makeGetServiceRequest({ serviceId: found.id });
    const { service } = await this.call(ControlService.GetService, request);
    this.history.saw(name, sizeOf(service?.spec));
    return service;
  }

  /** Replaces every task of a service by its rolling update; runs a job again. */
  async renew(name: string): Promise<void> {
    await this.alter(name, (spec) => ({
      ...spec,
      task: makeTaskSpec({ ...spec.task, forceUpdate: (spec.task?.forceUpdate ?? 0) + 1 }),
    }));
  }

  async setAvailability(nodeId: string, availability: NodeSpec_Availability): Promise<void> {
    const { node } = await this.call(ControlService.GetNode, makeGetNodeRequest({ nodeId }));
    const spec = makeNodeSpec({ ...node?.spec, availability });
    const nodeVersion = node?.meta?.version;
    this.#process.log.info("availability", { nodeId, state: String(availability) });
    const request = makeUpdateNodeRequest({ nodeId, nodeVersion, spec });
    await this.call(ControlService.UpdateNode, request);
  }

  /** Makes a manager of a worker, or a worker of a manager. */
  async changeRole(nodeId: string): Promise<void> {
    const { node } = await this.call(ControlService.GetNode, makeGetNodeRequest({ nodeId }));
    const { MANAGER, WORKER } = NodeRole;
    const desiredRole = node?.spec?.desiredRole === MANAGER ? WORKER : MANAGER;
    const spec = makeNodeSpec({ ...node?.spec, desiredRole });
    this.#process.log.info("role", { nodeId, state: String(desiredRole) });
    const request = makeUpdateNodeRequest({ nodeId, nodeVersion: node?.meta?.version, spec });
    await this.call(ControlService.UpdateNode, request);
  }

  async removeNode(nodeId: string): Promise<void> {
    this.#process.log.info("remove node", { nodeId });
    await this.call(ControlService.RemoveNode, makeRemoveNodeRequest({ nodeId, force: true }));
  }

  async nodeIds(): Promise<readonly string[]> {
    const { nodes } = await this.call(ControlService.ListNodes, makeListNodesRequest());
    return nodes.map(({ id }) => id);
  }

  /** Deletes a task behind its service's back. */
  async removeSomeTask(prng: Prng): Promise<void> {
    const { tasks } = await this.call(ControlService.ListTasks, makeListTasksRequest());
    if (tasks.length === 0) return;
    const { id } = prng.pick(tasks);
    this.#process.log.info("remove task", { taskId: id });
    await this.call(ControlService.RemoveTask, makeRemoveTaskRequest({ taskId: id }));
  }

  /** Changes something now and then, takes no for an answer, and stops when `signal` aborts. */
  async work(
    workload: Workload,
    prng: Prng,
    meanGapMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await this.#process.clock.sleep(prng.unit() * 2 * meanGapMs, signal);
      const { act } = drawAction(workload, prng);
      if (!signal.aborted) await this.attempt(() => act(this, prng));
    }
  }

  /** Puts every node back to work; tries until that is done. */
  async activateAll(signal: AbortSignal): Promise<void> {
    const activate = async (): Promise<void> => {
      for (const nodeId of await this.nodeIds()) {
        await this.setAvailability(nodeId, NodeSpec_Availability.ACTIVE);
      }
    };
    while (!signal.aborted && !(await this.attempt(activate))) {
      await this.#process.clock.sleep(RETRY_MS, signal);
    }
  }

  /** Whether `work` was done; the world failing is only written down. */
  async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      this.#process.log.info("a change failed", { error, reason: error.code });
      return false;
    }
  }

  /** A call to some manager, given up after a while: the manager may be dead. */
  call<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const controller = new AbortController();
      const cancel = this.#process.clock.after(CALL_MS, () => {
        reject(new OperationalError("deadlineExceeded", `No answer within ${CALL_MS} ms`));
        controller.abort();
      });
      const channel = this.#control();
      if (channel === undefined) {
        cancel();
        reject(new OperationalError("failedPrecondition", "No manager to turn to"));
        return;
      }
      channel
        .unary(method, request, { signal: controller.signal })
        .then(resolve, reject)
        .finally(cancel);
    });
  }

  /** Makes one change, and writes down what came of it. */
  async #change<T>(name: string, request: Request, change: () => Promise<T>): Promise<T> {
    const { done, refused } = this.history.ask(name, request);
    this.#process.log.info("change", { reason: `${name}: ${JSON.stringify(request)}` });
    try {
      const answer = await change();
      done();
      return answer;
    } catch (error) {
      if (!UNKNOWN_OUTCOME.has(errorCodeOf(error))) refused();
      throw error;
    }
  }
}

function replicatedSpec(
  name: string,
  replicas: number,
  container: Partial<ContainerSpec>,
): ServiceSpec {
  return makeServiceSpec({
    annotations: makeAnnotations({ name }),
    task: makeTaskSpec({ container: makeContainerSpec({ image: "busybox", ...container }) }),
    replicated: makeReplicatedService({ replicas }),
  });
}
