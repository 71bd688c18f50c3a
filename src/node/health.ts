import {
  HealthCheckResponse_ServingStatus,
  makeHealthCheckResponse,
} from "../model/generated/types.ts";
import { serve, type Route } from "../system/rpc.ts";
import { LEARNER_HEALTH, RAFT_HEALTH } from "../raft/membership-service.ts";
import { HealthService } from "../wire/generated/services.ts";

/** The parts of a manager that others ask about before they admit or believe it. */
const PARTS = ["", RAFT_HEALTH, LEARNER_HEALTH];

/**
 * Health.Check: SERVING for the parts that a manager has; the empty name asks for the whole. Source: swarmkit manager/health, gRPC health checking protocol.
 */
export function healthRoutes(): readonly Route[] {
  return [
    serve(HealthService.Check, async ({ service }) =>
      makeHealthCheckResponse({
        status: PARTS.includes(service)
          ? HealthCheckResponse_ServingStatus.SERVING
          : HealthCheckResponse_ServingStatus.NOT_SERVING,
      }),
    ),
  ];
}
