import test from "ava";
import { Permits } from "../../../src/worker/agent/permits.ts";
import { Simulation } from "../../sim/simulation.ts";

const NEVER = new AbortController().signal;

test.serial("Permits: so many begin at once, the others as these end, in order", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("w");
  const permits = new Permits(clock, { count: 2, holdMs: 1_000 });
  const begun: number[] = [];
  const all = Promise.all(
    [0, 1, 2, 3, 4].map((index) =>
      permits.run(NEVER, async () => {
        begun.push(index);
        await clock.sleep(100, NEVER);
      }),
    ),
  );

  await sim.advance(50);
  t.deepEqual(begun, [0, 1]);
  await sim.advance(100);
  t.deepEqual(begun, [0, 1, 2, 3]);
  await sim.finish(all);
  t.is(sim.pendingCount, 0);
});

test.serial("Permits: a work that takes long keeps nobody from beginning", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("w");
  const permits = new Permits(clock, { count: 1, holdMs: 1_000 });
  const slow = permits.run(NEVER, () => clock.sleep(60_000, NEVER));
  let begun = 0;
  const others = Promise.all([1, 2].map(() => permits.run(NEVER, async () => (begun += 1))));

  await sim.advance(900);
  t.is(begun, 0);
  await sim.finish(others, 200);
  t.is(begun, 2);

  // The slow one's end gives back nothing a second time.
  await sim.finish(slow, 70_000);
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await clock.sleep(10, NEVER);
    running--;
  };
  await sim.finish(Promise.all([1, 2, 3].map(() => permits.run(NEVER, work))));
  t.is(most, 1);
});

test.serial("Permits: an abort while waiting ends the wait and holds no permit", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("w");
  const permits = new Permits(clock, { count: 1, holdMs: 1_000 });
  const first = permits.run(NEVER, () => clock.sleep(100, NEVER));
  const controller = new AbortController();
  const waiting = permits.run(controller.signal, async () => t.fail());
  controller.abort(new Error("cut short"));

  await t.throwsAsync(waiting, { message: "cut short" });
  await sim.finish(first);
  await sim.finish(permits.run(NEVER, async () => undefined));
});
