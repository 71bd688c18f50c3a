import { messageOf } from "../../src/base/errors.ts";
import type { Log, LogFields } from "../../src/system/log.ts";
import type { Trace } from "./trace.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** One line that a process wrote. */
export interface LogLine {
  readonly atMs: number;
  /** Process, then components: `m1#1 dispatcher`. */
  readonly source: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** How many lines are kept: those a person reads after a failure. */
const KEPT_LINES = 4000;
const TAIL_LINES = 200;

/** Everything logged in a simulation, in order of virtual time. */
export class SimLogBook {
  readonly #nowMs: () => number;
  readonly #trace: Trace;
  #lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();

  constructor(nowMs: () => number, trace: Trace) {
    this.#nowMs = nowMs;
    this.#trace = trace;
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  log(source: string): SimLog {
    return new SimLog(this, source, {});
  }

  onLine(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  add(source: string, level: LogLevel, message: string, fields: LogFields): void {
    const line: LogLine = { atMs: this.#nowMs(), source, level, message, fields };
    this.#trace.text(formatLine(line));
    this.#lines.push(line);
    if (this.#lines.length >= 2 * KEPT_LINES) this.#lines = this.#lines.slice(-KEPT_LINES);
    for (const listener of this.#listeners) listener(line);
  }

  /** The last lines as text. */
  tail(count = TAIL_LINES): string {
    return this.#lines.slice(-count).map(formatLine).join("\n");
  }
}

/** The log of one process. */
export class SimLog implements Log {
  readonly #book: SimLogBook;
  readonly #source: string;
  readonly #fields: LogFields;

  constructor(book: SimLogBook, source: string, fields: LogFields) {
    this.#book = book;
    this.#source = source;
    this.#fields = fields;
  }

  debug(message: string, fields?: LogFields): void {
    this.#add("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#add("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#add("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#add("error", message, fields);
  }

  child(component: string, fields?: LogFields): Log {
    return new SimLog(this.#book, `${this.#source} ${component}`, { ...this.#fields, ...fields });
  }

  #add(level: LogLevel, message: string, fields?: LogFields): void {
    this.#book.add(this.#source, level, message, { ...this.#fields, ...fields });
  }
}

/** `   12.345 m1#1 raft       warn  lost leadership  term=3`. */
export function formatLine({ atMs, source, level, message, fields }: LogLine): string {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${formatValue(value)}`],
  );
  const time = (atMs / 1000).toFixed(4).padStart(10);
  return `${time} ${source.padEnd(20)} ${level.padEnd(5)} ${message}  ${parts.join(" ")}`.trimEnd();
}

function formatValue(value: unknown): string {
  return value instanceof Error ? JSON.stringify(messageOf(value)) : JSON.stringify(value);
}
