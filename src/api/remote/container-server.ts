import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { OperationalError } from "../../base/errors.ts";
import type { PassageCall } from "../../model/generated/types.ts";
import type { Log } from "../../system/log.ts";
import { ApiError, answerOf } from "../api-error.ts";
import { askEngine } from "../engine/ask.ts";
import type { EngineDoor } from "../engine/door.ts";
import { handBack, handOver } from "../engine/pass-through.ts";
import { passUpgrade, refuseUpgrade } from "../engine/upgrade.ts";
import { readBody } from "../request-body.ts";
import { writeError } from "../write-answer.ts";
import { containerAsk, pathForAudit, type ContainerAsk } from "./endpoints.ts";
import type { ByteStreams } from "./open-passage.ts";
import { PassageSocket } from "./passage-socket.ts";
import { commandText, execCommand, isEngineId } from "./remote-exec.ts";

export interface ContainerServerDeps {
  readonly engine: EngineDoor;
  readonly log: Log;
}

/** Larger than what any exec is made of. */
const MAX_EXEC_BYTES = 1024 * 1024;

/**
 * Answers what managers ask of this node's engine about a task's container. Each connection is for
 * one container; whatever else is asked over it is refused, and everything is written down.
 */
export class ContainerServer {
  readonly #engine: EngineDoor;
  readonly #log: Log;
  readonly #audit: Log;
  readonly #server: Server;
  readonly #calls = new WeakMap<Duplex, PassageCall>();

  constructor({ engine, log }: ContainerServerDeps) {
    this.#engine = engine;
    this.#log = log;
    this.#audit = log.child("audit");
    // It listens nowhere: connections are handed to it.
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.requestTimeout = 0;
    this.#server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      void this.#upgrade(request, socket, head);
    });
  }

  /** Serves one connection, and resolves when it is over. */
  async serve(
    passage: ByteStreams & { readonly call: PassageCall },
    signal: AbortSignal,
  ): Promise<void> {
    const socket = new PassageSocket(passage, () => undefined);
    this.#calls.set(socket, passage.call);
    const end = (): void => void socket.destroy();
    signal.addEventListener("abort", end, { once: true });
    try {
      await new Promise<void>((resolve) => {
        socket.on("error", () => undefined); // "close" follows, and says the same.
        socket.on("close", resolve);
        this.#server.emit("connection", socket);
        if (signal.aborted) end();
      });
    } finally {
      signal.removeEventListener("abort", end);
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const life = new AbortController();
    response.on("close", () => {
      if (response.writableFinished) return;
      life.abort(new OperationalError("cancelled", "The manager that asked went away"));
    });
    response.on("error", () => undefined); // "close" follows, and says the same.
    try {
      const { ask, call } = this.#check(request);
      const body = ask.action === "exec" ? await readBody(request, MAX_EXEC_BYTES) : undefined;
      const { signal } = life;
      const command = body ? execCommand(body) : await this.#commandOf(ask, call, signal);
      this.#note(ask, call, command);
      const instead = body === undefined ? {} : { body };
      const answer = await handOver(this.#engine, request, signal, instead);
      await handBack(answer, response, signal);
    } catch (error) {
      if (life.signal.aborted) return;
      this.#tell(error, request);
      if (response.headersSent) response.destroy();
      else {
        const { status, message } = answerOf(error);
        writeError(response, status, message);
      }
    }
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const life = new AbortController();
    socket.on("close", () => life.abort());
    try {
      const { ask, call } = this.#check(request);
      this.#note(ask, call, await this.#commandOf(ask, call, life.signal));
      const target = { way: this.#engine, url: request.url ?? "/" };
      await passUpgrade(target, request, socket, head, life.signal);
    } catch (error) {
      if (life.signal.aborted) return;
      this.#tell(error, request);
      refuseUpgrade(socket, error);
    }
  }

  /** What is asked, if it may be: of the one container that the connection is for. */
  #check(request: IncomingMessage): { readonly ask: ContainerAsk; readonly call: PassageCall } {
    const call = this.#calls.get(request.socket);
    const ask = containerAsk(request.method ?? "", request.url ?? "/");
    const isOfContainer = ask?.kind === "containers" && ask.reference === call?.containerId;
    const isOfExec = ask?.kind === "exec" && isEngineId(ask.reference);
    if (call === undefined || ask === undefined || !(isOfContainer || isOfExec)) {
      throw new ApiError(403, "Managers may not ask this of containers on other nodes");
    }
    return { ask, call };
  }

  /** What an exec runs; refused where it runs in another container. */
  async #commandOf(
    { kind, version, reference }: ContainerAsk,
    { containerId }: PassageCall,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (kind !== "exec") return undefined;
    const url = `${version}/exec/${reference}/json`;
    const { value } = await askEngine(this.#engine, { method: "GET", url, signal });
    const exec = value as ExecJson; // As the engine tells it.
    if (exec.ContainerID !== containerId) {
      throw new ApiError(403, `Exec ${reference} is not in the container that was asked for`);
    }
    const { entrypoint = "", arguments: more } = exec.ProcessConfig ?? {};
    return commandText([entrypoint, ...(more ?? [])]);
  }

  #note(
    ask: ContainerAsk,
    { managerId, client, taskId, containerId }: PassageCall,
    command: string | undefined,
  ): void {
    this.#audit.info("a manager asked about a container", {
      ...{ peer: managerId, client, taskId, containerId },
      ...{ method: ask.method, path: pathForAudit(ask), ...(command && { command }) },
    });
  }

  #tell(error: unknown, request: IncomingMessage): void {
    const { method, url: path, socket } = request;
    const call = this.#calls.get(socket);
    if (error instanceof ApiError || error instanceof OperationalError) {
      this.#audit.warn("a manager's request about a container failed", {
        ...{ peer: call?.managerId, client: call?.client, taskId: call?.taskId },
        ...{ method, path: path?.split("?")[0], reason: error.message },
      });
    } else {
      this.#log.error("a request failed for an unexpected reason", { path, error });
    }
  }
}

/** What is read of an exec's description. */
interface ExecJson {
  readonly ContainerID?: string;
  readonly ProcessConfig?: {
    readonly entrypoint?: string;
    readonly arguments?: readonly string[] | null;
  };
}
