import { OperationalError, errorCodeOf } from "../base/errors.ts";
import {
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  makeSubscribeLogsRequest,
  type LogMessage,
  type LogSelector,
  type LogSubscriptionOptions,
} from "../model/generated/types.ts";
import { LogPosition, compareTimes } from "../model/log-position.ts";
import { timestampOf } from "../model/time.ts";
import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Channel } from "../system/rpc.ts";
import { ControlService, LogsService } from "../wire/generated/services.ts";
import type { NodeControl } from "./node-control.ts";

/** How long the cluster may be without a leader that sends logs before reading is given up. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 250;
/** How often a reader makes sure that the manager it reads from still leads. */
const CHECK_MS = 2_000;
/** Clocks of managers and workers may differ by this much. */
const SKEW_MS = 5_000;

interface Deps {
  readonly node: Pick<NodeControl, "control">;
  readonly clock: Clock;
}

/**
 * Reads logs through whichever manager leads. When the leader changes it subscribes with the next
 * one, from where it was: lines that come twice are passed over. Ends when the logs do; throws when
 * some could not be had, or when there is no leader for long. Ends silently once `signal` aborts.
 */
export async function* readLogs(
  deps: Deps,
  selector: LogSelector,
  options: LogSubscriptionOptions,
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const { node, clock } = deps;
  const position = new LogPosition();
  const startedMs = clock.wallMs();
  let wanted = options;
  let answeredMs = clock.monotonicMs();
  while (!signal.aborted) {
    const { controller, release } = childOf(signal);
    try {
      const channel = node.control();
      watchLeader(deps, channel, controller);
      const request = makeSubscribeLogsRequest({ selector, options: wanted });
      const stream = channel.serverStream(LogsService.SubscribeLogs, request, {
        signal: controller.signal,
      });
      for await (const { messages } of stream) {
        for (const message of messages) if (position.accept(message)) yield message;
        answeredMs = clock.monotonicMs();
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
      if (clock.monotonicMs() - answeredMs > PATIENCE_MS) throw leaderless(error);
    } finally {
      controller.abort();
      release();
    }
    await clock.sleep(RETRY_MS, signal);
    position.resume();
    wanted = await optionsAgain(deps, { selector, options, position, startedMs }, signal);
  }
}

interface Interrupted {
  readonly selector: LogSelector;
  readonly options: LogSubscriptionOptions;
  readonly position: LogPosition;
  readonly startedMs: number;
}

/**
 * What to ask the next leader for. From the oldest line that was last of its task; where a task was
 * never heard of, all that it may have printed since, and what came twice is passed over.
 */
async function optionsAgain(
  { node }: Deps,
  { selector, options, position, startedMs }: Interrupted,
  signal: AbortSignal,
): Promise<LogSubscriptionOptions> {
  const taskIds = await tasksOf(node, selector, signal);
  const since = taskIds.length === 0 ? undefined : position.since(taskIds);
  if (since !== undefined) return { ...options, since, tail: 0 };
  if (options.tail === 0) return options;
  const started = timestampOf(startedMs - SKEW_MS);
  const isLater = options.since !== undefined && compareTimes(options.since, started) > 0;
  return { ...options, since: isLater ? options.since : started, tail: 0 };
}

async function tasksOf(
  node: Deps["node"],
  { serviceIds, taskIds }: LogSelector,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (serviceIds.length === 0) return taskIds;
  try {
    const filters = makeListTasksRequest_Filters({ serviceIds });
    const request = makeListTasksRequest({ filters });
    const { tasks } = await node.control().unary(ControlService.ListTasks, request, { signal });
    return tasks.filter(({ nodeId }) => nodeId !== "").map(({ id }) => id);
  } catch {
    return []; // Still no leader: the next subscription says so.
  }
}

/** Failures that an election, or a manager that went away, explains. */
function isPassing(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === "unavailable" || code === "aborted" || code === "cancelled";
}

function leaderless(cause: unknown): OperationalError {
  return new OperationalError(
    "unavailable",
    `no manager could send the logs for ${PATIENCE_MS / 1000} seconds: does the swarm have a leader?`,
    { cause },
  );
}

/**
 * Ends a subscription whose manager leads no more: one that is cut off cannot say so itself.
 */
function watchLeader({ node, clock }: Deps, channel: Channel, life: AbortController): void {
  let seenMs = clock.monotonicMs();
  const look = (): void => {
    const leader = leaderOf(node);
    if (leader === channel) seenMs = clock.monotonicMs();
    const isLost = leader === undefined && clock.monotonicMs() - seenMs > PATIENCE_MS;
    if (isLost || (leader !== undefined && leader !== channel)) {
      life.abort(new OperationalError("unavailable", "another manager leads"));
    } else {
      cancel = clock.after(CHECK_MS, look);
    }
  };
  let cancel = clock.after(CHECK_MS, look);
  life.signal.addEventListener("abort", () => cancel(), { once: true });
}

function leaderOf(node: Deps["node"]): Channel | undefined {
  try {
    return node.control();
  } catch {
    return undefined; // An election; the subscription may outlive it.
  }
}
