/** How the dispatcher times things. The defaults are for a cluster of this project's own nodes. */
export interface DispatcherOptions {
  /** How often agents beat where the cluster's spec does not say. */
  readonly heartbeatPeriodMs: number;
  /** The part of the period by which an answer may differ from it, so that agents spread out. */
  readonly heartbeatJitter: number;
  /** A node is down after this many periods without a beat. Source: swarmkit dispatcher. */
  readonly missedBeats: number;
  /**
   * How long an agent whose session's connection broke has to come back: longer than a daemon takes to
   * start again, whose containers have run on meanwhile and would be replaced.
   */
  readonly reconnectGraceMs: number;
  /**
   * How many times longer a new leader waits for agents it has not heard of. Together with the
   * beats that is to be longer than any agent waits between two attempts, which is up to 8 s.
   */
  readonly unknownGraceFactor: number;
  /** How long a new leader takes the nodes it has not heard of for what they were. */
  readonly unknownAfterMs: number;
  /** Tasks of a node that is down this long are given up. Source: swarmkit dispatcher. */
  readonly orphanAfterMs: number;
  /** A node may register this often in `registrationWindowMs`. */
  readonly maxRegistrations: number;
  readonly registrationWindowMs: number;
  /** Reports that come within this time are written together. */
  readonly statusFlushMs: number;
  /** Reports waiting to be written; more are refused. */
  readonly maxPendingStatuses: number;
  /** Tasks written in one transaction. */
  readonly maxStatusesPerWrite: number;
  /** Changes for one agent that come within this time are sent together. */
  readonly assignmentBatchMs: number;
  /** Changes in one message of assignments. */
  readonly maxChangesPerMessage: number;
}

export const DISPATCHER_DEFAULTS: DispatcherOptions = {
  heartbeatPeriodMs: 1_000,
  heartbeatJitter: 0.1,
  missedBeats: 3,
  reconnectGraceMs: 2_000,
  unknownGraceFactor: 3,
  unknownAfterMs: 1_000,
  orphanAfterMs: 24 * 3_600_000,
  maxRegistrations: 32,
  registrationWindowMs: 8_000,
  statusFlushMs: 20,
  maxPendingStatuses: 10_000,
  maxStatusesPerWrite: 200,
  assignmentBatchMs: 10,
  maxChangesPerMessage: 500,
};
