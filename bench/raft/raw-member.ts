/**
 * What the disk and the transport give without raft: a leader that can neither lose its place nor
 * its followers. Its figures are the limits that raft's are held against.
 */
import {
  makeRaftFrame,
  makeRaftpbEntry,
  makeRaftpbMessage,
} from "../../src/model/generated/types.ts";
import type { RaftFrame, RaftFramesCarried } from "../../src/model/generated/types.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { grpcDialer } from "../../src/rpc/dialer.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realLog } from "../../src/system/real/log.ts";
import { openLevelStorage } from "../../src/system/real/storage.ts";
import { serve, type ClientStream } from "../../src/system/rpc.ts";
import type { Storage } from "../../src/system/storage.ts";
import { CARRY } from "../../src/wire/raft-transport.ts";
import { serveCommands } from "./child.ts";
import { ORGANIZATION } from "./credentials.ts";
import { closedLoop, VALUE_BYTES, type Figure, type LoadOptions } from "./load.ts";

export interface RawOptions {
  readonly self: number;
  readonly addresses: readonly string[];
  readonly credentials: NodeCredentials;
  /** Where batches are synced. */
  readonly directory: string;
}

type Stream = ClientStream<RaftFrame, RaftFramesCarried>;

const RECORD_HEADER_BYTES = 24;
const value = new Uint8Array(VALUE_BYTES).fill(7);
const never = new AbortController().signal;
let storage: Storage | undefined;
let usesDisk = true;
let batches = 0;
const streams = new Map<number, Stream>();
let onFrame: (from: number, frame: RaftFrame) => void = () => undefined;

/** One batch as one value, durable when it resolves. */
async function writeBatch(entries: number): Promise<void> {
  if (!usesDisk || !storage) return;
  const key = `log/${String(++batches).padStart(12, "0")}`;
  const packed = new Uint8Array(entries * (VALUE_BYTES + RECORD_HEADER_BYTES)).fill(batches);
  await storage.batch([{ type: "put", key, value: packed }], { sync: true });
}

/** Does `work` for everything that has come, one time after the other. */
function gathering<T>(work: (items: readonly T[]) => Promise<void>): (item: T) => void {
  let items: T[] = [];
  let working = false;
  const run = async (): Promise<void> => {
    working = true;
    await new Promise((resolve) => setImmediate(resolve)); // What this turn still brings.
    while (items.length > 0) {
      const taken = items;
      items = [];
      await work(taken);
    }
    working = false;
  };
  return (item) => {
    items.push(item);
    if (!working) void run();
  };
}

function frameOf(entries: number, index: number): RaftFrame {
  const list = Array.from({ length: entries }, (_, at) =>
    makeRaftpbEntry({ index: index + at, data: value }),
  );
  return makeRaftFrame({ messages: [makeRaftpbMessage({ index, entries: list })] });
}

function send(to: number, frame: RaftFrame): void {
  streams.get(to)?.send(frame).catch(console.error);
}

/** Answers with the last index once everything that came is durable. */
const follow = gathering<{ readonly last: number; readonly count: number }>(async (frames) => {
  await writeBatch(frames.reduce((sum, { count }) => sum + count, 0));
  send(0, frameOf(0, frames.at(-1)?.last ?? 0));
});

function followFrame(_from: number, { messages }: RaftFrame): void {
  for (const { index, entries } of messages) {
    follow({ last: index + entries.length - 1, count: entries.length });
  }
}

/** Sends and writes all that waits at once; a proposal is committed when two of three have it. */
class Leader {
  #lastIndex = 0;
  #waiting: { readonly index: number; readonly resolve: () => void }[] = [];
  readonly #held: [number, number, number] = [0, 0, 0];
  readonly #append = gathering<() => void>(async (resolves) => {
    const first = this.#lastIndex + 1;
    for (const resolve of resolves) this.#waiting.push({ index: ++this.#lastIndex, resolve });
    for (const to of [1, 2]) send(to, frameOf(resolves.length, first));
    const last = this.#lastIndex;
    await writeBatch(resolves.length);
    this.hold(0, last);
  });

  hold(member: 0 | 1 | 2, index: number): void {
    this.#held[member] = index;
    const [, committed = 0] = [...this.#held].sort((a, b) => a - b);
    const rest = this.#waiting.findIndex((waiting) => waiting.index > committed);
    const done = this.#waiting.splice(0, rest < 0 ? this.#waiting.length : rest);
    for (const { resolve } of done) resolve();
  }

  propose(): Promise<void> {
    return new Promise((resolve) => this.#append(resolve));
  }
}

export const commands = {
  async start({ self, addresses, credentials, directory }: RawOptions): Promise<void> {
    storage = await openLevelStorage(directory, { create: true, reserve: true });
    onFrame = followFrame;
    const carry = serve(CARRY, async (frames, { caller }) => {
      const from = Number(caller?.nodeId.slice(1)) - 1;
      for await (const frame of frames) onFrame(from, frame);
      return {};
    });
    await RpcServer.listen(addresses[self] ?? "", {
      credentials,
      routes: [carry],
      log: realLog({ level: "error" }),
      clock: realClock,
      organization: ORGANIZATION,
      isRemoved: () => false,
    });
  },

  /** Once all have started: a stream to each of the others. */
  async connect({ self, addresses, credentials }: Omit<RawOptions, "directory">): Promise<void> {
    const dialer = grpcDialer(() => credentials);
    addresses.forEach((address, to) => {
      if (to === self) return;
      const channel = dialer.certified(address);
      streams.set(to, channel.clientStream(CARRY, { signal: never }));
    });
  },

  async useDisk(uses: boolean): Promise<void> {
    usesDisk = uses;
  },

  /** Synced batches of so many entries, one after the other. */
  async disk(options: LoadOptions): Promise<Figure> {
    const figure = await closedLoop({ ...options, inFlight: 1 }, () =>
      writeBatch(options.inFlight),
    );
    return {
      ...figure,
      inFlight: options.inFlight,
      perSecond: figure.perSecond * options.inFlight,
    };
  },

  async load(options: LoadOptions): Promise<Figure> {
    const leader = new Leader();
    onFrame = (from, { messages }) => {
      for (const { index } of messages) if (from === 1 || from === 2) leader.hold(from, index);
    };
    return closedLoop(options, () => leader.propose());
  },
};

serveCommands(commands);
