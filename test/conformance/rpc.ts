import { getEventListeners } from "node:events";
import type { ExecutionContext } from "ava";
import { OperationalError, errorCodeOf, type ErrorCode } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { Clock } from "../../src/system/clock.ts";
import {
  serve,
  type Authorization,
  type CallContext,
  type Channel,
  type ClientStream,
  type Codec,
  type Method,
  type MethodKind,
  type Route,
} from "../../src/system/rpc.ts";

/** A server with the routes, in cluster `CLUSTER`, and channels to it. */
export interface RpcUnderTest {
  /** By a certified worker `w1`. */
  readonly worker: Channel;
  /** By somebody without a certificate. */
  readonly stranger: Channel;
  /** By the worker, to where nobody is. */
  readonly nowhere: Channel;
  readonly clock: Clock;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

export type RegisterTest = (title: string, body: (t: ExecutionContext) => Promise<void>) => void;

export const CLUSTER = "cluster1";

const TEXT: Codec<string> = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (text === "malformed") throw new OperationalError("invalidArgument", "Malformed text");
    return text;
  },
};

function method<Kind extends MethodKind>(
  name: string,
  kind: Kind,
  authorized: Authorization = [NodeRole.WORKER, NodeRole.MANAGER],
): Method<string, string, Kind> {
  return {
    path: `/skein.test.Conformance/${name}`,
    kind,
    request: TEXT,
    response: TEXT,
    authorized,
  };
}

const ECHO = method("Echo", "unary");
const HANG = method("Hang", "unary");
const ANYONE = method("Anyone", "unary", "anyone");
const MANAGERS = method("Managers", "unary", [NodeRole.MANAGER]);
const UNKNOWN = method("Unknown", "unary");
const COUNT = method("Count", "serverStream");
const LISTEN = method("Listen", "serverStream");
const JOIN = method("Join", "clientStream");

const LARGE = "x".repeat(100_000);
/** More than any carrier holds between a fast side and a slow one. */
const MANY = 300;

/** What happened at the server. */
class Scene {
  readonly calls: CallContext[] = [];
  /** How each of JOIN's streams ended for its reader. */
  readonly ends: string[] = [];
  taken = 0;
  made = 0;
  letTake: () => void = () => undefined;
  readonly #mayTake = new Promise<void>((resolve) => (this.letTake = resolve));
  /** Known once there is a world for the routes. */
  clock: Clock | undefined;

  readonly routes: readonly Route[] = [
    serve(ECHO, async (text, context) => {
      this.calls.push(context);
      if (text === "refuse") throw new OperationalError("failedPrecondition", "Not now: später");
      return `${text}!`;
    }),
    serve(HANG, async (text, context) => {
      this.calls.push(context);
      await this.clock!.sleep(3_600_000, context.signal);
      return text;
    }),
    serve(ANYONE, async (text) => text),
    serve(MANAGERS, async (text) => text),
    serve(COUNT, (text, context) => this.#count(Number(text), context)),
    serve(LISTEN, (text, context) => this.#listen(text, context)),
    serve(JOIN, (texts, context) => this.#join(texts, context)),
  ];

  async *#count(limit: number, context: CallContext): AsyncGenerator<string> {
    this.calls.push(context);
    for (; this.made < limit; this.made++) yield limit > 10 ? LARGE : String(this.made);
    if (limit === 2) throw new OperationalError("aborted", "Two is enough");
  }

  async *#listen(text: string, context: CallContext): AsyncGenerator<string> {
    this.calls.push(context);
    yield text;
    await this.clock!.sleep(3_600_000, context.signal);
  }

  async #join(texts: AsyncIterable<string>, context: CallContext): Promise<string> {
    this.calls.push(context);
    const all: string[] = [];
    try {
      for await (const text of texts) {
        if (text === "wait") await this.#mayTake;
        if (text === "enough") return all.join("");
        if (text === "refuse") throw new OperationalError("notFound", "No such thing");
        all.push(text);
        this.taken++;
      }
      this.ends.push("finished");
      return all.join("");
    } catch (error) {
      this.ends.push(`${errorCodeOf(error)} ${String(context.signal.aborted)}`);
      throw error;
    }
  }
}

interface Part {
  readonly t: ExecutionContext;
  readonly scene: Scene;
  readonly rpc: RpcUnderTest;
  /** For the calls of the test. */
  readonly life: AbortController;
  readonly until: (condition: () => boolean, what: string) => Promise<void>;
  /** Fails with the code, and perhaps the words. */
  readonly fails: (work: Promise<unknown>, code: ErrorCode, message?: RegExp) => Promise<void>;
}

