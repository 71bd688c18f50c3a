/**
 * Why a call was refused, in the terms of gRPC's status codes, which every surface maps from: gRPC
 * itself, the HTTP API's status, the command line's exit code.
 */
export type ErrorCode =
  | "cancelled"
  | "unknown"
  | "invalidArgument"
  | "deadlineExceeded"
  | "notFound"
  | "alreadyExists"
  | "permissionDenied"
  | "resourceExhausted"
  | "failedPrecondition"
  | "aborted"
  | "outOfRange"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "dataLoss"
  | "unauthenticated";

/**
 * The world failing, or a request refused: carries a code that every surface can translate, and a
 * message for the person who reads it. Source of the codes: gRPC core, statuscodes.
 */
export class OperationalError extends Error {
  override readonly name = "OperationalError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The code of any thrown thing; `unknown` for what is not ours. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof OperationalError ? error.code : "unknown";
}

/** The message of any thrown thing. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
