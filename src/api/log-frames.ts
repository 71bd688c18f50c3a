import { LogStream, type LogMessage, type Timestamp } from "../model/generated/types.ts";
import { time } from "./json/time-json.ts";

/** How the lines of a stream of logs look. */
export interface LogFormat {
  readonly timestamps: boolean;
  /** Put in front of each line what is known of it: task, service, node, the program's own labels. */
  readonly details: boolean;
  /** Bytes as the programs wrote them, without the frames that tell streams apart. */
  readonly raw: boolean;
}

/** Where a line came from, as the first byte of its frame. Source: docker's stdcopy. */
const STDOUT = 1;
const STDERR = 2;
const SYSTEM_ERROR = 3;
const HEADER_BYTES = 8;
const LENGTH_AT = 4;
const CONTEXT = "com.docker.swarm";

/** A line of a program in Docker's stream of logs. Source: moby httputils WriteLogStream. */
export function lineFrame(message: LogMessage, format: LogFormat): Uint8Array {
  const { timestamps, details, raw } = format;
  const prefix =
    (timestamps ? `${nanosecondTime(message.timestamp)} ` : "") +
    (details ? `${detailsOf(message)} ` : "");
  const text = Buffer.concat([Buffer.from(prefix, "utf8"), message.data]);
  if (raw) return text;
  return frame(message.stream === LogStream.LOG_STREAM_STDERR ? STDERR : STDOUT, text);
}

/** What the daemon itself has to say: docker's command line prints it and gives up. */
export function errorFrame(text: string, { raw }: LogFormat): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return raw ? bytes : frame(SYSTEM_ERROR, bytes);
}

function frame(stream: number, text: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(HEADER_BYTES + text.length);
  framed[0] = stream;
  framed.writeUInt32BE(text.length, LENGTH_AT);
  framed.set(text, HEADER_BYTES);
  return framed;
}

/** RFC 3339 with all nine digits, so that lines stand in columns. */
function nanosecondTime(at: Timestamp = { seconds: 0, nanos: 0 }): string {
  const whole = String(time.write({ seconds: at.seconds, nanos: 0 })).replace(/Z$/, "");
  return `${whole}.${String(at.nanos).padStart(9, "0")}Z`;
}

/** `key=value,key=value`, sorted. The context wins over a label of the same name. */
function detailsOf({ context, attrs }: LogMessage): string {
  const details = new Map(attrs.map(({ key, value }) => [key, value]));
  details.set(`${CONTEXT}.node.id`, context?.nodeId ?? "");
  details.set(`${CONTEXT}.service.id`, context?.serviceId ?? "");
  details.set(`${CONTEXT}.task.id`, context?.taskId ?? "");
  return [...details]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${queryEscape(key)}=${queryEscape(value)}`)
    .join(",");
}

/** As Go's url.QueryEscape. */
function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}
