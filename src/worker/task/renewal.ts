/** When a certificate is valid, in milliseconds since the epoch. */
export interface Validity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** The window of a certificate's life in which it is renewed. Source: swarmkit ca/renewer.go. */
const EARLIEST = 0.5;
const LATEST = 0.8;

/**
 * How long to wait before renewing a certificate: until a moment drawn from 50 to 80 % of its life,
 * so that nodes that joined together do not renew together. `chance` is in [0, 1). Nothing is left
 * to wait for once that moment has passed.
 */
export function renewalInMs(validity: Validity, nowMs: number, chance: number): number {
  const lifeMs = validity.notAfterMs - validity.notBeforeMs;
  const atMs = validity.notBeforeMs + lifeMs * (EARLIEST + (LATEST - EARLIEST) * chance);
  return Math.max(0, Math.ceil(atMs - nowMs));
}

const FIRST_RETRY_MS = 5_000;
const MAX_RETRY_MS = 3_600_000;

/** How long to wait after the given number of failed renewals in a row, at least one. */
export function renewalRetryInMs(failureCount: number): number {
  return Math.min(FIRST_RETRY_MS * 5 ** (failureCount - 1), MAX_RETRY_MS);
}
