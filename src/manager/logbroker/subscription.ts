import {
  LogStream,
  NodeStatus_State,
  makeLogContext,
  makeLogMessage,
  makeLogSubscriptionOptions,
  makeSubscriptionMessage,
} from "../../model/generated/types.ts";
import type {
  LogMessage,
  LogSelector,
  LogSubscriptionOptions,
  SubscriptionMessage,
  Task,
} from "../../model/generated/types.ts";
import { LogPosition, compareTimes } from "../../model/log-position.ts";
import { timestampOf } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import type { Store } from "../store/store.ts";
import { LogQueue } from "../../system/log-queue.ts";
import { isFinished, isUnscheduled, selectedTasks, selects } from "./selection.ts";

/** What a subscription needs of the broker that it is one of. */
export interface SubscriptionDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** A new name for what one node is asked, by which its answer is known. */
  readonly newAskId: (nodeId: string) => string;
  readonly forgetAsk: (askId: string) => void;
  /** Passes a message to the node's agent; false when it does not listen. */
  readonly tell: (nodeId: string, message: SubscriptionMessage) => boolean;
}

/** How one node does its part. */
interface Part {
  readonly nodeId: string;
  /** What it was asked last, while an answer is due. */
  askId: string | undefined;
  asked: boolean;
  state: "asked" | "absent" | "done" | "lost";
  /** Ends the wait for a node that is absent. */
  cancel: () => void;
}

/** An agent that lost its manager, or whose manager lost its leadership, is back within this time. */
const GRACE_MS = 3_000;
/** Clocks of managers and workers may differ by this much. */
const SKEW_MS = 5_000;

/**
 * One reader's wish for logs: asks every node that has them, and collects what comes. A node that
 * comes back is asked again from where it was interrupted. What cannot be had is said in the end,
 * or, to those who follow, at once, as a message that is of no stream.
 * Source of the protocol: swarmkit manager/logbroker/subscription.go.
 */
export class Subscription {
  readonly queue = new LogQueue();
  readonly #deps: SubscriptionDeps;
  readonly #selector: LogSelector;
  readonly #options: LogSubscriptionOptions;
  readonly #startedMs: number;
  readonly #position = new LogPosition();
  readonly #parts = new Map<string, Part>();
  readonly #missing: string[] = [];
  #follow: boolean;

  constructor(
    deps: SubscriptionDeps,
    selector: LogSelector,
    options: LogSubscriptionOptions | undefined,
  ) {
    this.#deps = deps;
    this.#selector = selector;
    this.#options = options ?? makeLogSubscriptionOptions();
    this.#startedMs = deps.clock.wallMs();
    this.#follow = this.#options.follow;
  }

  /** Asks all nodes that have something. */
  begin(): void {
    const { tasks, finished } = this.#deps.store.view((tx) => ({
      tasks: selectedTasks(this.#selector, tx),
      finished: isFinished(this.#selector, tx),
    }));
    if (finished) this.#follow = false;
    for (const task of tasks) {
      if (task.nodeId !== "") this.#include(task.nodeId);
      else if (!this.#follow && isUnscheduled(task)) {
        this.#missing.push(`task ${task.id} has not been scheduled`);
      }
    }
    for (const nodeId of this.#selector.nodeIds) this.#include(nodeId);
    this.#settle();
  }

