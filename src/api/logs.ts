import { OperationalError, messageOf } from "../base/errors.ts";
import {
  LogStream,
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  makeLogContext,
  makeLogSelector,
  makeLogSubscriptionOptions,
  type LogMessage,
  type LogSelector,
  type LogSubscriptionOptions,
  type TaskSpec,
  type Timestamp,
} from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError, fromControl } from "./api-error.ts";
import { isOlder } from "./api-version.ts";
import type { ControlCall } from "./control-client.ts";
import { errorFrame, lineFrame, type LogFormat } from "./log-frames.ts";
import { readLogs } from "./log-reader.ts";
import { findService, findTask } from "./lookup.ts";
import type { NodeControl } from "./node-control.ts";
import { lenientFlag, param, type ApiAnswer, type ApiRequest, type ApiRoute } from "./request.ts";

interface Deps {
  readonly node: Pick<NodeControl, "control">;
  readonly clock: Clock;
  readonly control: ControlCall;
}

/** Logs of services and tasks, as `docker service logs` reads them. Source: moby swarmLogs. */
export function logRoutes(deps: Deps): readonly ApiRoute[] {
  const { control } = deps;
  return [
    {
      method: "GET",
      path: "/services/{id}/logs",
      handle: async (request) => {
        const options = optionsOf(request);
        const service = await findService(control, param(request, "id"), request.signal);
        const selector = makeLogSelector({ serviceIds: [service.id] });
        return stream(deps, request, { selector, options, task: service.spec?.task });
      },
    },
    {
      method: "GET",
      path: "/tasks/{id}/logs",
      handle: async (request) => {
        const options = optionsOf(request);
        const task = await findTask(control, param(request, "id"), request.signal);
        const selector = makeLogSelector({ taskIds: [task.id] });
        return stream(deps, request, { selector, options, task: task.spec });
      },
    },
  ];
}

interface Wish {
  readonly selector: LogSelector;
  readonly options: LogSubscriptionOptions;
  readonly task: TaskSpec | undefined;
}

function stream(deps: Deps, request: ApiRequest, wish: Wish): ApiAnswer {
  if (!wish.task?.container) throw new ApiError(500, "logs only supported on container tasks");
  const raw = wish.task.container.tty;
  const isMultiplexed = !raw && !isOlder(request.version, "1.42");
  const type = isMultiplexed ? "multiplexed" : "raw";
  return {
    kind: "bytes",
    contentType: `application/vnd.docker.${type}-stream`,
    chunks: frames(deps, request, wish, {
      timestamps: lenientFlag(request, "timestamps"),
      details: lenientFlag(request, "details"),
      raw,
    }),
  };
}

async function* frames(
  deps: Deps,
  request: ApiRequest,
  { selector, options }: Wish,
  format: LogFormat,
): AsyncGenerator<Uint8Array> {
  // Clients that ask for them get notices apart from the lines; to others they are lines as well.
  const apart = lenientFlag(request, "notices");
  try {
    for await (const message of readLogs(deps, selector, options, request.signal)) {
      if (!isNotice(message)) yield lineFrame(message, format);
      else if (apart) yield errorFrame(Buffer.from(message.data).toString("utf8"), format);
      else {
        const line = await asLine(deps.control, selector, message, request.signal);
        if (line) yield lineFrame(line, format);
      }
    }
  } catch (error) {
    if (request.signal.aborted) return;
    if (!(error instanceof OperationalError || error instanceof ApiError)) throw error;
    // The head of the answer is long gone: the stream itself says what is missing.
    const { message } = { message: messageOf(fromControl(error)) };
    yield errorFrame(`Error grabbing logs: ${message}\n`, format);
  }
}

/** Something about the logs, from the managers, and no line of a program. */
function isNotice({ stream: from }: LogMessage): boolean {
  return from === LogStream.LOG_STREAM_UNKNOWN;
}

/**
 * A notice as docker's command line can show it: it wants to name the task that each line is of,
 * so it becomes one of a task on the node that the notice is about.
 */
async function asLine(
  control: ControlCall,
  { serviceIds, taskIds }: LogSelector,
  message: LogMessage,
  signal: AbortSignal,
): Promise<LogMessage | undefined> {
  const nodeId = message.context?.nodeId ?? "";
  const filters = makeListTasksRequest_Filters({ serviceIds, nodeIds: nodeId ? [nodeId] : [] });
  const { tasks } = await control(
    ControlService.ListTasks,
    makeListTasksRequest({ filters }),
    signal,
  );
  const task = tasks.find(({ id }) => taskIds.length === 0 || taskIds.includes(id));
  if (!task) return undefined;
  const context = makeLogContext({ nodeId, taskId: task.id, serviceId: task.serviceId });
  return { ...message, context, stream: LogStream.LOG_STREAM_STDERR };
}

function optionsOf(request: ApiRequest): LogSubscriptionOptions {
  const streams: LogStream[] = [];
  if (lenientFlag(request, "stdout")) streams.push(LogStream.LOG_STREAM_STDOUT);
  if (lenientFlag(request, "stderr")) streams.push(LogStream.LOG_STREAM_STDERR);
  if (streams.length === 0) {
    throw new ApiError(500, "Bad parameters: you must choose at least one stream");
  }
  return makeLogSubscriptionOptions({
    streams,
    follow: lenientFlag(request, "follow"),
    tail: tailOf(request.query.get("tail") ?? ""),
    since: sinceOf(request.query.get("since") ?? ""),
  });
}

/** The wire counts from the end with negative numbers, of which -1 means no line; 0 means all. */
function tailOf(text: string): number {
  if (text === "" || text === "all") return 0;
  const lines = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(lines)) {
    throw new ApiError(500, 'tail value must be a positive integer or "all"');
  }
  if (lines < 0) throw new ApiError(500, "negative tail values not supported");
  return -(lines + 1);
}

/** Unix time in seconds, with up to nine digits after the point. */
function sinceOf(text: string): Timestamp | undefined {
  if (text === "" || text === "0") return undefined;
  const [, seconds, fraction = ""] = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (seconds === undefined) {
    throw new ApiError(500, `could not parse since: "${text}" is no Unix time in seconds`);
  }
  return { seconds: Number(seconds), nanos: Number(fraction.padEnd(9, "0")) };
}
