import { pino, type Logger } from "pino";
import { messageOf } from "../../base/errors.ts";
import type { Log, LogFields } from "../log.ts";

/** Never shown, wherever it stands in a line's fields. */
const SECRET = [
  "token",
  "*.token",
  "key",
  "*.key",
  "joinTokens",
  "*.joinTokens",
  "caKey",
  "*.caKey",
  "data",
  "*.data",
];

export interface LogOptions {
  readonly level: string;
  /** Where lines go: a file descriptor. */
  readonly descriptor?: number;
}

/** JSON lines on standard error, through pino. Logging never throws and never waits for the disk. */
export function realLog({ level, descriptor = 2 }: LogOptions): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET, censor: "[redacted]" },
    },
    pino.destination({ dest: descriptor, sync: true }),
  );
  return wrap(logger);
}

function wrap(logger: Logger): Log {
  return {
    debug: (message, fields) => logger.debug(plain(fields), message),
    info: (message, fields) => logger.info(plain(fields), message),
    warn: (message, fields) => logger.warn(plain(fields), message),
    error: (message, fields) => logger.error(plain(fields), message),
    child: (component, fields) => wrap(logger.child({ component, ...plain(fields) })),
  };
}

/** An error becomes its message and those of its causes: stacks are for bugs, at debug level. */
function plain(fields: LogFields | undefined): Record<string, unknown> {
  if (fields?.error === undefined) return { ...fields };
  return { ...fields, error: describeError(fields.error) };
}

function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let each = error; each !== undefined && messages.length < 5;) {
    messages.push(messageOf(each));
    each = each instanceof Error ? each.cause : undefined;
  }
  return messages.join(": ");
}
