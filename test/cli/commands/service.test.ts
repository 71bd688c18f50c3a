import { readFileSync } from "node:fs";
import test from "ava";
import type { Service } from "../../../src/cli/engine-api.ts";
import { node, service, task } from "../cluster.ts";
import type { Answer, Routes } from "../recorded-daemon.ts";
import { HastyClock, skein } from "../run-in-process.ts";

const CREATED: Routes = { "POST /services/create": { json: { ID: "new" }, status: 201 } };
const CREATE = ["service", "create", "-d"];

const [described] = JSON.parse(readFileSync("test/fixtures/cli/service-inspect.json", "utf8")) as [
  Service,
];
const network = described.Spec.TaskTemplate.Networks?.[0]?.Target ?? "";
const DESCRIBED: Routes = {
  "GET /services/zz": { json: described },
  "GET /services/nope": { status: 404, message: "service nope not found" },
  [`GET /networks/${network}`]: { json: { Id: network, Name: "ov" } },
};

test("service inspect: prints what docker prints", async (t) => {
  const json = await skein(["service", "inspect", "zz"], { routes: DESCRIBED });
  const pretty = await skein(["service", "inspect", "--pretty", "zz"], {
    routes: DESCRIBED,
    clock: new HastyClock(Date.parse("2026-11-21T05:44:40Z")),
  });

  t.deepEqual(JSON.parse(json.stdout), [described]);
  t.true(json.stdout.startsWith('[\n    {\n        "ID":'));
  t.is(pretty.stdout, readFileSync("test/fixtures/cli/service-pretty.txt", "utf8"));
  t.is(json.daemon.asked[0]?.query["insertDefaults"], "true");
});

test("service inspect: fills a template, and says what is not there", async (t) => {
  const line = ["service", "inspect", "-f", "{{.Spec.Mode.Replicated.Replicas}}", "nope", "zz"];
  const { code, stdout, stderr } = await skein(line, { routes: DESCRIBED });

  t.is(code, 1);
  t.is(stdout, "3\n");
  t.is(stderr, "Error: no such service: nope\n");
});

test("service inspect: refuses --pretty with --format", async (t) => {
  const { code, stderr } = await skein(["service", "inspect", "--pretty", "-f", "x", "zz"]);

  t.is(code, 1);
  t.regex(stderr, /^--format is incompatible with human friendly format/);
});

test("service create: pins the image to what the registry has", async (t) => {
  const { code, stderr, daemon } = await skein([...CREATE, "reg.example/app:1"], {
    routes: {
      ...CREATED,
      "GET /distribution/reg.example/app:1/json": {
        json: {
          Descriptor: { digest: "sha256:abc" },
          Platforms: [
            { architecture: "amd64", os: "linux" },
            { architecture: "arm", os: "linux" },
          ],
        },
      },
    },
  });

  t.is(stderr, "");
  t.is(code, 0);
  t.like(daemon.asked.at(-1)?.body, {
    TaskTemplate: {
      ContainerSpec: { Image: "reg.example/app:1@sha256:abc" },
      Placement: { Platforms: [{ Architecture: "amd64", OS: "linux" }, { OS: "linux" }] },
    },
  });
});

test("service create: warns and goes on when the registry cannot be asked", async (t) => {
  const { code, stderr, stdout, daemon } = await skein([...CREATE, "app"], { routes: CREATED });

  t.is(code, 0);
  t.is(stdout, "new\n");
  t.regex(stderr, /^image app:latest could not be accessed on a registry to record\nits digest/);
  t.like(daemon.asked.at(-1)?.body, { TaskTemplate: { ContainerSpec: { Image: "app:latest" } } });
});

