/**
 * Kills managers with SIGKILL for as long as it is told to, while clients write, and then shows that
 * every acknowledged write is there, that every manager came back, and that all of their stores are
 * equal. Real daemons on loopback addresses of their own, tasks as plain processes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { Prng } from "../src/base/prng.ts";
import { until } from "./quickstart/cluster.ts";
import { killMarked, startDaemon } from "./quickstart/daemons.ts";
import { ask } from "./quickstart/show.ts";
import { call, read } from "./soak/api.ts";
import { runKiller, type Fleet, type Kills } from "./soak/killer.ts";
import { Ledger } from "./soak/ledger.ts";
import { readStores } from "./soak/stores.ts";
import { look, runWriter, type Load } from "./soak/writers.ts";

const options = new Command("soak")
  .description("kill -9 of managers under load: nothing acknowledged is lost, everyone comes back.")
  .option("--minutes <n>", "how long", positive, 10)
  .option("--managers <n>", "how many", positive, 3)
  .option("--kill-every <seconds>", "from one kill to the next, on average", positive, 4)
  .option("--writers <n>", "clients, each with one request at a time", positive, 8)
  .option("--seed <n>", "of what is killed when", positive, Date.now() % 1_000_000)
  .parse()
  .opts<{
    readonly minutes: number;
    readonly managers: number;
    readonly killEvery: number;
    readonly writers: number;
    readonly seed: number;
  }>();

interface TaskFacts {
  readonly Status: { readonly State: string };
}
interface NodeFacts {
  readonly Status: { readonly State: string };
  readonly ManagerStatus?: { readonly Reachability: string };
}

const NAMES_PER_WRITER = 25;
const REPLICAS = 6;
const TASKS = "running";
const QUIET_MS = 3000;

const home = mkdtempSync(join(tmpdir(), "skein-soak-"));
const mark = `SKEIN_SOAK=${home}`;
const names = Array.from({ length: options.managers }, (_, index) => `manager${index + 1}`);
const fleet: Fleet = {
  home,
  names,
  addressOf: (name) => `127.78.0.${names.indexOf(name) + 1}`,
  options: ["--engine", "process"],
  alive: new Map(),
};
const ledger = new Ledger();
const violations: string[] = [];
const prng = new Prng(options.seed);
const random = (): number => prng.unit();
const kills: Kills = { count: 0, slowestStartMs: 0 };
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    cleanUp({ keepFiles: false });
    process.exit(130);
  });
}

try {
  say(`seed ${options.seed}, ${options.managers} managers, in ${home}`);
  await form();
  await soak();
  await settle();
  await compareStores();
} catch (error) {
  violations.push(error instanceof Error ? error.message : String(error));
}
for (const violation of violations) console.error(`VIOLATION ${violation}`);
if (violations.length > 0) say(`the daemons' logs and disks: ${home}`);
cleanUp({ keepFiles: violations.length > 0 });
console.log(
  JSON.stringify({
    soak: "kill -9 of managers under load",
    ...options,
    kills: kills.count,
    slowestReturnMs: Math.round(kills.slowestStartMs),
    acknowledged: ledger.acknowledgedCount,
    unknown: ledger.unknownCount,
    violations: violations.length,
  }),
);
process.exitCode = violations.length > 0 ? 1 : 0;

async function form(): Promise<void> {
  for (const name of names) {
    const address = fleet.addressOf(name);
    fleet.alive.set(name, await startDaemon(home, name, address, fleet.options));
    const own = ["--advertise-addr", address, "--listen-addr", `${address}:2377`];
    const first = fleet.addressOf("manager1");
    const token = (await ask(socketOf("manager1"), ["join-token", "-q", "manager"]))?.trim() ?? "";
    const how = name === "manager1" ? ["init"] : ["join", "--token", token, `${first}:2377`];
    if ((await ask(socketOf(name), [how[0] ?? "", ...own, ...how.slice(1)])) === undefined) {
      throw new Error(`${name} could not ${how[0] ?? ""}`);
    }
  }
  const spec = {
    Name: TASKS,
    Mode: { Replicated: { Replicas: REPLICAS } },
    TaskTemplate: {
      ContainerSpec: { Image: "none", Command: ["sleep", "1000000"], Env: [mark] },
    },
  };
  const answer = await call(socketOf("manager1"), "POST", "/services/create", spec);
  if (answer.status !== 201) throw new Error(`service not created: ${answer.text}`);
}

async function soak(): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const load: Load = {
    ledger,
    someSocket: () => socketOf([...fleet.alive.keys()][prng.below(fleet.alive.size || 1)]),
    violation: (sentence) => violations.push(sentence),
  };
  const writers = Array.from({ length: options.writers }, (_, writer) =>
    runWriter(load, namesOf(writer), random, signal),
  );
  const killing = runKiller(fleet, kills, { everyMs: options.killEvery * 1000, random }, signal);
  const from = performance.now();
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - from) / 1000);
    say(
      `${seconds} s: ${kills.count} killed, ${ledger.acknowledgedCount} writes acknowledged, ` +
        `${ledger.unknownCount} with unknown outcome, ${violations.length} violations`,
    );
  }, 10_000);
  const end = new Promise<void>((resolve) => setTimeout(resolve, options.minutes * 60_000));
  try {
    await Promise.race([end, killing, ...writers]);
  } finally {
    clearInterval(progress);
    ending.abort();
  }
  await Promise.all([killing, ...writers]);
}

/** Everyone is back and agrees, and says so over the API. */
async function settle(): Promise<void> {
  say("no more kills: waiting until every manager is ready");
  for (const name of names) {
    await until(`${name} sees every manager ready and reachable`, () => seesAll(name));
  }
  await until("every task runs", async () => {
    const filters = encodeURIComponent(
      JSON.stringify({ service: { [TASKS]: true }, "desired-state": { running: true } }),
    );
    const path = `/tasks?filters=${filters}`;
    const tasks = (await read<readonly TaskFacts[]>(socketOf("manager1"), path)) ?? [];
    const running = tasks.filter(({ Status }) => Status.State === "running");
    return (running.length === REPLICAS && tasks.length === REPLICAS) || undefined;
  });
  for (const name of ledger.names()) {
    for (const manager of names) {
      const { value } = await until(`${manager} tells of ${name}`, () =>
        look(socketOf(manager), name),
      );
      const complaint = ledger.check(name, value.value);
      if (complaint !== undefined) violations.push(`${manager} says: ${complaint}`);
    }
  }
}

