import { request, type ClientRequest, type RequestOptions } from "node:http";
import type { Clock } from "../../system/clock.ts";
import type { EngineFacts, EngineWay } from "../engine/way.ts";
import type { PassageSocket } from "./passage-socket.ts";

/** The way to another node's engine, for one request. */
export class PassageEngine implements EngineWay {
  readonly owner: string;
  readonly clock: Clock;
  readonly #socket: PassageSocket;

  constructor(socket: PassageSocket, hostname: string, clock: Clock) {
    this.#socket = socket;
    this.owner = `node ${hostname}`;
    this.clock = clock;
  }

  request(options: RequestOptions): ClientRequest {
    return request({ ...options, createConnection: () => this.#socket });
  }

  requestAlone(options: RequestOptions): ClientRequest {
    return this.request(options);
  }

  /** Its own node puts what it is asked into a version that it speaks. */
  facts(): Promise<EngineFacts | undefined> {
    return Promise.resolve(undefined);
  }

  close(): void {
    this.#socket.destroy();
  }
}
