import { readFileSync } from "node:fs";
import { upDocker, upSkein, type ClusterMember, type Contender } from "./swarm/contender.ts";

const SETTLE_MS = 20_000;
const MEASURE_MS = 30_000;
/** The kernel's unit of processor time. */
const TICKS_PER_SECOND = 100;

/** What a manager and a worker cost while nothing happens. */
export async function benchIdle(_rounds: number, say: (text: string) => void): Promise<unknown> {
  return {
    bench: "idle",
    docker: await measure(upDocker, say),
    skein: await measure(upSkein, say),
  };
}

async function measure(
  up: () => Promise<Contender>,
  say: (text: string) => void,
): Promise<unknown> {
  const contender = await up();
  try {
    await new Promise((wait) => setTimeout(wait, SETTLE_MS));
    const [manager, worker] = [contender.members[1], contender.members[4]];
    if (!manager || !worker) throw new Error("no members");
    const costs = await Promise.all([cost(manager), cost(worker)]);
    say(`${contender.name}: ${JSON.stringify(costs)}`);
    return { manager: costs[0], worker: costs[1] };
  } finally {
    await contender.down();
  }
}

interface Cost {
  readonly residentMb: number;
  readonly cpuPercentOfOneCore: number;
}

async function cost(member: ClusterMember): Promise<Cost> {
  const pid = await member.pid();
  const before = ticksOf(pid);
  await new Promise((wait) => setTimeout(wait, MEASURE_MS));
  const seconds = (ticksOf(pid) - before) / TICKS_PER_SECOND;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return {
    residentMb: Math.round(kilobytes / 102.4) / 10,
    cpuPercentOfOneCore: Math.round((seconds / (MEASURE_MS / 1000)) * 1000) / 10,
  };
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
