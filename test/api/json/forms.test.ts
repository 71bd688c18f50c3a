import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "ava";
import type { Form } from "../../../src/api/json/form.ts";
import { node } from "../../../src/api/json/node-json.ts";
import { serviceSpec } from "../../../src/api/json/service-spec-json.ts";
import { serviceView } from "../../../src/api/json/service-json.ts";
import { task } from "../../../src/api/json/task-json.ts";
import { ServiceSpecCodec } from "../../../src/wire/generated/codecs.ts";
import { FULL_SPEC } from "../support/full-spec.ts";

/** What a real engine answered: dockerd 20.10.24 in swarm mode. */
function recorded(name: string): readonly Record<string, unknown>[] {
  const url = new URL(`../../../../test/fixtures/api/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(url), "utf8")) as Record<string, unknown>[];
}

function again<T>(form: Form<T>, value: unknown): string {
  return JSON.stringify(form.write(form.read(value, "")));
}

test("services: what a real engine answered comes out again, to the byte", (t) => {
  for (const value of recorded("services")) t.is(again(serviceView, value), JSON.stringify(value));
});

test("nodes: what a real engine answered comes out again, to the byte", (t) => {
  for (const value of recorded("nodes")) t.is(again(node, value), JSON.stringify(value));
});

test("tasks: what a real engine answered comes out again, with the volumes of newer versions", (t) => {
  for (const value of recorded("tasks")) {
    t.is(again(task, value), JSON.stringify({ ...value, Volumes: null }));
  }
});

test("serviceSpec: every field survives the way in and out, and the wire between", (t) => {
  const spec = serviceSpec.read(FULL_SPEC, "");
  const stored = ServiceSpecCodec.decode(ServiceSpecCodec.encode(spec));

  t.is(JSON.stringify(serviceSpec.write(stored)), JSON.stringify(FULL_SPEC));
});
