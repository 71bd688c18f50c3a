import { OperationalError } from "../../../src/base/errors.ts";
import { Prng } from "../../../src/base/prng.ts";
import { controlRoutes } from "../../../src/manager/api/control.ts";
import type { ManagerMember } from "../../../src/manager/api/control-deps.ts";
import type { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";
import {
  NodeRole,
  makeAnnotations,
  makeContainerSpec,
  makeCreateServiceRequest,
  makeGetServiceRequest,
  makeReplicatedService,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateServiceRequest,
  type ContainerSpec,
  type Service,
  type ServiceSpec,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { localChannel } from "../../../src/node/local-channel.ts";
import type { Channel, UnaryMethod } from "../../../src/system/rpc.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { SimCertificates } from "../../sim/certificates.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import type { LocalRaft } from "../support/local-raft.ts";
import { FROZEN_CLOCK, testStore } from "../support/test-store.ts";

const NEVER = new AbortController().signal;

/** The Control service over a real store, called as a manager would. */
export class ControlScene {
  readonly store: ReplicatedStore;
  readonly raft: LocalRaft;
  readonly certificates: SimCertificates;
  /** Who takes part in consensus. */
  members: readonly ManagerMember[] = [];
  readonly #channel: Channel;

  constructor() {
    ({ store: this.store, raft: this.raft } = testStore());
    const entropy = new SimEntropy(new Prng(7));
    this.certificates = new SimCertificates(FROZEN_CLOCK, entropy);
    const routes = controlRoutes({
      store: this.store,
      clock: FROZEN_CLOCK,
      entropy,
      certificates: this.certificates,
      members: () => this.members,
    });
    const caller = { nodeId: "m1", role: NodeRole.MANAGER, organization: "c" };
    this.#channel = localChannel(routes, caller);
  }

  call<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return this.#channel.unary(method, request, { signal: NEVER });
  }

  async create(spec: ServiceSpec): Promise<Service> {
    const { service } = await this.call(
      ControlService.CreateService,
      makeCreateServiceRequest({ spec }),
    );
    if (!service) throw new Error("a created service is answered with");
    return service;
  }

  async service(serviceId: string): Promise<Service> {
    const { service } = await this.call(
      ControlService.GetService,
      makeGetServiceRequest({ serviceId }),
    );
    if (!service) throw new Error("a service that is not there is an error");
    return service;
  }

  async update(
    service: Service,
    change: Partial<Parameters<typeof makeUpdateServiceRequest>[0]>,
  ): Promise<Service> {
    const request = makeUpdateServiceRequest({
      serviceId: service.id,
      serviceVersion: service.meta?.version,
      spec: service.spec,
      ...change,
    });
    const answer = await this.call(ControlService.UpdateService, request);
    if (!answer.service) throw new Error("an updated service is answered with");
    return answer.service;
  }
}

/** A sound spec of one replica; a test says what it is about. */
export function serviceSpec(
  name: string,
  options: {
    readonly spec?: Partial<ServiceSpec>;
    readonly task?: Partial<TaskSpec>;
    readonly container?: Partial<ContainerSpec>;
  } = {},
): ServiceSpec {
  return makeServiceSpec({
    annotations: makeAnnotations({ name }),
    replicated: makeReplicatedService({ replicas: 1 }),
    task: makeTaskSpec({
      container: makeContainerSpec({ image: "busybox:1", ...options.container }),
      ...options.task,
    }),
    ...options.spec,
  });
}

/** The code and the message that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof OperationalError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("the call was not refused");
}
