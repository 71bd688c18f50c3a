import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import {
  makeConfigReference,
  makeFileTarget,
  makeHealthConfig,
  makeMount,
  makeSecretReference,
} from "../../../src/model/generated/types.ts";
import type { ContainerSpec } from "../../../src/model/generated/types.ts";
import { filePlaces } from "../../../src/model/task-file.ts";
import { durationOf } from "../../../src/model/time.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { isTemporary } from "../../../src/worker/engine/engine.ts";
import { ProcessEngine } from "../../../src/worker/engine/process.ts";
import { signalOf } from "../../../src/worker/engine/process-launch.ts";
import { SHELL_PROGRAMS, engineConformance, engineTask } from "../../conformance/engine.ts";

const NEVER = new AbortController().signal;

const open = (directory: string): ProcessEngine =>
  new ProcessEngine({
    ...{ directory, environment: {}, clock: realClock },
    memoryDirectory: join("/dev/shm", basename(directory)),
  });

engineConformance(
  "process",
  (title, body) => test(title, body),
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "skein-processes-"));
    const release = (): Promise<void> => rm(directory, { recursive: true });
    return { open: async () => open(directory), programs: SHELL_PROGRAMS, release };
  },
);

/** An engine in a directory of its own; whatever the body leaves running is stopped. */
async function withEngine(
  body: (engine: ProcessEngine, directory: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "skein-processes-"));
  const engine = open(directory);
  try {
    await body(engine, directory);
  } finally {
    for (const { taskId } of await engine.list()) await engine.remove(taskId, NEVER);
    await rm(directory, { recursive: true });
  }
}

const shell = (script: string, more: Partial<ContainerSpec> = {}): Partial<ContainerSpec> => ({
  command: ["sh", "-c"],
  args: [script],
  stopGracePeriod: durationOf(0),
  ...more,
});

test("process engine: a task without a command is refused, with what to do about it", async (t) => {
  await withEngine(async (engine) => {
    const error = await t.throwsAsync(engine.prepare(engineTask({ image: "nginx" })), {
      message: /no images, so the service must have a command; or run skeind --engine docker$/,
    });
    t.false(isTemporary(error));
  });
});

const UNSUPPORTED: readonly [what: string, spec: Partial<ContainerSpec>][] = [
  ["mounts", { mounts: [makeMount({ target: "/x" })] }],
  ["health checks", { healthcheck: makeHealthConfig({ test: ["CMD", "true"] }) }],
];

for (const [what, spec] of UNSUPPORTED) {
  test(`process engine: ${what} are refused rather than left out`, async (t) => {
    await withEngine(async (engine) => {
      const prepared = engine.prepare(engineTask(shell("true", spec)));

      await t.throwsAsync(prepared, {
        message: new RegExp(`${what} need skeind --engine docker$`),
      });
    });
  });
}

test("process engine: a secret for an absolute path is refused, with where it could be", async (t) => {
  await withEngine(async (engine) => {
    const file = makeFileTarget({ name: "/etc/key" });
    const secrets = [makeSecretReference({ secretId: "x", secretName: "key", file })];
    await t.throwsAsync(engine.prepare(engineTask(shell("true", { secrets }))), {
      message: /secret "key" cannot be at "\/etc\/key" .* directory \$SKEIN_SECRETS; or run skeind/,
    });
    const up = makeFileTarget({ name: "../c" });
    const configs = [makeConfigReference({ configId: "x", configName: "c", file: up })];
    await t.throwsAsync(engine.prepare(engineTask(shell("true", { configs }))), {
      message: /config "c" cannot be at "\.\.\/c"/,
    });
  });
});

