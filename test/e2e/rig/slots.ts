import { link, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTimeOf } from "./processes.ts";

/** Where rigs live: `slots/N.json` says who owns rig N, `rigs/N` holds its files, `cache` what all share. */
export const HOME = "/var/tmp/skein-rig";
const SLOTS = join(HOME, "slots");
const SLOT_COUNT = 200;
let drafts = 0;

/** Who keeps a rig: a process, or (kept) somebody who will take it down by hand. */
interface Owner {
  readonly pid: number;
  readonly startTime: string;
  readonly kept: boolean;
}

/** Takes a free rig number for this process. */
export async function claimSlot({ kept }: { kept: boolean }): Promise<number> {
  await mkdir(SLOTS, { recursive: true });
  const draft = join(SLOTS, `draft-${process.pid}-${drafts++}`);
  await writeFile(draft, JSON.stringify(ourselves({ kept })));
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    try {
      await link(draft, slotFile(slot)); // Fails when the slot is taken, and is never half written.
    } catch {
      continue;
    }
    const claims = (await readdir(SLOTS)).filter((name) => name.startsWith(`${slot}.`));
    if (claims.length === 1) {
      await rm(draft);
      return slot;
    }
    await releaseSlot(slot); // Somebody is still clearing away what was here before.
  }
  await rm(draft);
  throw new Error(`All ${SLOT_COUNT} rigs are taken: see ${SLOTS}`);
}

export async function releaseSlot(slot: number): Promise<void> {
  await rm(slotFile(slot), { force: true });
}

export async function takenSlots(): Promise<number[]> {
  const names = await readdir(SLOTS).catch(() => []);
  return names.filter((name) => /^\d+\.json$/.test(name)).map((name) => Number.parseInt(name, 10));
}

/**
 * Clears away rigs whose owner is gone. The claim is renamed first, so that of two sweepers only
 * one does it, and a new rig does not move in before it is done.
 */
export async function sweepStale(clear: (slot: number) => Promise<void>): Promise<void> {
  await mkdir(SLOTS, { recursive: true });
  for (const name of await readdir(SLOTS)) {
    if (!/^\d+\..*json$/.test(name)) continue;
    const path = join(SLOTS, name);
    if (await isAlive(path)) continue;
    const mine = join(SLOTS, `${Number.parseInt(name, 10)}.sweep-${process.pid}.json`);
    try {
      await rename(path, mine);
    } catch {
      continue; // Another sweeper was quicker.
    }
    await writeFile(mine, JSON.stringify(ourselves({ kept: false })));
    await clear(Number.parseInt(name, 10));
    await rm(mine, { force: true });
  }
}

async function isAlive(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (text === "") return true; // Just gone.
  const owner = JSON.parse(text) as Owner;
  return owner.kept || startTimeOf(owner.pid) === owner.startTime;
}

function ourselves({ kept }: { kept: boolean }): Owner {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? "", kept };
}

function slotFile(slot: number): string {
  return join(SLOTS, `${slot}.json`);
}
