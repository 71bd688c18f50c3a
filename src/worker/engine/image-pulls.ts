import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import { pathOf, type DockerHttp } from "./docker-http.ts";

/** Waits between the attempts of one pull. After the last the task fails, and its restart policy rules. */
const RETRIES_MS = [250, 500, 1000];
/** What engines say of a registry that may answer better the next time. */
const PASSING =
  /connection re(fused|set)|i\/o timeout|TLS handshake timeout|deadline exceeded|temporary failure|unexpected EOF|: EOF|too ?many ?requests|50[0234] |service unavailable|bad gateway/i;

/**
 * Pulls images, each one once however many tasks wait for it. A pull goes on while anybody waits
 * for it, and ends with the last who gave up.
 */
export class ImagePulls {
  readonly #http: DockerHttp;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Pull>();

  constructor(http: DockerHttp, clock: Clock) {
    this.#http = http;
    this.#clock = clock;
  }

  /** Throws what the registry or the engine says when the image cannot be had. */
  async pull(image: string, registryAuth: string, signal: AbortSignal): Promise<void> {
    // Two tasks with different credentials are two pulls: one of them may be refused.
    const key = `${image} ${registryAuth}`;
    let pull = this.#underWay.get(key);
    if (pull === undefined) {
      pull = this.#begin(image, registryAuth);
      this.#underWay.set(key, pull);
      const forget = (): void => {
        if (this.#underWay.get(key) === pull) this.#underWay.delete(key);
      };
      pull.done.then(forget, forget);
    }
    pull.waiting++;
    try {
      await unlessAborted(pull.done, signal);
    } finally {
      pull.waiting--;
      if (pull.waiting === 0) {
        this.#underWay.delete(key);
        pull.controller.abort(
          new OperationalError("cancelled", `Nobody waits for "${image}" any more`),
        );
      }
    }
  }

  #begin(image: string, registryAuth: string): Pull {
    const controller = new AbortController();
    return { controller, waiting: 0, done: this.#run(image, registryAuth, controller.signal) };
  }

  /** A registry that is out of breath is asked again, a little later each time. */
  async #run(image: string, registryAuth: string, signal: AbortSignal): Promise<void> {
    for (const retryInMs of RETRIES_MS) {
      try {
        await this.#once(image, registryAuth, signal);
        return;
      } catch (error) {
        if (signal.aborted || !PASSING.test(messageOf(error))) throw error;
      }
      await this.#clock.sleep(retryInMs, signal);
      signal.throwIfAborted();
    }
    await this.#once(image, registryAuth, signal);
  }

  async #once(image: string, registryAuth: string, signal: AbortSignal): Promise<void> {
    const path = pathOf("/images/create", referenceQuery(image));
    const headers = registryAuth === "" ? {} : { "x-registry-auth": padded(registryAuth) };
    const progress = await this.#http.stream({ method: "POST", path, headers }, signal);
    for await (const line of progress) {
      // The status was sent before the work was done: a failure is one of the lines.
      const error = line.at("error").text();
      if (error !== "") throw new OperationalError("notFound", error);
    }
  }
}

interface Pull {
  readonly controller: AbortController;
  readonly done: Promise<void>;
  waiting: number;
}

/** Engines pass over credentials without their padding, and clients leave it out. */
function padded(base64: string): string {
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, "=");
}

/** Without a tag the engine would pull every tag there is. */
export function referenceQuery(image: string): { fromImage: string; tag?: string } {
  if (image.includes("@")) return { fromImage: image };
  const nameStart = image.lastIndexOf("/") + 1;
  const colon = image.indexOf(":", nameStart);
  if (colon < 0) return { fromImage: image, tag: "latest" };
  return { fromImage: image.slice(0, colon), tag: image.slice(colon + 1) };
}

/** The work's outcome, or the signal's reason as soon as that aborts; the work itself goes on. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error); // Reasons are errors throughout.
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    const settled = (): void => signal.removeEventListener("abort", abort);
    work.then(resolve, reject).finally(settled);
  });
}