test("process engine: a program finds its secrets in memory, and nobody finds them later", async (t) => {
  await withEngine(async (engine, directory) => {
    const file = makeFileTarget({ name: "db/key", mode: 0o400 });
    const secrets = [makeSecretReference({ secretId: "x", secretName: "key", file })];
    const task = engineTask(shell('cat "$SKEIN_SECRETS/db/key"', { secrets }));
    const [place] = filePlaces(task.spec!.container!);
    const memory = join("/dev/shm", basename(directory));
    await engine.provide(task, [{ ...place!, data: new TextEncoder().encode("sesame") }]);
    t.deepEqual(await engine.provided(), [task.id]);
    t.is((await lstat(join(memory, task.id))).mode & 0o777, 0o700);
    await engine.prepare(task);
    await engine.start(task, NEVER);
    t.is((await engine.wait(task, NEVER)).exitCode, 0);
    t.is(await readFile(join(directory, task.id, "stdout.log"), "utf8"), "sesame");
    await engine.withdraw(task.id);

    t.deepEqual(await engine.provided(), []);
    await t.throwsAsync(lstat(memory), { code: "ENOENT" });
  });
});

test("process engine: output goes to files beside the task's working directory", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("pwd; echo oops >&2"));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    await engine.wait(task, NEVER);

    t.is(
      await readFile(join(directory, task.id, "stdout.log"), "utf8"),
      `${directory}/${task.id}/work\n`,
    );
    t.is(await readFile(join(directory, task.id, "stderr.log"), "utf8"), "oops\n");
  });
});

test("process engine: a task runs where its spec says", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("pwd", { dir: "/usr" }));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    await engine.wait(task, NEVER);

    t.is(await readFile(join(directory, task.id, "stdout.log"), "utf8"), "/usr\n");
  });
});

test("process engine: a task inherits nothing but what the daemon hands on", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("env", { env: ["A=1"] }));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    await engine.wait(task, NEVER);

    const variables = await readFile(join(directory, task.id, "stdout.log"), "utf8");
    const names = variables
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    t.deepEqual(
      names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name ?? "")).sort(),
      ["A", "PATH"],
    );
  });
});

/** A test of what only root may do, or nothing at all for others. */
const asRoot = (title: string, body: (t: ExecutionContext) => Promise<void>): void => {
  test(
    title,
    process.getuid?.() === 0 ? body : (t) => t.pass("only root can become somebody else"),
  );
};

asRoot(
  "process engine: a task of another user cannot pass off a foreign process as its own",
  async (t) => {
    await withEngine(async (engine, directory) => {
      const foreign = spawn("sleep", ["1000"], { detached: true });
      await once(foreign, "spawn");
      const own = join(directory, "own");
      const forge = `cat /proc/sys/kernel/random/boot_id /proc/${foreign.pid}/stat > ../status/wrapper`;
      const task = engineTask(shell(`echo $$; ${forge}; exec sleep 1000`, { user: "nobody" }));
      try {
        await engine.prepare(task);
        await engine.start(task, NEVER);
        const exit = await engine.wait(task, NEVER);
        await rename(join(directory, task.id, "stdout.log"), own);
        await engine.remove(task.id, NEVER);

        t.is(exit.exitCode, 137);
        t.true(await isRunning(String(foreign.pid)));
      } finally {
        foreign.kill("SIGKILL");
        const pid = Number.parseInt(await readFile(own, "utf8"), 10);
        if (pid > 0) process.kill(pid, "SIGKILL");
      }
    });
  },
);

asRoot("process engine: a task runs as the user that its spec names", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("id -un; id -gn; echo > file", { user: "nobody" }));
    await engine.prepare(task);
    await engine.start(task, NEVER);

    t.deepEqual(await engine.wait(task, NEVER), { exitCode: 0 });
    t.is(await readFile(join(directory, task.id, "stdout.log"), "utf8"), "nobody\nnogroup\n");
  });
});

