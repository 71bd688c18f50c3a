import { OperationalError } from "../../base/errors.ts";
import { LogStream, makeLogAttr } from "../../model/generated/types.ts";
import type { LogAttr, LogSubscriptionOptions, Timestamp } from "../../model/generated/types.ts";
import type { LogLine } from "./engine.ts";

/** The part of a container's logs that is asked for, as the engine's API wants it put. */
export function logsQuery(options: LogSubscriptionOptions): Record<string, string | undefined> {
  const { streams, follow, tail, since } = options;
  const wants = (stream: LogStream): string =>
    streams.length === 0 || streams.includes(stream) ? "true" : "false";
  return {
    stdout: wants(LogStream.LOG_STREAM_STDOUT),
    stderr: wants(LogStream.LOG_STREAM_STDERR),
    follow: follow ? "true" : undefined,
    timestamps: "true",
    details: "true",
    tail: tail === 0 ? undefined : String(linesOfTail(tail)),
    since: since && `${since.seconds}.${String(since.nanos).padStart(9, "0")}`,
  };
}

/** How many of the last lines a `tail` of the protocol means, where -1 is none, -2 one and so on. */
export function linesOfTail(tail: number): number {
  if (tail < 0) return -tail - 1;
  throw new OperationalError(
    "invalidArgument",
    `Cannot give the first ${tail} lines of a log: only the last ones can be asked for`,
  );
}

/** From the engine's answer, in the form that a container with or without a terminal has. */
export async function* logLines(
  bytes: AsyncIterable<Uint8Array>,
  tty: boolean,
): AsyncGenerator<LogLine> {
  for await (const { stream, payload } of tty ? linesOf(bytes) : framesOf(bytes)) {
    const line = parseLine(payload);
    if (line !== undefined) yield { ...line, stream };
  }
}

interface Frame {
  readonly stream: LogStream;
  readonly payload: Uint8Array;
}

const HEADER_BYTES = 8;
const NEWLINE = 0x0a;
const SPACE = 0x20;
/** Engines cut lines at 16 KiB; what they put before one is short. */
const MAX_FRAME_BYTES = 1024 * 1024;
const STREAMS: ReadonlyMap<number, LogStream> = new Map([
  [1, LogStream.LOG_STREAM_STDOUT],
  [2, LogStream.LOG_STREAM_STDERR],
]);

/** Both streams in one: a header of stream and length, then so many bytes. Source: Engine API, attach. */
async function* framesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : joined(rest, chunk);
    while (rest.length >= HEADER_BYTES) {
      const length = new DataView(rest.buffer, rest.byteOffset).getUint32(4);
      if (length > MAX_FRAME_BYTES) throw notUnderstood(`a log line of ${length} bytes`);
      if (rest.length < HEADER_BYTES + length) break;
      const payload = rest.slice(HEADER_BYTES, HEADER_BYTES + length);
      const stream = STREAMS.get(rest[0] ?? 0);
      // The third kind tells that the engine itself failed meanwhile.
      if (stream === undefined) throw notUnderstood(textOf(payload).trim());
      yield { stream, payload };
      rest = rest.subarray(HEADER_BYTES + length);
    }
  }
}

/** A terminal has one stream, which comes bare. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const stream = LogStream.LOG_STREAM_STDOUT;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : joined(rest, chunk);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      yield { stream, payload: rest.slice(0, end + 1) };
      rest = rest.subarray(end + 1);
    }
    if (rest.length > MAX_FRAME_BYTES) throw notUnderstood("a log line without end");
  }
  if (rest.length > 0) yield { stream, payload: rest };
}

/** `TIME ATTRIBUTES TEXT`; undefined for what has no time, which is the engine's own word. */
function parseLine(payload: Uint8Array): Omit<LogLine, "stream"> | undefined {
  const afterTime = payload.indexOf(SPACE);
  const afterAttrs = payload.indexOf(SPACE, afterTime + 1);
  if (afterTime < 0 || afterAttrs < 0) return undefined;
  const timestamp = timeOf(textOf(payload.subarray(0, afterTime)));
  if (timestamp === undefined) return undefined;
  const attrs = attrsOf(textOf(payload.subarray(afterTime + 1, afterAttrs)));
  return { timestamp, attrs, data: payload.slice(afterAttrs + 1) };
}

/** RFC 3339 with up to nine digits of a second's fraction, in UTC. */
function timeOf(text: string): Timestamp | undefined {
  const [, whole, fraction = ""] = /^([^.Z]+)(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const seconds = Date.parse(`${whole}Z`) / 1000;
  return Number.isNaN(seconds) ? undefined : { seconds, nanos: Number(fraction.padEnd(9, "0")) };
}

/** `key=value,key=value`, as in a query. */
function attrsOf(text: string): LogAttr[] {
  if (text === "") return [];
  return text.split(",").map((pair) => {
    const [key = "", value = ""] = pair.split("=", 2);
    return makeLogAttr({ key: decoded(key), value: decoded(value) });
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text; // Not encoded after all.
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function notUnderstood(what: string): OperationalError {
  return new OperationalError("internal", `The Docker Engine sent ${what}`);
}
