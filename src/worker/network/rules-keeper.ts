import { errorCodeOf, messageOf } from "../../base/errors.ts";
import { makeNetworkFinding, type NetworkFinding } from "../../model/generated/types.ts";
import type { AttachedContainer } from "../engine/engine-networks.ts";
import type { Balancer } from "../overlay/balancers.ts";
import { CONTAINER_TABLE, balancersScript, containerScript } from "../overlay/container-rules.ts";
import type { OverlayPlan, PlanChange } from "../overlay/overlay-plan.ts";
import type { Kernel } from "./kernel.ts";
import type { Repairs } from "./repairs.ts";

interface Ruled {
  readonly container: AttachedContainer;
  /** What its rules say is what was planned last. */
  inForce: boolean;
  /** Of the table as it was left; absent after a change until it is looked at. */
  fingerprint?: string | undefined;
  failure?: string | undefined;
  /** In which round of looking at all it was looked at last. */
  lookedAt?: number | undefined;
}

/** Containers whose rules are changed at once. */
const AT_ONCE = 4;

/** The rules inside this node's containers. */
export class RulesKeeper {
  readonly #kernel: Kernel;
  readonly #repairs: Repairs;
  readonly #ruled = new Map<string, Ruled>();
  readonly #byAddress = new Map<string, Ruled>();
  #round = 0;

  constructor(kernel: Kernel, repairs: Repairs) {
    this.#kernel = kernel;
    this.#repairs = repairs;
  }

  get size(): number {
    return this.#ruled.size;
  }

  /** A container is as given now; undefined: it is gone. */
  put(containerId: string, container: AttachedContainer | undefined): void {
    const known = this.#ruled.get(containerId);
    if (known && container && sameContainer(known.container, container)) return;
    if (known) this.#forget(known);
    if (container) this.#remember({ container, inForce: false });
  }

