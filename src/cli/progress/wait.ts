import { errorCodeOf, messageOf, OperationalError } from "../../base/errors.ts";
import type { EngineClient } from "../client.ts";
import type { CommandContext } from "../command.ts";
import type { Node, Service, Task } from "../engine-api.ts";
import { EXIT, ExitError } from "../exit.ts";
import { filterQuery } from "../flags/filter-flag.ts";
import { formatDuration } from "../format/quantity.ts";
import type { TextOutput } from "../world.ts";
import { assess, complaint, type Assessment } from "./assess.ts";
import { Board } from "./board.ts";

/** Source: docker, cli/command/service/progress/progress.go. */
const POLL_MS = 200;
const DEFAULT_MONITOR_MS = 5000;
/** How long the daemon may fail to answer before waiting is given up: an election takes seconds. */
const PATIENCE_MS = 15_000;
/** How long no task of a job may be under way before it has failed: the next ones take a moment. */
const STUCK_MS = 5000;
const NANOSECONDS_A_MS = 1e6;

export interface WaitOptions {
  readonly quiet: boolean;
  /** Nanoseconds after which to stop waiting; undefined waits for as long as it takes. */
  readonly timeout: number | undefined;
  /** True when going back is what was asked for, not what went wrong. */
  readonly rollbackAsked?: boolean;
}

/**
 * Waits until a service is as its spec says, and stays so for its monitor period. Shows how far it is.
 * Rejects when an update is paused or undone, at the timeout, and when the user interrupts.
 */
export async function waitForService(
  context: CommandContext,
  reference: string,
  options: WaitOptions,
): Promise<void> {
  const watch = new Watch(context, reference, options);
  try {
    while (!(await watch.look())) await context.clock.sleep(POLL_MS, context.interrupt);
  } catch (error) {
    if (errorCodeOf(error) !== "cancelled") throw error;
    throw new ExitError(
      "Operation continuing in background.\n" +
        `Use '${context.program} service ps ${watch.name}' to check progress.`,
      EXIT.interrupted,
      { cause: error },
    );
  }
}

interface Situation {
  readonly service: Service;
  readonly assessment: Assessment;
}

/** One wait: what it has seen so far. */
class Watch {
  readonly #context: CommandContext;
  readonly #reference: string;
  readonly #options: WaitOptions;
  readonly #board: Board;
  readonly #startMs: number;
  #answeredMs: number;
  #convergedMs: number | undefined;
  #hasConverged = false;
  #stuckMs: number | undefined;
  #last: Assessment | undefined;
  /** The service as messages call it. */
  #name: string;
  /** Why the swarm began to roll back: what it says at the end is only that it did. */
  #rollbackReason = "";

  constructor(context: CommandContext, reference: string, options: WaitOptions) {
    this.#context = context;
    this.#reference = reference;
    this.#name = reference;
    this.#options = options;
    this.#board = new Board(options.quiet ? SILENCE : context.stdout);
    this.#startMs = context.clock.monotonicMs();
    this.#answeredMs = this.#startMs;
  }

  /** What to call the service in a message. */
  get name(): string {
    return this.#name;
  }

