import { OperationalError } from "../../base/errors.ts";
import {
  makeOpenPassageRequest,
  makePassageBytes,
  type OpenPassageRequest,
  type PassageBytes,
  type PassageOpened,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import type { Channel } from "../../system/rpc.ts";
import { PassagesService } from "../../wire/generated/services.ts";

/** Both directions of a connection that the cluster's own connections carry. */
export interface ByteStreams {
  /** What comes from the other side, until it has no more. */
  readonly received: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. */
  readonly send: (part: Uint8Array) => Promise<void>;
  /** Says that nothing more follows. */
  readonly finish: () => Promise<unknown>;
}

/** A way to the engine that has a task's container. */
export interface OpenedPassage extends ByteStreams {
  readonly opened: PassageOpened;
  /** Ends both directions where they are. */
  readonly giveUp: () => void;
}

/** Longer than the leader waits for the node. */
const OPEN_WITHIN_MS = 15_000;

/** Asks the leader for a way to a container; it stays open until both sides end it or `signal` aborts. */
export async function openPassage(
  channel: Channel,
  clock: Clock,
  request: Partial<OpenPassageRequest>,
  parent: AbortSignal,
): Promise<OpenedPassage> {
  const { controller, release } = childOf(parent);
  const { signal } = controller;
  const late = new OperationalError("unavailable", "The swarm's leader does not answer");
  const cancel = clock.after(OPEN_WITHIN_MS, () => controller.abort(late));
  const giveUp = (): void => {
    release();
    controller.abort(new OperationalError("cancelled", "The connection is over"));
  };
  try {
    const wanted = makeOpenPassageRequest(request);
    const messages = channel.serverStream(PassagesService.Open, wanted, { signal });
    const all = messages[Symbol.asyncIterator]();
    const first = await all.next();
    const opened = first.done === true ? undefined : first.value.opened;
    if (opened === undefined) throw late;
    const answers = channel.clientStream(PassagesService.Send, { signal });
    await answers.send(makePassageBytes({ passageId: opened.passageId }));
    return {
      opened,
      received: dataOf({ [Symbol.asyncIterator]: () => all }),
      send: (data) => answers.send(makePassageBytes({ data })),
      finish: () => answers.finish(),
      giveUp,
    };
  } catch (error) {
    giveUp();
    throw signal.reason === late ? late : error;
  } finally {
    cancel();
  }
}

async function* dataOf(messages: AsyncIterable<PassageBytes>): AsyncGenerator<Uint8Array> {
  for await (const { data } of messages) if (data.length > 0) yield data;
}
