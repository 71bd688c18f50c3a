import type { Config, Secret, Task } from "../../model/generated/types.ts";

/**
 * The secrets and configs this node was given, in memory only: nothing of a secret is ever on
 * disk. What the engine reads them from.
 */
export class HeldObjects {
  readonly #secrets = new Map<string, Secret>();
  readonly #configs = new Map<string, Config>();

  secret(id: string): Secret | undefined {
    return this.#secrets.get(id);
  }

  config(id: string): Config | undefined {
    return this.#configs.get(id);
  }

  get secretIds(): Iterable<string> {
    return this.#secrets.keys();
  }

  get configIds(): Iterable<string> {
    return this.#configs.keys();
  }

  putSecret(secret: Secret): void {
    this.#secrets.set(secret.id, secret);
  }

  putConfig(config: Config): void {
    this.#configs.set(config.id, config);
  }

  removeSecret(id: string): void {
    this.#secrets.delete(id);
  }

  removeConfig(id: string): void {
    this.#configs.delete(id);
  }

  /** Whether all that the task's container refers to is here. */
  has({ spec }: Task): boolean {
    const container = spec?.container;
    return (
      (container?.secrets ?? []).every(({ secretId }) => this.#secrets.has(secretId)) &&
      (container?.configs ?? []).every(({ configId }) => this.#configs.has(configId))
    );
  }
}
