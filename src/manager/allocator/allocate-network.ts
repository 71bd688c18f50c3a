import { err, ok, type Result } from "../../base/result.ts";
import {
  IPAMConfig_AddressFamily,
  makeDriver,
  makeIPAMConfig,
  makeIPAMOptions,
  type Cluster,
  type IPAMConfig,
  type Network,
} from "../../model/generated/types.ts";
import {
  baseOf,
  containsIp,
  formatIp,
  formatSubnet,
  isIpv4,
  overlap,
  parseIpAddress,
  parseIpSubnet,
  plusIp,
  type IpSubnet,
} from "../../model/ip-address.ts";
import { vxlanIdsOf, VXLAN_IDS_OPTION } from "../../model/overlay-options.ts";
import { isNodeLocal } from "./attachments.ts";

/** Source: swarmkit; the pool that Docker's clusters have unless `--default-addr-pool` says. */
const DEFAULT_POOLS = ["10.0.0.0/8"];
const DEFAULT_SUBNET_SIZE = 24;

/** Ids below are left to people. Source: moby libnetwork overlay. */
const FIRST_VXLAN_ID = 4096;
const LAST_VXLAN_ID = 2 ** 24 - 1;

/** A subnet needs room for its gateway, a node and a task. */
const MIN_HOST_BITS = 3;

type SomeCluster = Pick<Cluster, "id" | "defaultAddressPool" | "subnetSize">;

/**
 * The network with subnets, gateways and VXLAN ids: those that its spec asks for, or free ones. Looks
 * at the cluster's other networks. In error: what is wrong with the spec, or what has run out.
 */
export function allocateNetwork(
  network: Network,
  others: readonly Network[],
  cluster: SomeCluster | undefined,
): Result<Network, string> {
  if (isNodeLocal(network)) {
    const driverState = makeDriver({ name: network.spec?.driverConfig?.name ?? "" });
    return ok({ ...network, driverState });
  }
  const taken = others.flatMap((other) => (other.id === network.id ? [] : subnetsOf(other)));
  const configs = chooseConfigs(network, taken, cluster);
  if (!configs.ok) return configs;
  const ids = chooseVxlanIds(network, others, configs.value.filter(isVersion4).length);
  if (!ids.ok) return ids;
  const { spec } = network;
  return ok({
    ...network,
    ipam: makeIPAMOptions({
      driver: makeDriver({
        ...spec?.ipam?.driver,
        name: nonEmpty(spec?.ipam?.driver?.name) ?? "default",
      }),
      configs: configs.value,
    }),
    driverState: makeDriver({
      name: "overlay",
      options: { ...spec?.driverConfig?.options, [VXLAN_IDS_OPTION]: ids.value.join(",") },
    }),
  });
}

/** A subnet in use, and whose it is. */
interface Taken {
  readonly subnet: IpSubnet;
  readonly owner: string;
}

function subnetsOf({ id, spec, ipam }: Network): readonly Taken[] {
  const owner = spec?.annotations?.name ?? id;
  return (ipam?.configs ?? []).flatMap((config) => {
    const subnet = parseIpSubnet(config.subnet);
    return subnet ? [{ subnet, owner }] : [];
  });
}

function chooseConfigs(
  { spec }: Network,
  taken: readonly Taken[],
  cluster: SomeCluster | undefined,
): Result<readonly IPAMConfig[], string> {
  const chosen: IPAMConfig[] = [];
  const inUse = [...taken];
  for (const wanted of spec?.ipam?.configs ?? []) {
    const config = wanted.subnet === "" ? fromPools(wanted, inUse, cluster) : given(wanted, inUse);
    if (!config.ok) return config;
    chosen.push(config.value);
    const subnet = parseIpSubnet(config.value.subnet);
    if (subnet) inUse.push({ subnet, owner: "the network itself" });
  }
  if (!chosen.some(isVersion4)) {
    const config = fromPools(makeIPAMConfig(), inUse, cluster);
    if (!config.ok) return config;
    chosen.unshift(config.value);
  }
  if (spec?.ipv6Enabled === true && chosen.every(isVersion4)) {
    const config = uniqueLocal(inUse, cluster);
    if (!config.ok) return config;
    chosen.push(config.value);
  }
  return ok(chosen);
}

function given(wanted: IPAMConfig, inUse: readonly Taken[]): Result<IPAMConfig, string> {
  const subnet = parseIpSubnet(wanted.subnet);
  if (!subnet) return err(`ipam configuration: invalid subnet ${wanted.subnet}`);
  if (subnet.prefixBits > 128 - MIN_HOST_BITS) {
    return err(`ipam configuration: subnet ${wanted.subnet} is too small for a network`);
  }
  const rival = inUse.find((other) => overlap(other.subnet, subnet));
  if (rival) {
    const text = formatSubnet(rival.subnet);
    return err(
      `ipam configuration: subnet ${wanted.subnet} overlaps with ${text} of ${rival.owner}`,
    );
  }
  const range = wanted.range === "" ? undefined : parseIpSubnet(wanted.range);
  if (wanted.range !== "" && (!range || !containsIp(subnet, range.address))) {
    return err(`ipam configuration: range ${wanted.range} is not in subnet ${wanted.subnet}`);
  }
  for (const text of [wanted.gateway, ...Object.values(wanted.reserved)]) {
    const address = parseIpAddress(text);
    if (text === "" || (address && containsIp(subnet, address))) continue;
    return err(`ipam configuration: address ${text} is not in subnet ${wanted.subnet}`);
  }
  return completed(wanted, subnet);
}

