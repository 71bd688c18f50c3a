import { errorCodeOf } from "../../base/errors.ts";
import type { CommandContext } from "../command.ts";
import type { Config, NetworkSummary, Secret, Service, Task } from "../engine-api.ts";
import { ExitError, EXIT, gather, throwFailures } from "../exit.ts";
import { formatDuration } from "../format/quantity.ts";
import { isPassing } from "../progress/wait.ts";
import { servicePath } from "../services.ts";
import { ofStack } from "./stack-labels.ts";
import { cannotMakeNetworks } from "./stack-networks.ts";

const POLL_MS = 200;
const PATIENCE_MS = 15_000;
const NANOSECONDS_A_MS = 1e6;
const OVER = new Set(["complete", "shutdown", "failed", "rejected", "remove", "orphaned"]);

export interface RemoveOptions {
  /** True does not wait for the tasks to end. */
  readonly detach: boolean;
  /** Nanoseconds after which waiting is given up. */
  readonly timeout: number | undefined;
}

/**
 * Removes a stack in the reverse order of its making: services, their tasks, then what those used. Gives
 * false when there is nothing of it.
 */
export async function removeStack(
  context: CommandContext,
  stack: string,
  options: RemoveOptions,
): Promise<boolean> {
  const { client, stdout } = context;
  const services = [...(await ofStack<Service>(client, "services", stack))];
  const secrets = await ofStack<Secret>(client, "secrets", stack);
  const configs = await ofStack<Config>(client, "configs", stack);
  const networks = await networksOf(context, stack);
  if (services.length + secrets.length + configs.length + networks.length === 0) return false;

  const tasks = await ofStack<Task>(client, "tasks", stack);
  services.sort((a, b) => (a.CreatedAt < b.CreatedAt ? 1 : -1));
  const removed = await gather(
    services.map(({ ID: id, Spec: { Name: name = id } }) => name),
    async (name) => {
      stdout.write(`Removing service ${name}\n`);
      await client.delete(servicePath(name));
    },
  );
  if (!options.detach) await waitForTasks(context, stack, tasks, options.timeout);
  const things = [
    ...configs.map(({ ID: id, Spec: { Name: name } }) => ({ kind: "config", id, name })),
    ...secrets.map(({ ID: id, Spec: { Name: name } }) => ({ kind: "secret", id, name })),
    ...networks.map(({ Id: id, Name: name }) => ({ kind: "network", id, name })),
  ];
  const rest = await gather(
    things.map(({ id }) => id),
    async (id) => {
      const { kind = "", name = id } = things.find((thing) => thing.id === id) ?? {};
      stdout.write(`Removing ${kind} ${name}\n`);
      await client.delete(`/${kind}s/${id}`);
    },
  );
  throwFailures(removed.failure, rest.failure);
  return true;
}

async function networksOf(
  { client }: CommandContext,
  stack: string,
): Promise<readonly NetworkSummary[]> {
  try {
    return await ofStack<NetworkSummary>(client, "networks", stack);
  } catch (error) {
    if (cannotMakeNetworks(error)) return [];
    throw error;
  }
}

/** Waits until each task that there was is gone, or has ended. */
async function waitForTasks(
  { client, clock, interrupt, stdout, program }: CommandContext,
  stack: string,
  before: readonly Task[],
  timeout: number | undefined,
): Promise<void> {
  const startMs = clock.monotonicMs();
  let answeredMs = startMs;
  let waiting = before.filter(({ Status: status }) => !OVER.has(status.State));
  let shown = 0;
  while (waiting.length > 0) {
    if (interrupt.aborted) {
      const message = `Operation continuing in background.\nUse '${program} stack rm ${stack}' to finish it.`;
      throw new ExitError(message, EXIT.interrupted);
    }
    if (waiting.length !== shown)
      stdout.write(`Waiting for ${tasksText(waiting.length)} to stop\n`);
    shown = waiting.length;
    if (timeout !== undefined && clock.monotonicMs() - startMs >= timeout / NANOSECONDS_A_MS) {
      throw new ExitError(
        `${tasksText(shown)} of stack ${stack} still run after ${formatDuration(timeout)}: ` +
          `its networks, secrets and configs are left; run '${program} stack rm ${stack}' again later`,
      );
    }
    await clock.sleep(POLL_MS, interrupt);
    const left = await stillThere(client, waiting).catch((error: unknown) => {
      if (!isPassing(error) || clock.monotonicMs() - answeredMs > PATIENCE_MS) throw error;
      return undefined; // An election.
    });
    if (left) [answeredMs, waiting] = [clock.monotonicMs(), left];
  }
}

function tasksText(count: number): string {
  return `${count} task${count === 1 ? "" : "s"}`;
}

/** Tasks of removed services have no label to be found by: they are asked for one by one. */
async function stillThere(
  client: CommandContext["client"],
  waiting: readonly Task[],
): Promise<Task[]> {
  const left: Task[] = [];
  for (const task of waiting) {
    try {
      const now = await client.get<Task>(`/tasks/${task.ID}`);
      if (!OVER.has(now.Status.State)) left.push(now);
    } catch (error) {
      if (errorCodeOf(error) !== "notFound") throw error;
    }
  }
  return left;
}
