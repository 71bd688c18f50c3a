import type { OverlayNetwork } from "../../model/generated/types.ts";
import { bareAddress, hardwareAddress } from "./addresses.ts";
import {
  insideAddress,
  insideTunnelPort,
  wireGuardDevice,
  wireGuardPort,
} from "./wireguard-plan.ts";

/** One network on this node: a bridge that the engine makes, and a tunnel to the other nodes. */
export interface NetworkPlan {
  readonly id: string;
  readonly name: string;
  readonly vxlanId: number;
  /** UDP, of its tunnel; the same on every node. */
  readonly tunnelPort: number;
  /** UDP, by which nodes reach each other for it. */
  readonly underlayPort: number;
  /** Names of the interfaces. */
  readonly bridge: string;
  readonly tunnel: string;
  readonly subnets: readonly string[];
  /** This node's own address in each subnet. */
  readonly gateways: readonly string[];
  readonly bridgeMac: string | undefined;
  /** Zero: what the way to the other nodes allows. */
  readonly mtu: number;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  /** What carries the tunnel of an encrypted network, and where it ends here. */
  readonly encryption: { readonly device: string; readonly inside: string } | undefined;
}

/** Source: RFC 7348, section 5. */
const VXLAN_PORT = 4789;

/** An interface's name has 15 characters at most; a VXLAN id has 8. */
export const BRIDGE_PREFIX = "skb";
export const TUNNEL_PREFIX = "skv";

export function planNetwork(network: OverlayNetwork, nodeId: string): NetworkPlan {
  const { id, name, vxlanId, mtu, internal, attachable, encrypted, ingress } = network;
  const port = network.tunnelPort || VXLAN_PORT;
  const gateways = network.gateways.map(bareAddress);
  // This node takes no part in a subnet where it has no address: there come those last.
  const subnets = network.subnets.slice(0, gateways.length);
  return {
    ...{ id, name, vxlanId, subnets, gateways, mtu, internal, attachable, ingress },
    tunnelPort: encrypted ? insideTunnelPort(port) : port,
    underlayPort: encrypted ? wireGuardPort(port) : port,
    encryption: encrypted
      ? { device: wireGuardDevice(nodeId), inside: insideAddress(nodeId) }
      : undefined,
    bridge: `${BRIDGE_PREFIX}${vxlanId}`,
    tunnel: `${TUNNEL_PREFIX}${vxlanId}`,
    bridgeMac: hardwareAddress(gateways),
  };
}
