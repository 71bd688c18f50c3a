import { parsePositiveDuration } from "../notation/duration.ts";
import { parseShellWords } from "../notation/shell-words.ts";
import { isNull, type Located } from "./located.ts";
import { deploy } from "./read-deploy.ts";
import { ports } from "./read-port.ts";
import { tmpfs, volumeUse } from "./read-volume.ts";
import {
  choice,
  flag,
  integer,
  list,
  mapOf,
  notation,
  oneOrMany,
  pairs,
  record,
  shortOr,
  text,
  within,
  type Place,
  type Read,
  type ReadBy,
  type RecordOf,
} from "./read.ts";

const duration = notation(parsePositiveDuration);
const shellWords = notation(parseShellWords);

/** A command: words, or one text that is split as a shell does. */
const command: Read<readonly string[]> = (node, place) =>
  node.kind === "list" ? list(text)(node, place) : shellWords(node, place);

const ENV_FILE_FIELDS = { path: text, required: flag, format: choice("raw") };

const envFile = shortOr<RecordOf<typeof ENV_FILE_FIELDS>>(
  (path, at) => ({ at, path, required: true }),
  record(ENV_FILE_FIELDS),
);

const FILE_FIELDS = { source: text, target: text, uid: text, gid: text, mode: integer() };

/** A secret or config that the service's containers find as a file. */
const fileUse = shortOr<RecordOf<typeof FILE_FIELDS>>(
  (source, at) => ({ at, source }),
  record(FILE_FIELDS),
);

export type FileUse = NonNullable<ReadBy<typeof fileUse>>;

const networkUse = record(
  { aliases: list(text), driver_opts: mapOf(text) },
  {
    ignored: {
      ipv4_address: "addresses are given by the swarm",
      ipv6_address: "addresses are given by the swarm",
      link_local_ips: "addresses are given by the swarm",
      mac_address: "addresses are given by the swarm",
      priority: "networks of a task have no order",
      gw_priority: "networks of a task have no order",
      interface_name: "interfaces are named by the engine",
    },
  },
);

/** The networks of a service: names, or names with how the service is on them. */
const networks: Read<ReadonlyMap<string, NetworkUse>> = (node, place) => {
  const uses = new Map<string, NetworkUse>();
  if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) {
      const name = text(item, within(place, index));
      if (name !== undefined) uses.set(name, { at: item.at });
    }
    return uses;
  }
  if (node.kind !== "map") {
    place.report.error(node.at, place.path, "must be a list of networks, or a map of them");
    return undefined;
  }
  for (const [name, { keyAt, value }] of node.entries) {
    const isBare = value.kind === "scalar" && value.value === null;
    const use = isBare ? { at: keyAt } : networkUse(value, within(place, name));
    if (use) uses.set(name, use);
  }
  return uses;
};

export type NetworkUse = NonNullable<ReadBy<typeof networkUse>>;

/** `host:ip` and `host=ip` texts, or a map; as pairs of host and address. */
const extraHosts: Read<readonly (readonly [host: string, address: string])[]> = (node, place) => {
  if (node.kind === "map") {
    return [...node.entries].flatMap(([host, { value }]) =>
      (oneOrMany(text)(value, within(place, host)) ?? []).map((ip) => [host, bare(ip)] as const),
    );
  }
  return list((item, here) => {
    const written = text(item, here);
    const [, host, address] = /^([^:=]+)[:=](.+)$/.exec(written ?? "") ?? [];
    if (host !== undefined && address !== undefined) return [host, bare(address)] as const;
    const message = 'is no entry of a hosts file: use "HOST:IP", such as "db:10.0.0.5"';
    if (written !== undefined) here.report.error(item.at, here.path, message);
    return undefined;
  })(node, place);
};

function bare(address: string): string {
  return address.replace(/^\[(.*)\]$/, "$1");
}

const LIMIT_FIELDS = { soft: integer(-1), hard: integer(-1) };

const ulimit = shortOr<RecordOf<typeof LIMIT_FIELDS>>((written, at, place) => {
  const value = integer(-1)({ kind: "scalar", at, value: written, text: written }, place);
  return value === undefined ? undefined : { at, soft: value, hard: value };
}, record(LIMIT_FIELDS));

const TESTS = ["NONE", "CMD", "CMD-SHELL"];

/** The words of a health check; a text alone is for the shell. */
const healthTest: Read<readonly string[]> = (node, place) => {
  if (node.kind !== "list") {
    const line = text(node, place);
    return line === undefined ? undefined : line === "" ? [] : ["CMD-SHELL", line];
  }
  const words = list(text)(node, place) ?? [];
  const [first] = words;
  if (first !== undefined && !TESTS.includes(first)) {
    place.report.error(node.at, place.path, `must begin with one of ${TESTS.join(", ")}`);
  }
  return words;
};

const healthcheck = record({
  test: healthTest,
  interval: duration,
  timeout: duration,
  start_period: duration,
  start_interval: duration,
  retries: integer(),
  disable: flag,
});

