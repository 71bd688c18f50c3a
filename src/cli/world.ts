/** A stream of text that a person or a pipe reads. */
export interface TextOutput {
  write(text: string): void;
  /** Writes bytes as they are; resolves when there is room for more. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** True when a person is likely to watch: bars are drawn only then. */
  readonly isTerminal: boolean;
  /** Width of the terminal in characters; 80 where there is none. */
  readonly columns: number;
}

/** The part of time that the command line needs; satisfied by the clock seam. */
export interface Timekeeper {
  monotonicMs(): number;
  wallMs(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * Everything a command may touch besides the daemon. Handed in, so that a test runs a command in its
 * own process, on its own clock, and reads what it printed.
 */
export interface World {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Timekeeper;
  /** The folder that relative paths begin at. */
  readonly folder: string;
  /** Aborted when the user interrupts the command. */
  readonly interrupt: AbortSignal;
  /** The text of a file named on the command line; rejects when it cannot be read. */
  readTextFile(path: string): Promise<string>;
  /** The bytes of a file named on the command line; rejects when it cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
  /** All that is piped in. */
  readInput(): Promise<Uint8Array>;
  /** One line, typed unseen after `prompt` where somebody types, or piped in. */
  readSecret(prompt: string): Promise<string>;
}
