import test from "ava";
import { Gate } from "../../../src/worker/engine/gate.ts";

const NEVER = new AbortController().signal;

/** A job that ends when told to, and notes when it began. */
function job(name: string, began: string[]): { run: () => Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = (): Promise<void> => {
    began.push(name);
    return ended;
  };
  return { run, end };
}

test("Gate: runs no more jobs at once than it allows, in the order they came", async (t) => {
  const gate = new Gate(2);
  const began: string[] = [];
  const jobs = ["a", "b", "c", "d"].map((name) => job(name, began));

  const running = jobs.map(({ run }) => gate.run(run, NEVER));
  await Promise.resolve();
  t.deepEqual(began, ["a", "b"]);

  jobs[1]?.end();
  await running[1];
  await Promise.resolve();
  t.deepEqual(began, ["a", "b", "c"]);

  for (const { end } of jobs) end();
  await Promise.all(running);
  t.deepEqual(began, ["a", "b", "c", "d"]);
});

test("Gate: who gives up waiting neither runs nor keeps others from it", async (t) => {
  const gate = new Gate(1);
  const began: string[] = [];
  const [first, second, third] = [job("a", began), job("b", began), job("c", began)];
  const patience = new AbortController();

  const running = [
    gate.run(first.run, NEVER),
    gate.run(second.run, patience.signal),
    gate.run(third.run, NEVER),
  ];
  patience.abort(new Error("enough"));
  await t.throwsAsync(running[1]!, { message: "enough" });
  first.end();
  third.end();
  await Promise.all([running[0], running[2]]);

  t.deepEqual(began, ["a", "c"]);
});

test("Gate: a job that fails makes room", async (t) => {
  const gate = new Gate(1);

  await t.throwsAsync(
    gate.run(() => Promise.reject(new Error("no")), NEVER),
    { message: "no" },
  );

  t.is(await gate.run(() => Promise.resolve(7), NEVER), 7);
});
