import { OperationalError } from "../base/errors.ts";
import { DATA_KEY_BYTES, aesCipher } from "../security/value-cipher.ts";
import { readFileIfThere, writeFileAtomically } from "../system/real/files.ts";
import { Turns } from "../system/turns.ts";
import type { Keyring, ValueCipher } from "../system/value-cipher.ts";
import type { KeyVault } from "./key-vault.ts";

interface DataKey {
  readonly id: number;
  /** 32 bytes in base64. */
  readonly key: string;
}

const PLACE = "raft-keys";

/**
 * The data keys of a manager's raft log, in a file that only this user may read, beside the key of
 * the node's certificate; sealed where the node's vault seals. The last one is active.
 */
export class LogKeys implements Keyring {
  readonly #path: string;
  readonly #draw: (count: number) => Uint8Array;
  readonly #vault: KeyVault;
  /** One change of the file begins with what the one before has left. */
  readonly #turns = new Turns();
  #keys: readonly DataKey[];
  #ciphers = new Map<number, ValueCipher>();

  private constructor(
    path: string,
    vault: KeyVault,
    draw: (count: number) => Uint8Array,
    keys: readonly DataKey[],
  ) {
    this.#path = path;
    this.#vault = vault;
    this.#draw = draw;
    this.#keys = keys;
  }

  /** Reads the file, or makes it where `create` allows; `draw` gives unpredictable bytes. */
  static async open(
    path: string,
    vault: KeyVault,
    create: boolean,
    draw: (count: number) => Uint8Array,
  ): Promise<LogKeys> {
    const text = await readFileIfThere(path);
    if (text === undefined && !create) {
      throw new OperationalError(
        "dataLoss",
        `The file ${path} with the keys of the raft log is missing. Restore it from a backup, or ` +
          "remove this node from the cluster, leave with --force and join anew",
      );
    }
    const keys = new LogKeys(
      path,
      vault,
      draw,
      text === undefined ? [] : parse(text, path, (sealed) => vault.unseal(PLACE, sealed)),
    );
    if (text === undefined) await keys.rotate();
    return keys;
  }

  active(): ValueCipher {
    const cipher = this.byId(this.#keys.at(-1)?.id ?? 0);
    if (!cipher) throw new OperationalError("internal", "There is no active data key");
    return cipher;
  }

  byId(keyId: number): ValueCipher | undefined {
    const known = this.#ciphers.get(keyId);
    if (known) return known;
    const found = this.#keys.find(({ id }) => id === keyId);
    if (!found) return undefined;
    const cipher = aesCipher(keyId, Buffer.from(found.key, "base64"));
    this.#ciphers.set(keyId, cipher);
    return cipher;
  }

  get hasOlder(): boolean {
    return this.#keys.length > 1;
  }

  async rotate(): Promise<void> {
    const key = Buffer.from(this.#draw(DATA_KEY_BYTES)).toString("base64");
    await this.#change((keys) => [...keys, { id: (keys.at(-1)?.id ?? 0) + 1, key }]);
  }

  async forgetOlder(): Promise<void> {
    await this.#change((keys) => keys.slice(-1));
    this.#ciphers = new Map([...this.#ciphers].filter(([id]) => id === this.#keys[0]?.id));
  }

  /** Writes them as the vault has keys written now. */
  async rewrite(): Promise<void> {
    await this.#change((keys) => keys);
  }

  #change(change: (keys: readonly DataKey[]) => readonly DataKey[]): Promise<void> {
    return this.#turns.take(() => this.#save(change(this.#keys)));
  }

  async #save(keys: readonly DataKey[]): Promise<void> {
    const content = this.#vault.seals
      ? { sealed: this.#vault.seal(PLACE, JSON.stringify(keys)) }
      : { keys };
    const text = `${JSON.stringify({ version: 1, ...content }, undefined, 2)}\n`;
    await writeFileAtomically(this.#path, text, "secret");
    this.#keys = keys;
  }
}

function parse(
  text: string,
  path: string,
  unseal: (sealed: string) => string | undefined,
): readonly DataKey[] {
  const refuse = (problem: string): OperationalError =>
    new OperationalError(
      "dataLoss",
      `The file ${path} with the keys of the raft log ${problem}. Restore it from a backup`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("is not valid JSON"); // Without the parser's words, which may quote a key.
  }
  const { version, sealed, ...plain } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (version !== 1) throw refuse(`is of version ${String(version)}, and not of version 1`);
  const opened = typeof sealed === "string" ? unseal(sealed) : undefined;
  if (sealed !== undefined && opened === undefined) throw refuse("was sealed by another node");
  const keys: unknown = opened === undefined ? plain["keys"] : JSON.parse(opened);
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isDataKey)) {
    throw refuse("holds a key that is none");
  }
  return keys;
}

function isDataKey(value: unknown): value is DataKey {
  const { id, key } = (value ?? {}) as Partial<Record<keyof DataKey, unknown>>;
  return (
    typeof id === "number" &&
    Number.isInteger(id) &&
    typeof key === "string" &&
    Buffer.from(key, "base64").length === DATA_KEY_BYTES
  );
}
