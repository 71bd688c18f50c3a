import { request } from "node:http";

/** The parts of the API's answers that the quickstart looks at. */
export interface TaskFacts {
  readonly ID: string;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: { readonly State: string };
}
export interface NodeFacts {
  readonly ID: string;
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
  readonly ManagerStatus?: { readonly Leader?: boolean };
}

/** Asks a daemon's API; undefined when it does not answer with 200 within a second. */
export function get<T>(socketPath: string, path: string): Promise<T | undefined> {
  return new Promise((resolve) => {
    const fail = (): void => resolve(undefined);
    const call = request({ socketPath, path, timeout: 1000 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", fail);
      response.on("end", () => {
        // The API's own answers, of the shapes above.
        resolve(response.statusCode === 200 ? (parse(text) as T) : undefined);
      });
    });
    call.on("timeout", () => call.destroy());
    call.on("error", fail);
    call.end();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // _ping answers plain text.
  }
}

/** Posts JSON, such as a new desired spec; whether it was accepted. */
export function post(socketPath: string, path: string, body: unknown): Promise<boolean> {
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const call = request(
      {
        socketPath,
        path,
        method: "POST",
        timeout: 1000,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode === 200));
        response.on("error", () => resolve(false));
      },
    );
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(false));
    call.end(text);
  });
}
