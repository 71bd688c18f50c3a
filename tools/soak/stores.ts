import { createHash } from "node:crypto";
import { ReplicatedStore } from "../../src/manager/control/replicated-store.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import { LogStore } from "../../src/raft/log-store.ts";
import type { Log } from "../../src/system/log.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import type { Value } from "./ledger.ts";
import { valueOf } from "./writers.ts";

/** What a stopped manager's disk holds. */
export interface StoredState {
  readonly index: number;
  /** A fingerprint of every object. */
  readonly digest: string;
  /** The services of the load. */
  readonly values: ReadonlyMap<string, Value>;
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/**
 * Replays the logs of managers that have stopped, as far as all of them reach, and gives what each
 * store then holds. What one of them knows to be committed is committed for all.
 */
export async function readStores(
  stateDirectories: readonly string[],
): Promise<readonly StoredState[]> {
  const directories = await Promise.all(stateDirectories.map((path) => StateDirectory.open(path)));
  const storages = await Promise.all(
    directories.map((directory) => directory.openRaft({ begun: true, log: silent })),
  );
  try {
    const stores = await Promise.all(storages.map((storage) => LogStore.open(storage)));
    const committed = Math.max(...stores.map(({ hardState }) => hardState.commitIndex));
    const reach = stores.map((store) => {
      const { entries, compacted } = store.peekLog();
      return entries.at(-1)?.index ?? compacted.index;
    });
    const index = Math.min(committed, ...reach);
    return await Promise.all(stores.map((store) => replay(store, index)));
  } finally {
    await Promise.all(storages.map((storage) => storage.close()));
    await Promise.all(directories.map((directory) => directory.close()));
  }
}

async function replay(log: LogStore, upTo: number): Promise<StoredState> {
  const store = new ReplicatedStore({ clock: realClock, entropy: realEntropy, log: silent });
  const snapshot = log.openSnapshot();
  if (snapshot) await store.restore(snapshot.meta.index, snapshot.reader);
  await snapshot?.reader.close();
  for (const { index, type, data } of log.peekLog().entries) {
    if (index <= (snapshot?.meta.index ?? 0) || index > upTo) continue;
    if (type === "normal" && data.length > 0) store.apply(index, data, undefined);
  }
  const hash = createHash("sha256");
  for (const part of store.snapshot({ members: [], removed: [] })) hash.update(part);
  const services = store.view((tx) => tx.services.all());
  return {
    index: upTo,
    digest: hash.digest("hex").slice(0, 16),
    values: new Map(
      services.flatMap(({ spec }) => {
        const { name = "", labels = {} } = spec?.annotations ?? {};
        return name.startsWith("load-") ? [[name, valueOf(labels)] as const] : [];
      }),
    ),
  };
}
