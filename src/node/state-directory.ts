import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { OperationalError, messageOf } from "../base/errors.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import { LOG_REMEDY } from "../raft/records.ts";
import { keyMatches } from "../security/inspect.ts";
import { EncryptedStorage, isEncrypted } from "../system/encrypted-storage.ts";
import type { Log } from "../system/log.ts";
import { realEntropy } from "../system/real/entropy.ts";
import { lockDirectory, type DirectoryLock } from "../system/real/directory-lock.ts";
import {
  ensurePrivateDirectory,
  readFileIfThere,
  syncDirectory,
  writeFileAtomically,
} from "../system/real/files.ts";
import { openLevelStorage } from "../system/real/storage.ts";
import type { Storage } from "../system/storage.ts";
import { Turns } from "../system/turns.ts";
import { KeyVault } from "./key-vault.ts";
import { LogKeys } from "./log-keys.ts";
import { formatNodeState, parseNodeState, type NodeState } from "./state-file.ts";

const CERTIFICATES = "certificates";
const RAFT = "raft";
const LOG_KEYS = "raft-keys.json";
const VAULT = "vault.json";
const NODE_KEY = "node-key";
const PLAIN_KEY = "-----BEGIN PRIVATE KEY-----";
const SEALED_KEY = "-----BEGIN SKEIN SEALED KEY-----";
const SEALED_END = "-----END SKEIN SEALED KEY-----";
/** A log that is being removed: what is left of it in a crash is no damaged log. */
const RAFT_GONE = "raft.gone";
/** What membership leaves behind; the agent's own database is emptied by the agent. */
const OF_MEMBERSHIP = [CERTIFICATES, RAFT, "tasks"] as const;

/**
 * A node's files: `state.json` (the commit point), `certificates/`, `raft/` (a manager's log, encrypted
 * with the keys in `certificates/raft-keys.json`; once the swarm has locked its managers these and the node's
 * own key are sealed with what is in `certificates/vault.json`),
 * `tasks/` (the agent's list), `lock/`. One daemon at a time, and the kernel sees to that: a
 * database is locked as long as its process lives, whichever way that ends.
 */
export class StateDirectory {
  readonly path: string;
  readonly #lock: DirectoryLock;
  #raft: EncryptedStorage | undefined;
  #logKeys: LogKeys | undefined;
  #vault: Promise<KeyVault> | undefined;
  /** New credentials must not be overwritten with what was read before them. */
  readonly #turns = new Turns();

