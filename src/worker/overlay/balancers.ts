import type { OverlayEndpoint, OverlayPort, OverlayService } from "../../model/generated/types.ts";
import { bareAddress } from "./addresses.ts";
import type { NetworkPlan } from "./network-plan.ts";

/** A service as containers of one network see it: virtual addresses, and the tasks behind them. */
export interface Balancer {
  readonly networkId: string;
  readonly serviceId: string;
  readonly chain: string;
  readonly addresses: readonly string[];
  /** Of its serving tasks, in order. */
  readonly backends: readonly string[];
  readonly affinitySeconds: number;
}

/** A service as the world sees it through this node. */
export interface MeshService {
  readonly serviceId: string;
  readonly ports: readonly OverlayPort[];
  readonly backends: readonly string[];
  readonly affinitySeconds: number;
  /** All backends are on this node, and see who calls. */
  readonly keepsClient: boolean;
  /** The version of the header that connections to its TCP ports begin with; zero without. */
  readonly proxyProtocol: number;
}

/** The tasks that stood behind it and do not any more. */
export function backendsGone(
  before: { readonly backends: readonly string[] } | undefined,
  after: { readonly backends: readonly string[] } | undefined,
): readonly string[] {
  const left = new Set(after?.backends);
  return before?.backends.filter((each) => !left.has(each)) ?? [];
}

/** A TCP port that this process takes connections to, as their PROXY header has to be written. */
export interface ProxiedPort {
  readonly published: number;
  readonly target: number;
  readonly version: 1 | 2;
  readonly backends: readonly string[];
  readonly affinitySeconds: number;
}

/** The TCP ports of the mesh that rules alone do not lead on. A service that nobody serves refuses. */
export function proxiedPorts(services: readonly MeshService[]): readonly ProxiedPort[] {
  return services.flatMap(({ proxyProtocol, ports, backends, affinitySeconds }) => {
    if (proxyProtocol === 0 || backends.length === 0) return [];
    const version = proxyProtocol === 1 ? 1 : 2;
    return ports
      .filter(({ protocol }) => protocol === "tcp")
      .map(({ published, target }) => ({ published, target, version, backends, affinitySeconds }));
  });
}

/** Undefined for a service without a virtual address. */
export function balancerOf(
  { id, vxlanId }: NetworkPlan,
  service: OverlayService,
  endpoints: readonly OverlayEndpoint[],
): Balancer | undefined {
  const { serviceId, virtualAddresses, affinitySeconds } = service;
  if (virtualAddresses.length === 0) return undefined;
  return {
    networkId: id,
    serviceId,
    chain: `service_${vxlanId}_${serviceId}`,
    addresses: virtualAddresses.map(bareAddress),
    backends: backendsOf(endpoints),
    affinitySeconds,
  };
}

/** Undefined for a service that publishes nothing through the mesh. */
export function meshServiceOf(
  service: OverlayService,
  endpoints: readonly OverlayEndpoint[],
  nodeId: string,
): MeshService | undefined {
  const { serviceId, ports, affinitySeconds, localFirst, proxyProtocol } = service;
  if (ports.length === 0) return undefined;
  const local = localFirst
    ? endpoints.filter((each) => each.serving && each.nodeId === nodeId)
    : [];
  const keepsClient = local.length > 0;
  const backends = backendsOf(keepsClient ? local : endpoints);
  return { serviceId, ports, backends, affinitySeconds, keepsClient, proxyProtocol };
}

function backendsOf(endpoints: readonly OverlayEndpoint[]): readonly string[] {
  const serving = endpoints.filter(({ serving }) => serving);
  return [...new Set(serving.flatMap(({ addresses }) => addresses.map(bareAddress)))].toSorted();
}
