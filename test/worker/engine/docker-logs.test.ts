import test from "ava";
import fc from "fast-check";
import { LogStream, makeLogSubscriptionOptions } from "../../../src/model/generated/types.ts";
import { logLines, logsQuery } from "../../../src/worker/engine/docker-logs.ts";

const OUT = 1;
const ERR = 2;

function frame(stream: number, text: string): Uint8Array {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function* inPieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    if (to > from) yield bytes.subarray(from, to);
    from = Math.max(from, to);
  }
  yield bytes.subarray(from);
}

async function read(bytes: AsyncIterable<Uint8Array>, tty: boolean): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const { timestamp, stream, data, attrs } of logLines(bytes, tty)) {
    const text = new TextDecoder().decode(data);
    lines.push([
      stream,
      timestamp.seconds,
      timestamp.nanos,
      text,
      attrs.map((a) => `${a.key}=${a.value}`),
    ]);
  }
  return lines;
}

test("docker logs: both streams, with times and attributes, however the bytes are cut", async (t) => {
  const bytes = Buffer.concat([
    frame(OUT, "2026-01-02T03:04:05.000000007Z  hello world\n"),
    frame(ERR, "2026-01-02T03:04:06.5Z env=a%2Cb,x=1 oops\n"),
    frame(OUT, "2026-01-02T03:04:07Z  no end"),
  ]);
  const expected = [
    [LogStream.LOG_STREAM_STDOUT, 1767323045, 7, "hello world\n", []],
    [LogStream.LOG_STREAM_STDERR, 1767323046, 500_000_000, "oops\n", ["env=a,b", "x=1"]],
    [LogStream.LOG_STREAM_STDOUT, 1767323047, 0, "no end", []],
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
      t.deepEqual(await read(inPieces(bytes, cuts), false), expected);
    }),
    { numRuns: 50 },
  );
});

test("docker logs: a terminal's stream has no frames", async (t) => {
  const bytes = Buffer.from("2026-01-02T03:04:05Z  a\r\n2026-01-02T03:04:06Z  b\r\n");

  t.deepEqual(await read(inPieces(bytes, [3, 30]), true), [
    [LogStream.LOG_STREAM_STDOUT, 1767323045, 0, "a\r\n", []],
    [LogStream.LOG_STREAM_STDOUT, 1767323046, 0, "b\r\n", []],
  ]);
});

test("docker logs: an engine that fails meanwhile says so in the stream", async (t) => {
  const bytes = inPieces(frame(3, "Error grabbing logs: unexpected EOF"), []);

  await t.throwsAsync(read(bytes, false), { message: /Error grabbing logs: unexpected EOF/ });
});

test("docker logs: what is asked for, in the engine's terms", (t) => {
  t.like(logsQuery(makeLogSubscriptionOptions()), {
    ...{ stdout: "true", stderr: "true", follow: undefined, tail: undefined, since: undefined },
  });
  t.like(
    logsQuery(
      makeLogSubscriptionOptions({
        follow: true,
        tail: -11,
        since: { seconds: 5, nanos: 42 },
        streams: [LogStream.LOG_STREAM_STDERR],
      }),
    ),
    { stdout: "false", stderr: "true", follow: "true", tail: "10", since: "5.000000042" },
  );
  t.throws(() => logsQuery(makeLogSubscriptionOptions({ tail: 3 })), {
    message: /only the last ones/,
  });
});
