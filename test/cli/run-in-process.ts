import { runSkein } from "../../src/cli/program.ts";
import type { TextOutput, Timekeeper, World } from "../../src/cli/world.ts";
import { RecordedDaemon, type Routes } from "./recorded-daemon.ts";

/** What a command printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly daemon: RecordedDaemon;
}

export interface Surroundings {
  readonly routes?: Routes;
  /** A daemon to talk to instead of one with recorded answers. */
  readonly host?: string;
  readonly apiVersion?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Text files that exist, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder that the command is called in. */
  readonly folder?: string;
  /** What is piped into the command. */
  readonly input?: string;
  readonly isTerminal?: boolean;
  readonly clock?: HastyClock;
  /** The user pressed Ctrl-C before anything was asked. */
  readonly isInterrupted?: boolean;
  /** Interrupts the command, as Ctrl-C does, once this much time has passed on the clock. */
  readonly interruptAfterMs?: number;
}

/** A clock on which waiting takes no real time. */
export class HastyClock implements Timekeeper {
  #nowMs: number;
  readonly #startMs: number;
  onTick: (elapsedMs: number) => void = () => undefined;

  constructor(startMs = Date.parse("2026-11-21T03:26:29Z")) {
    this.#startMs = startMs;
    this.#nowMs = startMs;
  }

  get elapsedMs(): number {
    return this.#nowMs - this.#startMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  async sleep(ms: number): Promise<void> {
    this.#nowMs += ms;
    this.onTick(this.elapsedMs);
    return Promise.resolve();
  }
}

/** Runs one command line against a daemon with recorded answers, without another process. */
export async function skein(args: readonly string[], given: Surroundings = {}): Promise<Outcome> {
  await using daemon = await new RecordedDaemon(given.routes ?? {}, given.apiVersion).listen();
  const stdout = new CapturedOutput(given.isTerminal ?? false);
  const stderr = new CapturedOutput(false);
  const clock = given.clock ?? new HastyClock();
  const interrupt = new AbortController();
  if (given.isInterrupted === true) interrupt.abort();
  clock.onTick = (elapsedMs) => {
    if (elapsedMs >= (given.interruptAfterMs ?? Infinity)) interrupt.abort();
  };
  const world: World = {
    stdout,
    stderr,
    clock,
    folder: given.folder ?? "/",
    env: { SKEIN_HOST: given.host ?? daemon.host, ...given.env },
    interrupt: interrupt.signal,
    readTextFile: async (path) => {
      const text = given.files?.[path];
      if (text === undefined) throw new Error(`ENOENT: ${path}`);
      return Promise.resolve(text);
    },
    readFile: async (path) => new TextEncoder().encode(await world.readTextFile(path)),
    readInput: async () => Promise.resolve(new TextEncoder().encode(given.input ?? "")),
    readSecret: async () => Promise.resolve((given.input ?? "").trim()),
  };
  const code = await runSkein(args, world);
  return { code, stdout: stdout.text, stderr: stderr.text, daemon };
}

class CapturedOutput implements TextOutput {
  readonly isTerminal: boolean;
  readonly columns = 80;
  text = "";

  constructor(isTerminal: boolean) {
    this.isTerminal = isTerminal;
  }

  write(text: string): void {
    this.text += text;
  }

  async writeBytes(bytes: Uint8Array): Promise<void> {
    this.write(Buffer.from(bytes).toString("utf8"));
    return Promise.resolve();
  }
}
