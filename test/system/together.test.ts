import test from "ava";
import { together } from "../../src/system/together.ts";

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}

test("together: one failure ends the others and is what is thrown", async (t) => {
  const ended: string[] = [];
  const patient = async (signal: AbortSignal): Promise<void> => {
    await untilAborted(signal);
    ended.push("patient");
    throw new Error("consequence");
  };

  const all = together(new AbortController().signal, [
    patient,
    async () => Promise.reject(new Error("cause")),
  ]);

  await t.throwsAsync(all, { message: "cause" });
  t.deepEqual(ended, ["patient"]);
});

test("together: ends with its parent, and not before", async (t) => {
  const parent = new AbortController();
  let done = false;
  const all = together(parent.signal, [untilAborted, async () => undefined]).then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  t.false(done);

  parent.abort();
  await all;
  t.true(done);
});

test("together: untilFirst ends all when one returns", async (t) => {
  const { signal } = new AbortController();
  await together(signal, [untilAborted, async () => undefined], { untilFirst: true });
  t.pass();
});
