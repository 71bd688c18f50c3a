import { messageOf } from "../../base/errors.ts";
import type { Log } from "../../system/log.ts";
import type { MeshService } from "../overlay/balancers.ts";
import { meshScript, meshServicesScript, meshTable } from "../overlay/mesh-rules.ts";
import type { NetworkPlan } from "../overlay/network-plan.ts";
import type { OverlayPlan, PlanChange } from "../overlay/overlay-plan.ts";
import type { Kernel } from "./kernel.ts";
import type { Repairs } from "./repairs.ts";

/** The routing mesh's rules on this machine. */
export class MeshKeeper {
  readonly #kernel: Kernel;
  readonly #repairs: Repairs;
  readonly #log: Log;
  readonly #table: string;
  #inForce = false;
  /** With which network the rules were made that may be in force. */
  #network: NetworkPlan | undefined;
  #fingerprint: string | undefined;
  #failure: string | undefined;
  #saidSo = false;

  constructor(kernel: Kernel, repairs: Repairs, log: Log, nodeId: string) {
    this.#kernel = kernel;
    this.#log = log;
    this.#repairs = repairs;
    this.#table = meshTable(nodeId);
  }

  /** Why what was planned is not in force. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** What is there is not what was planned. */
  invalidate(): void {
    this.#inForce = false;
  }

  async apply(plan: OverlayPlan, changes: PlanChange["mesh"], signal: AbortSignal): Promise<void> {
    if (plan.meshNetwork !== this.#network) this.#inForce = false;
    if (this.#inForce && changes.length === 0) return;
    this.#fingerprint = undefined;
    try {
      const wasInForce = this.#inForce;
      this.#inForce = false;
      if (!wasInForce || !(await this.#change(changes, signal))) await this.#renew(plan, signal);
      this.#inForce = true;
      this.#failure = undefined;
    } catch (error) {
      signal.throwIfAborted();
      this.#failure = `the routing mesh: ${messageOf(error)}`;
    }
  }

  /** Looks at what was left, and mends what somebody else has changed. */
  async check(plan: OverlayPlan, signal: AbortSignal): Promise<void> {
    const network = plan.meshNetwork;
    if (!this.#inForce || network === undefined) return;
    await this.#kernel.admitMesh(network.bridge, signal);
    const now = await this.#look(signal);
    if (now === this.#fingerprint && now !== undefined) return;
    if (this.#fingerprint !== undefined) this.#repairs.add("mesh");
    this.#inForce = false;
    await this.apply(plan, [], signal);
    await this.remember(signal);
  }

  async remember(signal: AbortSignal): Promise<void> {
    if (this.#inForce) this.#fingerprint ??= await this.#look(signal);
  }

  /** False where it has to be made anew. */
  async #change(changes: PlanChange["mesh"], signal: AbortSignal): Promise<boolean> {
    const before = present(changes.map((each) => each.before));
    const after = present(changes.map((each) => each.after));
    const script = meshServicesScript(this.#table, before, after);
    if (script.length === 0) return true;
    try {
      await this.#kernel.runRules("host", script, signal);
      return true;
    } catch {
      signal.throwIfAborted();
      return false; // Something of it was changed by hand.
    }
  }

  async #renew(plan: OverlayPlan, signal: AbortSignal): Promise<void> {
    const network = plan.meshNetwork;
    this.#network = network;
    const brief = await this.#kernel.forgetsSoon(signal);
    if (!brief && !this.#saidSo) {
      this.#saidSo = true;
      this.#log.warn(
        "this kernel remembers for minutes where connections to published ports were led",
      );
    }
    const script = meshScript(this.#table, network, plan.meshServices(), { brief });
    await this.#kernel.runRules("host", script, signal);
    if (network) await this.#kernel.admitMesh(network.bridge, signal);
  }

  #look(signal: AbortSignal): Promise<string | undefined> {
    return this.#kernel.fingerprint("host", this.#table, signal);
  }
}

function present(services: readonly (MeshService | undefined)[]): readonly MeshService[] {
  return services.flatMap((service) => service ?? []);
}
