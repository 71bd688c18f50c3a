import { startDaemon, type Daemon } from "../quickstart/daemons.ts";
import { read } from "./api.ts";

/** The daemons of the soak, by name; one that is down is missing. */
export interface Fleet {
  readonly home: string;
  readonly names: readonly string[];
  readonly addressOf: (name: string) => string;
  readonly options: readonly string[];
  readonly alive: Map<string, Daemon>;
}

/** How often was what killed, and the longest that one took to be back. */
export interface Kills {
  count: number;
  slowestStartMs: number;
}

/** A daemon that is started and no manager again within this is broken. */
const BACK_MS = 60_000;
const LOOK_MS = 100;

/** Kills members, mostly one at a time, and starts them again, until `signal` aborts. */
export async function runKiller(
  fleet: Fleet,
  kills: Kills,
  { everyMs, random }: { readonly everyMs: number; readonly random: () => number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs * (0.5 + random()));
    if (signal.aborted) return;
    const draw = random();
    const count = draw < 0.85 ? 1 : draw < 0.95 ? 2 : fleet.names.length;
    const victims = [...fleet.names].sort(() => random() - 0.5).slice(0, count);
    for (const name of victims) killNow(fleet, name);
    kills.count += victims.length;
    await pause(random() * 1500);
    await Promise.all(victims.map((name) => startAgain(fleet, name, kills)));
  }
}

function killNow({ alive }: Fleet, name: string): void {
  alive.get(name)?.process.kill("SIGKILL");
  alive.delete(name);
}

async function startAgain(fleet: Fleet, name: string, kills: Kills): Promise<void> {
  const from = performance.now();
  const { home, options, addressOf } = fleet;
  const daemon = await startDaemon(home, name, addressOf(name), options);
  fleet.alive.set(name, daemon);
  await untilManager(daemon, from);
  kills.slowestStartMs = Math.max(kills.slowestStartMs, performance.now() - from);
}

interface InfoFacts {
  readonly Swarm: {
    readonly LocalNodeState: string;
    readonly ControlAvailable: boolean;
    readonly Error: string;
  };
}

/** Waits until the daemon is a manager that works. Throws when it says that it cannot. */
async function untilManager(daemon: Daemon, fromMs: number): Promise<void> {
  for (;;) {
    const swarm = (await read<InfoFacts>(daemon.socket, "/info"))?.Swarm;
    if (swarm?.LocalNodeState === "active" && swarm.ControlAvailable) return;
    const state = swarm ? `${swarm.LocalNodeState} ${swarm.Error}` : "does not answer";
    if (swarm?.LocalNodeState === "error" || performance.now() - fromMs > BACK_MS) {
      throw new Error(`${daemon.name} was killed and is no manager again: ${state}`);
    }
    await pause(LOOK_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
