import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { resolve } from "node:path";
import type { LoadReport } from "./load-client.ts";

const CLIENT = resolve("build/test/e2e/skein/load-client.js");

export interface LoadWish {
  readonly rate: number;
  /** `HOST:PORT` each, taken in turn. */
  readonly targets: readonly string[];
  /** Whom to ask for names. */
  readonly nameserver?: string;
  /** Requests come out of this process's network namespace; out of this machine's own unless given. */
  readonly pid?: number;
}

/** Requests that go on, from a process of their own, until `end`. */
export class Load {
  readonly #child: ChildProcess;
  readonly #report: Promise<LoadReport>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => (text += part));
    this.#report = new Promise((done, fail) => {
      child.once("error", fail);
      child.once("close", (code) => {
        // What our own program prints.
        if (code === 0) done(JSON.parse(text) as LoadReport);
        else fail(new Error(`The load ended with ${code ?? "a signal"}`));
      });
    });
    // Whoever ends it hears of it.
    this.#report.catch(() => undefined);
  }

  static begin({ rate, targets, nameserver = "-", pid }: LoadWish): Load {
    const client = [process.execPath, CLIENT, String(rate), nameserver, ...targets];
    const stdio: StdioOptions = ["pipe", "pipe", "inherit"];
    const program = pid === undefined ? "env" : "nsenter";
    const args = pid === undefined ? client : [`--net=/proc/${pid}/ns/net`, ...client];
    return new Load(spawn(program, args, { stdio }));
  }

  /** Begins nothing more, and tells how it went once everything is answered. */
  end(): Promise<LoadReport> {
    this.#child.stdin?.end();
    return this.#report;
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
