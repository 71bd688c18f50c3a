import test from "ava";
import type { ComposeService } from "../../../src/cli/compose/read-service.ts";
import { readYaml } from "../../../src/cli/read-yaml.ts";
import { load, told } from "./support.ts";

/** A service with an image and what else is said, on the third line. */
function serviceText(body: string): string {
  return `services:\n  web: {image: nginx,\n    ${body}}\nvolumes: {vv: }\nsecrets: {s: {file: f}}\nnetworks: {n: }`;
}

function serviceOf(body: string): ComposeService {
  const { model, errors } = load([serviceText(body)]);
  const web = model.services.get("web");
  if (!web || errors.length > 0) throw new Error(JSON.stringify(errors));
  return web;
}

/** A value without the places it was read from. */
function bare(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, each]) => [String(key), bare(each)]));
  }
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "at" && key !== "keysAt");
  return Object.fromEntries(kept.map(([key, each]) => [key, bare(each)]));
}

// Each: what is written of a service, and what is read, under the same keys.
const FORMS: readonly (readonly [
  written: string,
  read: Partial<Record<keyof ComposeService, unknown>>,
])[] = [
  ["command: echo 'a b' c", { command: ["echo", "a b", "c"] }],
  ["command: [echo, 1, true]", { command: ["echo", "1", "true"] }],
  ["environment: [A=1, B=, C, D=x=y]", { environment: { A: "1", B: "", C: null, D: "x=y" } }],
  [
    "environment: {A: 1, B: '', C: , D: 1.10, E: true}",
    { environment: { A: "1", B: "", C: null, D: "1.10", E: "true" } },
  ],
  ["labels: [a=1, b]", { labels: { a: "1", b: "" } }],
  ["env_file: a.env", { env_file: [{ path: "a.env", required: true }] }],
  [
    "env_file: [a.env, {path: b.env, required: false}]",
    {
      env_file: [
        { path: "a.env", required: true },
        { path: "b.env", required: false },
      ],
    },
  ],
  ["ports: [80]", { ports: [port(80, undefined)] }],
  ["ports: ['8080:80', '53:53/UDP']", { ports: [port(80, 8080), port(53, 53, "udp")] }],
  ["ports: ['90-91:80-81']", { ports: [port(80, 90), port(81, 91)] }],
  ["ports: ['90-91:80']", { ports: [port(80, 90), port(80, 91)] }],
  [
    "ports: [':80', '80-81']",
    { ports: [port(80, undefined), port(80, undefined), port(81, undefined)] },
  ],
  [
    "ports: [{target: 80, published: '8080', mode: host, protocol: udp}]",
    { ports: [{ ...port(80, 8080, "udp"), mode: "host" }] },
  ],
  ["volumes: [/a]", { volumes: [{ type: "volume", target: "/a" }] }],
  [
    "volumes: ['vv:/a:ro']",
    { volumes: [{ type: "volume", source: "vv", target: "/a", read_only: true }] },
  ],
  [
    "volumes: ['vv:/a:nocopy,rw']",
    { volumes: [{ type: "volume", source: "vv", target: "/a", nocopy: true }] },
  ],
  [
    "volumes: ['./a:/b:ro,rslave', '~/c:/d', '/e:/f']",
    {
      volumes: [
        { type: "bind", source: "./a", target: "/b", read_only: true, propagation: "rslave" },
        { type: "bind", source: "~/c", target: "/d" },
        { type: "bind", source: "/e", target: "/f" },
      ],
    },
  ],
  [
    "volumes: [{type: tmpfs, target: /a, tmpfs: {size: 1m, mode: 0700}}]",
    { volumes: [{ type: "tmpfs", target: "/a", size: 1048576, mode: 0o700 }] },
  ],
  [
    "volumes: [{type: volume, source: vv, target: /a, volume: {nocopy: true, subpath: x}}]",
    { volumes: [{ type: "volume", source: "vv", target: "/a", nocopy: true, subpath: "x" }] },
  ],
  ["tmpfs: /run", { tmpfs: [{ type: "tmpfs", target: "/run" }] }],
  [
    "tmpfs: ['/run:size=1k,mode=755']",
    { tmpfs: [{ type: "tmpfs", target: "/run", size: 1024, mode: 0o755 }] },
  ],
  ["secrets: [s]", { secrets: [{ source: "s" }] }],
  [
    "secrets: [{source: s, target: t, uid: 1, gid: '2', mode: 0440}]",
    { secrets: [{ source: "s", target: "t", uid: "1", gid: "2", mode: 0o440 }] },
  ],
  ["networks: [n, default]", { networks: { n: {}, default: {} } }],
  [
    "networks: {n: {aliases: [a]}, default: }",
    { networks: { n: { aliases: ["a"] }, default: {} } },
  ],
  [
    "ulimits: {nofile: 5, core: {soft: 1, hard: -1}}",
    { ulimits: { nofile: { soft: 5, hard: 5 }, core: { soft: 1, hard: -1 } } },
  ],
  [
    "healthcheck: {test: curl x, interval: 1m30s, retries: 3}",
    { healthcheck: { test: ["CMD-SHELL", "curl x"], interval: 90e9, retries: 3 } },
  ],
  ["healthcheck: {test: [NONE]}", { healthcheck: { test: ["NONE"] } }],
  [
    "logging: {driver: x, options: {a: 5, b: }}",
    { logging: { driver: "x", options: { a: "5", b: "" } } },
  ],
  [
    "extra_hosts: ['a:1.2.3.4', 'b=::1', 'c:[::2]']",
    {
      extra_hosts: [
        ["a", "1.2.3.4"],
        ["b", "::1"],
        ["c", "::2"],
      ],
    },
  ],
  [
    "extra_hosts: {a: 1.2.3.4, b: [1.1.1.1, 2.2.2.2]}",
    {
      extra_hosts: [
        ["a", "1.2.3.4"],
        ["b", "1.1.1.1"],
        ["b", "2.2.2.2"],
      ],
    },
  ],
  ["dns: 1.1.1.1, dns_search: [a, b]", { dns: ["1.1.1.1"], dns_search: ["a", "b"] }],
  ["sysctls: {net.core.somaxconn: 5}", { sysctls: { "net.core.somaxconn": "5" } }],
  [
    "stop_grace_period: 1m, init: true, tty: 'yes'",
    { stop_grace_period: 60e9, init: true, tty: true },
  ],
  ["restart: no", { restart: "no" }],
  ["deploy: {replicas: '3', labels: [a=b]}", { deploy: { replicas: 3, labels: { a: "b" } } }],
  [
    "deploy: {resources: {limits: {cpus: 0.5, memory: 1g, pids: 5}, reservations: {cpus: '1', generic_resources: [{discrete_resource_spec: {kind: gpu, value: 2}}]}}}",
    {
      deploy: {
        resources: {
          limits: { cpus: 5e8, memory: 1073741824, pids: 5 },
          reservations: {
            cpus: 1e9,
            generic_resources: [{ discrete_resource_spec: { kind: "gpu", value: 2 } }],
          },
        },
      },
    },
  ],
  [
    "deploy: {update_config: {parallelism: 2, delay: 5s, failure_action: rollback, monitor: 10s, max_failure_ratio: 0.25, order: start-first}}",
    {
      deploy: {
        update_config: {
          parallelism: 2,
          delay: 5e9,
          failure_action: "rollback",
          monitor: 10e9,
          max_failure_ratio: 0.25,
          order: "start-first",
        },
      },
    },
  ],
  ["x-note: {anything: [goes]}", {}],
  ["deploy: {x-note: 1, mode: global}", { deploy: { mode: "global" } }],
];

