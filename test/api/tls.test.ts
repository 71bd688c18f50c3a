import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { execFile } from "node:child_process";
import test from "ava";
import { ApiServer } from "../../src/api/server.ts";
import { mutualTls } from "../../src/api/tls.ts";
import { messageOf } from "../../src/base/errors.ts";
import { Prng } from "../../src/base/prng.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { SILENT_LOG } from "../manager/support/test-store.ts";
import { SimEntropy } from "../sim/entropy.ts";
import { dockerTest } from "./support/docker-cli.ts";
import { SoloNode } from "./support/solo-node.ts";
import { StandInEngine } from "./support/stand-in-engine.ts";
import { TestCa, type Party } from "./support/tls-files.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  server.close();
  await once(server, "close");
  return port;
}

/** The API over TLS on a port of its own. */
async function serve(
  party: Party,
  engineSocket?: string,
): Promise<{ readonly server: ApiServer; readonly port: number }> {
  const deps = { clock: realClock, entropy: new SimEntropy(new Prng(1)), log: SILENT_LOG };
  const node = new SoloNode(deps);
  node.socket = engineSocket;
  const port = await freePort();
  const tls = await mutualTls(party);
  return {
    server: await ApiServer.open({ ...deps, node }, [`tcp://127.0.0.1:${port}`], tls),
    port,
  };
}

/** What the daemon answers to a ping, or why it does not. */
async function ping(port: number, ca: string, party?: Party): Promise<string> {
  const call = request({
    ...{ host: "127.0.0.1", port, path: "/_ping", ca: readFileSync(ca), agent: false },
    ...(party && { cert: readFileSync(party.certificate), key: readFileSync(party.key) }),
  });
  call.end();
  try {
    const [response] = (await once(call, "response")) as [NodeJS.ReadableStream]; // Its argument.
    let text = "";
    for await (const part of response) text += String(part);
    return text;
  } catch (error) {
    return messageOf(error);
  }
}

test("tls: only clients whose certificate the CA has signed are let in", async (t) => {
  using ca = await TestCa.create();
  using foreign = await TestCa.create();
  const daemon = await ca.party("daemon");
  const { server, port } = await serve(daemon);

  t.is(await ping(port, daemon.ca, await ca.party("client")), "OK");
  t.regex(await ping(port, daemon.ca), /alert|ECONNRESET|socket/);
  t.regex(await ping(port, daemon.ca, await foreign.party("client")), /alert|ECONNRESET|socket/);
  t.regex(await ping(port, (await foreign.party("client")).ca), /signature|issuer|certificate/);
  await server.close();
});

test("tls: a stream of the engine's goes both ways, and each way ends by itself", async (t) => {
  const heard: string[] = [];
  await using engine = await StandInEngine.open("1.51", (_, socket: Socket) => {
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    socket.on("data", (part: Buffer) => heard.push(part.toString()));
    // It answers only when all has been said.
    socket.on("end", () => socket.end(`heard ${heard.join("")}`));
  });
  using ca = await TestCa.create();
  const party = await ca.party("both");
  const { server, port } = await serve(party, engine.socket);
  const files = { ca: readFileSync(party.ca), cert: readFileSync(party.certificate) };
  const client: TLSSocket = connect({
    ...{ host: "127.0.0.1", port, ...files, key: readFileSync(party.key), allowHalfOpen: true },
  });
  let text = "";
  client.setEncoding("utf8").on("data", (part: string) => (text += part));
  client.write(
    "POST /exec/x/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n",
  );
  client.end("words");
  await once(client, "end");

  t.regex(text, /^HTTP\/1\.1 101 UPGRADED\r\n/);
  t.true(text.endsWith("heard words"), text);
  await server.close();
});

test("tls: files that are missing, no PEM or of different keys are refused, each by its flag", async (t) => {
  using ca = await TestCa.create();
  const [one, other] = [await ca.party("one"), await ca.party("other")];
  const nothing = `${one.directory}/nothing.pem`;
  const garbage = `${one.directory}/garbage.pem`;
  writeFileSync(garbage, "garbage");
  const refused = (files: Partial<Party>): Promise<string> =>
    mutualTls({ ...one, ...files }).then(() => "taken", messageOf);

  t.is(await refused({}), "taken");
  t.regex(await refused({ ca: nothing }), /^--tlscacert .*nothing\.pem: it cannot be read/);
  t.regex(await refused({ ca: garbage }), /^--tlscacert .*: there is no certificate in PEM in it/);
  t.regex(await refused({ certificate: garbage }), /^--tlscert .*: there is no certificate/);
  t.regex(await refused({ key: garbage }), /^--tlskey .*: there is no private key/);
  t.regex(await refused({ key: other.key }), /^--tlskey .*: it is not the key of the certificate/);
});

test("tls: without it the API listens only where this machine alone can reach it", async (t) => {
  const deps = { clock: realClock, entropy: new SimEntropy(new Prng(1)), log: SILENT_LOG };
  const open = async (host: string): Promise<string> => {
    try {
      const server = await ApiServer.open({ ...deps, node: new SoloNode(deps) }, [host]);
      await server.close();
      return "listens";
    } catch (error) {
      return messageOf(error);
    }
  };
  const port = await freePort();

  for (const host of ["0.0.0.0", "", "192.0.2.1", "[::]", "localhost.example.org"]) {
    t.regex(await open(`tcp://${host}:${port}`), /without TLS: .* Use --tlsverify/, host);
  }
  for (const host of ["127.0.0.1", "localhost"]) {
    t.is(await open(`tcp://${host}:${port}`), "listens", host);
  }
});

dockerTest(
  "docker: --tlsverify reaches the daemon, and a foreign certificate does not",
  async (t) => {
    using ca = await TestCa.create();
    using foreign = await TestCa.create();
    const daemon = await ca.party("daemon");
    const { server, port } = await serve(daemon);
    const docker = (party: Party, trusted: string): Promise<string> =>
      new Promise((resolve) => {
        const files = [
          "--tlscacert",
          trusted,
          "--tlscert",
          party.certificate,
          "--tlskey",
          party.key,
        ];
        const ask = ["info", "--format", "{{.Swarm.LocalNodeState}}"];
        execFile(
          "docker",
          ["-H", `tcp://127.0.0.1:${port}`, "--tlsverify", ...files, ...ask],
          { timeout: 30_000, env: { PATH: process.env["PATH"], HOME: "/nonexistent" } },
          (_, out, err) => resolve(`${out}${err}`),
        );
      });

    t.regex(await docker(await ca.party("client"), daemon.ca), /^inactive/);
    t.regex(
      await docker(await foreign.party("client"), daemon.ca),
      /EOF|tls: |bad certificate|reset/,
    );
    const other = await foreign.party("client");
    t.regex(await docker(other, other.ca), /certificate signed by unknown authority|x509/);
    await server.close();
  },
);
