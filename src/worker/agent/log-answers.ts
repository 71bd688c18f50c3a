import { errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  LogStream,
  makeListenSubscriptionsRequest,
  makeLogContext,
  makeLogMessage,
  makeLogSubscriptionOptions,
  makePublishLogsMessage,
} from "../../model/generated/types.ts";
import type {
  LogMessage,
  LogSubscriptionOptions,
  SubscriptionMessage,
  Task,
} from "../../model/generated/types.ts";
import { LogPosition } from "../../model/log-position.ts";
import { timestampOf } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf, untilAborted } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import { LogQueue } from "../../system/log-queue.ts";
import type { Channel } from "../../system/rpc.ts";
import { together } from "../../system/together.ts";
import { LogBrokerService } from "../../wire/generated/services.ts";
import { Gate } from "../engine/gate.ts";
import { isTemporary, type Engine } from "../engine/engine.ts";

/** The tasks whose logs this node may be asked for. */
export interface LoggedTasks {
  readonly tasks: readonly Task[];
  /** Calls `listener` for every task that is assigned; gives the function that ends it. */
  onAssigned(listener: (task: Task) => void): () => void;
}

export interface LogAnswersDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: LoggedTasks;
}

/** Containers whose logs are read at once for a reader who does not follow. */
const READ_AT_ONCE = 8;
const RETRY_MS = 1_000;
/** A reader who does not follow is not kept waiting for an engine that is gone. */
const MAX_RETRIES = 5;

/**
 * Answers what a manager asks for logs: one stream of messages for each thing asked, until it is
 * taken back or everything was sent. Source of the protocol: swarmkit agent/worker.go.
 */
export class LogAnswers {
  readonly #deps: LogAnswersDeps;

  constructor(deps: LogAnswersDeps) {
    this.#deps = deps;
  }

  /** Listens to one manager until `signal` aborts. Throws when the stream ends. */
  async run(channel: Channel, signal: AbortSignal): Promise<void> {
    const { log } = this.#deps;
    const { controller, release } = childOf(signal);
    const answers = new Map<string, AbortController>();
    const lives = new Set<Promise<void>>();
    const begin = (asked: SubscriptionMessage): void => {
      const { controller: own, release: forget } = childOf(controller.signal);
      answers.set(asked.id, own);
      const life: Promise<void> = this.#answer(asked, channel, own.signal)
        .catch((error: unknown) => {
          if (!own.signal.aborted) log.info("logs not sent", { reason: messageOf(error) });
        })
        .finally(() => {
          forget();
          if (answers.get(asked.id) === own) answers.delete(asked.id);
          lives.delete(life);
        });
      lives.add(life);
    };
    try {
      const request = makeListenSubscriptionsRequest();
      const options = { signal };
      const stream = channel.serverStream(LogBrokerService.ListenSubscriptions, request, options);
      for await (const message of stream) {
        answers.get(message.id)?.abort();
        if (!message.close) begin(message);
      }
    } catch (error) {
      if (errorCodeOf(error) !== "unimplemented") throw error;
      await untilAborted(signal); // A manager without logs: nobody will ask.
    } finally {
      controller.abort();
      release();
      await Promise.all(lives);
    }
  }

  async #answer(asked: SubscriptionMessage, channel: Channel, signal: AbortSignal): Promise<void> {
    const queue = new LogQueue();
    const stream = channel.clientStream(LogBrokerService.PublishLogs, { signal });
    const subscriptionId = asked.id;
    const send = async (inner: AbortSignal): Promise<void> => {
      try {
        for (;;) {
          const messages = await queue.take(inner);
          if (messages === undefined) break;
          await stream.send(makePublishLogsMessage({ subscriptionId, messages }));
        }
        inner.throwIfAborted();
        await stream.send(makePublishLogsMessage({ subscriptionId, close: true }));
        await stream.finish();
      } finally {
        queue.end(); // Nobody takes any more.
      }
    };
    const collect = async (inner: AbortSignal): Promise<void> => {
      await this.#collect(asked, queue, inner);
      queue.end();
    };
    await together(signal, [send, collect]);
  }

  /** Puts all that is asked for into the queue; where the reader follows, until the signal aborts. */
  async #collect(asked: SubscriptionMessage, queue: LogQueue, signal: AbortSignal): Promise<void> {
    const { tasks } = this.#deps;
    const options = asked.options ?? makeLogSubscriptionOptions();
    if (!options.follow) {
      const gate = new Gate(READ_AT_ONCE);
      const selected = tasks.tasks.filter((task) => isSelected(task, asked));
      const read = (task: Task): Promise<void> => this.#read(task, options, queue, signal);
      await Promise.all(selected.map((task) => gate.run(() => read(task), signal)));
      return;
    }
    const reads = new Map<string, Promise<void>>();
    const include = (task: Task): void => {
      if (reads.has(task.id) || !isSelected(task, asked) || signal.aborted) return;
      reads.set(task.id, this.#read(task, options, queue, signal));
    };
    const stop = tasks.onAssigned(include);
    for (const task of tasks.tasks) include(task);
    await untilAborted(signal);
    stop();
    await Promise.all(reads.values());
  }

  /** One task's part. What cannot be had is told in its place; only the reader's end ends it early. */
  async #read(
    task: Task,
    wanted: LogSubscriptionOptions,
    queue: LogQueue,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine, clock } = this.#deps;
    const position = new LogPosition();
    let options = wanted;
    for (let retries = 0; ; retries++) {
      try {
        for await (const line of engine.logs(task, options, signal)) {
          if (!(await queue.hasRoom(signal))) return;
          const message = makeLogMessage({ ...line, context: contextOf(task) });
          if (position.accept(message)) queue.push([message]);
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        const isWorthIt = isTemporary(error) && (wanted.follow || retries < MAX_RETRIES);
        if (!isWorthIt) {
          queue.push([this.#notice(task, messageOf(error))]);
          return;
        }
      }
      await clock.sleep(RETRY_MS, signal);
      // From where it was interrupted.
      position.resume();
      const since = position.since([task.id]);
      if (since !== undefined) options = { ...wanted, since, tail: 0 };
    }
  }

  #notice(task: Task, reason: string): LogMessage {
    const text = `warning: incomplete log stream: task ${task.id}: ${reason}\n`;
    return makeLogMessage({
      context: contextOf(task),
      timestamp: timestampOf(this.#deps.clock.wallMs()),
      stream: LogStream.LOG_STREAM_UNKNOWN,
      data: new TextEncoder().encode(text),
    });
  }
}

function contextOf({ id, serviceId, nodeId }: Task): LogMessage["context"] {
  return makeLogContext({ taskId: id, serviceId, nodeId });
}

function isSelected(task: Task, { selector }: SubscriptionMessage): boolean {
  return (
    selector !== undefined &&
    (selector.taskIds.includes(task.id) ||
      selector.serviceIds.includes(task.serviceId) ||
      selector.nodeIds.includes(task.nodeId))
  );
}
