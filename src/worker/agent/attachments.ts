import { errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  makeAttachNetworkRequest,
  makeNetworkAttachmentConfig,
} from "../../model/generated/types.ts";
import type { AskedNetwork } from "../../model/asked-networks.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { together } from "../../system/together.ts";
import { Wake } from "../../system/wake.ts";
import { ResourceAllocatorService } from "../../wire/generated/services.ts";
import type { AskingContainer, AskingContainers } from "../engine/engine-networks.ts";

export interface AttachmentCall {
  readonly channel: Channel;
  readonly containers: AskingContainers;
  readonly clock: Clock;
  readonly log: Log;
  readonly rpcTimeoutMs: number;
}

const RETRY_MS = 1_000;
/** What was refused may be granted later: a network made, or made attachable. */
const REFUSED_RETRY_MS = 10_000;

/**
 * Asks the managers for networks for containers of this node's engine that belong to no service and
 * carry a label that names them. Each becomes a task of this node; asking twice gives the same one.
 */
export async function askForNetworks(call: AttachmentCall, signal: AbortSignal): Promise<void> {
  const wake = new Wake();
  wake.set();
  await together(signal, [
    (inner) => follow(call, wake, inner),
    (inner) => askOverAndOver(call, wake, inner),
  ]);
}

async function follow(
  { containers, clock, log }: AttachmentCall,
  wake: Wake,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    wake.set();
    try {
      await containers.followAsking(() => wake.set(), signal);
    } catch (error) {
      if (signal.aborted) return;
      log.debug("the engine does not say who starts", { reason: messageOf(error) });
    }
    await clock.sleep(RETRY_MS, signal);
  }
}

async function askOverAndOver(
  call: AttachmentCall,
  wake: Wake,
  signal: AbortSignal,
): Promise<void> {
  const { containers, clock, log } = call;
  let settled: ReadonlySet<string> = new Set();
  let cancelAgain = (): void => undefined;
  signal.addEventListener("abort", () => cancelAgain(), { once: true });
  while (!signal.aborted) {
    await wake.wait(signal);
    cancelAgain();
    if (signal.aborted) return;
    const granted = new Set<string>();
    let againInMs: number | undefined;
    try {
      for (const container of await containers.asking(signal)) {
        for (const asked of container.networks) {
          const key = `${container.id} ${asked.network}`;
          if (settled.has(key) || (await ask(call, container, asked, signal))) granted.add(key);
          else againInMs = REFUSED_RETRY_MS;
        }
      }
      settled = granted;
    } catch (error) {
      if (signal.aborted) return;
      againInMs = RETRY_MS;
      log.info("networks for containers cannot be asked for", {
        retryInMs: againInMs,
        reason: messageOf(error),
      });
    }
    if (againInMs !== undefined) cancelAgain = clock.after(againInMs, () => wake.set());
  }
}

/** Whether it was granted; a refusal is logged. */
async function ask(
  { channel, clock, log, rpcTimeoutMs }: AttachmentCall,
  { id, name }: AskingContainer,
  { network, aliases }: AskedNetwork,
  signal: AbortSignal,
): Promise<boolean> {
  const config = makeNetworkAttachmentConfig({ target: network, aliases: [name, ...aliases] });
  const request = makeAttachNetworkRequest({ config, containerId: id });
  try {
    await withDeadline(clock, rpcTimeoutMs, signal, (inTime) =>
      channel.unary(ResourceAllocatorService.AttachNetwork, request, { signal: inTime }),
    );
    log.info("container is to join a network", { path: name, network });
    return true;
  } catch (error) {
    const code = errorCodeOf(error);
    const refused = ["notFound", "permissionDenied", "unimplemented", "invalidArgument"];
    if (!refused.includes(code)) throw error;
    log.warn("container may not join a network", {
      ...{ path: name, network },
      reason: messageOf(error),
    });
    return false;
  }
}
