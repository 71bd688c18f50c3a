import type { Cluster, Info, SwarmInfo } from "../engine-api.ts";
import { humanDuration } from "./ago.ts";
import { formatBytes } from "./quantity.ts";

/** The node and its part in the swarm, for people. Source of the layout: docker, system/info.go. */
export function infoPretty(info: Info, host: string): string {
  const lines = [
    "Client:",
    ` Host: ${host}`,
    "",
    "Server:",
    ` Name: ${info.Name ?? ""}`,
    ` Server Version: ${info.ServerVersion ?? ""}`,
    ` Containers: ${info.Containers ?? 0}`,
    `  Running: ${info.ContainersRunning ?? 0}`,
    `  Paused: ${info.ContainersPaused ?? 0}`,
    `  Stopped: ${info.ContainersStopped ?? 0}`,
    ` Images: ${info.Images ?? 0}`,
    ...swarmLines(info.Swarm ?? {}).map((line) => ` ${line}`),
    ` Kernel Version: ${info.KernelVersion ?? ""}`,
    ` Operating System: ${info.OperatingSystem ?? ""}`,
    ` OSType: ${info.OSType ?? ""}`,
    ` Architecture: ${info.Architecture ?? ""}`,
    ` CPUs: ${info.NCPU ?? 0}`,
    ` Total Memory: ${formatBytes(info.MemTotal ?? 0)}`,
    ` Docker Root Dir: ${info.DockerRootDir ?? ""}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function swarmLines(swarm: SwarmInfo): string[] {
  const state = swarm.LocalNodeState ?? "inactive";
  const lines = [`Swarm: ${state}`];
  if (state === "inactive" || state === "locked") return lines;
  lines.push(` NodeID: ${swarm.NodeID ?? ""}`);
  if (swarm.Error) lines.push(` Error: ${swarm.Error}`);
  lines.push(` Is Manager: ${swarm.ControlAvailable === true}`);
  if (swarm.Cluster && swarm.ControlAvailable === true && !swarm.Error) {
    lines.push(...clusterLines(swarm.Cluster, swarm));
  }
  lines.push(` Node Address: ${swarm.NodeAddr ?? ""}`);
  const managers = (swarm.RemoteManagers ?? []).map(({ Addr: address }) => address).sort();
  if (managers.length > 0)
    lines.push(" Manager Addresses:", ...managers.map((line) => `  ${line}`));
  return lines;
}

function clusterLines(cluster: Cluster, swarm: SwarmInfo): string[] {
  const { Spec: spec } = cluster;
  const pools = cluster.DefaultAddrPool ?? [];
  return [
    ` ClusterID: ${cluster.ID}`,
    ` Managers: ${swarm.Managers ?? 0}`,
    ` Nodes: ${swarm.Nodes ?? 0}`,
    ...(pools.length > 0
      ? [` Default Address Pool: ${pools.join("  ")}`, ` SubnetSize: ${cluster.SubnetSize ?? 0}`]
      : []),
    ...(cluster.DataPathPort ? [` Data Path Port: ${cluster.DataPathPort}`] : []),
    " Orchestration:",
    `  Task History Retention Limit: ${spec.Orchestration?.TaskHistoryRetentionLimit ?? 0}`,
    " Raft:",
    `  Snapshot Interval: ${spec.Raft?.SnapshotInterval ?? 0}`,
    `  Number of Old Snapshots to Retain: ${spec.Raft?.KeepOldSnapshots ?? 0}`,
    `  Heartbeat Tick: ${spec.Raft?.HeartbeatTick ?? 0}`,
    `  Election Tick: ${spec.Raft?.ElectionTick ?? 0}`,
    " Dispatcher:",
    `  Heartbeat Period: ${inWords(spec.Dispatcher?.HeartbeatPeriod)}`,
    " CA Configuration:",
    `  Expiry Duration: ${inWords(spec.CAConfig?.NodeCertExpiry)}`,
    ` Autolock Managers: ${spec.EncryptionConfig?.AutoLockManagers === true}`,
    ` Root Rotation In Progress: ${cluster.RootRotationInProgress === true}`,
  ];
}

function inWords(nanoseconds = 0): string {
  return humanDuration(nanoseconds / 1e6);
}
