import { errorCodeOf, messageOf } from "../base/errors.ts";

/** Exit codes, the same as the docker command line's. */
export const EXIT = { ok: 0, failed: 1, usage: 125, interrupted: 130 } as const;

/** Ends a command with a message on stderr (none when empty) and an exit code. */
export class ExitError extends Error {
  override readonly name = "ExitError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed, options?: { cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The exit code that a failure of any kind stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ExitError) return error.exitCode;
  return errorCodeOf(error) === "cancelled" ? EXIT.interrupted : EXIT.failed;
}

/** What came of each item, and the failures joined into one. */
export interface Gathered<T> {
  readonly found: readonly T[];
  readonly failure: ExitError | undefined;
}

/** Does `work` for each item in turn, going on after a failure. An interruption ends it at once. */
export async function gather<T>(
  items: readonly string[],
  work: (item: string) => Promise<T>,
): Promise<Gathered<T>> {
  const found: T[] = [];
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      found.push(await work(item));
    } catch (error) {
      if (exitCodeOf(error) === EXIT.interrupted) throw error;
      failures.push(error);
    }
  }
  if (failures.length === 0) return { found, failure: undefined };
  const message = failures.map(messageOf).join("\n");
  return { found, failure: new ExitError(message, EXIT.failed, { cause: failures[0] }) };
}

/** Does `work` for each item in turn, going on after a failure; rejects at the end if any failed. */
export async function forEachItem(
  items: readonly string[],
  work: (item: string) => Promise<void>,
): Promise<void> {
  const { failure } = await gather(items, work);
  throwFailures(failure);
}

/** Rejects with the failures there are, joined into one. */
export function throwFailures(...failures: readonly (ExitError | undefined)[]): void {
  const messages = failures.flatMap((failure) => (failure ? [failure.message] : []));
  if (messages.length > 0) throw new ExitError(messages.join("\n"));
}
