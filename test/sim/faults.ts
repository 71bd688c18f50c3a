import { unreachable } from "../../src/base/assert.ts";
import type { Prng } from "../../src/base/prng.ts";
import { CALM_DISK } from "./disk.ts";
import { CALM_LINKS } from "./links.ts";
import type { SimMachine } from "./machine.ts";
import type { SimNetwork } from "./network.ts";
import type { Simulation } from "./simulation.ts";

const KINDS = [
  "kill",
  "power",
  "pause",
  "split",
  "isolate",
  "oneWay",
  "reset",
  "slowDisk",
  "lossyLinks",
  "skew",
  "engineDown",
  "containerEnds",
] as const;

type FaultKind = (typeof KINDS)[number];

/** How bad a run is: drawn from the seed, so that every seed has its own weather. */
export interface Climate {
  /** Which faults happen at all. */
  readonly kinds: readonly FaultKind[];
  /** Mean time between two faults. */
  readonly meanGapMs: number;
  /** Mean time until a fault is repaired. */
  readonly meanRepairMs: number;
}

export function drawClimate(prng: Prng): Climate {
  const count = prng.between(1, KINDS.length);
  return {
    kinds: prng.shuffle(KINDS).slice(0, count),
    meanGapMs: prng.pick([300, 1000, 3000]),
    meanRepairMs: prng.pick([200, 2000, 6000]),
  };
}

/** Where faults happen. */
export interface FaultTarget {
  readonly sim: Simulation;
  readonly network: SimNetwork;
  readonly machines: readonly SimMachine[];
}

/** Breaks things for `durationMs`, and leaves them broken: `repairAll` is the healing. */
export async function runFaults(
  target: FaultTarget,
  climate: Climate,
  durationMs: number,
  prng: Prng,
): Promise<void> {
  const endMs = target.sim.nowMs + durationMs;
  while (target.sim.nowMs < endMs) {
    await target.sim.advance(
      Math.min(exponential(prng, climate.meanGapMs), endMs - target.sim.nowMs),
    );
    const repair = breakSomething(target, prng.pick(climate.kinds), prng);
    target.sim.schedule(exponential(prng, climate.meanRepairMs), repair);
  }
}

/** Everything works again: power, daemons, links, disks, clocks, engines. */
export function repairAll({ network, machines }: FaultTarget): void {
  network.links.options = CALM_LINKS;
  network.links.heal();
  for (const machine of machines) {
    for (const disk of machine.disks) {
      disk.options = CALM_DISK;
      disk.repair();
    }
    machine.engine.setDown(false);
    machine.resume();
    if (machine.process === undefined) machine.start();
    machine.process?.clock.skew(1);
  }
}

/** Gives what repairs it; repairing what was repaired or broken again meanwhile does no harm. */
function breakSomething(target: FaultTarget, kind: FaultKind, prng: Prng): () => void {
  const { network, machines } = target;
  const { links } = network;
  const machine = prng.pick(machines);
  const revive = (): void => {
    if (machine.process === undefined) machine.start();
  };
  switch (kind) {
    case "kill":
      machine.kill();
      return revive;
    case "power":
      machine.losePower();
      return revive;
    case "pause":
      machine.pause();
      return () => machine.resume();
    case "split": {
      const names = prng.shuffle(machines.map(({ name }) => name));
      const size = prng.between(1, names.length - 1);
      links.partition(names.slice(0, size), names.slice(size));
      return () => links.heal();
    }
    case "isolate":
      links.partition(
        [machine.name],
        machines.flatMap(({ name }) => (name === machine.name ? [] : [name])),
      );
      return () => links.heal();
    case "oneWay":
      for (const { name } of machines) if (name !== machine.name) links.block(machine.name, name);
      return () => links.heal();
    case "reset":
      network.reset(machine.name);
      return () => undefined;
    case "slowDisk":
      for (const disk of machine.disks) {
        disk.options = { accessMs: 20, syncMs: 100, stallProbability: 0.05 };
      }
      return () => machine.disks.forEach((disk) => (disk.options = CALM_DISK));
    case "lossyLinks":
      links.options = { ...CALM_LINKS, maxLatencyMs: 50, lossProbability: prng.unit() * 0.3 };
      return () => {
        links.options = CALM_LINKS;
      };
    case "skew":
      machine.process?.clock.skew(0.5 + prng.unit());
      return () => machine.process?.clock.skew(1);
    case "engineDown":
      machine.engine.setDown(true);
      return () => machine.engine.setDown(false);
    case "containerEnds": {
      const { running } = machine.engine;
      if (running.length > 0) {
        machine.engine.endContainer(prng.pick(running).task.id, prng.below(2));
      }
      return () => undefined;
    }
    default:
      return unreachable(kind);
  }
}

function exponential(prng: Prng, meanMs: number): number {
  return -Math.log(1 - prng.unit()) * meanMs;
}
