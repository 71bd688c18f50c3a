import type { Prng } from "../../base/prng.ts";
import { OperationalError } from "../../base/errors.ts";
import type { Duration, TaskStatus } from "../../model/generated/types.ts";
import { durationOf } from "../../model/time.ts";
import { newId } from "../../system/entropy.ts";
import { together } from "../../system/together.ts";
import type { Change, Commit } from "../store/store.ts";
import { ClusterNews } from "./cluster-news.ts";
import type { DispatcherDeps } from "./dispatcher-deps.ts";
import { NodeWatch } from "./node-watch.ts";
import { mustKnow, refreshReady, writeReady } from "./node-writes.ts";
import type { Registration } from "./node-writes.ts";
import type { DispatcherOptions } from "./options.ts";
import { RegistrationLimit } from "./registration-limit.ts";
import { Session, invalidSession } from "./session.ts";
import { StatusWriter } from "./status-writer.ts";

/**
 * The dispatcher of one leadership: which agents are there, what they said and what they have to
 * be told. Nothing of it outlives the leadership: the next leader's agents register anew.
 */
export class LeadingDispatcher {
  readonly #deps: DispatcherDeps;
  readonly #options: DispatcherOptions;
  readonly #prng: Prng;
  readonly #sessions = new Map<string, Session>();
  readonly #watch: NodeWatch;
  readonly #registrations: RegistrationLimit;
  readonly #statuses: StatusWriter;
  readonly #news: ClusterNews;