/** Its first free address is the gateway where none is asked for. */
function completed(wanted: IPAMConfig, subnet: IpSubnet): Result<IPAMConfig, string> {
  const gateway = plusIp(baseOf(subnet), 1);
  if (!gateway) return err(`ipam configuration: invalid subnet ${wanted.subnet}`);
  return ok({
    ...wanted,
    family: familyOf(subnet),
    subnet: formatSubnet(subnet),
    gateway: wanted.gateway === "" ? formatIp(gateway) : wanted.gateway,
  });
}

/** The first subnet of the cluster's pools that no network has. */
function fromPools(
  wanted: IPAMConfig,
  inUse: readonly Taken[],
  cluster: SomeCluster | undefined,
): Result<IPAMConfig, string> {
  const declared = cluster?.defaultAddressPool ?? [];
  const pools = declared.length > 0 ? declared : DEFAULT_POOLS;
  const prefixBits = 96 + sizeOf(cluster);
  for (const text of pools) {
    const pool = parseIpSubnet(text);
    const subnet = pool && firstFree(pool, Math.max(prefixBits, pool.prefixBits), inUse);
    if (subnet) return completed(wanted, subnet);
  }
  return err(
    `no subnet is free in the cluster's address pools (${pools.join(", ")}): ` +
      "remove networks, or say which subnet to use",
  );
}

function sizeOf(cluster: SomeCluster | undefined): number {
  const size = cluster?.subnetSize ?? 0;
  return size > 0 ? size : DEFAULT_SUBNET_SIZE;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** Jumps over what is in use, so that a full pool costs no more than there are networks. */
function firstFree(
  pool: IpSubnet,
  prefixBits: number,
  inUse: readonly Taken[],
): IpSubnet | undefined {
  let address = baseOf(pool);
  for (;;) {
    const candidate: IpSubnet = { address, prefixBits };
    if (!containsIp(pool, address)) return undefined;
    const rival = inUse.find(({ subnet }) => overlap(subnet, candidate));
    if (!rival) return candidate;
    // The larger of the two ends at a multiple of its own size.
    const bits = Math.min(prefixBits, rival.subnet.prefixBits);
    const next = plusIp(baseOf({ address, prefixBits: bits }), 2 ** (128 - bits));
    if (!next) return undefined;
    address = next;
  }
}

/** A subnet of the cluster's own part of the unique local addresses. Source: RFC 4193. */
function uniqueLocal(
  inUse: readonly Taken[],
  cluster: SomeCluster | undefined,
): Result<IPAMConfig, string> {
  const global = fold(cluster?.id ?? "");
  const pool: IpSubnet = {
    address: [0xfd, ...global, ...new Array<number>(10).fill(0)],
    prefixBits: 48,
  };
  const subnet = firstFree(pool, 64, inUse);
  if (!subnet) return err("no IPv6 subnet is free in the cluster: say which subnet to use");
  return completed(makeIPAMConfig(), subnet);
}

/** Five bytes of the cluster's id, which was drawn by chance. */
function fold(clusterId: string): readonly number[] {
  const bytes = [0, 0, 0, 0, 0];
  for (let at = 0; at < clusterId.length; at++) {
    const slot = at % bytes.length;
    bytes[slot] = ((bytes[slot] ?? 0) * 36 + clusterId.charCodeAt(at)) % 256;
  }
  return bytes;
}

function chooseVxlanIds(
  network: Network,
  others: readonly Network[],
  count: number,
): Result<readonly number[], string> {
  const owners = new Map<number, string>();
  for (const other of others) {
    if (other.id === network.id) continue;
    for (const id of vxlanIdsOf(other.driverState)) {
      owners.set(id, other.spec?.annotations?.name ?? other.id);
    }
  }
  const ids = [...vxlanIdsOf(network.spec?.driverConfig)];
  for (const id of ids) {
    const owner = owners.get(id);
    if (owner !== undefined) return err(`VXLAN id ${id} is in use by network ${owner}`);
  }
  for (let id = FIRST_VXLAN_ID; ids.length < count && id <= LAST_VXLAN_ID; id++) {
    if (!owners.has(id) && !ids.includes(id)) ids.push(id);
  }
  return ids.length < count ? err("no VXLAN id is free: remove networks") : ok(ids);
}

function familyOf(subnet: IpSubnet): IPAMConfig_AddressFamily {
  return isIpv4(baseOf(subnet)) ? IPAMConfig_AddressFamily.IPV4 : IPAMConfig_AddressFamily.IPV6;
}

function isVersion4({ subnet }: IPAMConfig): boolean {
  return !subnet.includes(":");
}
