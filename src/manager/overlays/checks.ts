import {
  makeCheckNetworkResponse,
  makeNetworkFinding,
  makeNodeFindings,
  makeOverlayCheck,
  type CheckNetworkResponse,
  type NetworkFinding,
  type OverlayCheck,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { Wake } from "../../system/wake.ts";

/** For so long the nodes' findings are waited for. */
export const CHECK_LIMIT_MS = 10_000;
/** Checks at once: more only look at the same. */
const MAX_CHECKS = 16;

interface Check {
  readonly nodeIds: ReadonlySet<string>;
  readonly findings: Map<string, readonly NetworkFinding[]>;
  readonly wake: Wake;
}

/** A node that carries a network; an engine of Docker's by itself cannot be asked. */
export interface Carrier {
  readonly nodeId: string;
  readonly tells: boolean;
}

/** Checks of networks that wait for what nodes find. */
export class Checks {
  readonly #clock: Clock;
  readonly #open = new Map<string, Check>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isFull(): boolean {
    return this.#open.size >= MAX_CHECKS;
  }

  /** Has nodes asked by `ask`, and waits until all have answered, or for as long as that is sensible. */
  async run(
    networkId: string,
    carriers: readonly Carrier[],
    ask: (nodeId: string, check: OverlayCheck) => boolean,
    signal: AbortSignal,
  ): Promise<CheckNetworkResponse> {
    const id = String(++this.#count);
    const asked = makeOverlayCheck({ id, networkId });
    const nodeIds = new Set(
      carriers.map(({ nodeId }) => nodeId).filter((nodeId) => ask(nodeId, asked)),
    );
    const check: Check = { nodeIds, findings: new Map(), wake: new Wake() };
    this.#open.set(id, check);
    let late = false;
    const cancel = this.#clock.after(CHECK_LIMIT_MS, () => {
      late = true;
      check.wake.set();
    });
    try {
      while (!late && check.findings.size < nodeIds.size && !signal.aborted)
        await check.wake.wait(signal);
      signal.throwIfAborted();
    } finally {
      cancel();
      this.#open.delete(id);
    }
    return makeCheckNetworkResponse({
      nodes: carriers.map(({ nodeId, tells }) => {
        const silent = tells ? silence(networkId, nodeIds.has(nodeId)) : untold(networkId);
        return makeNodeFindings({ nodeId, findings: check.findings.get(nodeId) ?? [silent] });
      }),
    });
  }

  /** A node has answered. */
  take(nodeId: string, checkId: string, findings: readonly NetworkFinding[]): void {
    const check = this.#open.get(checkId);
    if (check?.nodeIds.has(nodeId) !== true) return;
    check.findings.set(nodeId, findings);
    check.wake.set();
  }
}

function silence(networkId: string, wasAsked: boolean): NetworkFinding {
  const detail = wasAsked ? "the node has not answered in time" : "the node is not connected";
  return makeNetworkFinding({ kind: "network", subject: networkId, detail });
}

function untold(networkId: string): NetworkFinding {
  const detail = "a Docker Engine, which does not tell: see how the others find the path to it";
  return makeNetworkFinding({ kind: "network", subject: networkId, ok: true, detail });
}
