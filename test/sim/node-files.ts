import type { MemberFiles } from "../../src/node/member-files.ts";
import { formatNodeState, parseNodeState, type NodeState } from "../../src/node/state-file.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import type { Storage } from "../../src/system/storage.ts";
import type { SimMachine } from "./machine.ts";
import type { SimProcess } from "./process.ts";

const STATE = "state.json";
const CREDENTIALS = "credentials";

/** A state directory on a machine's simulated disks, opened by one process. */
export class SimFiles implements MemberFiles {
  readonly #machine: SimMachine;
  readonly #process: SimProcess;
  readonly #files: Storage;

  constructor(machine: SimMachine, process: SimProcess) {
    this.#machine = machine;
    this.#process = process;
    this.#files = machine.disk("files").open(process);
  }

  /** What this node is part of, once it is a member; cleans up after a join that was cut short. */
  async load(): Promise<{ state: NodeState; credentials: NodeCredentials } | undefined> {
    const text = await this.#read(STATE);
    if (text === undefined) return undefined;
    const state = parseNodeState(text, STATE);
    if (state.phase === "member") {
      const credentials = JSON.parse((await this.#read(CREDENTIALS)) ?? "{}") as NodeCredentials;
      return { state, credentials };
    }
    for (const name of ["raft", "tasks"]) this.#machine.disk(name).erase();
    return undefined;
  }

  async save(state: NodeState): Promise<void> {
    await this.#write(STATE, formatNodeState(state));
  }

  async saveCredentials(credentials: NodeCredentials): Promise<void> {
    await this.#write(CREDENTIALS, JSON.stringify(credentials));
  }

  async openRaft(): Promise<Storage> {
    return this.#machine.disk("raft").open(this.#process);
  }

  /** Nothing is encrypted here. */
  async rotateRaftKey(): Promise<void> {
    await Promise.resolve();
  }

  /** Nothing is locked here either. */
  async setUnlockKey(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async forgetRaft(): Promise<void> {
    this.#machine.disk("raft").erase();
  }

  /** Nothing of a membership stays. */
  async forget(): Promise<void> {
    for (const name of ["files", "raft", "tasks"]) this.#machine.disk(name).erase();
  }

  async openTasks(): Promise<Storage> {
    return this.#machine.disk("tasks").open(this.#process);
  }

  async #read(name: string): Promise<string | undefined> {
    const bytes = await this.#files.get(name);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** Atomic and durable, as a file that is written anew and renamed. */
  async #write(name: string, text: string): Promise<void> {
    const value = new TextEncoder().encode(text);
    await this.#files.batch([{ type: "put", key: name, value }], { sync: true });
  }
}
