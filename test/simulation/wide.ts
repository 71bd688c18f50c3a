import { fork } from "node:child_process";
import { attempt, violationOf } from "./attempt.ts";
import { profileOf } from "./profiles.ts";

/** Seeds from..from+count-1 of one profile. */
export interface WideRun {
  readonly profile: string;
  readonly from: number;
  readonly count: number;
  /** It ends early after so many failures. */
  readonly failures: number;
}

/** What a worker says after each seed. */
interface Verdict {
  readonly seed: number;
  readonly violation?: string;
}

const PROGRESS_MS = 10_000;

/**
 * Runs many seeds in `jobs` processes, tells of progress, and gives the seeds that failed, each with
 * what it violated.
 */
export async function runWide(
  wide: WideRun,
  jobs: number,
  say: (line: string) => void,
): Promise<readonly Verdict[]> {
  const failed: Verdict[] = [];
  const started = performance.now();
  let done = 0;
  const progress = (): void => {
    const seconds = (performance.now() - started) / 1000;
    const left = ((wide.count - done) * seconds) / Math.max(1, done);
    say(
      `${done} of ${wide.count} seeds in ${seconds.toFixed(0)} s, ` +
        `${failed.length} failed, about ${left.toFixed(0)} s to go`,
    );
  };
  const timer = setInterval(progress, PROGRESS_MS);
  const workers = Array.from({ length: jobs }, (_, job) => startWorker(wide, job, jobs));
  const ended = workers.map((worker) => {
    worker.on("message", (message) => {
      const verdict = message as Verdict; // Only `serveWide` below sends.
      done++;
      if (verdict.violation === undefined) return;
      failed.push(verdict);
      say(`seed ${verdict.seed}: ${verdict.violation}`);
      if (failed.length === wide.failures) for (const one of workers) one.kill();
    });
    return new Promise<void>((resolve, reject) => {
      worker.on("exit", (code, signal) => {
        if (code === 0 || signal === "SIGTERM") resolve();
        else reject(new Error(`A worker ended with ${code ?? signal ?? "nothing"}`));
      });
    });
  });
  await Promise.all(ended).finally(() => clearInterval(timer));
  progress();
  return failed;
}

function startWorker(
  { profile, from, count }: WideRun,
  job: number,
  jobs: number,
): ReturnType<typeof fork> {
  const last = from + count - 1;
  return fork(
    new URL("worker.js", import.meta.url),
    [profile, from + job, last, jobs].map(String),
    {
      // What dies young in a simulation is much: a larger nursery saves a tenth of the time.
      execArgv: ["--enable-source-maps", "--max-semi-space-size=64"],
    },
  );
}

/** The work of one process. */
export async function serveWide(
  name: string,
  {
    first,
    last,
    stride,
  }: { readonly first: number; readonly last: number; readonly stride: number },
): Promise<void> {
  const profile = profileOf(name);
  for (let seed = first; seed <= last; seed += stride) {
    const { error } = await attempt(profile, { seed });
    const verdict: Verdict =
      error === undefined ? { seed } : { seed, violation: violationOf(error) };
    process.send?.(verdict);
  }
}
