import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RaftLimits } from "../../src/raft/options.ts";
import type { Member } from "../../src/raft/state-machine.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { Child } from "./child.ts";
import { managerCredentials } from "./credentials.ts";
import { sleep } from "./load.ts";
import type { commands, StartOptions } from "./member.ts";

export const SIZE = 3;

export type MemberChild = Child<typeof commands>;

export interface ClusterOptions {
  readonly limits?: Partial<RaftLimits>;
  readonly tasks?: number;
}

/** Three members, each in a process of its own, with TLS between them and a synced log. */
export class RaftProcesses {
  readonly directory: string;
  readonly credentials: readonly NodeCredentials[];
  readonly members: readonly Member[];
  readonly #options: ClusterOptions;
  readonly #children: MemberChild[] = [];

  private constructor(
    directory: string,
    credentials: readonly NodeCredentials[],
    members: readonly Member[],
    options: ClusterOptions,
  ) {
    this.directory = directory;
    this.credentials = credentials;
    this.members = members;
    this.#options = options;
  }

  static async form(options: ClusterOptions = {}): Promise<RaftProcesses> {
    const directory = await mkdtemp(join(tmpdir(), "skein-bench-raft-"));
    const ports = await freePorts(SIZE);
    const members = ports.map((port, at) => ({
      raftId: BigInt(at + 1),
      nodeId: `n${at + 1}`,
      address: `127.0.0.1:${port}`,
    }));
    const cluster = new RaftProcesses(directory, await managerCredentials(SIZE), members, options);
    await cluster.start(0, "bootstrap");
    await cluster.leader();
    for (let at = 1; at < SIZE; at++) {
      await cluster.start(at, "join");
      await cluster.#admit(at);
    }
    return cluster;
  }

  /** Tries again where a busy machine made the leader lose its place meanwhile. */
  async #admit(at: number): Promise<void> {
    for (;;) {
      const leader = this.child(await this.leader());
      const { members } = await leader.ask("status", undefined);
      if (members > at) return;
      await leader.ask("addMember", this.member(at)).catch(() => sleep(100));
    }
  }

  child(at: number): MemberChild {
    const child = this.#children[at];
    if (!child) throw new Error(`Member ${at + 1} was not started`);
    return child;
  }

  member(at: number): Member {
    const member = this.members[at];
    if (!member) throw new Error(`No member ${at + 1}`);
    return member;
  }

  async start(at: number, how: StartOptions["how"]): Promise<void> {
    await this.begin(at, this.prepare(), how);
  }

  /** A process that is not a member yet. */
  prepare(): MemberChild {
    return new Child("member.js");
  }

  async begin(at: number, child: MemberChild, how: StartOptions["how"]): Promise<void> {
    const credentials = this.credentials[at];
    if (!credentials) throw new Error(`No credentials for member ${at + 1}`);
    this.#children[at] = child;
    await child.ask("start", {
      directory: join(this.directory, `n${at + 1}`),
      self: this.member(at),
      how,
      members: this.members,
      credentials,
      ...this.#options,
    });
  }

  /** Which of `among` leads, waiting for one that does. */
  async leader(among: readonly number[] = [...this.#children.keys()]): Promise<number> {
    for (;;) {
      for (const at of among) {
        const { leading } = await this.child(at).ask("status", undefined);
        if (leading) return at;
      }
      await sleep(1);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()));
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Ports that nobody listens on; somebody else may take them, which then says so. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address && typeof address === "object") ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
