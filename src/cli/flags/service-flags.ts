import { ok } from "../../base/result.ts";
import { parseFileWish, parseNetworkWish } from "./attachment.ts";
import { parseCapability } from "./capability.ts";
import { parseExtraHost, parseIp } from "./extra-host.ts";
import {
  bytesFlag,
  choiceFlag,
  countFlag,
  cpusFlag,
  durationFlag,
  integerFlag,
  listFlag,
  ratioFlag,
  switchFlag,
  textFlag,
  valueFlag,
} from "./flag.ts";
import { parseGenericResource } from "./generic-resource.ts";
import { parseEnvironment, parseLabel } from "./key-value.ts";
import { parseMount } from "./mount.ts";
import { parsePreference } from "./preference.ts";
import { parsePublish } from "./publish.ts";
import { parseShellWords } from "../notation/shell-words.ts";
import { parseUlimit } from "./ulimit.ts";

const CONTAINER = { heading: "Container" };
const PLACEMENT = { heading: "Placement" };
const RESOURCES = { heading: "Resources" };
const RESTART = { heading: "Restart" };
const HEALTH = { heading: "Health" };
const STORAGE = { heading: "Storage" };
const NETWORK = { heading: "Network" };
const UPDATE = { heading: "Rolling update" };
const ROLLBACK = { heading: "Rollback" };
const WAIT = { heading: "Waiting" };

const ORDERS = ["start-first", "stop-first"] as const;

/** Flags of commands that wait for the tasks to run. */
export const WAIT_FLAGS = {
  detach: switchFlag("detach", "Exit at once instead of waiting for the service to converge", {
    short: "d",
    ...WAIT,
  }),
  quiet: switchFlag("quiet", "Do not show progress", { short: "q", ...WAIT }),
  timeout: durationFlag(
    "timeout",
    "Stop waiting after this time and exit with 1; the operation goes on",
    WAIT,
  ),
} as const;

