import { Rig } from "../../test/e2e/rig/rig.ts";
import { Daemon } from "../../test/e2e/skein/daemon.ts";
import { get, timeUntil, type NodeFacts } from "./api.ts";

/** One of the two that are measured: a cluster of five hosts, three of them managers. */
export interface Contender {
  readonly name: "skein" | "docker";
  /** One member a host, in order; the first three are managers. */
  readonly members: readonly ClusterMember[];
  down(): Promise<void>;
}

export interface ClusterMember {
  readonly host: string;
  readonly socket: string;
  pid(): Promise<number>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const HOSTS = 5;
const MANAGERS = 3;

export async function upDocker(): Promise<Contender> {
  const rig = await Rig.up({ hosts: HOSTS });
  const [first, ...others] = rig.hosts;
  if (!first) throw new Error("no host");
  await first.docker("swarm", "init", "--advertise-addr", first.address);
  for (const [index, host] of others.entries()) {
    const role = index + 2 <= MANAGERS ? "manager" : "worker";
    const token = await first.docker("swarm", "join-token", "-q", role);
    await host.docker(
      "swarm",
      "join",
      "--advertise-addr",
      host.address,
      "--token",
      token,
      `${first.address}:2377`,
    );
  }
  const members = rig.hosts.map((host): ClusterMember => ({
    host: host.name,
    socket: host.socketPath,
    pid: async () => (await host.enginePid()) ?? 0,
    kill: () => host.killEngine(),
    restart: () => host.startEngine(),
  }));
  await untilReady(members);
  return { name: "docker", members, down: () => rig.down() };
}

export async function upSkein(): Promise<Contender> {
  const rig = await Rig.up({ hosts: HOSTS });
  const daemons = rig.hosts.map((host) => new Daemon(host));
  const [first, ...others] = daemons;
  if (!first) throw new Error("no host");
  await Promise.all(daemons.map((daemon) => daemon.start()));
  await first.must("init", "--advertise-addr", first.host.address);
  for (const [index, daemon] of others.entries()) {
    const token = await first.must(
      "join-token",
      "-q",
      index + 2 <= MANAGERS ? "manager" : "worker",
    );
    await daemon.must(
      "join",
      "--advertise-addr",
      daemon.host.address,
      "--token",
      token,
      `${first.host.address}:2377`,
    );
  }
  const members = daemons.map((daemon): ClusterMember => ({
    host: daemon.name,
    socket: daemon.socket,
    pid: async () => daemon.pid,
    kill: () => daemon.kill(),
    restart: () => daemon.start(),
  }));
  await untilReady(members);
  const down = async (): Promise<void> => {
    await Promise.all(daemons.map((daemon) => daemon.kill()));
    await rig.down();
  };
  return { name: "skein", members, down };
}

export async function untilReady(members: readonly ClusterMember[], count = HOSTS): Promise<void> {
  await timeUntil(async () => {
    const nodes = await anyAnswer(members);
    return nodes?.filter(({ Status }) => Status.State === "ready").length === count;
  }, 90_000);
}

/** The nodes as any manager that answers knows them. */
export async function anyAnswer(
  members: readonly ClusterMember[],
): Promise<readonly NodeFacts[] | undefined> {
  for (const { socket } of members.slice(0, MANAGERS)) {
    const nodes = await get<readonly NodeFacts[]>(socket, "/nodes");
    if (nodes) return nodes;
  }
  return undefined;
}

export async function leaderOf(members: readonly ClusterMember[]): Promise<ClusterMember> {
  const leader = (await anyAnswer(members))?.find((node) => node.ManagerStatus?.Leader === true);
  const member = members.find(({ host }) => host === leader?.Description.Hostname);
  if (!member) throw new Error("nobody leads");
  return member;
}

export function managersWithout(
  members: readonly ClusterMember[],
  dead: ClusterMember,
): readonly ClusterMember[] {
  return members.slice(0, MANAGERS).filter((member) => member !== dead);
}
