/** The one list of fields that log lines carry; `task_id` does not compile where `taskId` exists. */
export interface LogFields {
  readonly nodeId?: string | undefined;
  readonly raftId?: string | undefined;
  readonly term?: number | undefined;
  readonly index?: number | undefined;
  readonly serviceId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly slot?: number | undefined;
  readonly sessionId?: string | undefined;
  readonly peer?: string | undefined;
  readonly address?: string | undefined;
  readonly method?: string | undefined;
  readonly role?: string | undefined;
  readonly state?: string | undefined;
  readonly image?: string | undefined;
  readonly networkId?: string | undefined;
  readonly network?: string | undefined;
  readonly path?: string | undefined;
  readonly containerId?: string | undefined;
  /** Who asked, as the connection says. */
  readonly client?: string | undefined;
  /** What was run in a container, without its environment. */
  readonly command?: string | undefined;
  readonly reason?: string | undefined;
  readonly count?: number | undefined;
  readonly retryInMs?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly error?: unknown;
}

/**
 * Where lines for people go: a constant message and data in fields. Never a secret, a token, a key
 * or a spec's environment. `error`: a person must act; `warn`: we recovered or will retry; `info`:
 * what an operator would tell a colleague; `debug`: everything else.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose lines all carry `component` and `fields`. */
  child(component: string, fields?: LogFields): Log;
}
