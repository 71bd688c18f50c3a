import { messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import { OWNER_LABEL } from "./container-config.ts";
import { pathOf, type DockerHttp } from "./docker-http.ts";

/** Docker's label for the task a container runs. */
export const TASK_ID_LABEL = "com.docker.swarm.task.id";

/** Not those of every single health check: a container may have one a second. */
const TELLING_EVENTS = ["start", "die", "destroy", "health_status"];
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2000;
/** Everybody looks again this often, whatever the events say. */
const LOOK_AGAIN_MS = 30_000;

interface EventsDeps {
  readonly http: DockerHttp;
  /** As in the label of its containers. */
  readonly owner: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One stream of the engine's events for all tasks. It only says "look again": whoever waits for a
 * task inspects it, so a lost event costs time and never correctness. After every reconnection all
 * look again, because what happened in between was not heard.
 */
export class DockerEvents {
  readonly #http: DockerHttp;
  readonly #owner: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #waiting = new Map<string, Set<Wake>>();

  constructor({ http, owner, clock, log }: EventsDeps) {
    this.#http = http;
    this.#owner = owner;
    this.#clock = clock;
    this.#log = log;
  }

  /** Is woken when something happened to the task's container; call `release` when done with it. */
  watch(taskId: string): { readonly wake: Wake; readonly release: () => void } {
    const wake = new Wake();
    const wakes = this.#waiting.get(taskId) ?? new Set();
    wakes.add(wake);
    this.#waiting.set(taskId, wakes);
    return {
      wake,
      release: () => {
        wakes.delete(wake);
        if (wakes.size === 0 && this.#waiting.get(taskId) === wakes) this.#waiting.delete(taskId);
      },
    };
  }

  /** Follows the engine's events until `signal` aborts, through any number of its restarts. */
  async run(signal: AbortSignal): Promise<void> {
    let retryInMs = RETRY_FIRST_MS;
    while (!signal.aborted) {
      const stopLooking = this.#lookAgainNowAndThen();
      try {
        await this.#follow(() => (retryInMs = RETRY_FIRST_MS), signal);
      } catch (error) {
        if (!signal.aborted) {
          this.#log.warn("engine events lost", { retryInMs, reason: messageOf(error) });
        }
      } finally {
        stopLooking();
      }
      this.#http.forgetVersion();
      await this.#clock.sleep(retryInMs, signal);
      retryInMs = Math.min(2 * retryInMs, RETRY_MAX_MS);
    }
  }

  async #follow(connected: () => void, signal: AbortSignal): Promise<void> {
    const filters = JSON.stringify({
      type: ["container"],
      event: TELLING_EVENTS,
      label: [TASK_ID_LABEL, `${OWNER_LABEL}=${this.#owner}`],
    });
    const events = await this.#http.stream({ path: pathOf("/events", { filters }) }, signal);
    connected();
    this.#wakeAll();
    for await (const event of events) {
      const taskId = event.at("Actor", "Attributes", TASK_ID_LABEL).text();
      for (const wake of this.#waiting.get(taskId) ?? []) wake.set();
    }
  }

  #lookAgainNowAndThen(): () => void {
    let cancel = (): void => undefined;
    const arm = (): void => {
      cancel = this.#clock.after(LOOK_AGAIN_MS, () => {
        this.#wakeAll();
        arm();
      });
    };
    arm();
    return () => cancel();
  }

  #wakeAll(): void {
    for (const wakes of this.#waiting.values()) for (const wake of wakes) wake.set();
  }
}
