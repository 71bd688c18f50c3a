import type { ExecutionContext } from "ava";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";
import type { LoadReport } from "./skein/load-client.ts";
import { Load } from "./skein/load.ts";
import { programService } from "./skein/programs.ts";

const rigTest = await rigTests();

const RATE = 200;
const PORT = 8000;

const HEALTHY = ["--health-cmd", "wget -q -O /dev/null http://127.0.0.1:8080/"];
const OFTEN = ["--health-interval", "1s", "--health-retries", "5"];

interface Loads {
  readonly mesh: Load;
  readonly virtual: Load;
}

/** On every host's published port from outside, and on the service's name from a container. */
async function beginLoads(cluster: Cluster, entrances: readonly Daemon[]): Promise<Loads> {
  const [caller, daemon] = await findCaller(cluster);
  const inspected = await daemon.host.docker("inspect", "--format", "{{.State.Pid}}", caller);
  const pid = Number(inspected);
  const resolv = await daemon.host.docker("exec", caller, "cat", "/etc/resolv.conf");
  const [, nameserver = ""] = /nameserver (\S+)/.exec(resolv) ?? [];
  const targets = entrances.map(({ host }) => `${host.address}:${PORT}`);
  return {
    mesh: Load.begin({ rate: RATE, targets }),
    virtual: Load.begin({ rate: RATE, targets: ["web:8080"], nameserver, pid }),
  };
}

async function findCaller(cluster: Cluster): Promise<[id: string, daemon: Daemon]> {
  for (const daemon of cluster.daemons) {
    const [id] = await cluster.containersOn(daemon, "caller");
    if (id !== undefined) return [id, daemon];
  }
  throw new Error("The caller runs nowhere");
}

async function during(
  t: ExecutionContext,
  cluster: Cluster,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const loads = await beginLoads(cluster, cluster.daemons);
  using mesh = loads.mesh;
  using virtual = loads.virtual;
  await pause(1_000);
  await work();
  await pause(1_000);
  for (const [way, load] of [
    ["mesh", mesh],
    ["virtual address", virtual],
  ] as const) {
    const report = await load.end();
    t.log(`${what}, ${way}: ${describe(report)}`);
    const known = await Promise.all(report.failures.map(({ error }) => tracked(cluster, error)));
    t.deepEqual(report.failures, [], [`${what}, ${way}: ${describe(report)}`, ...known].join("\n"));
    t.true(report.count > RATE * 2, "it was a load");
  }
}

/** What the hosts' kernels know of the connection that failed. */
async function tracked(cluster: Cluster, error: string): Promise<string> {
  const [, port] = /from port (\d+)/.exec(error) ?? [];
  if (port === undefined) return "";
  const list = ["conntrack", "-L", "-p", "tcp", "--orig-port-src", port];
  const known = cluster.daemons.map(async ({ name, host }) => `${name}: ${await host.exec(list)}`);
  return (await Promise.all(known)).join("\n");
}

/** For how many seconds a container's kernel remembers a connection that nobody answers. */
async function memoryOfTheUnanswered(cluster: Cluster): Promise<string> {
  const caller = cluster.daemon(2);
  const [container = ""] = await cluster.containersOn(caller, "caller");
  const file = "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_syn_sent";
  return caller.host.docker("exec", container, "cat", file);
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

function describe({ count, seconds, medianMs, slowestMs, failures, heard }: LoadReport): string {
  const [perSecond, median, slowest] = [count / seconds, medianMs, slowestMs].map(Math.round);
  return `${count} requests, ${perSecond}/s, median ${median} ms, slowest ${slowest} ms, ${Object.keys(heard).length} answered, ${failures.length} failed`;
}

rigTest(
  "networks: updates, drains and scale-downs under load fail no request, and a dead worker's tasks get none after a second",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 5 });
    const first = cluster.daemon(1);
    await first.must("network", "create", "backend");
    const create = (name: string, ...more: string[]): Promise<string> =>
      first.must("service", "create", "--detach", "--name", name, "--network", "backend", ...more);
    // The caller must stay where it is.
    const stays = ["--constraint", "node.hostname==h2"];
    await create("caller", ...stays, IMAGE, "sleep", "100000");
    const publish = ["--publish", `${PORT}:8080`, "--stop-grace-period", "5s"];
    const options = ["--replicas", "5", ...publish, ...HEALTHY, ...OFTEN];
    await create("web", ...programService("named-server", options));
    await cluster.untilRunning(first, "caller", 1);
    await cluster.untilRunning(first, "web", 5);
    t.is(await memoryOfTheUnanswered(cluster), "3");

    for (const order of ["stop-first", "start-first"]) {
      await during(t, cluster, `update, ${order}`, async () => {
        const update = ["--update-order", order, "--update-parallelism", "2"];
        await first.must("service", "update", "web", ...update, "--env-add", `ORDER=${order}`);
        await cluster.untilRunning(first, "web", 5);
      });
    }
    await during(t, cluster, "drain", async () => {
      for (const name of ["h4", "h1"]) {
        await first.must("node", "update", "--availability", "drain", name);
        await cluster.untilRunning(first, "web", 5);
        await untilEmpty(cluster, name);
      }
    });
    for (const name of ["h4", "h1"]) {
      await first.must("node", "update", "--availability", "active", name);
    }
    await during(t, cluster, "scale", async () => {
      for (const count of [2, 8, 5]) {
        await first.must("service", "scale", `web=${count}`);
        await cluster.untilRunning(first, "web", count);
      }
    });
    await killWorker(t, cluster);
  },
);

async function untilEmpty(cluster: Cluster, name: string): Promise<void> {
  const daemon = cluster.daemons.find((each) => each.name === name);
  if (!daemon) throw new Error(`There is no ${name}`);
  await until(`${name} runs nothing`, async () => {
    return (await cluster.containersOn(daemon, "web")).length === 0;
  });
}

/** Connections that begin a second after the node is down, or later, find nobody who is dead. */
async function killWorker(t: ExecutionContext, cluster: Cluster): Promise<void> {
  const [first, worker] = [cluster.daemon(1), cluster.daemon(5)];
  const others = cluster.daemons.filter((each) => each !== worker);
  await until("the worker serves", async () => {
    return (await cluster.containersOn(worker, "web")).length > 0;
  });
  const loads = await beginLoads(cluster, others);
  using mesh = loads.mesh;
  using virtual = loads.virtual;
  await pause(500);
  await worker.kill();
  await worker.host.crash();
  await cluster.untilDown(worker.name, first);
  const downAtMs = Date.now();
  await cluster.untilRunning(first, "web", 5);
  await pause(2_000);
  for (const load of [mesh, virtual]) {
    const report = await load.end();
    const late = report.failures.filter(({ atMs }) => atMs > downAtMs + 1_000);
    const last = Math.max(0, ...report.failures.map(({ atMs }) => atMs - downAtMs));
    t.log(`a dead worker: ${describe(report)}, the last ${last} ms after it was down`);
    t.deepEqual(late, []);
  }
}
