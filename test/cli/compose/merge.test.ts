import test from "ava";
import fc from "fast-check";
import { plainOf, valueOf } from "../../../src/cli/compose/located.ts";
import { mergeFiles } from "../../../src/cli/compose/merge.ts";
import { load, yaml } from "./support.ts";

/** The service "web" of two files in one. */
function merged(earlier: string, later: string): unknown {
  const files = [earlier, later].map((body) => yaml(`services: {web: {${body}}}`));
  const [first, second] = files;
  if (first?.kind !== "map" || second?.kind !== "map") throw new Error("not a map");
  const web = valueOf(valueOf(mergeFiles(first, second), "services"), "web");
  return web && plainOf(web);
}

const CASES: readonly (readonly [title: string, earlier: string, later: string, one: object])[] = [
  ["a value is replaced", "image: a", "image: b", { image: "b" }],
  ["what only one says stays", "image: a", "user: b", { image: "a", user: "b" }],
  ["a key with nothing after it says nothing", "image: a", "image: ", { image: "a" }],
  [
    "maps are merged",
    "deploy: {replicas: 1, mode: x}",
    "deploy: {replicas: 2}",
    { deploy: { replicas: 2, mode: "x" } },
  ],
  ["lists are joined", "dns: [a]", "dns: [b]", { dns: ["a", "b"] }],
  ["one and many are joined", "dns: a", "dns: [b]", { dns: ["a", "b"] }],
  ["a command is replaced", "command: [a, b]", "command: [c]", { command: ["c"] }],
  ["an entrypoint is replaced", "entrypoint: [a]", "entrypoint: [c]", { entrypoint: ["c"] }],
  [
    "a health check's test is replaced",
    "healthcheck: {test: [CMD, a], retries: 1}",
    "healthcheck: {test: [CMD, b]}",
    { healthcheck: { test: ["CMD", "b"], retries: 1 } },
  ],
  [
    "variables are merged by name, in either form",
    "environment: [A=1, B=2, C]",
    "environment: {B: 3, D: 4}",
    { environment: { A: "1", B: 3, C: null, D: 4 } },
  ],
  [
    "labels are merged by name, in either form",
    "labels: {a: 1}",
    "labels: [a=2, b=3]",
    { labels: { a: "2", b: "3" } },
  ],
  [
    "networks are merged by name, in either form",
    "networks: [a, b]",
    "networks: {b: {aliases: [x]}}",
    { networks: { a: null, b: { aliases: ["x"] } } },
  ],
  [
    "volumes of one target: the later one",
    "volumes: ['aa:/x', 'bb:/y']",
    "volumes: [{type: volume, source: c, target: /x}]",
    { volumes: [{ type: "volume", source: "c", target: "/x" }, "bb:/y"] },
  ],
  [
    "ports that are the same are one",
    "ports: ['80:80', '81:81']",
    "ports: ['80:80', {target: 81, published: 81}]",
    { ports: ["80:80", { target: 81, published: 81 }] },
  ],
  [
    "ports that differ are both there",
    "ports: ['80:80']",
    "ports: ['80:80/udp', '8080:80']",
    { ports: ["80:80", "80:80/udp", "8080:80"] },
  ],
  [
    "secrets of one target: the later one",
    "secrets: [a, {source: b, target: x}]",
    "secrets: [{source: c, target: x}]",
    { secrets: ["a", { source: "c", target: "x" }] },
  ],
  ["!override replaces", "ports: ['80:80']", "ports: !override ['81:81']", { ports: ["81:81"] }],
  [
    "!override replaces a map",
    "deploy: {replicas: 1, mode: x}",
    "deploy: !override {replicas: 2}",
    { deploy: { replicas: 2 } },
  ],
  ["!reset takes away", "ports: ['80:80'], image: a", "ports: !reset []", { image: "a" }],
  ["!reset takes a single value away", "user: a, image: b", "user: !reset null", { image: "b" }],
];

for (const [title, earlier, later, one] of CASES) {
  test(`mergeFiles: ${title}`, (t) => {
    t.deepEqual(merged(earlier, later), one);
  });
}

test("mergeFiles: every service of both files is there", (t) => {
  const { model } = load(["services: {a: {image: x}}", "services: {b: {image: y}}"]);

  t.deepEqual([...model.services.keys()], ["a", "b"]);
});

test("mergeFiles: what is wrong is told of the file it stands in", (t) => {
  const { errors } = load(["services: {a: {image: x}}", "services:\n  a:\n    replicas: 3"]);

  t.deepEqual(errors[0]?.at, { file: "over-1.yaml", line: 3, column: 5 });
});

// Documents where a key has the same kind of value everywhere, as a field of Compose has.
const tree = fc.letrec<{ map: Record<string, unknown> }>((tie) => ({
  map: fc
    .tuple(
      fc.dictionary(fc.constantFrom("a", "b"), fc.nat()),
      fc.dictionary(
        fc.constantFrom("c", "d"),
        fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("map")),
      ),
    )
    .map(([values, maps]) => ({ ...values, ...maps })),
})).map;

function mergedTrees(...trees: readonly unknown[]): unknown {
  const files = trees.map((each) => yaml(JSON.stringify(each)));
  return plainOf(
    files.reduce((earlier, later) => {
      if (earlier.kind !== "map" || later.kind !== "map") throw new Error("not a map");
      return mergeFiles(earlier, later);
    }),
  );
}

test("mergeFiles: a file over itself is itself", (t) => {
  fc.assert(fc.property(tree, (a) => t.deepEqual(mergedTrees(a, a), a)));
});

test("mergeFiles: a file over nothing, and nothing over a file, are that file", (t) => {
  fc.assert(
    fc.property(tree, (a) => {
      t.deepEqual(mergedTrees({}, a), a);
      t.deepEqual(mergedTrees(a, {}), a);
    }),
  );
});

test("mergeFiles: it does not matter which two of three files are merged first", (t) => {
  fc.assert(
    fc.property(tree, tree, tree, (a, b, c) =>
      t.deepEqual(mergedTrees(mergedTrees(a, b), c), mergedTrees(a, mergedTrees(b, c))),
    ),
  );
});
