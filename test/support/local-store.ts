import type { Proposer } from "../../src/manager/control/raft-seam.ts";
import { ReplicatedStore } from "../../src/manager/control/replicated-store.ts";
import type { WriteTx } from "../../src/manager/store/store.ts";
import type { SimProcess } from "../sim/process.ts";

/** The real store of one simulated manager, whose log has nobody to agree with. */
export class LocalStore extends ReplicatedStore implements Proposer {
  /** Waited for before an entry is committed: how long a quorum takes, or its refusal. */
  commitPoint: () => Promise<void>;
  /** How many entries were committed. */
  commitCount = 0;
  readonly #process: SimProcess;

  constructor(process: SimProcess) {
    super(process);
    this.#process = process;
    const never = new AbortController().signal;
    this.commitPoint = () => process.clock.sleep(2, never);
    this.connect(this, never);
  }

  async propose(data: Uint8Array, local: unknown): Promise<number> {
    await this.commitPoint();
    const index = this.appliedIndex + 1;
    this.commitCount++;
    this.apply(index, data, local);
    return index;
  }

  /** Sets a scene: a transaction that commits whatever the commit point says. */
  async write(change: (tx: WriteTx) => void): Promise<void> {
    const { commitPoint } = this;
    this.commitPoint = () => Promise.resolve();
    try {
      await this.#process.sim.finish(this.update(change));
    } finally {
      this.commitPoint = commitPoint;
    }
  }
}
