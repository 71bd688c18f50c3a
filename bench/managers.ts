import { join } from "node:path";
import { OperationalError } from "../src/base/errors.ts";
import { ReplicatedStore } from "../src/manager/control/replicated-store.ts";
import { memberToWire } from "../src/raft/member-wire.ts";
import { RaftNode } from "../src/raft/node.ts";
import type { Log } from "../src/system/log.ts";
import type { Channel, Dialer, Method, Route, UnaryHandler } from "../src/system/rpc.ts";
import { realClock } from "../src/system/real/clock.ts";
import { realEntropy } from "../src/system/real/entropy.ts";
import { openLevelStorage } from "../src/system/real/storage.ts";

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => console.error(message, fields),
  child: () => silent,
};

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
      const handler = route.handler as UnaryHandler<Request, Response>; // Found by its path.
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

/**
 * So many managers' logs and stores, on disks of their own under `directory`; gives the store of
 * the one that leads. `ended` resolves once all have stopped, after `signal` has aborted.
 */
export async function formManagers(
  size: number,
  directory: string,
  signal: AbortSignal,
): Promise<{ readonly store: ReplicatedStore; readonly ended: Promise<unknown> }> {
  const dialer = new Loopback();
  const members = Array.from({ length: size }, (_, at) => ({
    raftId: BigInt(at + 1),
    nodeId: `n${at + 1}`,
    address: `m${at + 1}:1`,
  }));
  const runs: Promise<unknown>[] = [];
  let leader: { readonly node: RaftNode; readonly store: ReplicatedStore } | undefined;
  for (const member of members) {
    const storage = await openLevelStorage(join(directory, member.nodeId), { create: true });
    const store = new ReplicatedStore({ clock: realClock, entropy: realEntropy, log: silent });
    const options = {
      ...{ storage, clock: realClock, entropy: realEntropy, log: silent, dialer },
      stateMachine: store,
    };
    const node = leader
      ? await RaftNode.join(options, { raftId: member.raftId, members: members.map(memberToWire) })
      : await RaftNode.bootstrap(options, member);
    dialer.serve(member.address, node.routes());
    runs.push(node.run(signal).finally(() => storage.close()));
    store.connect(node, signal);
    if (leader) await leader.node.addMember(member, signal);
    leader ??= { node, store };
    while (!leader.node.status().leading) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { store: leader!.store, ended: Promise.all(runs) };
}
