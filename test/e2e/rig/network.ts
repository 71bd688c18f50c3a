import { spawn } from "node:child_process";
import { once } from "node:events";
import { joinableDirectory, groupOf } from "./processes.ts";
import { environment, run } from "./shell.ts";

/** What one host is called on the switch, and where. */
export interface Plug {
  readonly name: string;
  readonly address: string;
  /** A process in the host's network namespace. */
  readonly anchorPid: number;
}

/** Frames from and to hosts in `cut` are dropped; `sides` is filled by `partition`. */
const FILTER = `table bridge rig {
  set cut { type ifname; }
  chain sides { type filter hook forward priority 1; }
  chain cables { type filter hook forward priority 0; iifname @cut drop; oifname @cut drop; }
}`;

/** Where all rigs have their addresses. */
export const NETWORK = "10.77.0.0/16";

export function addressOf(slot: number, index: number): string {
  return `10.77.${slot}.${index}`;
}

/**
 * The cable between the hosts: a bridge in a network namespace of its own, so that this machine's
 * firewall and bridge settings neither matter nor change. This machine itself is plugged in as .254.
 */
export class Switch {
  readonly #slot: number;
  readonly #pid: number;

  private constructor(slot: number, pid: number) {
    this.#slot = slot;
    this.#pid = pid;
  }

  static attach(slot: number, pid: number): Switch {
    return new Switch(slot, pid);
  }

  static async start(slot: number): Promise<Switch> {
    const group = await joinableDirectory(groupOf(slot, "switch", "daemon"));
    const script = 'echo $$ > "$1/cgroup.procs"; echo ready; exec sleep infinity >&-';
    const child = spawn("unshare", ["--net", "sh", "-c", script, "switch", group], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: environment(),
    });
    await once(child.stdout, "data");
    child.stdout.destroy();
    child.unref();
    const pid = child.pid ?? 0;
    const cable = cableOf(slot);
    await run(["ip", "-batch", "-"], {
      input: [
        `link add ${cable} type veth peer name uplink netns ${pid}`,
        `addr add ${addressOf(slot, 254)}/24 dev ${cable}`,
        `link set ${cable} up`,
      ].join("\n"),
    });
    await run([...inNamespace(pid), "ip", "-batch", "-"], {
      input: [
        "link set lo up",
        "link add rig type bridge",
        "link set rig up",
        "link set uplink master rig",
        "link set uplink up",
      ].join("\n"),
    });
    await run([...inNamespace(pid), "nft", FILTER]);
    return new Switch(slot, pid);
  }

  get pid(): number {
    return this.#pid;
  }

  async plugIn(plugs: readonly Plug[]): Promise<void> {
    const cables = plugs.flatMap(({ name, anchorPid }) => [
      `link add ${name} type veth peer name eth0 netns ${anchorPid}`,
      `link set ${name} master rig`,
      `link set ${name} up`,
    ]);
    await run([...inNamespace(this.#pid), "ip", "-batch", "-"], { input: cables.join("\n") });
    const ends = plugs.map(({ address, anchorPid }) =>
      run([...inNamespace(anchorPid), "ip", "-batch", "-"], {
        input: [
          "link set lo up",
          `addr add ${address}/24 dev eth0`,
          "link set eth0 up",
          `route add default via ${addressOf(this.#slot, 254)}`,
        ].join("\n"),
      }),
    );
    await Promise.all(ends);
  }

  /** Pulls a host's cable: nothing gets through, and nobody is told. */
  async cut(name: string): Promise<void> {
    await this.#filter(`add element bridge rig cut { ${name} }`);
  }

  /** Plugs a host's cable in again. */
  async heal(name: string): Promise<void> {
    const add = `add element bridge rig cut { ${name} }`; // Deleting what is not there is an error.
    await this.#filter(`${add}; delete element bridge rig cut { ${name} }`);
  }

  /** Lets hosts talk only to hosts of their own side; no sides at all heals. This machine reaches every one. */
  async partition(sides: readonly (readonly string[])[]): Promise<void> {
    const rules = sides.flatMap((side) => {
      const others = sides.filter((other) => other !== side).flat();
      if (side.length === 0 || others.length === 0) return [];
      const names = `iifname { ${side.join(", ")} } oifname { ${others.join(", ")} }`;
      return [`add rule bridge rig sides ${names} drop`];
    });
    // One transaction: no moment in between lets a frame through.
    await this.#filter(["flush chain bridge rig sides", ...rules].join("; "));
  }

  async #filter(commands: string): Promise<void> {
    await run([...inNamespace(this.#pid), "nft", commands]);
  }
}

/** Takes away this machine's end of the cable, should it still be there. */
export async function removeUplink(slot: number): Promise<void> {
  await run(["ip", "link", "del", cableOf(slot)]).catch(() => undefined);
}

function cableOf(slot: number): string {
  return `skrig${slot}`;
}

function inNamespace(pid: number): string[] {
  return ["nsenter", "--target", String(pid), "--net"];
}