test("service create: looks up networks, secrets and configs by name", async (t) => {
  const line = [
    ...["--network", "back", "--network", "name=front,alias=www"],
    ...["--secret", "key", "--config", "source=site,target=/etc/site,mode=0400"],
    ...["--no-resolve-image", "app"],
  ];
  const { code, stderr, daemon } = await skein([...CREATE, ...line], {
    routes: {
      ...CREATED,
      "GET /networks/back": { json: { Id: "net2", Name: "back" } },
      "GET /networks/front": { json: { Id: "net1", Name: "front" } },
      "GET /secrets": {
        json: [
          { ID: "s2", Spec: { Name: "key2" } },
          { ID: "s1", Spec: { Name: "key" } },
        ],
      },
      "GET /configs": { json: [{ ID: "c1", Spec: { Name: "site" } }] },
    },
  });

  t.is(stderr, "");
  t.is(code, 0);
  const { TaskTemplate: spec } = daemon.asked.at(-1)?.body as Service["Spec"];
  t.deepEqual(spec.Networks, [{ Target: "net1", Aliases: ["www"] }, { Target: "net2" }]);
  t.deepEqual(spec.ContainerSpec?.Secrets, [
    { File: { Name: "key", UID: "0", GID: "0", Mode: 0o444 }, SecretID: "s1", SecretName: "key" },
  ]);
  t.deepEqual(spec.ContainerSpec?.Configs, [
    {
      File: { Name: "/etc/site", UID: "0", GID: "0", Mode: 0o400 },
      ConfigID: "c1",
      ConfigName: "site",
    },
  ]);
});

test("service create: does not take a secret whose name only begins alike", async (t) => {
  const { code, stderr, daemon } = await skein([...CREATE, "--secret", "key", "app"], {
    routes: { ...CREATED, "GET /secrets": { json: [{ ID: "s2", Spec: { Name: "key2" } }] } },
  });

  t.is(code, 1);
  t.is(stderr, "secret not found: key\n");
  t.false(daemon.calls.includes("POST /services/create"));
});

test("service update: adds and removes networks and secrets", async (t) => {
  const line = "service update -d --network-rm ov --network-add new --secret-rm s1 zz";
  const { code, stderr, daemon } = await skein(line.split(" "), {
    routes: {
      ...DESCRIBED,
      "GET /networks/ov": { json: { Id: network, Name: "ov" } },
      "GET /networks/new": { json: { Id: "net9", Name: "new" } },
      [`POST /services/${described.ID}/update`]: { json: { Warnings: null } },
    },
  });

  t.is(stderr, "");
  t.is(code, 0);
  const { TaskTemplate: spec } = daemon.asked.at(-1)?.body as Service["Spec"];
  t.deepEqual(spec.Networks, [{ Target: "net9" }]);
  t.is(spec.ContainerSpec?.Secrets, undefined);
  t.deepEqual(spec.ContainerSpec?.Configs, described.Spec.TaskTemplate.ContainerSpec?.Configs);
});

test("service update: refuses a network that the service is on", async (t) => {
  const { code, stderr } = await skein("service update -d --network-add ov zz".split(" "), {
    routes: { ...DESCRIBED, "GET /networks/ov": { json: { Id: network, Name: "ov" } } },
  });

  t.is(code, 1);
  t.is(stderr, "service is already attached to network ov\n");
});

test("service update: keeps fields of the spec that it does not know", async (t) => {
  const strange = service({}, { ID: "service1" });
  const spec = {
    ...strange.Spec,
    FromTheFuture: 1,
    TaskTemplate: {
      ...strange.Spec.TaskTemplate,
      FromTheFuture: 2,
      ContainerSpec: { Image: "nginx:1", FromTheFuture: 3, DNSConfig: {} },
    },
  };
  const { daemon } = await skein("service update -d --label-add a=b web".split(" "), {
    routes: {
      "GET /services/web": { json: { ...strange, Spec: spec } },
      "POST /services/service1/update": { json: { Warnings: ["mind the gap"] } },
    },
  });

  t.deepEqual(daemon.asked.at(-1)?.body, {
    ...spec,
    Labels: { a: "b" },
    TaskTemplate: { ...spec.TaskTemplate, ForceUpdate: 0 },
  });
});

test("service update: refuses other flags with --rollback", async (t) => {
  const { code, stderr, daemon } = await skein(
    "service update --rollback --force --detach web".split(" "),
  );

  t.is(code, 1);
  t.regex(stderr, /^other flags may not be combined with --rollback/);
  t.deepEqual(daemon.calls, []);
});

test("service update: prints the daemon's reason when the service changed meanwhile", async (t) => {
  const message = "rpc error: code = Unknown desc = update out of sequence";
  const { code, stderr } = await skein("service update -d --force web".split(" "), {
    routes: {
      "GET /services/web": { json: service() },
      "POST /services/service1/update": { status: 500, message },
    },
  });

  t.is(code, 1);
  t.is(stderr, `Error response from daemon: ${message}\n`);
});

