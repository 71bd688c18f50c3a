import type { ExecutionContext } from "ava";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { attempt, run, until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

/** Docker's own command line, against a daemon of ours. */
const docker = (daemon: Daemon, ...args: readonly string[]): Promise<string> =>
  run(["docker", "--host", `unix://${daemon.socket}`, ...args]);

/** Answers with the name of its own container. */
const SERVING = [
  ...["sh", "-c"],
  "mkdir -p /tmp/www && hostname > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www",
];
const FETCH = "fetch(process.argv[1]).then(async (got) => console.log(await got.text()))";
const get = (url: string): string[] => ["node", "-e", FETCH, url];

interface Held {
  readonly daemon: Daemon;
  readonly id: string;
}

async function containersOf(cluster: Cluster, service: string): Promise<readonly Held[]> {
  const each = cluster.daemons.map(async (daemon) => {
    const ids = await cluster.containersOn(daemon, service);
    return ids.map((id): Held => ({ daemon, id }));
  });
  return (await Promise.all(each)).flat();
}

const inside = ({ daemon, id }: Held, script: string): Promise<string> =>
  daemon.host.docker("exec", id, "sh", "-c", script);

/** What a name means inside a container, by its own resolver. */
async function resolve(held: Held, name: string): Promise<readonly string[]> {
  const said = await inside(held, `nslookup ${name} 2>&1 || true`);
  const answers = said.split(/Name:/).slice(1).join();
  return [...answers.matchAll(/(\d+\.\d+\.\d+\.\d+)/g)].map(([address]) => address).sort();
}

const fetchFrom = (held: Held, host: string, port: number): Promise<string> =>
  inside(
    held,
    `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc ${host} ${port} | tail -n 1 | grep .`,
  );

rigTest(
  "networks: services find and reach each other on five hosts, and the world reaches them on every host",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 5 });
    const first = cluster.daemon(1);
    for (const name of ["backend", "frontend"]) {
      await docker(first, "network", "create", "--driver", "overlay", name);
    }
    await docker(
      first,
      ...["network", "create", "--driver", "overlay", "--opt", "encrypted", "vault"],
    );
    const create = (name: string, ...more: string[]): Promise<string> =>
      docker(
        first,
        "service",
        "create",
        "--detach",
        "--no-resolve-image",
        "--stop-grace-period",
        "1s",
        "--name",
        name,
        ...more,
      );
    await create(
      "web",
      "--replicas",
      "5",
      "--network",
      "backend",
      "--publish",
      "8000:8080",
      IMAGE,
      ...SERVING,
    );
    await create(
      "direct",
      "--replicas",
      "2",
      "--network",
      "backend",
      "--network",
      "vault",
      "--endpoint-mode",
      "dnsrr",
      IMAGE,
      ...SERVING,
    );
    await create("lonely", "--replicas", "1", "--network", "frontend", IMAGE, "sleep", "100000");
    await create(
      "told",
      ...["--publish", "9001:9000", "--label", "skein.mesh.proxy-protocol=v1"],
      ...[IMAGE, "sh", "-c", "while :; do nc -l -p 9000 -e head -n 1; done"],
    );
    await cluster.untilRunning(first, "web", 5);
    await cluster.untilRunning(first, "direct", 2);
    await cluster.untilRunning(first, "lonely", 1);
    const webs = await containersOf(cluster, "web");
    const names = await Promise.all(
      webs.map(async (each) => (await inside(each, "hostname")).trim()),
    );

    await reachEachOther(t, webs, names.toSorted());
    await reachFromTheWorld(t, cluster, names.toSorted());
    await reachInSecret(t, await containersOf(cluster, "direct"));
    await cluster.untilRunning(first, "told", 1);
    await tellWhoCalls(t, cluster);
    const [lonely] = await containersOf(cluster, "lonely");
    t.deepEqual(await resolve(lonely!, "web"), [], "another network's names mean nothing");
    const [address] = await resolve(webs[0]!, "tasks.web");
    await t.throwsAsync(fetchFrom(lonely!, address!, 8080));

    // A worker that dies takes its task out of names, virtual address and mesh.
    const worker = cluster.daemon(5);
    await worker.kill();
    await worker.host.crash();
    await cluster.untilDown(worker.name, first);
    await cluster.untilRunning(first, "web", 5);
    for (let count = 0; count < 10; count++) {
      t.not(await first.host.exec(get("http://127.0.0.1:8000/")), "");
    }

    // Nothing is left of networks that are gone.
    for (const service of ["web", "direct", "lonely", "told"])
      await first.must("service", "rm", service);
    for (const daemon of cluster.daemons.slice(0, 4)) {
      await until(`${daemon.name} has let everything go`, async () => {
        const links = await daemon.host.exec(["ip", "-o", "link"]);
        const rules = await daemon.host.exec(["nft", "list", "ruleset"]);
        const networks = await daemon.host.docker("network", "ls", "--format", "{{.Name}}");
        return !/sk[bvw]/.test(links) && !/skein_|skb/.test(rules) && !/end$/m.test(networks);
      });
    }
    for (const name of ["backend", "frontend", "vault"]) await docker(first, "network", "rm", name);
  },
);

