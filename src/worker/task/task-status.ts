import { unreachable } from "../../base/assert.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { TaskState, makeTaskStatus } from "../../model/generated/types.ts";
import type { ContainerStatus, PortStatus, Task, TaskStatus } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import type { Step } from "./next-step.ts";

/** What the engine knows of a task's container, wherever its last step ended. */
export interface Observation {
  readonly container?: ContainerStatus | undefined;
  readonly ports?: PortStatus | undefined;
}

/** How one step ended. */
export type StepOutcome = Observation &
  (
    | { readonly kind: "done" }
    /** It can be tried again: the state stays. */
    | { readonly kind: "postponed"; readonly error: string }
    /** It cannot: the task is over. */
    | { readonly kind: "failed"; readonly error: string }
  );

/** What people read beside a state. Source: swarmkit agent/exec/controller.go. */
const MESSAGES: ReadonlyMap<TaskState, string> = new Map([
  [TaskState.ACCEPTED, "accepted"],
  [TaskState.PREPARING, "preparing"],
  [TaskState.READY, "prepared"],
  [TaskState.STARTING, "starting"],
  [TaskState.RUNNING, "started"],
  [TaskState.COMPLETE, "finished"],
  [TaskState.SHUTDOWN, "shutdown"],
]);

/**
 * The task's status after a step. A fatal error before `starting` rejects the task, from there on
 * it fails it. The very same object comes back when nothing changed, so that nothing is reported.
 */
export function statusAfter(
  task: Pick<Task, "status">,
  step: Step,
  outcome: StepOutcome,
  wallMs: number,
): TaskStatus {
  const before = task.status ?? makeTaskStatus();
  const after = { ...advanced(before, step, outcome), ...observed(before, step, outcome) };
  return deepEqual(before, after) ? before : { ...after, timestamp: timestampOf(wallMs) };
}

function advanced(before: TaskStatus, step: Step, outcome: StepOutcome): TaskStatus {
  switch (outcome.kind) {
    case "done": {
      const state = stateAfter(before.state, step);
      if (state === before.state) return before;
      return { ...before, state, message: MESSAGES.get(state) ?? "", err: "" };
    }
    case "postponed":
      return { ...before, err: outcome.error };
    case "failed": {
      const begun = before.state >= TaskState.STARTING;
      const state = begun ? TaskState.FAILED : TaskState.REJECTED;
      return { ...before, state, err: outcome.error };
    }
    default:
      return unreachable(outcome);
  }
}

function stateAfter(state: TaskState, step: Step): TaskState {
  switch (step.do) {
    case "nothing":
      return state;
    case "enter":
      return step.state;
    case "prepare":
      return TaskState.READY;
    case "start":
      return TaskState.RUNNING;
    case "wait":
      return TaskState.COMPLETE;
    case "shutDown":
      return TaskState.SHUTDOWN;
    default:
      return unreachable(step);
  }
}

/** A container belongs to the status from `starting` on: before that there may be none. */
function observed(
  before: TaskStatus,
  step: Step,
  outcome: StepOutcome,
): Pick<TaskStatus, "container" | "portStatus"> {
  const begun =
    before.state >= TaskState.STARTING || stateAfter(before.state, step) > TaskState.READY;
  return {
    container: (begun ? outcome.container : undefined) ?? before.container,
    portStatus: (begun ? outcome.ports : undefined) ?? before.portStatus,
  };
}
