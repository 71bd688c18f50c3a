import type { NodeCredentials } from "../rpc/credentials.ts";
import type { Log } from "../system/log.ts";
import type { Storage } from "../system/storage.ts";
import type { NodeState } from "./state-file.ts";

/** What a member keeps on disk: a `StateDirectory` in life, simulated disks in simulation. */
export interface MemberFiles {
  save(state: NodeState): Promise<void>;
  saveCredentials(credentials: NodeCredentials): Promise<void>;
  /** A manager's log. One that was begun must be there, whole. */
  openRaft(options: { readonly begun: boolean; readonly log: Log }): Promise<Storage>;
  /** Encrypts the log with a new data key, while it is open or when it is opened next. */
  rotateRaftKey(): Promise<void>;
  forgetRaft(): Promise<void>;
  /**
   * From now on this node starts only with `unlockKey`, or without any where it is undefined. True where
   * it started without one before.
   */
  setUnlockKey(unlockKey: Uint8Array | undefined): Promise<boolean>;
  /** The agent's list of tasks. */
  openTasks(): Promise<Storage>;
}
