/** Time as a seam: real in life, virtual in simulation. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. For every interval. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch; may jump. For certificates and for people. */
  wallMs(): number;
  /** Resolves after `ms`, or at once when `signal` is aborted: look at the signal afterwards. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `wake` once after `ms`, unless the returned function was called before. */
  after(ms: number, wake: () => void): () => void;
}
