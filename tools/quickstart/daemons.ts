import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { get } from "./api.ts";

/** One skeind of the quickstart's cluster. */
export interface Daemon {
  readonly name: string;
  /** A loopback address of its own, so that all can use port 2377. */
  readonly address: string;
  readonly directory: string;
  readonly socket: string;
  readonly process: ChildProcess;
}

/** Starts a daemon with a state directory of its own and waits until its API answers. */
export async function startDaemon(
  home: string,
  name: string,
  address: string,
  engine: readonly string[],
): Promise<Daemon> {
  const directory = join(home, name);
  mkdirSync(directory, { recursive: true });
  const socket = join(directory, "skein.sock");
  const log = openSync(join(directory, "skeind.log"), "a");
  const child = spawn(
    process.execPath,
    [
      resolve("build/bin/skeind.js"),
      ...[
        "--state-dir",
        join(directory, "state"),
        "--host",
        `unix://${socket}`,
        "--hostname",
        name,
      ],
      ...engine,
    ],
    { detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    if ((await get(socket, "/_ping")) !== undefined) {
      return { name, address, directory, socket, process: child };
    }
    await new Promise((wait) => setTimeout(wait, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`${name} did not start:\n${readFileSync(join(directory, "skeind.log"), "utf8")}`);
}

/** Ends a daemon: in good order, or after three seconds by force. */
export async function stopDaemon({ process: child }: Daemon): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 3000);
  await gone;
  clearTimeout(force);
}

/** Ends what a killed daemon left running: processes that carry `mark` in their environment. */
export function killMarked(mark: string): void {
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark)) {
        process.kill(pid, "SIGKILL");
      }
    } catch {
      // Gone meanwhile, or not ours to look at.
    }
  }
}
