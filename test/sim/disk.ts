import { assert } from "../../src/base/assert.ts";
import { OperationalError } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import type { Storage, StorageChange, StorageRange } from "../../src/system/storage.ts";
import type { SimProcess } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** How a disk behaves. */
export interface DiskOptions {
  /** How long a read or a write without sync takes, at most. */
  readonly accessMs: number;
  /** How long a sync takes, at most. */
  readonly syncMs: number;
  /** How likely an operation takes a hundred times as long. */
  readonly stallProbability: number;
}

export const CALM_DISK: DiskOptions = { accessMs: 0.2, syncMs: 2, stallProbability: 0 };

interface Write {
  readonly changes: readonly StorageChange[];
  readonly sync: boolean;
  readonly process: SimProcess;
}

type Contents = ReadonlyMap<string, Uint8Array>;

/**
 * One database on a host's disk. It outlives the processes that open it: hand the same disk to
 * the next incarnation.
 *
 *   submitted, not done   a prefix of these may survive a crash of the process or the power
 *   done without sync     survive the process; a prefix of these survives the power
 *   done with sync        survive, with everything written before
 */
export class SimDisk {
  readonly name: string;
  options: DiskOptions;
  readonly #sim: Simulation;
  readonly #prng: Prng;
  /** What survives anything. */
  #durable = new Map<string, Uint8Array>();
  /** What is read: the durable contents and the writes done since the last sync. */
  #visible = new Map<string, Uint8Array>();
  #unsynced: Write[] = [];
  #submitted: Write[] = [];
  #failure: OperationalError | undefined;
  #full = false;
  #hasFailed = false;
  #owner: SimProcess | undefined;
  /** When the last submitted write is done: writes are done in order. */
  #writesDoneAtMs = 0;
  readonly #damaged = new Set<string>();

  constructor(sim: Simulation, name: string, options: DiskOptions = CALM_DISK) {
    this.#sim = sim;
    this.name = name;
    this.options = options;
    this.#prng = sim.fork(`disk ${name}`);
  }

  /** The disk as a process sees it. As LevelDB, refuses a second owner while the first one lives. */
  open(process: SimProcess): Storage {
    if (this.#owner?.isAlive === true) {
      throw new OperationalError("failedPrecondition", `Database "${this.name}" is in use`);
    }
    this.#owner = process;
    const forgetDeath = process.onState((state) => {
      if (state === "dead") this.#processDied(process);
    });
    return new SimStorage(this, process, () => {
      forgetDeath();
      this.#owner = undefined;
    });
  }

  /** The keys and values that a process opening the disk now would read. */
  get contents(): Contents {
    return this.#visible;
  }

  /** Whether a write is on its way: the moment at which a crash does most harm. */
  get isWriting(): boolean {
    return this.#submitted.length > 0;
  }

  /** Whether it ever refused anything. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** What would survive a loss of power now. */
  get durableContents(): Contents {
    return this.#durable;
  }

  /** Removes everything, or all keys with `prefix`, for good. */
  erase(prefix = ""): void {
    for (const contents of [this.#durable, this.#visible]) {
      for (const key of [...contents.keys()]) if (key.startsWith(prefix)) contents.delete(key);
    }
    this.#unsynced = [];
  }

  /** The host loses power: of what was not synced an arbitrary prefix survives. Kill its processes first. */
  losePower(): void {
    assert(this.#owner?.isAlive !== true, `Kill ${this.#owner?.name} before its power`);
    const survivors = this.#prng.below(this.#unsynced.length + 1);
    this.#sim.note(`disk ${this.name}: ${survivors} of ${this.#unsynced.length} unsynced survive`);
    for (const write of this.#unsynced.slice(0, survivors)) apply(this.#durable, write.changes);
    this.#unsynced = [];
    this.#visible = new Map(this.#durable);
  }

  /** Every operation fails until `repair`. */
  fail(message = "I/O error"): void {
    this.#failure = new OperationalError("unavailable", `Disk ${this.name}: ${message}`);
  }

  /** Writes fail, reads do not, until `repair`. */
  fill(): void {
    this.#full = true;
  }

  repair(): void {
    this.#failure = undefined;
    this.#full = false;
  }

  /** Flips one bit of a value, unseen by the database: only the reader's own checksum can tell. */
  rot(key: string): void {
    const value = Uint8Array.from(this.#valueOf(key));
    const index = this.#prng.below(value.length);
    value[index] = value[index]! ^ (1 << this.#prng.below(8));
    this.#store(key, value);
  }

  /** Cuts a value short. */
  tear(key: string): void {
    const value = this.#valueOf(key);
    this.#store(key, value.slice(0, this.#prng.below(value.length)));
  }

  /** Damages a value so that the database itself notices: reading it is `dataLoss`. */
  damage(key: string): void {
    this.#valueOf(key);
    this.#damaged.add(key);
  }

  /** For SimStorage. */
  read<T>(process: SimProcess, look: (contents: Contents) => T): Promise<T> {
    return this.#perform(process, this.#sim.nowMs + this.#durationMs(this.options.accessMs), () => {
      if (this.#failure !== undefined) {
        this.#hasFailed = true;
        throw this.#failure;
      }
      return look(this.#visible);
    });
  }

  /** For SimStorage. */
  write(process: SimProcess, changes: readonly StorageChange[], sync: boolean): Promise<void> {
    const write: Write = { changes: changes.map(copyOf), sync, process };
    const lasts = this.#durationMs(sync ? this.options.syncMs : this.options.accessMs);
    this.#writesDoneAtMs = Math.max(this.#writesDoneAtMs, this.#sim.nowMs) + lasts;
    this.#submitted.push(write);
    this.#sim.trace.text(`disk ${this.name} ${changes.length} ${String(sync)}`);
    // The disk finishes a write though its process is paused, not though it is dead.
    const { promise, resolve, reject } = deferred();
    this.#sim.schedule(this.#writesDoneAtMs - this.#sim.nowMs, () => {
      if (!this.#submitted.includes(write)) return; // The process died and its fate was drawn.
      this.#submitted.shift();
      const failure = this.#failure ?? this.#fullness();
      // Nobody knows how much of a failed write is there.
      this.#hasFailed ||= failure !== undefined;
      if (failure === undefined) this.#land(write);
      else if (this.#prng.chance(0.5)) this.#land({ ...write, sync: false });
      process.post(() => (failure === undefined ? resolve() : reject(failure)));
    });
    return promise;
  }

  damagedKeys(): ReadonlySet<string> {
    return this.#damaged;
  }

  #land(write: Write): void {
    apply(this.#visible, write.changes);
    for (const { key } of write.changes) this.#damaged.delete(key);
    this.#unsynced.push(write);
    if (!write.sync) return;
    for (const { changes } of this.#unsynced) apply(this.#durable, changes);
    this.#unsynced = [];
  }

  /** What a dying process had submitted: a prefix was done, with or without its sync. */
  #processDied(process: SimProcess): void {
    const own = this.#submitted.filter((write) => write.process === process);
    this.#submitted = this.#submitted.filter((write) => write.process !== process);
    const done = this.#prng.below(own.length + 1);
    if (this.#failure !== undefined || this.#full) return;
    for (const write of own.slice(0, done)) this.#land({ ...write, sync: false });
  }

  #perform<T>(process: SimProcess, atMs: number, work: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.#sim.schedule(atMs - this.#sim.nowMs, () => process.post(() => resolve(attempt(work))));
    });
  }

  #durationMs(mostMs: number): number {
    const stalls = this.#prng.chance(this.options.stallProbability);
    return mostMs * this.#prng.unit() * (stalls ? 100 : 1);
  }

  #fullness(): OperationalError | undefined {
    if (!this.#full) return undefined;
    return new OperationalError("unavailable", `Disk ${this.name}: no space left`);
  }

  #valueOf(key: string): Uint8Array {
    const value = this.#visible.get(key);
    assert(
      value !== undefined && value.length > 0,
      `Disk ${this.name}: nothing to damage at ${key}`,
    );
    return value;
  }