/** What calls must do, whatever carries them. */
export function rpcConformance(
  name: string,
  register: RegisterTest,
  underTest: (t: ExecutionContext, routes: readonly Route[]) => Promise<RpcUnderTest>,
): void {
  const check = (behaviour: string, body: (part: Part) => Promise<void>): void => {
    register(`${name} rpc: ${behaviour}`, async (t) => {
      const scene = new Scene();
      const rpc = await underTest(t, scene.routes);
      scene.clock = rpc.clock;
      const life = new AbortController();
      const until = async (condition: () => boolean, what: string): Promise<void> => {
        for (let turn = 0; turn < 500 && !condition(); turn++) {
          await rpc.clock.sleep(10, new AbortController().signal);
        }
        t.true(condition(), what);
      };
      const fails = async (
        work: Promise<unknown>,
        code: ErrorCode,
        message = /./,
      ): Promise<void> => {
        const error = await t.throwsAsync(work, { instanceOf: OperationalError, message });
        t.is(error.code, code, error.message);
      };
      await rpc.run(() => body({ t, scene, rpc, life, until, fails }));
      t.is(getEventListeners(life.signal, "abort").length, 0, "a call left a listener behind");
    });
  };
  unaryCalls(check);
  serverStreams(check);
  clientStreams(check);
}

type Check = (behaviour: string, body: (part: Part) => Promise<void>) => void;

const echo = (channel: Channel, { signal }: AbortController, text: string): Promise<string> =>
  channel.unary(ECHO, text, { signal });

function unaryCalls(check: Check): void {
  check("a call brings its answer, and its handler knows who calls", async (part) => {
    const { t, scene, rpc, life } = part;
    const metadata = { "some-key": "some value" };

    t.is(await rpc.worker.unary(ECHO, "hällo", { signal: life.signal, metadata }), "hällo!");
    t.is(await echo(rpc.worker, life, ""), "!");
    t.like(scene.calls[0]?.caller, { nodeId: "w1", role: NodeRole.WORKER, organization: CLUSTER });
    t.is(scene.calls[0]?.metadata["some-key"], "some value");
    t.regex(scene.calls[0]?.remoteAddress ?? "", /^[^:]+:\d+$/);
  });

  check("a handler's refusal arrives with its code and words", async ({ rpc, life, fails }) => {
    await fails(echo(rpc.worker, life, "refuse"), "failedPrecondition", /^Not now: später$/);
    await fails(echo(rpc.worker, life, "malformed"), "invalidArgument", /^Malformed text$/);
  });

  check("who may not call is refused, and what is not served", async (part) => {
    const { t, rpc, life, fails } = part;
    const { signal } = life;

    t.is(await rpc.stranger.unary(ANYONE, "a", { signal }), "a");
    await fails(echo(rpc.stranger, life, "a"), "permissionDenied");
    await fails(rpc.worker.unary(MANAGERS, "a", { signal }), "permissionDenied", /manager/);
    await fails(rpc.worker.unary(UNKNOWN, "a", { signal }), "unimplemented");
    t.is(part.scene.calls.length, 0);
  });

  check("an abort ends the call here, and its handler there", async (part) => {
    const { scene, rpc, life, until, fails } = part;
    const call = rpc.worker.unary(HANG, "a", { signal: life.signal });
    await until(() => scene.calls.length === 1, "the handler is called");
    life.abort(new Error("enough"));

    await fails(call, "cancelled");
    await until(() => scene.calls[0]?.signal.aborted === true, "the handler is told");
    await fails(echo(rpc.worker, life, "late"), "cancelled");
    part.t.is(scene.calls.length, 1);
  });

  check("where nobody is, nothing is reached", async ({ rpc, life, fails }) => {
    await fails(echo(rpc.nowhere, life, "a"), "unavailable");
  });

  check("a channel that is closed ends what is under way, and carries nothing", async (part) => {
    const { scene, rpc, life, until, fails } = part;
    const { signal } = life;
    const hanging = fails(rpc.worker.unary(HANG, "a", { signal }), "cancelled", /closed/);
    const listening = rpc.worker.serverStream(LISTEN, "a", { signal })[Symbol.asyncIterator]();
    await listening.next();
    await until(() => scene.calls.length === 2, "the handlers are called");
    rpc.worker.close();

    await hanging;
    await fails(listening.next() as Promise<unknown>, "cancelled", /closed/);
    await until(() => scene.calls.every((call) => call.signal.aborted), "the handlers are told");
    await fails(echo(rpc.worker, life, "b"), "cancelled", /closed/);
    await fails(collect(rpc.worker.serverStream(COUNT, "1", { signal })), "cancelled", /closed/);
    const stream = rpc.worker.clientStream(JOIN, { signal });
    await fails(stream.send("a"), "cancelled", /closed/);
    await fails(stream.finish(), "cancelled", /closed/);
    rpc.worker.close();
  });
}

async function collect(messages: AsyncIterable<string>, into: string[] = []): Promise<string[]> {
  for await (const message of messages) into.push(message);
  return into;
}