const RESTARTS = /^(no|always|unless-stopped|on-failure(:\d+)?)$/;

const restart: Read<string> = (node, place) => {
  // Without quotes it is a switch to some writers of YAML.
  const written = node.kind === "scalar" && node.value === false ? "no" : text(node, place);
  if (written === undefined || RESTARTS.test(written)) return written;
  place.report.error(node.at, place.path, "must be no, always, on-failure[:N] or unless-stopped");
  return undefined;
};

const OF_DEPLOY = "use deploy.resources";
const ON_THE_NETWORK = "services reach each other by name on a network they share";
const OF_THE_NODE = "a swarm's containers keep apart from their node";

/** What a service is. Source: Compose Specification, services; docker, cli/compose/types. */
export const service = record(
  {
    image: text,
    command,
    entrypoint: command,
    environment: pairs<null>(null),
    env_file: oneOrMany(envFile),
    labels: pairs(""),
    deploy,
    networks,
    ports,
    volumes: list(volumeUse),
    tmpfs,
    secrets: list(fileUse),
    configs: list(fileUse),
    healthcheck,
    logging: record({ driver: text, options: pairs("") }),
    hostname: text,
    working_dir: text,
    user: text,
    group_add: list(text),
    init: flag,
    tty: flag,
    stdin_open: flag,
    read_only: flag,
    stop_signal: text,
    stop_grace_period: duration,
    dns: oneOrMany(text),
    dns_search: oneOrMany(text),
    dns_opt: list(text),
    extra_hosts: extraHosts,
    cap_add: list(text),
    cap_drop: list(text),
    sysctls: pairs(""),
    ulimits: mapOf(ulimit),
    oom_score_adj: integer(-1000),
    isolation: text,
    credential_spec: record({ config: text, file: text, registry: text }),
    restart,
    profiles: list(text),
  },
  {
    ignored: {
      annotations: "use labels",
      attach: "it is for docker compose",
      build: "build and push the image first: nodes pull it",
      cgroup: OF_THE_NODE,
      cgroup_parent: OF_THE_NODE,
      cgroupns_mode: OF_THE_NODE,
      container_name: "tasks are named by the swarm, such as web.1.x",
      cpu_count: OF_DEPLOY,
      cpu_percent: OF_DEPLOY,
      cpus: OF_DEPLOY,
      depends_on: "services start together: make each wait for what it needs",
      develop: "it is for docker compose",
      device_cgroup_rules: OF_THE_NODE,
      devices: "declare the device as a generic resource of its nodes",
      domainname: "use hostname",
      expose: "all ports are open between services of one network",
      external_links: ON_THE_NETWORK,
      gpus: "declare them as generic resources of their nodes",
      ipc: OF_THE_NODE,
      label_file: "use labels",
      links: ON_THE_NETWORK,
      mac_address: "addresses are given by the swarm",
      mem_reservation: OF_DEPLOY,
      mem_swappiness: OF_DEPLOY,
      network_mode: "use networks; the networks host and none can be named there as external ones",
      oom_kill_disable: OF_DEPLOY,
      pid: OF_THE_NODE,
      pids_limit: OF_DEPLOY,
      platform: "use deploy.placement.constraints with node.platform.arch",
      post_start: "services of a swarm have no such hook",
      pre_stop: "services of a swarm have no such hook",
      privileged: "use cap_add for what is needed",
      pull_policy: "use --resolve-image",
      runtime: "containers run in their engine's default runtime",
      scale: "use deploy.replicas",
      security_opt: OF_THE_NODE,
      shm_size: "use a tmpfs volume at /dev/shm",
      storage_opt: OF_THE_NODE,
      use_api_socket: OF_THE_NODE,
      userns_mode: OF_THE_NODE,
      uts: OF_THE_NODE,
    },
    refused: {
      blkio_config: OF_DEPLOY,
      cpu_period: OF_DEPLOY,
      cpu_quota: OF_DEPLOY,
      cpu_rt_period: OF_DEPLOY,
      cpu_rt_runtime: OF_DEPLOY,
      cpu_shares: OF_DEPLOY,
      cpuset: OF_DEPLOY,
      extends: "use YAML anchors, or several files",
      mem_limit: OF_DEPLOY,
      memswap_limit: OF_DEPLOY,
      models: "run the model as a service of its own",
      provider: "run it as a service of its own",
      volume_driver: "name the driver in the top-level volumes",
      volumes_from: "name the volume in the top-level volumes, and use it from each service",
    },
  },
);

/** A service as Compose files describe it, under their own key names. */
export type ComposeService = NonNullable<ReadBy<typeof service>>;

/** Reads a service, which is at least an image. */
export function readService(node: Located, place: Place): ComposeService | undefined {
  if (isNull(node)) {
    place.report.error(node.at, place.path, "is empty: a service needs at least an image");
    return undefined;
  }
  const read = service(node, place);
  if (read && (read.image ?? "") === "") {
    place.report.error(read.at, place.path, "has no image: build and push one, and name it here");
  }
  return read;
}
