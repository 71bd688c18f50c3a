import { deepEqual } from "../../base/deep-equal.ts";
import type { Cluster, EncryptionKey, WeightedPeer } from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { Wake } from "../../system/wake.ts";
import type { Store } from "../store/store.ts";

/** What every agent of the cluster is told alike. */
export interface News {
  readonly managers: readonly WeightedPeer[];
  readonly networkKeys: readonly EncryptionKey[];
  readonly rootCa: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** Looks at who the managers are this often even if no commit spoke of it. */
const LOOK_AGAIN_MS = 1_000;

/** Keeps what all agents must know up to date, and says when it changed. */
export class ClusterNews {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #managers: () => readonly WeightedPeer[];
  readonly #onChange: () => void;
  readonly #wake = new Wake();
  #cluster: Cluster | undefined;
  #news: News;

  constructor(
    store: Store,
    clock: Clock,
    managers: () => readonly WeightedPeer[],
    onChange: () => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#managers = managers;
    this.#onChange = onChange;
    this.#news = this.#read();
  }

  get current(): News {
    return this.#news;
  }

  /** How often agents beat, by the cluster's spec. */
  heartbeatPeriodMs(fallbackMs: number): number {
    const periodMs = durationMs(this.#cluster?.spec?.dispatcher?.heartbeatPeriod, 0);
    return periodMs > 0 ? periodMs : fallbackMs;
  }

  /** Something was committed that may matter. */
  mayHaveChanged(): void {
    this.#wake.set();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const cancel = this.#clock.after(LOOK_AGAIN_MS, () => this.#wake.set());
      await this.#wake.wait(signal);
      cancel();
      const news = this.#read();
      if (deepEqual(news, this.#news)) continue;
      this.#news = news;
      this.#onChange();
    }
  }

  #read(): News {
    this.#cluster = this.#store.view((tx) => tx.clusters.all()[0]);
    return {
      managers: this.#managers(),
      networkKeys: this.#cluster?.networkBootstrapKeys ?? [],
      rootCa: this.#cluster?.rootCa?.caCert ?? NO_BYTES,
    };
  }
}
