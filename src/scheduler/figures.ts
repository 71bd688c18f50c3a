const MEMORY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** `1 node`, `3 nodes`. */
export function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** Billionths of a processor as people count them: `0.5 CPUs`. */
export function cpus(nanoCpus: number): string {
  const count = Math.round(nanoCpus / 1e6) / 1000;
  return count === 1 ? "1 CPU" : `${count} CPUs`;
}

/** `512 MiB`. */
export function memory(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < MEMORY_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Math.round(value * 100) / 100} ${MEMORY_UNITS[unit] ?? "B"}`;
}
