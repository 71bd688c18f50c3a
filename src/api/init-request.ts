import type { ClusterSpec, NodeSpec_Availability } from "../model/generated/types.ts";
import { parseIpSubnet } from "../model/ip-address.ts";
import { ApiError, badRequest } from "./api-error.ts";
import { isOlder, type ApiVersion } from "./api-version.ts";
import { omitted, record, type Form } from "./json/form.ts";
import { mergedSpec, swarmSpec, type SwarmSpec } from "./json/swarm-json.ts";
import { choice, flag, listOf, text, uint32 } from "./json/values.ts";
import type { InitRequest, JoinRequest } from "./node-control.ts";
import { availabilityWords } from "./json/node-json.ts";

const DEFAULT_DATA_PATH_PORT = 4789;
const DEFAULT_SUBNET_SIZE = 24;
const DEFAULT_ADDRESS_POOL: readonly string[] = ["10.0.0.0/8"];
/** Two addresses are the network's own. Source: moby daemon/cluster/swarm.go. */
const MAX_SUBNET_SIZE = 29;

interface InitShape {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  readonly dataPathPort: number;
  readonly forceNewCluster: boolean;
  readonly spec: SwarmSpec;
  readonly autoLockManagers: boolean;
  readonly availability: NodeSpec_Availability;
  readonly defaultAddrPool: readonly string[];
  readonly subnetSize: number;
}

/** Docker answers a word that it does not know with 500 here. */
const availability = choice(availabilityWords, {
  empty: availabilityWords.active,
  unknown: (word) => {
    throw new ApiError(500, `invalid Availability: ${JSON.stringify(word)}`);
  },
  caseless: true,
});

const initShape: Form<InitShape> = record<InitShape>(
  (fields) => ({
    listenAddr: "",
    advertiseAddr: "",
    dataPathAddr: "",
    dataPathPort: 0,
    forceNewCluster: false,
    spec: {},
    autoLockManagers: false,
    availability: availabilityWords.active,
    defaultAddrPool: [],
    subnetSize: 0,
    ...fields,
  }),
  {
    listenAddr: omitted("ListenAddr", text),
    advertiseAddr: omitted("AdvertiseAddr", text),
    dataPathAddr: omitted("DataPathAddr", text),
    dataPathPort: omitted("DataPathPort", uint32),
    forceNewCluster: omitted("ForceNewCluster", flag),
    spec: omitted("Spec", swarmSpec),
    autoLockManagers: omitted("AutoLockManagers", flag),
    availability: omitted("Availability", availability),
    defaultAddrPool: omitted("DefaultAddrPool", listOf(text)),
    subnetSize: omitted("SubnetSize", uint32),
  },
);

interface UnlockShape {
  readonly unlockKey: string;
}

const unlockShape: Form<UnlockShape> = record<UnlockShape>(
  (fields) => ({ unlockKey: "", ...fields }),
  { unlockKey: omitted("UnlockKey", text) },
);

export const unlockBody = unlockShape.schema;

/** The key that is to open a locked manager, as it was typed. */
export function readUnlock(body: unknown): string {
  return unlockShape.read(body, "").unlockKey;
}

export const initBody = initShape.schema;

/** Reads what a new cluster is to be. What this daemon cannot do is refused, not left out. */
export function readInit(body: unknown, version: ApiVersion, defaults: ClusterSpec): InitRequest {
  const given = initShape.read(body, "");
  const { spec } = given;
  if (spec.name !== undefined && spec.name !== "" && spec.name !== "default") {
    badRequest('swarm spec must be named "default"');
  }
  refuseUnsupported(given);
  const locks = given.autoLockManagers || spec.encryption?.autoLockManagers === true;
  const merged = mergedSpec({ ...spec, encryption: { autoLockManagers: locks } }, defaults);
  const dataPathPort = isOlder(version, "1.40") ? 0 : given.dataPathPort;
  const pooled = !isOlder(version, "1.39");
  return {
    listenAddress: given.listenAddr,
    advertiseAddress: given.advertiseAddr,
    availability: given.availability,
    forceNewCluster: given.forceNewCluster,
    spec: merged,
    dataPathPort: checkedDataPathPort(dataPathPort),
    ...checkedPool(pooled ? given.defaultAddrPool : [], pooled ? given.subnetSize : 0),
  };
}

