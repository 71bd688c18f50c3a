import { OperationalError } from "../../base/errors.ts";
import {
  makePassageBytes,
  makePassageEnd,
  type PassageBytes,
  type PassageEnd,
} from "../../model/generated/types.ts";
import { callerIdOf, serve, type CallContext, type Route } from "../../system/rpc.ts";
import { PassagesService } from "../../wire/generated/services.ts";
import { LeadingPassages, notLeading, type PassagesDeps } from "./leading-passages.ts";
import type { Passage } from "./passage.ts";

/** A manager's part in requests for containers on other nodes. */
export interface Passages {
  /** For managers, in the name of their own users. */
  readonly openerRoutes: readonly Route[];
  /** For the agents of the nodes that have the containers. */
  readonly agentRoutes: readonly Route[];
  /** Works until `signal` aborts; calls are refused with `unavailable` while it does not. */
  run(signal: AbortSignal): Promise<void>;
}

/** Joins what managers ask of engines on other nodes to what those answer. */
export function createPassages(deps: PassagesDeps): Passages {
  let leading: LeadingPassages | undefined;
  const current = (): LeadingPassages => {
    if (leading === undefined) throw notLeading();
    return leading;
  };
  return {
    openerRoutes: [
      serve(PassagesService.Open, (request, context) => current().open(request, context)),
      serve(PassagesService.Send, (messages, context) =>
        write("send", messages, context, (id) => current().ofManager(id, callerIdOf(context))),
      ),
    ],
    agentRoutes: [
      serve(PassagesService.Listen, (_request, context) =>
        current().listen(callerIdOf(context), context.signal),
      ),
      serve(PassagesService.Receive, async function* ({ passageId, refusal }, context) {
        const passage = current().ofNode(passageId, callerIdOf(context));
        if (refusal !== "") passage.fail(new OperationalError("permissionDenied", refusal));
        for await (const data of passage.read("receive", context.signal)) {
          yield makePassageBytes({ data });
        }
      }),
      serve(PassagesService.Answer, (messages, context) =>
        write("answer", messages, context, (id) => current().ofNode(id, callerIdOf(context))),
      ),
    ],
    run: async (signal) => {
      leading = new LeadingPassages(deps);
      try {
        await leading.run(signal);
      } finally {
        leading = undefined;
      }
    },
  };
}

/** Passes messages on, of which the first says which passage they are for. */
async function write(
  end: "send" | "answer",
  messages: AsyncIterable<PassageBytes>,
  context: CallContext,
  find: (passageId: string) => Passage,
): Promise<PassageEnd> {
  const all = messages[Symbol.asyncIterator]();
  const first = await all.next();
  if (first.done === true) {
    throw new OperationalError("invalidArgument", "The first message must name its passage");
  }
  const rest: AsyncIterable<PassageBytes> = { [Symbol.asyncIterator]: () => all };
  await find(first.value.passageId).write(end, rest, context.signal);
  return makePassageEnd();
}
