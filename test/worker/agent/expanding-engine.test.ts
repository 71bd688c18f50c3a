import test from "ava";
import {
  makeContainerSpec,
  makeFileTarget,
  makeNodeDescription,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
  makeTask,
  makeTaskSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { HeldObjects } from "../../../src/worker/agent/held-objects.ts";
import { ExpandingEngine } from "../../../src/worker/agent/expanding-engine.ts";
import { isTemporary } from "../../../src/worker/engine/engine.ts";
import { SimEngineHost } from "../../sim/engine.ts";
import { Simulation } from "../../sim/simulation.ts";

const NEVER = new AbortController().signal;

function task(hostname: string): Task {
  const container = makeContainerSpec({ command: ["serve"], hostname });
  return makeTask({ id: "t1", slot: 3, spec: makeTaskSpec({ container }) });
}

function scene(held = new HeldObjects()): {
  sim: Simulation;
  host: SimEngineHost;
  engine: ExpandingEngine;
} {
  const sim = new Simulation(1);
  const host = new SimEngineHost(sim, "w1");
  const node = makeNodeDescription({ hostname: "as-managers-know-it" });
  const engine = new ExpandingEngine(host.connect(sim.process("w1")), async () => node, held);
  return { sim, host, engine };
}

test.serial("ExpandingEngine: the engine gets tasks with their templates filled in", async (t) => {
  const { sim, host, engine } = scene();

  await sim.finish(engine.prepare(task("{{.Node.Hostname}}-{{.Task.Slot}}"), NEVER));

  t.is(host.containers[0]?.task.spec?.container?.hostname, "as-managers-know-it-3");
});

test.serial("ExpandingEngine: a template that makes no sense ends the task", async (t) => {
  const { sim, host, engine } = scene();

  const error = await t.throwsAsync(
    () => sim.finish(engine.prepare(task("{{.Nonsense}}"), NEVER)),
    {
      message: /^Cannot expand host name "\{\{\.Nonsense\}\}"/,
    },
  );

  t.false(isTemporary(error));
  t.deepEqual(host.containers, []);
});

function withSecret(command: string): Task {
  const file = makeFileTarget({ name: "key" });
  const secrets = [makeSecretReference({ secretId: "s1", secretName: "key", file })];
  const container = makeContainerSpec({ command: [command], secrets });
  return makeTask({ id: "t1", spec: makeTaskSpec({ container }) });
}

function holding(text: string): HeldObjects {
  const held = new HeldObjects();
  const spec = makeSecretSpec({ data: new TextEncoder().encode(text) });
  held.putSecret(makeSecret({ id: "s1", spec }));
  return held;
}

const ENDS: readonly [
  how: string,
  end: (engine: ExpandingEngine, task: Task) => Promise<unknown>,
][] = [
  ["it is shut down", (engine, given) => engine.shutDown(given, NEVER)],
  ["it is removed", (engine, given) => engine.remove(given.id, NEVER)],
];

for (const [how, end] of ENDS) {
  test.serial(`ExpandingEngine: a task's files are there until ${how}`, async (t) => {
    const { sim, host, engine } = scene(holding("sesame"));
    const given = withSecret("serve");
    await sim.finish(engine.prepare(given, NEVER));
    await sim.finish(engine.start(given, NEVER));
    const [file] = host.files.get("t1") ?? [];
    t.like(file, { target: "/run/secrets/key", data: new TextEncoder().encode("sesame") });

    await sim.finish(end(engine, given));

    t.deepEqual([...host.files.keys()], []);
  });
}

test.serial("ExpandingEngine: a task that ends or cannot start leaves no files", async (t) => {
  for (const command of ["unpullable", "unstartable", "exit"]) {
    const { sim, host, engine } = scene(holding("sesame"));
    const given = withSecret(command);
    const life = async (): Promise<void> => {
      await engine.prepare(given, NEVER);
      await engine.start(given, NEVER);
      await engine.wait(given, NEVER);
    };
    await sim.finish(life().catch(() => undefined));

    t.deepEqual([...host.files.keys()], [], command);
  }
});

test.serial("ExpandingEngine: a secret that is not here ends the task, by name", async (t) => {
  const { sim, engine } = scene();

  await t.throwsAsync(() => sim.finish(engine.prepare(withSecret("serve"), NEVER)), {
    message: 'secret "key" (s1) is not on this node: was it removed?',
  });
});