  /** These are all there are. */
  replace(containers: readonly AttachedContainer[]): void {
    const ids = new Set(containers.map(({ containerId }) => containerId));
    for (const id of [...this.#ruled.keys()]) if (!ids.has(id)) this.put(id, undefined);
    for (const container of containers) this.put(container.containerId, container);
  }

  /** Whoever has an address, once its rules are in force. */
  containerAt(networkId: string, address: string): AttachedContainer | undefined {
    const ruled = this.#byAddress.get(`${networkId} ${address}`);
    return ruled?.inForce === true ? ruled.container : undefined;
  }

  isInForce(containerId: string): boolean {
    return this.#ruled.get(containerId)?.inForce === true;
  }

  /** Networks some container's rules of which could not be put in force, and why. */
  failures(): ReadonlyMap<string, string> {
    const failed = new Map<string, string>();
    for (const { container, failure } of this.#ruled.values()) {
      if (failure === undefined) continue;
      for (const networkId of networksOf(container)) failed.set(networkId, failure);
    }
    return failed;
  }

  /** Does in every container what a change is there, and everything where nothing was done yet. */
  async apply(
    plan: OverlayPlan,
    changes: PlanChange["balancers"],
    signal: AbortSignal,
  ): Promise<void> {
    const due = [...this.#ruled.values()].flatMap((ruled) => {
      const mine = new Set(networksOf(ruled.container));
      const ofIt = changes.filter(({ before, after }) =>
        mine.has((before ?? after)?.networkId ?? ""),
      );
      return ruled.inForce && ofIt.length === 0 ? [] : [{ ruled, changes: ofIt }];
    });
    while (due.length > 0) {
      const some = due.splice(0, AT_ONCE);
      await Promise.all(some.map((each) => this.#update(each.ruled, plan, each.changes, signal)));
    }
  }

  /**
   * Looks at what was left, and mends what somebody else has changed, as long as `goesOn`; whether
   * all were looked at. The next call takes up where this one has left.
   */
  async check(plan: OverlayPlan, goesOn: () => boolean, signal: AbortSignal): Promise<boolean> {
    for (const ruled of [...this.#ruled.values()]) {
      if (!ruled.inForce || ruled.lookedAt === this.#round) continue;
      if (!goesOn()) return false;
      ruled.lookedAt = this.#round;
      const now = await this.#fingerprint(ruled, signal);
      if (now === ruled.fingerprint && now !== undefined) continue;
      if (ruled.fingerprint !== undefined) this.#repairs.add("containers");
      ruled.inForce = false;
      await this.#update(ruled, plan, [], signal);
      ruled.fingerprint = await this.#fingerprint(ruled, signal);
    }
    this.#round++;
    return true;
  }

  /** Remembers how tables were left that were changed since, as long as `goesOn`. */
  async remember(goesOn: () => boolean, signal: AbortSignal): Promise<void> {
    for (const ruled of [...this.#ruled.values()]) {
      if (!goesOn()) return;
      if (ruled.inForce) ruled.fingerprint ??= await this.#fingerprint(ruled, signal);
    }
  }

  /** The containers on a network, whose rules are or shall be in force. */
  on(networkId: string): readonly AttachedContainer[] {
    return [...this.#ruled.values()]
      .map(({ container }) => container)
      .filter((container) => networksOf(container).includes(networkId));
  }

  /** Whether the rules of each container on the network are in force and as they were left. */
  async findings(networkId: string, signal: AbortSignal): Promise<readonly NetworkFinding[]> {
    const mine = [...this.#ruled.values()].filter(({ container }) =>
      networksOf(container).includes(networkId),
    );
    const findings: NetworkFinding[] = [];
    for (const ruled of mine) {
      const { container, inForce, failure, fingerprint } = ruled;
      const now = inForce ? await this.#fingerprint(ruled, signal) : undefined;
      const ok = now !== undefined && (fingerprint === undefined || fingerprint === now);
      const wrong = inForce ? "its rules were changed by somebody else" : "its rules are not there";
      findings.push(
        makeNetworkFinding({
          ...{ kind: "task", subject: container.containerId.slice(0, 12), ok },
          detail: ok ? "its rules are in force" : (failure ?? wrong),
        }),
      );
    }
    return findings;
  }

  async #update(
    ruled: Ruled,
    plan: OverlayPlan,
    changes: PlanChange["balancers"],
    signal: AbortSignal,
  ): Promise<void> {
    const place = { pid: ruled.container.pid };
    const wasInForce = ruled.inForce;
    ruled.fingerprint = undefined;
    try {
      if (wasInForce) {
        const before = present(changes.map((each) => each.before));
        const after = present(changes.map((each) => each.after));
        await this.#kernel.runRules(place, balancersScript(before, after), signal);
      } else {
        const balancers = plan.balancers(networksOf(ruled.container));
        await this.#kernel.runRules(place, containerScript(balancers), signal);
      }
      ruled.inForce = true;
      ruled.failure = undefined;
    } catch (error) {
      signal.throwIfAborted();
      ruled.inForce = false;
      // What was there may have been changed by hand: once more, from nothing.
      if (wasInForce) return this.#update(ruled, plan, [], signal);
      if (errorCodeOf(error) === "notFound") this.#forget(ruled);
      else ruled.failure = messageOf(error);
    }
  }

  async #fingerprint({ container }: Ruled, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#kernel.fingerprint({ pid: container.pid }, CONTAINER_TABLE, signal);
    } catch {
      signal.throwIfAborted();
      return undefined; // It has ended: whoever follows the engine will say so.
    }
  }

  #remember(ruled: Ruled): void {
    this.#ruled.set(ruled.container.containerId, ruled);
    for (const key of addressKeys(ruled.container)) this.#byAddress.set(key, ruled);
  }

  #forget(ruled: Ruled): void {
    this.#ruled.delete(ruled.container.containerId);
    for (const key of addressKeys(ruled.container)) {
      if (this.#byAddress.get(key) === ruled) this.#byAddress.delete(key);
    }
  }
}

function networksOf({ places }: AttachedContainer): readonly string[] {
  return places.map(({ networkId }) => networkId);
}

function addressKeys({ places }: AttachedContainer): readonly string[] {
  return places.flatMap(({ networkId, addresses }) =>
    addresses.map((each) => `${networkId} ${each}`),
  );
}

function sameContainer(left: AttachedContainer, right: AttachedContainer): boolean {
  const keys = (container: AttachedContainer): string => addressKeys(container).toSorted().join();
  return left.pid === right.pid && keys(left) === keys(right);
}

function present(balancers: readonly (Balancer | undefined)[]): readonly Balancer[] {
  return balancers.flatMap((balancer) => balancer ?? []);
}
