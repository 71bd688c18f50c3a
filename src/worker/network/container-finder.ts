import { messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { together } from "../../system/together.ts";
import type { AttachedContainer, EngineNetworks } from "../engine/engine-networks.ts";
import type { RulesKeeper } from "./rules-keeper.ts";
import { Waiters } from "./waiters.ts";

export interface FinderDeps {
  readonly engine: EngineNetworks;
  readonly clock: Clock;
  readonly log: Log;
  /** Something was found that `take` gives. */
  readonly onFound: () => void;
}

type Found =
  | { readonly all: readonly AttachedContainer[] }
  | { readonly id: string; readonly container: AttachedContainer | undefined };

/** Containers that the engine is asked about at once. */
const AT_ONCE = 8;
const RETRY_MS = 1_000;

/**
 * Asks the engine which containers are on networks. That goes on beside everything else, for an
 * engine takes its time over a container that it is starting: connections must not be led to a dead
 * task meanwhile.
 */
export class ContainerFinder {
  readonly #deps: FinderDeps;
  readonly #waiters = new Waiters();
  readonly #wanted = new Set<string>();
  readonly #asking = new Set<string>();
  /** Of these an answer came while all were asked for: that answer may be the newer one. */
  readonly #again = new Set<string>();
  #wantsAll = true;
  #askingForAll = false;
  #found: Found[] = [];
  #foundAll = false;

  constructor(deps: FinderDeps) {
    this.#deps = deps;
  }

  /** All containers that ran when this began are known. */
  get foundAll(): boolean {
    return this.#foundAll;
  }

  lookForAll(): void {
    this.#wantsAll = true;
    this.#waiters.wakeAll();
  }

  look(containerId: string): void {
    this.#wanted.add(containerId);
    this.#waiters.wakeAll();
  }

  /** Hands over what was found since. */
  take(rules: RulesKeeper): void {
    for (const found of this.#found.splice(0)) {
      if ("all" in found) {
        rules.replace(found.all);
        this.#foundAll = true;
      } else rules.put(found.id, found.container);
    }
  }

  /** Asks until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const askers = Array.from({ length: AT_ONCE }, () => (inner: AbortSignal) => this.#ask(inner));
    await together(signal, [
      (inner) => this.#askForAll(inner),
      (inner) => this.#follow(inner),
      ...askers,
    ]);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { engine, clock, log } = this.#deps;
    while (!signal.aborted) {
      this.lookForAll();
      try {
        await engine.follow((containerId) => this.look(containerId), signal);
      } catch (error) {
        if (signal.aborted) return;
        log.debug("the engine does not say who joins networks", { reason: messageOf(error) });
      }
      await clock.sleep(RETRY_MS, signal);
    }
  }

  async #askForAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!this.#wantsAll) {
        await this.#waiters.wait(signal);
        continue;
      }
      this.#wantsAll = false;
      this.#askingForAll = true;
      try {
        this.#report({ all: await this.#deps.engine.containers(signal) });
      } catch (error) {
        if (signal.aborted) return;
        await this.#afterFailure(error, signal);
        this.#wantsAll = true;
      }
      this.#askingForAll = false;
      for (const id of this.#again) this.look(id);
      this.#again.clear();
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const id = [...this.#wanted].find((each) => !this.#asking.has(each));
      if (id === undefined) {
        await this.#waiters.wait(signal);
        continue;
      }
      this.#wanted.delete(id);
      this.#asking.add(id);
      try {
        this.#report({ id, container: await this.#deps.engine.container(id, signal) });
        if (this.#askingForAll) this.#again.add(id);
      } catch (error) {
        if (signal.aborted) return;
        await this.#afterFailure(error, signal);
        this.#wanted.add(id);
      }
      this.#asking.delete(id);
      // Somebody may have left it to whoever asks about it already.
      this.#waiters.wakeAll();
    }
  }

  #report(found: Found): void {
    this.#found.push(found);
    this.#deps.onFound();
  }

  async #afterFailure(error: unknown, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    log.debug("the engine does not say who is on networks", {
      retryInMs: RETRY_MS,
      reason: messageOf(error),
    });
    await clock.sleep(RETRY_MS, signal);
  }
}