async function seesAll(name: string): Promise<true | undefined> {
  const nodes = (await read<readonly NodeFacts[]>(socketOf(name), "/nodes")) ?? [];
  const well = nodes.filter(
    ({ Status, ManagerStatus }) =>
      Status.State === "ready" && ManagerStatus?.Reachability === "reachable",
  );
  return (well.length === names.length && nodes.length === names.length) || undefined;
}

async function compareStores(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const gone = [...fleet.alive.values()].map(
    ({ process: child }) =>
      new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  );
  await Promise.all(gone);
  const states = await readStores(names.map((name) => join(home, name, "state")));
  for (const [at, { index, digest, values }] of states.entries()) {
    const name = names[at] ?? "";
    say(`${name}: entry ${index}, ${values.size} services of the load, state ${digest}`);
    if (digest !== states[0]?.digest) violations.push(`${name}'s store differs from manager1's`);
    for (const key of ledger.names()) {
      const complaint = ledger.check(key, values.get(key) ?? "absent");
      if (complaint !== undefined) violations.push(`on ${name}'s disk: ${complaint}`);
    }
  }
}

function cleanUp({ keepFiles }: { readonly keepFiles: boolean }): void {
  for (const { process: child } of fleet.alive.values()) child.kill("SIGKILL");
  killMarked(mark);
  if (!keepFiles) rmSync(home, { recursive: true, force: true });
}

function namesOf(writer: number): readonly string[] {
  return Array.from({ length: NAMES_PER_WRITER }, (_, index) => `load-${writer}-${index}`);
}

function socketOf(name = "manager1"): string {
  return join(home, name, "skein.sock");
}

function say(text: string): void {
  console.log(`▸ ${text}`);
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}
