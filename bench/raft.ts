import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Prng } from "../src/base/prng.ts";
import { OperationalError } from "../src/base/errors.ts";
import { memberToWire } from "../src/raft/member-wire.ts";
import { RaftNode } from "../src/raft/node.ts";
import type { RaftNodeOptions } from "../src/raft/options.ts";
import type { Membership, StateMachine } from "../src/raft/state-machine.ts";
import type { Log } from "../src/system/log.ts";
import type { Channel, Dialer, Method, Route, UnaryHandler } from "../src/system/rpc.ts";
import { realClock } from "../src/system/real/clock.ts";
import { openLevelStorage } from "../src/system/real/storage.ts";

// Committed proposals a second with one and with three members in one process: real LevelDB with a
// sync for every batch, messages encoded and decoded, no sockets. What the log itself can do.

const ENTRY_BYTES = 256;
const CONCURRENCY = [1, 16, 128, 512];
const WARM_UP_MS = 500;
const MEASURE_MS = 2000;

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => console.error(message, fields),
  child: () => silent,
};

/** Consumes entries and keeps nothing. */
const sink = (membership: Membership): StateMachine => ({
  apply: () => undefined,
  snapshot: () => [],
  restore: async () => membership,
});

/** Calls other members' routes in this process, in bytes. */
class Loopback implements Dialer {
  readonly #routes = new Map<string, readonly Route[]>();

  serve(address: string, routes: readonly Route[]): void {
    this.#routes.set(address, routes);
  }

  certified(address: string): Channel {
    const unary = async <Request, Response>(
      method: Method<Request, Response, "unary">,
      request: Request,
      { signal }: { readonly signal: AbortSignal },
    ): Promise<Response> => {
      const bytes = method.request.encode(request);
      await new Promise((resolve) => setImmediate(resolve));
      const route = this.#routes.get(address)?.find((one) => one.method.path === method.path);
      if (!route) throw new OperationalError("unavailable", `Nobody at ${address}`);
      const handler = route.handler as UnaryHandler<Request, Response>;
      const context = { remoteAddress: "bench:1", metadata: {}, signal };
      return handler(method.request.decode(bytes), context);
    };
    const refuse = (): never => {
      throw new OperationalError("unimplemented", "No streams here");
    };
    return { unary, serverStream: refuse, clientStream: refuse, close: () => undefined };
  }

  anonymous(address: string): Channel {
    return this.certified(address);
  }
}

interface Figure {
  readonly members: number;
  readonly concurrency: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function benchRaft(
  _rounds: number,
  say: (text: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const size of [1, 3]) {
    const life = new AbortController();
    const directory = await mkdtemp(join(tmpdir(), "skein-bench-raft-"));
    const { leader, ended } = await formCluster(size, directory, life.signal);
    for (const concurrency of CONCURRENCY) {
      await measure(leader, size, concurrency, WARM_UP_MS);
      const figure = await measure(leader, size, concurrency, MEASURE_MS);
      figures.push(figure);
      say(JSON.stringify(figure));
    }
    life.abort();
    await ended;
    await rm(directory, { recursive: true });
  }
  return figures;
}

async function formCluster(
  size: number,
  directory: string,
  signal: AbortSignal,
): Promise<{ readonly leader: RaftNode; readonly ended: Promise<unknown> }> {
  const dialer = new Loopback();
  const members = Array.from({ length: size }, (_, at) => ({
    raftId: BigInt(at + 1),
    nodeId: `n${at + 1}`,
    address: `m${at + 1}:1`,
  }));
  const runs: Promise<unknown>[] = [];
  let leader: RaftNode | undefined;
  for (const member of members) {
    const storage = await openLevelStorage(join(directory, member.nodeId), { create: true });
    const options: RaftNodeOptions = {
      storage,
      clock: realClock,
      entropy: { bytes: () => new Uint8Array(8), prng: () => new Prng(Number(member.raftId)) },
      log: silent,
      dialer,
      stateMachine: sink({ members, removed: [] }),
    };
    const introduced = members.map(memberToWire);
    const node = leader
      ? await RaftNode.join(options, { raftId: member.raftId, members: introduced })
      : await RaftNode.bootstrap(options, member);
    dialer.serve(member.address, node.routes());
    runs.push(node.run(signal).finally(() => storage.close()));
    if (leader) await leader.addMember(member, new AbortController().signal);
    leader ??= node;
    while (!leader.status().leading) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { leader: leader!, ended: Promise.all(runs) };
}

async function measure(
  leader: RaftNode,
  members: number,
  concurrency: number,
  forMs: number,
): Promise<Figure> {
  const data = new Uint8Array(ENTRY_BYTES).fill(7);
  const times: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + forMs;
  const propose = async (): Promise<void> => {
    const { signal } = new AbortController();
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      await leader.propose(data, undefined, signal);
      times.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, propose));
  const tookMs = performance.now() - startMs;
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100;
  return {
    members,
    concurrency,
    perSecond: Math.round((times.length / tookMs) * 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}
