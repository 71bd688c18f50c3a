import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiServer } from "../../../src/api/server.ts";
import { Prng } from "../../../src/base/prng.ts";
import type { Log } from "../../../src/system/log.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { SILENT_LOG } from "../../manager/support/test-store.ts";
import { checkedRoutes } from "./checked-routes.ts";
import { SoloNode } from "./solo-node.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  readonly json: () => unknown;
}

export interface HttpAsk {
  readonly method?: string;
  readonly path: string;
  /** Sent as JSON, unless it is text already. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The real HTTP server on a unix socket, over a cluster of one; checked against its description. */
export class ApiScene implements AsyncDisposable {
  readonly node: SoloNode;
  readonly #folder: string;
  readonly #server: ApiServer;

  private constructor(node: SoloNode, folder: string, server: ApiServer) {
    this.node = node;
    this.#folder = folder;
    this.#server = server;
  }

  static async open(engineSocket?: string, log: Log = SILENT_LOG): Promise<ApiScene> {
    const folder = mkdtempSync(join(tmpdir(), "skein-api-"));
    const deps = {
      clock: realClock,
      entropy: new SimEntropy(new Prng(1)),
      log,
    };
    const node = new SoloNode(deps);
    node.socket = engineSocket;
    const hosts = [`unix://${folder}/daemon.sock`];
    const server = await ApiServer.open({ ...deps, node }, hosts, undefined, checkedRoutes);
    return new ApiScene(node, folder, server);
  }

  /** A scene whose node is a manager already. */
  static async managing(): Promise<ApiScene> {
    const scene = await ApiScene.open();
    await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
    return scene;
  }

  get socket(): string {
    return join(this.#folder, "daemon.sock");
  }

  get(path: string): Promise<HttpAnswer> {
    return this.ask({ path });
  }

  post(path: string, body: unknown = {}): Promise<HttpAnswer> {
    return this.ask({ method: "POST", path, body });
  }

  ask({ method = "GET", path, body, headers = {} }: HttpAsk): Promise<HttpAnswer> {
    const sent =
      body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const call = request(
        {
          socketPath: this.socket,
          method,
          path,
          headers: {
            ...(sent !== undefined && { "Content-Type": "application/json" }),
            ...headers,
          },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => (text += part));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: () => JSON.parse(text) as unknown,
            }),
          );
          response.on("error", reject);
        },
      );
      call.on("error", reject);
      call.end(sent);
    });
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Opens a stream and gives the head of its answer, and when it ended. */
export async function openStream(
  socketPath: string,
  path: string,
): Promise<{ readonly response: IncomingMessage; readonly ended: Promise<unknown> }> {
  const call = request({ socketPath, path });
  call.on("error", () => undefined); // It may break off; "close" follows.
  const answered = once(call, "response");
  call.end();
  // The one argument of "response".
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  return { response, ended: once(response, "close") };
}
