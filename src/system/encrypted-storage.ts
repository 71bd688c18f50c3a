import { OperationalError } from "../base/errors.ts";
import type { Storage, StorageChange, StorageRange } from "./storage.ts";
import type { Keyring } from "./value-cipher.ts";

/** How far encrypting has come in a store that was not: keys up to the one in here are. */
const MARK = "encryption";
const DONE = "\u{10ffff}";
/** Values encrypted anew in one step, during which others wait. */
const STEP_VALUES = 16;
const KEY_ID_BYTES = 4;

/** Whether `storage` is encrypted, or has begun to be: then its keys must be there. */
export async function isEncrypted(storage: Storage): Promise<boolean> {
  return (await storage.get(MARK)) !== undefined;
}

/**
 * Another storage with every value encrypted, and its keys in clear. A store that was written in clear
 * is encrypted when it is opened; a new data key may be had at any time.
 */
export class EncryptedStorage implements Storage {
  readonly #storage: Storage;
  readonly #keyring: Keyring;
  readonly #remedy: string;
  /** While values are encrypted anew: who wants to write waits for it. */
  #step: Promise<void> | undefined;
  #rotation: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #writes = new Set<Promise<void>>();

  private constructor(storage: Storage, keyring: Keyring, remedy: string) {
    this.#storage = storage;
    this.#keyring = keyring;
    this.#remedy = remedy;
  }

  /** `remedy` is what a person can do about damage, as a sentence without its full stop. */
  static async open(storage: Storage, keyring: Keyring, remedy: string): Promise<EncryptedStorage> {
    const encrypted = new EncryptedStorage(storage, keyring, remedy);
    await encrypted.#encryptAll();
    if (keyring.hasOlder) await encrypted.#renewAll();
    return encrypted;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const sealed = await this.#storage.get(key);
    return sealed && this.#unseal(key, sealed);
  }

  async batch(
    changes: readonly StorageChange[],
    options: { readonly sync: boolean },
  ): Promise<void> {
    while (this.#step) await this.#step;
    const write = this.#storage.batch(
      changes.map((change) => this.#seal(change)),
      options,
    );
    this.#writes.add(write);
    try {
      await write;
    } finally {
      this.#writes.delete(write);
    }
  }

  async *range(range: StorageRange): AsyncIterable<readonly [string, Uint8Array]> {
    const { limit = Infinity } = range;
    // One more, as the mark may be among them.
    const wider = range.limit === undefined ? range : { ...range, limit: range.limit + 1 };
    let count = 0;
    for await (const [key, sealed] of this.#storage.range(wider)) {
      if (key === MARK) continue;
      if (++count > limit) return;
      yield [key, this.#unseal(key, sealed)];
    }
  }

  purge(): Promise<void> {
    return this.#storage.purge();
  }

  /** Once a rotation that is under way has left off, so that nobody writes keys after this. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([this.#rotation]);
    await this.#storage.close();
  }

  /**
   * Takes a new data key and encrypts everything with it, while others read and write; then the old
   * one is forgotten. What a crash cuts short is finished when the store is opened again.
   */
  async rotate(): Promise<void> {
    const rotation = this.#rotation.then(async () => {
      this.#checkOpen();
      await this.#keyring.rotate();
      await this.#renewAll();
    });
    this.#rotation = rotation.catch(() => undefined); // Told to its own caller.
    await rotation;
  }

  async #renewAll(): Promise<void> {
    const { keyId } = this.#keyring.active();
    let from: string | undefined = "";
    while (from !== undefined) from = await this.#renewStep(from, keyId);
    // Once the old key is gone nothing may need it, whatever happens to the power.
    await this.batch([], { sync: true });
    await this.#keyring.forgetOlder();
  }

  /** Encrypts a few values anew while nobody writes; gives the key to go on from. */
  async #renewStep(from: string, keyId: number): Promise<string | undefined> {
    this.#checkOpen();
    let end = (): void => undefined;
    this.#step = new Promise((resolve) => (end = resolve));
    try {
      // A write that failed is told to whoever wrote, and stops everything.
      await Promise.allSettled(this.#writes);
      const changes: StorageChange[] = [];
      let last: string | undefined;
      let count = 0;
      for await (const [key, sealed] of this.#storage.range({ gte: from, limit: STEP_VALUES })) {
        last = key;
        count++;
        if (key === MARK || keyIdOf(sealed) === keyId) continue;
        changes.push(this.#seal({ type: "put", key, value: this.#unseal(key, sealed) }));
      }
      if (changes.length > 0) await this.#storage.batch(changes, { sync: false });
      return last === undefined || count < STEP_VALUES ? undefined : after(last);
    } finally {
      this.#step = undefined;
      end();
    }
  }

  /** Encrypts what was written in clear. Each step says how far it came, and happens or does not. */
  async #encryptAll(): Promise<void> {
    const decoder = new TextDecoder();
    const mark = await this.#storage.get(MARK);
    let done = mark ? decoder.decode(mark) : "";
    if (done === DONE) return;
    let found = false;
    while (done !== DONE) {
      const changes: StorageChange[] = [];
      let last: string | undefined;
      const from = done === "" ? "" : after(done);
      for await (const [key, value] of this.#storage.range({ gte: from, limit: STEP_VALUES })) {
        last = key;
        if (key !== MARK) changes.push(this.#seal({ type: "put", key, value }));
      }
      found ||= changes.length > 0;
      done = last ?? DONE;
      const value = new TextEncoder().encode(done);
      changes.push({ type: "put", key: MARK, value });
      await this.#storage.batch(changes, { sync: done === DONE });
    }
    // What was overwritten is still on the disk, in clear.
    if (found) await this.#storage.purge();
  }

  #checkOpen(): void {
    if (this.#closed) throw new OperationalError("unavailable", "The encrypted store is closed");
  }

  #seal(change: StorageChange): StorageChange {
    if (change.type === "del") return change;
    const { key, value } = change;
    const cipher = this.#keyring.active();
    const sealed = cipher.seal(key, value);
    const bytes = new Uint8Array(KEY_ID_BYTES + sealed.length);
    new DataView(bytes.buffer).setUint32(0, cipher.keyId);
    bytes.set(sealed, KEY_ID_BYTES);
    return { type: "put", key, value: bytes };
  }

  #unseal(key: string, bytes: Uint8Array): Uint8Array {
    const keyId = keyIdOf(bytes);
    const cipher = keyId === undefined ? undefined : this.#keyring.byId(keyId);
    const plain = cipher?.unseal(key, bytes.subarray(KEY_ID_BYTES));
    if (plain) return plain;
    const problem =
      keyId === undefined
        ? "it is cut short"
        : cipher
          ? "it is not what was encrypted there"
          : `its key, number ${keyId}, is not known`;
    throw new OperationalError(
      "dataLoss",
      `The encrypted record ${key} cannot be read: ${problem}. ${this.#remedy}`,
    );
  }
}

function keyIdOf(sealed: Uint8Array): number | undefined {
  if (sealed.length < KEY_ID_BYTES) return undefined;
  return new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
}

/** The least key behind `key`. */
function after(key: string): string {
  return `${key}\u0000`;
}
