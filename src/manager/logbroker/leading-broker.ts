import { OperationalError } from "../../base/errors.ts";
import { NodeStatus_State, makeSubscribeLogsMessage } from "../../model/generated/types.ts";
import type {
  PublishLogsMessage,
  SubscribeLogsMessage,
  SubscribeLogsRequest,
  SubscriptionMessage,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf, untilAborted } from "../../system/deadline.ts";
import { newId, type Entropy } from "../../system/entropy.ts";
import type { Change, Store } from "../store/store.ts";
import { Listener } from "./listener.ts";
import { checkSelector } from "./selection.ts";
import { Subscription, type SubscriptionDeps } from "./subscription.ts";

/** What the broker needs of the manager it is part of. */
export interface LogBrokerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Readers at once; each has a queue of its own. */
const MAX_SUBSCRIPTIONS = 1_000;

interface Ask {
  readonly subscription: Subscription;
  readonly nodeId: string;
}

/**
 * The log broker of one leadership: who reads, which agents listen, and what each of them was asked.
 * Nothing of it outlives the leadership: readers subscribe anew with the next leader.
 */
export class LeadingBroker {
  readonly #deps: LogBrokerDeps;
  readonly #life: AbortSignal;
  readonly #subscriptions = new Set<Subscription>();
  readonly #asks = new Map<string, Ask>();
  readonly #listeners = new Map<
    string,
    { readonly listener: Listener; readonly end: () => void }
  >();

  constructor(deps: LogBrokerDeps, life: AbortSignal) {
    this.#deps = deps;
    this.#life = life;
  }

  /** Follows where tasks go and nodes fall until the leadership ends. */
  async run(): Promise<void> {
    const stop = this.#deps.store.onCommit(({ changes }) => {
      if (this.#subscriptions.size > 0) for (const change of changes) this.#notice(change);
    });
    await untilAborted(this.#life);
    stop();
  }

