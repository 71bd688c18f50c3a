import {
  HealthCheckResponse_ServingStatus,
  makeHealthCheckResponse,
} from "../model/generated/types.ts";
import { serve, type Route } from "../system/rpc.ts";
import { HealthService } from "../wire/generated/services.ts";

/** The part of a manager that others ask about before they admit or believe it. */
export const RAFT_HEALTH = "Raft";

/**
 * Health.Check: SERVING once `serving` says so for the named part; the empty name asks for the
 * whole. Source: swarmkit manager/health, gRPC health checking protocol.
 */
export function healthRoutes(serving: (part: string) => boolean): readonly Route[] {
  return [
    serve(HealthService.Check, async ({ service }) =>
      makeHealthCheckResponse({
        status: serving(service)
          ? HealthCheckResponse_ServingStatus.SERVING
          : HealthCheckResponse_ServingStatus.NOT_SERVING,
      }),
    ),
  ];
}
