import { resolve } from "node:path";
import { IMAGE } from "../test/e2e/rig/engine-image.ts";
import type { Host } from "../test/e2e/rig/host.ts";
import { Rig } from "../test/e2e/rig/rig.ts";
import { run, until } from "../test/e2e/rig/shell.ts";
import { Cluster } from "../test/e2e/skein/cluster.ts";
import { programMounts } from "../test/e2e/skein/programs.ts";
import type { Bulk, Requests } from "./network/client.ts";
import { median } from "./swarm/statistics.ts";

const HTTP_PORT = 8080;
const BULK_PORT = 9000;
/** Where processes of the host itself serve: not where the mesh would take it for its own. */
const PUBLISHED = 8000;
const PROGRAMS = resolve("build/bench/network");
const FOR_MS = 3_000;
const SERVER = ["/node/node", "/programs/server.js"];
const ANSWER_ROUNDS = 5;

type Say = (text: string) => void;
/** From where to where; `pid`: out of that process's network namespace, else out of the host itself. */
interface Way {
  readonly from: Host;
  readonly pid?: number | undefined;
  readonly to: string;
  readonly port: number;
}

/**
 * What connections cost on their way through virtual addresses and the mesh, beside those to a task's own
 * address and those between hosts without any of it; how much goes through an overlay, beside Docker's.
 */
export async function benchNetwork(rounds: number, say: Say): Promise<unknown> {
  const ours = await measureSkein(rounds, say);
  const docker = await measureDocker(rounds, say).catch((error: unknown) => String(error));
  const megabits = ours.throughput;
  return {
    bench: "network",
    rounds,
    requests: ours.requests,
    ofDirect: ours.ofDirect,
    throughput: {
      directMegabits: median(megabits.direct),
      skeinMegabits: median(megabits.overlay),
      skeinOfDirect: ratio(megabits.overlay, megabits.direct),
      ...(typeof docker === "string"
        ? { docker }
        : {
            dockerMegabits: median(docker.overlay),
            dockerOfDirect: ratio(docker.overlay, docker.direct),
            skeinOfDocker: Number(
              (
                ratio(megabits.overlay, megabits.direct) / ratio(docker.overlay, docker.direct)
              ).toFixed(2),
            ),
          }),
    },
    runningToAnsweringMs: { median: median(ours.answeringMs), runs: ours.answeringMs },
  };
}

interface Ours {
  readonly requests: Readonly<Record<string, unknown>>;
  readonly ofDirect: Readonly<Record<string, number>>;
  readonly throughput: Megabits;
  readonly answeringMs: readonly number[];
}

interface Megabits {
  readonly direct: number[];
  readonly overlay: number[];
}

async function measureSkein(rounds: number, say: Say): Promise<Ours> {
  await using cluster = await Cluster.up({ hosts: 3 }, { managers: 1, nodes: 3 });
  const [first, second] = [cluster.daemon(1), cluster.daemon(2)];
  await first.must("network", "create", "backend");
  const create = (...more: string[]): Promise<string> =>
    first.must("service", "create", "--detach", "--network", "backend", ...more);
  const on = (host: string): string[] => ["--constraint", `node.hostname==${host}`];
  await create("--name", "caller", ...on("h1"), IMAGE, "sleep", "100000");
  const publish = ["--name", "web", "--publish", `${PUBLISHED}:${HTTP_PORT}`];
  const mounts = programMounts(PROGRAMS);
  await create(...publish, ...on("h2"), ...mounts, IMAGE, ...SERVER);
  for (const name of ["caller", "web"]) await cluster.untilRunning(first, name, 1);
  const pid = await pidOf(first.host, "caller");
  const task = await addressIn(second.host, "web");
  const virtual = await virtualAddress(first.socket, task);
  await serveOn(second.host);

  const ways: Readonly<Record<string, Way>> = {
    direct: { from: first.host, to: second.host.address, port: HTTP_PORT },
    task: { from: first.host, pid, to: task, port: HTTP_PORT },
    virtual: { from: first.host, pid, to: virtual, port: HTTP_PORT },
    mesh: { from: first.host, to: first.host.address, port: PUBLISHED },
  };
  const found: Record<string, Requests[]> = {};
  const throughput: Megabits = { direct: [], overlay: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const got = await client<Requests>("requests", way);
      (found[name] ??= []).push(got);
      say(`${name}: ${got.perSecond}/s, median ${got.medianMs} ms, ${got.failures} failed`);
    }
    for (const [name, way] of [
      ["direct", ways["direct"]!],
      ["overlay", ways["task"]!],
    ] as const) {
      const got = await client<Bulk>("bulk", { ...way, port: BULK_PORT });
      throughput[name].push(got.megabitsPerSecond);
      say(`skein, ${name}: ${got.megabitsPerSecond} Mbit/s`);
    }
  }
  const perSecond = (name: string): number[] => found[name]?.map((each) => each.perSecond) ?? [];
  const answeringMs = await timeAnswering(cluster, say);
  return {
    requests: Object.fromEntries(Object.entries(found).map(([name, all]) => [name, middle(all)])),
    ofDirect: Object.fromEntries(
      ["task", "virtual", "mesh"].map((name) => [
        name,
        ratio(perSecond(name), perSecond("direct")),
      ]),
    ),
    throughput,
    answeringMs,
  };
}

