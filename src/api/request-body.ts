import type { IncomingMessage } from "node:http";
import { OperationalError } from "../base/errors.ts";
import { ApiError, badRequest } from "./api-error.ts";

/** All of a body, up to a limit. */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    message.on("data", (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= maxBytes) return;
      parts.length = 0;
      message.pause();
      reject(new ApiError(413, `request body too large: it must be at most ${maxBytes} bytes`));
    });
    let ended = false;
    message.once("end", () => {
      ended = true;
      resolve(Buffer.concat(parts));
    });
    message.once("error", reject);
    const gone = (): void => {
      // Every request ends so; an error for each that came whole would be 3 % of a leader's work.
      if (!ended) reject(new OperationalError("cancelled", "The client went away"));
    };
    if (message.destroyed) gone();
    else message.once("close", gone);
  });
}

/** Reads a request's body as JSON. What says that it is something else is refused, unread. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const body = await readBody(request, maxBytes);
  if (body.length === 0) return {};
  checkContentType(request.headers["content-type"]);
  const text = body.toString("utf8");
  if (text.trim() === "") return {};
  try {
    return (JSON.parse(text) as unknown) ?? {};
  } catch (error) {
    const problem = error instanceof Error ? error.message : "";
    return badRequest(
      problem.includes("after JSON") ? "unexpected content after JSON" : `invalid JSON: ${problem}`,
    );
  }
}

function checkContentType(header: string | undefined): void {
  const type = (header ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return;
  badRequest(`unsupported Content-Type header (${header ?? ""}): must be 'application/json'`);
}