  /** The logs that a reader wants, as they come. Fails in the end when some could not be had. */
  async *subscribe(
    request: SubscribeLogsRequest,
    caller: AbortSignal,
  ): AsyncGenerator<SubscribeLogsMessage> {
    const selector = this.#deps.store.view((tx) => checkSelector(request.selector, tx));
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw new OperationalError(
        "resourceExhausted",
        `${MAX_SUBSCRIPTIONS} readers follow logs at this moment; try again later`,
      );
    }
    const subscription: Subscription = new Subscription(
      this.#partsOf(() => subscription),
      selector,
      request.options,
    );
    const { signal, release } = this.#whileLeading(caller);
    this.#subscriptions.add(subscription);
    try {
      subscription.begin();
      for (;;) {
        const messages = await subscription.queue.take(signal);
        if (messages === undefined) break;
        yield makeSubscribeLogsMessage({ messages });
      }
      signal.throwIfAborted();
    } finally {
      this.#subscriptions.delete(subscription);
      subscription.end();
      release();
    }
    const { incomplete } = subscription;
    if (incomplete !== undefined) throw new OperationalError("unknown", incomplete);
  }

  /** What the node's agent is asked, as long as it listens. */
  async *listen(nodeId: string, caller: AbortSignal): AsyncGenerator<SubscriptionMessage> {
    const { signal, end, release } = this.#whileLeading(caller);
    const listener = new Listener();
    // An agent that lost its connection may be back before that was seen here.
    this.#listeners.get(nodeId)?.end();
    this.#listeners.set(nodeId, { listener, end: () => end(replaced()) });
    try {
      for (const subscription of this.#subscriptions) subscription.connected(nodeId);
      yield* listener.messages(signal);
      signal.throwIfAborted();
    } finally {
      release();
      if (this.#listeners.get(nodeId)?.listener === listener) {
        this.#listeners.delete(nodeId);
        for (const subscription of this.#subscriptions) subscription.disconnected(nodeId);
      }
    }
  }

  /** Takes what the node's agent sends in answer to one thing it was asked. */
  async publish(
    nodeId: string,
    messages: AsyncIterable<PublishLogsMessage>,
    caller: AbortSignal,
  ): Promise<void> {
    const { signal, release } = this.#whileLeading(caller);
    let askId: string | undefined;
    try {
      for await (const message of messages) {
        askId ??= message.subscriptionId;
        const ask = this.#answered(nodeId, askId, message);
        if (message.close) break;
        // Meanwhile the reader may have gone, or the node have been asked anew.
        const hasRoom = await ask.subscription.queue.hasRoom(signal);
        if (!hasRoom || this.#asks.get(askId) !== ask) return;
        ask.subscription.take(message.messages);
      }
      if (askId !== undefined) this.#asks.get(askId)?.subscription.done(nodeId, askId);
    } catch (error) {
      if (askId !== undefined) this.#asks.get(askId)?.subscription.brokenOff(nodeId, askId);
      throw error;
    } finally {
      release();
    }
  }

  /** What the node was asked, if it may answer that with `message`. Source: swarmkit broker.go. */
  #answered(nodeId: string, askId: string, message: PublishLogsMessage): Ask {
    if (message.subscriptionId === "") {
      throw new OperationalError("invalidArgument", "missing subscription ID");
    }
    if (message.subscriptionId !== askId) {
      throw new OperationalError(
        "invalidArgument",
        "different subscription IDs in the same session",
      );
    }
    const ask = this.#asks.get(askId);
    if (ask?.nodeId !== nodeId) {
      throw new OperationalError("invalidArgument", "unknown subscription ID");
    }
    const foreign = message.messages.find(({ context }) => context?.nodeId !== nodeId);
    if (foreign !== undefined) {
      throw new OperationalError(
        "permissionDenied",
        `invalid NodeID: expected=${nodeId};received=${foreign.context?.nodeId ?? ""}`,
      );
    }
    return ask;
  }

  #partsOf(subscription: () => Subscription): SubscriptionDeps {
    return {
      store: this.#deps.store,
      clock: this.#deps.clock,
      newAskId: (nodeId) => {
        const askId = newId(this.#deps.entropy);
        this.#asks.set(askId, { subscription: subscription(), nodeId });
        return askId;
      },
      forgetAsk: (askId) => this.#asks.delete(askId),
      tell: (nodeId, message) => {
        const found = this.#listeners.get(nodeId);
        found?.listener.put(message);
        return found !== undefined;
      },
    };
  }

  #notice(change: Change): void {
    if (change.kind === "task" && change.action !== "remove") {
      const { object } = change;
      const before = change.action === "update" ? change.previous : undefined;
      const isMoved =
        before?.nodeId !== object.nodeId || before.status?.state !== object.status?.state;
      if (isMoved) for (const subscription of this.#subscriptions) subscription.noticeTask(object);
    } else if (change.kind === "node" && change.action !== "create") {
      const { id, status } = change.object;
      const isGone = change.action === "remove" || status?.state === NodeStatus_State.DOWN;
      if (isGone) for (const subscription of this.#subscriptions) subscription.gone(id);
    }
  }

  /** A signal that aborts with the caller's, or when this manager leads no more. */
  #whileLeading(caller: AbortSignal): {
    readonly signal: AbortSignal;
    readonly end: (reason: Error) => void;
    readonly release: () => void;
  } {
    const { controller, release } = childOf(caller);
    const onEnd = (): void => controller.abort(notLeading());
    if (this.#life.aborted) onEnd();
    this.#life.addEventListener("abort", onEnd, { once: true });
    return {
      signal: controller.signal,
      end: (reason) => controller.abort(reason),
      release: () => {
        this.#life.removeEventListener("abort", onEnd);
        release();
      },
    };
  }
}

export function notLeading(): OperationalError {
  return new OperationalError("unavailable", "This manager does not lead the cluster");
}

function replaced(): OperationalError {
  return new OperationalError("aborted", "The node listens on a newer stream");
}
