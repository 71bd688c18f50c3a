import { getEventListeners } from "node:events";
import type { ExecutionContext } from "ava";
import type { Clock } from "../../src/system/clock.ts";

/** A clock, and what lets time pass for it until `work` is done. */
export interface ClockUnderTest {
  readonly clock: Clock;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  /** By how much an interval may seem shorter than it was asked for. */
  readonly toleranceMs: number;
}

export type RegisterTest = (title: string, body: (t: ExecutionContext) => Promise<void>) => void;

const never = new AbortController().signal;
const YEAR_MS = 365 * 24 * 3_600_000;

/** What every clock must do, real or virtual. */
export function clockConformance(
  name: string,
  register: RegisterTest,
  underTest: () => ClockUnderTest,
): void {
  const check = (
    behaviour: string,
    body: (t: ExecutionContext, clock: Clock, toleranceMs: number) => Promise<void>,
  ): void => {
    register(`${name} clock: ${behaviour}`, async (t) => {
      const { clock, run, toleranceMs } = underTest();
      await run(() => body(t, clock, toleranceMs));
    });
  };

  check("an interval lasts at least as long as was asked for", async (t, clock, toleranceMs) => {
    const [monotonic, wall] = [clock.monotonicMs(), clock.wallMs()];
    await clock.sleep(20, never);

    t.true(clock.monotonicMs() - monotonic >= 20 - toleranceMs);
    t.true(clock.wallMs() - wall >= 20 - toleranceMs - 1);
  });

  check("every wake comes, once, and none within its own call", async (t, clock) => {
    const woken: number[] = [];
    for (const ms of [0, -5, 1, 30, 10]) clock.after(ms, () => woken.push(ms));
    t.deepEqual(woken, []);

    await until(clock, () => woken.length >= 5);
    await clock.sleep(40, never);
    t.deepEqual(
      woken.sort((a, b) => a - b),
      [-5, 0, 1, 10, 30],
    );
  });

  check("a cancelled wake never comes, and cancelling late does no harm", async (t, clock) => {
    let woken = 0;
    let unwanted = 0;
    const cancel = clock.after(5, () => unwanted++);
    const late = clock.after(5, () => woken++);
    cancel();
    cancel();

    await until(clock, () => woken > 0);
    late();
    await clock.sleep(20, never);
    t.deepEqual([woken, unwanted], [1, 0]);
  });

  check("a wait of a year does not end at once", async (t, clock) => {
    let woken = false;
    const cancel = clock.after(YEAR_MS, () => (woken = true));
    const forever = clock.after(Infinity, () => (woken = true));

    await clock.sleep(20, never);
    t.false(woken);
    cancel();
    forever();
  });

  check("an abort ends a sleep at once and leaves nothing on the signal", async (t, clock) => {
    const life = new AbortController();
    const before = clock.monotonicMs();
    const sleeping = clock.sleep(60_000, life.signal);
    clock.after(1, () => life.abort());
    await sleeping;

    await clock.sleep(60_000, life.signal);
    t.true(clock.monotonicMs() - before < 10_000);
    t.is(getEventListeners(life.signal, "abort").length, 0);
  });

  check("a sleep that ends by itself leaves nothing on its signal", async (t, clock) => {
    const life = new AbortController();
    await clock.sleep(1, life.signal);

    t.is(getEventListeners(life.signal, "abort").length, 0);
  });
}

/** A stalled machine may wake a later timer first, so nothing is judged by one sleep alone. */
async function until(clock: Clock, condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn++) await clock.sleep(10, never);
}
