import { defineCommand, refuse } from "../command.ts";
import { REMOTE_CONTAINERS_LABEL } from "../../model/remote-containers.ts";
import type { Swarm, SwarmSpec } from "../engine-api.ts";
import {
  choiceFlag,
  countFlag,
  durationFlag,
  integerFlag,
  listFlag,
  switchFlag,
  textFlag,
} from "../flags/flag.ts";
import { parseLabel } from "../flags/key-value.ts";
import type { FlagValues } from "../flags/parse-flags.ts";
import { given } from "../spec/policies.ts";
import { printUnlockKey } from "./unlock-key.ts";

const FLAGS = {
  autolock: switchFlag("autolock", "Lock managers at restart until a key is given (true|false)"),
  certExpiry: durationFlag(
    "cert-expiry",
    "How long new node certificates are valid, an hour at least; renewed well before",
  ),
  dispatcherHeartbeat: durationFlag(
    "dispatcher-heartbeat",
    "How often nodes report that they are alive; after three misses a node is down",
  ),
  logDriver: textFlag(
    "log-driver",
    'Logging driver of new tasks whose service names none; "" goes back to the engines\' own',
  ),
  logEntries: countFlag(
    "log-entries",
    "Log entries to keep behind a Raft snapshot, for managers that fell behind",
  ),
  logOpt: listFlag("log-opt", "Option of --log-driver (key=value)", parseLabel),
  maxSnapshots: countFlag("max-snapshots", "Old Raft snapshots to keep"),
  remoteContainers: choiceFlag(
    "remote-containers",
    "Whether managers reach tasks' containers on other nodes (exec, logs, cp and the like)",
    ["on", "off"],
  ),
  snapshotInterval: countFlag("snapshot-interval", "Log entries between Raft snapshots"),
  taskHistoryLimit: integerFlag(
    "task-history-limit",
    "Finished tasks to keep for each slot of a service",
  ),
} as const;

type SwarmFlags = FlagValues<typeof FLAGS>;

export const update = defineCommand({
  name: "update",
  usage: "[OPTIONS]",
  summary: "Update the swarm",
  details: "Changes the settings of the whole swarm that the flags name, and nothing else.",
  examples: [
    ["skein swarm update --task-history-limit 2", "Keep fewer finished tasks"],
    ["skein swarm update --dispatcher-heartbeat 2s", "Notice dead nodes sooner"],
    [
      "skein swarm update --log-driver json-file --log-opt max-size=10m",
      "Let no container fill a disk with its logs",
    ],
    ["skein swarm update --cert-expiry 720h", "Renew certificates more often"],
    [
      "skein swarm update --autolock",
      "Seal the managers' keys on their disks, and ask for a key when one is started again",
    ],
    [
      "skein swarm update --remote-containers off",
      "Let nobody exec into another node's containers",
    ],
  ],
  seeAlso: [
    "skein swarm inspect   show the settings",
    "skein join-token      --rotate replaces the tokens that nodes join with",
  ],
  arity: { least: 0, most: 0 },
  flags: FLAGS,
  run: async (context, flags) => {
    if (Object.keys(flags).length === 0) {
      refuse("nothing to update: name a setting, such as --task-history-limit 5");
    }
    if (flags.logOpt !== undefined && flags.logDriver === undefined) {
      refuse("--log-opt needs --log-driver: its options replace those of before");
    }
    const { client, stdout } = context;
    const { Spec: spec, Version: version } = await client.get<Swarm>("/swarm");
    await client.post("/swarm/update", changedSpec(spec, flags), {
      query: {
        version: version.Index ?? 0,
        ...{ rotateWorkerToken: false, rotateManagerToken: false, rotateManagerUnlockKey: false },
      },
    });
    stdout.write("Swarm updated.\n");
    const wasLocked = spec.EncryptionConfig?.AutoLockManagers === true;
    if (flags.autolock !== true || wasLocked) return;
    stdout.write("\n");
    await printUnlockKey(context);
  },
});

function changedSpec(spec: SwarmSpec, flags: SwarmFlags): SwarmSpec {
  const { logDriver, logOpt = [], remoteContainers } = flags;
  return {
    ...spec,
    ...labelsWith(spec, remoteContainers),
    Orchestration: {
      ...spec.Orchestration,
      ...given({ TaskHistoryRetentionLimit: flags.taskHistoryLimit }),
    },
    Raft: {
      ...spec.Raft,
      ...given({
        SnapshotInterval: flags.snapshotInterval,
        KeepOldSnapshots: flags.maxSnapshots,
        LogEntriesForSlowFollowers: flags.logEntries,
      }),
    },
    Dispatcher: { ...spec.Dispatcher, ...given({ HeartbeatPeriod: flags.dispatcherHeartbeat }) },
    CAConfig: { ...spec.CAConfig, ...given({ NodeCertExpiry: flags.certExpiry }) },
    EncryptionConfig: {
      ...spec.EncryptionConfig,
      ...given({ AutoLockManagers: flags.autolock }),
    },
    ...(logDriver !== undefined && {
      TaskDefaults:
        logDriver === ""
          ? {}
          : { LogDriver: { Name: logDriver, Options: Object.fromEntries(logOpt) } },
    }),
  };
}

/** Allowed is what is not forbidden: no label says so. */
function labelsWith(
  { Labels: labels = {} }: SwarmSpec,
  setting: "on" | "off" | undefined,
): Pick<SwarmSpec, "Labels"> {
  const { [REMOTE_CONTAINERS_LABEL]: _before, ...others } = labels ?? {};
  if (setting === undefined) return {};
  return { Labels: setting === "on" ? others : { ...others, [REMOTE_CONTAINERS_LABEL]: setting } };
}
