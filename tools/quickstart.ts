/**
 * Shows what Skein does, on one machine with nothing but Node.js: three managers and two workers as
 * daemons of their own, a service that is scaled, and a cluster that heals. Cleans up after itself.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { leaderOf, running, tryScale, until } from "./quickstart/cluster.ts";
import { killMarked, startDaemon, stopDaemon, type Daemon } from "./quickstart/daemons.ts";
import { chooseEngine, type ChosenEngine } from "./quickstart/engine.ts";
import { ask, report, say, skein } from "./quickstart/show.ts";

const SERVICE = "hello";
const COMMAND = ["sh", "-c", "while :; do echo hello; sleep 5; done"];

const options = new Command("quickstart")
  .description("Three managers, two workers, one service: deploy, scale, kill, heal.")
  .addOption(
    new Option("--engine <kind>", "docker sets up Docker Engine where none answers").choices([
      "docker",
      "process",
    ]),
  )
  .option("--keep", "leave the cluster running and say how to use it")
  .parse()
  .opts<{ readonly engine?: string; readonly keep?: true }>();

const home = mkdtempSync(join(tmpdir(), "skein-quickstart-"));
const mark = home.slice(home.lastIndexOf("-") + 1);
const environmentMark = `SKEIN_QUICKSTART=${mark}`;
const daemons: Daemon[] = [];
let engine: ChosenEngine | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void cleanUp().then(() => process.exit(130)));
}

try {
  engine = await chooseEngine(options.engine, home);
  await form(engine);
  await deploy(engine);
  const dead = await killTheLeader();
  await killAWorker(dead);
  if (options.keep) explain(engine);
  else await cleanUp();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  say(`The daemons' logs: ${home}/*/skeind.log`);
  await cleanUp({ keepLogs: true });
  process.exitCode = 1;
}

function daemon(name: string): Daemon {
  const found = daemons.find((one) => one.name === name);
  if (!found) throw new Error(`No daemon ${name}`);
  return found;
}

async function form({ options: engineOptions }: ChosenEngine): Promise<void> {
  const from = performance.now();
  const names = ["manager1", "manager2", "manager3", "worker1", "worker2"];
  daemons.push(
    ...(await Promise.all(
      names.map((name, index) => startDaemon(home, name, `127.77.0.${index + 1}`, engineOptions)),
    )),
  );
  report("five daemons started", performance.now() - from);

  const first = daemon("manager1");
  const joining = performance.now();
  await skein(first.socket, [
    "init",
    "--advertise-addr",
    first.address,
    "--listen-addr",
    `${first.address}:2377`,
  ]);
  for (const one of daemons.slice(1)) {
    const role = one.name.startsWith("manager") ? "manager" : "worker";
    const token = (await ask(first.socket, ["join-token", "-q", role]))?.trim() ?? "";
    const addresses = ["--advertise-addr", one.address, "--listen-addr", `${one.address}:2377`];
    await skein(one.socket, ["join", ...addresses, "--token", token, `${first.address}:2377`]);
  }
  await until("every node is ready", async () => {
    const table = await ask(first.socket, ["node", "ls", "--format", "{{.Status}}"]);
    return (
      table
        ?.trim()
        .split("\n")
        .filter((status) => status === "Ready").length === 5 || undefined
    );
  });
  report("a cluster of five formed", performance.now() - joining);
  await skein(first.socket, ["node", "ls"]);
}

async function deploy({ image }: ChosenEngine): Promise<void> {
  const { socket } = daemon("manager1");
  const marks = ["--env", environmentMark, "--container-label", `io.skein.quickstart=${mark}`];
  const create = performance.now();
  await skein(socket, [
    ...[
      "service",
      "create",
      "--detach",
      "--no-resolve-image",
      "--name",
      SERVICE,
      "--replicas",
      "6",
      "--stop-grace-period",
      "1s",
    ],
    ...[...marks, image, ...COMMAND],
  ]);
  await allRun(6, []);
  report("6 of 6 replicas run", performance.now() - create);
  await skein(socket, ["service", "ps", SERVICE]);

  const scale = performance.now();
  await skein(socket, ["service", "scale", "--detach", `${SERVICE}=10`]);
  await allRun(10, []);
  report("10 of 10 replicas run", performance.now() - scale);
}

async function killTheLeader(): Promise<Daemon> {
  const leader = await leaderOf(daemon("manager1"), daemons);
  if (!leader) throw new Error("No manager says that it leads");
  const others = daemons.filter((one) => one !== leader && one.name.startsWith("manager"));
  say(`Killing the leader, ${leader.name}, with SIGKILL`);
  const from = performance.now();
  leader.process.kill("SIGKILL");
  const write = await until("another leader accepts a write", async () => {
    const accepted = await Promise.all(others.map((one) => tryScale(one, SERVICE, 11)));
    return accepted.includes(true) || undefined;
  });
  report("another manager leads, and the next write was accepted", write.ms);
  await allRun(11, [leader]);
  report("11 of 11 replicas run, none of them on the dead manager", performance.now() - from);
  return leader;
}

async function killAWorker(leader: Daemon): Promise<void> {
  const worker = daemon("worker2");
  const asked = daemons.find((one) => one !== leader && one.name.startsWith("manager"));
  if (!asked) throw new Error("No manager is left");
  say(`Killing ${worker.name} with SIGKILL`);
  const from = performance.now();
  worker.process.kill("SIGKILL");
  await allRun(11, [leader, worker]);
  report("11 of 11 replicas run again, none of them on the dead worker", performance.now() - from);
  await skein(asked.socket, ["node", "ls"]);
  await skein(asked.socket, ["service", "ls"]);
}

/** Waits until `count` replicas run on machines that are alive, and shows how it gets there. */
async function allRun(count: number, dead: readonly Daemon[]): Promise<void> {
  const asked = daemons.find((one) => one.name.startsWith("manager") && !dead.includes(one));
  let shown = -1;
  await until(`${count} replicas run`, async () => {
    const now = asked && (await running(asked, SERVICE, dead));
    if (now !== undefined && now !== shown) {
      shown = now;
      say(`  ${"▮".repeat(now)}${"▯".repeat(Math.max(0, count - now))} ${now} of ${count} run`);
    }
    return now === count || undefined;
  });
}

function explain({ keep }: ChosenEngine): void {
  const { socket } =
    daemons.find((one) => one.process.exitCode === null && one.process.signalCode === null) ??
    daemon("worker1");
  const pids = [...daemons.flatMap(({ process: { pid } }) => pid ?? []), ...keep()];
  say("The cluster keeps running. To use it:");
  console.log(`
    export SKEIN_HOST=unix://${socket}
    alias skein='node ${process.cwd()}/build/bin/skein.js'
    skein node ls
    skein service ps ${SERVICE}
    skein service scale ${SERVICE}=3

  Logs: ${home}/*/skeind.log
  To end it: skein service rm ${SERVICE}; sleep 3; kill ${pids.join(" ")}; sleep 2; rm -r ${home}
`);
  for (const one of daemons) one.process.unref();
}

async function cleanUp({ keepLogs = false } = {}): Promise<void> {
  say("Cleaning up");
  const alive = daemons.find(
    (one) =>
      one.name.startsWith("manager") &&
      one.process.exitCode === null &&
      one.process.signalCode === null,
  );
  if (alive) await ask(alive.socket, ["service", "rm", SERVICE]);
  await Promise.all(daemons.map(stopDaemon));
  killMarked(environmentMark);
  await engine?.release(mark);
  if (!keepLogs) rmSync(home, { recursive: true, force: true });
}
