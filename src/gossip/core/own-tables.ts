import { deepEqual } from "../../base/deep-equal.ts";
import {
  NetworkdbTableEvent_Type,
  makeNetworkdbTableEvent,
  type NetworkdbTableEvent,
} from "../../model/generated/types.ts";

/** What a member says of a network: a row of one of its tables. */
export interface TableEntry {
  readonly table: string;
  readonly key: string;
  readonly value: Uint8Array;
}

interface OwnEntry {
  readonly entry: TableEntry;
  lamportTime: number;
  /** Absent while the entry is there. */
  readonly deletedAtMs: number | undefined;
}

/** So long it is said that an entry is gone, as engines do. Source: moby networkdb, reapEntryInterval. */
const REAP_MS = 30 * 60_000;

/**
 * What this member itself says of networks. Of two words on one entry the later one holds, whoever's it is,
 * by the clock of Lamport that all share.
 */
export class OwnTables {
  readonly #node: string;
  readonly #networks = new Map<string, Map<string, OwnEntry>>();
  #clock = 0;

  constructor(node: string) {
    this.#node = node;
  }

  get clock(): number {
    return this.#clock;
  }

  /** The networks of which something is said. */
  networks(): readonly string[] {
    return [...this.#networks.keys()];
  }

  /** Makes what is said of a network what is wanted, later than `floor`; gives what that changes. */
  change(
    networkId: string,
    wanted: readonly TableEntry[],
    floor: number,
    nowMs: number,
  ): readonly NetworkdbTableEvent[] {
    const own = this.#networks.get(networkId) ?? new Map<string, OwnEntry>();
    this.#networks.set(networkId, own);
    const changed: OwnEntry[] = [];
    const put = (entry: TableEntry, deletedAtMs?: number): void => {
      this.#clock = Math.max(this.#clock, floor) + 1;
      const next = { entry, lamportTime: this.#clock, deletedAtMs };
      own.set(keyOf(entry), next);
      changed.push(next);
    };
    for (const entry of wanted) {
      const known = own.get(keyOf(entry));
      const isSaid = known && known.deletedAtMs === undefined && deepEqual(known.entry, entry);
      if (isSaid !== true) put(entry);
    }
    const keys = new Set(wanted.map(keyOf));
    for (const [key, { entry, deletedAtMs }] of own) {
      if (deletedAtMs === undefined && !keys.has(key)) put(entry, nowMs);
      else if (deletedAtMs !== undefined && nowMs - deletedAtMs >= REAP_MS) own.delete(key);
    }
    return changed.map((each) => this.#event(networkId, each, nowMs));
  }

  /** All that is said of a network. */
  all(networkId: string, nowMs: number): readonly NetworkdbTableEvent[] {
    const own = [...(this.#networks.get(networkId)?.values() ?? [])];
    return own.map((each) => this.#event(networkId, each, nowMs));
  }

  /** Nothing is said of the network any more. */
  leave(networkId: string): void {
    this.#networks.delete(networkId);
  }

  /** Source: L. Lamport, Time, Clocks, and the Ordering of Events, 1978. */
  witness(time: number): void {
    this.#clock = Math.max(this.#clock, time);
  }

  /** Takes another one's word; true where it was on an own entry, which is to be said again. */
  heard({ nodeName, networkId, tableName, key, lTime }: NetworkdbTableEvent): boolean {
    this.witness(lTime);
    const own = this.#networks.get(networkId)?.get(`${tableName} ${key}`);
    if (!own || nodeName === this.#node || lTime < own.lamportTime) return false;
    own.lamportTime = ++this.#clock;
    return true;
  }

  #event(
    networkId: string,
    { entry, lamportTime, deletedAtMs }: OwnEntry,
    nowMs: number,
  ): NetworkdbTableEvent {
    const { CREATE, DELETE } = NetworkdbTableEvent_Type;
    const restMs = deletedAtMs === undefined ? 0 : deletedAtMs + REAP_MS - nowMs;
    return makeNetworkdbTableEvent({
      type: deletedAtMs === undefined ? CREATE : DELETE,
      lTime: lamportTime,
      nodeName: this.#node,
      networkId,
      tableName: entry.table,
      key: entry.key,
      value: entry.value,
      residualReapTime: Math.max(0, Math.ceil(restMs / 1000)),
    });
  }
}

function keyOf({ table, key }: TableEntry): string {
  return `${table} ${key}`;
}
