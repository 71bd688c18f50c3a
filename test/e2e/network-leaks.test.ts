import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { ExecutionContext } from "ava";
import { assert } from "../../src/base/assert.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster, type TaskFacts } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";
import { footprintOf } from "./skein/footprint.ts";

const rigTest = await rigTests();

/**
 * `SKEIN_CYCLES=500 SKEIN_HOSTS=5 npx ava --config ava.e2e.config.js --timeout 150m
 * build/test/e2e/network-leaks.test.js`
 */
const CYCLES = Number(process.env["SKEIN_CYCLES"] ?? "10");
const HOSTS = Number(process.env["SKEIN_HOSTS"] ?? "3");
const FEW = HOSTS;
const MANY = 2 * HOSTS;
/** Room for the tasks, the nodes, and few addresses more: what leaks is missed soon. */
const SUBNET = "10.44.0.0/27";
const PREFIX = "10.44.0.";

interface AttachedTask extends TaskFacts {
  readonly NetworksAttachments?: readonly { readonly Addresses?: readonly string[] }[];
}

/** One after the other, over and over; each leaves so many tasks. */
const HAPPENINGS: readonly {
  readonly count: number;
  readonly happen: (cluster: Cluster, cycle: number) => Promise<unknown>;
}[] = [
  {
    count: MANY,
    happen: ({ daemons: [first] }) => first!.must("service", "scale", "--detach", `web=${MANY}`),
  },
  { count: MANY, happen: killContainer },
  {
    count: FEW,
    happen: ({ daemons: [first] }) => first!.must("service", "scale", "--detach", `web=${FEW}`),
  },
  { count: FEW, happen: updateService },
  { count: FEW, happen: restartDaemon },
];

async function updateService({ daemons: [first] }: Cluster, cycle: number): Promise<void> {
  await first!.must("service", "update", "--detach", "web", "--env-add", `CYCLE=${cycle}`);
  await until("the update is done", async () => {
    const service = await first!.get<{ UpdateStatus?: { State: string } }>("/services/web");
    return service?.UpdateStatus?.State === "completed";
  });
}

async function killContainer({ daemons }: Cluster, cycle: number): Promise<void> {
  const daemon = daemons[cycle % daemons.length]!;
  const filter = ["--filter", "label=com.docker.swarm.service.name=web"];
  const [id] = (await daemon.host.docker("ps", "-q", ...filter)).split("\n");
  if (id !== undefined && id !== "") await daemon.host.docker("kill", id);
}

/** A worker's: its containers run on. */
async function restartDaemon({ daemons }: Cluster): Promise<void> {
  const worker = daemons.at(-1)!;
  await worker.kill();
  await worker.start();
}

/** The addresses of the tasks that run, by the managers' word. */
async function addressesOf(cluster: Cluster, asked: Daemon): Promise<readonly string[]> {
  const tasks = (await cluster.wanted(asked, "web")) as readonly AttachedTask[] | undefined;
  const places = tasks?.flatMap(({ NetworksAttachments = [] }) => NetworksAttachments) ?? [];
  return places
    .flatMap(({ Addresses = [] }) => Addresses)
    .filter((address) => address.startsWith(PREFIX))
    .map((address) => address.split("/", 1)[0] ?? "")
    .sort();
}

/** Asks a nameserver for each name, over and over; prints their addresses. */
const ASK = `
const { Resolver } = require("node:dns").promises;
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [nameserver, ...names] = line.split(" ");
  const resolver = new Resolver({ timeout: 3000, tries: 1 });
  resolver.setServers([nameserver]);
  Promise.all(names.map((name) => resolver.resolve4(name).catch(() => []))).then((all) =>
    console.log(JSON.stringify(all)));
});`;

/** Asks in a container's place what names mean there. */
class Asker {
  readonly container: string;
  readonly #nameserver: string;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(container: string, nameserver: string, child: ChildProcess) {
    this.container = container;
    this.#nameserver = nameserver;
    this.#process = child;
    assert(child.stdout, "An asker prints what it hears");
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static async of({ host }: Daemon, container: string): Promise<Asker> {
    const pid = await host.docker("inspect", "--format", "{{.State.Pid}}", container);
    const resolv = await host.docker("exec", container, "cat", "/etc/resolv.conf");
    const [, nameserver = ""] = /nameserver (\S+)/.exec(resolv) ?? [];
    const args = [`--net=/proc/${pid}/ns/net`, process.execPath, "-e", ASK];
    const child = spawn("nsenter", args, { stdio: ["pipe", "pipe", "inherit"] });
    return new Asker(container, nameserver, child);
  }

  async ask(names: readonly string[]): Promise<string[][]> {
    this.#process.stdin?.write(`${[this.#nameserver, ...names].join(" ")}\n`);
    const answer = await this.#answers.next();
    // What the script prints.
    return JSON.parse(String(answer.value)) as string[][];
  }

  stop(): void {
    this.#process.kill();
  }
}

