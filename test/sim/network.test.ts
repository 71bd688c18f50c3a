import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import {
  serve,
  type CallContext,
  type Channel,
  type Codec,
  type Dialer,
  type Identity,
  type Method,
  type MethodKind,
} from "../../src/system/rpc.ts";
import { forSeeds } from "../support/seeds.ts";
import { forwardedMetadata } from "../../src/rpc/forwarded.ts";
import { credentialsFor } from "./certificates.ts";
import { SimNetwork, type ServerOptions } from "./network.ts";
import type { SimProcess } from "./process.ts";
import { Simulation } from "./simulation.ts";
import { WINDOW } from "./streams.ts";

const NEVER = new AbortController().signal;
const ADDRESS = "m1:2377";

const TEXT: Codec<string> = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder().decode(bytes),
};

function method<Kind extends MethodKind>(kind: Kind): Method<string, string, Kind> {
  const authorized = [NodeRole.WORKER, NodeRole.MANAGER];
  return { path: `/test/${kind}`, kind, request: TEXT, response: TEXT, authorized };
}

const UNARY = method("unary");
const COUNT = method("serverStream");
const JOIN = method("clientStream");
const MANAGERS_ONLY: typeof UNARY = {
  ...UNARY,
  path: "/test/managersOnly",
  authorized: [NodeRole.MANAGER],
};
const ANYONE: typeof UNARY = { ...UNARY, path: "/test/anyone", authorized: "anyone" };
const HANG = { ...UNARY, path: "/test/hang" };

const WORKER: Identity = { nodeId: "w1", role: NodeRole.WORKER, organization: "cluster" };

function serverOf(nodeId: string, role: NodeRole): Omit<ServerOptions, "routes"> {
  const credentials = credentialsFor({ nodeId, role, organization: "cluster" });
  return {
    credentials: () => credentials,
    organization: "cluster",
    isRemoved: (id) => id === "removed",
  };
}

/** A manager at m1 and a worker at w1, with what the manager's handlers saw. */
class World {
  readonly sim: Simulation;
  readonly network: SimNetwork;
  readonly manager: SimProcess;
  readonly worker: SimProcess;
  readonly dialer: Dialer;
  readonly seen: string[] = [];
  produced = 0;
  contexts: CallContext[] = [];

  constructor(seed = 1) {
    this.sim = new Simulation(seed);
    this.network = new SimNetwork(this.sim, {
      serverKeepaliveMs: 5_000,
      clientKeepaliveMs: 10_000,
    });
    this.manager = this.sim.process("m1");
    this.worker = this.sim.process("w1");
    this.listen(this.manager);
    this.dialer = this.network.dialer(this.worker, () => WORKER);
  }

  listen(process: SimProcess): () => void {
    const { seen } = this;
    const note = (context: CallContext): void => {
      this.contexts.push(context);
    };
    return this.network.listen(process, ADDRESS, {
      ...serverOf("m1", NodeRole.MANAGER),
      routes: [
        serve(UNARY, async (request, context) => {
          note(context);
          if (request === "refuse") throw new OperationalError("alreadyExists", "name in use");
          return `${request}!`;
        }),
        serve(COUNT, (request, context) => {
          note(context);
          return this.#count(Number(request));
        }),
        serve(JOIN, async (requests, context) => {
          note(context);
          const parts: string[] = [];
          for await (const request of requests) parts.push(request);
          return parts.join("+");
        }),
        serve(HANG, async (_request, context) => {
          note(context);
          return new Promise((_resolve, reject) => {
            context.signal.addEventListener("abort", () => {
              seen.push("aborted");
              reject(new OperationalError("cancelled", "stopped"));
            });
          });
        }),
        serve(MANAGERS_ONLY, async () => "secret"),
        serve(ANYONE, async () => "public"),
      ],
    });
  }

  async *#count(limit: number): AsyncGenerator<string> {
    try {
      for (let number = 1; number <= limit; number++) {
        this.produced = number;
        yield String(number);
      }
    } finally {
      this.seen.push("iterator ended");
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new OperationalError("cancelled", "stopped")));
  });
}

const options = { signal: NEVER };

test.serial(
  "network: unary calls carry messages, metadata and identity there and answers back",
  async (t) => {
    const world = new World();
    const channel = world.dialer.certified(ADDRESS);

    const answer = await world.sim.finish(
      channel.unary(UNARY, "hello", { signal: NEVER, metadata: { key: "value" } }),
    );

    t.is(answer, "hello!");
    t.like(world.contexts[0], { caller: { nodeId: "w1" }, metadata: { key: "value" } });
    t.regex(world.contexts[0]!.remoteAddress, /^w1:\d+$/);
  },
);

test.serial("network: a refusal keeps its code and message, and the channel goes on", async (t) => {
  const world = new World();
  const channel = world.dialer.certified(ADDRESS);

  const error = await t.throwsAsync(() =>
    world.sim.finish(channel.unary(UNARY, "refuse", options)),
  );

  t.like(error, { code: "alreadyExists", message: "name in use" });
  t.is(await world.sim.finish(channel.unary(UNARY, "again", options)), "again!");
});

