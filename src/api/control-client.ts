import { OperationalError } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import type { UnaryMethod } from "../system/rpc.ts";
import { ApiError, fromControl } from "./api-error.ts";
import type { NodeControl } from "./node-control.ts";

/** How long the cluster may take over one call. Source: moby daemon/cluster swarmRequestTimeout. */
const CALL_MS = 20_000;
const NO_LEADER = "The swarm does not have a leader";

/** Calls the leader's Control service; refusals come in the words that Docker's clients know. */
export type ControlCall = <Request, Response>(
  method: UnaryMethod<Request, Response>,
  request: Request,
  signal: AbortSignal,
) => Promise<Response>;

export function controlOf(
  node: Pick<NodeControl, "control">,
  clock: Clock,
  callMs = CALL_MS,
): ControlCall {
  return async (method, request, signal) => {
    try {
      const channel = node.control();
      return await withDeadline(clock, callMs, signal, async (inTime) => {
        try {
          return await channel.unary(method, request, { signal: inTime });
        } catch (error) {
          throw fromControl(error);
        }
      });
    } catch (error) {
      throw leaderless(error) ?? late(error) ?? error;
    }
  };
}

/** Docker's managers answer a cluster without a leader as an error of no kind. */
function leaderless(error: unknown): ApiError | undefined {
  if (!(error instanceof Error)) return undefined;
  const at = error.message.indexOf(NO_LEADER);
  if (at < 0) return undefined;
  const message = `rpc error: code = Unknown desc = ${error.message.slice(at)}`;
  return new ApiError(500, message, { cause: error });
}

function late(error: unknown): ApiError | undefined {
  if (!(error instanceof OperationalError) || error.code !== "deadlineExceeded") return undefined;
  const message = "rpc error: code = DeadlineExceeded desc = context deadline exceeded";
  return new ApiError(500, message, { cause: error });
}
