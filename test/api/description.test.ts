import { readFileSync } from "node:fs";
import test from "ava";
import { OPERATIONS, apiDocument } from "../../src/api/description/document.ts";
import { EngineDoor } from "../../src/api/engine/door.ts";
import { EventRing } from "../../src/api/events/event-ring.ts";
import { apiRoutes } from "../../src/api/routes.ts";
import { Prng } from "../../src/base/prng.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { SILENT_LOG } from "../manager/support/test-store.ts";
import { SimEntropy } from "../sim/entropy.ts";
import { ApiScene } from "./support/api-scene.ts";
import { keyOf } from "./support/checked-routes.ts";
import { SoloNode } from "./support/solo-node.ts";

test("the API's description: every route is in it, and nothing else", (t) => {
  const deps = { clock: realClock, entropy: new SimEntropy(new Prng(1)), log: SILENT_LOG };
  const node = new SoloNode(deps);
  const engine = new EngineDoor("/nowhere.sock", realClock);
  const ring = new EventRing(node, realClock);
  const routes = apiRoutes({ ...deps, node }, engine, ring);
  ring.close();
  engine.close();

  t.deepEqual([...new Set(routes.map(keyOf))].sort(), Object.keys(OPERATIONS).sort());
});

test("docs/openapi.json: is what the API's forms say; if not, npm run docs", (t) => {
  t.is(readFileSync("docs/openapi.json", "utf8"), `${JSON.stringify(apiDocument(), null, 2)}\n`);
});

test("the API's description: the daemon answers with it, and every reference in it leads somewhere", async (t) => {
  await using scene = await ApiScene.open();
  const { status, text } = await scene.get("/skein/openapi.json");
  const document = JSON.parse(text) as { components: { schemas: Record<string, object> } };
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = ""]) => name);

  t.is(status, 200);
  t.true(names.length > 100);
  t.deepEqual(
    names.filter((name) => Object.keys(document.components.schemas[name] ?? {}).length === 0),
    [],
  );
});