  /** Why not all could be had; undefined when it could. Source of the words: swarmkit. */
  get incomplete(): string | undefined {
    if (this.#missing.length === 0) return undefined;
    return `warning: incomplete log stream. some logs could not be retrieved for the following reasons: ${this.#missing.join(", ")}`;
  }

  /** A task is new, or somewhere else, or over. */
  noticeTask(task: Task): void {
    if (!this.#follow || !selects(this.#selector, task)) return;
    if (task.nodeId !== "") this.#include(task.nodeId);
    if (this.#deps.store.view((tx) => isFinished(this.#selector, tx))) this.#stopFollowing();
  }

  /** The node's agent listens, now or again. */
  connected(nodeId: string): void {
    const part = this.#parts.get(nodeId);
    if (part === undefined) return;
    if (this.#follow || part.state === "asked" || part.state === "absent") this.#ask(part);
  }

  /** The node's agent listens no more. */
  disconnected(nodeId: string): void {
    const part = this.#parts.get(nodeId);
    if (part?.state === "asked") this.#awaitReturn(part, "disconnected unexpectedly");
  }

  /** The node is down, or no part of the cluster any more: nothing comes from it. */
  gone(nodeId: string): void {
    const part = this.#parts.get(nodeId);
    if (part?.state === "asked" || part?.state === "absent") this.#lose(part, "is not available");
  }

  /** The node has sent all it has. */
  done(nodeId: string, askId: string): void {
    const part = this.#parts.get(nodeId);
    if (part?.askId !== askId) return;
    this.#close(part);
    part.state = "done";
    this.#settle();
  }

  /** What the node sends broke off. Its agent may be about to come back. */
  brokenOff(nodeId: string, askId: string): void {
    const part = this.#parts.get(nodeId);
    if (part?.askId === askId) this.#awaitReturn(part, "stopped sending its logs");
  }

  /** Takes in what a node sent, after there was room in the queue. */
  take(messages: readonly LogMessage[]): void {
    this.queue.push(messages.filter((message) => this.#position.accept(message)));
  }

  /** The reader is gone: nobody need send anything more. */
  end(): void {
    this.queue.end();
    for (const part of this.#parts.values()) {
      part.cancel();
      this.#close(part);
    }
  }

  #include(nodeId: string): void {
    if (this.#parts.has(nodeId)) return;
    const part: Part = {
      nodeId,
      askId: undefined,
      asked: false,
      state: "absent",
      cancel: () => undefined,
    };
    this.#parts.set(nodeId, part);
    this.#ask(part);
  }

  #ask(part: Part): void {
    const { newAskId, tell } = this.#deps;
    part.cancel();
    this.#close(part);
    const askId = newAskId(part.nodeId);
    part.askId = askId;
    const message = makeSubscriptionMessage({
      id: askId,
      selector: this.#selector,
      options: this.#optionsFor(part),
    });
    if (tell(part.nodeId, message)) {
      part.state = "asked";
      part.asked = true;
    } else {
      this.#awaitReturn(part, "is not available");
    }
  }

  /** From where the node was interrupted, if it ever was asked. */
  #optionsFor(part: Part): LogSubscriptionOptions {
    const options = { ...this.#options, follow: this.#follow };
    if (!part.asked) return options;
    const tasks = this.#deps.store.view((tx) => tx.tasks.onNode(part.nodeId));
    const taskIds = tasks.filter((task) => selects(this.#selector, task)).map(({ id }) => id);
    this.#position.resume(new Set(taskIds));
    const since = this.#position.since(taskIds);
    if (since !== undefined) return { ...options, since, tail: 0 };
    if (options.tail === 0) return options;
    // Some task has sent nothing: what it printed since the reader came is all that may be missing.
    const started = timestampOf(this.#startedMs - SKEW_MS);
    const isLater = options.since !== undefined && compareTimes(options.since, started) > 0;
    return { ...options, since: isLater ? options.since : started, tail: 0 };
  }

  #awaitReturn(part: Part, why: string): void {
    part.cancel();
    this.#close(part);
    part.state = "absent";
    const isGone = this.#deps.store.view((tx) => {
      const node = tx.nodes.get(part.nodeId);
      return node === undefined || node.status?.state === NodeStatus_State.DOWN;
    });
    if (isGone) this.#lose(part, why);
    else part.cancel = this.#deps.clock.after(GRACE_MS, () => this.#lose(part, why));
  }

  #lose(part: Part, why: string): void {
    part.cancel();
    this.#close(part);
    part.state = "lost";
    const reason = `node ${this.#nameOf(part.nodeId)} ${why}`;
    if (this.#follow) this.#notify(part.nodeId, reason);
    else this.#missing.push(reason);
    this.#settle();
  }

  /** Tells a reader who follows what he misses. It is no line of a program: it has no stream. */
  #notify(nodeId: string, text: string): void {
    const message = makeLogMessage({
      context: makeLogContext({ nodeId }),
      timestamp: timestampOf(this.#deps.clock.wallMs()),
      stream: LogStream.LOG_STREAM_UNKNOWN,
      data: new TextEncoder().encode(`warning: incomplete log stream: ${text}\n`),
    });
    this.queue.push([message]);
  }

  #nameOf(nodeId: string): string {
    const node = this.#deps.store.view((tx) => tx.nodes.get(nodeId));
    const hostname = node?.description?.hostname ?? "";
    return hostname === "" ? nodeId : `${hostname} (${nodeId})`;
  }

  /** No line will come that is not there already: asks for the rest of them, which has an end. */
  #stopFollowing(): void {
    this.#follow = false;
    for (const part of this.#parts.values()) {
      if (part.state === "asked" || part.state === "absent") this.#ask(part);
    }
    this.#settle();
  }

  #settle(): void {
    if (this.#follow) return;
    const parts = [...this.#parts.values()];
    if (parts.every(({ state }) => state === "done" || state === "lost")) this.queue.end();
  }

  #close(part: Part): void {
    if (part.askId === undefined) return;
    this.#deps.forgetAsk(part.askId);
    this.#deps.tell(part.nodeId, makeSubscriptionMessage({ id: part.askId, close: true }));
    part.askId = undefined;
  }
}