/** Flags that mean the same in create and update. */
export const COMMON_SERVICE_FLAGS = {
  replicas: countFlag("replicas", "Number of tasks"),
  maxConcurrent: countFlag(
    "max-concurrent",
    "Number of job tasks to run at once (default: as --replicas)",
    { since: "1.41" },
  ),
  entrypoint: valueFlag("entrypoint", "Overwrite the ENTRYPOINT of the image", parseShellWords, {
    takes: "command",
    ...CONTAINER,
  }),
  hostname: textFlag("hostname", "Hostname of the containers; may be a template", CONTAINER),
  user: textFlag("user", "User name or id, with a group if wanted: <name|uid>[:<group|gid>]", {
    short: "u",
    ...CONTAINER,
  }),
  workdir: textFlag("workdir", "Working directory inside the containers", {
    short: "w",
    ...CONTAINER,
  }),
  tty: switchFlag("tty", "Allocate a pseudo-TTY", { short: "t", ...CONTAINER }),
  readOnly: switchFlag("read-only", "Mount the root file system read only", CONTAINER),
  init: switchFlag("init", "Run an init that forwards signals and reaps processes", CONTAINER),
  stopSignal: textFlag("stop-signal", "Signal that asks a container to stop", CONTAINER),
  stopGracePeriod: durationFlag(
    "stop-grace-period",
    "Time to wait before a stopping container is killed (default 10s)",
    CONTAINER,
  ),
  logDriver: textFlag("log-driver", "Logging driver", CONTAINER),
  logOpt: listFlag("log-opt", "Logging driver option (key=value)", parseLabel, CONTAINER),

  capAdd: listFlag("cap-add", "Give a Linux capability", parseCapability, {
    ...CONTAINER,
    since: "1.41",
  }),
  capDrop: listFlag("cap-drop", "Take a Linux capability", parseCapability, {
    ...CONTAINER,
    since: "1.41",
  }),
  isolation: textFlag("isolation", "Isolation mode (Windows only)", CONTAINER),
  oomScoreAdj: integerFlag(
    "oom-score-adj",
    "How soon the kernel kills when memory is short (-1000 to 1000)",
    { ...CONTAINER, since: "1.46" },
  ),

  limitCpu: cpusFlag("limit-cpu", "CPUs a task may use", RESOURCES),
  limitMemory: bytesFlag("limit-memory", "Memory a task may use", RESOURCES),
  limitPids: integerFlag("limit-pids", "Processes a task may start (0: no limit)", {
    ...RESOURCES,
    since: "1.41",
  }),
  reserveCpu: cpusFlag("reserve-cpu", "CPUs a node must have free for a task", RESOURCES),
  reserveMemory: bytesFlag("reserve-memory", "Memory a node must have free for a task", RESOURCES),

  replicasMaxPerNode: countFlag(
    "replicas-max-per-node",
    "Most tasks of the service on one node (0: no limit)",
    { ...PLACEMENT, since: "1.40" },
  ),

  restartCondition: choiceFlag(
    "restart-condition",
    "When to replace a task that ended",
    ["none", "on-failure", "any"],
    RESTART,
  ),
  restartDelay: durationFlag(
    "restart-delay",
    "Time before a task is replaced (default 5s)",
    RESTART,
  ),
  restartMaxAttempts: countFlag(
    "restart-max-attempts",
    "Replacements before giving up (0: no limit)",
    RESTART,
  ),
  restartWindow: durationFlag(
    "restart-window",
    "Time in which the attempts are counted (0: forever)",
    RESTART,
  ),

  healthCmd: textFlag("health-cmd", "Command that checks health", HEALTH),
  healthInterval: durationFlag("health-interval", "Time between checks", HEALTH),
  healthTimeout: durationFlag("health-timeout", "Time that one check may take", HEALTH),
  healthRetries: integerFlag("health-retries", "Failures in a row that mean unhealthy", HEALTH),
  healthStartPeriod: durationFlag(
    "health-start-period",
    "Time for starting up, in which failures do not count",
    HEALTH,
  ),
  healthStartInterval: durationFlag(
    "health-start-interval",
    "Time between checks during the start period",
    { ...HEALTH, since: "1.44" },
  ),
  noHealthcheck: switchFlag("no-healthcheck", "Ignore the HEALTHCHECK of the image", HEALTH),

  endpointMode: choiceFlag(
    "endpoint-mode",
    "How the name of the service is resolved",
    ["vip", "dnsrr"],
    NETWORK,
  ),

  updateParallelism: countFlag(
    "update-parallelism",
    "Tasks to replace at once (0: all; default 1)",
    UPDATE,
  ),
  updateDelay: durationFlag("update-delay", "Time between replacements (default 0s)", UPDATE),
  updateMonitor: durationFlag(
    "update-monitor",
    "Time after each replacement in which a failure counts (default 5s)",
    UPDATE,
  ),
  updateFailureAction: choiceFlag(
    "update-failure-action",
    "What to do when too many fail, default pause",
    ["pause", "continue", "rollback"],
    UPDATE,
  ),
  updateMaxFailureRatio: ratioFlag(
    "update-max-failure-ratio",
    "Share of tasks that may fail (default 0)",
    UPDATE,
  ),
  updateOrder: choiceFlag("update-order", "Which comes first, default stop-first", ORDERS, UPDATE),

  rollbackParallelism: countFlag(
    "rollback-parallelism",
    "Tasks to roll back at once (0: all; default 1)",
    ROLLBACK,
  ),
  rollbackDelay: durationFlag("rollback-delay", "Time between rollbacks (default 0s)", ROLLBACK),
  rollbackMonitor: durationFlag(
    "rollback-monitor",
    "Time after each rollback in which a failure counts (default 5s)",
    ROLLBACK,
  ),
  rollbackFailureAction: choiceFlag(
    "rollback-failure-action",
    "What to do when too many fail, default pause",
    ["pause", "continue"],
    ROLLBACK,
  ),
  rollbackMaxFailureRatio: ratioFlag(
    "rollback-max-failure-ratio",
    "Share of tasks that may fail (default 0)",
    ROLLBACK,
  ),
  rollbackOrder: choiceFlag(
    "rollback-order",
    "Which comes first, default stop-first",
    ORDERS,
    ROLLBACK,
  ),

  noResolveImage: switchFlag("no-resolve-image", "Do not ask the registry for the image's digest"),
  withRegistryAuth: switchFlag(
    "with-registry-auth",
    "Send the registry's credentials from docker's config.json to the nodes",
  ),
  ...WAIT_FLAGS,
} as const;

