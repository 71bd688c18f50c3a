import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, SIZE } from "./cluster.ts";
import { sleep } from "./load.ts";

const ETCD = "/usr/bin/etcd";

/** Where Debian's etcd-server is installed. */
export function hasEtcd(): boolean {
  return existsSync(ETCD);
}

/** Three etcds with TLS between them and to their clients, as they come otherwise. */
export class EtcdProcesses {
  readonly #directory: string;
  readonly #processes: readonly ChildProcess[];
  /** Where clients reach the first one, which leads: it was there before the others. */
  readonly leaderAddress: string;

  private constructor(directory: string, processes: readonly ChildProcess[], address: string) {
    this.#directory = directory;
    this.#processes = processes;
    this.leaderAddress = address;
  }

  get pids(): readonly number[] {
    return this.#processes.map(({ pid }) => pid ?? 0);
  }

  static async form(): Promise<EtcdProcesses> {
    const directory = await mkdtemp(join(tmpdir(), "skein-bench-etcd-"));
    const ports = await freePorts(2 * SIZE);
    const names = ["a", "b", "c"];
    const peer = (at: number): string => `https://127.0.0.1:${ports[at] ?? 0}`;
    const client = (at: number): string => `https://127.0.0.1:${ports[SIZE + at] ?? 0}`;
    const cluster = names.map((name, at) => `${name}=${peer(at)}`).join(",");
    // Only the first campaigns soon, so that it leads and clients can be sent to it.
    const processes = names.map((name, at) =>
      spawn(
        ETCD,
        [
          ...["--name", name, "--data-dir", join(directory, name)],
          ...["--listen-peer-urls", peer(at), "--initial-advertise-peer-urls", peer(at)],
          ...["--listen-client-urls", client(at), "--advertise-client-urls", client(at)],
          ...[
            "--initial-cluster",
            cluster,
            "--auto-tls",
            "--peer-auto-tls",
            "--log-level",
            "error",
          ],
          ...["--heartbeat-interval", "100", "--election-timeout", at === 0 ? "1000" : "5000"],
        ],
        { stdio: ["ignore", "ignore", "ignore"] },
      ),
    );
    const address = `127.0.0.1:${ports[SIZE] ?? 0}`;
    for (let at = 0; at < SIZE; at++) await answers(ports[SIZE + at] ?? 0);
    await sleep(3000);
    return new EtcdProcesses(directory, processes, address);
  }

  async end(): Promise<void> {
    for (const process of this.#processes) process.kill("SIGKILL");
    await sleep(200);
    await rm(this.#directory, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (reached) return;
    await sleep(100);
  }
}
