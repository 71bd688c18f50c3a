import { OperationalError } from "../base/errors.ts";

/**
 * What a node must know of itself to start again, besides its certificate: the commit point of
 * `init` and `join`. A directory with anything else but no such file is half-written.
 */
export interface NodeState {
  /** The layout of the state directory. */
  readonly version: 1;
  /** `joining` until the node has its certificate; nothing was acknowledged before that. */
  readonly phase: "joining" | "member";
  readonly nodeId: string;
  readonly clusterId: string;
  /** Where this node's cluster port listens, `host:port`. */
  readonly listenAddress: string;
  /** Where others reach it, `host:port`. */
  readonly advertiseAddress: string;
  /** This manager's raft id in decimal, once it has one. */
  readonly raftId?: string;
  /** Managers to turn to after a restart, `host:port` each. */
  readonly managers: readonly string[];
}

const TEXT_FIELDS = ["nodeId", "clusterId", "listenAddress", "advertiseAddress"] as const;

/** Reads the file's text; `path` is named in the error. Refuses what is damaged or from the future. */
export function parseNodeState(text: string, path: string): NodeState {
  const refuse = (problem: string): never => {
    throw new OperationalError(
      "dataLoss",
      `The state file ${path} ${problem}. Restore it from a backup, or, to give up this node's ` +
        `membership, remove the state directory and join again`,
    );
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`is not valid JSON (${error instanceof Error ? error.message : "unreadable"})`);
  }
  if (typeof value !== "object" || value === null) return refuse("holds no object");
  const fields = value as Readonly<Record<string, unknown>>; // An object, checked above.
  if (fields["version"] !== 1) {
    return refuse(`is of version ${String(fields["version"])}, and this skeind knows version 1`);
  }
  for (const name of TEXT_FIELDS) {
    if (typeof fields[name] !== "string") return refuse(`lacks the text field "${name}"`);
  }
  const phase = fields["phase"];
  if (phase !== "joining" && phase !== "member") return refuse(`has an unknown phase`);
  const { managers, raftId } = fields;
  if (!Array.isArray(managers) || !managers.every((one) => typeof one === "string")) {
    return refuse(`lacks the list "managers"`);
  }
  if (raftId !== undefined && (typeof raftId !== "string" || !/^[1-9][0-9]*$/.test(raftId))) {
    return refuse(`has a "raftId" that is no decimal number`);
  }
  return value as NodeState; // Every field was checked above.
}

export function formatNodeState(state: NodeState): string {
  return `${JSON.stringify(state, undefined, 2)}\n`;
}