/** Flags of `service create`. */
export const CREATE_FLAGS = {
  name: textFlag("name", "Name of the service"),
  mode: choiceFlag("mode", "How many tasks there are, default replicated", [
    "replicated",
    "global",
    "replicated-job",
    "global-job",
  ]),
  label: listFlag("label", "Label of the service (key=value)", parseLabel, { short: "l" }),
  ...COMMON_SERVICE_FLAGS,
  env: listFlag("env", "Environment variable (NAME=value)", parseEnvironment, {
    short: "e",
    ...CONTAINER,
  }),
  envFile: listFlag("env-file", "File of environment variables", ok<string>, CONTAINER),
  group: listFlag("group", "Further group of the user", ok<string>, CONTAINER),
  sysctl: listFlag("sysctl", "Kernel parameter (key=value)", parseLabel, {
    ...CONTAINER,
    since: "1.40",
  }),
  ulimit: listFlag("ulimit", "Limit of a process: name=soft[:hard]", parseUlimit, {
    takes: "ulimit",
    ...CONTAINER,
    since: "1.41",
  }),
  network: listFlag("network", "Network to be on: NAME, or name=…,alias=…", parseNetworkWish, {
    takes: "network",
    ...NETWORK,
  }),
  secret: listFlag("secret", "Secret to show: NAME, or source=…,target=…", parseFileWish, {
    takes: "secret",
    ...STORAGE,
  }),
  config: listFlag("config", "Config to show: NAME, or source=…,target=…", parseFileWish, {
    takes: "config",
    ...STORAGE,
  }),
  host: listFlag("host", "Entry for the hosts file: host:ip", parseExtraHost, NETWORK),
  dns: listFlag("dns", "DNS server", parseIp, NETWORK),
  dnsOption: listFlag("dns-option", "DNS option", ok<string>, NETWORK),
  dnsSearch: listFlag("dns-search", "DNS search domain", ok<string>, NETWORK),
  genericResource: listFlag(
    "generic-resource",
    "What a node must have free: kind=count",
    parseGenericResource,
    RESOURCES,
  ),
  containerLabel: listFlag(
    "container-label",
    "Label of the containers (key=value)",
    parseLabel,
    CONTAINER,
  ),
  constraint: listFlag(
    "constraint",
    "What a node must be: node.role==manager, node.labels.disk!=ssd",
    ok<string>,
    PLACEMENT,
  ),
  placementPref: listFlag(
    "placement-pref",
    "What to spread tasks over: spread=node.labels.zone",
    parsePreference,
    { takes: "pref", ...PLACEMENT },
  ),
  mount: listFlag(
    "mount",
    "Attach a file system: type=bind|volume|tmpfs,source=…,target=…",
    parseMount,
    { takes: "mount", ...STORAGE },
  ),
  publish: listFlag(
    "publish",
    "Publish a port: 8080:80, or published=8080,target=80,mode=host",
    parsePublish,
    { short: "p", takes: "port", ...NETWORK },
  ),
} as const;

