import { OperationalError } from "../base/errors.ts";

/** One change of a batch. Keys sort by their UTF-8 bytes: pad numbers. */
export type StorageChange =
  | { readonly type: "put"; readonly key: string; readonly value: Uint8Array }
  | { readonly type: "del"; readonly key: string };

/** Which part of the key space, in which order. */
export interface StorageRange {
  readonly gte?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/**
 * An ordered key-value store on one disk: LevelDB in life, a faulty disk in simulation.
 * Errors are `dataLoss` for damage and `StorageFailure` for a disk that fails; treat both as fatal.
 */
export interface Storage {
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Applies all changes or none. With `sync` it resolves when they are durable; without, a crash
   * may lose them, later ones first.
   */
  batch(changes: readonly StorageChange[], options: { readonly sync: boolean }): Promise<void>;
  range(range: StorageRange): AsyncIterable<readonly [string, Uint8Array]>;
  /** Rewrites what is stored, so that the disk no longer holds what was overwritten or deleted. */
  purge(): Promise<void>;
  close(): Promise<void>;
}

/** The disk no longer does what it is told, so that nothing can be promised: the process should end. */
export class StorageFailure extends OperationalError {}
