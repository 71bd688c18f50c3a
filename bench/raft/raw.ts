import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.ts";
import { freePorts, SIZE } from "./cluster.ts";
import { managerCredentials } from "./credentials.ts";
import type { commands } from "./raw-member.ts";

type RawChild = Child<typeof commands>;

/** Three processes that do raft's work without raft. */
export class RawProcesses {
  readonly #directory: string;
  readonly #children: readonly RawChild[];

  private constructor(directory: string, children: readonly RawChild[]) {
    this.#directory = directory;
    this.#children = children;
  }

  static async form(): Promise<RawProcesses> {
    const directory = await mkdtemp(join(tmpdir(), "skein-bench-raw-"));
    const addresses = (await freePorts(SIZE)).map((port) => `127.0.0.1:${port}`);
    const all = await managerCredentials(SIZE);
    const children = all.map((): RawChild => new Child("raw-member.js"));
    const each = children.map((child, self) => {
      const credentials = all[self];
      if (!credentials) throw new Error("No credentials");
      return { child, options: { self, addresses, credentials } };
    });
    for (const { child, options } of each) {
      await child.ask("start", { ...options, directory: join(directory, `n${options.self}`) });
    }
    for (const { child, options } of each) await child.ask("connect", options);
    return new RawProcesses(directory, children);
  }

  get leader(): RawChild {
    const [leader] = this.#children;
    if (!leader) throw new Error("No leader");
    return leader;
  }

  async useDisk(uses: boolean): Promise<void> {
    for (const child of this.#children) await child.ask("useDisk", uses);
  }

  async end(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()));
    await rm(this.#directory, { recursive: true, force: true });
  }
}
