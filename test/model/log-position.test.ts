import test from "ava";
import fc from "fast-check";
import {
  LogStream,
  makeLogContext,
  makeLogMessage,
  type LogMessage,
} from "../../src/model/generated/types.ts";
import { LogPosition } from "../../src/model/log-position.ts";

function line(taskId: string, seconds: number, stream: LogStream, text = ""): LogMessage {
  return makeLogMessage({
    context: makeLogContext({ taskId }),
    timestamp: { seconds, nanos: 0 },
    stream,
    data: new TextEncoder().encode(text),
  });
}

const OUT = LogStream.LOG_STREAM_STDOUT;
const ERR = LogStream.LOG_STREAM_STDERR;

test("what was read before an interruption is passed over, however often it comes again", (t) => {
  const lines = fc.array(
    fc.record({ step: fc.integer({ min: 0, max: 2 }), stream: fc.constantFrom(OUT, ERR) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(lines, fc.array(fc.nat(40), { maxLength: 4 }), (steps, cuts) => {
      let seconds = 100;
      const log = steps.map(({ step, stream }, at) =>
        line("t", (seconds += step), stream, String(at)),
      );
      const position = new LogPosition();
      const read: LogMessage[] = [];
      for (const cut of [...cuts, log.length]) {
        // Interrupted after `cut` lines of what is sent from where the reader was.
        const since = position.since(["t"])?.seconds ?? 0;
        const sent = log.filter(({ timestamp }) => (timestamp?.seconds ?? 0) >= since);
        position.resume();
        read.push(...sent.slice(0, cut).filter((message) => position.accept(message)));
      }
      t.deepEqual(read, log);
    }),
  );
});

test("a clock that jumps back hides no line of a stream that was not interrupted", (t) => {
  const position = new LogPosition();

  t.true(position.accept(line("t", 100, OUT)));
  t.true(position.accept(line("t", 50, OUT)));
});

test("a task that was never heard of is to be read from its beginning", (t) => {
  const position = new LogPosition();
  position.accept(line("t1", 100, OUT));
  position.accept(line("t1", 90, ERR));

  t.deepEqual(position.since(["t1"]), { seconds: 90, nanos: 0 });
  t.is(position.since(["t1", "t2"]), undefined);
});

test("only the tasks that are read again are compared", (t) => {
  const position = new LogPosition();
  position.accept(line("t1", 100, OUT));
  position.accept(line("t2", 100, OUT));
  position.resume(new Set(["t1"]));

  t.false(position.accept(line("t1", 100, OUT)));
  t.true(position.accept(line("t2", 100, OUT)));
});
