import type { Store } from "../manager/store/store.ts";
import { NodeRole } from "../model/generated/types.ts";
import type { RaftId } from "../raft/core/messages.ts";
import { explainUnsafeRemoval } from "../raft/removal.ts";
import type { RaftStatus } from "../raft/status.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";

export interface DeadManagersDeps {
  readonly raft: { status(): RaftStatus };
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a manager may be out of reach; undefined: for ever, which is the default. */
  readonly deadManagerMs?: number | undefined;
}

const LOOK_MS = 1000;

/**
 * While this member leads, and where the operator has asked for it: demotes managers that have been
 * out of reach for too long, one at a time, so that the next loss does not cost the majority. The
 * node stays, as a worker: if it comes back it works as one. Counted anew by every leader.
 */
export async function runDeadManagers(deps: DeadManagersDeps, signal: AbortSignal): Promise<void> {
  const { raft, clock, deadManagerMs } = deps;
  if (deadManagerMs === undefined) return;
  let missedSince: ReadonlyMap<RaftId, number> = new Map();
  while (!signal.aborted) {
    const status = raft.status();
    const nowMs = clock.monotonicMs();
    const missing = status.members.filter(({ reachable }) => !reachable);
    missedSince = new Map(missing.map(({ raftId }) => [raftId, missedSince.get(raftId) ?? nowMs]));
    const dead = missing.find(
      ({ raftId }) => nowMs - (missedSince.get(raftId) ?? nowMs) >= deadManagerMs,
    );
    if (dead && explainUnsafeRemoval(status.members, dead.raftId) === undefined) {
      await demote(deps, dead.nodeId, signal);
    }
    await clock.sleep(LOOK_MS, signal);
  }
}

async function demote(
  { store, log }: DeadManagersDeps,
  nodeId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const demoted = await store.update((tx) => {
      const node = tx.nodes.get(nodeId);
      if (node?.spec?.desiredRole !== NodeRole.MANAGER) return false;
      tx.update("node", { ...node, spec: { ...node.spec, desiredRole: NodeRole.WORKER } });
      return true;
    });
    if (demoted) log.warn("demoting a manager that was out of reach for too long", { nodeId });
  } catch (error) {
    if (!signal.aborted) log.warn("dead manager not demoted", { nodeId, error });
  }
}