function refuseUnsupported({ spec, ...given }: InitShape): void {
  const unsupported: readonly (readonly [boolean, string])[] = [
    [
      (spec.caConfig?.externalCas?.length ?? 0) > 0,
      "CAConfig.ExternalCAs: external certificate authorities are not supported yet",
    ],
    [
      spec.caConfig?.signingCaCert !== undefined || spec.caConfig?.signingCaKey !== undefined,
      "CAConfig.SigningCACert: a root certificate of your own is not supported yet",
    ],
    [
      given.dataPathAddr !== "",
      "DataPathAddr: a separate address for the traffic of containers is not supported yet",
    ],
  ];
  const found = unsupported.find(([asked]) => asked);
  if (found) throw new ApiError(501, found[1]);
}

function checkedDataPathPort(port: number): number {
  if (port === 0) return DEFAULT_DATA_PATH_PORT;
  if (port < 1024 || port > 49_151) {
    throw new ApiError(500, `Datapath port number is not in valid range (1024-49151) : ${port}`);
  }
  return port;
}

/** A size says nothing without a pool. Source: moby daemon/cluster validateDefaultAddrPool. */
function checkedPool(
  pools: readonly string[],
  size: number,
): Pick<InitRequest, "defaultAddressPool" | "subnetSize"> {
  if (pools.length === 0) {
    return { defaultAddressPool: DEFAULT_ADDRESS_POOL, subnetSize: DEFAULT_SUBNET_SIZE };
  }
  const subnetSize = size === 0 ? DEFAULT_SUBNET_SIZE : size;
  if (subnetSize > MAX_SUBNET_SIZE) {
    throw new ApiError(500, `subnet size is out of range: ${subnetSize}`);
  }
  for (const pool of pools) {
    if (!parseIpSubnet(pool)) {
      throw new ApiError(500, `invalid base pool ${pool}: invalid CIDR address: ${pool}`);
    }
    if (Number(pool.slice(pool.indexOf("/") + 1)) > subnetSize) {
      throw new ApiError(
        500,
        `invalid CIDR: ${JSON.stringify(pool)}. Subnet size is too small for pool: ${subnetSize}`,
      );
    }
  }
  return { defaultAddressPool: pools, subnetSize };
}

interface JoinShape {
  readonly listenAddr: string;
  readonly advertiseAddr: string;
  readonly dataPathAddr: string;
  readonly remoteAddrs: readonly string[];
  readonly joinToken: string;
  readonly availability: NodeSpec_Availability;
}

const joinShape: Form<JoinShape> = record<JoinShape>(
  (fields) => ({
    listenAddr: "",
    advertiseAddr: "",
    dataPathAddr: "",
    remoteAddrs: [],
    joinToken: "",
    availability: availabilityWords.active,
    ...fields,
  }),
  {
    listenAddr: omitted("ListenAddr", text),
    advertiseAddr: omitted("AdvertiseAddr", text),
    dataPathAddr: omitted("DataPathAddr", text),
    remoteAddrs: omitted("RemoteAddrs", listOf(text)),
    joinToken: omitted("JoinToken", text),
    availability: omitted("Availability", availability),
  },
);

export const joinBody = joinShape.schema;

/** Reads which cluster to join, and as what. */
export function readJoin(body: unknown): JoinRequest {
  const given = joinShape.read(body, "");
  if (given.remoteAddrs.length === 0) badRequest("at least 1 RemoteAddr is required to join");
  if (given.dataPathAddr !== "") {
    throw new ApiError(
      501,
      "DataPathAddr: a separate address for the traffic of containers is not supported yet",
    );
  }
  return {
    listenAddress: given.listenAddr,
    advertiseAddress: given.advertiseAddr,
    availability: given.availability,
    remoteAddresses: given.remoteAddrs,
    joinToken: given.joinToken,
  };
}
