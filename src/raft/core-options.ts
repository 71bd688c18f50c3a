import type { Prng } from "../base/prng.ts";
import type { RaftId } from "./core/messages.ts";
import type { RaftOptions, TraceRecord } from "./core/shared.ts";
import type { RaftLimits, RaftTiming } from "./options.ts";

/** A snapshot whose fate nobody tells counts as lost after so long. */
const SNAPSHOT_TIMEOUT_MS = 120_000;
/** So much is applied before the event loop is let go. */
const MAX_APPLY_BYTES = 512 << 10;
/** A frame's worth: as many are sent at once to everybody. */
const HELD_ENTRIES = 64;

/** The core's options for a driver's. */
export function coreOptions(
  id: RaftId,
  timing: RaftTiming,
  limits: RaftLimits,
  prng: Prng,
  trace: (record: TraceRecord) => void,
): RaftOptions {
  return {
    id,
    electionTicks: timing.electionTicks,
    heartbeatTicks: timing.heartbeatTicks,
    preVote: timing.preVote,
    checkQuorum: true,
    maxMessageBytes: limits.maxMessageBytes,
    inflight: { maxMessages: limits.maxInflightMessages, maxBytes: limits.maxInflightBytes },
    maxUncommittedBytes: limits.maxProposalBytes,
    maxApplyBytes: MAX_APPLY_BYTES,
    heldEntries: HELD_ENTRIES,
    snapshotTimeoutTicks: Math.ceil(SNAPSHOT_TIMEOUT_MS / timing.tickMs),
    prng,
    trace,
  };
}
