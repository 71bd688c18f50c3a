import grpc from "@grpc/grpc-js";
import type { ErrorCode } from "../base/errors.ts";

const STATUS: Readonly<Record<ErrorCode, grpc.status>> = {
  cancelled: grpc.status.CANCELLED,
  unknown: grpc.status.UNKNOWN,
  invalidArgument: grpc.status.INVALID_ARGUMENT,
  deadlineExceeded: grpc.status.DEADLINE_EXCEEDED,
  notFound: grpc.status.NOT_FOUND,
  alreadyExists: grpc.status.ALREADY_EXISTS,
  permissionDenied: grpc.status.PERMISSION_DENIED,
  resourceExhausted: grpc.status.RESOURCE_EXHAUSTED,
  failedPrecondition: grpc.status.FAILED_PRECONDITION,
  aborted: grpc.status.ABORTED,
  outOfRange: grpc.status.OUT_OF_RANGE,
  unimplemented: grpc.status.UNIMPLEMENTED,
  internal: grpc.status.INTERNAL,
  unavailable: grpc.status.UNAVAILABLE,
  dataLoss: grpc.status.DATA_LOSS,
  unauthenticated: grpc.status.UNAUTHENTICATED,
};

export function statusOfCode(code: ErrorCode): grpc.status {
  return STATUS[code];
}

export function codeOfStatus(status: grpc.status): ErrorCode {
  const found = Object.entries(STATUS).find(([, value]) => value === status);
  return found ? (found[0] as ErrorCode) : "unknown"; // A key of the table above.
}
