import { OperationalError } from "../../base/errors.ts";
import { Wake } from "../../system/wake.ts";

/** What one open stream of a session waits for. */
export class Feed {
  readonly wake = new Wake();
  readonly #dirty = new Set<string>();

  /** Marks a task as one to look at. */
  mark(taskId: string): void {
    this.#dirty.add(taskId);
    this.wake.set();
  }

  takeDirty(): readonly string[] {
    const taken = [...this.#dirty];
    this.#dirty.clear();
    return taken;
  }
}

/** One registration of an agent. Its streams live no longer than it does. */
export class Session {
  readonly id: string;
  readonly nodeId: string;
  readonly #ended = new AbortController();
  readonly #newsFeeds = new Set<Feed>();
  readonly #taskFeeds = new Set<Feed>();

  constructor(id: string, nodeId: string) {
    this.id = id;
    this.nodeId = nodeId;
  }

  /** Aborted, with an OperationalError as the reason, when the session is over. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** How many Session streams the agent holds open. */
  get attachedCount(): number {
    return this.#newsFeeds.size;
  }

  end(reason: OperationalError): void {
    this.#ended.abort(reason);
  }

  /** Throws why, once the session is over. */
  check(): void {
    if (!this.#ended.signal.aborted) return;
    const reason: unknown = this.#ended.signal.reason;
    throw reason instanceof OperationalError ? reason : invalidSession();
  }

  /** Woken when something of the session's message may have changed. */
  openNewsFeed(): Feed {
    return opened(this.#newsFeeds);
  }

  /** Told of every changed task of the node. */
  openTaskFeed(): Feed {
    return opened(this.#taskFeeds);
  }

  close(feed: Feed): void {
    this.#newsFeeds.delete(feed);
    this.#taskFeeds.delete(feed);
  }

  newsMayHaveChanged(): void {
    for (const feed of this.#newsFeeds) feed.wake.set();
  }

  taskChanged(taskId: string): void {
    for (const feed of this.#taskFeeds) feed.mark(taskId);
  }
}

function opened(feeds: Set<Feed>): Feed {
  const feed = new Feed();
  feeds.add(feed);
  return feed;
}

/** Source of the text: swarmkit dispatcher, which agents and their logs know. */
export function invalidSession(): OperationalError {
  return new OperationalError("invalidArgument", "session invalid");
}
