import { request } from "node:http";

/** What both daemons answer alike. */
export interface TaskFacts {
  readonly ID: string;
  readonly NodeID?: string;
  readonly Status: { readonly State: string };
}
export interface NodeFacts {
  readonly ID: string;
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
  readonly ManagerStatus?: { readonly Leader?: boolean };
}
interface ServiceFacts {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Docker's HTTP API behind a socket; one connection a call, so that a daemon that dies blocks nobody. */
export function call(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
  timeoutMs = 1000,
): Promise<Answer | undefined> {
  const text = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    };
    const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
      let answer = "";
      response.setEncoding("utf8").on("data", (part: string) => (answer += part));
      response.on("error", () => resolve(undefined));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parse(answer) }));
    });
    sent.setTimeout(timeoutMs, () => sent.destroy());
    sent.on("error", () => resolve(undefined));
    sent.end(text);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export async function get<T>(socketPath: string, path: string): Promise<T | undefined> {
  const answer = await call(socketPath, "GET", path);
  return answer?.status === 200 ? (answer.body as T) : undefined; // Both daemons' own shapes.
}

export async function createService(
  socketPath: string,
  name: string,
  image: string,
  replicas: number,
): Promise<void> {
  const container = {
    Image: image,
    Args: ["sleep", "100000"],
    StopGracePeriod: 1_000_000_000,
    Init: false,
  };
  const answer = await call(
    socketPath,
    "POST",
    "/services/create",
    {
      Name: name,
      TaskTemplate: { ContainerSpec: container },
      Mode: { Replicated: { Replicas: replicas } },
    },
    20_000,
  );
  if (answer?.status !== 201) throw new Error(`create: ${JSON.stringify(answer)}`);
}

/** Tries once to set the number of replicas; whether it was accepted. */
export async function tryScale(
  socketPath: string,
  name: string,
  replicas: number,
): Promise<boolean> {
  const service = await get<ServiceFacts>(socketPath, `/services/${name}`);
  if (!service) return false;
  const spec = { ...service.Spec, Mode: { Replicated: { Replicas: replicas } } };
  const path = `/services/${service.ID}/update?version=${service.Version.Index}`;
  return (await call(socketPath, "POST", path, spec))?.status === 200;
}

export async function removeService(socketPath: string, name: string): Promise<void> {
  await call(socketPath, "DELETE", `/services/${name}`, undefined, 20_000);
}

/** Tasks of a service that run on nodes that are ready; undefined where nobody answers. */
export async function runningTasks(socketPath: string, name: string): Promise<number | undefined> {
  const filters = encodeURIComponent(
    JSON.stringify({ service: { [name]: true }, "desired-state": { running: true } }),
  );
  const tasks = await get<readonly TaskFacts[]>(socketPath, `/tasks?filters=${filters}`);
  const nodes = await get<readonly NodeFacts[]>(socketPath, "/nodes");
  if (!tasks || !nodes) return undefined;
  const ready = new Set(nodes.filter(({ Status }) => Status.State === "ready").map(({ ID }) => ID));
  return tasks.filter(({ NodeID = "", Status }) => Status.State === "running" && ready.has(NodeID))
    .length;
}

/** Milliseconds until `done`, looking as often as the peer's own tools would not. */
export async function timeUntil(done: () => Promise<boolean>, withinMs: number): Promise<number> {
  const from = performance.now();
  while (!(await done())) {
    if (performance.now() - from > withinMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
  return performance.now() - from;
}
