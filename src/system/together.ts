import { childOf } from "./deadline.ts";

/**
 * Runs all of `works` at once, under one signal. When one throws, or returns before `parent` is
 * aborted where `untilFirst` is set, the others are aborted; resolves, or throws what was thrown
 * first, once every one of them has ended.
 */
export async function together(
  parent: AbortSignal,
  works: readonly ((signal: AbortSignal) => Promise<void>)[],
  { untilFirst = false }: { readonly untilFirst?: boolean } = {},
): Promise<void> {
  const { controller, release } = childOf(parent);
  const failures: unknown[] = [];
  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      await work(controller.signal);
      if (untilFirst) controller.abort();
    } catch (error) {
      failures.push(error);
      controller.abort(error);
    }
  };
  try {
    await Promise.all(works.map(run));
  } finally {
    release();
  }
  if (failures.length > 0) throw failures[0];
}
