const UNITS = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1000, name: "s" },
] as const;

/** A span of time as people say it, to two figures at least: `850 ms`, `4.2 s`, `12 min`, `3 h`. */
export function spanText(ms: number): string {
  const unit = UNITS.find((one) => ms >= one.ms);
  if (unit === undefined) return `${Math.max(0, Math.round(ms))} ms`;
  const count = ms / unit.ms;
  const rounded = count < 10 ? Math.round(count * 10) / 10 : Math.round(count);
  return `${rounded} ${unit.name}`;
}

/** Reads `90s`, `10m`, `1h30m`, `500ms`, as Go writes spans; undefined for anything else. */
export function parseSpanMs(text: string): number | undefined {
  const part = /(\d+(?:\.\d+)?)(ms|s|m|h)/gy;
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  let read = 0;
  for (const [whole, count = "", unit = ""] of text.matchAll(part)) {
    total += Number(count) * (factors[unit] ?? 0);
    read += whole.length;
  }
  return read === text.length && read > 0 ? total : undefined;
}
