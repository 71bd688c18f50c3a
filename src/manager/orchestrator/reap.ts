import { TaskState, type Service, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { endedByItself } from "./restart.ts";
import { byAge, hasSpecVersion, isUnassigned, isWanted, newestOf, stateOf } from "./task-order.ts";

/**
 * Which of a slot's tasks are to be forgotten: those whose removal was asked for once they have
 * stopped, those of a service that is gone, and history beyond `historyLimit` tasks a slot, oldest
 * first. What still decides something is kept: the ends that count as restart attempts, and the
 * last one while its successor waits to be started.
 * Source: swarmkit manager/orchestrator/taskreaper.
 */
export function reapable(
  service: Service | undefined,
  slotTasks: readonly Task[],
  historyLimit: number,
): readonly Task[] {
  const gone = slotTasks.filter((task) => isOver(task) && isUnwanted(task, service));
  if (service === undefined) return gone;
  const maxAttempts = service.spec?.task?.restart?.maxAttempts ?? 0;
  const limit = maxAttempts > 0 ? maxAttempts + 1 : historyLimit;
  if (limit < 0) return gone;
  const rest = slotTasks.filter((task) => !gone.includes(task));
  const excess = rest.length - limit;
  return excess > 0 ? [...gone, ...oldest(rest, excess, maxAttempts)] : gone;
}

/** No agent holds the task any more, or none ever will. */
function isOver(task: Task): boolean {
  const neverRuns = isUnassigned(task) && !isWanted(task);
  return isTerminal(stateOf(task)) || neverRuns;
}

function isUnwanted({ desiredState }: Task, service: Service | undefined): boolean {
  return service === undefined || desiredState >= TaskState.REMOVE;
}

function oldest(tasks: readonly Task[], count: number, maxAttempts: number): readonly Task[] {
  const waits = tasks.some(({ desiredState }) => desiredState === TaskState.READY);
  const predecessor = waits ? newestOf(tasks.filter((task) => !isWanted(task))) : undefined;
  const newest = newestOf(tasks);
  const isAttempt = (task: Task): boolean =>
    maxAttempts > 0 && endedByItself(task) && hasSpecVersion(task, newest?.specVersion);
  // The ends that count against the newest's attempts: without them it would be tried for ever.
  const counted = tasks.filter((task) => task !== newest && isAttempt(task)).sort(byAge);
  const kept = new Set([predecessor, ...counted.slice(-maxAttempts)]);
  if (newest !== undefined && isAttempt(newest)) kept.add(newest);
  return tasks
    .filter((task) => isOver(task) && !isWanted(task) && !kept.has(task))
    .sort((left, right) => Number(isAttempt(left)) - Number(isAttempt(right)) || byAge(left, right))
    .slice(0, count);
}
