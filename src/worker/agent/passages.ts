import { OperationalError, errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  makeListenPassagesRequest,
  makePassageBytes,
  makeReceivePassageRequest,
  type PassageCall,
  type Task,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { PassagesService } from "../../wire/generated/services.ts";

/** A connection that a manager has asked for, from this node's end. */
export interface IncomingPassage {
  readonly call: PassageCall;
  /** What the other side sends, until it has no more. */
  readonly received: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. */
  readonly send: (part: Uint8Array) => Promise<void>;
  /** Says that nothing more follows. */
  readonly finish: () => Promise<unknown>;
}

/** What answers managers' requests for this node's own tasks' containers. */
export interface PassageServer {
  /**
   * Serves one connection, and resolves when it is over. Nothing but the container of `task` may be
   * reached through it.
   */
  serve(passage: IncomingPassage, signal: AbortSignal): Promise<void>;
}

export interface PassagesDeps {
  readonly server: PassageServer;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: { readonly tasks: readonly Task[] };
}

const RETRY_MS = 500;
/** A manager that knows nothing of passages may be replaced by one that does. */
const UNKNOWN_RETRY_MS = 30_000;
/** So often a passage that is silent is tried. */
const BEAT_MS = 10_000;
/** No manager opens as many at once. */
const MAX_PASSAGES = 256;
const TOO_MANY = "The node has too many requests for containers under way";

/** Takes up the passages that the session's manager asks for; none outlives the session. */
export class PassageAnswers {
  readonly #deps: PassagesDeps;

  constructor(deps: PassagesDeps) {
    this.#deps = deps;
  }

  /** Listens to one manager until `signal` aborts. Tasks run on whatever becomes of it. */
  async run(channel: Channel, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    while (!signal.aborted) {
      let retryInMs = RETRY_MS;
      try {
        await this.#listen(channel, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (errorCodeOf(error) === "unimplemented") retryInMs = UNKNOWN_RETRY_MS;
        else log.info("managers cannot reach containers here", { reason: messageOf(error) });
      }
      await clock.sleep(retryInMs, signal);
    }
  }

  async #listen(channel: Channel, signal: AbortSignal): Promise<void> {
    const { log } = this.#deps;
    const { controller, release } = childOf(signal);
    const lives = new Set<Promise<void>>();
    try {
      const request = makeListenPassagesRequest();
      for await (const call of channel.serverStream(PassagesService.Listen, request, { signal })) {
        const refusal = lives.size >= MAX_PASSAGES ? TOO_MANY : this.#refusalOf(call);
        const answer =
          refusal === undefined
            ? this.#takeUp(call, channel, controller.signal)
            : this.#refuse(call, refusal, channel, controller.signal);
        const life: Promise<void> = answer
          .catch((error: unknown) => {
            if (controller.signal.aborted) return;
            log.debug("a request for a container broke off", { reason: messageOf(error) });
          })
          .finally(() => lives.delete(life));
        lives.add(life);
      }
    } finally {
      controller.abort(new OperationalError("cancelled", "The session with the manager ended"));
      release();
      await Promise.all(lives);
    }
  }

  async #takeUp(call: PassageCall, channel: Channel, parent: AbortSignal): Promise<void> {
    const { passageId } = call;
    const { controller, release } = childOf(parent);
    const { signal } = controller;
    try {
      const answers = channel.clientStream(PassagesService.Answer, { signal });
      await answers.send(makePassageBytes({ passageId }));
      const request = makeReceivePassageRequest({ passageId });
      const messages = channel.serverStream(PassagesService.Receive, request, { signal });
      let isFinished = false;
      const beat = async (): Promise<void> => {
        if (!isFinished) await answers.send(makePassageBytes());
      };
      void this.#giveUpUnless(beat, controller);
      const passage: IncomingPassage = {
        call,
        received: dataOf(begun(messages)),
        send: (data) => answers.send(makePassageBytes({ data })),
        finish: () => {
          isFinished = true;
          return answers.finish();
        },
      };
      await this.#deps.server.serve(passage, signal);
    } finally {
      controller.abort(new OperationalError("cancelled", "The connection is over"));
      release();
    }
  }

  /**
   * Ends a passage whose other side is gone: an engine that neither says nor takes anything, as of a
   * command that sleeps, would go on waiting for it.
   */
  async #giveUpUnless(beat: () => Promise<void>, controller: AbortController): Promise<void> {
    const { signal } = controller;
    try {
      while (!signal.aborted) {
        await this.#deps.clock.sleep(BEAT_MS, signal);
        if (!signal.aborted) await beat();
      }
    } catch (error) {
      controller.abort(error);
    }
  }

  async #refuse(
    { passageId, managerId, taskId }: PassageCall,
    refusal: string,
    channel: Channel,
    signal: AbortSignal,
  ): Promise<void> {
    this.#deps.log.warn("a manager's request for a container was refused", {
      ...{ peer: managerId, taskId, reason: refusal },
    });
    const request = makeReceivePassageRequest({ passageId, refusal });
    const nothing = channel.serverStream(PassagesService.Receive, request, { signal });
    for await (const _ of nothing); // It ends by an error.
  }

  /** A manager's word is not enough: this node knows itself which containers are its tasks'. */
  #refusalOf({ taskId, containerId }: PassageCall): string | undefined {
    const task = this.#deps.tasks.tasks.find(({ id }) => id === taskId);
    const own = task?.spec?.attachment === undefined ? task?.status?.container?.containerId : "";
    if (own !== undefined && own !== "" && own === containerId) return undefined;
    return `Container ${containerId} is no task's of this node`;
  }
}

/** The call is made now: by it the manager knows that the passage was taken up. */
function begun<T>(messages: AsyncIterable<T>): AsyncIterable<T> {
  const all = messages[Symbol.asyncIterator]();
  const first = all.next();
  first.catch(() => undefined); // Told to whoever reads it.
  return (async function* (): AsyncGenerator<T> {
    const begin = await first;
    if (begin.done === true) return;
    yield begin.value;
    yield* { [Symbol.asyncIterator]: () => all };
  })();
}

async function* dataOf(
  messages: AsyncIterable<{ readonly data: Uint8Array }>,
): AsyncGenerator<Uint8Array> {
  for await (const { data } of messages) if (data.length > 0) yield data;
}
