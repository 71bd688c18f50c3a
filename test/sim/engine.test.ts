import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  makeContainerSpec,
  makeTask,
  makeTaskSpec,
  type Task,
} from "../../src/model/generated/types.ts";
import type { Engine } from "../../src/worker/engine/engine.ts";
import { engineConformance, type Programs } from "../conformance/engine.ts";
import { SimEngineHost } from "./engine.ts";
import { Simulation } from "./simulation.ts";

const NEVER = new AbortController().signal;

function task(id: string, ...command: string[]): Task {
  return makeTask({ id, spec: makeTaskSpec({ container: makeContainerSpec({ command }) }) });
}

async function run(engine: Engine, ran: Task): Promise<void> {
  await engine.prepare(ran, NEVER);
  await engine.start(ran, NEVER);
}

/** The language of `fateByCommand`. */
const PROGRAMS: Programs = {
  endless: { command: ["serve"] },
  stubborn: { command: ["stubborn"] },
  lasting: (ms, exitCode) => ({ command: ["sleep", String(ms), String(exitCode)] }),
  obedient: { command: ["exit"] },
  talking: { command: ["talk"] },
  impossible: { command: ["unstartable"] },
};

let underTest: Simulation;

engineConformance(
  "simulated",
  (title, body) => {
    test.serial(title, async (t) => {
      const sim = new Simulation(1);
      underTest = sim;
      await sim.finish(body(t));
    });
  },
  async () => {
    const sim = underTest;
    const host = new SimEngineHost(sim, "w1");
    return {
      programs: PROGRAMS,
      open: async () => host.connect(sim.process("w1")),
      sleep: (ms) => sim.process("clock").clock.sleep(ms, NEVER),
    };
  },
);

test.serial("engine: containers survive their agent, and the next one adopts them", async (t) => {
  const sim = new Simulation(1);
  const host = new SimEngineHost(sim, "w1");
  const first = sim.process("w1");
  await sim.finish(run(host.connect(first), task("a")));
  // Asked for, and the agent dies before the answer.
  host
    .connect(first)
    .prepare(task("b"), NEVER)
    .catch(() => undefined);

  first.kill();
  await sim.advance(1000);
  const second = host.connect(sim.process("w1"));

  t.deepEqual(await sim.finish(second.list(NEVER)), [
    { taskId: "a", running: true },
    { taskId: "b", running: false },
  ]);
  const waiting = second.wait(task("a"), NEVER);
  await sim.finish(second.shutDown(task("a"), NEVER));
  t.deepEqual(await sim.finish(waiting), { exitCode: 0 });
});

test.serial("engine: loss of power ends what ran, and keeps the containers", async (t) => {
  const sim = new Simulation(1);
  const host = new SimEngineHost(sim, "w1");
  const engine = host.connect(sim.process("w1"));
  await sim.finish(run(engine, task("a")));

  host.losePower();

  t.like(await sim.finish(engine.wait(task("a"), NEVER)), { exitCode: 137 });
  t.deepEqual(host.running, []);
  t.is(host.containers.length, 1);
});

test.serial(
  "engine: while its daemon is down it answers nothing, and a wait outlasts that",
  async (t) => {
    const sim = new Simulation(1);
    const host = new SimEngineHost(sim, "w1");
    const engine = host.connect(sim.process("w1"));
    await sim.finish(run(engine, task("a", "sleep", "5000", "3")));
    const waiting = engine.wait(task("a"), NEVER);
    waiting.catch(() => undefined);

    host.setDown(true);
    const error = await t.throwsAsync(() => sim.finish(engine.list(NEVER)), {
      instanceOf: OperationalError,
    });
    await sim.advance(10_000);
    host.setDown(false);

    t.is(error.code, "unavailable");
    t.like(await sim.finish(waiting), { exitCode: 3 });
  },
);

test.serial("engine: two changes of one task at once are a bug of the agent", async (t) => {
  const sim = new Simulation(1);
  const engine = new SimEngineHost(sim, "w1").connect(sim.process("w1"));

  const first = engine.prepare(task("a"), NEVER);
  await t.throwsAsync(engine.start(task("a"), NEVER), { message: /Two calls at once/ });
  await t.notThrowsAsync(sim.finish(first));
});

test.serial(
  "engine: a task with a health check is started when it is well, or never",
  async (t) => {
    const sim = new Simulation(1);
    const engine = new SimEngineHost(sim, "w1").connect(sim.process("w1"));
    const well = task("a", "healthy", "3000");
    await sim.finish(engine.prepare(well, NEVER));
    const beforeMs = sim.nowMs;
    await sim.finish(engine.start(well, NEVER));
    t.true(sim.nowMs - beforeMs >= 3_000);

    const ill = task("b", "unhealthy", "2000", "5000");
    await t.throwsAsync(() => sim.finish(run(engine, ill)), {
      message: "task: non-zero exit (137): unhealthy container",
    });
    const later = task("c", "unhealthy", "2000", "1000");
    await sim.finish(run(engine, later));
    t.like(await sim.finish(engine.wait(later, NEVER)), {
      error: "task: non-zero exit (137): unhealthy container",
    });
  },
);
