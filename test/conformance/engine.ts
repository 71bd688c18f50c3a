import type { ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  LogStream,
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeLogSubscriptionOptions,
  makeTask,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import type { ContainerSpec, Task } from "../../src/model/generated/types.ts";
import { compareTimes } from "../../src/model/log-position.ts";
import { durationOf } from "../../src/model/time.ts";
import { isTemporary, type Engine, type LogLine } from "../../src/worker/engine/engine.ts";

/** What the suite lets tasks do, in the language of the engine under test. */
export interface Programs {
  /** Runs until it is stopped, and then ends with code 0. */
  readonly endless: Partial<ContainerSpec>;
  /** Runs, and takes no notice of its stop signal. */
  readonly stubborn: Partial<ContainerSpec>;
  /** Runs for that long, then ends with that code. */
  readonly lasting: (ms: number, exitCode: number) => Partial<ContainerSpec>;
  /** Ends with the code that its environment says in EXIT_CODE. */
  readonly obedient: Partial<ContainerSpec>;
  /** Prints "one" on its output and "two" on its error stream, and runs until it is stopped. */
  readonly talking: Partial<ContainerSpec>;
  /** Cannot be started. */
  readonly impossible: Partial<ContainerSpec>;
}

const shell = (script: string): Partial<ContainerSpec> => ({ command: ["sh", "-c", script] });

/** For engines that run real programs. */
export const SHELL_PROGRAMS: Programs = {
  endless: shell("trap 'exit 0' TERM; while :; do sleep 0.05; done"),
  stubborn: shell("trap '' TERM; while :; do sleep 0.05; done"),
  lasting: (ms, exitCode) => shell(`sleep ${ms / 1000}; exit ${exitCode}`),
  obedient: shell('exit "$EXIT_CODE"'),
  talking: shell(
    "echo one; sleep 0.2; echo two >&2; exec 2>/dev/null; trap 'exit 0' TERM; while :; do sleep 0.05; done",
  ),
  impossible: { command: ["/no/such/program"] },
};

export interface EngineUnderTest {
  /** An engine object as a daemon has it. Every call is another life of the same daemon. */
  readonly open: () => Promise<Engine>;
  readonly programs: Programs;
  /** What every task's spec has besides its program, such as an image. */
  readonly spec?: Partial<ContainerSpec>;
  /** Lets time pass, where that is not real time. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Takes away what the engines of one test needed. */
  readonly release?: () => Promise<void>;
}

function realSleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export type RegisterTest = (title: string, body: (t: ExecutionContext) => Promise<void>) => void;

const NEVER = new AbortController().signal;

let tasks = 0;

/** A task as the agent gets it, with an id that no other test has. */
export function engineTask(spec: Partial<ContainerSpec>, fields: Partial<Task> = {}): Task {
  const id = `${process.pid.toString(36)}${(tasks++).toString(36)}`.padStart(25, "t");
  return makeTask({
    id,
    serviceId: "service0000000000000000id",
    slot: 1,
    nodeId: "node0000000000000000000id",
    serviceAnnotations: makeAnnotations({ name: "web" }),
    desiredState: TaskState.RUNNING,
    spec: makeTaskSpec({
      container: makeContainerSpec({ stopGracePeriod: durationOf(5000), ...spec }),
    }),
    ...fields,
  });
}

/** What every engine must do, whatever it is made of. */
export function engineConformance(
  name: string,
  register: RegisterTest,
  underTest: () => Promise<EngineUnderTest>,
): void {
  const check = (
    behaviour: string,
    body: (t: ExecutionContext, world: World) => Promise<void>,
  ): void => {
    register(`${name} engine: ${behaviour}`, async (t) => {
      const world = new World(await underTest());
      try {
        await body(t, world);
      } finally {
        await world.clear();
      }
    });
  };

  check("describes the node", async (t, world) => {
    const engine = await world.open();

    const { hostname, platform, resources, engine: software } = await engine.describe(NEVER);

    t.not(hostname, "");
    t.not(platform?.os, undefined);
    t.not(platform?.architecture, undefined);
    t.true((resources?.nanoCpus ?? 0) >= 1e9);
    t.true((resources?.memoryBytes ?? 0) > 0);
    t.not(software?.engineVersion ?? "", "");
  });

  check("runs a task to its good end", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.lasting(3000, 0));

    t.is(await engine.inspect(task, NEVER), undefined);
    await engine.prepare(task, NEVER);
    t.deepEqual(await engine.list(NEVER), [{ taskId: task.id, running: false }]);
    await engine.start(task, NEVER);
    const running = await engine.inspect(task, NEVER);
    const exit = await engine.wait(task, NEVER);
    const ended = await engine.inspect(task, NEVER);

    t.true((running?.container.pid ?? 0) > 0);
    t.deepEqual(exit, { exitCode: 0 });
    t.not(running?.container.containerId ?? "", "");
    t.is(ended?.container.containerId, running?.container.containerId);
    t.deepEqual([ended?.container.pid, ended?.container.exitCode], [0, 0]);
  });

  check("tells the exit code of a task that failed", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.lasting(300, 3));

    await world.run(engine, task);

    t.deepEqual(await engine.wait(task, NEVER), {
      exitCode: 3,
      error: "task: non-zero exit (3)",
    });
    t.is((await engine.inspect(task, NEVER))?.container.exitCode, 3);
  });

  check("tells the end to all who wait, early or late", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.lasting(300, 0));

    await world.run(engine, task);
    const early = engine.wait(task, NEVER);
    await engine.wait(task, NEVER);
    await engine.wait(task, NEVER);

    t.deepEqual(await early, { exitCode: 0 });
  });

  check("gives a task its environment", async (t, world) => {
    const engine = await world.open();
    const task = world.task({ ...world.programs.obedient, env: ["EXIT_CODE=7"] });

    await world.run(engine, task); // It may be over before anybody sees it run.

    t.is((await engine.wait(task, NEVER)).exitCode, 7);
  });

  check("stops a task by its signal, within its grace period", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.endless);
    await world.run(engine, task);

    await engine.shutDown(task, NEVER);

    t.deepEqual(await engine.wait(task, NEVER), { exitCode: 0 });
    t.deepEqual(await engine.list(NEVER), [{ taskId: task.id, running: false }]);
  });

  check("kills a task that does not stop in time", async (t, world) => {
    const engine = await world.open();
    const task = world.task({ ...world.programs.stubborn, stopGracePeriod: durationOf(1000) });
    await world.run(engine, task);

    await engine.shutDown(task, NEVER);

    t.deepEqual(await engine.wait(task, NEVER), {
      exitCode: 137,
      error: "task: non-zero exit (137)",
    });
  });

  check("does nothing twice when it is asked twice", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.endless);

    await engine.prepare(task, NEVER);
    await engine.prepare(task, NEVER);
    await engine.start(task, NEVER);
    const first = await engine.inspect(task, NEVER);
    await engine.prepare(task, NEVER);
    await engine.start(task, NEVER);

    t.deepEqual(await engine.inspect(task, NEVER), first);
    t.is((await engine.list(NEVER)).length, 1);

    await engine.shutDown(task, NEVER);
    await engine.shutDown(task, NEVER);
    await engine.remove(task.id, NEVER);
    await engine.remove(task.id, NEVER);
    t.deepEqual(await engine.list(NEVER), []);
  });

  check("has nothing to stop or remove where nothing is", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.endless);

    await t.notThrowsAsync(engine.shutDown(task, NEVER));
    await t.notThrowsAsync(engine.remove(task.id, NEVER));
    await engine.prepare(task, NEVER);
    await t.notThrowsAsync(engine.shutDown(task, NEVER));
    await engine.remove(task.id, NEVER);

    t.is(await engine.inspect(task, NEVER), undefined);
  });

  check("never starts a task a second time", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.lasting(300, 0));
    await world.run(engine, task);
    await engine.wait(task, NEVER);

    await engine.start(task, NEVER);

    t.deepEqual(await engine.list(NEVER), [{ taskId: task.id, running: false }]);
  });

  check("removes a task that still runs", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.endless);
    await world.run(engine, task);

    await engine.remove(task.id, NEVER);

    t.deepEqual(await engine.list(NEVER), []);
    t.is(await engine.inspect(task, NEVER), undefined);
  });

  check("finds its tasks again after a restart of the daemon", async (t, world) => {
    const before = await world.open();
    const running = world.task(world.programs.endless);
    const prepared = world.task(world.programs.endless);
    await world.run(before, running);
    await before.prepare(prepared, NEVER);
    const seen = await before.inspect(running, NEVER);
    await before.close();

    const after = await world.open();

    const held = (await after.list(NEVER)).map(({ taskId, running }) => `${taskId} ${running}`);
    t.deepEqual(held.sort(), [`${running.id} true`, `${prepared.id} false`].sort());
    t.deepEqual(await after.inspect(running, NEVER), seen);
    await after.start(running, NEVER);
    await after.shutDown(running, NEVER);
    t.deepEqual(await after.wait(running, NEVER), { exitCode: 0 });
  });

  check("knows how a task ended while no daemon ran", async (t, world) => {
    const before = await world.open();
    const task = world.task(world.programs.lasting(300, 4));
    await world.run(before, task);
    await before.close();
    await world.sleep(600);

    const after = await world.open();

    t.is((await after.wait(task, NEVER)).exitCode, 4);
  });

  check("a wait can be given up, and the task runs on", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.endless);
    await world.run(engine, task);
    const patience = new AbortController();

    const waiting = engine.wait(task, patience.signal);
    patience.abort(new OperationalError("cancelled", "Enough"));

    await t.throwsAsync(waiting, { message: "Enough" });
    t.deepEqual(await engine.list(NEVER), [{ taskId: task.id, running: true }]);
  });

  check("gives what a task has printed, and what it prints from then on", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.talking);
    const { signal, abort } = patience();
    const follow = makeLogSubscriptionOptions({ follow: true });
    const following = linesOf(engine.logs(task, follow, signal)); // Before there is anything.
    await world.run(engine, task);
    await world.sleep(1500);
    const all = await linesOf(engine.logs(task, makeLogSubscriptionOptions(), signal));

    t.deepEqual(all, ["1 one\n", "2 two\n"]);
    t.deepEqual(
      await linesOf(engine.logs(task, makeLogSubscriptionOptions({ tail: -2 }), signal)),
      ["2 two\n"],
    );
    const errors = makeLogSubscriptionOptions({ streams: [LogStream.LOG_STREAM_STDERR] });
    t.deepEqual(await linesOf(engine.logs(task, errors, signal)), ["2 two\n"]);
    await engine.shutDown(task, NEVER);
    t.deepEqual(await following, all); // It ends with the task.
    t.deepEqual(await linesOf(engine.logs(task, follow, signal)), all);
    abort();
  });

  check("gives the lines from a moment on, which are the same each time", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.talking);
    await world.run(engine, task);
    await world.sleep(1500);
    const all = [];
    for await (const line of engine.logs(task, makeLogSubscriptionOptions(), NEVER)) all.push(line);
    const since = all.at(-1)?.timestamp;
    const last = [];
    const options = makeLogSubscriptionOptions({ since });
    for await (const line of engine.logs(task, options, NEVER)) last.push(line);

    t.is(all.length, 2);
    // A task may print both in one and the same moment.
    const isFrom = ({ timestamp }: LogLine): boolean =>
      since !== undefined && compareTimes(timestamp, since) >= 0;
    t.deepEqual(last, all.filter(isFrom));
  });

  check("a reader of logs can give up, and the task runs on", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.talking);
    await world.run(engine, task);
    const { signal, abort } = patience();
    const follow = makeLogSubscriptionOptions({ follow: true });
    const following = linesOf(engine.logs(task, follow, signal));
    await world.sleep(100);
    abort();

    await t.throwsAsync(following, { message: "Enough" });
    t.deepEqual(await engine.list(NEVER), [{ taskId: task.id, running: true }]);
  });

  check("says for good that a task cannot be started", async (t, world) => {
    const engine = await world.open();
    const task = world.task(world.programs.impossible);

    await engine.prepare(task, NEVER);
    const error = await t.throwsAsync(engine.start(task, NEVER));

    t.false(isTemporary(error));
  });

  check("runs many tasks side by side", async (t, world) => {
    const engine = await world.open();
    const codes = [0, 1, 2, 3, 4, 5];
    const many = codes.map((code) => world.task(world.programs.lasting(500, code)));

    const exits = await Promise.all(
      many.map(async (task) => {
        await world.run(engine, task);
        return engine.wait(task, NEVER);
      }),
    );

    t.deepEqual(
      exits.map(({ exitCode }) => exitCode),
      codes,
    );
  });
}

