import {
  makeNetworkFinding,
  type NetworkFinding,
  type OverlayPeer,
} from "../../model/generated/types.ts";
import { isWireGuardKey } from "../../model/wireguard-keys.ts";
import { bareAddress } from "../overlay/addresses.ts";
import type { NetworkPlan } from "../overlay/network-plan.ts";
import type { OverlayPlan } from "../overlay/overlay-plan.ts";
import type { Kernel } from "./kernel.ts";
import type { Probe } from "./network-probe.ts";
import type { RulesKeeper } from "./rules-keeper.ts";

export interface CheckDeps {
  readonly kernel: Kernel;
  readonly plan: OverlayPlan;
  readonly rules: RulesKeeper;
  readonly probe: Probe | undefined;
  /** Why the network is not up; undefined where it is. */
  readonly failure: (networkId: string) => string | undefined;
}

/** Any packet: what is about the way and not about the size. */
const SMALL_BYTES = 64;

/**
 * What this node finds when it looks at one of its networks: that it is up, that the other nodes are
 * reached through it and by packets of full size, what names mean, who stands behind virtual
 * addresses, and whether its containers' rules are as they were left.
 */
export async function checkNetwork(
  deps: CheckDeps,
  networkId: string,
  signal: AbortSignal,
): Promise<readonly NetworkFinding[]> {
  const network = deps.plan.networks.get(networkId);
  const failure = deps.failure(networkId);
  if (network === undefined || failure !== undefined) {
    const detail = failure ?? "this node was not told of it";
    return [makeNetworkFinding({ kind: "network", subject: networkId, detail })];
  }
  const links = await deps.kernel.links(signal);
  const mtu = links.find(({ name }) => name === network.tunnel)?.mtu ?? 0;
  const encrypted = network.encryption ? ", encrypted by WireGuard" : "";
  const up = makeNetworkFinding({
    ...{ kind: "network", subject: network.name, ok: mtu > 0 },
    detail: mtu > 0 ? `MTU ${mtu}${encrypted}` : `its tunnel ${network.tunnel} is gone`,
  });
  const paths = deps.plan
    .peersOf(networkId)
    .map((peer) => pathFindings(deps.probe, network, peer, mtu, signal));
  return [
    up,
    ...(await Promise.all(paths)).flat(),
    ...nameFindings(deps.plan, network),
    ...(await deps.rules.findings(networkId, signal)),
  ];
}

async function pathFindings(
  probe: Probe | undefined,
  { underlayPort, encryption }: NetworkPlan,
  { nodeId, gateways, publicKey }: OverlayPeer,
  mtu: number,
  signal: AbortSignal,
): Promise<readonly NetworkFinding[]> {
  const [address] = gateways.map(bareAddress);
  if (encryption !== undefined && !isWireGuardKey(publicKey)) return [keyless(nodeId)];
  if (probe === undefined || address === undefined) return [];
  const ok = await probe(address, SMALL_BYTES, signal);
  const silence = `${address} does not answer: is UDP port ${underlayPort} open?`;
  const detail = ok ? `${address} answers` : silence;
  const path = makeNetworkFinding({ kind: "path", subject: nodeId, ok, detail });
  if (!ok) return [path];
  const full = await probe(address, mtu, signal);
  const size = full ? `packets of ${mtu} bytes pass` : `packets of ${mtu} bytes do not pass`;
  return [path, makeNetworkFinding({ kind: "mtu", subject: nodeId, ok: full, detail: size })];
}

/** Docker Engines encrypt too, in a way of their own. */
function keyless(nodeId: string): NetworkFinding {
  const detail = "it has no key for WireGuard: nothing of this network goes there or comes from it";
  return makeNetworkFinding({ kind: "path", subject: nodeId, detail });
}

function nameFindings(plan: OverlayPlan, { id, ingress }: NetworkPlan): readonly NetworkFinding[] {
  if (ingress) return []; // Nothing has a name there.
  return plan.servicesOn(id).flatMap(({ name, serviceId, virtualAddresses }) => {
    const told = plan.names.find([id], name)?.addresses ?? [];
    const means = makeNetworkFinding({
      ...{ kind: "name", subject: name, ok: told.length > 0 },
      detail: told.length > 0 ? told.join(", ") : "means nothing",
    });
    if (virtualAddresses.length === 0) return [means];
    const balancer = plan.balancers([id]).find((each) => each.serviceId === serviceId);
    const count = balancer?.backends.length ?? 0;
    return [
      means,
      makeNetworkFinding({
        ...{ kind: "virtual address", subject: name, ok: count > 0 },
        detail: count > 0 ? `leads to ${count} tasks` : "leads to nobody: no task serves",
      }),
    ];
  });
}