test.serial("network: roles decide who may call, and anyone may what is for anyone", async (t) => {
  const world = new World();
  const dialAs = (identity: Identity): Channel =>
    world.network.dialer(world.worker, () => identity).certified(ADDRESS);
  const { root } = credentialsFor(WORKER);
  const anonymous = world.dialer.anonymous(ADDRESS, root);
  const call = (channel: Channel, called: typeof UNARY): Promise<string> =>
    world.sim.finish(channel.unary(called, "", options));

  for (const refused of [
    () => call(dialAs(WORKER), MANAGERS_ONLY),
    () => call(dialAs({ ...WORKER, nodeId: "removed" }), UNARY),
    () => call(anonymous, UNARY),
  ]) {
    t.like(await t.throwsAsync(refused), { code: "permissionDenied" });
  }
  t.is(await call(dialAs({ ...WORKER, role: NodeRole.MANAGER }), MANAGERS_ONLY), "secret");
  t.is(await call(anonymous, ANYONE), "public");
  t.is(await call(world.dialer.anonymous(ADDRESS), ANYONE), "public");
});

test.serial(
  "network: a manager speaks for the caller it forwards, and nobody else does",
  async (t) => {
    const world = new World();
    const manager: Identity = { nodeId: "m2", role: NodeRole.MANAGER, organization: "cluster" };
    const caller = { caller: WORKER, remoteAddress: "w1:1", metadata: {}, signal: NEVER };
    const metadata = forwardedMetadata(caller);

    const channel = world.network.dialer(world.worker, () => manager).certified(ADDRESS);
    await world.sim.finish(channel.unary(UNARY, "", { signal: NEVER, metadata }));
    t.like(world.contexts[0], { caller: { nodeId: "w1" }, remoteAddress: "w1:1" });

    const worker = world.dialer.certified(ADDRESS);
    const error = await t.throwsAsync(() =>
      world.sim.finish(worker.unary(UNARY, "", { signal: NEVER, metadata })),
    );
    t.like(error, { code: "permissionDenied" });
  },
);

test.serial("network: a handshake needs the right root, cluster and role", async (t) => {
  const world = new World();
  const stranger: Identity = { ...WORKER, organization: "other" };
  const foreign = world.network.dialer(world.worker, () => stranger);
  world.network.listen(world.worker, "w1:2377", { identity: () => WORKER, routes: [] });

  for (const channel of [
    world.dialer.anonymous(ADDRESS, credentialsFor(stranger).root),
    foreign.certified(ADDRESS),
    world.dialer.certified("w1:2377"),
    world.dialer.certified("m1:1"),
  ]) {
    const error = await t.throwsAsync(() => world.sim.finish(channel.unary(ANYONE, "", options)));
    t.like(error, { code: "unavailable" });
  }
});

test.serial("network: a slow reader holds a server stream back", async (t) => {
  const world = new World();
  const stream = world.dialer.certified(ADDRESS).serverStream(COUNT, "1000", options);
  const iterator = stream[Symbol.asyncIterator]();

  await world.sim.finish(iterator.next());
  await world.sim.advance(1000);
  t.true(world.produced <= WINDOW + 2, `${world.produced} produced`);

  let last = "";
  const drain = async (): Promise<void> => {
    for (;;) {
      const item = await iterator.next();
      if (item.done === true) return;
      last = item.value;
    }
  };
  await world.sim.finish(drain());
  t.is(last, "1000");
});

test.serial("network: leaving a server stream early ends the server's iterator", async (t) => {
  const world = new World();
  const leave = async (): Promise<void> => {
    for await (const item of world.dialer.certified(ADDRESS).serverStream(COUNT, "1000", options)) {
      if (item === "3") return;
    }
  };

  await world.sim.finish(leave());
  await world.sim.advance(100);

  t.deepEqual(world.seen, ["iterator ended"]);
  t.true(world.contexts[0]!.signal.aborted);
});

test.serial("network: a client stream sends many and gets one answer", async (t) => {
  const world = new World();
  const send = async (): Promise<string> => {
    const stream = world.dialer.certified(ADDRESS).clientStream(JOIN, options);
    for (let number = 0; number < 2 * WINDOW; number++) await stream.send(String(number));
    return stream.finish();
  };

  const answer = await world.sim.finish(send());

  t.is(answer, Array.from({ length: 2 * WINDOW }, (_, number) => String(number)).join("+"));
});

test.serial("network: an aborted signal ends the call here at once and there soon", async (t) => {
  const world = new World();
  const controller = new AbortController();
  const call = world.dialer.certified(ADDRESS).unary(HANG, "", { signal: controller.signal });
  call.catch(() => undefined);
  await world.sim.runUntil(() => world.contexts.length === 1, 100);

  controller.abort();
  const error = await t.throwsAsync(() => world.sim.finish(call, 0));
  t.like(error, { code: "cancelled" });
  await world.sim.advance(10);
  t.deepEqual(world.seen, ["aborted"]);
});

