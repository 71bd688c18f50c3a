import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Info, Node, Service, Swarm, Task } from "../../src/cli/engine-api.ts";

/** What a client asked, without the version in the path. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly version: string | undefined;
  readonly registryAuth: string | undefined;
}

/** What the daemon answers: 200 with the JSON, or an error with a message. */
export type Answer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly status: number; readonly message: string }
  | { readonly text: string; readonly status?: number }
  /** Never answers. */
  | { readonly silent: true };

/** Answers by "METHOD /path"; a function sees the request and can answer differently each time. */
export type Routes = Readonly<Record<string, Answer | ((asked: Asked) => Answer)>>;

/** A Docker Engine API on a unix socket that says what real engines said; not our own code. */
export class RecordedDaemon implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly host: string;
  /** Called for each request before it is answered. */
  onAsked: () => void = () => undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), "skein-cli-"));
  readonly #server: Server;

  constructor(routes: Routes, apiVersion = "1.51") {
    this.#server = createServer((incoming, outgoing) => {
      void readText(incoming).then((text) => {
        const asked = requestOf(incoming, text);
        if (asked.path !== "/_ping") {
          this.asked.push(asked);
          this.onAsked();
        }
        const answer = answerTo(routes, asked);
        if (answer === undefined) return;
        outgoing.writeHead(answer.status, {
          "Content-Type": "application/json",
          "Api-Version": apiVersion,
        });
        outgoing.end(asked.method === "HEAD" ? undefined : answer.text);
      });
    });
    this.host = `unix://${join(this.#folder, "daemon.sock")}`;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(this.host.slice("unix://".length), resolve);
    });
    return this;
  }

  /** The calls that were made, in order: "GET /nodes". */
  get calls(): readonly string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }
}

interface Recordings {
  readonly info: Info;
  readonly nodes: readonly [Node];
  readonly services: readonly Service[];
  readonly swarm: Swarm;
  readonly tasks: readonly Task[];
}

/** JSON that a real engine (20.10, API 1.41) answered. */
export function recorded<Name extends keyof Recordings>(name: Name): Recordings[Name] {
  return JSON.parse(readFileSync(`test/fixtures/api/${name}.json`, "utf8")) as Recordings[Name];
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function requestOf(incoming: IncomingMessage, text: string): Asked {
  const url = new URL(incoming.url ?? "/", "http://daemon");
  const [, version, path = url.pathname] = /^\/v(\d+\.\d+)(\/.*)$/.exec(url.pathname) ?? [];
  return {
    method: incoming.method ?? "",
    path: decodeURIComponent(path),
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? undefined : (JSON.parse(text) as unknown),
    version,
    registryAuth: incoming.headers["x-registry-auth"]?.toString(),
  };
}

function answerTo(routes: Routes, asked: Asked): { status: number; text: string } | undefined {
  if (asked.path === "/_ping") return { status: 200, text: "OK" };
  const route = routes[`${asked.method} ${asked.path}`];
  if (route === undefined) return { status: 404, text: '{"message":"page not found"}\n' };
  const answer = typeof route === "function" ? route(asked) : route;
  if ("silent" in answer) return undefined;
  if ("text" in answer) return { status: answer.status ?? 200, text: answer.text };
  const body = "message" in answer ? { message: answer.message } : answer.json;
  return {
    status: answer.status ?? 200,
    text: body === undefined ? "" : `${JSON.stringify(body)}\n`,
  };
}
