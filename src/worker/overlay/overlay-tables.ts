import { deepEqual } from "../../base/deep-equal.ts";
import type {
  OverlayChange,
  OverlayEndpoint,
  OverlayNetwork,
  OverlayPeer,
  OverlayService,
} from "../../model/generated/types.ts";

/** One object as it was and as it is; absent where there was or is none. */
export interface Difference<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What a message changed: what it repeats is not among it. */
export interface Differences {
  readonly networks: readonly Difference<OverlayNetwork>[];
  readonly peers: readonly Difference<OverlayPeer>[];
  readonly endpoints: readonly Difference<OverlayEndpoint>[];
  readonly services: readonly Difference<OverlayService>[];
}

export const peerKey = ({ networkId, nodeId }: OverlayPeer): string => `${networkId}/${nodeId}`;
export const endpointKey = ({ networkId, taskId }: OverlayEndpoint): string =>
  `${networkId}/${taskId}`;
export const serviceKey = ({
  networkId,
  serviceId,
}: Pick<OverlayService, "networkId" | "serviceId">): string => `${networkId}/${serviceId}`;

/** What the managers have said of the networks, as of one version. */
export class OverlayTables {
  readonly networks = new Map<string, OverlayNetwork>();
  readonly peers = new Map<string, OverlayPeer>();
  readonly endpoints = new Map<string, OverlayEndpoint>();
  readonly services = new Map<string, OverlayService>();
  version = 0;

  apply(change: OverlayChange): Differences {
    const { complete } = change;
    this.version = change.version;
    return {
      networks: update(
        this.networks,
        change.networks,
        ({ id }) => id,
        change.removedNetworks,
        complete,
      ),
      peers: update(this.peers, change.peers, peerKey, change.removedPeers, complete),
      endpoints: update(
        this.endpoints,
        change.endpoints,
        endpointKey,
        change.removedEndpoints,
        complete,
      ),
      services: update(
        this.services,
        change.services,
        serviceKey,
        change.removedServices,
        complete,
      ),
    };
  }
}

function update<T>(
  table: Map<string, T>,
  put: readonly T[],
  keyOf: (item: T) => string,
  removed: readonly string[],
  complete: boolean,
): Difference<T>[] {
  const wanted = new Map(put.map((item) => [keyOf(item), item]));
  const gone = complete ? [...table.keys()] : removed;
  const differences: Difference<T>[] = [];
  for (const key of gone) {
    const before = table.get(key);
    if (before === undefined || wanted.has(key)) continue;
    table.delete(key);
    differences.push({ key, before, after: undefined });
  }
  for (const [key, after] of wanted) {
    const before = table.get(key);
    if (before !== undefined && deepEqual(before, after)) continue;
    table.set(key, after);
    differences.push({ key, before, after });
  }
  return differences;
}
