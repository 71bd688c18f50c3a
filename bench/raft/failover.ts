import { performance } from "node:perf_hooks";
import { RaftProcesses, SIZE } from "./cluster.ts";
import { sleep, spread } from "./load.ts";

type Say = (text: string) => void;

export interface Outage {
  readonly kill9: { readonly p50Ms: number; readonly p99Ms: number };
  readonly plannedLeave: { readonly p50Ms: number; readonly p99Ms: number };
  readonly timesMs: { readonly kill9: readonly number[]; readonly plannedLeave: readonly number[] };
}

/** How long nothing can be committed after a leader is killed, and after one hands over. */
export async function measureFailover(rounds: number, say: Say): Promise<Outage> {
  const cluster = await RaftProcesses.form();
  try {
    const kills: number[] = [];
    const leaves: number[] = [];
    for (let round = 0; round < rounds; round++) {
      leaves.push(await leave(cluster));
      kills.push(await kill(cluster));
      say(
        `failover: leave ${leaves.at(-1)?.toFixed(1)} ms, kill -9 ${kills.at(-1)?.toFixed(1)} ms`,
      );
    }
    return {
      kill9: spread(kills),
      plannedLeave: spread(leaves),
      timesMs: { kill9: kills.map(Math.round), plannedLeave: leaves.map(Math.round) },
    };
  } finally {
    await cluster.end();
  }
}

function others(than: number): readonly number[] {
  return Array.from({ length: SIZE }, (_, at) => at).filter((at) => at !== than);
}

async function kill(cluster: RaftProcesses): Promise<number> {
  await caughtUp(cluster);
  const leader = await cluster.leader();
  const startMs = performance.now();
  const dead = cluster.child(leader).kill();
  await firstCommit(cluster, others(leader));
  const tookMs = performance.now() - startMs;
  await dead;
  await cluster.start(leader, "restart");
  return tookMs;
}

async function leave(cluster: RaftProcesses): Promise<number> {
  await caughtUp(cluster);
  const leader = await cluster.leader();
  const startMs = performance.now();
  const handedOver = cluster.child(leader).ask("transfer", undefined);
  await firstCommit(cluster, others(leader));
  const tookMs = performance.now() - startMs;
  await handedOver;
  return tookMs;
}

/** Tries until one of them leads and has committed something new. */
async function firstCommit(cluster: RaftProcesses, among: readonly number[]): Promise<void> {
  for (;;) {
    const leader = await cluster.leader(among);
    try {
      await cluster.child(leader).ask("propose", { count: 1, inFlight: 1 });
      return;
    } catch {
      await sleep(1); // It has lost its place again: look for the next one.
    }
  }
}

async function caughtUp(cluster: RaftProcesses): Promise<void> {
  for (;;) {
    const all = await Promise.all(
      cluster.members.map((_, at) => cluster.child(at).ask("status", undefined)),
    );
    const [first] = all;
    if (all.every(({ appliedIndex }) => appliedIndex === first?.appliedIndex)) break;
    await sleep(20);
  }
  await sleep(300); // Connections to the one that came back are made anew.
}