  private constructor(path: string, lock: DirectoryLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** Takes the directory for this process. Refused while another daemon has it. */
  static async open(path: string): Promise<StateDirectory> {
    await ensurePrivateDirectory(path);
    return new StateDirectory(path, await lockDirectory(path));
  }

  async close(): Promise<void> {
    await this.#lock.release();
  }

  /** What this node is part of; undefined where it is in no cluster. Cleans up after a join that was cut short. */
  async load(): Promise<NodeState | undefined> {
    await rm(join(this.path, RAFT_GONE), { recursive: true, force: true });
    const path = join(this.path, "state.json");
    const text = await readFileIfThere(path);
    if (text === undefined) {
      await this.#refuseLeftovers();
      return undefined;
    }
    const state = parseNodeState(text, path);
    if (state.phase === "member") return state;
    await this.forget(); // Nobody was told yet that it had joined.
    return undefined;
  }

  /** This node's keys are of no use until `unlock` has succeeded. */
  async isLocked(): Promise<boolean> {
    return (await this.#keyVault()).isLocked;
  }

  /** False where the key is not the one that this node was locked with. */
  async unlock(unlockKey: Uint8Array): Promise<boolean> {
    return (await this.#keyVault()).unlock(unlockKey);
  }

  /**
   * From now on this node starts only with `unlockKey`, or without any where it is undefined. Until the
   * last step everything can be read as before, and that step is one file. True where it was open before.
   */
  setUnlockKey(unlockKey: Uint8Array | undefined): Promise<boolean> {
    return this.#turns.take(() => this.#setUnlockKey(unlockKey));
  }

  async #setUnlockKey(unlockKey: Uint8Array | undefined): Promise<boolean> {
    const vault = await this.#keyVault();
    if (vault.isLockedBy(unlockKey)) return false;
    const wasOpen = vault.isLockedBy(undefined);
    if (wasOpen) {
      await vault.make();
      await this.#writeCredentials(await this.loadCredentials());
      await this.#logKeys?.rewrite();
    }
    await vault.lockWith(unlockKey);
    return wasOpen;
  }

  /** One for all who ask, also while it is being read. */
  #keyVault(): Promise<KeyVault> {
    const path = join(this.path, CERTIFICATES, VAULT);
    return (this.#vault ??= KeyVault.open(path, (count) => realEntropy.bytes(count)));
  }

  async save(state: NodeState): Promise<void> {
    await writeFileAtomically(join(this.path, "state.json"), formatNodeState(state), "secret");
  }

  /** Removes everything of this node's membership; the commit point last, but first it says so. */
  async forget(): Promise<void> {
    const path = join(this.path, "state.json");
    const text = await readFileIfThere(path);
    // Cut short from here on it is cleaned up at the next start, like a join that was cut short.
    if (text !== undefined) await this.save({ ...parseNodeState(text, path), phase: "joining" });
    for (const name of OF_MEMBERSHIP) {
      await rm(join(this.path, name), { recursive: true, force: true });
    }
    await rm(path, { force: true });
    await syncDirectory(this.path);
    this.#vault = undefined;
    this.#logKeys = undefined;
  }

  async loadCredentials(): Promise<NodeCredentials> {
    const root = await this.#certificateFile("root.pem");
    const node = await this.#certificateFile("node.pem");
    const at = Math.max(node.indexOf(PLAIN_KEY), node.indexOf(SEALED_KEY));
    const key = await this.#keyOf(node.slice(at));
    const credentials = { root, certificate: node.slice(0, at), key };
    try {
      if (at < 0) throw new Error("node.pem holds no private key");
      if (!keyMatches(credentials.certificate, credentials.key)) {
        throw new Error("the key in node.pem is not the certificate's");
      }
      return credentials;
    } catch (error) {
      throw new OperationalError(
        "dataLoss",
        `The certificates in ${join(this.path, CERTIFICATES)} are damaged: ${messageOf(error)}. ` +
          "Restore them from a backup, or remove the state directory and join again",
        { cause: error },
      );
    }
  }

  /** Certificate and key share a file: a crash while they are renewed leaves both old or both new. */
  saveCredentials(credentials: NodeCredentials): Promise<void> {
    return this.#turns.take(() => this.#writeCredentials(credentials));
  }

  async #writeCredentials({ root, certificate, key }: NodeCredentials): Promise<void> {
    const directory = join(this.path, CERTIFICATES);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFileAtomically(join(directory, "root.pem"), root, "open");
    const vault = await this.#keyVault();
    const kept = vault.seals ? `${SEALED_KEY}\n${vault.seal(NODE_KEY, key)}\n${SEALED_END}\n` : key;
    await writeFileAtomically(join(directory, "node.pem"), `${certificate}${kept}`, "secret");
    await syncDirectory(this.path);
  }

  /** A manager's log. One that was begun must be there, whole; what a crash cut short is told. */
  async openRaft({ begun, log }: { readonly begun: boolean; readonly log: Log }): Promise<Storage> {
    const storage = await openLevelStorage(join(this.path, RAFT), {
      create: !begun,
      remedy: LOG_REMEDY,
      incompressible: true,
      reserve: true,
      onTorn: ({ file, offset, bytes }) =>
        log.warn("dropped what a crash had cut short at the end of the raft log", {
          path: join(this.path, RAFT, file),
          index: offset,
          count: bytes,
        }),
    });
    try {
      const path = join(this.path, CERTIFICATES, LOG_KEYS);
      await mkdir(join(this.path, CERTIFICATES), { recursive: true, mode: 0o700 });
      // One that was written in clear has no keys yet.
      const create = !(await isEncrypted(storage));
      const vault = await this.#keyVault();
      const keys = await LogKeys.open(path, vault, create, (count) => realEntropy.bytes(count));
      this.#logKeys = keys;
      return (this.#raft = await EncryptedStorage.open(storage, keys, LOG_REMEDY));
    } catch (error) {
      await storage.close();
      throw error;
    }
  }

  /** Encrypts the open log with a new data key. */
  async rotateRaftKey(): Promise<void> {
    await this.#raft?.rotate();
  }

  /** Removes a manager's log, at one stroke as far as a crash can tell. */
  async forgetRaft(): Promise<void> {
    this.#raft = undefined;
    this.#logKeys = undefined;
    const gone = join(this.path, RAFT_GONE);
    await rm(gone, { recursive: true, force: true });
    await rename(join(this.path, RAFT), gone);
    await syncDirectory(this.path);
    await rm(join(this.path, CERTIFICATES, LOG_KEYS), { force: true });
    await rm(gone, { recursive: true, force: true });
  }

  /** The agent's list of tasks. */
  async openTasks(): Promise<Storage> {
    return openLevelStorage(join(this.path, "tasks"), { create: true });
  }

  /** The node's key in clear, whichever way it is kept. */
  async #keyOf(kept: string): Promise<string> {
    if (!kept.startsWith(SEALED_KEY)) return kept;
    const sealed = kept.slice(SEALED_KEY.length, kept.indexOf(SEALED_END)).trim();
    return (await this.#keyVault()).unseal(NODE_KEY, sealed) ?? "";
  }

  async #certificateFile(name: string): Promise<string> {
    const path = join(this.path, CERTIFICATES, name);
    const text = await readFileIfThere(path);
    if (text?.includes("-----END ") === true) return text;
    throw new OperationalError(
      "dataLoss",
      `The file ${path} is ${text === undefined ? "missing" : "cut short"}. Restore it from a backup, ` +
        "or remove the state directory and join again",
    );
  }

  async #refuseLeftovers(): Promise<void> {
    const names = await readdir(this.path);
    const left = OF_MEMBERSHIP.filter((name) => names.includes(name));
    if (left.length === 0) return;
    throw new OperationalError(
      "dataLoss",
      `The state directory ${this.path} is half-written: it has ${left.join(", ")}/ but no state.json. ` +
        "If this node was part of a cluster, restore state.json from a backup; otherwise remove the directory",
    );
  }
}
