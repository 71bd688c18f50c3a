import type { PlanChange } from "../overlay/overlay-plan.ts";
import type { Difference } from "../overlay/overlay-tables.ts";
import { entryKey, type EntryChange, type TunnelEntry } from "../overlay/tunnel-entries.ts";

/** Several changes as one: what is between the first and the last of them is not done. */
export class PendingChanges {
  readonly #balancers = new Map<string, PlanChange["balancers"][number]>();
  readonly #mesh = new Map<string, PlanChange["mesh"][number]>();
  readonly #entries = new Map<string, { readonly entry: TunnelEntry; readonly wanted: boolean }>();
  readonly networks = new Set<string>();
  #wireGuard = false;

  add({ networks, entries, balancers, mesh, wireGuard }: PlanChange): void {
    this.#wireGuard ||= wireGuard;
    for (const { key } of networks) this.networks.add(key);
    for (const each of balancers) merge(this.#balancers, each);
    for (const each of mesh) merge(this.#mesh, each);
    for (const entry of entries.removed)
      this.#entries.set(entryKey(entry), { entry, wanted: false });
    for (const entry of entries.put) this.#entries.set(entryKey(entry), { entry, wanted: true });
  }

  get balancers(): PlanChange["balancers"] {
    return [...this.#balancers.values()];
  }

  get mesh(): PlanChange["mesh"] {
    return [...this.#mesh.values()];
  }

  /** What carries encrypted networks is not what it was. */
  get wireGuard(): boolean {
    return this.#wireGuard;
  }

  /** Of these tunnels alone. */
  entries(devices: ReadonlySet<string>): EntryChange {
    const all = [...this.#entries.values()].filter(({ entry }) => devices.has(entry.device));
    return {
      put: all.filter(({ wanted }) => wanted).map(({ entry }) => entry),
      removed: all.filter(({ wanted }) => !wanted).map(({ entry }) => entry),
    };
  }
}

function merge<T>(
  changes: Map<string, Difference<T>>,
  { key, before, after }: Difference<T>,
): void {
  const earlier = changes.get(key);
  changes.set(key, { key, before: earlier ? earlier.before : before, after });
}
