import {
  NetworkdbNetworkEvent_Type,
  NetworkdbNodeEvent_Type,
  makeNetworkdbNetworkEntry,
  makeNetworkdbNetworkEvent,
  makeNetworkdbNetworkPushPull,
  makeNetworkdbNodeEvent,
  type NetworkdbNetworkEvent,
  type NetworkdbNetworkPushPull,
  type NetworkdbNodeEvent,
} from "../../model/generated/types.ts";

interface Presence {
  lamportTime: number;
  /** When the node was heard to leave the network; absent while it is on it. */
  leftAtMs: number | undefined;
}

const MAX_NETWORKS_OF_NODE = 4096;
/** So long a node that has left a network is told of, so that nobody takes it for still there. */
const FORGET_MS = 30 * 60_000;

/**
 * Which engine is on which networks, as engines gossip it: what a new one must know to ask the others
 * for what is on their networks. Of two words on the same thing the later one holds, by the clock of
 * Lamport that all share. Source: moby libnetwork/networkdb.
 */
export class NetworkTable {
  readonly #self: string;
  readonly #nodeTimes = new Map<string, number>();
  readonly #networks = new Map<string, Map<string, Presence>>();
  #clock = 1;

  /** `self` is the member whose own word on itself is the only one. */
  constructor(self: string) {
    this.#self = self;
  }

  /** Takes an engine's word on a node; true where it is news, which is to be told on. */
  nodeEvent({ nodeName, lTime, type }: NetworkdbNodeEvent, isMember: boolean): boolean {
    this.#witness(lTime);
    if (!isMember || nodeName === this.#self || (this.#nodeTimes.get(nodeName) ?? 0) >= lTime)
      return false;
    this.#nodeTimes.set(nodeName, lTime);
    if (type === NetworkdbNodeEvent_Type.LEAVE) this.#networks.delete(nodeName);
    return true;
  }

  /** Takes an engine's word on a network; true where it is news, which is to be told on. */
  networkEvent(
    { nodeName, networkId, lTime, type }: NetworkdbNetworkEvent,
    isMember: boolean,
    nowMs: number,
  ): boolean {
    this.#witness(lTime);
    if (nodeName === this.#self) return false;
    const leaves = type === NetworkdbNetworkEvent_Type.LEAVE;
    const ofNode = this.#networks.get(nodeName) ?? new Map<string, Presence>();
    const known = ofNode.get(networkId);
    if (known ? known.lamportTime >= lTime : leaves || !isMember) return false;
    if (!known && ofNode.size >= MAX_NETWORKS_OF_NODE) return false;
    ofNode.set(networkId, { lamportTime: lTime, leftAtMs: leaves ? nowMs : undefined });
    this.#networks.set(nodeName, ofNode);
    return true;
  }

  /** Takes all that another member knows. */
  merge(
    { nodeName, lTime, networks }: NetworkdbNetworkPushPull,
    isMember: (node: string) => boolean,
    nowMs: number,
  ): void {
    const { JOIN } = NetworkdbNodeEvent_Type;
    this.nodeEvent(makeNetworkdbNodeEvent({ type: JOIN, lTime, nodeName }), isMember(nodeName));
    for (const { leaving, ...entry } of networks) {
      const type = leaving ? NetworkdbNetworkEvent_Type.LEAVE : NetworkdbNetworkEvent_Type.JOIN;
      const event = makeNetworkdbNetworkEvent({ type, ...entry });
      this.networkEvent(event, isMember(entry.nodeName), nowMs);
    }
  }

  /** All of it, for another member. */
  tell(): NetworkdbNetworkPushPull {
    const networks = [...this.#networks].flatMap(([node, ofNode]) =>
      [...ofNode].map(([networkId, { lamportTime, leftAtMs }]) =>
        makeNetworkdbNetworkEntry({
          ...{ networkId, lTime: lamportTime, nodeName: node },
          leaving: leftAtMs !== undefined,
        }),
      ),
    );
    const nodeName = this.#self;
    return makeNetworkdbNetworkPushPull({ lTime: this.#clock, nodeName, networks });
  }

  /** This member leaves: newer than all that was said of it. */
  ownLeave(): NetworkdbNodeEvent {
    const lTime = ++this.#clock;
    const nodeName = this.#self;
    return makeNetworkdbNodeEvent({ type: NetworkdbNodeEvent_Type.LEAVE, lTime, nodeName });
  }

  /** This member comes onto a network, or leaves it. */
  ownPresence(networkId: string, joins: boolean): NetworkdbNetworkEvent {
    const { JOIN, LEAVE } = NetworkdbNetworkEvent_Type;
    const [nodeName, lTime] = [this.#self, ++this.#clock];
    const own = this.#networks.get(nodeName) ?? new Map<string, Presence>();
    this.#networks.set(nodeName, own);
    if (joins) own.set(networkId, { lamportTime: lTime, leftAtMs: undefined });
    else own.delete(networkId);
    const type = joins ? JOIN : LEAVE;
    return makeNetworkdbNetworkEvent({ type, lTime, nodeName, networkId });
  }

  /** That a node is on a network, as it was last heard; undefined where it is not. */
  presenceOf(nodeName: string, networkId: string): NetworkdbNetworkEvent | undefined {
    const presence = this.#networks.get(nodeName)?.get(networkId);
    if (!presence || presence.leftAtMs !== undefined) return undefined;
    const [type, lTime] = [NetworkdbNetworkEvent_Type.JOIN, presence.lamportTime];
    return makeNetworkdbNetworkEvent({ type, lTime, nodeName, networkId });
  }

  /** The nodes on a network, but for this member. */
  nodesOn(networkId: string): readonly string[] {
    return [...this.#networks.keys()].filter(
      (node) => node !== this.#self && this.presenceOf(node, networkId) !== undefined,
    );
  }

  /** Drops what nobody needs to hear any more: nodes that are gone, and networks left long ago. */
  prune(isMember: (node: string) => boolean, nowMs: number): void {
    for (const node of this.#nodeTimes.keys()) if (!isMember(node)) this.#nodeTimes.delete(node);
    for (const [node, ofNode] of this.#networks) {
      if (!isMember(node)) this.#networks.delete(node);
      for (const [networkId, { leftAtMs }] of ofNode) {
        if (leftAtMs !== undefined && nowMs - leftAtMs >= FORGET_MS) ofNode.delete(networkId);
      }
    }
  }

  /** Source: L. Lamport, Time, Clocks, and the Ordering of Events, 1978. */
  #witness(time: number): void {
    if (time >= this.#clock) this.#clock = time + 1;
  }
}
