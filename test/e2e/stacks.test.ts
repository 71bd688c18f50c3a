import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "ava";
import { attempt, until, type Outcome } from "./rig/shell.ts";

const COMPOSE = `
services:
  web:
    image: nginx:\${TAG:-1}
    command: \${COMMAND:-sleep 1000}
    secrets: [password]
    configs: [{source: site, target: site}]
    deploy:
      replicas: 2
      update_config: {monitor: 1s, failure_action: "\${ON_FAILURE:-pause}", order: stop-first}
    stop_grace_period: 1s
  worker:
    image: busybox:1
    command: sleep 1000
    deploy: {update_config: {monitor: 1s}}
    stop_grace_period: 1s
secrets: {password: {file: ./password}}
configs: {site: {content: "hello \${WHO:-world}"}}
networks: {default: {name: host, external: true}}
`;

/** A daemon whose tasks are processes of this machine, and a folder with a Compose file. */
class Bench implements AsyncDisposable {
  readonly folder: string;
  readonly #memory: string;
  readonly #daemon: ChildProcess;

  private constructor(folder: string, memory: string, daemon: ChildProcess) {
    this.folder = folder;
    this.#memory = memory;
    this.#daemon = daemon;
  }

  static async up(): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), "skein-stacks-"));
    // What holds secrets must be in memory.
    const memory = await mkdtemp("/dev/shm/skein-stacks-");
    const daemon = spawn(
      process.execPath,
      [
        ...[resolve("build/bin/skeind.js"), "--engine", "process", "--log-level", "error"],
        ...["--state-dir", join(folder, "state"), "--memory-dir", memory],
        ...["-H", `unix://${folder}/skein.sock`],
      ],
      { stdio: "ignore" },
    );
    const bench = new Bench(folder, memory, daemon);
    await until("the daemon answers", async () => (await bench.skein("version")).code === 0);
    // An address of loopback that no other run uses.
    const address = `127.77.${Math.floor(process.pid / 250) % 250}.${1 + (process.pid % 250)}:4377`;
    await bench.skein("init", "--advertise-addr", address, "--listen-addr", address);
    await writeFile(join(folder, "compose.yaml"), COMPOSE);
    await bench.password("one");
    return bench;
  }

  password(text: string): Promise<void> {
    return writeFile(join(this.folder, "password"), text);
  }

  skein(...args: readonly string[]): Promise<Outcome> {
    return this.with({}, ...args);
  }

  with(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Outcome> {
    const host = { SKEIN_HOST: `unix://${this.folder}/skein.sock` };
    const command = [process.execPath, resolve("build/bin/skein.js"), ...args];
    return attempt(command, { cwd: this.folder, env: { ...host, ...env } });
  }

  deploy(
    env: Readonly<Record<string, string>> = {},
    ...flags: readonly string[]
  ): Promise<Outcome> {
    const line = ["stack", "deploy", "--resolve-image", "never", "--timeout", "60s"];
    return this.with(env, ...line, ...flags, "shop");
  }

  async lines(...args: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await this.skein(...args);
    return stdout.split("\n").filter((line) => line !== "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.skein("stack", "rm", "--timeout", "20s", "shop");
    const gone = new Promise((done) => this.#daemon.once("exit", done));
    this.#daemon.kill("SIGTERM");
    await gone;
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.#memory, { recursive: true, force: true });
  }
}

test.serial("a stack is deployed, updated, rotated, pruned and removed", async (t) => {
  await using bench = await Bench.up();
  const running = (): Promise<readonly string[]> =>
    bench.lines("stack", "services", "--format", "{{.Name}} {{.Replicas}}", "shop");

  const first = await bench.deploy();
  t.is(first.code, 0, first.stderr);
  t.regex(first.stdout, /^shop_web: verify: Service \w+ converged$/m);
  t.deepEqual(await running(), ["shop_web 2/2", "shop_worker 1/1"]);

  await bench.password("two");
  const rotated = await bench.deploy({ WHO: "moon" });
  t.is(rotated.code, 0, rotated.stderr);
  t.regex(rotated.stdout, /^Updating service shop_web/m);
  t.regex(rotated.stdout, /^Service shop_worker is up to date$/m);
  t.is((await bench.lines("secret", "ls", "-q")).length, 2);

  const rolledBack = await bench.skein("service", "rollback", "--timeout", "60s", "shop_web");
  t.is(rolledBack.code, 0, "the secret from before is still there");

  await bench.password("three");
  const again = await bench.deploy({ WHO: "moon" });
  t.is(again.code, 0, again.stderr);

  await writeFile(
    join(bench.folder, "compose.yaml"),
    COMPOSE.replace(/ {2}worker:[^]*?1s\nsec/, "sec"),
  );
  const pruned = await bench.deploy({ WHO: "moon" }, "--prune");
  t.is(pruned.code, 0, pruned.stderr);
  t.regex(pruned.stdout, /^Removing service shop_worker$/m);
  t.deepEqual(await running(), ["shop_web 2/2"]);

  const removed = await bench.skein("stack", "rm", "--timeout", "30s", "shop");
  t.is(removed.code, 0, removed.stderr);
  t.deepEqual(await bench.lines("service", "ls", "-q"), []);
  t.deepEqual(await bench.lines("secret", "ls", "-q"), []);
  t.deepEqual(await bench.lines("config", "ls", "-q"), []);
});

test.serial("a deployment that fails exits with 1, and says why", async (t) => {
  await using bench = await Bench.up();
  await bench.deploy();

  const paused = await bench.deploy({ TAG: "2", COMMAND: "false" });
  t.is(paused.code, 1);
  t.regex(paused.stderr, /service update paused: /);

  const mended = await bench.deploy({ TAG: "3" });
  t.is(mended.code, 0, mended.stderr);

  const undone = await bench.deploy({ TAG: "4", COMMAND: "false", ON_FAILURE: "rollback" });
  t.is(undone.code, 1);
  t.regex(undone.stderr, /service update rolled back: /);

  const late = await bench.deploy({ TAG: "5", COMMAND: "no-such-program" }, "--timeout", "3s");
  t.is(late.code, 1);
  t.regex(late.stderr, /update paused|has not converged/);
});
