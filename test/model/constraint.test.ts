import test from "ava";
import { parseConstraint, satisfiesAll } from "../../src/model/constraint.ts";
import {
  NodeRole,
  makeAnnotations,
  makeEngineDescription,
  makeNode,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makePlatform,
} from "../../src/model/generated/types.ts";

const NODE = makeNode({
  id: "abc",
  role: NodeRole.MANAGER,
  spec: makeNodeSpec({ annotations: makeAnnotations({ labels: { zone: "East", Rack: "7" } }) }),
  description: makeNodeDescription({
    hostname: "host-1",
    platform: makePlatform({ os: "linux", architecture: "x86_64" }),
    engine: makeEngineDescription({ labels: { disk: "ssd" } }),
  }),
  status: makeNodeStatus({ addr: "10.1.2.3" }),
});

// prettier-ignore
const SATISFIED: Record<string, boolean> = {
  "node.id==abc": true,
  "node.id != abc": false,
  "node.hostname==HOST-1": true,
  "node.role==manager": true,
  "node.role!=worker": true,
  "NODE.ROLE==worker": false,
  "node.platform.os==linux": true,
  "node.platform.arch==arm64": false,
  "node.labels.zone==east": true,
  "node.labels.zone!=west": true,
  "node.labels.Zone==east": false,
  "node.labels.missing!=x": true,
  "node.labels.missing==x": false,
  "engine.labels.disk==ssd": true,
  "engine.labels.disk!=ssd": false,
  "node.ip==10.1.2.3": true,
  "node.ip!=10.1.2.3": false,
  "node.ip==10.1.2.4": false,
  "node.ip==10.1.0.0/16": true,
  "node.ip!=10.1.0.0/16": false,
  "node.ip==10.2.0.0/16": false,
  "node.ip==::ffff:10.1.2.3": true,
  "node.ip==nonsense": false,
  "node.ip!=nonsense": false,
  "node.unknown==x": false,
  "node.unknown!=x": false,
  "not a constraint": false,
};

for (const [text, expected] of Object.entries(SATISFIED)) {
  test(`satisfiesAll: ${text} is ${String(expected)}`, (t) => {
    t.is(satisfiesAll(NODE, [text]), expected);
  });
}

test("satisfiesAll: every constraint must hold, and none is always satisfied", (t) => {
  t.true(satisfiesAll(NODE, []));
  t.true(satisfiesAll(NODE, ["node.id==abc", "node.role==manager"]));
  t.false(satisfiesAll(NODE, ["node.id==abc", "node.role==worker"]));
});

test("satisfiesAll: a node that has told nothing of itself has empty labels", (t) => {
  const node = makeNode({ id: "n" });
  t.true(satisfiesAll(node, ["node.labels.a!=b", "engine.labels.a!=b", "node.hostname!=h"]));
  t.false(satisfiesAll(node, ["node.ip==10.0.0.0/8"]));
});

// prettier-ignore
const MISTAKES: Record<string, string> = {
  "node.id": "constraint expected one operator from ==, !=",
  "node.id=abc": "constraint expected one operator from ==, !=",
  "==abc": "key '' is invalid",
  "7node==abc": "key '7node' is invalid",
  "node.id==": "value '' is invalid",
  "node.id==a{b": "value 'a{b' is invalid",
};

for (const [text, expected] of Object.entries(MISTAKES)) {
  test(`parseConstraint: '${text}' is refused: ${expected}`, (t) => {
    t.deepEqual(parseConstraint(text), { ok: false, error: expected });
  });
}

test("parseConstraint: takes the first operator, and spaces around its sides", (t) => {
  t.deepEqual(parseConstraint(" node.labels.a == b c "), {
    ok: true,
    value: { key: "node.labels.a", operator: "==", value: "b c" },
  });
});
