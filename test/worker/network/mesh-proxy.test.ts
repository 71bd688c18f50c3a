import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import test from "ava";
import { MeshProxy } from "../../../src/worker/network/mesh-proxy.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

test("mesh proxy: what comes by IPv6 goes on by IPv4, both ways, to the last byte", async (t) => {
  const task = createServer({ allowHalfOpen: true }, (socket) => {
    let heard = 0;
    socket.on("data", (bytes) => (heard += bytes.length));
    socket.on("end", () => socket.end(`heard ${heard}`));
  });
  task.listen(0, "127.0.0.1");
  await once(task, "listening");
  const { port } = task.address() as AddressInfo;
  const proxy = new MeshProxy(silent);
  await proxy.serve([port]);

  const caller = connect({ host: "::1", port, allowHalfOpen: true });
  caller.end("x".repeat(1_000_000));
  t.is(await text(caller), "heard 1000000");

  await proxy.serve([]);
  const refused = connect({ host: "::1", port });
  const [error] = (await once(refused, "error")) as [NodeJS.ErrnoException];
  t.is(error.code, "ECONNREFUSED");
  await proxy.close();
  task.close();
});
