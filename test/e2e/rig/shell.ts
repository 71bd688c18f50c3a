import { spawn } from "node:child_process";

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** SIGKILL after this long. */
  readonly timeoutMs?: number;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Where the system's own programs are. Not what npm adds: a package's `nft` would pass for the real one. */
export function programDirectories(): readonly string[] {
  const given = (process.env["PATH"] ?? "").split(":");
  const own = given.filter((directory) => !directory.includes("node_modules"));
  return [...new Set([...SYSTEM_PATH.split(":"), ...own])];
}

export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: programDirectories().join(":"), ...extra };
}

/** Runs a program to its end and tells how it went, whatever its exit code. */
export function attempt(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: environment(options.env),
      cwd: options.cwd,
      stdio: ["pipe", "pipe", "pipe"],
      killSignal: "SIGKILL",
      timeout: options.timeoutMs ?? 120_000,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code: code ?? 128, stdout, stderr: signal ? `${stderr}[${signal}]` : stderr });
    });
    // A program that does not read its input closes the pipe: its exit code tells the story.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a program that must succeed; gives its output without the last line's end. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(argv, options);
  if (code === 0) return stdout.trimEnd();
  throw new Error(`${argv.join(" ")}: exit ${code}: ${stderr.trim() || stdout.trim()}`);
}

/** Waits until `done` is true, looking every `everyMs`; throws with `what` after `withinMs`. */
export async function until(
  what: string,
  done: () => boolean | Promise<boolean>,
  { withinMs = 30_000, everyMs = 25 }: { withinMs?: number; everyMs?: number } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
