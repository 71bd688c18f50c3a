import type { CommandGroup } from "../command.ts";
import { create } from "./service-create.ts";
import { inspect } from "./service-inspect.ts";
import { list, ps } from "./service-list.ts";
import { rollback, update } from "./service-update.ts";
import { remove, scale } from "./service-change.ts";

/** Commands on the services of a swarm. */
export const service: CommandGroup = {
  name: "service",
  summary: "Create, change, scale and watch services",
  commands: [create, list, ps, inspect, scale, update, rollback, remove],
};
