import { unreachable } from "../../src/base/assert.ts";
import type { Prng } from "../../src/base/prng.ts";
import type { SimRun } from "../simulation/run.ts";
import { CALM_DISK } from "./disk.ts";
import { CALM_LINKS } from "./links.ts";
import type { SimMachine } from "./machine.ts";
import type { SimNetwork } from "./network.ts";
import type { Simulation } from "./simulation.ts";

export const ALL_FAULTS = [
  "kill",
  "power",
  "powerWhileWriting",
  "wipeTasks",
  "diskFails",
  "diskFills",
  "pause",
  "split",
  "isolate",
  "oneWay",
  "flap",
  "reset",
  "slowDisk",
  "lossyLinks",
  "skew",
  "stepWall",
  "engineDown",
  "engineHangs",
  "containerEnds",
] as const;

export type FaultKind = (typeof ALL_FAULTS)[number];

const WRITE_WAIT_MS = 200;
const MAX_STEP_MS = 120_000;

/** How bad a run is: drawn from the seed, so that every seed has its own weather. */
export interface Climate {
  /** Which faults happen at all. */
  readonly kinds: readonly FaultKind[];
  /** Mean time between two faults. */
  readonly meanGapMs: number;
  /** Mean time until a fault is repaired. */
  readonly meanRepairMs: number;
}

export function drawClimate(prng: Prng, all: readonly FaultKind[]): Climate {
  const count = prng.between(1, all.length);
  return {
    kinds: prng.shuffle(all).slice(0, count),
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

/**
 * Breaks things for `durationMs`, and leaves them broken: `settle` ends it. Each step draws from
 * chance of its own, so that leaving one out changes nothing in the others.
 */
export async function runFaults(
  target: FaultTarget,
  climate: Climate,
  durationMs: number,
  run: SimRun,
): Promise<void> {
  const { sim } = target;
  const endMs = sim.nowMs + durationMs;
  /** What is still to come of these faults. */
  const pending: (() => void)[] = [];
  while (sim.nowMs < endMs) {
    const step = run.nextStep();
    if (step === undefined) break;
    const prng = sim.fork(`fault ${step}`);
    await sim.advance(Math.min(exponential(prng, climate.meanGapMs), endMs - sim.nowMs));
    const kind = prng.pick(climate.kinds);
    if (!run.allows(step, kind)) continue;
    const machine = prng.pick(target.machines);
    run.happened(step, sim.nowMs, `${kind} ${machine.name}`);
    run.count(kind);
    const repair = breakSomething({ ...target, machine, pending }, kind, prng);
    pending.push(sim.schedule(exponential(prng, climate.meanRepairMs), repair));
  }
  for (const cancel of pending) cancel();
}

/**
 * The faults end. The machines of `core` and all between them work again; each of the others is
 * gone for good, in one way or another: without power, frozen, or cut off.
 */
export function settle(target: FaultTarget, core: readonly SimMachine[], prng: Prng): void {
  const { network, machines } = target;
  network.links.options = CALM_LINKS;
  network.links.heal();
  for (const machine of machines) {
    for (const disk of machine.disks) {
      disk.options = CALM_DISK;
      disk.repair();
    }
    machine.engine.setDown(false);
    machine.engine.setHung(false);
    if (core.includes(machine)) repair(machine);
    else lose(target, machine, prng);
  }
}

function repair(machine: SimMachine): void {
  // A daemon whose disk failed is on its way out: it begins anew.
  if (machine.disks.some((disk) => disk.hasFailed)) machine.kill();
  machine.resume();
  if (machine.process === undefined) machine.start();
  machine.process?.clock.skew(1);
}

function lose({ network, machines }: FaultTarget, machine: SimMachine, prng: Prng): void {
  switch (prng.pick(["power", "freeze", "cut"] as const)) {
    case "power":
      machine.losePower();
      return;
    case "freeze":
      if (machine.process === undefined) machine.losePower();
      else machine.pause();
      return;
    case "cut": {
      repair(machine);
      const others = machines.flatMap(({ name }) => (name === machine.name ? [] : [name]));
      network.links.partition([machine.name], others);
    }
  }
}

/** What a fault strikes. */
interface Scene extends FaultTarget {
  readonly machine: SimMachine;
  /** What the fault will do later. */
  readonly pending: (() => void)[];
}

/** Gives what repairs it; repairing what was repaired or broken again meanwhile does no harm. */
function breakSomething(scene: Scene, kind: FaultKind, prng: Prng): () => void {
  const { sim, network, machines, machine, pending } = scene;
  const { links } = network;
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
    case "powerWhileWriting":
      pending.push(whenWriting(sim, machine, () => machine.losePower()));
      return revive;
    case "wipeTasks":
      machine.kill();
      machine.disk("tasks").erase("task/");
      return revive;
    case "diskFails":
    case "diskFills": {
      const disk = prng.pick(machine.disks);
      if (kind === "diskFails") disk.fail();
      else disk.fill();
      return () => {
        disk.repair();
        revive();
      };
    }
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
    case "flap":
      return flap(scene, 20 + prng.below(500));
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
    case "stepWall":
      machine.process?.clock.stepWall((prng.unit() - 0.5) * 2 * MAX_STEP_MS);
      return () => undefined;
    case "engineDown":
      machine.engine.setDown(true);
      return () => machine.engine.setDown(false);
    case "engineHangs":
      machine.engine.setHung(true);
      return () => machine.engine.setHung(false);
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

/** The machine's links come and go. */
function flap({ sim, network, machines, machine, pending }: Scene, everyMs: number): () => void {
  const others = machines.flatMap(({ name }) => (name === machine.name ? [] : [name]));
  let cut = false;
  let cancel = (): void => undefined;
  const turn = (): void => {
    cut = !cut;
    if (cut) network.links.partition([machine.name], others);
    else network.links.heal();
    cancel = sim.schedule(everyMs, turn);
  };
  turn();
  const stop = (): void => {
    cancel();
    network.links.heal();
  };
  pending.push(() => cancel());
  return stop;
}

/** Strikes at the next moment at which a disk of the machine has something to lose, if it comes soon. */
function whenWriting(sim: Simulation, machine: SimMachine, strike: () => void): () => void {
  const deadlineMs = sim.nowMs + WRITE_WAIT_MS;
  const stop = sim.onTurn(() => {
    const writes = machine.disks.some((disk) => disk.isWriting);
    if (!writes && sim.nowMs < deadlineMs) return;
    stop();
    strike();
  });
  return stop;
}

function exponential(prng: Prng, meanMs: number): number {
  return -Math.log(1 - prng.unit()) * meanMs;
}
