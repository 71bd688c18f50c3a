import type { Form } from "./form.ts";

/** Characters of each of two generations: some 25,000 tasks, and as many again. */
const GENERATION_CHARS = 16 * 2 ** 20;

/**
 * The JSON text of objects that never change, such as the store's, so that a list that is asked for
 * again and again is written once. What was not asked for lately is forgotten: it holds twice
 * `generationChars` characters at most, and an object beyond; nothing of objects that are gone.
 */
export class TextCache<T extends object> {
  readonly #form: Form<T>;
  readonly #generationChars: number;
  #young = new WeakMap<T, string>();
  #old = new WeakMap<T, string>();
  #youngChars = 0;

  constructor(form: Form<T>, generationChars = GENERATION_CHARS) {
    this.#form = form;
    this.#generationChars = generationChars;
  }

  textOf(object: T): string {
    const young = this.#young.get(object);
    if (young !== undefined) return young;
    const text = this.#old.get(object) ?? JSON.stringify(this.#form.write(object));
    this.#young.set(object, text);
    this.#youngChars += text.length;
    if (this.#youngChars >= this.#generationChars) {
      this.#old = this.#young;
      this.#young = new WeakMap();
      this.#youngChars = 0;
    }
    return text;
  }
}
