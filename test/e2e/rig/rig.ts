import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Host, type HostRecord } from "./host.ts";
import { addressOf, removeUplink, Switch } from "./network.ts";
import { newerEngineTree } from "./newer-engine.ts";
import { installMissing } from "./prerequisites.ts";
import { killAll, removeGroups } from "./processes.ts";
import { claimSlot, HOME, releaseSlot, sweepStale, takenSlots } from "./slots.ts";

/** What a host should be. `engine: "newer"` is Docker Engine 26.1, `"none"` no engine at all. */
export interface HostWish {
  readonly engine?: "local" | "newer" | "none";
}

export interface RigWish {
  /** One entry a host, named h1, h2, …; a number for that many ordinary ones. */
  readonly hosts: number | readonly HostWish[];
  /** Further names for the image, such as "web:2". */
  readonly tags?: readonly string[];
  /** Stays when this process ends. For rigs made by hand. */
  readonly kept?: boolean;
}

/**
 * Hosts with real Docker Engines on this one machine, on a network of their own.
 *
 * Everything it starts belongs to this process: should that die, the next rig of anybody on this
 * machine clears away what is left.
 */
export class Rig {
  readonly slot: number;
  readonly hosts: readonly Host[];
  readonly network: Switch;

  private constructor(slot: number, network: Switch, hosts: readonly Host[]) {
    this.slot = slot;
    this.network = network;
    this.hosts = hosts;
  }

  /** Sets up hosts and starts their engines; installs missing Debian packages. Needs root. */
  static async up({ hosts, tags = [], kept = false }: RigWish): Promise<Rig> {
    await installMissing();
    await sweepStale(clear);
    const wishes: readonly HostWish[] =
      typeof hosts === "number" ? Array.from({ length: hosts }, () => ({})) : hosts;
    const slot = await claimSlot({ kept });
    try {
      const rig = await build(slot, wishes);
      await Promise.all(
        rig.hosts.map((host, index) =>
          wishes[index]?.engine === "none" ? Promise.resolve() : host.startEngine(tags),
        ),
      );
      return rig;
    } catch (error) {
      await takeDown(slot);
      throw error;
    }

    async function build(slot: number, wishes: readonly HostWish[]): Promise<Rig> {
      const network = await Switch.start(slot);
      const tree = wishes.some(({ engine }) => engine === "newer")
        ? await newerEngineTree()
        : undefined;
      const made = await Promise.all(
        wishes.map(({ engine }, index) =>
          Host.create({
            slot,
            name: `h${index + 1}`,
            address: addressOf(slot, index + 1),
            directory: join(filesOf(slot), `h${index + 1}`),
            tree: engine === "newer" ? tree : undefined,
          }),
        ),
      );
      await network.plugIn(made.map(({ record }) => record));
      const saved: SavedRig = { switchPid: network.pid, hosts: made.map(({ record }) => record) };
      await writeFile(join(filesOf(slot), "rig.json"), JSON.stringify(saved));
      return new Rig(slot, network, made);
    }
  }

  /** Finds a rig that another process has set up. */
  static async attach(slot: number): Promise<Rig> {
    const text = await readFile(join(filesOf(slot), "rig.json"), "utf8");
    const { switchPid, hosts } = JSON.parse(text) as SavedRig;
    return new Rig(
      slot,
      Switch.attach(slot, switchPid),
      hosts.map((record) => new Host(record)),
    );
  }

  /** The numbers of all rigs on this machine. */
  static taken(): Promise<number[]> {
    return takenSlots();
  }

  /** Host `h<number>`, counted from 1. */
  host(number: number): Host {
    const host = this.hosts[number - 1];
    if (host === undefined) throw new Error(`There is no host h${number} in this rig`);
    return host;
  }

  /** Takes everything away: processes, namespaces, mounts, interfaces, files. */
  async down(): Promise<void> {
    await takeDown(this.slot);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.down();
  }
}

interface SavedRig {
  readonly switchPid: number;
  readonly hosts: readonly HostRecord[];
}

/** The network is gone with its namespaces, the mounts with theirs, once no process keeps them. */
async function clear(slot: number): Promise<void> {
  await killAll({ slot });
  await removeUplink(slot);
  await removeGroups(slot);
  await rm(filesOf(slot), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function takeDown(slot: number): Promise<void> {
  await clear(slot);
  await releaseSlot(slot);
}

function filesOf(slot: number): string {
  return join(HOME, "rigs", String(slot));
}
