import type { Route } from "../../system/rpc.ts";
import { clusterRoutes } from "./clusters.ts";
import { configRoutes } from "./configs.ts";
import type { ControlDeps } from "./control-deps.ts";
import { explanationRoutes } from "./explanations.ts";
import { laterRoutes } from "./later.ts";
import { networkRoutes } from "./networks.ts";
import { nodeRoutes } from "./nodes.ts";
import { secretRoutes } from "./secrets.ts";
import { serviceRoutes } from "./services.ts";
import { taskRoutes } from "./tasks.ts";

/**
 * The Control service: every object read, created, changed and removed. Writes work only on the
 * leader. Source of the behaviour: swarmkit manager/controlapi.
 */
export function controlRoutes(deps: ControlDeps): readonly Route[] {
  return [
    ...nodeRoutes(deps),
    ...serviceRoutes(deps),
    ...taskRoutes(deps),
    ...clusterRoutes(deps),
    ...networkRoutes(deps),
    ...secretRoutes(deps),
    ...configRoutes(deps),
    ...explanationRoutes(deps),
    ...laterRoutes(deps),
  ];
}
