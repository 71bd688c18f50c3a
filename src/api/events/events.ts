import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { timestampMs } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import { Wake } from "../../system/wake.ts";
import { ApiError, badRequest } from "../api-error.ts";
import type { EngineDoor } from "../engine/door.ts";
import { pathForEngine } from "../engine/pass-through.ts";
import { parseFilters, type Filters } from "../filters.ts";
import type { ApiRequest, ApiRoute } from "../request.ts";
import { passes } from "./event-filter.ts";
import type { EventRing } from "./event-ring.ts";
import { eventLine, type SwarmEvent } from "./swarm-event.ts";

/** Lines that may wait for a slow client before the engine is no longer read. */
const MAX_WAITING = 1024;
const NEWLINE = 0x0a;

interface Deps {
  readonly ring: EventRing;
  readonly engine: EngineDoor | undefined;
  readonly clock: Clock;
}

/** The engine's events and the cluster's, in one stream. Source: moby daemon/events. */
export function eventRoutes(deps: Deps): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/events",
      handle: async (request) => {
        const asked = readAsked(request, deps.clock);
        const engine = await openEngine(deps.engine, request);
        const chunks = merged(deps, asked, engine, request.signal);
        return { kind: "bytes", contentType: "application/json", chunks };
      },
    },
  ];
}

interface Asked {
  readonly filters: Filters;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

function readAsked({ query }: ApiRequest, clock: Clock): Asked {
  const moment = (name: string): number | undefined => {
    const text = query.get(name) ?? "";
    if (text === "") return undefined;
    if (/^\d+(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
    // Docker's status, which is that of a failure of its own.
    throw new ApiError(500, `could not parse ${name}: "${text}" is no Unix time in seconds`);
  };
  const [sinceMs, untilMs] = [moment("since"), moment("until")];
  if (sinceMs !== undefined && untilMs !== undefined && untilMs < sinceMs) {
    return badRequest(
      `\`since\` time (${query.get("since")}) cannot be after \`until\` time (${query.get("until")})`,
    );
  }
  // A moment ahead of this machine's clock has nothing to show yet.
  const nowMs = clock.wallMs();
  return {
    filters: parseFilters(query.get("filters") ?? ""),
    sinceMs: sinceMs && Math.min(sinceMs, nowMs),
    untilMs,
  };
}

/** The engine's own stream; undefined on a node whose engine does not answer. */
async function openEngine(
  door: EngineDoor | undefined,
  { url, signal }: ApiRequest,
): Promise<IncomingMessage | undefined> {
  if (!door) return undefined;
  const call = door.request({ method: "GET", path: await pathForEngine(door, url), signal });
  call.on("error", () => undefined); // It breaks off when the client goes.
  call.end();
  const answer = await once(call, "response").then(
    ([response]) => response as IncomingMessage, // The one argument of "response".
    () => undefined, // Its end is "error".
  );
  if (answer === undefined || answer.statusCode === 200) return answer;
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += String(part);
  throw new ApiError(answer.statusCode ?? 500, messageIn(text));
}

function messageIn(text: string): string {
  try {
    // The engine's errors are objects with a message.
    return String((JSON.parse(text) as { readonly message?: unknown }).message);
  } catch {
    return text;
  }
}

async function* merged(
  { ring, clock }: Deps,
  { filters, sinceMs, untilMs }: Asked,
  engine: IncomingMessage | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const waiting: (Uint8Array | string)[] = [];
  const wake = new Wake();
  const { controller, release } = childOf(signal);
  const inTime = ({ time }: SwarmEvent): boolean => {
    const atMs = timestampMs(time);
    return (sinceMs === undefined || atMs >= sinceMs) && (untilMs === undefined || atMs <= untilMs);
  };
  const tell = (event: SwarmEvent): void => {
    if (!inTime(event) || !passes(event, filters)) return;
    waiting.push(eventLine(event));
    // A client so slow would miss some: it is cut off, and knows.
    if (waiting.length > 2 * MAX_WAITING) controller.abort();
    wake.set();
  };
  if (sinceMs !== undefined) ring.last.forEach(tell);
  const unlisten = ring.listen(tell);
  const lines = engine && readLines(engine, waiting, wake, () => controller.abort());
  const cancel =
    untilMs === undefined
      ? undefined
      : clock.after(Math.max(0, untilMs - clock.wallMs()), () => {
          // The engine ends its own part at that moment.
          if (!engine) controller.abort();
        });
  wake.set();
  try {
    while (!controller.signal.aborted || (waiting.length > 0 && !signal.aborted)) {
      const next = waiting.shift();
      if (next !== undefined) {
        yield typeof next === "string" ? Buffer.from(next) : next;
        continue;
      }
      lines?.resume();
      await wake.wait(controller.signal);
    }
  } finally {
    cancel?.();
    unlisten();
    engine?.destroy();
    release();
  }
}

/** Puts the engine's whole lines with the others, and stops reading while many wait. */
function readLines(
  engine: IncomingMessage,
  waiting: (Uint8Array | string)[],
  wake: Wake,
  ended: () => void,
): IncomingMessage {
  let partial: Uint8Array = new Uint8Array(0);
  engine.on("data", (part: Buffer) => {
    const at = part.lastIndexOf(NEWLINE) + 1;
    if (at === 0) {
      partial = Buffer.concat([partial, part]);
      return;
    }
    waiting.push(Buffer.concat([partial, part.subarray(0, at)]));
    partial = part.subarray(at);
    if (waiting.length > MAX_WAITING) engine.pause();
    wake.set();
  });
  engine.on("error", ended);
  engine.on("end", ended);
  return engine;
}
