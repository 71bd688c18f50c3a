import type { NetworkAttachment, Task } from "../../model/generated/types.ts";
import { bareAddress, hardwareAddress, isIpv6 } from "../overlay/addresses.ts";
import { defined } from "./given.ts";

/** Which nameservers a task's spec names: containers ask this node, which asks those. */
export const NAMESERVERS_LABEL = "io.skein.nameservers";

/** An overlay as one task's container joins it. */
export interface JoinedNetwork {
  readonly networkId: string;
  /** The engine's own id of its bridge. */
  readonly engineId: string;
  /** This node's own addresses there, where it answers what names mean. */
  readonly gateways: readonly string[];
  /** The task's own. */
  readonly addresses: readonly string[];
}

/** A container's resolver takes no more. Source: resolv.conf(5). */
const MAX_NAMESERVERS = 3;

/** The networks that are this project's own to carry: not those of the engine itself. */
export function overlaysOf({ networks }: Task): readonly NetworkAttachment[] {
  return networks.filter(({ network }) => {
    const driver = network?.driverState?.name ?? network?.spec?.driverConfig?.name;
    return driver === "overlay";
  });
}

export function ownNameservers(joined: readonly JoinedNetwork[]): readonly string[] {
  const gateways = joined.flatMap((each) => each.gateways.filter((address) => !isIpv6(address)));
  const all = gateways.length > 0 ? gateways : joined.flatMap((each) => each.gateways);
  return all.slice(0, MAX_NAMESERVERS);
}

export function nameserversLabel(nameservers: readonly string[]): Record<string, string> {
  return nameservers.length === 0 ? {} : { [NAMESERVERS_LABEL]: nameservers.join(",") };
}

/** Older engines take one network when a container is made; the others are joined afterwards. */
export function networkingConfig(
  joined: readonly JoinedNetwork[],
): Readonly<Record<string, unknown>> | undefined {
  const [first] = joined;
  return first && { EndpointsConfig: { [first.engineId]: endpointConfig(first) } };
}

/**
 * The addresses that the manager chose. The hardware address is said, as newer engines make one up.
 * No aliases: the engine would answer them itself, with its own containers alone.
 */
export function endpointConfig({
  addresses,
}: Pick<JoinedNetwork, "addresses">): Readonly<Record<string, unknown>> {
  const bare = addresses.map(bareAddress);
  return defined({
    IPAMConfig: defined({
      IPv4Address: bare.find((address) => !isIpv6(address)),
      IPv6Address: bare.find(isIpv6),
    }),
    MacAddress: hardwareAddress(addresses),
  });
}
