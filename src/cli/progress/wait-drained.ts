import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import type { CommandContext } from "../command.ts";
import type { Node, Task } from "../engine-api.ts";
import { EXIT, ExitError } from "../exit.ts";
import { filterQuery } from "../flags/filter-flag.ts";
import { formatDuration } from "../format/quantity.ts";
import { nameTasks } from "../task-names.ts";
import { isPassing } from "./wait.ts";

const POLL_MS = 500;
const PATIENCE_MS = 15_000;
const NANOSECONDS_A_MS = 1e6;
const NAMED = 5;
const OVER = new Set(["complete", "shutdown", "failed", "rejected", "remove", "orphaned"]);

/**
 * Waits until no task is left on a node that was drained, and says how many still are. Rejects after
 * `timeout` nanoseconds, naming some of them.
 */
export async function waitUntilDrained(
  context: CommandContext,
  node: Node,
  timeout: number | undefined,
): Promise<void> {
  const { clock, interrupt, stdout } = context;
  const name = node.Description.Hostname ?? node.ID;
  const startMs = clock.monotonicMs();
  let answeredMs = startMs;
  let shown = "";
  for (;;) {
    const left = await tasksLeft(context, node.ID).catch((error: unknown) => {
      if (errorCodeOf(error) === "cancelled") throw goesOn(context, name, error);
      if (!isPassing(error) || clock.monotonicMs() - answeredMs > PATIENCE_MS) throw error;
      return undefined; // An election.
    });
    if (left) {
      answeredMs = clock.monotonicMs();
      const line = left.length === 0 ? `${name} is empty` : `${name}: ${countOf(left)} left`;
      if (line !== shown) stdout.write(`${line}\n`);
      shown = line;
      if (left.length === 0) return;
      if (timeout !== undefined && answeredMs - startMs >= timeout / NANOSECONDS_A_MS) {
        throw await tooLate(context, name, left, timeout);
      }
    }
    await clock.sleep(POLL_MS, interrupt);
    if (interrupt.aborted) {
      throw goesOn(context, name, new OperationalError("cancelled", "Interrupted"));
    }
  }
}

async function tasksLeft({ client }: CommandContext, nodeId: string): Promise<readonly Task[]> {
  const filters = filterQuery([["node", nodeId]]);
  const tasks = await client.get<Task[]>("/tasks", { filters });
  return tasks.filter(({ Status: status }) => !OVER.has(status.State));
}

function countOf(tasks: readonly Task[]): string {
  return `${tasks.length} task${tasks.length === 1 ? "" : "s"}`;
}

async function tooLate(
  { client, program }: CommandContext,
  name: string,
  left: readonly Task[],
  timeout: number,
): Promise<ExitError> {
  const named = await nameTasks(client, left.slice(0, NAMED), { resolve: true });
  const which = named.map(({ name: task, task: { Status: status } }) => `${task} ${status.State}`);
  const more = left.length > NAMED ? `, and ${left.length - NAMED} more` : "";
  return new ExitError(
    `${name} still has ${countOf(left)} after ${formatDuration(timeout)}: ${which.join(", ")}${more}\n` +
      `The operation continues in background: use '${program} node ps ${name}' to check progress.`,
  );
}

function goesOn({ program }: CommandContext, name: string, cause: unknown): ExitError {
  return new ExitError(
    `Operation continuing in background.\nUse '${program} node ps ${name}' to check progress.`,
    EXIT.interrupted,
    { cause },
  );
}
