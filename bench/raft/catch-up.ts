import { performance } from "node:perf_hooks";
import { RaftProcesses, SIZE, type ClusterOptions } from "./cluster.ts";
import { sleep } from "./load.ts";

type Say = (text: string) => void;

export interface CatchUp {
  readonly how: "log" | "snapshot";
  readonly tookMs: number;
  /** With two members, with the third catching up, and with all three up to date. */
  readonly beforePerSecond: number;
  readonly meanwhilePerSecond: number;
  readonly afterPerSecond: number;
  /** What catching up left of the leader's throughput with three members. */
  readonly kept: number;
}

const IN_FLIGHT = 128;
const BEHIND = 100_000;
const BASELINE_MS = 4000;

const CASES: Readonly<Record<CatchUp["how"], ClusterOptions>> = {
  log: {
    limits: {
      snapshotInterval: 10_000_000,
      snapshotBytes: 2 ** 40,
      keptEntries: 10_000_000,
      keptBytes: 2 ** 40,
    },
  },
  snapshot: { tasks: 100_000 },
};

/** A follower that was away for 100,000 entries comes back while the leader is under load. */
export async function measureCatchUp(how: CatchUp["how"], say: Say): Promise<CatchUp> {
  const cluster = await RaftProcesses.form(CASES[how]);
  try {
    const leader = cluster.child(await cluster.leader());
    const away = (await cluster.leader()) === SIZE - 1 ? 0 : SIZE - 1;
    await cluster.child(away).kill();
    await leader.ask("propose", { count: BEHIND, inFlight: 512 });
    const prepared = cluster.prepare(); // Starting a process costs more than catching up.
    await sleep(1500);

    const startMs = performance.now();
    const driving = leader.ask("drive", { inFlight: IN_FLIGHT });
    await sleep(BASELINE_MS);
    const backMs = performance.now() - startMs;
    const { appliedIndex: goal } = await leader.ask("status", undefined);
    await cluster.begin(away, prepared, "restart");
    for (;;) {
      const { appliedIndex } = await prepared.ask("status", undefined);
      if (appliedIndex >= goal) break;
      await sleep(20);
    }
    const doneMs = performance.now() - startMs;
    await sleep(BASELINE_MS);
    await leader.ask("stopDriving", undefined);
    const perTenth = await driving;
    const rate = (fromMs: number, untilMs: number): number =>
      perSecond(perTenth.slice(Math.ceil(fromMs / 100), Math.ceil(untilMs / 100)));
    const meanwhile = rate(backMs, doneMs);
    const after = rate(doneMs + 500, doneMs + BASELINE_MS);
    const result: CatchUp = {
      how,
      tookMs: Math.round(doneMs - backMs),
      beforePerSecond: rate(1000, backMs),
      meanwhilePerSecond: meanwhile,
      afterPerSecond: after,
      kept: Math.round((meanwhile / after) * 100) / 100,
    };
    say(`catch-up ${JSON.stringify(result)}`);
    return result;
  } finally {
    await cluster.end();
  }
}

function perSecond(tenths: readonly number[]): number {
  const sum = tenths.reduce((all, count) => all + count, 0);
  return Math.round((10 * sum) / Math.max(1, tenths.length));
}
