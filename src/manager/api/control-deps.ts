import type { Certificates } from "../../system/certificates.ts";
import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Store } from "../store/store.ts";

/** A manager as raft knows it. */
export interface ManagerMember {
  readonly raftId: bigint;
  readonly nodeId: string;
  readonly address: string;
  readonly leader: boolean;
  readonly reachable: boolean;
  /** It has no vote yet. */
  readonly learner: boolean;
}

/** What the Control service needs of the manager it is part of. */
export interface ControlDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** For the cluster's next root. */
  readonly certificates: Pick<Certificates, "createRoot" | "crossSign" | "inspectRoot">;
  /** Who takes part in consensus. */
  readonly members: () => readonly ManagerMember[];
}
