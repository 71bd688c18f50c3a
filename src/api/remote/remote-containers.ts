import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { errorCodeOf, messageOf } from "../../base/errors.ts";
import type { PassageOpened } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { ApiError, answerOf } from "../api-error.ts";
import { askEngine } from "../engine/ask.ts";
import { handBack, handOver, type Instead } from "../engine/pass-through.ts";
import { passUpgrade, refuseUpgrade } from "../engine/upgrade.ts";
import type { EngineWay } from "../engine/way.ts";
import type { NodeControl } from "../node-control.ts";
import { readBody } from "../request-body.ts";
import { clientName } from "./client-name.ts";
import { pathForAudit, urlFor, type ContainerAsk } from "./endpoints.ts";
import { openPassage } from "./open-passage.ts";
import { PassageEngine } from "./passage-engine.ts";
import { PassageSocket } from "./passage-socket.ts";
import { execCommand, parseRemoteExecId, remoteExecId, type RemoteExec } from "./remote-exec.ts";

export interface RemoteContainersDeps {
  readonly node: Pick<NodeControl, "status" | "control">;
  readonly clock: Clock;
  readonly log: Log;
  /** This node's own engine, which is asked first. */
  readonly engine: EngineWay | undefined;
}

/** Larger than what any exec is made of. */
const MAX_EXEC_BYTES = 1024 * 1024;

/** Another node's engine, and where in it the container is. */
interface Far {
  readonly engine: PassageEngine;
  readonly opened: PassageOpened;
}

/** A request, and what is known of whoever sent it. */
interface Asked {
  readonly ask: ContainerAsk;
  readonly client: string;
  readonly command?: string | undefined;
}

/**
 * Requests about containers, wherever in the cluster they are: this node's engine is asked, and where
 * it has no such container, the engine of the node whose task it is. Each of these is written down.
 */
export class RemoteContainers {
  readonly #deps: RemoteContainersDeps;
  readonly #audit: Log;

  constructor(deps: RemoteContainersDeps) {
    this.#deps = deps;
    this.#audit = deps.log.child("audit");
  }

  /** Whether a request that the engine does not serve may be another node's. */
  get isManager(): boolean {
    return this.#deps.node.status().controlAvailable;
  }

  /** Answers the request. False, with nothing read of it, where there is no engine to answer it. */
  async pass(
    ask: ContainerAsk,
    incoming: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { engine } = this.#deps;
    const exec = ask.kind === "exec" ? parseRemoteExecId(ask.reference) : undefined;
    const instead = exec ? {} : await bodyToRepeat(ask, incoming);
    const isNear = exec === undefined && (await this.#mayHave(ask, incoming, signal));
    const near = engine && isNear ? await handOver(engine, incoming, signal, instead) : undefined;
    const command = ask.action === "exec" && instead.body ? execCommand(instead.body) : undefined;
    const asked: Asked = { ask, client: clientName(incoming.socket), command };
    const far =
      near?.statusCode === 404 || !near ? await this.#open(asked, signal, near) : undefined;
    if (far !== undefined) {
      await this.#passFar(far, { ask, exec, instead }, incoming, response, signal);
      return true;
    }
    if (engine === undefined) return false;
    const answer = near ?? (await handOver(engine, incoming, signal, instead));
    await handBack(answer, response, signal);
    return true;
  }

  async #passFar(
    { engine, opened }: Far,
    wanted: {
      readonly ask: ContainerAsk;
      readonly exec: RemoteExec | undefined;
      readonly instead: Instead;
    },
    incoming: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const { ask, exec, instead } = wanted;
    try {
      const url = urlFor(ask, exec?.execId ?? opened.containerId);
      const answer = await handOver(engine, incoming, signal, { ...instead, url });
      if (ask.action === "exec" && answer.statusCode === 201) {
        await tellExecId(answer, opened.taskId, response);
      } else await handBack(answer, response, signal);
    } finally {
      engine.close();
    }
  }

