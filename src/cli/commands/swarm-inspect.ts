import { defineCommand, orRefuse, refuse } from "../command.ts";
import type { Cluster, Swarm } from "../engine-api.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { renderInspection } from "../format/inspect.ts";
import { formatDuration } from "../format/quantity.ts";

export const inspect = defineCommand({
  name: "inspect",
  usage: "[OPTIONS]",
  summary: "Display the settings of the swarm",
  details: "Without the tokens that nodes join with: 'join-token' prints those.",
  examples: [
    ["skein swarm inspect --pretty", "For people"],
    [
      "skein swarm inspect --format '{{.Spec.Orchestration.TaskHistoryRetentionLimit}}'",
      "One value, for a script",
    ],
  ],
  seeAlso: [
    "skein swarm update   change the settings",
    "skein info           this node's part in the swarm",
  ],
  arity: { least: 0, most: 0 },
  flags: {
    format: textFlag("format", "Print with a Go template, or json", { short: "f" }),
    pretty: switchFlag("pretty", "Print for people to read"),
  },
  run: async ({ client, stdout }, { format, pretty = false }) => {
    if (pretty && format !== undefined) {
      refuse(
        "--format is incompatible with human friendly format: use one of --format and --pretty",
      );
    }
    const { JoinTokens: _tokens, ...swarm } = await client.get<Swarm>("/swarm");
    stdout.write(pretty ? prettySwarm(swarm) : orRefuse(renderInspection([swarm], format)));
  },
});

function prettySwarm({
  ID,
  Spec: spec,
  DefaultAddrPool,
  SubnetSize,
  DataPathPort,
}: Cluster): string {
  const logs = spec.TaskDefaults?.LogDriver;
  const options = Object.entries(logs?.Options ?? {}).map(([key, value]) => `${key}=${value}`);
  const rows: readonly (readonly [name: string, value: string | number])[] = [
    ["Cluster ID", ID],
    ["Task history limit", spec.Orchestration?.TaskHistoryRetentionLimit ?? 0],
    ["Dispatcher heartbeat", formatDuration(spec.Dispatcher?.HeartbeatPeriod ?? 0)],
    ["Certificate expiry", formatDuration(spec.CAConfig?.NodeCertExpiry ?? 0)],
    ["Snapshot interval", spec.Raft?.SnapshotInterval ?? 0],
    ["Old snapshots kept", spec.Raft?.KeepOldSnapshots ?? 0],
    ["Log entries kept", spec.Raft?.LogEntriesForSlowFollowers ?? 0],
    ["Default log driver", logs?.Name ? [logs.Name, ...options].join(" ") : "the engines' own"],
    ["Autolock managers", String(spec.EncryptionConfig?.AutoLockManagers === true)],
    ["Default address pool", `${(DefaultAddrPool ?? []).join(", ")} cut into /${SubnetSize ?? 0}`],
    ["Data path port", DataPathPort ?? 0],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}\n`).join("");
}
