import {
  NetworkdbGossipMessage_Type,
  makeNetworkdbBulkSyncMessage,
  makeNetworkdbCompoundMessage,
  makeNetworkdbCompoundMessage_SimpleMessage,
  makeNetworkdbGossipMessage,
  type NetworkdbBulkSyncMessage,
  type NetworkdbGossipMessage,
  type NetworkdbNetworkEvent,
  type NetworkdbTableEvent,
} from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { together } from "../system/together.ts";
import { Wake } from "../system/wake.ts";
import {
  NetworkdbBulkSyncMessageCodec,
  NetworkdbCompoundMessageCodec,
  NetworkdbGossipMessageCodec,
  NetworkdbNetworkEventCodec,
  NetworkdbTableEventCodec,
} from "../wire/generated/codecs.ts";
import type { NetworkTable } from "./core/network-table.ts";
import { OwnTables, type TableEntry } from "./core/own-tables.ts";

/** What a member wants to be known of networks. */
export interface Published {
  /** Grows with each of it, whoever says it: a later word is to hold. */
  readonly version: number;
  readonly networks: ReadonlyMap<string, readonly TableEntry[]>;
}

interface PublishingDeps {
  readonly clock: Clock;
  readonly node: string;
  readonly table: NetworkTable;
  readonly published: () => Published;
  /** Tells everybody of this member's coming and going. */
  readonly announce: (event: NetworkdbNetworkEvent) => void;
  /** Sends a message to one member; false where that was not to be. */
  readonly tell: (node: string, payload: Uint8Array, signal: AbortSignal) => Promise<boolean>;
}

/** Changes are gathered for so long; and looked for this often even if nobody spoke of any. */
const GATHER_MS = 200;
const LOOK_MS = 2_000;
const AT_ONCE = 8;
const TYPE = NetworkdbGossipMessage_Type;

/**
 * Says to engines what is on their networks beside what they carry: joins each network of which there is
 * something to say, sends it to the engines on it, then what changes, and answers those that ask for all.
 */
export class Publishing {
  readonly #deps: PublishingDeps;
  readonly #own: OwnTables;
  readonly #changed = new Wake();
  readonly #asked = new Wake();
  /** Who has been sent all that is said of a network. */
  readonly #told = new Map<string, Set<string>>();
  /** Who waits for all of which networks. */
  readonly #waiting = new Map<string, readonly string[]>();

  constructor(deps: PublishingDeps) {
    this.#deps = deps;
    this.#own = new OwnTables(deps.node);
  }

  get isIdle(): boolean {
    return this.#own.networks().length === 0;
  }

  /** Something of what is to be said, or of who is to hear it, may have changed. */
  mayHaveChanged(): void {
    this.#changed.set();
  }

  /** Everybody is to be told all of it once more. */
  sayAgain(): void {
    this.#told.clear();
    this.#changed.set();
  }

  async run(signal: AbortSignal): Promise<void> {
    await together(signal, [(inner) => this.#publish(inner), (inner) => this.#answer(inner)]);
  }

  /** Takes all that an engine knows of networks, and notes that it waits for the same. */
  bulkSync({ lTime, unsolicited, nodeName, networks }: NetworkdbBulkSyncMessage): void {
    this.#own.witness(lTime);
    if (!unsolicited) return;
    this.#waiting.set(nodeName, networks);
    this.#asked.set();
  }

  /** Takes an engine's word: that on an entry of this member's is an older leader's. */
  tableEvent(event: NetworkdbTableEvent): void {
    if (!this.#own.heard(event)) return;
    this.#told.delete(event.networkId);
    this.#changed.set();
  }

  async #publish(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      const work = [...this.#due()];
      for (let at = 0; at < work.length && !signal.aborted; at += AT_ONCE) {
        await Promise.all(
          work.slice(at, at + AT_ONCE).map(async ({ node, networkIds, isAll, events }) => {
            const message = this.#message(networkIds, events, isAll);
            if (await this.#deps.tell(node, message, signal)) return;
            for (const networkId of networkIds) this.#told.get(networkId)?.delete(node);
          }),
        );
      }
      const cancel = clock.after(LOOK_MS, () => this.#changed.set());
      await this.#changed.wait(signal);
      cancel();
      await clock.sleep(GATHER_MS, signal);
    }
  }

  /** What is to be sent to whom for what is said to be what is wanted. */
  *#due(): Iterable<{
    readonly node: string;
    readonly networkIds: readonly string[];
    readonly isAll: boolean;
    readonly events: readonly NetworkdbTableEvent[];
  }> {
    const { table, published, announce, clock } = this.#deps;
    const { version, networks } = published();
    const nowMs = clock.monotonicMs();
    const own = new Set(this.#own.networks());
    for (const networkId of own) {
      if (networks.has(networkId)) continue;
      this.#own.leave(networkId);
      this.#told.delete(networkId);
      announce(table.ownPresence(networkId, false));
    }
    for (const [networkId, wanted] of networks) {
      if (!own.has(networkId)) announce(table.ownPresence(networkId, true));
      const changes = this.#own.change(networkId, wanted, version, nowMs);
      const before = this.#told.get(networkId) ?? new Set();
      const nodes = table.nodesOn(networkId);
      this.#told.set(networkId, new Set(nodes));
      for (const node of nodes) {
        const isAll = !before.has(node);
        const events = isAll ? this.#own.all(networkId, nowMs) : changes;
        if (isAll || events.length > 0) yield { node, networkIds: [networkId], isAll, events };
      }
    }
  }

  async #answer(signal: AbortSignal): Promise<void> {
    const { clock, tell } = this.#deps;
    while (!signal.aborted) {
      await this.#asked.wait(signal);
      const waiting = [...this.#waiting];
      this.#waiting.clear();
      await Promise.all(
        waiting.map(([node, networkIds]) => {
          const nowMs = clock.monotonicMs();
          const events = networkIds.flatMap((networkId) => this.#own.all(networkId, nowMs));
          return tell(node, this.#message(networkIds, events, false), signal);
        }),
      );
    }
  }

  /** That this member is on the networks, and what it says of them. */
  #message(
    networkIds: readonly string[],
    events: readonly NetworkdbTableEvent[],
    unsolicited: boolean,
  ): Uint8Array {
    const { node, table } = this.#deps;
    const presences = networkIds.flatMap((networkId) => {
      const event = table.presenceOf(node, networkId);
      return event ? [wrap(TYPE.NETWORK_EVENT, NetworkdbNetworkEventCodec.encode(event))] : [];
    });
    const bulk = makeNetworkdbBulkSyncMessage({
      ...{ lTime: this.#own.clock, unsolicited, nodeName: node, networks: networkIds },
      payload: compound(
        events.map((event) => wrap(TYPE.TABLE_EVENT, NetworkdbTableEventCodec.encode(event))),
      ),
    });
    return compound([
      ...presences,
      wrap(TYPE.BULK_SYNC, NetworkdbBulkSyncMessageCodec.encode(bulk)),
    ]);
  }
}

/** A message of NetworkDB, as it rides on the gossip. */
export function wrap(type: NetworkdbGossipMessage["type"], data: Uint8Array): Uint8Array {
  return NetworkdbGossipMessageCodec.encode(makeNetworkdbGossipMessage({ type, data }));
}

function compound(parts: readonly Uint8Array[]): Uint8Array {
  const messages = parts.map((payload) => makeNetworkdbCompoundMessage_SimpleMessage({ payload }));
  const all = makeNetworkdbCompoundMessage({ messages });
  return wrap(TYPE.COMPOUND, NetworkdbCompoundMessageCodec.encode(all));
}
