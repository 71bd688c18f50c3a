import type { IncomingMessage, ServerResponse } from "node:http";
import { parseAskedNetworks, ASKING_LABEL } from "../../model/asked-networks.ts";
import {
  makeAnnotations,
  makeNetwork,
  makeNetworkSpec,
  type Network,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { ApiError } from "../api-error.ts";
import type { ControlCall } from "../control-client.ts";
import { findNetwork } from "../network-choice.ts";
import { readBody } from "../request-body.ts";
import { askEngine } from "./ask.ts";
import type { EngineDoor } from "./door.ts";
import { LocalNetworks } from "./local-networks.ts";
import {
  membersOf,
  networksNamed,
  onClusterNetworks,
  textOf,
  type Json,
} from "./networked-container.ts";
import { handBack, handOver } from "./pass-through.ts";

export interface NetworkedContainersDeps {
  readonly engine: EngineDoor;
  readonly control: ControlCall;
  readonly clock: Clock;
}

const CREATE = /^(?:\/v[0-9.]+)?\/containers\/create$/;
const START = /^((?:\/v[0-9.]+)?\/containers\/[^/]+)\/start$/;
/** Larger than anything that a container is made of. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** How long a container that runs is waited for to be on its networks, and how often it is looked at. */
const JOINED_WITHIN_MS = 5_000;
const LOOK_MS = 100;

/**
 * Containers that clients run by themselves, on networks of the cluster: what the engine is asked for
 * names none of these, and whoever starts one is told so once it is on them.
 */
export class NetworkedContainers {
  readonly #deps: NetworkedContainersDeps;
  readonly #local: LocalNetworks;

  constructor(deps: NetworkedContainersDeps) {
    this.#deps = deps;
    this.#local = new LocalNetworks(deps.engine);
  }

  /** Answers the request; false, with nothing read of it, where it is about something else. */
  async pass(
    path: string,
    incoming: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (incoming.method !== "POST") return false;
    const [, container] = START.exec(path) ?? [];
    if (container === undefined && !CREATE.test(path)) return false;
    const { engine } = this.#deps;
    const body = container === undefined ? await this.#creation(incoming, signal) : undefined;
    const answer = await handOver(engine, incoming, signal, body && { body });
    if (container !== undefined && answer.statusCode === 204) await this.#joined(container, signal);
    await handBack(answer, response, signal);
    return true;
  }

  /** What the engine is asked to create: byte for byte what came, unless that names a network of the cluster's. */
  async #creation(incoming: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
    const bytes = await readBody(incoming, MAX_BODY_BYTES);
    const body = jsonIn(bytes);
    const networks = new Map<string, Network>();
    for (const reference of networksNamed(body)) {
      const network = await this.#ofCluster(reference, signal);
      if (network) networks.set(reference, network);
    }
    if (networks.size === 0) return bytes;
    return Buffer.from(JSON.stringify(onClusterNetworks(body, networks)));
  }

  /** Undefined for a network of the engine's own, or for none: the engine knows what to say of these. */
  async #ofCluster(reference: string, signal: AbortSignal): Promise<Network | undefined> {
    try {
      return (await findNetwork(this.#deps.control, this.#local, reference, signal)).swarm;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      return this.#carried(reference, signal);
    }
  }

  /** Workers know of the networks that they carry, and leave it to managers who may join them. */
  async #carried(reference: string, signal: AbortSignal): Promise<Network | undefined> {
    const own = await this.#local.list("/networks", signal);
    const carrier = own.find(({ name, carries }) => carries !== undefined && name === reference);
    if (!carrier) return undefined;
    const annotations = makeAnnotations({ name: reference });
    return makeNetwork({ spec: makeNetworkSpec({ annotations, attachable: true }) });
  }

  async #joined(container: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + JOINED_WITHIN_MS;
    while (!(await this.#isJoined(container, signal)) && clock.monotonicMs() < untilMs) {
      await clock.sleep(LOOK_MS, signal);
    }
  }

  /** Also where there is nothing to wait for any more: it has ended, or is gone. */
  async #isJoined(container: string, signal: AbortSignal): Promise<boolean> {
    const { engine } = this.#deps;
    const json = await askEngine(engine, { method: "GET", url: `${container}/json`, signal }).then(
      ({ value }) => membersOf(value),
      () => undefined,
    );
    if (json === undefined || membersOf(json["State"])["Running"] !== true) return true;
    const asked = parseAskedNetworks(
      textOf(membersOf(membersOf(json["Config"])["Labels"])[ASKING_LABEL]),
    );
    const joined = membersOf(membersOf(json["NetworkSettings"])["Networks"]);
    return asked.every(({ network }) => Object.hasOwn(joined, network));
  }
}

/** Anything else is for the engine to refuse. */
function jsonIn(bytes: Buffer): Json {
  try {
    return membersOf(JSON.parse(bytes.toString("utf8")));
  } catch {
    return {};
  }
}