/** One on each node, in the place of a container that lives as long as its node is not given up. */
class Askers {
  readonly #cluster: Cluster;
  readonly #byNode = new Map<Daemon, Asker>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  async on(daemon: Daemon): Promise<Asker> {
    const [id = ""] = await this.#cluster.containersOn(daemon, "asker");
    const known = this.#byNode.get(daemon);
    if (known?.container === id) return known;
    known?.stop();
    const asker = await Asker.of(daemon, id);
    this.#byNode.set(daemon, asker);
    return asker;
  }

  stop(): void {
    for (const asker of this.#byNode.values()) asker.stop();
  }
}

/** Every node tells the same of the service, and nothing of tasks that are gone. */
async function sameEverywhere(
  cluster: Cluster,
  askers: Askers,
  gone: readonly string[],
): Promise<void> {
  const each = cluster.daemons.map(async (daemon) => {
    const asker = await askers.on(daemon);
    let wanted: readonly string[] = [];
    let told: readonly string[] = [];
    await until(
      `${daemon.name} tells who serves`,
      async () => {
        wanted = await addressesOf(cluster, cluster.daemon(1));
        const [serving = [], ...others] = await asker.ask(["tasks.web", ...gone]);
        told = serving.sort();
        const stale = others.flat();
        if (stale.length > 0) throw new Error(`${daemon.name} still tells of ${stale.join()}`);
        return told.join() === wanted.join();
      },
      { withinMs: 10_000 },
    ).catch((error: unknown) => {
      const what = `${told.join()} instead of ${wanted.join()}`;
      const logs = cluster.daemons.map((each) => `${each.name}:\n${each.log()}`);
      throw new Error(`${String(error)}: ${what}\n${logs.join("\n")}`, { cause: error });
    });
  });
  await Promise.all(each);
}

rigTest("networks: cycles of scaling, updates and restarts leave nothing behind", async (t) => {
  await using cluster = await Cluster.up(
    { hosts: HOSTS },
    { managers: HOSTS < 5 ? 1 : 3, nodes: HOSTS },
  );
  const first = cluster.daemon(1);
  await first.must("network", "create", "--subnet", SUBNET, "backend");
  const create = (...more: string[]): Promise<string> =>
    first.must("service", "create", "--detach", "--network", "backend", ...more);
  const soon = ["--stop-grace-period", "0s", "--restart-delay", "100ms"];
  const count = [
    "--replicas",
    String(FEW),
    "--update-parallelism",
    "3",
    "--update-monitor",
    "100ms",
  ];
  await create("--name", "asker", "--mode", "global", IMAGE, "sleep", "100000");
  const publish = ["--name", "web", "--publish", "8000:8080"];
  await create(...publish, ...count, ...soon, IMAGE, "httpd", "-f", "-p", "8080");
  await cluster.untilRunning(first, "asker", HOSTS);
  await cluster.untilRunning(first, "web", FEW);

  const askers = new Askers(cluster);
  try {
    await leaveNothing(t, cluster, askers);
  } finally {
    askers.stop();
  }
});

async function leaveNothing(t: ExecutionContext, cluster: Cluster, askers: Askers): Promise<void> {
  // Not before the first turn: what comes with the first of anything is no leak.
  await turn(t, cluster, askers, HAPPENINGS.length, 0);
  const before = await settled(cluster);
  const began = performance.now();
  await turn(t, cluster, askers, CYCLES, HAPPENINGS.length);
  t.log(`${CYCLES} cycles in ${Math.round((performance.now() - began) / 1000)} s`);
  let after = await settled(cluster);
  // Rules and entries of tasks that have just gone may be on their way.
  await until("nothing is left", async () => {
    after = await footprintOf(cluster.rig.hosts);
    return JSON.stringify(after) === JSON.stringify(before);
  }).catch(() => undefined);
  t.deepEqual(after, before);
}

async function turn(
  t: ExecutionContext,
  cluster: Cluster,
  askers: Askers,
  cycles: number,
  from: number,
): Promise<void> {
  const gone = new Set<string>();
  for (let cycle = from; cycle < from + cycles; cycle++) {
    t.timeout(120_000);
    const { count, happen } = HAPPENINGS[cycle % HAPPENINGS.length]!;
    const before = await containerNames(cluster);
    await happen(cluster, cycle);
    await cluster.untilRunning(cluster.daemon(1), "web", count);
    const after = new Set(await containerNames(cluster));
    for (const name of before) if (!after.has(name)) gone.add(name);
    await sameEverywhere(cluster, askers, [...gone].slice(-3));
  }
}

/** Names of containers, which are names on their networks too. */
async function containerNames(cluster: Cluster): Promise<readonly string[]> {
  const filter = ["--filter", "label=com.docker.swarm.service.name=web"];
  const each = cluster.daemons.map(({ host }) =>
    host.docker("ps", "--format", "{{.Names}}", ...filter),
  );
  return (await Promise.all(each)).flatMap((said) => said.split("\n").filter(Boolean));
}

/** With few tasks, one on each node, and nothing under way. */
async function settled(cluster: Cluster): Promise<Record<string, number>> {
  const first = cluster.daemon(1);
  await first.must("service", "scale", "--detach", `web=${FEW}`);
  await cluster.untilRunning(first, "web", FEW);
  await until("containers that have ended are off the networks", async () => {
    return (await containerNames(cluster)).length === FEW;
  });
  return footprintOf(cluster.rig.hosts);
}