test("process engine: an unknown user or signal is refused", async (t) => {
  await withEngine(async (engine) => {
    const unknownUser = engineTask(shell("true", { user: "nobody-of-that-name" }));
    await t.throwsAsync(engine.prepare(unknownUser), { message: /^Cannot run as user "nobody-of/ });
    const unknownSignal = engineTask(shell("true", { stopSignal: "SIGNOTHING" }));
    await t.throwsAsync(engine.prepare(unknownSignal), { message: /^Cannot stop by signal "SIGN/ });
  });
});

test("process engine: a task is stopped by the signal of its spec", async (t) => {
  await withEngine(async (engine) => {
    const script = "trap 'exit 9' USR1; while :; do sleep 0.05; done";
    const task = engineTask(
      shell(script, { stopSignal: "USR1", stopGracePeriod: durationOf(5000) }),
    );
    await engine.prepare(task);
    await engine.start(task, NEVER);

    await engine.shutDown(task, NEVER);

    t.is((await engine.wait(task, NEVER)).exitCode, 9);
  });
});

test("process engine: what a task has started ends with it", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("sleep 1000 & echo $!"));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    await engine.wait(task, NEVER);
    const pid = (await readFile(join(directory, task.id, "stdout.log"), "utf8")).trim();

    await engine.shutDown(task, NEVER);

    t.true(await hasEnded(pid));
  });
});

test("process engine: a killed process is told as killed, and takes the rest along", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("sleep 1000 & echo $!; wait"));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    const program = (await engine.inspect(task))?.container.pid ?? 0;
    const wrapper = Number(
      (await readFile(join(directory, task.id, "status/wrapper"), "utf8"))
        .split("\n")[1]
        ?.split(" ")[0],
    );

    process.kill(wrapper, "SIGKILL");

    t.deepEqual(await engine.wait(task, NEVER), {
      exitCode: 137,
      error: "task: non-zero exit (137)",
    });
    t.true(await hasEnded(String(program)));
  });
});

test("process engine: a process of the same number in a later life of the machine is not ours", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("sleep 1000"));
    await engine.prepare(task);
    await engine.start(task, NEVER);
    const file = join(directory, task.id, "status/wrapper");
    const pid = (await engine.inspect(task))?.container.pid ?? 0;
    const ours = await readFile(file, "utf8");

    await writeFile(file, ours.replace(/^[^\n]*/, "another-boot"));

    t.is((await engine.wait(task, NEVER)).exitCode, 137);
    t.true(await isRunning(String(pid)));
    await writeFile(file, ours);
  });
});

test("process engine: two starts at once run the program once", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("echo once; sleep 0.2"));
    await engine.prepare(task);

    await Promise.all([engine.start(task, NEVER), open(directory).start(task, NEVER)]);
    await engine.wait(task, NEVER);

    t.is(await readFile(join(directory, task.id, "stdout.log"), "utf8"), "once\n");
  });
});

test("process engine: tasks outlive a killed daemon, and the next one ends them", async (t) => {
  await withEngine(async (engine, directory) => {
    const task = engineTask(shell("sleep 1000"));
    const script = `
      const { ProcessEngine } = await import(${JSON.stringify(new URL("../../../src/worker/engine/process.js", import.meta.url).href)});
      const { realClock } = await import(${JSON.stringify(new URL("../../../src/system/real/clock.js", import.meta.url).href)});
      const engine = new ProcessEngine({ directory: ${JSON.stringify(directory)}, environment: {}, clock: realClock });
      const task = ${JSON.stringify(task)};
      await engine.prepare(task);
      await engine.start(task, new AbortController().signal);
      console.log("started");
      setInterval(() => {}, 1000);
    `;
    const daemon = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(daemon.stdout, "data");
    daemon.kill("SIGKILL");
    await once(daemon, "exit");

    t.deepEqual(await engine.list(), [{ taskId: task.id, running: true }]);
    const pid = (await engine.inspect(task))?.container.pid ?? 0;
    t.true(await isRunning(String(pid)));
    await engine.remove(task.id, NEVER);
    t.true(await hasEnded(String(pid)));
  });
});

test("signalOf: any name of a signal", (t) => {
  t.deepEqual(["", "SIGTERM", "int", "10"].map(signalOf), [
    "SIGTERM",
    "SIGTERM",
    "SIGINT",
    "SIGUSR1",
  ]);
});

async function isRunning(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !stat.includes(") Z ");
}

/** Whether a process ends soon: one that was killed is seen for a moment longer. */
async function hasEnded(pid: string): Promise<boolean> {
  for (let look = 0; look < 100 && (await isRunning(pid)); look++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return !(await isRunning(pid));
}
