import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { withDeadline } from "../../src/system/deadline.ts";
import { clockConformance } from "../conformance/clock.ts";
import { Simulation, SimulationFailure } from "./simulation.ts";

const NEVER = new AbortController().signal;

test.serial(
  "simulation: timers fire in order of time, then in the order they were set",
  async (t) => {
    const sim = new Simulation(1);
    const { clock } = sim.process("a");
    const seen: string[] = [];

    clock.after(20, () => seen.push("late"));
    clock.after(10, () => seen.push("first"));
    clock.after(10, () => seen.push("second"));
    await sim.advance(10);

    t.deepEqual(seen, ["first", "second"]);
    t.is(clock.monotonicMs(), 10);
  },
);

test.serial("simulation: promises settle to the last between two timers", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("a");
  const seen: string[] = [];

  clock.after(5, () => {
    let chain = Promise.resolve();
    for (let link = 0; link < 100; link++) chain = chain.then(() => undefined);
    void chain.then(() => seen.push("settled"));
  });
  clock.after(5, () => seen.push("next timer"));
  await sim.advance(5);

  t.deepEqual(seen, ["settled", "next timer"]);
});

test.serial("simulation: a deadline passes in virtual time and leaves no timer", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("a");

  const work = withDeadline(clock, 3_600_000, NEVER, (signal) =>
    clock.sleep(1e9, signal).then(() => signal.throwIfAborted()),
  );
  const error = await t.throwsAsync(() => sim.finish(work, 4_000_000), {
    instanceOf: OperationalError,
  });

  t.is(error.code, "deadlineExceeded");
  t.is(sim.nowMs, 3_600_000);
  t.is(sim.pendingCount, 0);
});

test.serial("simulation: waiting in vain fails with the seed, the time and the log", async (t) => {
  const sim = new Simulation(42);
  sim.process("a").log.child("raft", { term: 3 }).warn("lost leadership");

  const error = await t.throwsAsync(() => sim.runUntil(() => false, 100, "a miracle"), {
    instanceOf: SimulationFailure,
  });

  t.regex(error.message, /in vain for a miracle \(seed 42, 100\.000 ms\)/);
  t.regex(error.message, /a#1 raft +warn +lost leadership +term=3/);
});

test.serial("simulation: ambient time and chance throw, even when swallowed", async (t) => {
  const uses: readonly (() => unknown)[] = [
    () => Date.now(),
    () => new Date(),
    () => Math.random(),
    () => performance.now(),
    () => setTimeout(() => undefined, 1),
    () => crypto.randomUUID(),
    () => AbortSignal.timeout(1),
  ];
  for (const use of uses) {
    const sim = new Simulation(1);
    sim.process("a").clock.after(1, () => {
      try {
        use();
      } catch {
        // As a retry loop would.
      }
    });

    await t.throwsAsync(
      () => sim.advance(1),
      { message: /was used while a simulation runs/ },
      String(use),
    );
  }
  t.is(typeof Date.now(), "number");
  t.is(new Date(0).getTime(), 0);
});

test.serial("simulation: an unhandled error of a process ends the run", async (t) => {
  const sim = new Simulation(1);
  sim.process("a").clock.after(1, () => {
    throw new Error("boom");
  });

  await t.throwsAsync(() => sim.advance(5), { message: /boom/ });
});

test.serial(
  "process: a paused one sees its timers late and in order, a dead one never",
  async (t) => {
    const sim = new Simulation(1);
    const [paused, dead] = [sim.process("paused"), sim.process("dead")];
    const seen: string[] = [];

    for (const ms of [10, 20]) {
      paused.clock.after(ms, () => seen.push(`paused ${ms} at ${sim.nowMs}`));
      dead.clock.after(ms, () => seen.push(`dead ${ms}`));
    }
    await sim.advance(5);
    paused.pause();
    dead.kill();
    await sim.advance(95);
    paused.resume();
    await sim.advance(0);

    t.deepEqual(seen, ["paused 10 at 100", "paused 20 at 100"]);
  },
);

clockConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  const { clock } = sim.process("a");
  return { clock, run: (work) => sim.finish(work()), toleranceMs: 0 };
});

test.serial("process: a skewed clock runs at its own rate, timers included", async (t) => {
  const sim = new Simulation(1);
  const { clock } = sim.process("fast");
  let firedAtMs = 0;

  clock.skew(2);
  clock.stepWall(-1000);
  clock.after(100, () => {
    firedAtMs = sim.nowMs;
  });
  await sim.advance(60);

  t.is(firedAtMs, 50);
  t.is(clock.monotonicMs(), 120);
  t.is(clock.wallMs(), sim.wallMs + 60 - 1000);
});

test.serial("simulation: chance comes from the seed, the process and its incarnation", (t) => {
  const draw = (seed: number, name: string): string => {
    const sim = new Simulation(seed);
    const first = sim.process(name);
    first.kill();
    return `${first.entropy.bytes(8).join()} ${sim.process(name).entropy.bytes(8).join()}`;
  };

  t.is(draw(7, "a"), draw(7, "a"));
  t.not(draw(7, "a"), draw(8, "a"));
  t.not(draw(7, "a"), draw(7, "b"));
  const [one, other] = draw(7, "a").split(" ");
  t.not(one, other);
});
