import { join } from "node:path";
import { type Host } from "../rig/host.ts";
import { Rig } from "../rig/rig.ts";
import { attempt, until } from "../rig/shell.ts";
import { Daemon } from "../skein/daemon.ts";
import { neutral, type Heard } from "./neutral.ts";

/** Where a command goes: the leading manager, one that follows, or the other one that follows. */
export type Via = 1 | 2 | 3;

const MANAGERS = 3;
/** What the older of both daemons speaks, so that the command line sends both the same. */
const API_VERSION = "1.45";

/** A cluster of three managers and the way to them for the docker command line. */
export interface Side {
  readonly hosts: readonly Host[];
  /** The sockets of its managers, the first one leading at first. */
  readonly sockets: readonly string[];
}

/** Skein and Docker's own swarm mode beside each other, three managers each. */
export class BothSides implements AsyncDisposable {
  readonly ours: Side;
  readonly theirs: Side;
  readonly daemons: readonly Daemon[];
  readonly #rig: Rig;
  readonly #noted = new Map<Side, Map<string, string>>();

  private constructor(rig: Rig, daemons: readonly Daemon[]) {
    this.#rig = rig;
    this.daemons = daemons;
    this.ours = {
      hosts: rig.hosts.slice(0, MANAGERS),
      sockets: daemons.map(({ socket }) => socket),
    };
    const others = rig.hosts.slice(MANAGERS);
    this.theirs = { hosts: others, sockets: others.map(({ socketPath }) => socketPath) };
  }

  /** Six hosts, all with the same engine; neither side has a swarm yet. */
  static async up(): Promise<BothSides> {
    const rig = await Rig.up({
      hosts: Array.from({ length: 2 * MANAGERS }, () => ({ engine: "newer" }) as const),
    });
    const daemons = rig.hosts.slice(0, MANAGERS).map((host) => new Daemon(host));
    const sides = new BothSides(rig, daemons);
    try {
      await Promise.all(daemons.map((daemon) => daemon.start()));
      return sides;
    } catch (error) {
      await sides[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** As `up`, and then `form`. */
  static async managing(): Promise<BothSides> {
    const sides = await BothSides.up();
    try {
      await sides.form();
      return sides;
    } catch (error) {
      await sides[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The docker command line makes a swarm of each side. */
  async form(): Promise<void> {
    await Promise.all([this.#form(this.ours), this.#form(this.theirs)]);
  }

  async #form(side: Side): Promise<void> {
    const [first, ...others] = side.hosts;
    if (!first) throw new Error("No host");
    await this.must(side, 1, "swarm", "init", "--advertise-addr", first.address);
    const token = await this.must(side, 1, "swarm", "join-token", "-q", "manager");
    for (const [index, host] of others.entries()) {
      const join = ["swarm", "join", "--advertise-addr", host.address, "--token", token];
      await this.must(side, index === 0 ? 2 : 3, ...join, `${first.address}:2377`);
    }
    await until("all nodes are ready", async () => {
      const states = await this.must(side, 1, "node", "ls", "--format", "{{.Status}}");
      return states.split("\n").filter((state) => state === "Ready").length === MANAGERS;
    });
  }

  /** Runs the docker command line against one side, as it comes. */
  async run(side: Side, via: Via, args: readonly string[], input?: string): Promise<Heard> {
    const socket = side.sockets[via - 1] ?? "";
    const host = side.hosts[0];
    const fill = (word: string): string =>
      word.replace(/\{(\w+)\}/g, (all, name: string) => this.#noted.get(side)?.get(name) ?? all);
    const env = {
      DOCKER_API_VERSION: API_VERSION,
      DOCKER_CONFIG: join(host?.directory ?? "", "docker-config"),
    };
    const { code, stdout, stderr } = await attempt(
      ["docker", "--host", `unix://${socket}`, ...args.map(fill)],
      { env, timeoutMs: 90_000, ...(input !== undefined && { input: fill(input) }) },
    );
    return { code, out: stdout, err: stderr };
  }

  async must(side: Side, via: Via, ...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.run(side, via, args);
    if (code !== 0) throw new Error(`docker ${args.join(" ")}: exit ${code}: ${err}`);
    return out.trimEnd();
  }

  /** Starts one manager's daemon again, on both sides. */
  async restart(via: Via): Promise<void> {
    const daemon = this.daemons[via - 1];
    const theirs = this.theirs.hosts[via - 1];
    const ours = async (): Promise<void> => {
      await daemon?.kill("SIGTERM");
      await daemon?.start();
    };
    const others = async (): Promise<void> => {
      await theirs?.stopEngine();
      await theirs?.startEngine();
    };
    await Promise.all([ours(), others()]);
  }

  /** Keeps what a command printed under a name, for `{name}` in later commands. */
  note(side: Side, name: string, { out }: Heard): void {
    const noted = this.#noted.get(side) ?? new Map<string, string>();
    noted.set(name, out.trim());
    this.#noted.set(side, noted);
  }

  /** What a command gave, without what differs between any two swarms. */
  neutral(side: Side, heard: Heard): Heard {
    const names = side.hosts.map(({ name }, index) => [name, `node${index + 1}`] as const);
    const addresses = side.hosts.map(
      ({ address }, index) => [address, `<ip${index + 1}>`] as const,
    );
    return neutral(heard, [...names, ...addresses]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.daemons.map((daemon) => daemon.kill()));
    await this.#rig.down();
  }
}
