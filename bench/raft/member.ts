/** One member of the benchmark's cluster, in a process of its own. */
import { RaftNode } from "../../src/raft/node.ts";
import type { RaftLimits, RaftNodeOptions } from "../../src/raft/options.ts";
import type { Member } from "../../src/raft/state-machine.ts";
import { memberToWire } from "../../src/raft/member-wire.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { grpcDialer } from "../../src/rpc/dialer.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { realLog } from "../../src/system/real/log.ts";
import { openLevelStorage } from "../../src/system/real/storage.ts";
import { serve } from "../../src/system/rpc.ts";
import { serveCommands } from "./child.ts";
import { ORGANIZATION } from "./credentials.ts";
import { closedLoop, VALUE_BYTES, type Figure, type LoadOptions } from "./load.ts";
import { PUT, putResponse } from "./put.ts";
import { Sink } from "./sink.ts";

export interface StartOptions {
  readonly directory: string;
  readonly self: Member;
  /** The first member begins the cluster, the others are told who is there. */
  readonly how: "bootstrap" | "join" | "restart";
  readonly members: readonly Member[];
  readonly credentials: NodeCredentials;
  readonly limits?: Partial<RaftLimits>;
  /** Objects in the state machine from the beginning: what a snapshot carries. */
  readonly tasks?: number;
}

export interface MemberStatus {
  readonly role: string;
  readonly leading: boolean;
  readonly leaderId: bigint | undefined;
  readonly term: number;
  readonly appliedIndex: number;
  readonly members: number;
}

const never = new AbortController().signal;
const value = new Uint8Array(VALUE_BYTES).fill(7);
let node: RaftNode | undefined;
let sink = new Sink(0, []);
let stopDriving = new AbortController();

/** A new one each time: many who listen to one are a list to be walked. */
const unaborted = (): AbortSignal => new AbortController().signal;

function running(): RaftNode {
  if (!node) throw new Error("This member was not started");
  return node;
}

export const commands = {
  async start({
    directory,
    self,
    how,
    members,
    credentials,
    limits = {},
    tasks = 0,
  }: StartOptions): Promise<void> {
    const log = realLog({ level: process.env["LOG"] ?? "error" });
    const storage = await openLevelStorage(directory, { create: how !== "restart", reserve: true });
    sink = new Sink(tasks, members);
    const options: RaftNodeOptions = {
      storage,
      clock: realClock,
      entropy: realEntropy,
      log,
      dialer: grpcDialer(() => credentials),
      stateMachine: sink,
      limits,
    };
    const begun =
      how === "bootstrap"
        ? await RaftNode.bootstrap(options, self)
        : how === "join"
          ? await RaftNode.join(options, {
              raftId: self.raftId,
              members: members.map(memberToWire),
            })
          : await RaftNode.restart(options);
    node = begun;
    const put = serve(PUT, async (request) =>
      putResponse(await begun.propose(request, undefined, unaborted())),
    );
    await RpcServer.listen(self.address, {
      credentials,
      routes: [...begun.routes(), put],
      log,
      clock: realClock,
      organization: ORGANIZATION,
      isRemoved: () => false,
    });
    begun.run(never).then(
      (outcome) => console.error(`member ${self.raftId}: ${outcome}`),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  },

  async addMember(member: Member): Promise<void> {
    await running().addMember(member, never);
  },

  async status(_nothing: undefined): Promise<MemberStatus> {
    const { members, ...status } = running().status();
    return { ...status, members: members.length };
  },

  /** Proposals made inside this process. */
  async load(options: LoadOptions): Promise<Figure> {
    const member = running();
    const signals = Array.from({ length: options.inFlight }, unaborted);
    return closedLoop(options, (worker) =>
      member.propose(value, undefined, signals[worker] ?? never),
    );
  },

  /** So many proposals, as fast as so many in flight allow. */
  async propose({
    count,
    inFlight,
  }: {
    readonly count: number;
    readonly inFlight: number;
  }): Promise<void> {
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) await running().propose(value, undefined, unaborted());
    };
    await Promise.all(Array.from({ length: inFlight }, work));
  },

  /** Goes on proposing until told to stop; gives how many were committed in each tenth of a second. */
  async drive({ inFlight }: { readonly inFlight: number }): Promise<readonly number[]> {
    stopDriving = new AbortController();
    const startMs = performance.now();
    const perTenth: number[] = [];
    const work = async (): Promise<void> => {
      while (!stopDriving.signal.aborted) {
        await running().propose(value, undefined, unaborted());
        const tenth = Math.floor((performance.now() - startMs) / 100);
        perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, work));
    return Array.from(perTenth, (count) => count ?? 0);
  },

  async stopDriving(_nothing: undefined): Promise<void> {
    stopDriving.abort();
  },

  async transfer(_nothing: undefined): Promise<void> {
    await running().transferLeadership(never);
  },
};

serveCommands(commands);
