import test from "ava";
import { errorCodeOf } from "../../../src/base/errors.ts";
import { withPatience } from "../../../src/worker/agent/patience.ts";
import { Simulation } from "../../sim/simulation.ts";

const NEVER = new AbortController().signal;

test.serial("withPatience: gives up on a peer that says nothing", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("w");
  const work = withPatience(clock, 1_000, NEVER, async (signal) => {
    await clock.sleep(1e9, signal);
    signal.throwIfAborted();
  });

  const error = await t.throwsAsync(sim.finish(work));

  t.is(errorCodeOf(error), "deadlineExceeded");
  t.is(sim.nowMs, 1_000);
  t.is(sim.pendingCount, 0);
});

test.serial("withPatience: a pause of this process itself is not the peer's silence", async (t) => {
  const sim = new Simulation(1);
  const process = sim.process("w");
  const work = withPatience(process.clock, 1_000, NEVER, async (signal) => {
    await process.clock.sleep(500, signal);
    signal.throwIfAborted();
    return "answer";
  });

  await sim.advance(300);
  process.pause();
  await sim.advance(60_000);
  process.resume();

  t.is(await sim.finish(work), "answer");
});

test.serial("withPatience: an abort from outside comes through as it is", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("w");
  const controller = new AbortController();
  const work = withPatience(clock, 1_000, controller.signal, async (signal) => {
    await clock.sleep(1e9, signal);
    signal.throwIfAborted();
  });
  controller.abort(new Error("stopping"));

  await t.throwsAsync(sim.finish(work), { message: "stopping" });
});
