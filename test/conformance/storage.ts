import type { ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import type { Storage, StorageChange, StorageRange } from "../../src/system/storage.ts";

/** One database that can be opened again and again. */
export interface StorageUnderTest {
  readonly open: () => Promise<Storage>;
  /** Lets the world go on until `work` is done. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

export type RegisterTest = (title: string, body: (t: ExecutionContext) => Promise<void>) => void;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function put(key: string, value: string): StorageChange {
  return { type: "put", key, value: encoder.encode(value) };
}

/** Keys and values of a range, as text. */
export async function read(storage: Storage, range: StorageRange = {}): Promise<string[]> {
  const entries: string[] = [];
  for await (const [key, value] of storage.range(range)) {
    entries.push(`${key}=${decoder.decode(value)}`);
  }
  return entries;
}

/** What every storage must do, on a real disk or a simulated one. */
export function storageConformance(
  name: string,
  register: RegisterTest,
  underTest: (t: ExecutionContext) => StorageUnderTest,
): void {
  const check = (
    behaviour: string,
    body: (t: ExecutionContext, storage: Storage, open: () => Promise<Storage>) => Promise<void>,
  ): void => {
    register(`${name} storage: ${behaviour}`, async (t) => {
      const { open, run } = underTest(t);
      await run(async () => {
        const storage = await open();
        try {
          await body(t, storage, open);
        } finally {
          await storage.close();
        }
      });
    });
  };
  contents(check);
  ranges(check);
  lives(check);
}

type Check = (
  behaviour: string,
  body: (t: ExecutionContext, storage: Storage, open: () => Promise<Storage>) => Promise<void>,
) => void;

const SYNC = { sync: true };
const LAZY = { sync: false };

function contents(check: Check): void {
  check("a key has the value that was put last, until it is deleted", async (t, storage) => {
    t.is(await storage.get("a"), undefined);
    await storage.batch([put("a", "1"), put("b", "")], SYNC);
    await storage.batch([put("a", "2")], LAZY);
    t.deepEqual(await read(storage), ["a=2", "b="]);

    await storage.batch(
      [
        { type: "del", key: "a" },
        { type: "del", key: "never there" },
      ],
      LAZY,
    );
    t.is(await storage.get("a"), undefined);
    t.deepEqual(await storage.get("b"), new Uint8Array(0));
  });

  check("the changes of a batch are made in their order", async (t, storage) => {
    await storage.batch([put("a", "1"), { type: "del", key: "a" }, put("a", "2")], SYNC);
    await storage.batch([put("b", "1"), { type: "del", key: "b" }], SYNC);
    await storage.batch([], SYNC);

    t.deepEqual(await read(storage), ["a=2"]);
  });

  check("batches are made in the order of their calls", async (t, storage) => {
    const calls = Array.from({ length: 50 }, (_, index) =>
      storage.batch([put("last", `${index}`), put(`k${index}`, "")], { sync: index % 2 === 0 }),
    );
    await Promise.all(calls);

    t.deepEqual(await storage.get("last"), encoder.encode("49"));
    t.is((await read(storage, { gte: "k", lt: "l" })).length, 50);
  });

  check("values are copies: nobody's buffer is shared", async (t, storage) => {
    const mine = Uint8Array.of(1, 2, 3);
    const written = storage.batch([{ type: "put", key: "a", value: mine }], LAZY);
    mine.fill(9);
    await written;
    const first = await storage.get("a");
    t.deepEqual([...first!], [1, 2, 3]);
    first!.fill(7);

    t.deepEqual([...(await storage.get("a"))!], [1, 2, 3]);
  });

  check("a part of a larger buffer is stored as that part", async (t, storage) => {
    const whole = encoder.encode("0123456789");
    await storage.batch([{ type: "put", key: "a", value: whole.subarray(3, 6) }], SYNC);

    t.is(decoder.decode(await storage.get("a")), "345");
  });

  check("a value of a megabyte comes back", async (t, storage) => {
    const large = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31) & 0xff);
    await storage.batch([{ type: "put", key: "large", value: large }], SYNC);

    t.true(Buffer.from(large).equals((await storage.get("large"))!));
  });
}

