import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import test from "ava";
import { EngineClient } from "../../src/cli/client.ts";
import { parseHost } from "../../src/cli/flags/host.ts";
import { clientTls, type ClientTls } from "../../src/cli/flags/tls.ts";
import { TestCa, type Party } from "../api/support/tls-files.ts";

const worldWith = (
  env: Record<string, string>,
): { env: Record<string, string>; readFile: (path: string) => Promise<Uint8Array> } => ({
  env,
  readFile: (path) => readFile(path),
});

/** A daemon that lets in only whom its CA knows. */
async function daemonOf(party: Party): Promise<{ host: string; close: () => void }> {
  const server = createServer(
    {
      ca: readFileSync(party.ca),
      cert: readFileSync(party.certificate),
      key: readFileSync(party.key),
      requestCert: true,
    },
    (_request, response) => {
      response.setHeader("Api-Version", "1.44").end('{"Name":"far"}');
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // As it listens on a port.
  return { host: `tcp://127.0.0.1:${port}`, close: () => server.close() };
}

async function nameOf(host: string, tls: ClientTls | undefined): Promise<string> {
  const address = parseHost(host);
  if (!address.ok) throw new Error(address.error);
  const client = new EngineClient(address.value, new AbortController().signal, tls);
  try {
    return (await client.get<{ Name: string }>("/info")).Name;
  } finally {
    client.close();
  }
}

test("tls: a daemon over TCP is reached by files that are named, or where docker keeps them", async (t) => {
  using ca = await TestCa.create();
  const { host, close } = await daemonOf(await ca.party("daemon"));
  const client = await ca.party("client");
  const byFlags = await clientTls(
    { tlscacert: client.ca, tlscert: client.certificate, tlskey: client.key },
    worldWith({}),
  );
  t.is(await nameOf(host, byFlags.ok ? byFlags.value : undefined), "far");
  const byFolder = await clientTls(
    {},
    worldWith({ DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: client.directory }),
  );
  t.is(await nameOf(host, byFolder.ok ? byFolder.value : undefined), "far");
  close();
});

test("tls: a daemon that another CA vouches for is refused, and that is said", async (t) => {
  using ca = await TestCa.create();
  using foreign = await TestCa.create();
  const { host, close } = await daemonOf(await ca.party("daemon"));
  const client = await foreign.party("client");
  const tls = await clientTls(
    { tlsverify: true },
    worldWith({ DOCKER_CERT_PATH: client.directory }),
  );
  await t.throwsAsync(nameOf(host, tls.ok ? tls.value : undefined), {
    message: /do not trust each other: .*Look at --tlscacert/,
  });
  close();
});

test("tls: nobody who did not ask for it gets it, and a file that is missing is named", async (t) => {
  t.deepEqual(await clientTls({}, worldWith({ DOCKER_CERT_PATH: "/nowhere" })), {
    ok: true,
    value: undefined,
  });
  const missing = await clientTls({ tlsverify: true }, worldWith({ HOME: "/nowhere" }));
  t.regex(
    missing.ok ? "" : missing.error,
    /^--tlscacert \/nowhere\/\.docker\/ca\.pem: it cannot be read/,
  );
});

test("tls: its usual port is another one", (t) => {
  const port = (overTls: boolean): number | undefined => {
    const host = parseHost("tcp://m1", overTls);
    return host.ok && host.value.kind === "tcp" ? host.value.port : undefined;
  };
  t.is(port(false), 2375);
  t.is(port(true), 2376);
});
