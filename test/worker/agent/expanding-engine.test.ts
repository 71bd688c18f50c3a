import test from "ava";
import {
  makeContainerSpec,
  makeNodeDescription,
  makeTask,
  makeTaskSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { ExpandingEngine } from "../../../src/worker/agent/expanding-engine.ts";
import { isTemporary } from "../../../src/worker/engine/engine.ts";
import { SimEngineHost } from "../../sim/engine.ts";
import { Simulation } from "../../sim/simulation.ts";

const NEVER = new AbortController().signal;

function task(hostname: string): Task {
  const container = makeContainerSpec({ command: ["serve"], hostname });
  return makeTask({ id: "t1", slot: 3, spec: makeTaskSpec({ container }) });
}

function scene(): { sim: Simulation; host: SimEngineHost; engine: ExpandingEngine } {
  const sim = new Simulation(1);
  const host = new SimEngineHost(sim, "w1");
  const node = makeNodeDescription({ hostname: "as-managers-know-it" });
  const engine = new ExpandingEngine(host.connect(sim.process("w1")), async () => node);
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
