import { OperationalError } from "../../base/errors.ts";
import { pathOf, type DockerHttp } from "./docker-http.ts";

/**
 * Pulls images, each one once however many tasks wait for it. A pull goes on while anybody waits
 * for it, and ends with the last who gave up.
 */
export class ImagePulls {
  readonly #http: DockerHttp;
  readonly #underWay = new Map<string, Pull>();

  constructor(http: DockerHttp) {
    this.#http = http;
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

  async #run(image: string, registryAuth: string, signal: AbortSignal): Promise<void> {
    const path = pathOf("/images/create", referenceQuery(image));
    const headers = registryAuth === "" ? {} : { "x-registry-auth": registryAuth };
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
