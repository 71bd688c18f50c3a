import type { ClientRequest, RequestOptions } from "node:http";
import type { Clock } from "../../system/clock.ts";

/** What an engine says of itself in answer to a ping. */
export interface EngineFacts {
  /** The newest version of the API that it speaks. */
  readonly apiVersion: string;
  /** `2` where BuildKit builds, absent where the engine does not say. */
  readonly builderVersion: string | undefined;
}

/** A way to a Docker Engine: this node's, or the one of a node that has a task's container. */
export interface EngineWay {
  /** Whose engine it is, as errors call it: `this node`. */
  readonly owner: string;
  readonly clock: Clock;
  request(options: RequestOptions): ClientRequest;
  /** A request over a connection of its own, either half of which may close before the other. */
  requestAlone(options: RequestOptions): ClientRequest;
  /** What the engine says of itself; undefined while it does not answer, or where it is not to be asked. */
  facts(): Promise<EngineFacts | undefined>;
}
