import { makePublishLogsResponse } from "../../model/generated/types.ts";
import { callerIdOf, serve } from "../../system/rpc.ts";
import type { Route } from "../../system/rpc.ts";
import { LogBrokerService, LogsService } from "../../wire/generated/services.ts";
import { LeadingBroker, notLeading, type LogBrokerDeps } from "./leading-broker.ts";

/** A manager's part in logs: it passes readers' wishes to agents, and what those send to readers. */
export interface LogBroker {
  /** For those who read logs. */
  readonly readerRoutes: readonly Route[];
  /** For the agents. */
  readonly agentRoutes: readonly Route[];
  /** Works until `signal` aborts; calls are refused with `unavailable` while it does not. */
  run(signal: AbortSignal): Promise<void>;
}

/** The manager's side of logs. Source of the protocol: swarmkit manager/logbroker. */
export function createLogBroker(deps: LogBrokerDeps): LogBroker {
  let leading: LeadingBroker | undefined;
  const current = (): LeadingBroker => {
    if (leading === undefined) throw notLeading();
    return leading;
  };
  return {
    readerRoutes: [
      serve(LogsService.SubscribeLogs, (request, { signal }) =>
        current().subscribe(request, signal),
      ),
    ],
    agentRoutes: [
      serve(LogBrokerService.ListenSubscriptions, (_request, context) =>
        current().listen(callerIdOf(context), context.signal),
      ),
      serve(LogBrokerService.PublishLogs, async (messages, context) => {
        await current().publish(callerIdOf(context), messages, context.signal);
        return makePublishLogsResponse();
      }),
    ],
    run: async (signal) => {
      leading = new LeadingBroker(deps, signal);
      try {
        await leading.run();
      } finally {
        leading = undefined;
      }
    },
  };
}
