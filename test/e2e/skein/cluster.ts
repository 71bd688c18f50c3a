import { Rig, type RigWish } from "../rig/rig.ts";
import { until } from "../rig/shell.ts";
import { Daemon, UNIT_NICENESS } from "./daemon.ts";

export interface TaskFacts {
  readonly ID: string;
  readonly ServiceID: string;
  readonly Slot: number;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: {
    readonly State: string;
    readonly Message?: string;
    readonly Err?: string;
    readonly ContainerStatus?: { readonly ContainerID?: string };
  };
}

export interface NodeFacts {
  readonly ID: string;
  readonly Spec: { readonly Role: string; readonly Availability: string };
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
  readonly ManagerStatus?: { readonly Leader?: boolean; readonly Reachability: string };
}

/** A Skein cluster on the hosts of a rig: the first ones managers, the others workers. */
export class Cluster {
  readonly rig: Rig;
  readonly #daemons: Daemon[];

  private constructor(rig: Rig, daemons: readonly Daemon[]) {
    this.rig = rig;
    this.#daemons = [...daemons];
  }

  get daemons(): readonly Daemon[] {
    return this.#daemons;
  }

  /** Sets up the hosts, and on the first `nodes` of them a cluster with so many managers. */
  static async up(
    wish: RigWish,
    {
      managers,
      nodes,
      options = [],
      init = [],
    }: {
      managers: number;
      nodes: number;
      /** Of every daemon. */
      options?: readonly string[];
      /** Of `skein init`. */
      init?: readonly string[];
    },
  ): Promise<Cluster> {
    const rig = await Rig.up(wish);
    try {
      const daemons = rig.hosts
        .slice(0, nodes)
        .map((host) => new Daemon(host, options, UNIT_NICENESS));
      const cluster = new Cluster(rig, daemons);
      await Promise.all(daemons.map((daemon) => daemon.start()));
      const first = cluster.daemon(1);
      await first.must("init", "--advertise-addr", first.host.address, ...init);
      for (const [index, daemon] of daemons.slice(1).entries()) {
        await cluster.join(daemon, index + 2 <= managers ? "manager" : "worker");
      }
      await cluster.untilReady(nodes);
      return cluster;
    } catch (error) {
      await rig.down();
      throw error;
    }
  }

  async join(daemon: Daemon, role: "manager" | "worker"): Promise<void> {
    const token = await this.token(role);
    const advertise = ["--advertise-addr", daemon.host.address];
    await daemon.must(
      "join",
      ...advertise,
      "--token",
      token,
      `${this.daemon(1).host.address}:2377`,
    );
  }

  /** One more worker, on the first host of the rig that is in no cluster yet. */
  async add(): Promise<Daemon> {
    const host = this.rig.hosts[this.#daemons.length];
    if (!host) throw new Error("The rig has no host left");
    const daemon = new Daemon(host, [], UNIT_NICENESS);
    this.#daemons.push(daemon);
    await daemon.start();
    await this.join(daemon, "worker");
    return daemon;
  }

  async token(role: "manager" | "worker"): Promise<string> {
    return this.daemon(1).must("join-token", "-q", role);
  }

  /** Daemon `number`, counted from 1, on host `h<number>`. */
  daemon(number: number): Daemon {
    const daemon = this.daemons[number - 1];
    if (!daemon) throw new Error(`There is no daemon ${number}`);
    return daemon;
  }

  async nodes(asked: Daemon): Promise<readonly NodeFacts[]> {
    return (await asked.get<readonly NodeFacts[]>("/nodes")) ?? [];
  }

  async untilReady(count: number, asked = this.daemon(1)): Promise<void> {
    await until(`${count} nodes are ready`, async () => {
      const nodes = await this.nodes(asked);
      return nodes.filter(({ Status }) => Status.State === "ready").length === count;
    });
  }

  async untilDown(name: string, asked: Daemon): Promise<void> {
    await until(`${name} is down`, async () => {
      const node = (await this.nodes(asked)).find((each) => each.Description.Hostname === name);
      return node?.Status.State === "down";
    });
  }

  async leader(among = this.daemons): Promise<Daemon> {
    for (const asked of among) {
      const leader = (await this.nodes(asked)).find((node) => node.ManagerStatus?.Leader === true);
      const daemon = this.daemons.find(({ name }) => name === leader?.Description.Hostname);
      if (daemon) return daemon;
    }
    throw new Error("Nobody leads");
  }

  /** Tasks of `service` that its managers want to run. */
  async wanted(asked: Daemon, service: string): Promise<readonly TaskFacts[] | undefined> {
    const filters = { service: { [service]: true }, "desired-state": { running: true } };
    return asked.get<readonly TaskFacts[]>(
      `/tasks?filters=${encodeURIComponent(JSON.stringify(filters))}`,
    );
  }

  /** Running tasks of `service` by host name, on nodes that are ready. */
  async spread(asked: Daemon, service: string): Promise<Readonly<Record<string, number>>> {
    const [nodes, tasks] = [await this.nodes(asked), await this.wanted(asked, service)];
    const names = new Map(
      nodes
        .filter(({ Status }) => Status.State === "ready")
        .map((node) => [node.ID, node.Description.Hostname]),
    );
    const counts: Record<string, number> = {};
    for (const { NodeID = "", Status } of tasks ?? []) {
      const name = names.get(NodeID);
      if (name !== undefined && Status.State === "running") counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  /** Waits until exactly `count` tasks are wanted and all run on nodes that are ready; how long it took. */
  async untilRunning(
    asked: Daemon,
    service: string,
    count: number,
    withinMs = 60_000,
  ): Promise<number> {
    const from = performance.now();
    let last = "";
    await until(
      `${count} tasks of ${service} run; last seen: ${last}`,
      async () => {
        const tasks = await this.wanted(asked, service);
        const counts = await this.spread(asked, service);
        last = JSON.stringify(counts);
        const running = Object.values(counts).reduce((sum, each) => sum + each, 0);
        return tasks?.length === count && running === count;
      },
      { withinMs },
    ).catch(async (error: unknown) => {
      const tasks = await this.wanted(asked, service);
      const states = (tasks ?? []).map(({ Status }) => `${Status.State} ${Status.Err ?? ""}`);
      throw new Error(`${String(error)}\nlast: ${last}\n${states.join("\n")}\n${asked.log()}`);
    });
    return performance.now() - from;
  }

  /** The containers of a service that really run on a host, by the engine's own word. */
  async containersOn(daemon: Daemon, service: string): Promise<readonly string[]> {
    const label = `label=com.docker.swarm.service.name=${service}`;
    const output = await daemon.host.docker("ps", "-q", "--no-trunc", "--filter", label);
    return output.split("\n").filter((line) => line !== "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.daemons.map((daemon) => daemon.kill()));
    await this.rig.down();
  }
}
