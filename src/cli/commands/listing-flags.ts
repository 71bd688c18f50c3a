import { orRefuse, type CommandContext } from "../command.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { renderListing } from "../format/listing.ts";
import type { NamedTask } from "../format/task-rows.ts";
import { sortTasks, taskRows, TASK_STYLE } from "../format/task-rows.ts";

/** The flags of every list. */
export const LISTING_FLAGS = {
  quiet: switchFlag("quiet", "Print only IDs", { short: "q" }),
  format: textFlag(
    "format",
    "'json', 'table', 'table TEMPLATE' or a Go template such as '{{.ID}} {{.Name}}'",
  ),
} as const;

/** The flags of every list of tasks. */
export const TASK_LISTING_FLAGS = {
  ...LISTING_FLAGS,
  noTrunc: switchFlag("no-trunc", "Do not cut IDs, images and errors short"),
  noResolve: switchFlag("no-resolve", "Show IDs instead of names"),
} as const;

interface TaskListingFlags {
  readonly quiet?: boolean;
  readonly format?: string;
  readonly noTrunc?: boolean;
}

/** Prints tasks as the flags ask. */
export function printTasks(
  { stdout, clock }: CommandContext,
  tasks: readonly NamedTask[],
  { quiet = false, format, noTrunc = false }: TaskListingFlags,
): void {
  const sorted = sortTasks(tasks);
  const isTable = format === undefined || format === "" || format.startsWith("table");
  const rows = taskRows(sorted, {
    nowMs: clock.wallMs(),
    truncate: !noTrunc,
    indentHistory: isTable,
  });
  stdout.write(orRefuse(renderListing(rows, TASK_STYLE, quiet ? "{{.ID}}" : format)));
}
