import type { ApiDeps } from "./api-deps.ts";
import { configRoutes } from "./configs.ts";
import { controlOf } from "./control-client.ts";
import type { EngineDoor } from "./engine/door.ts";
import type { EventRing } from "./events/event-ring.ts";
import { apiDocument } from "./description/document.ts";
import { eventRoutes } from "./events/events.ts";
import { explainRoutes } from "./explain.ts";
import { logRoutes } from "./logs.ts";
import { networkRoutes } from "./networks.ts";
import { nodeRoutes } from "./nodes.ts";
import { json, type ApiRoute } from "./request.ts";
import { secretRoutes } from "./secrets.ts";
import { serviceRoutes } from "./services.ts";
import { swarmRoutes } from "./swarm.ts";
import { systemRoutes } from "./system.ts";
import { taskRoutes } from "./tasks.ts";

/** Every route of the API. Where two match, the first counts. */
export function apiRoutes(
  { node, clock, entropy }: Pick<ApiDeps, "node" | "clock" | "entropy">,
  engine: EngineDoor | undefined,
  ring: EventRing,
): readonly ApiRoute[] {
  const control = controlOf(node, clock);
  return [
    ...systemRoutes({ node, clock, engine }),
    ...eventRoutes({ ring, engine, clock }),
    ...swarmRoutes({ node, control }),
    ...serviceRoutes({ control, entropy }),
    ...taskRoutes(control),
    ...nodeRoutes(control),
    ...networkRoutes({ control, engine }),
    ...secretRoutes(control),
    ...configRoutes(control),
    ...explainRoutes(control),
    ...logRoutes({ node, clock, control }),
    { method: "GET", path: "/skein/openapi.json", handle: async () => json(apiDocument()) },
  ];
}

const CLUSTER_PATH =
  /^(\/v[0-9.]+)?\/(swarm|services|nodes|tasks|secrets|configs|explanations)(\/|$)/;

/** Whether a path is the cluster's, and never the engine's, which may be part of another swarm. */
export function isClusterPath(path: string): boolean {
  return CLUSTER_PATH.test(path);
}