  constructor(deps: DispatcherDeps, options: DispatcherOptions) {
    const { store, clock, log, nodeId, managers, stallMs, isLost } = deps;
    this.#deps = deps;
    this.#options = options;
    this.#prng = deps.entropy.prng();
    this.#registrations = new RegistrationLimit(clock, {
      maxCount: options.maxRegistrations,
      windowMs: options.registrationWindowMs,
    });
    this.#news = new ClusterNews(store, clock, managers, () => this.#onNews());
    const periodMs = (): number => this.#periodMs();
    const onDown = (downId: string): void => this.#onDown(downId);
    this.#watch = new NodeWatch({
      ...{ store, clock, log, nodeId, stallMs, isLost },
      ...{ options, periodMs, onDown },
    });
    this.#statuses = new StatusWriter({
      store,
      clock,
      log,
      managerId: nodeId,
      flushMs: options.statusFlushMs,
      maxPending: options.maxPendingStatuses,
      maxPerWrite: options.maxStatusesPerWrite,
    });
  }

  get news(): ClusterNews {
    return this.#news;
  }

  /** Works until `signal` aborts; every session ends then. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, stops } = this.#deps;
    const unsubscribe = store.onCommit((commit) => this.#onCommit(commit));
    const stopWaiting = stops?.onRelease((taskId) => {
      const task = store.view((tx) => tx.tasks.get(taskId));
      if (task) this.#sessions.get(task.nodeId)?.taskChanged(taskId);
    });
    try {
      await together(signal, [
        (inner) => this.#watch.run(inner),
        (inner) => this.#statuses.run(inner),
        (inner) => this.#news.run(inner),
      ]);
    } finally {
      unsubscribe();
      stopWaiting?.();
      for (const session of this.#sessions.values()) session.end(notLeading());
      this.#sessions.clear();
    }
  }

  /**
   * Opens a session, or takes up the one that `sessionId` names where it still lives. Resolves
   * once the node is READY.
   */
  async open(registration: Registration, sessionId: string): Promise<Session> {
    const { store } = this.#deps;
    const { nodeId } = registration;
    store.view((tx) => mustKnow(tx, nodeId));
    const known = this.#sessions.get(nodeId);
    const returns = known?.id === sessionId;
    const session = returns ? known : this.#register(nodeId);
    this.#watch.heard(nodeId);
    try {
      await (returns ? refreshReady(store, registration) : writeReady(store, registration));
    } catch (error) {
      // It stays watched: silent, it is down before long.
      session.end(invalidSession());
      if (this.#sessions.get(nodeId) === session) this.#sessions.delete(nodeId);
      throw error;
    }
    session.check();
    this.#watch.heard(nodeId);
    return session;
  }

  /** A Session stream of the agent's ended. Without another one soon its node is down. */
  detached(session: Session): void {
    if (session.ended.aborted || session.attachedCount > 0) return;
    this.#watch.disconnected(session.nodeId);
  }

  /** The session a call names. Throws what makes the agent open a new one. */
  sessionOf(nodeId: string, sessionId: string): Session {
    const session = this.#sessions.get(nodeId);
    if (session === undefined) {
      throw new OperationalError("notFound", `Node ${nodeId} is not registered`);
    }
    if (session.id !== sessionId) throw invalidSession();
    return session;
  }

  /** Takes a beat and gives the time to the next. */
  beat({ nodeId }: Session): Duration {
    this.#watch.heard(nodeId);
    const factor = 1 + this.#options.heartbeatJitter * (2 * this.#prng.unit() - 1);
    return durationOf(Math.round(this.#periodMs() * factor));
  }

  /** Takes an agent's word for one of its tasks. Throws when the task is another node's. */
  report(session: Session, taskId: string, status: TaskStatus): void {
    const task = this.#deps.store.view((tx) => tx.tasks.get(taskId));
    if (task === undefined) return; // Deleted meanwhile: the assignment's removal is on its way.
    if (task.nodeId !== session.nodeId) {
      throw new OperationalError("permissionDenied", "cannot update a task not assigned this node");
    }
    this.#statuses.add(taskId, status);
  }

  #periodMs(): number {
    return this.#news.heartbeatPeriodMs(this.#options.heartbeatPeriodMs);
  }

  #register(nodeId: string): Session {
    if (!this.#registrations.admits(nodeId)) {
      throw new OperationalError("unavailable", `Node ${nodeId} registered too often: wait`);
    }
    const older = this.#sessions.get(nodeId);
    older?.end(new OperationalError("aborted", "The node opened another session"));
    const session = new Session(newId(this.#deps.entropy), nodeId);
    this.#sessions.set(nodeId, session);
    this.#deps.log.info("node registered", { nodeId, sessionId: session.id });
    return session;
  }

  #endSession(nodeId: string, reason: OperationalError): void {
    this.#sessions.get(nodeId)?.end(reason);
    this.#sessions.delete(nodeId);
  }

  #onDown(nodeId: string): void {
    const reason = `Node ${nodeId} is not registered: it was silent for too long`;
    this.#endSession(nodeId, new OperationalError("notFound", reason));
  }

  #onNews(): void {
    for (const session of this.#sessions.values()) session.newsMayHaveChanged();
  }

  #onCommit({ changes }: Commit): void {
    for (const change of changes) this.#onChange(change);
  }

  #onChange(change: Change): void {
    switch (change.kind) {
      case "task": {
        const { id, nodeId } = change.object;
        this.#sessions.get(nodeId)?.taskChanged(id);
        if (change.action === "update" && change.previous.nodeId !== nodeId) {
          this.#sessions.get(change.previous.nodeId)?.taskChanged(id);
        }
        return;
      }
      case "node":
        if (change.action === "remove") this.#onNodeRemoved(change.object.id);
        else this.#sessions.get(change.object.id)?.newsMayHaveChanged();
        this.#news.mayHaveChanged();
        return;
      case "cluster":
        this.#news.mayHaveChanged();
        return;
      default:
        return; // What a task refers to was sent with it, and does not change.
    }
  }

  #onNodeRemoved(nodeId: string): void {
    const reason = `Node ${nodeId} is not part of this cluster`;
    this.#endSession(nodeId, new OperationalError("notFound", reason));
    this.#watch.forget(nodeId);
    this.#registrations.forget(nodeId);
  }
}

/** What every call is refused with where this manager does not lead. */
export function notLeading(): OperationalError {
  return new OperationalError("unavailable", "This manager does not lead the cluster");
}
