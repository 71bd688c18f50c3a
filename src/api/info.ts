import { messageOf } from "../base/errors.ts";
import { makeListNodesRequest } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { ControlService } from "../wire/generated/services.ts";
import { controlOf } from "./control-client.ts";
import { clusterInfo } from "./json/swarm-json.ts";
import { time } from "./json/time-json.ts";
import type { NodeControl } from "./node-control.ts";
import { SKEIN_VERSION } from "./product.ts";
import { theCluster } from "./swarm.ts";
import { timestampOf } from "../model/time.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** A cluster that is slow to answer must not keep `info` from saying what this node knows. */
const CLUSTER_MS = 5_000;

const TWO_MANAGERS =
  "WARNING: a swarm of two managers cannot bear the loss of either: add a third, or demote one";

/** What `docker info` shows: the engine's own answer where there is one, and this node's swarm. */
export async function info(
  node: NodeControl,
  clock: Clock,
  signal: AbortSignal,
): Promise<JsonObject> {
  const [engine, swarm] = await Promise.all([
    node.askEngine("/info", signal),
    swarmSection(node, clock, signal),
  ]);
  const base = engine ?? ownInfo(node, clock);
  const warnings = [...listed(base["Warnings"]), ...listed(swarm["Warnings"])];
  return { ...base, Swarm: swarm, Warnings: warnings.length === 0 ? null : warnings };
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Source of the members: moby api/types/swarm Info. */
async function swarmSection(
  node: NodeControl,
  clock: Clock,
  signal: AbortSignal,
): Promise<JsonObject> {
  const status = node.status();
  const cluster = status.controlAvailable ? await clusterSection(node, clock, signal) : {};
  const managers = status.remoteManagers.map(({ nodeId, address }) => ({
    NodeID: nodeId,
    Addr: address,
  }));
  return {
    NodeID: status.nodeId,
    NodeAddr: status.nodeAddress,
    LocalNodeState: status.localState,
    ControlAvailable: status.controlAvailable,
    Error: status.error,
    RemoteManagers: managers.length === 0 ? null : managers,
    ...cluster,
  };
}

async function clusterSection(
  node: NodeControl,
  clock: Clock,
  signal: AbortSignal,
): Promise<JsonObject> {
  const control = controlOf(node, clock, CLUSTER_MS);
  try {
    const [cluster, { nodes }] = await Promise.all([
      theCluster(control, signal),
      control(ControlService.ListNodes, makeListNodesRequest(), signal),
    ]);
    const managers = nodes.filter(({ managerStatus }) => managerStatus !== undefined).length;
    return {
      ...(nodes.length > 0 && { Nodes: nodes.length }),
      ...(managers > 0 && { Managers: managers }),
      Cluster: clusterInfo(cluster),
      ...(managers === 2 && { Warnings: [TWO_MANAGERS] }),
    };
  } catch (error) {
    return { Error: messageOf(error) };
  }
}

/** For a node without a Docker Engine: the same members, as far as they mean something. */
function ownInfo(node: NodeControl, clock: Clock): JsonObject {
  const host = node.host();
  return {
    ID: node.status().nodeId,
    Containers: 0,
    ContainersRunning: 0,
    ContainersPaused: 0,
    ContainersStopped: 0,
    Images: 0,
    Driver: host.engine,
    DriverStatus: null,
    Plugins: { Volume: null, Network: null, Authorization: null, Log: null },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 0,
    OomKillDisable: false,
    NGoroutines: 0,
    SystemTime: time.write(timestampOf(clock.wallMs())),
    LoggingDriver: "none",
    CgroupDriver: "none",
    NEventsListener: 0,
    KernelVersion: host.kernelVersion,
    OperatingSystem: host.operatingSystem,
    OSVersion: "",
    OSType: "linux",
    Architecture: host.architecture,
    IndexServerAddress: "",
    RegistryConfig: null,
    NCPU: host.cpus,
    MemTotal: host.memoryBytes,
    GenericResources: null,
    DockerRootDir: "",
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Name: host.hostname,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: SKEIN_VERSION,
    Runtimes: null,
    DefaultRuntime: "",
    LiveRestoreEnabled: true,
    Isolation: "",
    InitBinary: "",
    ContainerdCommit: { ID: "", Expected: "" },
    RuncCommit: { ID: "", Expected: "" },
    InitCommit: { ID: "", Expected: "" },
    SecurityOptions: null,
  };
}
