const SIZES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Bytes to four digits in powers of 1024: "23.54GiB". Source: docker/go-units, BytesSize. */
export function formatBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < SIZES.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toPrecision(4))}${SIZES[unit] ?? ""}`;
}

const UNITS = [
  ["ns", 1],
  ["µs", 1e3],
  ["ms", 1e6],
] as const;

/** Nanoseconds as Go prints a duration: "5s", "1m30s", "2160h0m0s", "1.5ms". */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds < 0) return `-${formatDuration(-nanoseconds)}`;
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e9) {
    const [unit, scale] = UNITS.findLast(([, least]) => nanoseconds >= least) ?? UNITS[0];
    return `${nanoseconds / scale}${unit}`;
  }
  const wholeSeconds = Math.floor(nanoseconds / 1e9);
  const hours = Math.floor(wholeSeconds / 3600);
  const minutes = Math.floor(wholeSeconds / 60) % 60;
  const fraction = String(nanoseconds % 1e9)
    .padStart(9, "0")
    .replace(/0+$/, "");
  const seconds = `${wholeSeconds % 60}${fraction === "" ? "" : `.${fraction}`}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

/** Billionths of a CPU as docker prints them: "0.5". */
export function formatCpus(billionths: number): string {
  return String(billionths / 1e9);
}
