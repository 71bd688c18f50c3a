import type grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { codeOfStatus } from "./status.ts";

/** A call's failure as our error; what the connection itself says is put in words and names the peer. */
export function errorOfStatus(
  error: unknown,
  address: string,
  signal: AbortSignal,
): OperationalError {
  if (error instanceof OperationalError) return error;
  if (!isServiceError(error)) {
    return new OperationalError("unknown", `Call to ${address} failed`, { cause: error });
  }
  const code = codeOfStatus(error.code);
  if (signal.aborted && code === "cancelled") return cancelledBy(signal);
  if (code === "unavailable" && UNREACHED.test(error.details)) {
    const text = `Cannot reach ${address}: ${inWords(error.details)}`;
    return new OperationalError(code, text, { cause: error });
  }
  return new OperationalError(code, error.details);
}

/** The error of a call that its own caller gave up. */
export function cancelledBy(signal: AbortSignal): OperationalError {
  return new OperationalError("cancelled", "The call was cancelled", { cause: signal.reason });
}

/** How gRPC begins when there is no connection; the reason follows. */
const UNREACHED = /^(No connection|Connection dropped|Name resolution failed)/;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "connection refused; nothing listens there"],
  [/EHOSTUNREACH|ENETUNREACH/, "there is no route to it"],
  [/ETIMEDOUT/, "no answer in time"],
  [/ECONNRESET|EPIPE|socket hang up/, "the connection was reset"],
  [/^Connection dropped/, "the connection was lost"],
  [/^Name resolution failed|ENOTFOUND|EAI_AGAIN/, "its name has no address"],
  [/certificate has expired/, "its certificate has expired"],
  [/not yet valid/, "its certificate is not valid yet: compare the machines' clocks"],
  [
    /self[- ]signed certificate|unable to (get|verify)|signature failure/,
    "its certificate was not issued by this cluster's root",
  ],
  [/does not match certificate/, "its certificate is not that of a manager"],
];

function inWords(details: string): string {
  return WORDS.find(([pattern]) => pattern.test(details))?.[1] ?? details;
}

function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && "code" in error && "details" in error;
}
