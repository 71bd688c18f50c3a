import { OperationalError, errorCodeOf, type ErrorCode } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import {
  makeAnnotations,
  makeContainerSpec,
  makeCreateServiceRequest,
  makeGetServiceRequest,
  makeListServicesRequest,
  makeRemoveServiceRequest,
  makeReplicatedService,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateServiceRequest,
  type ContainerSpec,
  type Service,
  type ServiceSpec,
} from "../../src/model/generated/types.ts";
import type { Channel, UnaryMethod } from "../../src/system/rpc.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import { Ledger } from "./ledger.ts";
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

/** A person with a command line: one change after another, and a memory of what was answered. */
export class Operator {
  readonly ledger = new Ledger();
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
    const spec = replicatedSpec(name, replicas, { command, ...container });
    const { service } = await this.#change(name, replicas, () =>
      this.#call(ControlService.CreateService, makeCreateServiceRequest({ spec })),
    );
    if (service === undefined) throw new OperationalError("internal", "Created, but no service");
    return service;
  }

  async scale(name: string, replicas: number): Promise<void> {
    const service = await this.find(name);
    if (service?.spec === undefined) throw new OperationalError("notFound", `No service ${name}`);
    const spec = { ...service.spec, replicated: makeReplicatedService({ replicas }) };
    const serviceVersion = service.meta?.version;
    const request = { serviceId: service.id, serviceVersion, spec };
    await this.#change(name, replicas, () =>
      this.#call(ControlService.UpdateService, makeUpdateServiceRequest(request)),
    );
  }

  async remove(name: string): Promise<void> {
    const service = await this.find(name);
    if (service === undefined) throw new OperationalError("notFound", `No service ${name}`);
    await this.#change(name, undefined, () =>
      this.#call(ControlService.RemoveService, makeRemoveServiceRequest({ serviceId: service.id })),
    );
  }

  async find(name: string): Promise<Service | undefined> {
    const { services } = await this.#call(
      ControlService.ListServices,
      makeListServicesRequest({ filters: undefined }),
    );
    const found = services.find(({ spec }) => spec?.annotations?.name === name);
    if (found === undefined) return undefined;
    const request = makeGetServiceRequest({ serviceId: found.id });
    return (await this.#call(ControlService.GetService, request)).service;
  }

  /** Changes something now and then, takes no for an answer, and stops when `signal` aborts. */
  async work(prng: Prng, meanGapMs: number, signal: AbortSignal): Promise<void> {
    let created = 0;
    while (!signal.aborted) {
      await this.#process.clock.sleep(prng.unit() * 2 * meanGapMs, signal);
      if (signal.aborted) return;
      const { names } = this.ledger;
      const name = names.length === 0 ? undefined : prng.pick(names);
      try {
        if (name === undefined || (created < 3 && prng.chance(0.3))) {
          await this.create(`service-${++created}`, prng.between(1, 6));
        } else if (prng.chance(0.15)) {
          await this.remove(name);
        } else {
          await this.scale(name, prng.between(0, 8));
        }
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
        this.#process.log.info("a change failed", { error, reason: error.code });
      }
    }
  }

  /** Makes one change, and writes down what came of it. */
  async #change<T>(
    name: string,
    replicas: number | undefined,
    change: () => Promise<T>,
  ): Promise<T> {
    const { done, refused } = this.ledger.ask(name, replicas);
    this.#process.log.info("change", { reason: `${name}: ${replicas ?? "none"}` });
    try {
      const answer = await change();
      done();
      return answer;
    } catch (error) {
      if (!UNKNOWN_OUTCOME.has(errorCodeOf(error))) refused();
      throw error;
    }
  }

  /** A call to some manager, given up after a while: the manager may be dead. */
  #call<Request, Response>(
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
