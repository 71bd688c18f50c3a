import { OperationalError, messageOf, type ErrorCode } from "../base/errors.ts";

/** A request that the HTTP API itself refuses, with the status and the text that Docker's has. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.status = status;
  }
}

export function badRequest(message: string): never {
  throw new ApiError(400, message);
}

/** What tools may see of one error: gRPC's name of its code, and HTTP's status for it. */
interface Translation {
  readonly grpc: string;
  readonly status: number;
}

// Source: moby errdefs FromStatusCode's table of gRPC codes; grpc-go codes for the names.
const TRANSLATIONS: Readonly<Record<ErrorCode, Translation>> = {
  cancelled: { grpc: "Canceled", status: 500 },
  unknown: { grpc: "Unknown", status: 500 },
  invalidArgument: { grpc: "InvalidArgument", status: 400 },
  deadlineExceeded: { grpc: "DeadlineExceeded", status: 500 },
  notFound: { grpc: "NotFound", status: 404 },
  alreadyExists: { grpc: "AlreadyExists", status: 409 },
  permissionDenied: { grpc: "PermissionDenied", status: 403 },
  resourceExhausted: { grpc: "ResourceExhausted", status: 500 },
  failedPrecondition: { grpc: "FailedPrecondition", status: 400 },
  aborted: { grpc: "Aborted", status: 500 },
  outOfRange: { grpc: "OutOfRange", status: 400 },
  unimplemented: { grpc: "Unimplemented", status: 501 },
  internal: { grpc: "Internal", status: 500 },
  unavailable: { grpc: "Unavailable", status: 503 },
  dataLoss: { grpc: "DataLoss", status: 500 },
  unauthenticated: { grpc: "Unauthenticated", status: 401 },
};

/** The status and message that a failed request is answered with. */
export function answerOf(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof ApiError) return { status: error.status, message: error.message };
  if (error instanceof OperationalError) {
    return { status: TRANSLATIONS[error.code].status, message: error.message };
  }
  return { status: 500, message: "Internal error; the daemon's log says more" };
}

/** An error of the cluster's Control service, as Docker's managers word it. */
export function fromControl(error: unknown): unknown {
  if (!(error instanceof OperationalError)) return error;
  const { grpc, status } = TRANSLATIONS[error.code];
  const message = `rpc error: code = ${grpc} desc = ${messageOf(error)}`;
  return new ApiError(status, message, { cause: error });
}
