import test from "ava";
import { mergedSpec } from "../../src/api/json/swarm-json.ts";
import { makeCAConfig, makeClusterSpec } from "../../src/model/generated/types.ts";

test("swarm spec: a client that does not know of changes of the root asks for none", (t) => {
  const base = makeClusterSpec({ caConfig: makeCAConfig({ forceRotate: 3 }) });

  t.is(mergedSpec({}, base).caConfig?.forceRotate, 3);
  t.is(mergedSpec({ caConfig: { forceRotate: 0 } }, base).caConfig?.forceRotate, 3);
  t.is(mergedSpec({ caConfig: { forceRotate: 4 } }, base).caConfig?.forceRotate, 4);
});
