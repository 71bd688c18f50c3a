import { writeFile } from "node:fs/promises";
import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import type { Task } from "../../model/generated/types.ts";
import type { DockerHttp } from "./docker-http.ts";
import type { DockerNetworks } from "./docker-networks.ts";
import { exitOf, type Exit } from "./engine.ts";
import { ownNameservers } from "./joined-networks.ts";
import type { JsonView } from "./json-view.ts";

/** How long one call that waits for a container's end may last; then follows the next. */
const WAIT_MS = 3_600_000;

/**
 * Tasks that are no containers of their own: each lends a network to a container that somebody else
 * has started, and lasts as long as that one runs. The container itself is never stopped.
 */
export class AttachedContainers {
  readonly #http: DockerHttp;
  readonly #networks: DockerNetworks;

  constructor(http: DockerHttp, networks: DockerNetworks) {
    this.#http = http;
    this.#networks = networks;
  }

  /** The container whose networks the task is about; undefined for a task with one of its own. */
  static idOf({ spec }: Task): string | undefined {
    return spec?.attachment?.containerId;
  }

  /** Joins the container to the task's networks, with the addresses that the manager chose. */
  async join(id: string, task: Task, signal: AbortSignal): Promise<void> {
    const container = await this.#running(id, signal);
    const joined = await this.#networks.joinedBy(task, signal);
    await this.#networks.join(id, joined, signal);
    await this.#tellNameservers(container, ownNameservers(joined));
  }

  async check(id: string, signal: AbortSignal): Promise<void> {
    await this.#running(id, signal);
  }

  /** Waits until the container has ended. */
  async wait(id: string, signal: AbortSignal): Promise<Exit> {
    for (;;) {
      try {
        const wanted = {
          method: "POST",
          path: `/containers/${id}/wait`,
          extraMs: WAIT_MS,
        } as const;
        const answer = await this.#http.call(wanted, signal);
        return exitOf(answer.at("StatusCode").number(), "");
      } catch (error) {
        signal.throwIfAborted();
        if (errorCodeOf(error) === "notFound") return exitOf(0, "");
        if (errorCodeOf(error) !== "deadlineExceeded") throw error;
      }
    }
  }

  /** Takes the container off the task's networks; it may be gone. */
  async leave(id: string, task: Task, signal: AbortSignal): Promise<void> {
    for (const { engineId } of await this.#networks.joinedBy(task, signal)) {
      const body = { Container: id, Force: true };
      const path = `/networks/${engineId}/disconnect`;
      try {
        await this.#http.change({ method: "POST", path, body }, signal);
      } catch (error) {
        // It is not on it, or is no more.
        const code = errorCodeOf(error);
        if (code !== "notFound" && code !== "permissionDenied" && code !== "unknown") throw error;
      }
    }
  }

  async #running(id: string, signal: AbortSignal): Promise<JsonView> {
    const container = await this.#http.call({ path: `/containers/${id}/json` }, signal);
    if (container.at("State", "Running").isTrue()) return container;
    throw new OperationalError("failedPrecondition", `Container ${id.slice(0, 12)} does not run`);
  }

  /**
   * The engine asks for names itself, of whom the container was started with: it knows nothing of the
   * cluster's. The file is the container's /etc/resolv.conf; the engine leaves alone what others wrote.
   */
  async #tellNameservers(container: JsonView, nameservers: readonly string[]): Promise<void> {
    const path = container.at("ResolvConfPath").text();
    if (path === "" || nameservers.length === 0) return;
    const lines = nameservers.map((address) => `nameserver ${address}`);
    await writeFile(path, `${lines.join("\n")}\noptions ndots:0\n`);
  }
}
