import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import type { CallOptions, Channel, UnaryMethod } from "../system/rpc.ts";
import { ControlService } from "../wire/generated/services.ts";

/** What says nothing but what the store holds, the same on every manager. */
const READS: ReadonlySet<string> = new Set(
  [
    ControlService.GetService,
    ControlService.ListServices,
    ControlService.ListServiceStatuses,
    ControlService.GetTask,
    ControlService.ListTasks,
    ControlService.GetNetwork,
    ControlService.ListNetworks,
    ControlService.GetSecret,
    ControlService.ListSecrets,
    ControlService.GetConfig,
    ControlService.ListConfigs,
  ].map(({ path }) => path),
);

/** A follower that does not hear by then how far the cluster is lets the leader answer. */
const BARRIER_MS = 500;

export interface ReadingDeps {
  readonly clock: Clock;
  /** The way to the leader. */
  readonly leader: Channel;
  /** The control API on this manager's own store. */
  readonly local: Channel;
  /** Resolves once the store shows all that was committed when it was called. */
  readonly barrier: (signal: AbortSignal) => Promise<void>;
}

/**
 * A follower's way to the control API: reads are answered from its own store, as fresh as the leader's,
 * so that a long list is neither encoded by the leader, who has a swarm to lead, nor decoded here.
 * Everything else is the leader's.
 */
export function readingHere({ clock, leader, local, barrier }: ReadingDeps): Channel {
  const caughtUp = async (signal: AbortSignal): Promise<boolean> => {
    try {
      await withDeadline(clock, BARRIER_MS, signal, barrier);
      return true;
    } catch {
      return false; // The leader says what is wrong, or that nothing is.
    }
  };
  return {
    unary: async <Request, Response>(
      method: UnaryMethod<Request, Response>,
      request: Request,
      options: CallOptions,
    ) => {
      const here = READS.has(method.path) && (await caughtUp(options.signal));
      return (here ? local : leader).unary(method, request, options);
    },
    serverStream: (method, request, options) => leader.serverStream(method, request, options),
    clientStream: (method, options) => leader.clientStream(method, options),
    close: () => undefined, // Both belong to somebody else.
  };
}
