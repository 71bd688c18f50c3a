import { performance } from "node:perf_hooks";

export const VALUE_BYTES = 256;
export const CONCURRENCY = [1, 16, 128, 512] as const;

/** What one closed loop gave. */
export interface Figure {
  readonly inFlight: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** So many workers, each of whom starts the next piece of work when its last one is done. */
export async function closedLoop(
  { inFlight, warmUpMs, measureMs }: LoadOptions,
  work: (worker: number) => Promise<unknown>,
): Promise<Figure> {
  const fromMs = performance.now() + warmUpMs;
  const untilMs = fromMs + measureMs;
  const times: number[] = [];
  const run = async (worker: number): Promise<void> => {
    for (;;) {
      const startMs = performance.now();
      if (startMs >= untilMs) return;
      await work(worker);
      const endMs = performance.now();
      if (startMs >= fromMs && endMs <= untilMs) times.push(endMs - startMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, worker) => run(worker)));
  return { inFlight, perSecond: Math.round((times.length / measureMs) * 1000), ...spread(times) };
}

/** Median and 99th percentile, in hundredths of a millisecond. */
export function spread(times: readonly number[]): {
  readonly p50Ms: number;
  readonly p99Ms: number;
} {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => {
    const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return Math.round((sorted[index] ?? 0) * 100) / 100;
  };
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Ends of a range are noise: the middle one of several rounds. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
