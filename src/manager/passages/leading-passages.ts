import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import {
  makePassageBytes,
  makePassageCall,
  makePassageOpened,
  type OpenPassageRequest,
  type PassageBytes,
  type PassageCall,
  type Task,
} from "../../model/generated/types.ts";
import { taskName } from "../../model/task-name.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf, untilAborted, withDeadline } from "../../system/deadline.ts";
import { newId, type Entropy } from "../../system/entropy.ts";
import { callerIdOf, type CallContext } from "../../system/rpc.ts";
import { Wake } from "../../system/wake.ts";
import type { Store } from "../store/store.ts";
import { containerIdOf, findContainer, isKnownToEngine } from "./find-container.ts";
import { Passage } from "./passage.ts";
import { checkAllowed, whyNotListening } from "./refusals.ts";

export interface PassagesDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Passages at once: more are more than people and their tools can have a use for. */
const MAX_PASSAGES = 1024;
export const MAX_OF_NODE = 128;
/** A node that listens takes up a passage within this time. */
export const TAKE_UP_MS = 10_000;

/** A node that waits to be called. */
interface Listener {
  readonly calls: PassageCall[];
  readonly wake: Wake;
  readonly controller: AbortController;
}

/** The passages of one leadership: who listens, and what is open. */
export class LeadingPassages {
  readonly #deps: PassagesDeps;
  readonly #listeners = new Map<string, Listener>();
  readonly #passages = new Map<string, Passage>();

  constructor(deps: PassagesDeps) {
    this.#deps = deps;
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await untilAborted(signal);
    } finally {
      for (const passage of [...this.#passages.values()]) passage.fail(notLeading());
      for (const { controller } of this.#listeners.values()) controller.abort(notLeading());
    }
  }

  /** The passages that the node is asked to take up. A newer call of its ends the older. */
  async *listen(nodeId: string, caller: AbortSignal): AsyncGenerator<PassageCall> {
    this.#hangUp(nodeId);
    const { controller, release } = childOf(caller);
    const listener: Listener = { calls: [], wake: new Wake(), controller };
    this.#listeners.set(nodeId, listener);
    const { signal } = controller;
    try {
      for (;;) {
        signal.throwIfAborted();
        const call = listener.calls.shift();
        if (call === undefined) await listener.wake.wait(signal);
        else yield call;
      }
    } finally {
      release();
      // What was open went through the session that this was part of.
      if (this.#listeners.get(nodeId) === listener) this.#hangUp(nodeId);
    }
  }

  /** Opens a passage for a manager; says what it leads to, and then what comes out of it. */
  async *open(request: OpenPassageRequest, context: CallContext): AsyncGenerator<PassageBytes> {
    const managerId = callerIdOf(context);
    const { task, hostname, containerId } = this.#resolve(request, managerId);
    const passage = this.#begin(task.nodeId, managerId);
    const call = makePassageCall({
      ...{ passageId: passage.id, taskId: task.id, containerId, managerId },
      client: request.client,
    });
    const listener = this.#listeners.get(task.nodeId);
    listener?.calls.push(call);
    listener?.wake.set();
    const opened = makePassageOpened({
      ...{ passageId: passage.id, nodeId: task.nodeId, hostname, containerId },
      ...{ taskId: task.id, taskName: taskName(task) },
    });
    let isTold = false;
    try {
      await this.#awaitTakenUp(passage, hostname, context.signal);
      yield makePassageBytes({ opened });
      for await (const data of passage.read("open", context.signal)) {
        yield makePassageBytes({ data });
      }
      isTold = true;
    } finally {
      if (!isTold) passage.fail(gone(passage.id));
    }
  }

  /** A passage that the node is the other end of. */
  ofNode(passageId: string, nodeId: string): Passage {
    const passage = this.#passages.get(passageId);
    if (passage?.nodeId !== nodeId) throw gone(passageId);
    return passage;
  }

  /** A passage that the manager has opened. */
  ofManager(passageId: string, managerId: string): Passage {
    const passage = this.#passages.get(passageId);
    if (passage?.managerId !== managerId) throw gone(passageId);
    return passage;
  }

  #resolve(
    { container, taskId }: OpenPassageRequest,
    managerId: string,
  ): { readonly task: Task; readonly hostname: string; readonly containerId: string } {
    return this.#deps.store.view((tx) => {
      checkAllowed(tx);
      const task = taskId === "" ? findContainer(tx, container) : (tx.tasks.get(taskId) ?? "none");
      if (task === "several") {
        throw new OperationalError(
          "notFound",
          `No such container: ${container} (it is the beginning of several in this swarm)`,
        );
      }
      const containerId = task === "none" ? undefined : containerIdOf(task);
      const isAnswered =
        task !== "none" && task.nodeId === managerId && isKnownToEngine(task, container);
      if (task === "none" || containerId === undefined || isAnswered) {
        throw new OperationalError("notFound", `No such container: ${container || taskId}`);
      }
      const node = tx.nodes.get(task.nodeId);
      if (!this.#listeners.has(task.nodeId)) throw whyNotListening(task, containerId, node);
      return { task, containerId, hostname: node?.description?.hostname ?? task.nodeId };
    });
  }

  #begin(nodeId: string, managerId: string): Passage {
    const ofNode = [...this.#passages.values()].filter((each) => each.nodeId === nodeId).length;
    if (ofNode >= MAX_OF_NODE || this.#passages.size >= MAX_PASSAGES) {
      throw new OperationalError(
        "resourceExhausted",
        `Too many requests for containers on other nodes are under way: at most ${MAX_OF_NODE} a node and ${MAX_PASSAGES} in all. End some, or connect to the node's own engine`,
      );
    }
    const id = newId(this.#deps.entropy);
    const passage = new Passage({ id, managerId, nodeId }, () => this.#passages.delete(id));
    this.#passages.set(id, passage);
    return passage;
  }

  async #awaitTakenUp(passage: Passage, hostname: string, signal: AbortSignal): Promise<void> {
    try {
      await withDeadline(this.#deps.clock, TAKE_UP_MS, signal, (inTime) => passage.takenUp(inTime));
    } catch (error) {
      if (errorCodeOf(error) !== "deadlineExceeded") throw error;
      throw new OperationalError(
        "unavailable",
        `Node ${hostname} has not answered for ${TAKE_UP_MS / 1000} seconds: is it up?`,
        { cause: error },
      );
    }
  }

  #hangUp(nodeId: string): void {
    const listener = this.#listeners.get(nodeId);
    if (listener === undefined) return;
    this.#listeners.delete(nodeId);
    listener.controller.abort(
      new OperationalError("cancelled", "The node listens over another connection"),
    );
    const lost = new OperationalError("unavailable", "The node's session with its manager ended");
    for (const passage of [...this.#passages.values()]) {
      if (passage.nodeId === nodeId) passage.fail(lost);
    }
  }
}

export function notLeading(): OperationalError {
  return new OperationalError("unavailable", "This manager does not lead the cluster");
}

function gone(passageId: string): OperationalError {
  return new OperationalError("notFound", `There is no passage ${passageId}, or not any more`);
}
