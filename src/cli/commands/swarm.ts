import { entryOf, type CommandGroup } from "../command.ts";
import { init } from "./init.ts";
import { joinToken } from "./join-token.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";

/** The spelling of docker's command line, for fingers and scripts that know it. */
export const swarm: CommandGroup = {
  name: "swarm",
  summary: "The set-up commands under the names docker gives them",
  commands: [init, join, joinToken, leave].map(entryOf),
};
