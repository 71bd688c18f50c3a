import { OperationalError } from "../base/errors.ts";
import { DATA_KEY_BYTES, aesCipher } from "../security/value-cipher.ts";
import { readFileIfThere, writeFileAtomically } from "../system/real/files.ts";
import type { ValueCipher } from "../system/value-cipher.ts";

const PLACE = "vault";
const KEY_ID = 1;

/**
 * What this node's keys on disk are sealed with: one key of its own, in a file that is either open or
 * sealed itself with the swarm's unlock key. So a swarm that locks its managers, unlocks them or has a
 * new key changes one file of each, at one stroke. A node that was never locked has no such file, and
 * seals nothing.
 */
export class KeyVault {
  readonly #path: string;
  readonly #draw: (count: number) => Uint8Array;
  /** The file's, while nobody has opened it. */
  #sealed: Uint8Array | undefined;
  #key: Uint8Array | undefined;
  #cipher: ValueCipher | undefined;
  /** What opens the file; undefined where anybody may. */
  #unlockKey: Uint8Array | undefined;

  private constructor(path: string, draw: (count: number) => Uint8Array) {
    this.#path = path;
    this.#draw = draw;
  }

  /** Reads the file, where there is one; `draw` gives unpredictable bytes. */
  static async open(path: string, draw: (count: number) => Uint8Array): Promise<KeyVault> {
    const vault = new KeyVault(path, draw);
    const text = await readFileIfThere(path);
    if (text === undefined) return vault;
    const { key, sealed } = parse(text, path);
    if (key) vault.#hold(key);
    else vault.#sealed = sealed;
    return vault;
  }

  /** Nothing can be read until `unlock` has succeeded. */
  get isLocked(): boolean {
    return this.#sealed !== undefined;
  }

  /** Whether keys are to be sealed before they are written. */
  get seals(): boolean {
    return this.#cipher !== undefined;
  }

  /** Whether the unlock key is asked for when this node starts again. */
  isLockedBy(unlockKey: Uint8Array | undefined): boolean {
    if (!unlockKey || !this.#unlockKey) return unlockKey === this.#unlockKey;
    return Buffer.compare(unlockKey, this.#unlockKey) === 0;
  }

  /** False where it is another key that opens this. */
  unlock(unlockKey: Uint8Array): boolean {
    if (!this.#sealed) return true;
    const key = aesCipher(KEY_ID, unlockKey).unseal(PLACE, this.#sealed);
    if (!key) return false;
    this.#hold(key);
    this.#sealed = undefined;
    this.#unlockKey = unlockKey;
    return true;
  }

  /** Makes the file where there is none, open at first; keys are sealed from now on. */
  async make(): Promise<void> {
    if (this.#cipher) return;
    const key = this.#draw(DATA_KEY_BYTES);
    await this.#write({ key: Buffer.from(key).toString("base64") });
    this.#hold(key);
  }

  /** Lets only `unlockKey` open the file from now on, or anybody where that is undefined. */
  async lockWith(unlockKey: Uint8Array | undefined): Promise<void> {
    const key = this.#key;
    if (!key) throw new OperationalError("internal", "There is no key vault to lock");
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
    await this.#write(
      unlockKey
        ? { sealed: text(aesCipher(KEY_ID, unlockKey).seal(PLACE, key)) }
        : { key: text(key) },
    );
    this.#unlockKey = unlockKey;
  }

  seal(place: string, plain: string): string {
    return Buffer.from(this.#opened.seal(place, Buffer.from(plain))).toString("base64");
  }

  /** Undefined for what was not sealed here, for this place. */
  unseal(place: string, sealed: string): string | undefined {
    const plain = this.#opened.unseal(place, Buffer.from(sealed, "base64"));
    return plain && Buffer.from(plain).toString();
  }

  get #opened(): ValueCipher {
    if (this.#cipher) return this.#cipher;
    throw new OperationalError(
      "dataLoss",
      this.#sealed
        ? "This node's keys are locked"
        : `The file ${this.#path} is missing, and this node's keys are sealed with what it holds. Restore ` +
            "it from a backup, or remove this node from the cluster, leave with --force and join anew",
    );
  }

  #hold(key: Uint8Array): void {
    this.#key = key;
    this.#cipher = aesCipher(KEY_ID, key);
  }

  async #write(content: object): Promise<void> {
    const text = `${JSON.stringify({ version: 1, ...content }, undefined, 2)}\n`;
    await writeFileAtomically(this.#path, text, "secret");
  }
}

function parse(
  text: string,
  path: string,
): { readonly key?: Uint8Array; readonly sealed?: Uint8Array } {
  const refuse = (problem: string): OperationalError =>
    new OperationalError(
      "dataLoss",
      `The file ${path} with the key of this node's keys ${problem}. Restore it from a backup`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("is not valid JSON"); // Without the parser's words, which may quote a key.
  }
  const { version, key, sealed } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (version !== 1) throw refuse(`is of version ${String(version)}, and not of version 1`);
  if (typeof sealed === "string") return { sealed: Buffer.from(sealed, "base64") };
  const bytes = typeof key === "string" ? Buffer.from(key, "base64") : Buffer.alloc(0);
  if (bytes.length !== DATA_KEY_BYTES) throw refuse("holds no key");
  return { key: bytes };
}
