import {
  makeHeartbeatResponse,
  makeUpdateTaskStatusResponse,
  makeUpdateVolumeStatusResponse,
} from "../../model/generated/types.ts";
import { callerIdOf, serve } from "../../system/rpc.ts";
import type { CallContext, Route } from "../../system/rpc.ts";
import { DispatcherService } from "../../wire/generated/services.ts";
import type { DispatcherDeps } from "./dispatcher-deps.ts";
import { LeadingDispatcher, notLeading } from "./leading-dispatcher.ts";
import { DISPATCHER_DEFAULTS } from "./options.ts";
import type { DispatcherOptions } from "./options.ts";
import { assignmentMessages, sessionMessages, taskLists } from "./streams.ts";

/** A manager's side of the agents: what it serves, and its life while the manager leads. */
export interface Dispatcher {
  /** Every call is refused with `unavailable` while `run` is not running. */
  readonly routes: readonly Route[];
  /** Works until `signal` aborts. One at a time. */
  run(signal: AbortSignal): Promise<void>;
}

/** The manager's side of agents. Source of the protocol: swarmkit manager/dispatcher. */
export function createDispatcher(
  deps: DispatcherDeps,
  overrides: Partial<DispatcherOptions> = {},
): Dispatcher {
  const options = { ...DISPATCHER_DEFAULTS, ...overrides };
  let leading: LeadingDispatcher | undefined;
  const current = (): LeadingDispatcher => {
    if (leading === undefined) throw notLeading();
    return leading;
  };
  return {
    routes: sessionRoutes(deps, options, current),
    run: async (signal) => {
      leading = new LeadingDispatcher(deps, options);
      try {
        await leading.run(signal);
      } finally {
        leading = undefined;
      }
    },
  };
}

function sessionRoutes(
  deps: DispatcherDeps,
  options: DispatcherOptions,
  leading: () => LeadingDispatcher,
): readonly Route[] {
  return [
    serve(DispatcherService.Session, async function* (request, context) {
      const dispatcher = leading();
      const registration = {
        nodeId: callerIdOf(context),
        description: request.description,
        address: addressOf(context, deps),
      };
      const session = await dispatcher.open(registration, request.sessionId);
      yield* sessionMessages(dispatcher, deps, session, context.signal);
    }),
    serve(DispatcherService.Heartbeat, async ({ sessionId }, context) => {
      const dispatcher = leading();
      const session = dispatcher.sessionOf(callerIdOf(context), sessionId);
      return makeHeartbeatResponse({ period: dispatcher.beat(session) });
    }),
    serve(DispatcherService.UpdateTaskStatus, async ({ sessionId, updates }, context) => {
      const dispatcher = leading();
      const session = dispatcher.sessionOf(callerIdOf(context), sessionId);
      for (const { taskId, status } of updates) {
        if (status !== undefined) dispatcher.report(session, taskId, status);
      }
      return makeUpdateTaskStatusResponse();
    }),
    serve(DispatcherService.UpdateVolumeStatus, async ({ sessionId }, context) => {
      leading().sessionOf(callerIdOf(context), sessionId);
      return makeUpdateVolumeStatusResponse();
    }),
    serve(DispatcherService.Tasks, async function* ({ sessionId }, context) {
      const session = leading().sessionOf(callerIdOf(context), sessionId);
      yield* taskLists(deps, options, session, context.signal);
    }),
    serve(DispatcherService.Assignments, async function* ({ sessionId }, context) {
      const session = leading().sessionOf(callerIdOf(context), sessionId);
      yield* assignmentMessages(deps, options, session, context.signal);
    }),
  ];
}

/** Where the caller is: a manager's own agent calls from nowhere, and its manager's address is told. */
function addressOf({ caller, remoteAddress }: CallContext, { managers }: DispatcherDeps): string {
  const host = hostOf(remoteAddress);
  if (host !== undefined) return host;
  const own = managers().find(({ peer }) => peer?.nodeId === caller?.nodeId);
  return hostOf(own?.peer?.addr ?? "") ?? "";
}

/** `10.0.0.1:4242` and `[fd00::1]:4242` without the port and the brackets. */
function hostOf(address: string): string | undefined {
  return /^\[?(.+?)\]?:\d+$/.exec(address)?.[1];
}
