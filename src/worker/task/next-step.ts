import { isTerminal } from "../../model/task-state.ts";
import { TaskState } from "../../model/generated/types.ts";
import type { Task } from "../../model/generated/types.ts";

/** The one thing the agent should do next for a task. */
export type Step =
  | { readonly do: "nothing" }
  /** Enter a state that needs no work. */
  | { readonly do: "enter"; readonly state: TaskState }
  | { readonly do: Work };

/** What only the engine can do: pull and create, start until healthy, wait for the end, stop. */
export type Work = "prepare" | "start" | "wait" | "shutDown";

const NOTHING: Step = { do: "nothing" };

/**
 * Moves a task one state towards what its manager wants. Work that was begun is finished even where
 * the manager asks for less; `accepted` and `ready` are where a task rests until more is asked for.
 * Source: swarmkit agent/exec/controller.go `Do`.
 */
export function nextStep(task: Pick<Task, "desiredState" | "status">): Step {
  const state = task.status?.state ?? TaskState.NEW;
  if (isTerminal(state)) return NOTHING;
  if (task.desiredState >= TaskState.SHUTDOWN) return { do: "shutDown" };
  if (state > task.desiredState) return NOTHING;

  switch (state) {
    case TaskState.PREPARING:
      return { do: "prepare" };
    case TaskState.STARTING:
      return { do: "start" };
    case TaskState.RUNNING:
      return { do: "wait" };
    case TaskState.NEW:
    case TaskState.PENDING:
    case TaskState.ASSIGNED:
      return enterBelow(task.desiredState, state, TaskState.ACCEPTED);
    case TaskState.ACCEPTED:
      return enterBelow(task.desiredState, state, TaskState.PREPARING);
    case TaskState.READY:
      return enterBelow(task.desiredState, state, TaskState.STARTING);
    default:
      return NOTHING; // A state between ours that a newer manager knows: wait for its next word.
  }
}

function enterBelow(desired: TaskState, state: TaskState, next: TaskState): Step {
  return state < desired ? { do: "enter", state: next } : NOTHING;
}
