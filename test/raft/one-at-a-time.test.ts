import test from "ava";
import { OneAtATime } from "../../src/raft/one-at-a-time.ts";

const never = new AbortController().signal;

test("OneAtATime: the next begins when the one before has ended, however it ended", async (t) => {
  const line = new OneAtATime();
  const order: string[] = [];
  let release: () => void = () => undefined;

  const first = line.run(never, async () => {
    order.push("first begins");
    await new Promise<void>((resolve) => (release = resolve));
    throw new Error("first fails");
  });
  const second = line.run(never, async () => {
    order.push("second begins");
    return 2;
  });
  await Promise.resolve();
  await Promise.resolve();
  t.deepEqual(order, ["first begins"]);

  release();
  await t.throwsAsync(first, { message: "first fails" });
  t.is(await second, 2);
});

test("OneAtATime: who gave up before its turn does not run", async (t) => {
  const line = new OneAtATime();
  const gone = new AbortController();
  gone.abort();

  await t.throwsAsync(
    line.run(gone.signal, async () => t.fail()),
    { message: /Gave up before its turn/ },
  );
});
