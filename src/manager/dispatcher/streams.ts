import { deepEqual } from "../../base/deep-equal.ts";
import {
  AssignmentsMessage_Type,
  TaskState,
  makeAssignmentsMessage,
  makeSessionMessage,
  makeTasksMessage,
} from "../../model/generated/types.ts";
import type {
  AssignmentsMessage,
  SessionMessage,
  Task,
  TasksMessage,
} from "../../model/generated/types.ts";
import { childOf } from "../../system/deadline.ts";
import type { ReadTx } from "../store/store.ts";
import { NodeAssignments } from "../assignment/node-assignments.ts";
import type { Lookup } from "../assignment/node-assignments.ts";
import type { DispatcherDeps, StopGate } from "./dispatcher-deps.ts";
import type { LeadingDispatcher } from "./leading-dispatcher.ts";
import type { DispatcherOptions } from "./options.ts";
import type { Feed, Session } from "./session.ts";

// What flows from the dispatcher to an agent. Every stream ends when its caller goes away, and
// fails with the reason when its session is over.

/** The session itself, told anew whenever something of it changes. */
export async function* sessionMessages(
  dispatcher: LeadingDispatcher,
  { store }: DispatcherDeps,
  session: Session,
  signal: AbortSignal,
): AsyncGenerator<SessionMessage> {
  const stream = openStream(session, session.openNewsFeed(), signal);
  let told: SessionMessage | undefined;
  try {
    while (!stream.signal.aborted) {
      const message = describeSession(
        dispatcher,
        store.view((tx) => tx.nodes.get(session.nodeId)),
        session,
      );
      if (told === undefined || !saysTheSame(told, message)) {
        told = message;
        yield message;
      }
      await stream.feed.wake.wait(stream.signal);
    }
    session.check();
  } finally {
    stream.close();
    dispatcher.detached(session);
  }
}

function describeSession(
  { news }: LeadingDispatcher,
  node: SessionMessage["node"],
  session: Session,
): SessionMessage {
  const { managers, networkKeys, rootCa } = news.current;
  return makeSessionMessage({
    sessionId: session.id,
    node,
    managers,
    networkBootstrapKeys: networkKeys,
    rootCa,
  });
}

/** An agent knows its own description and state best. */
function saysTheSame(told: SessionMessage, message: SessionMessage): boolean {
  const known = (from: SessionMessage): unknown =>
    from.node && { ...from.node, meta: undefined, status: undefined, description: undefined };
  return (
    deepEqual({ ...told, node: undefined }, { ...message, node: undefined }) &&
    deepEqual(known(told), known(message))
  );
}

/** All that the node must hold, and then what changes of it. */
export async function* assignmentMessages(
  { store, clock, stops }: DispatcherDeps,
  options: DispatcherOptions,
  session: Session,
  signal: AbortSignal,
): AsyncGenerator<AssignmentsMessage> {
  const { nodeId } = session;
  const stream = openStream(session, session.openTaskFeed(), signal);
  const assignments = new NodeAssignments();
  let sequence = 0;
  try {
    store.view((tx) => {
      for (const task of tx.tasks.onNode(nodeId)) assignments.put(told(task, stops), lookupIn(tx));
    });
    yield makeAssignmentsMessage({
      type: AssignmentsMessage_Type.COMPLETE,
      resultsIn: String(sequence),
      changes: assignments.take(Infinity),
    });
    while (!stream.signal.aborted) {
      await stream.feed.wake.wait(stream.signal);
      await clock.sleep(options.assignmentBatchMs, stream.signal);
      store.view((tx) => takeIn(tx, stream.feed.takeDirty(), nodeId, assignments, stops));
      while (assignments.changed && !stream.signal.aborted) {
        yield makeAssignmentsMessage({
          type: AssignmentsMessage_Type.INCREMENTAL,
          appliesTo: String(sequence),
          resultsIn: String(++sequence),
          changes: assignments.take(options.maxChangesPerMessage),
        });
      }
    }
    session.check();
  } finally {
    stream.close();
  }
}

function takeIn(
  tx: ReadTx,
  taskIds: readonly string[],
  nodeId: string,
  assignments: NodeAssignments,
  stops: StopGate | undefined,
): void {
  const lookup = lookupIn(tx);
  for (const taskId of taskIds) {
    const task = tx.tasks.get(taskId);
    if (task?.nodeId === nodeId) assignments.put(told(task, stops), lookup);
    else assignments.remove(taskId);
  }
}

/** The task as its agent may know it: still to run while others have yet to let go of it. */
function told(task: Task, stops: StopGate | undefined): Task {
  if (stops?.isHeld(task.id) !== true) return task;
  const { RUNNING, COMPLETE } = TaskState;
  return { ...task, desiredState: task.jobIteration ? COMPLETE : RUNNING };
}

function lookupIn(tx: ReadTx): Lookup {
  return { secret: (id) => tx.secrets.get(id), config: (id) => tx.configs.get(id) };
}

/** All of the node's tasks whenever one changes: what agents took before there were assignments. */
export async function* taskLists(
  { store, clock }: DispatcherDeps,
  options: DispatcherOptions,
  session: Session,
  signal: AbortSignal,
): AsyncGenerator<TasksMessage> {
  const stream = openStream(session, session.openTaskFeed(), signal);
  const isAssigned = (state: TaskState | undefined): boolean =>
    state !== undefined && state >= TaskState.ASSIGNED;
  try {
    while (!stream.signal.aborted) {
      const tasks = store.view((tx) => tx.tasks.onNode(session.nodeId));
      yield makeTasksMessage({ tasks: tasks.filter(({ status }) => isAssigned(status?.state)) });
      await stream.feed.wake.wait(stream.signal);
      await clock.sleep(options.assignmentBatchMs, stream.signal);
      stream.feed.takeDirty();
    }
    session.check();
  } finally {
    stream.close();
  }
}

interface Stream {
  readonly feed: Feed;
  /** Aborts when the caller goes away or the session ends. */
  readonly signal: AbortSignal;
  readonly close: () => void;
}

function openStream(session: Session, feed: Feed, caller: AbortSignal): Stream {
  const { controller, release } = childOf(caller);
  const onEnd = (): void => controller.abort();
  if (session.ended.aborted) onEnd();
  session.ended.addEventListener("abort", onEnd, { once: true });
  return {
    feed,
    signal: controller.signal,
    close: () => {
      session.close(feed);
      session.ended.removeEventListener("abort", onEnd);
      release();
    },
  };
}