function ranges(check: Check): void {
  check("a range holds its start and not its end, either way round", async (t, storage) => {
    await storage.batch([put("c", "3"), put("a", "1"), put("d", "4"), put("b", "2")], SYNC);

    t.deepEqual(await read(storage), ["a=1", "b=2", "c=3", "d=4"]);
    t.deepEqual(await read(storage, { gte: "b", lt: "d" }), ["b=2", "c=3"]);
    t.deepEqual(await read(storage, { gte: "b", lt: "d", reverse: true }), ["c=3", "b=2"]);
    t.deepEqual(await read(storage, { gte: "aa" }), ["b=2", "c=3", "d=4"]);
    t.deepEqual(await read(storage, { lt: "b" }), ["a=1"]);
    t.deepEqual(await read(storage, { reverse: true, limit: 2 }), ["d=4", "c=3"]);
    t.deepEqual(await read(storage, { gte: "b", limit: 1 }), ["b=2"]);
    t.deepEqual(await read(storage, { limit: 0 }), []);
    t.deepEqual(await read(storage, { gte: "x", lt: "z" }), []);
  });

  check("keys sort by their UTF-8 bytes", async (t, storage) => {
    // In UTF-16, which JavaScript compares by, the last two change places.
    const keys = ["!", "10", "9", "é", "\uffee", "\u{1f986}"];
    await storage.batch(keys.map((key) => put(key, "")).reverse(), SYNC);

    t.deepEqual(
      await read(storage),
      keys.map((key) => `${key}=`),
    );
  });

  check("a range shows what was there when its reading began", async (t, storage) => {
    await storage.batch(
      Array.from({ length: 300 }, (_, index) => put(`k${1000 + index}`, "old")),
      SYNC,
    );
    const seen: string[] = [];
    for await (const [, value] of storage.range({})) {
      if (seen.length === 0) {
        await storage.batch(
          [put("k1299", "new"), put("k9", "new"), { type: "del", key: "k1298" }],
          SYNC,
        );
      }
      seen.push(decoder.decode(value));
    }

    t.is(seen.length, 300);
    t.true(seen.every((value) => value === "old"));
  });

  check("a reader may leave early, and several may read at once", async (t, storage) => {
    await storage.batch([put("a", "1"), put("b", "2")], SYNC);
    const leave = async (): Promise<string> => {
      for await (const [key] of storage.range({})) return key;
      return "";
    };

    t.deepEqual(await Promise.all([leave(), read(storage), leave()]), ["a", ["a=1", "b=2"], "a"]);
  });
}

function lives(check: Check): void {
  check("what was written is there when it is opened again", async (t, storage, open) => {
    await storage.batch([put("a", "1")], SYNC);
    await storage.batch([put("b", "2")], LAZY);
    await storage.close();
    await storage.close();

    const again = await open();
    t.deepEqual(await read(again), ["a=1", "b=2"]);
    await again.close();
  });

  check("closing waits for what was called before", async (t, storage, open) => {
    const writing = storage.batch([put("a", "1")], SYNC);
    await storage.close();
    await writing;

    const again = await open();
    t.deepEqual(await read(again), ["a=1"]);
    await again.close();
  });

  check("closing waits for all that wait for one another", async (t, storage, open) => {
    const writing = Array.from({ length: 5 }, (_, at) => storage.batch([put("a", `${at}`)], SYNC));
    await storage.close();
    await Promise.all(writing);

    const again = await open();
    t.deepEqual(await read(again), ["a=4"]);
    await again.close();
  });

  check("a closed one refuses everything with a reason", async (t, storage) => {
    await storage.close();
    const closed = { instanceOf: OperationalError, message: /closed/ };

    t.is((await t.throwsAsync(() => storage.get("a"), closed)).code, "unavailable");
    await t.throwsAsync(() => storage.batch([put("a", "1")], LAZY), closed);
    await t.throwsAsync(() => read(storage), closed);
  });

  check("a second one is refused while the first is open", async (t, storage, open) => {
    await t.throwsAsync(open, { instanceOf: OperationalError });
    await storage.batch([put("a", "1")], SYNC);

    t.deepEqual(await read(storage), ["a=1"]);
  });
}
