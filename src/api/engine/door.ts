import { Agent, request, type ClientRequest, type RequestOptions } from "node:http";
import { connect } from "node:net";
import type { Clock } from "../../system/clock.ts";
import { NEWEST, isOlder, parseApiVersion } from "../api-version.ts";
import type { EngineFacts, EngineWay } from "./way.ts";

/** How long what the engine said of itself is believed. It may be another one after a restart. */
const BELIEVED_MS = 5_000;
const PING_WITHIN_MS = 2_000;
/** Connections kept for the next request. */
const MAX_IDLE = 64;

/** The way to this node's Docker Engine for requests that are the engine's to answer. */
export class EngineDoor implements EngineWay {
  readonly owner = "this node";
  readonly #socketPath: string;
  readonly clock: Clock;
  readonly #agent = new Agent({ keepAlive: true, maxFreeSockets: MAX_IDLE });
  #facts:
    { readonly untilMs: number; readonly facts: Promise<EngineFacts | undefined> } | undefined;

  constructor(socketPath: string, clock: Clock) {
    this.#socketPath = socketPath;
    this.clock = clock;
  }

  /** A request over one of the connections that are kept. */
  request(options: RequestOptions): ClientRequest {
    return request({ ...options, socketPath: this.#socketPath, agent: this.#agent });
  }

  /** A request over a connection of its own, either half of which may close before the other. */
  requestAlone(options: RequestOptions): ClientRequest {
    const createConnection = (): ReturnType<typeof connect> =>
      connect({ path: this.#socketPath, allowHalfOpen: true });
    return request({ ...options, createConnection });
  }

  /** What the engine says of itself; undefined while it does not answer. */
  facts(): Promise<EngineFacts | undefined> {
    const nowMs = this.clock.monotonicMs();
    if (this.#facts === undefined || nowMs >= this.#facts.untilMs) {
      this.#facts = { untilMs: nowMs + BELIEVED_MS, facts: this.#ping() };
    }
    return this.#facts.facts;
  }

  close(): void {
    this.#agent.destroy();
  }

  #ping(): Promise<EngineFacts | undefined> {
    return new Promise((resolve) => {
      const call = this.request({ method: "HEAD", path: "/_ping", timeout: PING_WITHIN_MS });
      call.on("response", (response) => {
        response.resume();
        const { "api-version": apiVersion, "builder-version": builder } = response.headers;
        if (typeof apiVersion !== "string") resolve(undefined);
        else
          resolve({
            apiVersion,
            builderVersion: typeof builder === "string" ? builder : undefined,
          });
      });
      call.on("timeout", () => call.destroy());
      call.on("error", () => {
        this.#facts = undefined; // It may be back at once.
        resolve(undefined);
      });
      call.end();
    });
  }
}

/** The newest version that both this daemon and the engine speak. */
export function commonVersion(engine: EngineFacts | undefined): string {
  if (engine === undefined) return NEWEST;
  return isOlder(parseApiVersion(engine.apiVersion), NEWEST) ? engine.apiVersion : NEWEST;
}
