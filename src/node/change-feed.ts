import type { ClusterChange } from "../api/events/cluster-change.ts";
import type { Change, Commit, Store } from "../manager/store/store.ts";
import type { RaftStatus } from "../raft/status.ts";

/** As much of a manager as its news comes from. */
interface Source {
  readonly store: Pick<Store, "onCommit">;
  status(): Pick<RaftStatus, "leaderId" | "commitIndex">;
}

type Listener = (change: ClusterChange) => void;

/** Tells what changes in the cluster, through one life of this node as a manager after the other. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>();

  /** Gives the function that ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes its news from this manager, once what it applies is new; gives the function that ends it. */
  follow(manager: Source): () => void {
    let caughtUp = false;
    return manager.store.onCommit((commit) => {
      caughtUp ||= isNew(manager, commit);
      if (!caughtUp) return;
      for (const change of commit.changes) {
        if (!isTold(change)) continue;
        for (const listener of this.#listeners) listener(change);
      }
    });
  }
}

/** A log that was replayed tells of the past: all of it lies below what the leader has committed. */
function isNew(manager: Source, { version }: Commit): boolean {
  const { leaderId, commitIndex } = manager.status();
  return leaderId !== undefined && version >= commitIndex;
}

function isTold(change: Change): change is Change & ClusterChange {
  return ["service", "node", "secret", "config", "network"].includes(change.kind);
}
