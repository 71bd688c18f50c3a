import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { join, resolve } from "node:path";
import type { Host } from "../rig/host.ts";
import { attempt, until, type Outcome } from "../rig/shell.ts";

const SKEIND = resolve("build/bin/skeind.js");
const SKEIN = resolve("build/bin/skein.js");

/** As in deploy/skeind.service. */
export const UNIT_NICENESS = -10;

/** One skeind on one host of a rig, with the files that it leaves between two of its lives. */
export class Daemon {
  readonly host: Host;
  readonly socket: string;
  readonly stateDirectory: string;
  readonly logFile: string;
  readonly #options: readonly string[];
  readonly #niceness: number;
  #process: ChildProcess | undefined;

  constructor(host: Host, options: readonly string[] = [], niceness = 0) {
    this.host = host;
    this.socket = join(host.directory, "skein.sock");
    this.stateDirectory = join(host.directory, "skein");
    this.logFile = join(host.directory, "skeind.log");
    this.#options = options;
    this.#niceness = niceness;
  }

  get name(): string {
    return this.host.name;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts the daemon and waits until its API answers. */
  async start(): Promise<void> {
    await mkdir(this.host.directory, { recursive: true });
    const log = openSync(this.logFile, "a");
    this.#process = await this.host.spawn(
      [
        ...["nice", "-n", String(this.#niceness), process.execPath],
        ...["--enable-source-maps", SKEIND, "--state-dir", this.stateDirectory],
        ...["--host", `unix://${this.socket}`, "--hostname", this.name],
        ...["--engine", "docker", "--docker-socket", this.host.socketPath],
        ...this.#options,
      ],
      { stdio: ["ignore", log, log] },
    );
    closeSync(log);
    const child = this.#process;
    await until(`skeind of ${this.name} answers`, async () => {
      if (child.exitCode !== null) throw new Error(`skeind of ${this.name} ended:\n${this.log()}`);
      return (await this.get("/_ping")) !== undefined;
    });
  }

  /** What the daemon has logged, its last lines. */
  log(): string {
    return readFileSync(this.logFile, "utf8").split("\n").slice(-40).join("\n");
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill(signal);
    await gone;
  }

  /** The whole daemon stands still, as on a machine that is suspended. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  /** Forgets everything of this node. */
  async wipe(): Promise<void> {
    await rm(this.stateDirectory, { recursive: true, force: true });
  }

  /** Runs the command line against this daemon, from inside its host. */
  async skein(...args: readonly string[]): Promise<Outcome> {
    const command = await this.host.inside([process.execPath, SKEIN, ...args]);
    return attempt(command, { env: { SKEIN_HOST: `unix://${this.socket}` } });
  }

  /** As `skein`, where it must succeed; gives its output. */
  async must(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.skein(...args);
    if (code === 0) return stdout.trimEnd();
    throw new Error(
      `skein ${args.join(" ")} on ${this.name}: exit ${code}: ${stderr.trim()}\n${this.log()}`,
    );
  }

  /** The API's answer to GET, or undefined where it is no 200 or takes over two seconds. */
  get<T>(path: string): Promise<T | undefined> {
    return new Promise((done) => {
      const call = request({ socketPath: this.socket, path, timeout: 2000 }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", () => done(undefined));
        response.on("end", () => {
          // The API's own shapes, which each test knows; _ping alone is no JSON.
          if (response.statusCode !== 200) done(undefined);
          else done((text.startsWith("O") ? text : JSON.parse(text)) as T);
        });
      });
      call.on("timeout", () => call.destroy());
      call.on("error", () => done(undefined));
      call.end();
    });
  }
}