  #store(key: string, value: Uint8Array): void {
    this.#visible.set(key, value);
    this.#durable.set(key, value);
  }
}

/** A disk opened by one process. */
class SimStorage implements Storage {
  readonly #disk: SimDisk;
  readonly #process: SimProcess;
  readonly #release: () => void;
  #closed = false;
  /** As LevelDB, refuses writes after one that failed, until it is opened again. */
  #broken: unknown;

  constructor(disk: SimDisk, process: SimProcess, release: () => void) {
    this.#disk = disk;
    this.#process = process;
    this.#release = release;
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    this.#checkOpen();
    return this.#disk.read(this.#process, (contents) => {
      this.#checkDamage(key);
      const value = contents.get(key);
      return value === undefined ? undefined : Uint8Array.from(value);
    });
  }

  async batch(
    changes: readonly StorageChange[],
    options: { readonly sync: boolean },
  ): Promise<void> {
    this.#checkOpen();
    if (this.#broken !== undefined) throw this.#broken as Error;
    try {
      await this.#disk.write(this.#process, changes, options.sync);
    } catch (error) {
      this.#broken = error;
      throw error;
    }
  }

  async *range(range: StorageRange): AsyncIterable<readonly [string, Uint8Array]> {
    this.#checkOpen();
    // As LevelDB's iterators, sees the contents as they were at the start.
    const found = await this.#disk.read(this.#process, (contents) => select(contents, range));
    for (const [key, value] of found) {
      this.#checkDamage(key);
      yield [key, Uint8Array.from(value)];
    }
  }

  /** There is nothing on this disk but what is read. */
  async purge(): Promise<void> {
    this.#checkOpen();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Closing waits for what was submitted, and syncs nothing.
    await this.#disk.write(this.#process, [], false).catch(() => undefined);
    this.#release();
  }

  #checkOpen(): void {
    if (this.#closed) throw new OperationalError("unavailable", `${this.#disk.name} is closed`);
  }

  #checkDamage(key: string): void {
    if (!this.#disk.damagedKeys().has(key)) return;
    throw new OperationalError("dataLoss", `Disk ${this.#disk.name}: checksum mismatch at ${key}`);
  }
}

function apply(contents: Map<string, Uint8Array>, changes: readonly StorageChange[]): void {
  for (const change of changes) {
    if (change.type === "put") contents.set(change.key, change.value);
    else contents.delete(change.key);
  }
}

/** The caller may reuse its buffer as soon as the call returns. */
function copyOf(change: StorageChange): StorageChange {
  return change.type === "put" ? { ...change, value: Uint8Array.from(change.value) } : change;
}

function select(contents: Contents, range: StorageRange): (readonly [string, Uint8Array])[] {
  const found = [...contents].filter(
    ([key]) =>
      (range.gte === undefined || compareUtf8(key, range.gte) >= 0) &&
      (range.lt === undefined || compareUtf8(key, range.lt) < 0),
  );
  found.sort(([a], [b]) => compareUtf8(a, b));
  if (range.reverse === true) found.reverse();
  return range.limit === undefined ? found : found.slice(0, range.limit);
}

/** Compares by UTF-8 bytes, which is by code point: surrogates stand for the greatest of them. */
function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function rank(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code;
}

/** The outcome of `work` as a promise. */
async function attempt<T>(work: () => T): Promise<T> {
  return work();
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function deferred(): Deferred {
  let settle: Pick<Deferred, "resolve" | "reject"> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! };
}