async function reachEachOther(
  t: ExecutionContext,
  webs: readonly Held[],
  names: readonly string[],
): Promise<void> {
  t.is(webs.length, 5);
  for (const held of webs) {
    const tasks = await resolve(held, "tasks.web");
    t.is(tasks.length, 5);
    t.is((await resolve(held, "direct")).length, 2);
    const [virtual, ...others] = await resolve(held, "web");
    t.deepEqual(others, []);
    const byAddress = await Promise.all(tasks.map((address) => fetchFrom(held, address, 8080)));
    t.deepEqual(byAddress.map((name) => name.trim()).sort(), names);
    const heard = new Set<string>();
    for (let count = 0; count < 10; count++)
      heard.add((await fetchFrom(held, virtual!, 8080)).trim());
    t.deepEqual([...heard].sort(), names, "the virtual address, in turn");
  }
}

async function reachFromTheWorld(
  t: ExecutionContext,
  cluster: Cluster,
  names: readonly string[],
): Promise<void> {
  for (const { host } of cluster.daemons) {
    const ways: (() => Promise<string>)[] = [
      () => host.exec(get("http://127.0.0.1:8000/")),
      () => host.exec(get("http://[::1]:8000/")),
      () => host.exec(get(`http://${host.address}:8000/`)),
      async () => (await attempt(get(`http://${host.address}:8000/`))).stdout,
    ];
    for (const [at, way] of ways.entries()) {
      const heard = new Set<string>();
      for (let count = 0; count < 8; count++) heard.add((await way()).trim());
      t.deepEqual([...heard].sort(), names, `${host.name}, way ${at}`);
    }
  }
}

/** On the encrypted network, by the names and addresses that are there. */
async function reachInSecret(t: ExecutionContext, held: readonly Held[]): Promise<void> {
  t.is(held.length, 2);
  const names = await Promise.all(
    held.map(async (each) => (await inside(each, "hostname")).trim()),
  );
  for (const each of held) {
    const addresses = await resolve(each, "direct.vault");
    const heard = await Promise.all(addresses.map((address) => fetchFrom(each, address, 8080)));
    t.deepEqual(heard.map((name) => name.trim()).sort(), names.toSorted());
    const peers = await each.daemon.host.exec(["wg", "show", "all", "allowed-ips"]);
    t.regex(peers, /fd73:6b65:696e:/);
  }
}

/** Prints the caller's own address and port, and then what it hears. */
const CALL = `const [host, port] = process.argv.slice(1);
const socket = require("node:net").connect(port, host);
socket.on("connect", () => console.log(socket.localAddress, socket.localPort)).pipe(process.stdout);`;

/** The one task of a service hears who calls, whichever host the call came to. */
async function tellWhoCalls(t: ExecutionContext, cluster: Cluster): Promise<void> {
  for (const { host } of cluster.daemons) {
    // It takes one call after the other, and none between them.
    let lines: readonly string[] = [];
    await until(`an answer by ${host.name}`, async () => {
      const { stdout } = await attempt(["node", "-e", CALL, host.address, "9001"]);
      lines = stdout.trim().split(/\r?\n/);
      return lines.length === 2;
    });
    const [self = "", told] = lines;
    const [address, port] = self.split(" ");
    t.is(told, `PROXY TCP4 ${address} ${host.address} ${port} 9001`);
  }
}
