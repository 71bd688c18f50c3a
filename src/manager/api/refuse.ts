import { OperationalError } from "../../base/errors.ts";

/** The request itself is wrong: the message names the field. */
export function invalid(message: string): never {
  throw new OperationalError("invalidArgument", message);
}

/** The request is sound and the cluster is not in the state for it. */
export function precondition(message: string): never {
  throw new OperationalError("failedPrecondition", message);
}

export function notFound(kind: string, id: string): never {
  throw new OperationalError("notFound", `${kind} ${id} not found`);
}

/** The cluster does not do this yet: said rather than silently left out. */
export function unimplemented(message: string): never {
  throw new OperationalError("unimplemented", message);
}

/** The caller changed an older version than the stored one. The text is the one tools match on. */
export function checkVersion(
  given: { readonly index: number } | undefined,
  stored: { readonly version?: { readonly index: number } | undefined } | undefined,
): void {
  if (given?.index !== (stored?.version?.index ?? 0)) {
    throw new OperationalError("unknown", "update out of sequence");
  }
}
