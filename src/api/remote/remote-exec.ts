/** An exec in a task's container on another node. */
export interface RemoteExec {
  readonly taskId: string;
  /** What its engine calls it. */
  readonly execId: string;
}

const ID = /^([0-9a-z]{25})\.([0-9a-f]{64})$/;
const ENGINES_ID = /^[0-9a-f]{64}$/;

/**
 * What clients are told an exec on another node is called: any manager finds from it where it is,
 * whichever of them it was made through, and after a restart too.
 */
export function remoteExecId({ taskId, execId }: RemoteExec): string {
  return `${taskId}.${execId}`;
}

/** The exec that an id means; undefined for an id that an engine has given. */
export function parseRemoteExecId(id: string): RemoteExec | undefined {
  const [, taskId, execId] = ID.exec(id) ?? [];
  return taskId === undefined || execId === undefined ? undefined : { taskId, execId };
}

export function isEngineId(id: string): boolean {
  return ENGINES_ID.test(id);
}

/** What is longer says no more to whoever reads it. */
const MAX_COMMAND_CHARS = 1000;

/** The command that an exec is to run, as it is written down; nothing of its environment. */
export function execCommand(body: Buffer): string {
  try {
    const asked = JSON.parse(body.toString("utf8")) as { readonly Cmd?: unknown }; // If it is JSON.
    return commandText(Array.isArray(asked.Cmd) ? asked.Cmd : []);
  } catch {
    return ""; // The engine refuses it.
  }
}

export function commandText(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts.map(String));
  return text.length > MAX_COMMAND_CHARS ? `${text.slice(0, MAX_COMMAND_CHARS)}…` : text;
}
