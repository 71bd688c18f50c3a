import { ok } from "../../base/result.ts";
import { refuse } from "../command.ts";
import { listFlag } from "../flags/flag.ts";

/** Flags of commands that read Compose files. */
export const STACK_FILE_FLAGS = {
  composeFile: listFlag(
    "compose-file",
    "Compose file, or - for standard input; later ones go over earlier ones (default compose.yaml)",
    ok<string>,
    { short: "c", takes: "file" },
  ),
  envFile: listFlag(
    "env-file",
    "File of variables for ${…} in Compose files (default .env beside the first of them)",
    ok<string>,
    { takes: "file" },
  ),
  profile: listFlag(
    "profile",
    "Deploy the services of a profile too (* for all of them)",
    ok<string>,
    { takes: "name" },
  ),
} as const;

/** Refuses names that could not begin the names of services. */
export function checkStackName(name: string): void {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return;
  refuse(
    `invalid stack name: ${JSON.stringify(name)}: use letters, digits, dashes and underscores`,
  );
}