/** The same overlay of Docker's own swarm mode, by its containers' own addresses: that needs no ip_vs. */
async function measureDocker(rounds: number, say: Say): Promise<Megabits> {
  await using rig = await Rig.up({ hosts: 2 });
  const [first, second] = [rig.host(1), rig.host(2)];
  await first.docker("swarm", "init", "--advertise-addr", first.address);
  const token = await first.docker("swarm", "join-token", "-q", "worker");
  const join = ["swarm", "join", "--advertise-addr", second.address, "--token", token];
  await second.docker(...join, `${first.address}:2377`);
  await first.docker("network", "create", "--driver", "overlay", "--attachable", "backend");
  const start = (host: Host, name: string, command: readonly string[]): Promise<string> => {
    const options = ["--detach", "--network", "backend", "--name", name];
    return host.docker("run", ...options, ...programMounts(PROGRAMS), IMAGE, ...command);
  };
  await start(first, "caller", ["sleep", "100000"]);
  await start(second, "web", SERVER);
  const pid = Number(await first.docker("inspect", "--format", "{{.State.Pid}}", "caller"));
  const format = "{{.NetworkSettings.Networks.backend.IPAddress}}";
  const task = await second.docker("inspect", "--format", format, "web");
  await serveOn(second);
  const throughput: Megabits = { direct: [], overlay: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of [
      ["direct", { from: first, to: second.address, port: BULK_PORT }],
      ["overlay", { from: first, pid, to: task, port: BULK_PORT }],
    ] as const) {
      const got = await client<Bulk>("bulk", way);
      throughput[name].push(got.megabitsPerSecond);
      say(`docker, ${name}: ${got.megabitsPerSecond} Mbit/s`);
    }
  }
  return throughput;
}

/** From the moment that a task runs, by its agent's word, until its port answers on every host. */
async function timeAnswering(cluster: Cluster, say: Say): Promise<number[]> {
  const first = cluster.daemon(1);
  const times: number[] = [];
  for (let round = 0; round < ANSWER_ROUNDS; round++) {
    await first.must("service", "scale", "--detach", "web=0");
    await until("nobody serves", async () => (await cluster.wanted(first, "web"))?.length === 0);
    await until("the port is closed", async () => !(await answers(first.host.address)));
    await first.must("service", "scale", "--detach", "web=1");
    const each = cluster.daemons.map(async ({ host }) => {
      await until("it answers", () => answers(host.address), { everyMs: 5 });
      return Date.now();
    });
    const answeredMs = Math.max(...(await Promise.all(each)));
    await cluster.untilRunning(first, "web", 1);
    const [task] = (await cluster.wanted(first, "web")) ?? [];
    // The API says when, which our tests do not look at otherwise.
    const { Timestamp } = task?.Status as unknown as { Timestamp: string };
    times.push(answeredMs - Date.parse(Timestamp));
    say(`answers on all nodes ${times.at(-1)} ms after it runs`);
  }
  return times;
}

async function answers(host: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(300);
    return (await fetch(`http://${host}:${PUBLISHED}/`, { signal })).ok;
  } catch {
    return false;
  }
}

/** Ends with the host. */
async function serveOn(host: Host): Promise<void> {
  await host.spawn([process.execPath, `${PROGRAMS}/server.js`]);
}

async function client<T>(mode: "requests" | "bulk", { from, pid, to, port }: Way): Promise<T> {
  const program = [process.execPath, `${PROGRAMS}/client.js`, mode, to, String(port)];
  const argv = [...program, String(FOR_MS)];
  const said =
    pid === undefined
      ? await from.exec(argv)
      : await run(["nsenter", `--net=/proc/${pid}/ns/net`, ...argv]);
  return JSON.parse(said) as T; // What our own program prints.
}

async function containerOf(host: Host, service: string): Promise<string> {
  const label = `label=com.docker.swarm.service.name=${service}`;
  return host.docker("ps", "-q", "--filter", label);
}

async function pidOf(host: Host, service: string): Promise<number> {
  const id = await containerOf(host, service);
  return Number(await host.docker("inspect", "--format", "{{.State.Pid}}", id));
}

async function addressIn(host: Host, service: string): Promise<string> {
  const format = "{{.NetworkSettings.Networks.backend.IPAddress}}";
  return host.docker("inspect", "--format", format, await containerOf(host, service));
}

/** The service's address on the network that the task has this address on. */
async function virtualAddress(socket: string, task: string): Promise<string> {
  const format = "{{range .Endpoint.VirtualIPs}}{{.Addr}} {{end}}";
  const inspect = ["service", "inspect", "--format", format, "web"];
  const said = await run(["docker", "--host", `unix://${socket}`, ...inspect]);
  const prefix = task.slice(0, task.lastIndexOf(".") + 1);
  const found = said.split(" ").find((each) => each.startsWith(prefix));
  return found?.split("/")[0] ?? "";
}

function middle(all: readonly Requests[]): Requests | undefined {
  const sorted = all.toSorted((left, right) => left.perSecond - right.perSecond);
  return sorted[sorted.length >> 1];
}

/** The middle one of the ratios round by round: what else the machine does hits both alike. */
function ratio(these: readonly number[], those: readonly number[]): number {
  const each = these.map((value, at) => value / (those[at] ?? value)).sort((a, b) => a - b);
  return Number((each[each.length >> 1] ?? 0).toFixed(2));
}
