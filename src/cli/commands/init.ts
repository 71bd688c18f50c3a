import { ok } from "../../base/result.ts";
import type { EngineClient } from "../client.ts";
import { defineCommand, refuse } from "../command.ts";
import type { Info, Node, Swarm, SwarmSpec } from "../engine-api.ts";
import { countFlag, durationFlag, integerFlag, listFlag, switchFlag } from "../flags/flag.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import { ADDRESS_FLAGS, DEFAULT_LISTEN_ADDRESS } from "../flags/swarm-flags.ts";
import { adviseAddress } from "./advise-address.ts";
import { printUnlockKey } from "./unlock-key.ts";

const DEFAULT_SUBNET_SIZE = 24;

const FLAGS = {
  ...ADDRESS_FLAGS,
  taskHistoryLimit: integerFlag(
    "task-history-limit",
    "Finished tasks to keep for each slot of a service (default 5)",
  ),
  certExpiry: durationFlag(
    "cert-expiry",
    "How long node certificates are valid; renewed well before (default 2160h0m0s)",
  ),
  dispatcherHeartbeat: durationFlag(
    "dispatcher-heartbeat",
    "How often nodes report that they are alive",
  ),
  autolock: switchFlag(
    "autolock",
    "Lock managers at restart until a key is given, which is printed",
  ),
  forceNewCluster: switchFlag(
    "force-new-cluster",
    "Make this node the only manager of a swarm that lost its quorum, keeping its state",
  ),
  defaultAddrPool: listFlag(
    "default-addr-pool",
    "Address pool for networks, in CIDR form (default 10.0.0.0/8)",
    ok<string>,
  ),
  defaultAddrPoolMaskLength: countFlag(
    "default-addr-pool-mask-length",
    "Mask length of the networks cut from the pool (default 24)",
  ),
  dataPathPort: countFlag(
    "data-path-port",
    "UDP port for traffic between containers, 1024 to 49151 (default 4789)",
  ),
  maxSnapshots: countFlag("max-snapshots", "Old Raft snapshots to keep (default 0)"),
  snapshotInterval: countFlag(
    "snapshot-interval",
    "Log entries between Raft snapshots (default 10000)",
  ),
} as const;

export const init = defineCommand({
  name: "init",
  usage: "[OPTIONS]",
  summary: "Start a new swarm with this node as its first manager",
  details:
    "The daemon on this machine becomes a manager and also takes tasks. " +
    "What is printed tells the other machines how to join.",
  examples: [
    ["skein init", "Start a swarm on a machine with one address"],
    ["skein init --advertise-addr 192.168.1.10", "Choose the address that other nodes use"],
    ["skein init --advertise-addr eth1 --availability drain", "A manager that runs no services"],
    [
      "skein init --force-new-cluster",
      "The majority of the managers is lost for ever: go on with this one alone, and all that it knows",
    ],
  ],
  seeAlso: [
    "skein join         add this machine to a swarm that exists",
    "skein join-token   print the join commands again",
    "skein node ls      list the nodes of the swarm",
  ],
  arity: { least: 0, most: 0 },
  flags: FLAGS,
  run: async (context, flags) => {
    const { client, stdout, program } = context;
    const forced = flags.forceNewCluster === true;
    if (forced) await refuseWithoutSwarm(client);
    const nodeId = await client
      .post<string>("/swarm/init", initRequest(flags))
      .catch(adviseAddress);
    if (forced) {
      stdout.write(goneOnAlone(nodeId, program));
      return;
    }
    stdout.write(`Swarm initialized: current node (${nodeId}) is now a manager.\n\n`);

    const node = await client.get<Node>(`/nodes/${nodeId}`);
    const swarm = await client.get<Swarm>("/swarm");
    const address = node.ManagerStatus?.Addr ?? "";
    stdout.write(
      "To add a worker to this swarm, run the following command:\n\n" +
        `    ${program} join --token ${swarm.JoinTokens.Worker} ${address}\n\n` +
        `To add a manager to this swarm, run '${program} join-token manager' and follow the instructions.\n`,
    );
    if (flags.autolock !== true) return;
    stdout.write("\n");
    await printUnlockKey(context);
  },
});

/** A new cluster in place of the lost one would be the last thing that its operator wants. */
async function refuseWithoutSwarm(client: EngineClient): Promise<void> {
  const { Swarm: swarm } = await client.get<Info>("/info");
  if ((swarm?.LocalNodeState ?? "inactive") !== "inactive") return;
  refuse(
    "This node is part of no swarm, so there is nothing here to make a new cluster of. Run this on a " +
      "manager of the swarm that lost its quorum; to begin a new swarm leave out --force-new-cluster.",
  );
}

function goneOnAlone(nodeId: string, program: string): string {
  return `This node (${nodeId}) is now the only manager of its swarm.

Services, secrets, nodes and keys are as this node knew them. Workers come back by themselves; tasks
of lost nodes start elsewhere. The other managers were removed: should one come back it is a worker.

To see what is left, run '${program} node ls'. To have three managers again, run
'${program} node promote NODE NODE', or '${program} join-token manager' for new machines.
To forget machines that are gone, run '${program} node rm NODE'.
`;
}

function initRequest(flags: FlagValues<typeof FLAGS>): unknown {
  return {
    ListenAddr: flags.listenAddr ?? DEFAULT_LISTEN_ADDRESS,
    AdvertiseAddr: flags.advertiseAddr ?? "",
    DataPathAddr: flags.dataPathAddr ?? "",
    DataPathPort: flags.dataPathPort ?? 0,
    ForceNewCluster: flags.forceNewCluster ?? false,
    Spec: initialSpec(flags),
    AutoLockManagers: flags.autolock ?? false,
    Availability: flags.availability ?? "",
    DefaultAddrPool: flags.defaultAddrPool ?? [],
    SubnetSize: flags.defaultAddrPoolMaskLength ?? DEFAULT_SUBNET_SIZE,
  };
}

/** Only what was asked for: the daemon fills in the rest. */
function initialSpec(flags: FlagValues<typeof FLAGS>): SwarmSpec {
  const { taskHistoryLimit, maxSnapshots, snapshotInterval, dispatcherHeartbeat, certExpiry } =
    flags;
  return {
    Orchestration:
      taskHistoryLimit === undefined ? {} : { TaskHistoryRetentionLimit: taskHistoryLimit },
    Raft: {
      ...(snapshotInterval !== undefined && { SnapshotInterval: snapshotInterval }),
      ...(maxSnapshots !== undefined && { KeepOldSnapshots: maxSnapshots }),
    },
    Dispatcher: dispatcherHeartbeat === undefined ? {} : { HeartbeatPeriod: dispatcherHeartbeat },
    CAConfig: certExpiry === undefined ? {} : { NodeCertExpiry: certExpiry },
    EncryptionConfig: { AutoLockManagers: flags.autolock ?? false },
  };
}
