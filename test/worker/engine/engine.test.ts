import test from "ava";
import { OperationalError } from "../../../src/base/errors.ts";
import { exitOf, isTemporary } from "../../../src/worker/engine/engine.ts";
import { containerView, nodeDescription } from "../../../src/worker/engine/docker-views.ts";
import { referenceQuery } from "../../../src/worker/engine/image-pulls.ts";
import { JsonView } from "../../../src/worker/engine/json-view.ts";

const EXITS: readonly [exitCode: number, cause: string | undefined, error: string | undefined][] = [
  [0, undefined, undefined],
  [1, undefined, "task: non-zero exit (1)"],
  [137, "out of memory", "task: non-zero exit (137): out of memory"],
  [0, "unhealthy container", "task: unhealthy container"],
];

for (const [exitCode, cause, error] of EXITS) {
  test(`exitOf: code ${exitCode}, cause ${cause ?? "unknown"}`, (t) => {
    t.is(exitOf(exitCode, cause).error, error);
  });
}

test("isTemporary: an engine that cannot be reached, and nothing that it says", (t) => {
  t.true(isTemporary(new OperationalError("unavailable", "")));
  t.true(isTemporary(new OperationalError("deadlineExceeded", "")));
  t.false(isTemporary(new OperationalError("notFound", "")));
  t.false(isTemporary(new OperationalError("internal", "")));
  t.false(isTemporary(new Error()));
});

const IMAGES: readonly [image: string, expected: object][] = [
  ["busybox", { fromImage: "busybox", tag: "latest" }],
  ["busybox:1", { fromImage: "busybox", tag: "1" }],
  ["host:5000/a/b", { fromImage: "host:5000/a/b", tag: "latest" }],
  ["host:5000/a/b:2", { fromImage: "host:5000/a/b", tag: "2" }],
  ["a:1@sha256:00", { fromImage: "a:1@sha256:00" }],
];

for (const [image, expected] of IMAGES) {
  test(`referenceQuery: ${image}`, (t) => {
    t.deepEqual(referenceQuery(image), expected);
  });
}

const STATES: readonly [what: string, state: object, expected: object][] = [
  ["before its start", { StartedAt: "0001-01-01T00:00:00Z" }, { phase: "created", health: "none" }],
  [
    "running",
    { StartedAt: "2026-01-01T00:00:00Z", Running: true, Health: { Status: "starting" } },
    { phase: "running", health: "starting" },
  ],
  [
    "ended",
    { StartedAt: "2026-01-01T00:00:00Z", ExitCode: 3, Error: "broken" },
    { phase: "ended", exitCode: 3, cause: "broken" },
  ],
  [
    "killed for memory",
    { StartedAt: "2026-01-01T00:00:00Z", ExitCode: 137, OOMKilled: true },
    { phase: "ended", cause: "out of memory" },
  ],
  [
    "stopped for its health",
    { StartedAt: "2026-01-01T00:00:00Z", ExitCode: 137, Health: { Status: "unhealthy" } },
    { phase: "ended", cause: "unhealthy container" },
  ],
];

for (const [what, State, expected] of STATES) {
  test(`containerView: a container ${what}`, (t) => {
    t.like(containerView(new JsonView({ State }), "label"), expected);
  });
}

test("nodeDescription: what an engine says of itself", (t) => {
  const info = {
    ...{ Name: "h1", Architecture: "x86_64", OSType: "linux", NCPU: 2, MemTotal: 1000 },
    ServerVersion: "20.10.24",
    Labels: ["zone=a=b", "ssd"],
    GenericResources: [{ NamedResourceSpec: { Kind: "gpu", Value: "u1" } }],
    Plugins: { Volume: ["local"], Network: ["overlay", "bridge"], Authorization: null },
  };

  t.like(nodeDescription(new JsonView(info)), {
    hostname: "h1",
    platform: { architecture: "x86_64", os: "linux" },
    resources: {
      nanoCpus: 2_000_000_000,
      memoryBytes: 1000,
      generic: [{ namedResourceSpec: { kind: "gpu", value: "u1" } }],
    },
    engine: {
      engineVersion: "20.10.24",
      labels: { zone: "a=b", ssd: "" },
      plugins: [
        { type: "Network", name: "bridge" },
        { type: "Network", name: "overlay" },
        { type: "Volume", name: "local" },
      ],
    },
  });
});
