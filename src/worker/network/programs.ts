import { spawn } from "node:child_process";
import { OperationalError } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with `input` on its standard input. */
export type Run = (argv: readonly string[], input: string, signal: AbortSignal) => Promise<Outcome>;

const WITHIN_MS = 10_000;
/** Where these programs are, whatever the daemon's own environment says. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Programs of this machine. One that does not end in time is killed. */
export function realPrograms(clock: Clock): Run {
  return (argv, input, signal) =>
    withDeadline(clock, WITHIN_MS, signal, (inTime) => runProgram(argv, input, inTime));
}

/** The output of a program that must succeed. */
export async function outputOf(
  run: Run,
  argv: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<string> {
  const { code, stdout, stderr } = await run(argv, input, signal);
  if (code === 0) return stdout;
  const words = (stderr.trim() || stdout.trim()).split("\n").slice(0, 3).join("; ");
  throw new OperationalError("unavailable", `${argv.slice(0, 4).join(" ")}: ${words}`);
}

function runProgram(
  [program = "", ...args]: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { PATH, LC_ALL: "C" };
    const child = spawn(program, args, {
      env,
      stdio: ["pipe", "pipe", "pipe"],
      signal,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (error) => {
      const text = `Cannot run ${program}: ${error.message}`;
      reject(new OperationalError("unavailable", text, { cause: error }));
    });
    child.once("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
    // A program that does not read its input closes the pipe: its exit code tells the story.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
