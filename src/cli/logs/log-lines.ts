import { errorCodeOf } from "../../base/errors.ts";
import type { EngineClient } from "../client.ts";
import { refuse } from "../command.ts";
import type { Node, Service, Task } from "../engine-api.ts";

const CONTEXT = "com.docker.swarm";
const SHORT_ID = 12;
const SPACE = 0x20;
const COLORS = [36, 33, 32, 35, 34, 31];

export interface LineOptions {
  readonly timestamps: boolean;
  /** Show what the daemon knows of a line besides its task. */
  readonly details: boolean;
  readonly resolve: boolean;
  readonly truncate: boolean;
  readonly taskIds: boolean;
  readonly colors: boolean;
  /** Digits of the highest slot: shorter ones are padded. */
  readonly slotDigits: number;
}

/**
 * Puts the task and the node in front of each line, as docker does; their names are looked up once.
 * Source: docker, cli/command/service/logs.go.
 */
export class LogLines {
  readonly #client: EngineClient;
  readonly #options: LineOptions;
  readonly #prefixes = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(client: EngineClient, options: LineOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** The line for people, from one that begins with (a time and) its details. */
  async format(line: Uint8Array): Promise<Uint8Array> {
    const { timestamps, details: wantsDetails } = this.#options;
    const [time, rest] = timestamps ? splitWord(line) : ["", line];
    const [details, text] = splitWord(rest);
    const known = new Map(new URLSearchParams(details.replaceAll(",", "&")));
    const prefix = await this.#prefix(known);
    for (const key of ["node.id", "service.id", "task.id"]) known.delete(`${CONTEXT}.${key}`);
    const shown = [...known].map(([key, value]) => `${key}=${value}`).sort();
    const head =
      (timestamps ? `${time} ` : "") +
      `${prefix}    | ` +
      (wantsDetails ? `${shown.join(",")} ` : "");
    return Buffer.concat([Buffer.from(head, "utf8"), text]);
  }

  async #prefix(details: ReadonlyMap<string, string>): Promise<string> {
    const [nodeId, serviceId, taskId] = ["node.id", "service.id", "task.id"].map((key) => {
      const id = details.get(`${CONTEXT}.${key}`);
      return (
        id ?? refuse(`a line of the logs does not say its ${key}: use --raw to see it as it is`)
      );
    });
    const key = `${nodeId} ${taskId}`;
    const known = this.#prefixes.get(key);
    if (known !== undefined) return known;
    const made = await this.#newPrefix(nodeId ?? "", serviceId ?? "", taskId ?? "");
    const color = COLORS[this.#prefixes.size % COLORS.length] ?? 0;
    const prefix = this.#options.colors ? `\u001B[${color}m${made}\u001B[0m` : made;
    this.#prefixes.set(key, prefix);
    return prefix;
  }

  async #newPrefix(nodeId: string, serviceId: string, taskId: string): Promise<string> {
    const { truncate, taskIds, slotDigits } = this.#options;
    const node = await this.#nameOf(nodeId, async () => {
      const { Spec, Description } = await this.#client.get<Node>(`/nodes/${nodeId}`);
      return Spec.Name ?? Description.Hostname;
    });
    const service = await this.#nameOf(serviceId, async () => {
      const { Spec } = await this.#client.get<Service>(`/services/${serviceId}`);
      return Spec.Name;
    });
    const task = await orNothing(this.#client.get<Task>(`/tasks/${taskId}`));
    const slot = String(task?.Slot ?? 0);
    const id = truncate ? taskId.slice(0, SHORT_ID) : taskId;
    const name = `${service}.${slot}${taskIds ? `.${id}` : ""}`;
    return `${name}@${node}${" ".repeat(Math.max(0, slotDigits - slot.length))}`;
  }

  async #nameOf(id: string, ask: () => Promise<string | undefined>): Promise<string> {
    if (!this.#options.resolve) return id;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = (await orNothing(ask())) ?? id;
    this.#names.set(id, name);
    return name;
  }
}

/** What was found; undefined where it is there no more: its lines may be. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (errorCodeOf(error) === "notFound") return undefined;
    throw error;
  }
}

function splitWord(line: Uint8Array): readonly [word: string, rest: Uint8Array] {
  const space = line.indexOf(SPACE);
  if (space === -1) return [Buffer.from(line).toString("utf8"), new Uint8Array(0)];
  return [Buffer.from(line.subarray(0, space)).toString("utf8"), line.subarray(space + 1)];
}
