import { deepEqual } from "../../base/deep-equal.ts";
import { OperationalError } from "../../base/errors.ts";
import {
  AssignmentsMessage_Type,
  makeAssignmentsRequest,
  makeHeartbeatRequest,
  makeSessionRequest,
} from "../../model/generated/types.ts";
import type {
  AssignmentsMessage,
  NodeDescription,
  SessionMessage,
} from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import type { Wake } from "../../system/wake.ts";
import { together } from "../../system/together.ts";
import { DispatcherService } from "../../wire/generated/services.ts";
import type { AgentOptions } from "./agent-deps.ts";
import { afterPatience, noAnswer, withPatience } from "./patience.ts";

/** One session to be held with one manager. */
export interface SessionCall {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly log: Log;
  readonly options: AgentOptions;
  /** The session before this one; a leader that still has it lets it go on. */
  readonly sessionId: string;
  readonly description: NodeDescription;
  readonly describe: (signal: AbortSignal) => Promise<NodeDescription>;
  /** Set when `describe` has something new to say. */
  readonly described: Wake;
  /** How long the manager may take to open it. */
  readonly openTimeoutMs: number;
  readonly onMessage: (message: SessionMessage) => void;
  readonly onAssignments: (message: AssignmentsMessage) => void;
  /** Answers what the manager asks for logs until its stream ends. */
  readonly answerLogs: (signal: AbortSignal) => Promise<void>;
  /** Lets managers reach tasks' containers until its signal aborts; returns at once where none may. */
  readonly answerPassages: (signal: AbortSignal) => Promise<void>;
  /** Hears of this node's networks until its signal aborts; returns at once where it has none. */
  readonly followNetworks: (sessionId: string, signal: AbortSignal) => Promise<void>;
  /** Reports to the session until its signal aborts. */
  readonly report: (sessionId: string, signal: AbortSignal) => Promise<void>;
}

/** The node is not any more what it was described as: the session is to be opened anew. */
export class DescriptionChanged extends Error {
  override readonly name = "DescriptionChanged";
  readonly description: NodeDescription;

  constructor(description: NodeDescription) {
    super("The node's description changed");
    this.description = description;
  }
}

/**
 * Holds one session: beats, takes assignments, reports. Ends by throwing why: any part that fails
 * ends the whole. Source: swarmkit agent/session.go.
 */
export async function holdSession(call: SessionCall, signal: AbortSignal): Promise<void> {
  const { channel, clock, sessionId, description, openTimeoutMs } = call;
  const { controller, release } = childOf(signal);
  const late = noAnswer(openTimeoutMs);
  const cancel = afterPatience(clock, openTimeoutMs, () => controller.abort(late));
  try {
    const request = makeSessionRequest({ description, sessionId });
    const options = { signal: controller.signal };
    const stream = channel.serverStream(DispatcherService.Session, request, options);
    const messages = stream[Symbol.asyncIterator]();
    const opened = await readMessage(messages);
    cancel();
    call.onMessage(opened);
    await holdOpened(call, opened.sessionId, messages, controller);
  } catch (error) {
    throw controller.signal.reason === late ? late : error;
  } finally {
    cancel();
    controller.abort();
    release();
  }
}

async function holdOpened(
  call: SessionCall,
  sessionId: string,
  messages: AsyncIterator<SessionMessage>,
  controller: AbortController,
): Promise<void> {
  /** Whatever ends ends the session, whose own stream hangs on its controller. */
  const part =
    (work: (signal: AbortSignal) => Promise<void>) =>
    async (inner: AbortSignal): Promise<void> => {
      try {
        await work(inner);
      } finally {
        controller.abort();
      }
    };
  await together(controller.signal, [
    part(async () => {
      for (;;) call.onMessage(await readMessage(messages));
    }),
    part((inner) => beat(call, sessionId, inner)),
    part((inner) => takeAssignments(call, sessionId, inner)),
    part(async (inner) => {
      await call.answerLogs(inner);
      if (!inner.aborted) throw ended("stream of log subscriptions");
    }),
    (inner) => call.followNetworks(sessionId, inner),
    (inner) => call.answerPassages(inner),
    part((inner) => watchDescription(call, inner)),
    part((inner) => call.report(sessionId, inner)),
  ]);
}

async function readMessage(messages: AsyncIterator<SessionMessage>): Promise<SessionMessage> {
  const next = await messages.next();
  if (next.done !== true) return next.value;
  throw ended("session");
}

function ended(what: string): OperationalError {
  return new OperationalError("unavailable", `The manager ended the ${what}`);
}

async function beat(
  { channel, clock, options, openTimeoutMs }: SessionCall,
  sessionId: string,
  signal: AbortSignal,
): Promise<void> {
  let timeoutMs = openTimeoutMs;
  while (!signal.aborted) {
    const { period } = await withPatience(clock, timeoutMs, signal, (inTime) =>
      channel.unary(DispatcherService.Heartbeat, makeHeartbeatRequest({ sessionId }), {
        signal: inTime,
      }),
    );
    const periodMs = durationMs(period, options.openTimeoutMs);
    const { beatTimeoutPeriods, rpcTimeoutMs } = options;
    timeoutMs = Math.min(Math.max(periodMs * beatTimeoutPeriods, MIN_BEAT_MS), rpcTimeoutMs);
    await clock.sleep(periodMs, signal);
  }
}

/** However often agents beat, a manager gets this long to answer. */
const MIN_BEAT_MS = 1_000;
/** A manager whose increments never fit is not asked in a tight loop. */
const RESYNC_MS = 200;

/** A message that does not follow the one before it says that one was lost: ask for all anew. */
async function takeAssignments(
  { channel, clock, log, onAssignments }: SessionCall,
  sessionId: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const request = makeAssignmentsRequest({ sessionId });
    const stream = channel.serverStream(DispatcherService.Assignments, request, { signal });
    let applied: string | undefined;
    let fits = true;
    for await (const message of stream) {
      const complete = message.type === AssignmentsMessage_Type.COMPLETE;
      fits = complete || message.appliesTo === applied;
      if (!fits) break;
      applied = message.resultsIn;
      onAssignments(message);
    }
    if (fits) throw ended("assignments");
    log.warn("assignments do not follow each other: asking for all of them", { sessionId });
    await clock.sleep(RESYNC_MS, signal);
  }
}

async function watchDescription(
  { clock, log, options, description, describe, described }: SessionCall,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const cancel = clock.after(options.describeEveryMs, () => described.set());
    await described.wait(signal);
    cancel();
    if (signal.aborted) return;
    try {
      const now = await describe(signal);
      if (!deepEqual(now, description)) throw new DescriptionChanged(now);
    } catch (error) {
      if (error instanceof DescriptionChanged) throw error;
      if (!signal.aborted) log.warn("the engine does not describe the node", { error });
    }
  }
}
