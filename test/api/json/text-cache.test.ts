import test from "ava";
import type { Form } from "../../../src/api/json/form.ts";
import { TextCache } from "../../../src/api/json/text-cache.ts";

interface Thing {
  readonly name: string;
}

/** A form that counts what it writes. */
function counted(): { readonly form: Form<Thing>; readonly written: string[] } {
  const written: string[] = [];
  const form: Form<Thing> = {
    read: (value) => value as Thing, // Nothing is read here.
    write: ({ name }) => {
      written.push(name);
      return { Name: name };
    },
    isEmpty: () => false,
    schema: () => ({}),
  };
  return { form, written };
}

test("TextCache: an object is written once, and another of the same content by itself", (t) => {
  const { form, written } = counted();
  const cache = new TextCache(form);
  const a = { name: "a" };

  t.is(cache.textOf(a), '{"Name":"a"}');
  t.is(cache.textOf(a), '{"Name":"a"}');
  t.deepEqual(written, ["a"]);
  t.is(cache.textOf({ name: "a" }), '{"Name":"a"}');
  t.deepEqual(written, ["a", "a"]);
});

test("TextCache: what was not asked for lately is written anew, and nothing else", (t) => {
  const { form, written } = counted();
  // Two of these fill a generation.
  const cache = new TextCache(form, 24);
  const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((name) => ({ name }));
  const ask = (...things: readonly (Thing | undefined)[]): void => {
    for (const each of things) if (each) cache.textOf(each);
  };

  ask(a, b, c, a);
  t.deepEqual(written, ["a", "b", "c"], "a was of the older generation");
  ask(d, e);
  t.deepEqual(written, ["a", "b", "c", "d", "e"]);
  ask(c, a, b);
  t.deepEqual(written, ["a", "b", "c", "d", "e", "c", "a", "b"], "e filled a generation with d");
});
