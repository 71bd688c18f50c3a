import { TaskState } from "./generated/types.ts";

// A task's observed state only grows: of two observations the greater is the newer. The numbers
// leave gaps on purpose. Source: swarmkit api/types.proto.

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(TaskState).map(([name, value]) => [value, name.toLowerCase()]),
);

/** The state as people and the HTTP API write it: `running`. */
export function taskStateName(state: TaskState): string {
  return NAMES.get(state) ?? `unknown (${state})`;
}

/** The state of that name, in lower case. */
export function parseTaskState(name: string): TaskState | undefined {
  return (TaskState as Readonly<Record<string, TaskState>>)[name.toUpperCase()];
}

/** Past running: there is no way back from any of these. */
export function isTerminal(state: TaskState): boolean {
  return state > TaskState.RUNNING;
}
