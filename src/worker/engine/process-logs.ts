import { copyFile, open, readFile, rename, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogStream } from "../../model/generated/types.ts";
import type { LogSubscriptionOptions, Timestamp } from "../../model/generated/types.ts";
import { compareTimes } from "../../model/log-position.ts";
import type { Clock } from "../../system/clock.ts";
import { linesOfTail } from "./docker-logs.ts";
import type { LogLine } from "./engine.ts";

/** A file that grew to this is put aside, and the one put aside before it is gone. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** How often a follower looks for more. */
const LOOK_MS = 200;
const NEWLINE = 0x0a;
const MS_PER_S = 1000;
const NANOS_PER_MS = 1_000_000;

const STREAMS = [
  [LogStream.LOG_STREAM_STDOUT, "stdout"],
  [LogStream.LOG_STREAM_STDERR, "stderr"],
] as const;

/** What is known of one file beyond its bytes. Offsets count from the first byte ever printed. */
interface Ledger {
  /** The offset at which the current file begins, and the one put aside. */
  base: number;
  asideBase: number;
  /** Up to here every byte has its moment. */
  seen: number;
  /** From which offset on bytes were first seen at which moment. */
  marks: [from: number, atMs: number][];
}

/**
 * What a process printed. It writes into its files itself, so that it can outlive the daemon; when it
 * printed what is noted by whoever looks: exact to a second while a daemon waits for the task.
 * A file that grew too large is copied aside and cut, which a program that appends does not notice;
 * what it prints in the very moment of the cut is lost, as with logrotate's copytruncate.
 */
export class ProcessLogs {
  readonly #directory: string;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(directory: string, clock: Clock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Notes what is new, and keeps the files from growing without end. */
  note(): Promise<void> {
    const noted = this.#turn.then(async () => {
      for (const [, name] of STREAMS) await this.#noteOne(name);
    });
    this.#turn = noted.catch(() => undefined);
    return noted;
  }

  /** Notes now and then until `signal` aborts. */
  async record(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.note().catch(() => undefined); // The task is being removed.
      await this.#clock.sleep(MS_PER_S, signal);
    }
  }

  /** The lines that are asked for; with `follow`, those to come until `isOver`. */
  async *read(
    options: LogSubscriptionOptions,
    isOver: () => Promise<boolean>,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const { streams, since, follow } = options;
    const wanted = STREAMS.filter(([stream]) => streams.length === 0 || streams.includes(stream));
    const offsets = new Map(wanted.map(([stream]) => [stream, 0]));
    const readOn = async (toTheEnd: boolean): Promise<LogLine[]> => {
      await this.note();
      const found: LogLine[] = [];
      for (const [stream, name] of wanted) {
        const { lines, next } = await this.#linesOf(
          name,
          stream,
          offsets.get(stream) ?? 0,
          toTheEnd,
        );
        offsets.set(stream, next);
        found.push(...lines);
      }
      found.sort((one, other) => compareTimes(one.timestamp, other.timestamp));
      return since === undefined
        ? found
        : found.filter(({ timestamp }) => compareTimes(timestamp, since) >= 0);
    };
    const count = options.tail === 0 ? Infinity : linesOfTail(options.tail);
    let over = !follow || (await isOver());
    const first = await readOn(over);
    yield* count === Infinity ? first : first.slice(Math.max(0, first.length - count));
    while (!over && !signal.aborted) {
      await this.#clock.sleep(LOOK_MS, signal);
      over = await isOver();
      yield* await readOn(over);
    }
    signal.throwIfAborted();
  }

  async #noteOne(name: string): Promise<void> {
    const path = join(this.#directory, `${name}.log`);
    const size = await sizeOf(path);
    if (size === 0) return;
    const ledger = await this.#ledger(name);
    const now = this.#clock.wallMs();
    if (markUp(ledger, ledger.base + size, now)) await this.#keep(name, ledger);
    if (size < MAX_FILE_BYTES) return;
    await copyFile(path, `${path}.1`);
    const late = await bytesFrom(path, size);
    await truncate(path, 0);
    if (late.length > 0) await writeFile(`${path}.1`, late, { flag: "a" });
    markUp(ledger, ledger.base + size + late.length, now);
    ledger.asideBase = ledger.base;
    ledger.base = ledger.seen;
    dropOldMarks(ledger);
    await this.#keep(name, ledger);
  }

  async #linesOf(
    name: string,
    stream: LogStream,
    offset: number,
    toTheEnd: boolean,
  ): Promise<{ readonly lines: LogLine[]; readonly next: number }> {
    const path = join(this.#directory, `${name}.log`);
    const { base, asideBase, seen, marks } = await this.#ledger(name);
    const aside =
      offset < base ? await readFile(`${path}.1`).catch(() => Buffer.alloc(0)) : undefined;
    const current = await readFile(path).catch(() => Buffer.alloc(0));
    const bytes = aside === undefined ? current : Buffer.concat([aside, current]);
    const start = aside === undefined || aside.length === 0 ? base : asideBase;
    const lines: LogLine[] = [];
    let next = Math.max(offset, start);
    while (next < seen) {
      const end = bytes.indexOf(NEWLINE, next - start);
      if (end < 0 && !toTheEnd) break;
      const after = end < 0 ? seen : start + end + 1;
      const data = Uint8Array.from(bytes.subarray(next - start, after - start));
      lines.push({ timestamp: timeAt(marks, next), stream, data, attrs: [] });
      next = after;
    }
    return { lines, next };
  }

  async #ledger(name: string): Promise<Ledger> {
    const text = await readFile(join(this.#directory, `${name}.times`), "utf8").catch(() => "");
    if (text === "") return { base: 0, asideBase: 0, seen: 0, marks: [] };
    return JSON.parse(text) as Ledger; // We wrote it ourselves.
  }

  async #keep(name: string, ledger: Ledger): Promise<void> {
    const path = join(this.#directory, `${name}.times`);
    await writeFile(`${path}.tmp`, JSON.stringify(ledger));
    await rename(`${path}.tmp`, path);
  }
}

/** Notes that everything up to `end` is there now; false when that was known. */
function markUp(ledger: Ledger, end: number, nowMs: number): boolean {
  if (end <= ledger.seen) return false;
  const [from, atMs] = ledger.marks.at(-1) ?? [0, 0];
  // Bytes of one mark are a nanosecond apart: the next mark comes after all of them.
  const earliestMs = atMs + Math.ceil((ledger.seen - from) / NANOS_PER_MS);
  ledger.marks.push([ledger.seen, Math.max(nowMs, earliestMs)]);
  ledger.seen = end;
  return true;
}

/** Those for bytes that are gone, but for the one that the oldest byte kept belongs to. */
function dropOldMarks(ledger: Ledger): void {
  const { marks, asideBase } = ledger;
  const first = marks.findLastIndex(([from]) => from <= asideBase);
  if (first > 0) marks.splice(0, first);
}

function timeAt(marks: Ledger["marks"], offset: number): Timestamp {
  const [from, atMs] = marks.findLast(([start]) => start <= offset) ?? [offset, 0];
  const seconds = Math.floor(atMs / MS_PER_S);
  const nanos = (atMs - seconds * MS_PER_S) * NANOS_PER_MS + (offset - from);
  return { seconds: seconds + Math.floor(nanos / 1e9), nanos: nanos % 1e9 };
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function bytesFrom(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.max(0, size - offset));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