function patience(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new OperationalError("cancelled", "Enough"));
  return { signal: controller.signal, abort };
}

async function linesOf(logs: AsyncIterable<LogLine>): Promise<string[]> {
  const lines: string[] = [];
  for await (const { stream, data } of logs) {
    lines.push(`${stream} ${new TextDecoder().decode(data)}`);
  }
  return lines;
}

/** One test's engine objects and tasks; leaves nothing behind. */
class World {
  readonly programs: Programs;
  readonly sleep: (ms: number) => Promise<void>;
  readonly #underTest: EngineUnderTest;
  readonly #opened: Engine[] = [];

  constructor(underTest: EngineUnderTest) {
    this.#underTest = underTest;
    this.programs = underTest.programs;
    this.sleep = underTest.sleep ?? realSleep;
  }

  async open(): Promise<Engine> {
    const engine = await this.#underTest.open();
    this.#opened.push(engine);
    return engine;
  }

  task(spec: Partial<ContainerSpec>): Task {
    return engineTask({ ...this.#underTest.spec, ...spec });
  }

  async run(engine: Engine, task: Task): Promise<void> {
    await engine.prepare(task, NEVER);
    await engine.start(task, NEVER);
  }

  async clear(): Promise<void> {
    const engine = await this.open();
    for (const { taskId } of await engine.list(NEVER)) await engine.remove(taskId, NEVER);
    for (const opened of this.#opened) await opened.close();
    await this.#underTest.release?.();
  }
}
