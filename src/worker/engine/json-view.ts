/**
 * A way into JSON that another program wrote: what is missing or of another type reads as nothing,
 * because what an engine leaves out depends on its version.
 */
export class JsonView {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** Parses text; text that is no JSON reads as nothing. */
  static parse(text: string): JsonView {
    try {
      return new JsonView(JSON.parse(text));
    } catch {
      return new JsonView(undefined); // An engine behind a broken proxy says anything.
    }
  }

  /** The part at a path of keys. */
  at(...path: readonly string[]): JsonView {
    let value = this.#value;
    for (const key of path) {
      value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return new JsonView(value);
  }

  get exists(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  text(): string {
    return typeof this.#value === "string" ? this.#value : "";
  }

  number(): number {
    return typeof this.#value === "number" ? this.#value : 0;
  }

  isTrue(): boolean {
    return this.#value === true;
  }

  items(): JsonView[] {
    return Array.isArray(this.#value) ? this.#value.map((item) => new JsonView(item)) : [];
  }

  /** The entries of an object, in the order of their keys. */
  entries(): [string, JsonView][] {
    if (!isRecord(this.#value)) return [];
    const entries = Object.entries(this.#value).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, value]) => [key, new JsonView(value)]);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