  /** Looks once; true when the wait is over. */
  async look(): Promise<boolean> {
    if (this.#context.interrupt.aborted) throw new OperationalError("cancelled", "Interrupted");
    this.#checkTimeout();
    const situation = await this.#situation();
    if (situation === undefined) return false;
    const { service, assessment } = situation;
    this.#last = assessment;
    this.#name = service.Spec.Name ?? this.#reference;
    const { State: state = "", Message: message = "" } = service.UpdateStatus ?? {};
    if (state.startsWith("rollback")) this.#rollbackReason ||= message;
    if (state === "paused") throw new ExitError(`service update paused: ${message}`);
    if (state === "rollback_paused") throw new ExitError(`service rollback paused: ${message}`);
    if (state === "completed" && this.#convergedMs === undefined && !assessment.converged) {
      return true; // The orchestrator is content: it counts tasks that are not for us to see.
    }
    return this.#judge(situation, state);
  }

  #judge({ service, assessment }: Situation, state: string): boolean {
    const nowMs = this.#context.clock.monotonicMs();
    const rollingBack = state.startsWith("rollback");
    const rolledBack = rollingBack && this.#options.rollbackAsked !== true;
    if (!assessment.converged) {
      this.#convergedMs = undefined;
      const verify = this.#hasConverged ? { verify: "Detected task failure" } : {};
      this.#board.show(assessment, { rollingBack, ...verify });
      this.#checkStuck(assessment, nowMs);
      return false;
    }
    if (assessment.isJob) {
      this.#board.show(assessment, { rollingBack });
      this.#board.end("job complete");
      return true;
    }
    this.#hasConverged = true;
    this.#convergedMs ??= nowMs;
    const leftMs = this.#convergedMs + monitorMs(service) - nowMs;
    if (leftMs > 0) {
      const seconds = Math.ceil(Math.round(leftMs) / 1000);
      const verify = `Waiting ${seconds} seconds to verify that tasks are stable...`;
      this.#board.show(assessment, { rollingBack, verify });
      return false;
    }
    // The swarm verifies too, from a moment that it knows better.
    if (state === "updating" || state === "rollback_started") return false;
    this.#board.show(assessment, { rollingBack, verify: `Service ${service.ID} converged` });
    if (rolledBack) throw new ExitError(`service update rolled back: ${this.#rollbackReason}`);
    return true;
  }

  /** What the daemon says now; undefined when it cannot say, as while a leader is elected. */
  async #situation(): Promise<Situation | undefined> {
    try {
      const situation = await observe(this.#context.client, this.#reference);
      this.#answeredMs = this.#context.clock.monotonicMs();
      return situation;
    } catch (error) {
      const silentMs = this.#context.clock.monotonicMs() - this.#answeredMs;
      if (!isPassing(error) || silentMs > PATIENCE_MS) throw error;
      return undefined;
    }
  }

  /** A job whose tasks failed for good never completes: nobody should wait for it. */
  #checkStuck(assessment: Assessment, nowMs: number): void {
    if (!assessment.isStuck) this.#stuckMs = undefined;
    else this.#stuckMs ??= nowMs;
    if (this.#stuckMs === undefined || nowMs - this.#stuckMs < STUCK_MS) return;
    throw new ExitError(`job ${this.#name} will not complete: ${missing(assessment)}`);
  }

  #checkTimeout(): void {
    const { timeout } = this.#options;
    const elapsedMs = this.#context.clock.monotonicMs() - this.#startMs;
    if (timeout === undefined || elapsedMs < timeout / NANOSECONDS_A_MS) return;
    throw new ExitError(
      `service ${this.#name} has not converged after ${formatDuration(timeout)}: ${missing(this.#last)}\n` +
        `The operation continues in background: use '${this.#context.program} service ps ${this.#name}' to check progress.`,
    );
  }
}

const SILENCE: TextOutput = {
  write: () => undefined,
  writeBytes: () => Promise.resolve(),
  isTerminal: false,
  columns: 80,
};

async function observe(client: EngineClient, reference: string): Promise<Situation> {
  const service = await client.get<Service>(`/services/${encodeURIComponent(reference)}`);
  const filters = filterQuery([
    ["service", service.ID],
    ["_up-to-date", "true"],
  ]);
  const tasks = await client.get<Task[]>("/tasks", { filters });
  const nodes = await client.get<Node[]>("/nodes");
  return { service, assessment: assess(service, tasks, nodes) };
}

function monitorMs({ Spec: { UpdateConfig: policy } }: Service): number {
  const monitor = policy?.Monitor ?? 0;
  return monitor === 0 ? DEFAULT_MONITOR_MS : monitor / NANOSECONDS_A_MS;
}

/** Failures that an election or a restart of the daemon explains. */
export function isPassing(error: unknown): boolean {
  return (
    errorCodeOf(error) === "unavailable" || messageOf(error).includes("does not have a leader")
  );
}

function missing(assessment: Assessment | undefined): string {
  if (assessment === undefined) return "the daemon did not answer";
  const { done, wanted, slots, converged, isJob } = assessment;
  if (converged) return "all tasks run, but not yet for the whole monitor period";
  if (wanted === undefined) return "no tasks were made: does a node meet the constraints?";
  const count = `${done} out of ${wanted} tasks ${isJob ? "complete" : "running"}`;
  const reasons = new Set(slots.flatMap((slot) => complaint(slot) ?? []));
  return [count, ...reasons].join("; ");
}