/** Flags of `service update`. */
export const UPDATE_FLAGS = {
  image: textFlag("image", "Image of the containers"),
  args: valueFlag("args", "Arguments of the command in the containers", parseShellWords, {
    takes: "command",
  }),
  force: switchFlag("force", "Replace the tasks even if nothing changed"),
  rollback: switchFlag("rollback", "Go back to the previous specification"),
  labelAdd: listFlag("label-add", "Add or update a label (key=value)", parseLabel),
  labelRm: listFlag("label-rm", "Remove a label", ok<string>),
  ...COMMON_SERVICE_FLAGS,
  envAdd: listFlag("env-add", "Add or update a variable (NAME=value)", parseEnvironment, CONTAINER),
  envRm: listFlag("env-rm", "Remove a variable", ok<string>, CONTAINER),
  groupAdd: listFlag("group-add", "Add a group of the user", ok<string>, CONTAINER),
  groupRm: listFlag("group-rm", "Remove a group of the user", ok<string>, CONTAINER),
  sysctlAdd: listFlag("sysctl-add", "Add a kernel parameter (key=value)", parseLabel, {
    ...CONTAINER,
    since: "1.40",
  }),
  sysctlRm: listFlag("sysctl-rm", "Remove a kernel parameter", ok<string>, {
    ...CONTAINER,
    since: "1.40",
  }),
  ulimitAdd: listFlag("ulimit-add", "Add a limit: name=soft[:hard]", parseUlimit, {
    takes: "ulimit",
    ...CONTAINER,
    since: "1.41",
  }),
  ulimitRm: listFlag("ulimit-rm", "Remove a limit by its name", ok<string>, {
    ...CONTAINER,
    since: "1.41",
  }),
  networkAdd: listFlag("network-add", "Add a network", parseNetworkWish, {
    takes: "network",
    ...NETWORK,
  }),
  networkRm: listFlag("network-rm", "Remove a network", ok<string>, NETWORK),
  secretAdd: listFlag("secret-add", "Add or replace a secret", parseFileWish, {
    takes: "secret",
    ...STORAGE,
  }),
  secretRm: listFlag("secret-rm", "Remove a secret by its name", ok<string>, STORAGE),
  configAdd: listFlag("config-add", "Add or replace a config", parseFileWish, {
    takes: "config",
    ...STORAGE,
  }),
  configRm: listFlag("config-rm", "Remove a config by its name", ok<string>, STORAGE),
  hostAdd: listFlag("host-add", "Add an entry: host:ip", parseExtraHost, NETWORK),
  hostRm: listFlag("host-rm", "Remove an entry: host:ip, or host", ok<string>, NETWORK),
  dnsAdd: listFlag("dns-add", "Add a DNS server", parseIp, NETWORK),
  dnsRm: listFlag("dns-rm", "Remove a DNS server", ok<string>, NETWORK),
  dnsOptionAdd: listFlag("dns-option-add", "Add a DNS option", ok<string>, NETWORK),
  dnsOptionRm: listFlag("dns-option-rm", "Remove a DNS option", ok<string>, NETWORK),
  dnsSearchAdd: listFlag("dns-search-add", "Add a DNS search domain", ok<string>, NETWORK),
  dnsSearchRm: listFlag("dns-search-rm", "Remove a DNS search domain", ok<string>, NETWORK),
  genericResourceAdd: listFlag(
    "generic-resource-add",
    "Add what a node must have free: kind=count",
    parseGenericResource,
    RESOURCES,
  ),
  genericResourceRm: listFlag(
    "generic-resource-rm",
    "Remove it by its kind",
    ok<string>,
    RESOURCES,
  ),
  containerLabelAdd: listFlag(
    "container-label-add",
    "Add or update a label of the containers (key=value)",
    parseLabel,
    CONTAINER,
  ),
  containerLabelRm: listFlag(
    "container-label-rm",
    "Remove a label of the containers",
    ok<string>,
    CONTAINER,
  ),
  constraintAdd: listFlag("constraint-add", "Add a constraint", ok<string>, PLACEMENT),
  constraintRm: listFlag("constraint-rm", "Remove a constraint", ok<string>, PLACEMENT),
  placementPrefAdd: listFlag("placement-pref-add", "Add a preference", parsePreference, {
    takes: "pref",
    ...PLACEMENT,
  }),
  placementPrefRm: listFlag("placement-pref-rm", "Remove a preference", parsePreference, {
    takes: "pref",
    ...PLACEMENT,
  }),
  mountAdd: listFlag("mount-add", "Add or replace a mount", parseMount, {
    takes: "mount",
    ...STORAGE,
  }),
  mountRm: listFlag("mount-rm", "Remove a mount by its target", ok<string>, STORAGE),
  publishAdd: listFlag("publish-add", "Add or replace a published port", parsePublish, {
    takes: "port",
    ...NETWORK,
  }),
  publishRm: listFlag("publish-rm", "Remove a published port by its target", parsePublish, {
    takes: "port",
    ...NETWORK,
  }),
} as const;
