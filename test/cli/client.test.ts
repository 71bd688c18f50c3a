import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { EngineClient } from "../../src/cli/client.ts";

/** A daemon that answers each connection's first request and breaks off at the second. */
async function forgetfulDaemon(): Promise<
  AsyncDisposable & { readonly path: string; readonly asked: readonly string[] }
> {
  const folder = mkdtempSync(join(tmpdir(), "skein-client-"));
  const path = join(folder, "daemon.sock");
  const known = new WeakSet();
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    if (known.has(incoming.socket)) {
      incoming.socket.destroy();
      return;
    }
    known.add(incoming.socket);
    asked.push(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
    incoming.resume();
    outgoing.writeHead(200, { "Api-Version": "1.51" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

test("EngineClient: a connection that the daemon had closed does not fail a call", async (t) => {
  await using daemon = await forgetfulDaemon();
  const client = new EngineClient(
    { kind: "unix", path: daemon.path, text: `unix://${daemon.path}` },
    new AbortController().signal,
  );
  await client.get("/services");
  await client.get("/nodes");
  await client.post("/services/create", {});
  await client.delete("/services/x");
  client.close();

  t.deepEqual(daemon.asked, [
    "HEAD /_ping",
    "GET /v1.51/services",
    "GET /v1.51/nodes",
    "POST /v1.51/services/create",
    "DELETE /v1.51/services/x",
  ]);
});