  /** The same for a request that wants its connection for itself. */
  async upgrade(
    ask: ContainerAsk,
    incoming: IncomingMessage,
    client: Duplex,
    head: Buffer,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine } = this.#deps;
    const exec = ask.kind === "exec" ? parseRemoteExecId(ask.reference) : undefined;
    const asked: Asked = { ask, client: clientName(incoming.socket) };
    let far: Far | undefined;
    const elsewhere = async (): Promise<{ way: EngineWay; url: string } | undefined> => {
      far = await this.#open(asked, signal);
      const reference = exec?.execId ?? far?.opened.containerId;
      if (far === undefined || reference === undefined) return undefined;
      return { way: far.engine, url: urlFor(ask, reference) };
    };
    try {
      const here = engine && { way: engine, url: incoming.url ?? "/" };
      const target = exec === undefined && here !== undefined ? here : await elsewhere();
      if (target === undefined) throw noSuchContainer(ask);
      const next = target === here ? elsewhere : undefined;
      await passUpgrade(target, incoming, client, head, signal, next);
    } catch (error) {
      client.on("error", () => undefined); // "close" follows, and says the same.
      refuseUpgrade(client, error);
    } finally {
      far?.engine.close();
    }
  }

  /** A body that is a stream is sent but once: only where the container is. */
  async #mayHave(
    ask: ContainerAsk,
    incoming: IncomingMessage,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { engine } = this.#deps;
    if (engine === undefined || ask.kind === "exec" || !isStreamed(ask, incoming)) return true;
    const { version, reference } = ask;
    const url = `${version}/containers/${encodeURIComponent(reference)}/json`;
    try {
      await askEngine(engine, { method: "GET", url, signal });
      return true;
    } catch (error) {
      return answerOf(error).status !== 404;
    }
  }

  /** A way to the container, in place of `near`'s; undefined where the cluster has none, or cannot be asked. */
  async #open(asked: Asked, signal: AbortSignal, near?: IncomingMessage): Promise<Far | undefined> {
    const { ask, client } = asked;
    const { clock } = this.#deps;
    const exec = ask.kind === "exec" ? parseRemoteExecId(ask.reference) : undefined;
    if (ask.kind === "exec" && exec === undefined) return undefined;
    const channel = this.#channel();
    if (channel === undefined) return undefined;
    const wanted = exec ? { taskId: exec.taskId } : { container: ask.reference };
    try {
      const passage = await openPassage(channel, clock, { ...wanted, client }, signal);
      near?.resume(); // What this node's engine says is of no use any more.
      this.#note(asked, passage.opened);
      const socket = new PassageSocket(passage, passage.giveUp);
      socket.on("error", () => undefined); // Whoever waits for an answer is told.
      return {
        opened: passage.opened,
        engine: new PassageEngine(socket, passage.opened.hostname, clock),
      };
    } catch (error) {
      if (errorCodeOf(error) === "notFound" && exec === undefined) return undefined;
      near?.resume();
      if (!signal.aborted) this.#noteRefused(asked, error);
      throw error;
    }
  }

  #channel(): Channel | undefined {
    if (!this.isManager) return undefined;
    try {
      return this.#deps.node.control();
    } catch {
      return undefined; // Nobody leads: what this node's engine has said is all that is known.
    }
  }

  #note({ ask, client, command }: Asked, opened: PassageOpened): void {
    const { nodeId, taskId, containerId } = opened;
    this.#audit.info("asked another node about a container", {
      ...{ client, nodeId, taskId, containerId, method: ask.method, path: pathForAudit(ask) },
      ...(command !== undefined && { command }),
    });
  }

  #noteRefused({ ask, client, command }: Asked, error: unknown): void {
    this.#audit.warn("could not ask another node about a container", {
      ...{ client, method: ask.method, path: pathForAudit(ask), reason: messageOf(error) },
      ...(command !== undefined && { command }),
    });
  }
}

/** A body that may have to be sent twice, as it is not known yet who has the container. */
async function bodyToRepeat(ask: ContainerAsk, incoming: IncomingMessage): Promise<Instead> {
  if (ask.kind === "exec" || ask.method !== "POST" || isStreamed(ask, incoming)) return {};
  const isEmpty = Number(incoming.headers["content-length"] ?? "0") === 0;
  if (isEmpty && ask.action !== "exec") return {};
  return { body: await readBody(incoming, MAX_EXEC_BYTES) };
}

function isStreamed({ action, method }: ContainerAsk, { headers }: IncomingMessage): boolean {
  return method === "PUT" || (headers["transfer-encoding"] !== undefined && action !== "exec");
}

/** Gives the client the id by which every manager finds the exec. */
async function tellExecId(
  answer: IncomingMessage,
  taskId: string,
  response: ServerResponse,
): Promise<void> {
  const text = (await readBody(answer, MAX_EXEC_BYTES)).toString("utf8");
  const made = JSON.parse(text) as { readonly Id?: string }; // As the engine answers with 201.
  const told = { ...made, Id: remoteExecId({ taskId, execId: made.Id ?? "" }) };
  response.writeHead(201, { "Content-Type": "application/json" }).end(`${JSON.stringify(told)}\n`);
}

function noSuchContainer({ kind, reference }: ContainerAsk): ApiError {
  const what = kind === "exec" ? "exec instance" : "container";
  return new ApiError(404, `No such ${what}: ${reference}`);
}
