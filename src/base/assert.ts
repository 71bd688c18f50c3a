/** A broken invariant: a bug, never bad input. The process exits and its supervisor restarts it. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Stops at a broken invariant. Stays on in production: corruption becomes unavailability. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The value, which the caller knows to be there. */
export function must<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new InvariantError(message);
  return value;
}

/** Marks the default of an exhaustive switch: a new member of the union fails to compile here. */
export function unreachable(value: never): never {
  throw new InvariantError(`Unreachable: ${String(value)}`);
}
