import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Something that listens where an engine would, and answers each request as the test says. */
export class StandInEngine implements AsyncDisposable {
  readonly socket: string;
  readonly asked: IncomingMessage[] = [];
  answer: Answer = (_, response) => response.end();
  readonly #folder: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
    this.socket = join(folder, "engine.sock");
  }

  static async open(
    apiVersion: string,
    upgrade: Upgrade = () => undefined,
  ): Promise<StandInEngine> {
    const server = createServer((request, response) => {
      if (request.url === "/_ping") {
        response.writeHead(200, { "Api-Version": apiVersion, "Builder-Version": "2" }).end();
        return;
      }
      engine.asked.push(request);
      engine.answer(request, response);
    });
    server.on("upgrade", upgrade);
    const engine = new StandInEngine(mkdtempSync(join(tmpdir(), "engine-")), server);
    server.listen(engine.socket);
    await once(server, "listening");
    return engine;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
