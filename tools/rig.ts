// Hosts with real Docker Engines, by hand:
//   node build/tools/rig.js up 3          three hosts; add "newer" for one more with Docker Engine 26.1
//   node build/tools/rig.js list
//   node build/tools/rig.js exec h1 ip addr
//   node build/tools/rig.js docker h1 ps
//   node build/tools/rig.js cut|heal|kill|start|crash h1
//   node build/tools/rig.js down
// With several rigs up, RIG=<number> says which; the newest is meant otherwise.
import { spawnSync } from "node:child_process";
import { prerequisites } from "../test/e2e/rig/prerequisites.ts";
import { environment } from "../test/e2e/rig/shell.ts";
import { Rig, type HostWish } from "../test/e2e/rig/rig.ts";

const [verb = "", ...args] = process.argv.slice(2);
process.exitCode = await main(verb, args);

async function main(verb: string, args: readonly string[]): Promise<number> {
  const reason = await prerequisites();
  if (reason !== undefined) return complain(`This machine ${reason}`);
  switch (verb) {
    case "up":
      return up(args);
    case "list":
      for (const slot of await Rig.taken()) describe(await Rig.attach(slot));
      return 0;
    case "down":
      await (await chosen()).down();
      return 0;
    case "exec": {
      const [name = "", ...command] = args;
      const host = await hostNamed(name);
      return passThrough(await host.inside(command));
    }
    case "docker": {
      const [name = "", ...command] = args;
      const host = await hostNamed(name);
      return passThrough(["docker", "--host", `unix://${host.socketPath}`, ...command]);
    }
    default:
      return disturb(verb, args[0] ?? "");
  }
}

async function up(args: readonly string[]): Promise<number> {
  const wishes: HostWish[] = args.flatMap((arg): HostWish[] =>
    arg === "newer" ? [{ engine: "newer" }] : Array.from({ length: Number(arg) }, () => ({})),
  );
  const started = performance.now();
  const rig = await Rig.up({ hosts: wishes.length > 0 ? wishes : 1, kept: true });
  describe(rig);
  console.log(`up in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return 0;
}

async function disturb(verb: string, name: string): Promise<number> {
  const rig = await chosen();
  const host = await hostNamed(name);
  switch (verb) {
    case "cut":
      await rig.network.cut(host.name);
      return 0;
    case "heal":
      await rig.network.heal(host.name);
      return 0;
    case "kill":
      await host.killEngine();
      return 0;
    case "start":
      await host.startEngine();
      return 0;
    case "crash":
      await host.crash();
      return 0;
    default:
      return complain("Say one of: up list exec docker cut heal kill start crash down");
  }
}

async function chosen(): Promise<Rig> {
  const named = process.env["RIG"];
  const slot = named === undefined ? (await Rig.taken()).at(-1) : Number(named);
  if (slot === undefined) throw new Error("There is no rig: node build/tools/rig.js up 3");
  return Rig.attach(slot);
}

async function hostNamed(name: string): Promise<Rig["hosts"][number]> {
  const host = (await chosen()).hosts.find((each) => each.name === name);
  if (host === undefined) throw new Error(`There is no host "${name}" in this rig`);
  return host;
}

function describe(rig: Rig): void {
  for (const { name, address, socketPath } of rig.hosts) {
    console.log(`rig ${rig.slot}  ${name}  ${address}  unix://${socketPath}`);
  }
}

function passThrough(argv: readonly string[]): number {
  const [program = "", ...rest] = argv;
  return spawnSync(program, rest, { stdio: "inherit", env: environment() }).status ?? 1;
}

function complain(text: string): number {
  console.error(text);
  return 1;
}
