import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// Where tasks go: deciding only, and with the store. Each case runs in a process of its own, so that
// none inherits another's heap. Shapes as in SwarmKit's DecideOnly and Grouped benchmarks: one
// service with reservations, nodes of 64 CPUs and 256 GiB.

export interface SchedulerCase {
  readonly nodes: number;
  readonly tasks: number;
  readonly services?: number;
  /** A constraint that two nodes of three satisfy. */
  readonly constrained?: boolean;
  /** Preferences over zones and, within them, racks. */
  readonly nested?: boolean;
  /** SwarmKit's own figures for the same, on two cores of an AMD EPYC. */
  readonly swarmkitDecideMs?: number;
  readonly swarmkitStoreMs?: number;
}

const CASES: readonly SchedulerCase[] = [
  { nodes: 1000, tasks: 1000, swarmkitStoreMs: 105 },
  { nodes: 1000, tasks: 10_000, swarmkitDecideMs: 14, swarmkitStoreMs: 901 },
  { nodes: 1000, tasks: 10_000, services: 100, swarmkitStoreMs: 1648 },
  { nodes: 1000, tasks: 10_000, constrained: true },
  { nodes: 1000, tasks: 10_000, nested: true, swarmkitStoreMs: 564 },
  { nodes: 1000, tasks: 100_000, swarmkitDecideMs: 296, swarmkitStoreMs: 8230 },
  { nodes: 1000, tasks: 100_000, constrained: true },
  { nodes: 1000, tasks: 100_000, nested: true },
  { nodes: 10_000, tasks: 1_000_000 },
  { nodes: 10_000, tasks: 1_000_000, constrained: true, nested: true },
];

export async function benchScheduler(
  rounds: number,
  say: (text: string) => void,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const one of CASES) {
    const result = await inItsOwnProcess(one, one.tasks > 100_000 ? 1 : rounds);
    say(JSON.stringify(result));
    results.push(result);
  }
  return results;
}

function inItsOwnProcess(one: SchedulerCase, rounds: number): Promise<unknown> {
  const script = fileURLToPath(new URL("scheduler-case.js", import.meta.url));
  const flags = ["--expose-gc", "--max-old-space-size=12288"];
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(one), String(rounds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`scheduler case ${JSON.stringify(one)} ended with ${code}`));
    });
  });
}
