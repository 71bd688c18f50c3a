import type { Clock } from "../system/clock.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import { DockerEngine } from "../worker/engine/docker.ts";
import type { Engine } from "../worker/engine/engine.ts";
import { DnsForwarder } from "../worker/network/dns-forwarder.ts";
import { HostKernel } from "../worker/network/host-kernel.ts";
import { MeshProxy } from "../worker/network/mesh-proxy.ts";
import { NameServer } from "../worker/network/name-server.ts";
import { nameserverProbe } from "../worker/network/network-probe.ts";
import { NodeNetworks } from "../worker/network/node-networks.ts";
import { ProxyProtocolMesh } from "../worker/network/proxy-protocol-mesh.ts";
import { realPrograms } from "../worker/network/programs.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const PROCESSES = "tasks run as plain processes of this machine, which share its network";

/** The networks of one membership, and the server of their names. */
export interface HostNetworks {
  readonly networks: NodeNetworks;
  /** Stops answering names; networks stay as they are. */
  close(): Promise<void>;
}

/** Why this machine carries no overlay networks; undefined where it does. */
export async function findNetworkLack(
  kind: "docker" | "process",
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (kind === "process") return PROCESSES;
  return new HostKernel(realPrograms(clock)).lack(signal);
}

/** Undefined for an engine that joins nothing to networks. */
export function openNetworks(
  engine: Engine,
  deps: {
    readonly clock: Clock;
    readonly entropy: Entropy;
    readonly log: Log;
    readonly nodeId: string;
    readonly nodeAddress: () => string | undefined;
  },
): HostNetworks | undefined {
  if (!(engine instanceof DockerEngine)) return undefined;
  const { clock, entropy, log } = deps;
  const proxy = new MeshProxy(log);
  const proxied = new ProxyProtocolMesh({ clock, log });
  const names: NameServer = new NameServer({
    ...{ clock, log },
    names: () => networks.names,
    asker: (networkId, address, signal) => networks.asker(networkId, address, signal),
    mayTell: (addresses, signal) => networks.mayTell(addresses, signal),
    forwarder: new DnsForwarder({ clock, entropy, resolvConf: RESOLV_CONF }),
  });
  const networks: NodeNetworks = new NodeNetworks({
    ...deps,
    kernel: new HostKernel(realPrograms(clock)),
    engine: engine.networks,
    probe: nameserverProbe(clock),
    onNetworks: (up) => names.serve(up),
    onMeshPorts: (ports) => proxy.serve(ports),
    proxied,
  });
  return {
    networks,
    close: async () => {
      await names.close();
      await proxy.close();
      proxied.close();
    },
  };
}
