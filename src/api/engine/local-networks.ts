import { ApiError } from "../api-error.ts";
import type { EngineDoor } from "./door.ts";
import { askEngine, type EngineAnswer } from "./ask.ts";

/** On networks by which the engine carries one of the cluster's; its value is that one's id. */
const CARRIED_LABEL = "io.skein.network";

/** A network of the engine's, in its own words. */
export interface LocalNetwork {
  readonly id: string;
  readonly name: string;
  /** The cluster's id, where this is how the engine carries one of the cluster's networks. */
  readonly carries: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The networks that a node's engine has by itself. Those of another swarm it may be in are not shown. */
export class LocalNetworks {
  readonly #door: EngineDoor;

  constructor(door: EngineDoor) {
    this.#door = door;
  }

  /** What the engine lists, asked with this path and query; nothing while it does not answer. */
  async list(url: string, signal: AbortSignal): Promise<readonly LocalNetwork[]> {
    try {
      const { value } = await this.ask("GET", url, signal);
      const listed: readonly unknown[] = Array.isArray(value) ? value : [];
      return listed.map(networkOf).filter(({ json }) => json["Scope"] !== "swarm");
    } catch (error) {
      if (error instanceof ApiError && error.status === 503) return [];
      throw error;
    }
  }

  ask(method: string, url: string, signal: AbortSignal, body?: unknown): Promise<EngineAnswer> {
    return askEngine(this.#door, { method, url, signal, body });
  }
}

export function networkOf(given: unknown): LocalNetwork {
  const json = (typeof given === "object" ? given : {}) as Readonly<Record<string, unknown>>; // JSON.
  const labels = (json["Labels"] ?? {}) as Readonly<Record<string, unknown>>; // Texts by names.
  const carries = labels[CARRIED_LABEL];
  return {
    id: textOf(json["Id"]),
    name: textOf(json["Name"]),
    carries: carries === undefined ? undefined : textOf(carries),
    json,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
