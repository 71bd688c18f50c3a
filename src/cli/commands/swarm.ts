import { entryOf, type CommandGroup } from "../command.ts";
import { ca } from "./swarm-ca.ts";
import { init } from "./init.ts";
import { joinToken } from "./join-token.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";
import { inspect } from "./swarm-inspect.ts";
import { update } from "./swarm-update.ts";
import { unlock, unlockKey } from "./unlock-key.ts";

/** The settings of the swarm; and set-up in the spelling of docker, for fingers that know it. */
export const swarm: CommandGroup = {
  name: "swarm",
  summary: "Change the settings of the swarm; set it up by the names docker gives",
  commands: [ca, init, inspect, join, joinToken, leave, unlock, unlockKey, update].map(entryOf),
};
