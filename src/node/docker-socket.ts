import { request } from "node:http";
import { OperationalError } from "../base/errors.ts";

/** Asks the Docker Engine behind a socket for a JSON object; undefined when there is none. */
export function askDocker(
  socketPath: string,
  path: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, signal, timeout: 5_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200) resolve(undefined);
        else resolve(parseObject(text));
      });
    });
    call.on("timeout", () =>
      call.destroy(new OperationalError("deadlineExceeded", `${socketPath} does not answer`)),
    );
    call.on("error", reject);
    call.end();
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // An object, whose fields are still unknown.
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // Something else listens there.
  }
}