function port(target: number, published: number | undefined, protocol = "tcp"): object {
  return { target, published, protocol, mode: "ingress" };
}

for (const [written, read] of FORMS) {
  test(`loadCompose: ${written}`, (t) => {
    const { image, ...rest } = bare(serviceOf(written)) as Record<string, unknown>;

    t.is(image, "nginx");
    t.deepEqual(rest, read);
  });
}

// Each: what is written of a service, and what is said of it.
const WRONG: readonly (readonly [written: string, message: RegExp])[] = [
  [
    "imag: x",
    /^compose.yaml:3:5: services.web.imag: is not a key of Compose here: did you mean image\?$/,
  ],
  [
    "deploy: {replica: 1}",
    /^compose.yaml:3:14: services.web.deploy.replica: .* did you mean replicas\?$/,
  ],
  [
    "deploy: {replicas: -1}",
    /^compose.yaml:3:24: services.web.deploy.replicas: must be a whole number of 0 or more, not "-1"/,
  ],
  ["deploy: {replicas: many}", /deploy.replicas: must be a whole number/],
  [
    "deploy: {mode: globl}",
    /^compose.yaml:3:20: services.web.deploy.mode: must be one of replicated, global/,
  ],
  [
    "deploy: {mode: global, replicas: 2}",
    /^compose.yaml:3:28: services.web.deploy.replicas: cannot be set with mode global/,
  ],
  [
    "deploy: {mode: global-job, update_config: {delay: 1s}}",
    /deploy.update_config: cannot be set for a job/,
  ],
  ["deploy: {update_config: {delay: 5}}", /update_config.delay: missing unit in duration/],
  ["deploy: {rollback_config: {failure_action: rollback}}", /must be one of pause, continue/],
  ["deploy: {update_config: {max_failure_ratio: 2}}", /must be a number from 0 to 1, not "2"/],
  ["deploy: {resources: {limits: {memory: lots}}}", /limits.memory: invalid size: 'lots'/],
  ["deploy: {resources: {limits: {cpus: x}}}", /limits.cpus: it is not a number of CPUs/],
  ["deploy: [a]", /services.web.deploy: must be a map, not a list/],
  ["ports: 80", /services.web.ports: must be a list/],
  ["ports: ['80:80', 'web']", /^compose.yaml:3:22: services.web.ports.1: "web" is no port/],
  ["ports: ['70000:80']", /"70000:80" is no port/],
  ["ports: ['80-82:80-81']", /differ in length/],
  ["ports: [{published: 80}]", /ports.0.target: is missing/],
  ["ports: [{target: 80, mode: hosts}]", /ports.0.mode: must be one of ingress, host/],
  [
    "volumes: ['vx:/a']",
    /^compose.yaml:3:15: services.web.volumes: undefined "vx": did you mean vv\?/,
  ],
  ["volumes: ['vv:/a:rx']", /option "rx" is not known/],
  ["volumes: ['vv:/a', 'vv:/a']", /two of them have the target "\/a"/],
  ["volumes: ['a:b:c:d']", /"a:b:c:d" is no volume/],
  ["volumes: [{type: bind, target: /a}]", /a bind mount needs a source/],
  ["volumes: [{target: /a}]", /volumes.0.type: is missing/],
  [
    "secrets: [nope]",
    /^compose.yaml:3:15: services.web.secrets: undefined "nope": add it to the top-level secrets/,
  ],
  ["secrets: [{target: x}]", /one without a source/],
  ["secrets: [s, {source: s, target: s}]", /two of them have the target "s"/],
  ["networks: [m]", /services.web.networks: undefined "m": did you mean n\?/],
  ["environment: [=x]", /environment.0: has no name before "="/],
  ["environment: text", /environment: must be a map, or a list of "KEY=value", not "text"/],
  ["command: 'a \"b'", /command: the quote " is never closed/],
  [
    "healthcheck: {test: [curl, x]}",
    /healthcheck.test: must begin with one of NONE, CMD, CMD-SHELL/,
  ],
  [
    "healthcheck: {test: [CMD, x], disable: true}",
    /^compose.yaml:3:35: services.web.healthcheck.disable: disable and test cannot be set/,
  ],
  ["tty: maybe", /tty: must be true or false, not "maybe"/],
  ["extra_hosts: [nowhere]", /extra_hosts.0: is no entry of a hosts file/],
  ["ulimits: {nofile: x}", /ulimits.nofile: must be a whole number/],
  ["restart: sometimes", /restart: must be no, always, on-failure\[:N\] or unless-stopped/],
  ["extends: {service: x}", /extends: is not supported: use YAML anchors/],
  ["mem_limit: 5m", /mem_limit: is not supported: use deploy.resources/],
  [
    "user: '${WHO:?say who}'",
    /^compose.yaml:3:11: services.web.user: required variable WHO is missing a value: say who/,
  ],
  ["user: '${WHO'", /user: after "\$\{WHO" stands no "}"/],
];

for (const [written, message] of WRONG) {
  test(`loadCompose: refuses ${written}`, (t) => {
    const said = told(serviceText(written));

    t.is(said.length, 1, said.join("\n"));
    t.regex(said[0] ?? "", message);
  });
}

// Each: a whole file, and what is said of it.
const FILES: readonly (readonly [written: string, message: RegExp])[] = [
  ["- a", /^compose.yaml:1:1: is no Compose file/],
  ["version: '3'", /services: has none/],
  ["servces: {}", /servces: is not a key of Compose here: did you mean services\?/],
  ["services: {web: }", /services.web: is empty/],
  ["services: {web: {build: .}}", /services.web: has no image/],
  ["services: {'we b': {image: x}}", /is no name for a service/],
  [
    "services: {web: {image: x}}\ninclude: [a]",
    /^compose.yaml:2:1: include: is not supported: name each file with -c/,
  ],
  [
    "services: {web: {image: x}}\nsecrets: {s: {}}",
    /secrets.s: has no data: set file, environment or content/,
  ],
  [
    "services: {web: {image: x}}\nsecrets:\n  s:\n    file: a\n    content: b",
    /^compose.yaml:5:5: secrets.s: takes its data from file and content/,
  ],
  [
    "services: {web: {image: x}}\nsecrets: {s: {external: true, file: a}}",
    /secrets.s.file: cannot be set here: what is external/,
  ],
  ["services: {web: {image: x}}\nnetworks: {n: {subnet: 1}}", /networks.n.subnet: is not a key/],
];

for (const [written, message] of FILES) {
  test(`loadCompose: refuses the file ${JSON.stringify(written)}`, (t) => {
    const said = told(written);

    t.regex(said[0] ?? "", message, said.join("\n"));
  });
}

test("loadCompose: what a swarm does not do is told, with what to do instead", (t) => {
  t.deepEqual(told(serviceText("build: ., container_name: x, depends_on: [y], privileged: true")), [
    "compose.yaml:3:5: services.web.build: is left out: build and push the image first: nodes pull it",
    "compose.yaml:3:15: services.web.container_name: is left out: tasks are named by the swarm, such as web.1.x",
    "compose.yaml:3:34: services.web.depends_on: is left out: services start together: make each wait for what it needs",
    "compose.yaml:3:51: services.web.privileged: is left out: use cap_add for what is needed",
  ]);
});

test("loadCompose: everything that is wrong is told at once, each at its place", (t) => {
  const said = told(
    "services:\n  a:\n    image: x\n    prt: 1\n  b:\n    image: y\n    tty: maybe",
  );

  t.deepEqual(
    said.map((line) => line.split(" ")[0]),
    ["compose.yaml:4:5:", "compose.yaml:7:10:"],
  );
});

test("loadCompose: a variable that is not set is a blank, and a warning", (t) => {
  t.deepEqual(told(serviceText("user: $NOBODY")), [
    "compose.yaml:3:11: services.web.user: variable NOBODY is not set: a blank stands in its place",
  ]);
});

test("loadCompose: a number or a switch may come from a variable", (t) => {
  const text = serviceText("tty: $TTY, deploy: {replicas: '${N}'}");
  const { model, errors } = load([text], { env: { TTY: "true", N: "4" } });

  t.deepEqual(errors, []);
  t.true(model.services.get("web")?.tty);
  t.is(model.services.get("web")?.deploy?.replicas, 4);
});

test("loadCompose: keys and extensions are not interpolated", (t) => {
  const said = told("x-a: ${!}\nservices:\n  web:\n    image: x\n    labels: {$A: b}");

  t.deepEqual(said, []);
});

test("loadCompose: a service of a profile is there when it is chosen", (t) => {
  const text = "services: {a: {image: x}, b: {image: y, profiles: [p, q]}}";
  const names = (profiles: readonly string[]): readonly string[] => [
    ...load([text], { profiles }).model.services.keys(),
  ];

  t.deepEqual(names([]), ["a"]);
  t.deepEqual(names(["q"]), ["a", "b"]);
  t.deepEqual(names(["*"]), ["a", "b"]);
  t.regex(told(text)[0] ?? "", /services.b: is left out: none of its profiles \(p, q\)/);
});

test("readYaml: anchors, aliases and merge keys, the nearest of each key", (t) => {
  const { model, errors } = load([
    [
      "x-a: &a {image: one, user: one}",
      "x-b: &b {image: two, tty: true}",
      "services:",
      "  web: {<<: [*a, *b], user: three}",
    ].join("\n"),
  ]);
  const { image, user, tty } = model.services.get("web") ?? {};

  t.deepEqual(errors, []);
  t.deepEqual({ image, user, tty }, { image: "one", user: "three", tty: true });
});

const UNREADABLE: readonly (readonly [text: string, message: RegExp])[] = [
  ["", /^f:1:1: .*empty/],
  ["a: [", /^f:1:5: /],
  ["a: 1\na: 2", /^f:2:1: Map keys must be unique/],
  ["a:\n\t- b", /^f:2:1: /],
  ["a: *nowhere", /nowhere/],
  ["a: {b: ${C}}", /^f:1:9: .*put values with "\$\{…\}" in quotes/],
  ["a: 1\n---\nb: 2", /second document/],
];

for (const [text, message] of UNREADABLE) {
  test(`readYaml: refuses ${JSON.stringify(text)} with its place`, (t) => {
    const read = readYaml(text, "f");

    t.false(read.ok);
    t.regex(read.ok ? "" : read.error, message);
  });
}

test("readYaml: aliases that repeat each other without end are refused", (t) => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 10; level++) {
    const before = `*a${level - 1}`;
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => before).join(", ")}]`);
  }
  const read = readYaml(lines.join("\n"), "bomb.yaml");

  t.regex(read.ok ? "" : read.error, /too large or too deep/);
});