function serverStreams(check: Check): void {
  check("a server's stream brings everything in order, and ends", async ({ t, rpc, life }) => {
    const { signal } = life;

    t.deepEqual(await collect(rpc.worker.serverStream(COUNT, "5", { signal })), [
      "0",
      "1",
      "2",
      "3",
      "4",
    ]);
    t.deepEqual(await collect(rpc.worker.serverStream(COUNT, "0", { signal })), []);
  });

  check("a server's stream that fails brings what was sent before, and why", async (part) => {
    const got: string[] = [];
    const { signal } = part.life;
    const stream = part.rpc.worker.serverStream(COUNT, "2", { signal });

    await part.fails(collect(stream, got), "aborted", /^Two is enough$/);
    part.t.deepEqual(got, ["0", "1"]);
    const refused = part.rpc.stranger.serverStream(COUNT, "2", { signal });
    await part.fails(collect(refused), "permissionDenied");
  });

  check("a slow reader holds a server's stream back", async ({ t, scene, rpc, life }) => {
    const stream = rpc.worker.serverStream(COUNT, String(MANY), { signal: life.signal });
    const messages = stream[Symbol.asyncIterator]();
    await messages.next();
    await rpc.clock.sleep(200, life.signal);

    t.true(scene.made < MANY / 2, `${scene.made} messages were made for a reader of one`);
    let count = 1;
    while ((await messages.next()).done !== true) count++;
    t.is(count, MANY);
  });

  check("an abort ends a server's stream here, and its handler there", async (part) => {
    const { scene, rpc, life, until, fails } = part;
    const stream = rpc.worker.serverStream(LISTEN, "a", { signal: life.signal });
    const messages = stream[Symbol.asyncIterator]();
    await messages.next();
    life.abort();

    await fails(messages.next() as Promise<unknown>, "cancelled");
    await until(() => scene.calls[0]?.signal.aborted === true, "the handler is told");
  });

  check("a reader who leaves a server's stream ends its handler", async (part) => {
    const { scene, rpc, life, until } = part;
    for await (const text of rpc.worker.serverStream(LISTEN, "a", { signal: life.signal })) {
      part.t.is(text, "a");
      break;
    }

    await until(() => scene.calls[0]?.signal.aborted === true, "the handler is told");
  });
}

function clientStreams(check: Check): void {
  const join = ({ rpc, life }: Part): ClientStream<string, string> =>
    rpc.worker.clientStream(JOIN, { signal: life.signal });

  check("a client's stream is read in order, and answered at its end", async (part) => {
    const stream = join(part);
    for (const text of ["a", "b", "c"]) await stream.send(text);

    part.t.is(await stream.finish(), "abc");
    part.t.is(await join(part).finish(), "");
    part.t.deepEqual(part.scene.ends, ["finished", "finished"]);
  });

  check("a client's stream may be answered before its end", async (part) => {
    const stream = join(part);
    for (const text of ["a", "enough"]) await stream.send(text);
    for (let more = 0; more < 50; more++) await stream.send(LARGE);

    part.t.is(await stream.finish(), "a");
  });

  check("a client's stream that is refused says why to whoever sends", async (part) => {
    const stream = join(part);
    await stream.send("refuse");
    const sendOn = async (): Promise<void> => {
      for (;;) await stream.send(LARGE);
    };

    await part.fails(sendOn(), "notFound", /^No such thing$/);
    await part.fails(stream.finish(), "notFound", /^No such thing$/);
    const malformed = join(part);
    await malformed.send("malformed");
    await part.fails(malformed.finish(), "invalidArgument");
  });

  check("a slow reader holds a client's stream back", async (part) => {
    const { t, scene, rpc, life } = part;
    const stream = join(part);
    await stream.send("wait");
    let sent = 0;
    const sending = (async () => {
      for (; sent < MANY; sent++) await stream.send(LARGE);
    })();
    await rpc.clock.sleep(200, life.signal);

    t.true(sent < MANY / 2, `${sent} messages were taken for a reader of none`);
    scene.letTake();
    await sending;
    await stream.finish();
    t.is(scene.taken, MANY + 1);
  });

  check("a client's stream that is cancelled never looks finished", async (part) => {
    const { t, scene, rpc, life, until, fails } = part;
    for (let round = 0; round < 10; round++) {
      const own = new AbortController();
      const stream = rpc.worker.clientStream(JOIN, { signal: own.signal });
      await stream.send("a");
      await until(() => scene.calls.length === round + 1, "the handler is called");
      if (round % 2 === 0) await until(() => scene.taken === round + 1, "the message is read");
      own.abort();
      await fails(stream.finish(), "cancelled");
      await fails(stream.send("b"), "cancelled");
      await until(() => scene.ends.length === round + 1, "the handler's end");
      await until(() => round % 2 === 0 || scene.taken <= round + 1, "no more is read");
      scene.taken = round + 1;
    }

    t.deepEqual(new Set(scene.ends), new Set(["cancelled true"]));
    t.is(await echo(rpc.worker, life, "a"), "a!");
  });
}
