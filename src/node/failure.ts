import { OperationalError } from "../base/errors.ts";

/** Why the daemon ends, for whoever started it: the message alone, or, for a bug, where it is. */
export function describeFailure(error: unknown): string {
  if (error instanceof OperationalError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
