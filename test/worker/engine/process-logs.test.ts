import { appendFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { makeLogSubscriptionOptions } from "../../../src/model/generated/types.ts";
import { ProcessLogs } from "../../../src/worker/engine/process-logs.ts";
import { FROZEN_CLOCK } from "../../manager/support/test-store.ts";

const NEVER = new AbortController().signal;
const OVER = (): Promise<boolean> => Promise.resolve(true);

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "skein-logs-"));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function textsOf(logs: ProcessLogs): Promise<string[]> {
  const texts: string[] = [];
  for await (const { data } of logs.read(makeLogSubscriptionOptions(), OVER, NEVER)) {
    texts.push(new TextDecoder().decode(data));
  }
  return texts;
}

test("process logs: lines bear the moment when they were noted, and keep it", async (t) => {
  await inDirectory(async (directory) => {
    let nowMs = 1_000_000;
    const clock = { ...FROZEN_CLOCK, wallMs: () => nowMs };
    const logs = new ProcessLogs(directory, clock);
    await appendFile(join(directory, "stdout.log"), "a\n");
    await logs.note();
    nowMs = 5_000_000;
    await appendFile(join(directory, "stdout.log"), "b\n");
    await appendFile(join(directory, "stderr.log"), "e\n");
    const later = new ProcessLogs(directory, clock);
    const lines = [];
    for await (const line of later.read(makeLogSubscriptionOptions(), OVER, NEVER)) {
      lines.push([line.timestamp.seconds, new TextDecoder().decode(line.data)]);
    }

    t.deepEqual(lines, [
      [1000, "a\n"],
      [5000, "b\n"],
      [5000, "e\n"],
    ]);
  });
});

test("process logs: files that grow too large are put aside, and the newest lines are kept", async (t) => {
  await inDirectory(async (directory) => {
    const logs = new ProcessLogs(directory, FROZEN_CLOCK);
    const line = "x".repeat(1023);
    const path = join(directory, "stdout.log");
    for (let round = 0; round < 14; round++) {
      await appendFile(path, `${round} ${line}\n`.repeat(1024));
      await logs.note();
      t.true((await stat(path)).size <= 6 * 1024 * 1024);
    }
    const texts = await textsOf(logs);

    t.true(texts.length < 9 * 1024);
    t.regex(texts[0] ?? "", /^\d+ x+\n$/);
    t.true(texts.at(-1)?.startsWith("13 "));
    const rounds = texts.map((text) => Number.parseInt(text, 10));
    t.deepEqual(
      rounds,
      rounds.toSorted((a, b) => a - b),
    );
  });
});
