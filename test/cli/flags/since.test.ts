import test from "ava";
import { sinceQuery } from "../../../src/cli/flags/since.ts";
import { framesOf } from "../../../src/cli/logs/frames.ts";

const NOW_MS = Date.parse("2026-01-02T03:04:05.250Z");

const SINCE: readonly (readonly [text: string, seconds: string | undefined])[] = [
  ["1700000000", "1700000000"],
  ["1700000000.5", "1700000000.5"],
  ["2026-01-02T03:04:05Z", "1767323045"],
  ["2026-01-02T03:04:05.000000007Z", "1767323045.000000007"],
  ["2026-01-02T04:04:05+01:00", "1767323045"],
  ["10s", "1767323035.250000000"],
  ["1m", "1767322985.250000000"],
  ["yesterday", undefined],
  ["2026-13-02", undefined],
];

for (const [text, seconds] of SINCE) {
  test(`since: reads ${text}`, (t) => {
    const result = sinceQuery(text, NOW_MS);

    if (seconds === undefined) t.regex(result.ok ? "" : result.error, /is no time: use "42m"/);
    else t.deepEqual(result, { ok: true, value: seconds });
  });
}

test("since: a date, or a time without a zone, is a local one", (t) => {
  const at = (iso: string): string => String(Date.parse(iso) / 1000);

  t.deepEqual(sinceQuery("2026-01-02", NOW_MS), { ok: true, value: at("2026-01-02T00:00:00") });
  t.deepEqual(sinceQuery("2026-01-02T03:04", NOW_MS), {
    ok: true,
    value: at("2026-01-02T03:04:00"),
  });
  t.deepEqual(sinceQuery("2026-01-02T03", NOW_MS), { ok: true, value: at("2026-01-02T03:00:00") });
});

test("frames: are the same however the stream is cut", async (t) => {
  const stream = Buffer.from(
    "\u0001\0\0\0\0\0\0\u0003hi\n\u0002\0\0\0\0\0\0\u0000\u0003\0\0\0\0\0\0\u0002no",
  );
  for (let size = 1; size <= stream.length; size++) {
    const seen: string[] = [];
    for await (const { from, bytes } of framesOf(cut(stream, size))) {
      seen.push(`${from}:${Buffer.from(bytes).toString()}`);
    }
    t.deepEqual(seen, ["stdout:hi\n", "stderr:", "daemon:no"]);
  }
});

test("frames: a stream that is garbled or breaks off is an error", async (t) => {
  const read = async (text: string): Promise<void> => {
    for await (const frame of framesOf(cut(Buffer.from(text), 100))) t.truthy(frame);
  };

  await t.throwsAsync(read("plain text from a TTY"), { message: /it is not Docker's format/ });
  await t.throwsAsync(read("\u0001\0\0\0\0\0\0\u0009hi"), { message: /broke off within a line/ });
});

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}
