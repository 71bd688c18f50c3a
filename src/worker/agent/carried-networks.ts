import { errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  makeNetworkCheckedRequest,
  makeNetworkFinding,
  makeOverlaysAppliedRequest,
  makeWatchOverlaysRequest,
  type NetworkFinding,
  type OverlayChange,
  type OverlayCheck,
  type Task,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { together } from "../../system/together.ts";
import { Wake } from "../../system/wake.ts";
import { OverlaysService } from "../../wire/generated/services.ts";
import type { AskingContainers } from "../engine/engine-networks.ts";
import { overlaysOf } from "../engine/joined-networks.ts";

/** What the agent needs of the networks of its node. */
export interface CarriedNetworks {
  /** Messages of another stream follow; gives its number. */
  begin(): number;
  accept(change: OverlayChange, signal: AbortSignal): Promise<void>;
  /** Waits until something else is in force than `told`. */
  news(told: InForce | undefined, signal: AbortSignal): Promise<InForce>;
  /** This manager knows nothing of networks: nobody waits for what it will not say. */
  unheard(): void;
  /** Containers of nobody's service that ask to be on networks. */
  readonly containers: AskingContainers;
  ready(networkIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** What this node finds when it looks at a network. */
  check(networkId: string, signal: AbortSignal): Promise<readonly NetworkFinding[]>;
  run(signal: AbortSignal): Promise<void>;
}

export interface InForce {
  readonly stream: number;
  readonly version: number;
  readonly failed: Readonly<Record<string, string>>;
}

export interface OverlayCall {
  readonly channel: Channel;
  readonly networks: CarriedNetworks;
  readonly sessionId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly rpcTimeoutMs: number;
}

const RETRY_MS = 500;
const MAX_CHECKS = 16;
/** A manager that knows nothing of networks may be replaced by one that does. */
const UNKNOWN_RETRY_MS = 30_000;

/**
 * Hears from the session's manager what this node's networks are like, and tells it what is in force,
 * until `signal` aborts. Tasks without networks run on whatever becomes of it.
 */
export async function followOverlays(call: OverlayCall, signal: AbortSignal): Promise<void> {
  const { clock, log } = call;
  while (!signal.aborted) {
    let retryInMs = RETRY_MS;
    try {
      const stream = call.networks.begin();
      const asked = new AskedChecks();
      const works = [
        (inner: AbortSignal) => watch(call, asked, inner),
        (inner: AbortSignal) => answerChecks(call, asked, inner),
        (inner: AbortSignal) => acknowledge(call, stream, inner),
      ];
      await together(signal, works, { untilFirst: true });
    } catch (error) {
      if (signal.aborted) return;
      if (errorCodeOf(error) === "unimplemented") {
        retryInMs = UNKNOWN_RETRY_MS;
        call.networks.unheard();
      } else log.info("networks are not heard of", { retryInMs, reason: messageOf(error) });
    }
    await clock.sleep(retryInMs, signal);
  }
}

/** The networks that a task waits for. */
export function networkIdsOf(task: Task): readonly string[] {
  return overlaysOf(task).flatMap(({ network }) => network?.id ?? []);
}

/** Checks that a manager has asked for, and that are not answered. */
class AskedChecks {
  readonly wake = new Wake();
  #waiting: OverlayCheck[] = [];

  put(checks: readonly OverlayCheck[]): void {
    if (checks.length === 0) return;
    // Who asks so often that more wait has no use for the oldest any more.
    this.#waiting = [...this.#waiting, ...checks].slice(-MAX_CHECKS);
    this.wake.set();
  }

  take(): readonly OverlayCheck[] {
    return this.#waiting.splice(0);
  }
}

async function watch(
  { channel, networks, sessionId }: OverlayCall,
  asked: AskedChecks,
  signal: AbortSignal,
): Promise<void> {
  const request = makeWatchOverlaysRequest({ sessionId });
  const changes = channel.serverStream(OverlaysService.Watch, request, { signal });
  for await (const change of changes) {
    await networks.accept(change, signal);
    asked.put(change.checks);
  }
}

async function answerChecks(
  { channel, networks, sessionId, clock, rpcTimeoutMs }: OverlayCall,
  asked: AskedChecks,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await asked.wake.wait(signal);
    for (const { id: checkId, networkId } of asked.take()) {
      const findings = await look(networks, networkId, signal);
      const request = makeNetworkCheckedRequest({ sessionId, checkId, findings });
      await withDeadline(clock, rpcTimeoutMs, signal, (inTime) =>
        channel.unary(OverlaysService.Checked, request, { signal: inTime }),
      );
    }
  }
}

async function acknowledge(
  { channel, networks, sessionId, clock, rpcTimeoutMs }: OverlayCall,
  stream: number,
  signal: AbortSignal,
): Promise<void> {
  let told: InForce | undefined;
  for (;;) {
    const news = await networks.news(told, signal);
    told = news;
    // What an earlier manager said is nothing to this one.
    if (news.stream !== stream) continue;
    const { version, failed } = news;
    const request = makeOverlaysAppliedRequest({ sessionId, version, failed });
    await withDeadline(clock, rpcTimeoutMs, signal, (inTime) =>
      channel.unary(OverlaysService.Applied, request, { signal: inTime }),
    );
  }
}

async function look(
  networks: CarriedNetworks,
  networkId: string,
  signal: AbortSignal,
): Promise<readonly NetworkFinding[]> {
  try {
    return await networks.check(networkId, signal);
  } catch (error) {
    signal.throwIfAborted();
    return [makeNetworkFinding({ kind: "network", subject: networkId, detail: messageOf(error) })];
  }
}