test("service create: --with-registry-auth sends what docker login stored", async (t) => {
  const auth = Buffer.from("me:pass:word").toString("base64");
  const line = [...CREATE, "--with-registry-auth", "--no-resolve-image", "reg.example:5000/app"];
  const { code, daemon } = await skein(line, {
    routes: CREATED,
    env: { HOME: "/home/me" },
    files: {
      "/home/me/.docker/config.json": JSON.stringify({ auths: { "reg.example:5000": { auth } } }),
    },
  });

  t.is(code, 0);
  t.deepEqual(
    JSON.parse(Buffer.from(daemon.asked.at(-1)?.registryAuth ?? "", "base64url").toString()),
    {
      username: "me",
      password: "pass:word",
      serveraddress: "reg.example:5000",
    },
  );
});

test("service create: reads variables from files, and refuses a file that is not there", async (t) => {
  const line = [...CREATE, "--no-resolve-image", "--env-file", "vars", "--env", "B=3", "app"];
  const files = { vars: "# comment\nA=1\n\nB=2\nFROM_SHELL\nNOT_THERE\n" };
  const read = await skein(line, { routes: CREATED, files, env: { FROM_SHELL: "yes" } });
  const missing = await skein(line, { routes: CREATED });

  const { TaskTemplate: spec } = read.daemon.asked.at(-1)?.body as Service["Spec"];
  t.deepEqual(spec.ContainerSpec?.Env, ["A=1", "FROM_SHELL=yes", "B=3"]);
  t.is(missing.code, 1);
  t.is(missing.stderr, "Cannot read --env-file vars: is it there?\n");
});

for (const [line, message] of [
  ["--mode global --replicas 2 app", "--replicas can only be used with"],
  ["--mode global --replicas-max-per-node 2 app", "--replicas-max-per-node can only be used"],
  ["--max-concurrent 2 app", "--max-concurrent can only be used with --mode replicated-job"],
  [
    "--mode global-job --update-delay 1s app",
    "--update-* and --rollback-* cannot be used with jobs",
  ],
  ["--health-retries 3 --no-healthcheck app", "--no-healthcheck conflicts with --health-* options"],
] as const) {
  test(`service create: refuses ${line}`, async (t) => {
    const { code, stderr, daemon } = await skein([...CREATE, ...line.split(" ")]);

    t.is(code, 1);
    t.true(stderr.startsWith(message), stderr);
    t.deepEqual(daemon.calls, []);
  });
}

test("service create: refuses what the daemon is too old to do", async (t) => {
  const { code, stderr } = await skein([...CREATE, "--oom-score-adj", "5", "app"], {
    apiVersion: "1.41",
  });

  t.is(code, 1);
  t.regex(
    stderr,
    /^"--oom-score-adj" requires API version 1\.46, but the daemon at unix:.* has 1\.41/,
  );
});

test("service rm: goes on after a failure and joins the messages", async (t) => {
  const gone = (name: string): Answer => ({ status: 404, message: `service ${name} not found` });
  const { code, stdout, stderr } = await skein(["service", "rm", "a", "web", "b"], {
    routes: {
      "DELETE /services/web": { json: undefined },
      "DELETE /services/a": gone("a"),
      "DELETE /services/b": gone("b"),
    },
  });

  t.is(code, 1);
  t.is(stdout, "web\n");
  t.is(
    stderr,
    "Error response from daemon: service a not found\nError response from daemon: service b not found\n",
  );
});

test("service ls: counts by itself where the daemon is too old to", async (t) => {
  const services = [
    service({ Mode: { Replicated: { Replicas: 3 } } }),
    service({ Name: "all", Mode: { Global: {} } }, { ID: "service2" }),
  ];
  const elsewhere = { ServiceID: "service2" };
  const { stdout, daemon } = await skein(["service", "ls", "--format", "{{.Name}} {{.Replicas}}"], {
    apiVersion: "1.40",
    routes: {
      "GET /services": { json: services },
      "GET /nodes": { json: [node("n1"), node("n2", { Status: { State: "down" } })] },
      "GET /tasks": {
        json: [
          task(1, "running"),
          task(2, "running", { NodeID: "n2" }),
          task("n1", "running", elsewhere),
          task("n2", "running", elsewhere),
          task("n1", "failed", { ...elsewhere, DesiredState: "shutdown" }),
        ],
      },
    },
  });

  t.is(stdout, "all 1/2\nweb 1/3\n");
  t.is(daemon.asked[0]?.query["status"], undefined);
  t.is(daemon.asked[0]?.version, "1.40");
});
