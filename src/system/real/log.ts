import { pino, type Logger } from "pino";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Log, LogFields } from "../log.ts";

/** Never shown, wherever it stands in a line's fields. */
const SECRET_FIELDS = ["token", "key", "joinTokens", "caKey", "unlockKey", "secret", "data", "env"];

/** What gives a secret away inside a text, such as another program's error. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\bSWM(TKN|KEY)-[\w-]+/g, "SWM$1-[redacted]"],
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g, "[private key redacted]"],
];

/** Of lines that cannot be written now; what comes after is dropped. */
const MOST_KEPT_BYTES = 1 << 20;

export interface LogOptions {
  readonly level: string;
  /** Where lines go: a file descriptor. */
  readonly descriptor?: number;
}

/** JSON lines on standard error, through pino. Logging never throws. */
export function realLog({ level, descriptor = 2 }: LogOptions): Log {
  const destination = pino.destination({
    dest: descriptor,
    sync: true,
    maxLength: MOST_KEPT_BYTES,
  });
  destination.on("error", () => undefined); // Such as a full disk: there is nobody left to tell.
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]),
        censor: "[redacted]",
      },
    },
    destination,
  );
  return wrap(logger);
}

function wrap(logger: Logger): Log {
  const isOn = (level: string): boolean => logger.isLevelEnabled(level);
  return {
    debug: (message, fields) => isOn("debug") && logger.debug(plain(fields), message),
    info: (message, fields) => isOn("info") && logger.info(plain(fields), message),
    warn: (message, fields) => isOn("warn") && logger.warn(plain(fields), message),
    error: (message, fields) =>
      isOn("error") && logger.error({ ...plain(fields), ...stackOf(fields?.error) }, message),
    child: (component, fields) => wrap(logger.child({ component, ...plain(fields) })),
  };
}

/** An error becomes its message and those of its causes. */
function plain(fields: LogFields | undefined): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (name === "error") line[name] = scrub(describeError(value));
    else line[name] = typeof value === "string" ? scrub(value) : value;
  }
  return line;
}

function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let each = error; each !== undefined && messages.length < 5;) {
    messages.push(messageOf(each));
    each = each instanceof Error ? each.cause : undefined;
  }
  return messages.join(": ");
}

/** Where a bug is. An OperationalError says what happened, and needs no more than that. */
function stackOf(error: unknown): { readonly stack?: string } {
  if (!(error instanceof Error) || error instanceof OperationalError) return {};
  return error.stack === undefined ? {} : { stack: scrub(error.stack) };
}

function scrub(text: string): string {
  return SECRET_TEXTS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
