import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a child process can be asked, by name. */
export type Commands = Readonly<Record<string, (options: never) => Promise<unknown>>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly options: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** In a child: answers its parent until that goes away. */
export function serveCommands(commands: Commands): void {
  const answer = (message: Answer): void => void process.send?.(message);
  process.on("message", ({ id, name, options }: Question) => {
    const command = commands[name] as ((options: unknown) => Promise<unknown>) | undefined; // As asked.
    if (!command) throw new Error(`No command ${name}`);
    command(options).then(
      (value) => answer({ id, value }),
      (error: unknown) => answer({ id, error: String(error) }),
    );
  });
  process.once("disconnect", () => process.exit(0));
}

/** In the parent: one process of a benchmark. */
export class Child<C extends Commands> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  /** `module` beside this file, such as `member.js`. */
  constructor(module: string) {
    const path = fileURLToPath(new URL(module, import.meta.url));
    this.#process = fork(path, { serialization: "advanced" });
    this.#process.on("message", (answer: Answer) => this.#settle(answer));
    this.#process.once("exit", () => {
      for (const id of [...this.#waiting.keys()]) this.#settle({ id, error: `${module} ended` });
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  ask<N extends keyof C & string>(
    name: N,
    options: Parameters<C[N]>[0],
  ): Promise<Awaited<ReturnType<C[N]>>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ value, error }) => {
        if (error === undefined) resolve(value as Awaited<ReturnType<C[N]>>);
        else reject(new Error(error));
      });
      this.#process.send({ id, name, options });
    });
  }

  /** SIGKILL, and waits for the end. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }

  #settle(answer: Answer): void {
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }
}

/** Resident memory of a process, in MB. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