test.serial(
  "network: a killed process resets connections, its successor is reached anew",
  async (t) => {
    const world = new World();
    const channel = world.dialer.certified(ADDRESS);
    const call = channel.unary(HANG, "", options);
    call.catch(() => undefined);
    await world.sim.runUntil(() => world.contexts.length === 1, 100);

    world.manager.kill();
    const error = await t.throwsAsync(() => world.sim.finish(call, 10));
    t.like(error, { code: "unavailable" });
    const refused = await t.throwsAsync(() =>
      world.sim.finish(channel.unary(UNARY, "", options), 10),
    );
    t.regex(refused.message, /connection refused/);
    world.listen(world.sim.process("m1"));
    const soon = await t.throwsAsync(() => world.sim.finish(channel.unary(UNARY, "", options), 0));
    t.regex(soon.message, /connection refused/, "told at once, without another attempt");
    await world.sim.advance(150);
    t.is(await world.sim.finish(channel.unary(UNARY, "back", options), 10), "back!");
  },
);

test.serial(
  "network: a host without power is silent until the keepalive gives it up",
  async (t) => {
    const world = new World();
    const call = world.dialer.certified(ADDRESS).unary(HANG, "", options);
    call.catch(() => undefined);
    await world.sim.runUntil(() => world.contexts.length === 1, 100);
    const fromMs = world.sim.nowMs;

    world.network.links.setUp("m1", false);
    world.manager.kill();
    const error = await t.throwsAsync(() => world.sim.finish(call));

    t.like(error, { code: "unavailable" });
    t.is(world.sim.nowMs - fromMs, 10_000);
  },
);

test.serial("network: messages wait for a short partition and arrive in order", async (t) => {
  await forSeeds(t, 20, async (seed) => {
    const world = new World(seed);
    const stream = world.dialer.certified(ADDRESS).clientStream(JOIN, options);
    await world.sim.finish(stream.send("0"));

    world.network.links.block("w1", "m1");
    const sending = (async (): Promise<string> => {
      for (let number = 1; number < 10; number++) await stream.send(String(number));
      return stream.finish();
    })();
    sending.catch(() => undefined);
    await world.sim.advance(3000);
    world.network.links.heal();

    t.is(await world.sim.finish(sending, 100), "0+1+2+3+4+5+6+7+8+9");
  });
});

test.serial(
  "network: both ends of a connection give up when a one-way partition lasts",
  async (t) => {
    const world = new World();
    const call = world.dialer.certified(ADDRESS).unary(HANG, "", options);
    call.catch(() => undefined);
    await world.sim.runUntil(() => world.contexts.length === 1, 100);

    world.network.links.block("m1", "w1");
    await t.throwsAsync(() => world.sim.finish(call), { message: /Keepalive/ });

    await world.sim.advance(1);
    t.deepEqual(world.seen, ["aborted"]);
  },
);

test.serial("network: a call to a paused process waits for it", async (t) => {
  const world = new World();
  const channel = world.dialer.certified(ADDRESS);
  await world.sim.finish(channel.unary(UNARY, "warm", options));

  world.manager.pause();
  const call = channel.unary(UNARY, "late", options);
  await world.sim.advance(2000);
  t.is(world.contexts.length, 1);
  world.manager.resume();

  t.is(await world.sim.finish(call, 10), "late!");
});

test.serial("network: stopping a server aborts its calls and frees the address", async (t) => {
  const world = new World();
  const second = world.sim.process("m2");
  const stop = world.network.listen(second, "m2:2377", {
    ...serverOf("m2", NodeRole.MANAGER),
    routes: [serve(HANG, (_request, { signal }) => untilAborted(signal))],
  });
  const call = world.dialer.certified("m2:2377").unary(HANG, "", options);
  call.catch(() => undefined);
  await world.sim.advance(10);

  stop();
  const error = await t.throwsAsync(() => world.sim.finish(call, 10));

  t.like(error, { code: "unavailable" });
  t.notThrows(() =>
    world.network.listen(second, "m2:2377", { ...serverOf("m2", NodeRole.MANAGER), routes: [] }),
  );
});

test.serial("network: the same seed gives the same trace, another one another", async (t) => {
  const run = async (seed: number): Promise<string> => {
    const world = new World(seed);
    world.network.links.options = {
      minLatencyMs: 1,
      maxLatencyMs: 50,
      lossProbability: 0.1,
      retransmitMs: 200,
    };
    const channel = world.dialer.certified(ADDRESS);
    const calls = Array.from({ length: 20 }, (_, index) =>
      channel.unary(UNARY, `${index}`, { signal: new AbortController().signal }),
    );
    await world.sim.finish(Promise.all(calls));
    return world.sim.trace.fingerprint;
  };

  t.is(await run(7), await run(7));
  t.not(await run(7), await run(8));
});
