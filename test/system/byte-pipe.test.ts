import test from "ava";
import { BytePipe } from "../../src/system/byte-pipe.ts";

const NEVER = new AbortController().signal;
const part = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(bytes % 251);

test("a byte pipe gives what was written, in order, and then ends", async (t) => {
  const pipe = new BytePipe();
  for (const bytes of [1, 2, 3]) await pipe.write(part(bytes), NEVER);
  pipe.end();
  const read: number[] = [];
  for await (const { length } of pipe.read(NEVER)) read.push(length);
  t.deepEqual(read, [1, 2, 3]);
});

test("a byte pipe holds its writer up until it is read from", async (t) => {
  const pipe = new BytePipe();
  let isWritten = false;
  const writing = pipe.write(part(1024 * 1024), NEVER).then(() => (isWritten = true));
  await Promise.resolve();
  t.false(isWritten);
  await pipe.read(NEVER).next();
  await writing;
  t.true(isWritten);
});

test("a byte pipe that fails tells both sides, and gives nothing more", async (t) => {
  const pipe = new BytePipe();
  const failure = new Error("the other side went away");
  const writing = pipe.write(part(1024 * 1024), NEVER);
  pipe.fail(failure);
  await t.throwsAsync(writing, { is: failure });
  await t.throwsAsync(pipe.read(NEVER).next(), { is: failure });
  await t.throwsAsync(pipe.write(part(1), NEVER), { is: failure });
});

test("a byte pipe's reader and writer can stop waiting", async (t) => {
  const life = new AbortController();
  const reading = new BytePipe().read(life.signal).next();
  const writing = new BytePipe().write(part(1024 * 1024), life.signal);
  const reason = new Error("enough");
  life.abort(reason);
  await t.throwsAsync(reading, { is: reason });
  await t.throwsAsync(writing, { is: reason });
});
