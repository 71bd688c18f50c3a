import { request } from "node:http";
import type { Outcome } from "./ledger.ts";

/** An answer, or why there is none: `unsent` when nobody was there to take the request. */
export type Answer =
  | { readonly status: number; readonly text: string }
  | { readonly status: 0; readonly sent: boolean; readonly text: string };

const TIMEOUT_MS = 10_000;

/** Asks a daemon's API. Never throws. */
export function call(
  socketPath: string,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      const code = "code" in error ? String(error.code) : "";
      const sent = code !== "ECONNREFUSED" && code !== "ENOENT";
      resolve({ status: 0, sent, text: error.message });
    };
    const headers =
      text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    const sending = request(
      { socketPath, method, path, timeout: TIMEOUT_MS, headers, agent: false },
      (response) => {
        let answer = "";
        response.setEncoding("utf8").on("data", (part: string) => (answer += part));
        response.on("error", fail);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: answer }));
      },
    );
    sending.on("timeout", () => sending.destroy(new Error("no answer in time")));
    sending.on("error", fail);
    sending.end(text);
  });
}

/** What an answer to a write says of its outcome. Only success is certain: a refusal may be a repetition's. */
export function outcomeOf(answer: Answer): Outcome {
  if (answer.status >= 200 && answer.status < 300) return "acknowledged";
  return "sent" in answer && !answer.sent ? "unsent" : "unknown";
}

/** The JSON that a GET is answered with; undefined where its status is not 200. */
export async function read<T>(socketPath: string, path: string): Promise<T | undefined> {
  const { status, text } = await call(socketPath, "GET", path);
  // The API's own shapes, which the callers know.
  return status === 200 ? (JSON.parse(text) as T) : undefined;
}
