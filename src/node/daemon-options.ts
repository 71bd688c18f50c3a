import { Command, InvalidArgumentError, Option } from "commander";
import { FAST_TIMING } from "../raft/options.ts";

/** What the operator sets of one daemon. Everything about the cluster is in the cluster itself. */
export interface DaemonOptions {
  readonly stateDirectory: string;
  /** Where the API listens: `unix:///path` or `tcp://host:port`. */
  readonly hosts: readonly string[];
  /** Clients over TCP prove who they are by these files; absent: none are asked to. */
  readonly tls?: { readonly ca: string; readonly certificate: string; readonly key: string };
  readonly engine: "auto" | "docker" | "process";
  readonly dockerSocket: string;
  /** Where secrets and configs of tasks are: in memory, and at the same path for the engine. */
  readonly memoryDirectory: string;
  /** The name the cluster knows this machine by; absent: the machine's own. */
  readonly hostname: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly logLevel: string;
  /** How long a manager may be out of reach before the leader demotes it; absent: for ever. */
  readonly deadManagerMinutes?: number | undefined;
  /** Whether managers may reach tasks' containers on this host; absent: they may. */
  readonly remoteContainers?: boolean | undefined;
  readonly raft: {
    readonly tickMs: number;
    readonly heartbeatTicks: number;
    readonly electionTicks: number;
  };
}

const LOG_LEVELS = ["debug", "info", "warn", "error"];

/** The daemon's command line. `act` is called with the options when they are sound. */
export function daemonCommand(
  version: string,
  act: (options: DaemonOptions) => Promise<void>,
): Command {
  const command = new Command("skeind")
    .description("Skein's node daemon: one a host. It waits for `skein init` or `skein join`.")
    .version(version)
    .option(
      "--state-dir <path>",
      "where this node keeps its certificates, its log and its tasks",
      "/var/lib/skein",
    )
    .option("-H, --host <url>", "where the API listens; may be repeated", collect, [])
    .addOption(
      new Option("--engine <kind>", "what runs tasks")
        .choices(["auto", "docker", "process"])
        .default("auto", "docker where its socket answers, process elsewhere"),
    )
    .option("--docker-socket <path>", "the Docker Engine's socket", "/var/run/docker.sock")
    .option(
      "--memory-dir <path>",
      "where tasks' secrets and configs are while they run: on a tmpfs, at the same path for the Docker Engine",
      "/dev/shm/skein",
    )
    .option("--hostname <name>", "the name the cluster knows this machine by (default: its own)")
    .option(
      "--label <key=value>",
      "an engine label, for placement constraints; may be repeated",
      collect,
      [],
    )
    .addOption(
      new Option("--log-level <level>", "how much to log").choices(LOG_LEVELS).default("info"),
    )
    .option(
      "--raft-tick <ms>",
      "one unit of raft's time, in milliseconds",
      wholeNumber(5, 10_000),
      FAST_TIMING.tickMs,
    )
    .option(
      "--raft-heartbeat-ticks <n>",
      "ticks between a leader's heartbeats",
      wholeNumber(1, 100),
      FAST_TIMING.heartbeatTicks,
    )
    .option(
      "--raft-election-ticks <n>",
      "ticks without a leader before an election; drawn up to twice that",
      wholeNumber(2, 1000),
      FAST_TIMING.electionTicks,
    )
    .option(
      "--dead-manager-minutes <n>",
      "while this node leads: make a worker of a manager that was out of reach for so long (default: never)",
      wholeNumber(1, 100_000),
    )
    .addHelpText("after", HELP);
  return withAccess(command).action(async () => act(read(command)));
}

/** Who is let in, and to what. Those of TLS are named as `dockerd` names them. */
function withAccess(command: Command): Command {
  return command
    .option(
      "--no-remote-containers",
      "let no manager reach tasks' containers on this host (exec, logs, cp and the like by their name or id)",
    )
    .option("--tlsverify", "over TCP, let in only clients whose certificate --tlscacert has signed")
    .option("--tlscacert <file>", "the CA of clients' certificates, in PEM")
    .option("--tlscert <file>", "the daemon's certificate for clients over TCP, in PEM")
    .option("--tlskey <file>", "the key of --tlscert, in PEM");
}

const HELP = `
Examples:
  skeind                                          a node with the host's Docker Engine
  skeind --engine process                         no containers: tasks are processes of this host
  skeind -H unix:///run/skein/skein.sock -H tcp://127.0.0.1:2375
  skeind -H tcp://0.0.0.0:2376 --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem

Then, in another terminal:
  skein init                                      make a cluster of this node
  skein join --token TOKEN HOST:2377              or join one`;

interface Raw {
  readonly stateDir: string;
  readonly host: readonly string[];
  readonly tlsverify?: boolean;
  readonly tlscacert?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
  readonly engine: DaemonOptions["engine"];
  readonly dockerSocket: string;
  readonly memoryDir: string;
  readonly hostname?: string;
  readonly label: readonly string[];
  readonly logLevel: string;
  readonly raftTick: number;
  readonly raftHeartbeatTicks: number;
  readonly raftElectionTicks: number;
  readonly deadManagerMinutes?: number;
  readonly remoteContainers: boolean;
}

function read(command: Command): DaemonOptions {
  const raw = command.opts<Raw>();
  if (raw.raftElectionTicks <= raw.raftHeartbeatTicks) {
    command.error(
      `error: --raft-election-ticks ${raw.raftElectionTicks} must be more than ` +
        `--raft-heartbeat-ticks ${raw.raftHeartbeatTicks}: a leader is given up only after missed heartbeats`,
    );
  }
  const tls = tlsOf(raw, command);
  return {
    ...(tls && { tls }),
    stateDirectory: raw.stateDir,
    hosts: raw.host.length > 0 ? raw.host : ["unix:///run/skein/skein.sock"],
    engine: raw.engine,
    dockerSocket: raw.dockerSocket,
    memoryDirectory: raw.memoryDir,
    hostname: raw.hostname,
    labels: Object.fromEntries(raw.label.map((text) => labelOf(text, command))),
    logLevel: raw.logLevel,
    deadManagerMinutes: raw.deadManagerMinutes,
    remoteContainers: raw.remoteContainers,
    raft: {
      tickMs: raw.raftTick,
      heartbeatTicks: raw.raftHeartbeatTicks,
      electionTicks: raw.raftElectionTicks,
    },
  };
}

function tlsOf(raw: Raw, command: Command): DaemonOptions["tls"] {
  const { tlsverify = false, tlscacert: ca, tlscert: certificate, tlskey: key } = raw;
  const given = [ca, certificate, key].filter((file) => file !== undefined);
  if (!tlsverify && given.length === 0) return undefined;
  if (tlsverify && ca !== undefined && certificate !== undefined && key !== undefined) {
    return { ca, certificate, key };
  }
  return command.error(
    "error: --tlsverify, --tlscacert, --tlscert and --tlskey go together: " +
      "the daemon and its clients prove to each other who they are",
  );
}

function labelOf(text: string, command: Command): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) command.error(`error: --label "${text}" must have the form key=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}
