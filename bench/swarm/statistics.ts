export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, sorted[middle] ?? 0];
  return Math.round((low + high) / 2);
}

/** Both contenders' figures of one measure, and how many times longer Docker takes. */
export function compare(skein: readonly number[], docker: readonly number[]): Comparison {
  const [ours, theirs] = [median(skein), median(docker)];
  return {
    skeinMs: { median: ours, runs: skein.map(Math.round) },
    dockerMs: { median: theirs, runs: docker.map(Math.round) },
    dockerOverSkein: Number((theirs / Math.max(1, ours)).toFixed(2)),
  };
}

export interface Comparison {
  readonly skeinMs: Figures;
  readonly dockerMs: Figures;
  readonly dockerOverSkein: number;
}
interface Figures {
  readonly median: number;
  readonly runs: readonly number[];
}
