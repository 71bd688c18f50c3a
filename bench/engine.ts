import { performance } from "node:perf_hooks";
import type { Task } from "../src/model/generated/types.ts";
import { durationOf } from "../src/model/time.ts";
import { realClock } from "../src/system/real/clock.ts";
import { DockerEngine } from "../src/worker/engine/docker.ts";
import { engineTask } from "../test/conformance/engine.ts";
import { IMAGE } from "../test/e2e/rig/engine-image.ts";
import type { Host } from "../test/e2e/rig/host.ts";
import { prerequisites } from "../test/e2e/rig/prerequisites.ts";
import { Rig } from "../test/e2e/rig/rig.ts";
import { until } from "../test/e2e/rig/shell.ts";

// How long one engine takes to bring up and to remove many containers: driven by this project, and
// by Docker's own swarm mode on the same engine, in turn. Prints JSON. Needs root on a Debian.
//
//   npm run build && node build/bench/engine.js [containers] [rounds]

interface Measured {
  readonly upMs: number;
  readonly downMs: number;
}

const NEVER = new AbortController().signal;
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

async function ours(host: Host, count: number): Promise<Measured> {
  const connection = {
    ...{ socketPath: host.socketPath, owner: "bench" },
    memoryDirectory: "/dev/shm/skein-bench",
  };
  const engine = new DockerEngine({ ...connection, clock: realClock, log: silent });
  const spec = { image: IMAGE, args: ["sleep", "1000"], stopGracePeriod: durationOf(0) };
  const tasks = Array.from({ length: count }, () => engineTask(spec));
  const upMs = await timed(() => together(tasks, (task) => bringUp(engine, task)));
  const downMs = await timed(() => together(tasks, ({ id }) => engine.remove(id, NEVER)));
  await engine.close();
  return { upMs, downMs };
}

async function bringUp(engine: DockerEngine, task: Task): Promise<void> {
  await engine.prepare(task, NEVER);
  await engine.start(task, NEVER);
}

async function together(
  tasks: readonly Task[],
  each: (task: Task) => Promise<void>,
): Promise<void> {
  await Promise.all(tasks.map(each));
}

/** A service of that many replicas. Its creation, scheduling and reports cost little beside the containers. */
async function docker(host: Host, count: number): Promise<Measured> {
  const options = ["--detach", "--no-resolve-image", "--stop-grace-period", "0s", "--name", "peer"];
  const containers = async (all: "--all" | "--no-trunc"): Promise<number> => {
    const label = "label=com.docker.swarm.service.name=peer";
    return (await host.docker("ps", "--quiet", all, "--filter", label)).split("\n").filter(Boolean)
      .length;
  };
  const patience = { withinMs: 300_000, everyMs: 50 };
  const upMs = await timed(async () => {
    await host.docker(
      "service",
      "create",
      ...options,
      "--replicas",
      String(count),
      IMAGE,
      "sleep",
      "1000",
    );
    await until("all run", async () => (await containers("--no-trunc")) === count, patience);
  });
  const downMs = await timed(async () => {
    await host.docker("service", "rm", "peer");
    await until("all are gone", async () => (await containers("--all")) === 0, patience);
  });
  return { upMs, downMs };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

/** The middle one by the time to come up. */
function median(measured: readonly Measured[]): Measured | undefined {
  return measured.toSorted((a, b) => a.upMs - b.upMs)[Math.floor(measured.length / 2)];
}

const reason = await prerequisites();
if (reason !== undefined) throw new Error(`This machine ${reason}`);
const containers = Number(process.argv[2] ?? 40);
const rounds = Number(process.argv[3] ?? 3);
await using rig = await Rig.up({ hosts: 1 });
const host = rig.host(1);
await host.docker("swarm", "init", "--advertise-addr", host.address);
await ours(host, 4); // The first containers of an engine cost more than any others.

const results = { skein: [] as Measured[], docker: [] as Measured[] };
for (let round = 0; round < rounds; round++) {
  results.skein.push(await ours(host, containers));
  results.docker.push(await docker(host, containers));
}
const [skein, peer] = [median(results.skein), median(results.docker)];
console.log(
  JSON.stringify(
    {
      containers,
      rounds,
      skein,
      docker: peer,
      ratioUp: (skein?.upMs ?? 0) / (peer?.upMs ?? 1),
      ratioDown: (skein?.downMs ?? 0) / (peer?.downMs ?? 1),
    },
    undefined,
    2,
  ),
);
