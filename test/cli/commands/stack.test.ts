import test, { type ExecutionContext } from "ava";
import type { Secret, Service } from "../../../src/cli/engine-api.ts";
import { ApiScene } from "../../api/support/api-scene.ts";
import { skein, type Outcome } from "../run-in-process.ts";

const COMPOSE = `
services:
  web:
    image: nginx:1
    secrets: [password]
    configs: [site]
  worker:
    image: busybox:1
secrets: {password: {file: ./password}}
configs: {site: {content: "hello \${WHO:-world}"}}
`;

/** A daemon of a cluster of one without tasks, and a command line with a few files. */
class Desk implements AsyncDisposable {
  files: Record<string, string> = { "compose.yaml": COMPOSE, "/srv/password": "one" };
  env: Record<string, string> = {};
  readonly #scene: ApiScene;

  private constructor(scene: ApiScene) {
    this.#scene = scene;
  }

  static async open(): Promise<Desk> {
    return new Desk(await ApiScene.managing());
  }

  run(...args: readonly string[]): Promise<Outcome> {
    const { files, env } = this;
    return skein(args, { host: `unix://${this.#scene.socket}`, files, env, folder: "/srv" });
  }

  /** Deploys without waiting; the lines that it printed. */
  async deploy(t: ExecutionContext, ...flags: readonly string[]): Promise<readonly string[]> {
    const line = ["stack", "deploy", "-d", "--resolve-image", "never", ...flags, "shop"];
    const { code, stdout, stderr } = await this.run(...line);
    t.is(code, 0, stderr);
    // Networks are somebody else's.
    return stdout.split("\n").filter((each) => each !== "" && !each.includes("network"));
  }

  async names(kind: "secret" | "config" | "service"): Promise<readonly string[]> {
    const { stdout } = await this.run(kind, "ls", "--format", "{{.Name}}");
    return stdout.split("\n").filter((name) => name !== "");
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#scene.get(path)).json() as T;
  }

  async secretOf(service: string): Promise<string | undefined> {
    const { Spec: spec } = await this.get<Service>(`/services/${service}`);
    return spec.TaskTemplate.ContainerSpec?.Secrets?.[0]?.SecretName;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scene[Symbol.asyncDispose]();
  }
}

test("stack deploy: makes what the file names, and what is there again nothing", async (t) => {
  await using desk = await Desk.open();

  t.deepEqual(await desk.deploy(t), [
    "Creating secret shop_password",
    "Creating config shop_site",
    "Creating service shop_web",
    "Creating service shop_worker",
  ]);
  t.deepEqual(await desk.deploy(t), [
    "Service shop_web is up to date",
    "Service shop_worker is up to date",
  ]);
  const listed = await desk.run("stack", "ls");
  const services = await desk.run("stack", "services", "--format", "{{.Name}} {{.Image}}", "shop");

  t.is(listed.stdout, "NAME      SERVICES\nshop      2\n");
  t.is(services.stdout, "shop_web nginx:1\nshop_worker busybox:1\n");
});

test("stack deploy: a service that says everything is known again", async (t) => {
  await using desk = await Desk.open();
  desk.files["compose.yaml"] = `
services:
  web:
    image: nginx:1
    command: [a, b]
    environment: {A: 1, B: ""}
    hostname: h
    user: "1:2"
    init: true
    tty: true
    read_only: true
    stop_grace_period: 5s
    stop_signal: SIGINT
    dns: 10.0.0.2
    extra_hosts: ["a:10.0.0.1"]
    cap_add: [NET_ADMIN]
    sysctls: {net.core.somaxconn: 5}
    ulimits: {nofile: 10}
    healthcheck: {test: "true", interval: 5s, retries: 2}
    logging: {driver: json-file, options: {max-size: 1m}}
    ports: [{target: 80, published: 8080, mode: host}]
    volumes: ["data:/data", "/etc:/host:ro", {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
    secrets: [{source: password, mode: 0400}]
    deploy:
      replicas: 0
      labels: {tier: front}
      update_config: {max_failure_ratio: 0.1, delay: 1s}
      rollback_config: {parallelism: 0}
      restart_policy: {condition: on-failure, max_attempts: 3, window: 1m}
      resources:
        limits: {cpus: "0.5", memory: 64M, pids: 5}
        reservations: {memory: 32M, generic_resources: [{discrete_resource_spec: {kind: gpu, value: 1}}]}
      placement: {constraints: [node.role==worker], preferences: [{spread: node.labels.zone}], max_replicas_per_node: 2}
  all: {image: x, deploy: {mode: global, restart_policy: {delay: 1s}}}
  once: {image: x, deploy: {mode: replicated-job, replicas: 3}}
volumes: {data: {driver: local, driver_opts: {type: nfs}}}
secrets: {password: {file: ./password}}
`;
  await desk.deploy(t);

  t.deepEqual(await desk.deploy(t), [
    "Service shop_web is up to date",
    "Service shop_all is up to date",
    "Service shop_once is up to date",
  ]);
});

test("stack deploy: updates only the service that changed", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.files["compose.yaml"] = COMPOSE.replace("busybox:1", "busybox:2");
  const [web, worker] = await desk.deploy(t);

  t.is(web, "Service shop_web is up to date");
  t.regex(worker ?? "", /^Updating service shop_worker \(id: \w{25}\)$/);
});

test("stack deploy: a secret that changed has another name, and its service follows", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.files["/srv/password"] = "two";
  const lines = await desk.deploy(t);
  const second = await desk.secretOf("shop_web");

  t.regex(second ?? "", /^shop_password-[0-9a-f]{8}$/);
  t.is(lines[0], `Creating secret ${second ?? ""}`);
  t.regex(lines[1] ?? "", /^Updating service shop_web/);
  t.is(lines[2], "Service shop_worker is up to date");
  t.deepEqual(await desk.names("secret"), ["shop_password", second]);

  desk.files["/srv/password"] = "three";
  const more = await desk.deploy(t);
  const third = await desk.secretOf("shop_web");

  t.not(third, second);
  t.true(more.includes("Removing secret shop_password"), "nothing rolls back to the first one");
  t.deepEqual([...(await desk.names("secret"))].sort(), [second, third].sort());
});

test("stack deploy: a secret that changed back is the one from before", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.files["/srv/password"] = "two";
  await desk.deploy(t);
  desk.files["/srv/password"] = "one";
  await desk.deploy(t);

  t.is(await desk.secretOf("shop_web"), "shop_password");
});

test("stack deploy: a config that changed has another name", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.env["WHO"] = "moon";
  const lines = await desk.deploy(t);

  t.regex(lines[0] ?? "", /^Creating config shop_site-[0-9a-f]{8}$/);
  t.regex(lines[1] ?? "", /^Updating service shop_web/);
});

test("stack deploy: what a secret is known by again does not give it away", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  const [secret] = await desk.get<readonly Secret[]>("/secrets");
  const { Labels: labels = {} } = secret?.Spec ?? {};

  t.regex(labels["skein.stack.digest"] ?? "", /^[0-9a-f]{32}$/);
  // SHA-256 of "one": what a list of common passwords would be looked up by.
  t.false((labels["skein.stack.digest"] ?? "").startsWith("7692c3ad"));
});

test("stack deploy: labels of a secret change in place", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.files["compose.yaml"] = COMPOSE.replace("./password", "./password, labels: {tier: front}");
  const lines = await desk.deploy(t);
  const [secret] = await desk.get<readonly Secret[]>("/secrets");

  t.deepEqual(lines, ["Service shop_web is up to date", "Service shop_worker is up to date"]);
  t.is(secret?.Spec.Labels?.["tier"], "front");
});

test("stack deploy --prune: removes what the file no longer names", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  desk.files["compose.yaml"] = "services: {worker: {image: 'busybox:1'}}";

  t.deepEqual(await desk.deploy(t), ["Service shop_worker is up to date"]);
  t.deepEqual(await desk.names("service"), ["shop_web", "shop_worker"]);
  t.deepEqual(await desk.deploy(t, "--prune"), [
    "Removing service shop_web",
    "Service shop_worker is up to date",
    "Removing secret shop_password",
    "Removing config shop_site",
  ]);
  t.deepEqual(await desk.names("service"), ["shop_worker"]);
});

test("stack deploy: a later file goes over an earlier one, and a file may be piped in", async (t) => {
  await using desk = await Desk.open();
  desk.files["over.yaml"] = "services: {web: {image: 'nginx:2'}}";
  await desk.deploy(t, "-c", "compose.yaml", "-c", "over.yaml");
  const { stdout } = await desk.run("service", "ls", "--format", "{{.Name}} {{.Image}}");

  t.is(stdout, "shop_web nginx:2\nshop_worker busybox:1\n");
});

test("stack deploy: .env beside the file gives variables, below those of the environment", async (t) => {
  await using desk = await Desk.open();
  desk.files["/srv/.env"] = 'export WHO="the moon" # far\nTAG=3\n';
  desk.files["compose.yaml"] = "services: {web: {image: 'nginx:${TAG}', hostname: '${WHO}'}}";
  desk.env["TAG"] = "4";
  await desk.deploy(t);
  const { Spec: spec } = await desk.get<Service>("/services/shop_web");

  t.is(spec.TaskTemplate.ContainerSpec?.Image, "nginx:4");
  t.is(spec.TaskTemplate.ContainerSpec?.Hostname, "the moon");
});

// Each: the Compose file, and what deploying says.
const REFUSED: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  [
    "a key that is wrong",
    "services:\n  web:\n    image: x\n    port: 1",
    /^compose.yaml:4:5: services.web.port: is not a key/m,
  ],
  [
    "a secret's file that is not there",
    "services: {web: {image: x}}\nsecrets:\n  s:\n    file: nowhere",
    /^compose.yaml:4:5: secrets.s.file: cannot read nowhere/m,
  ],
  [
    "a variable that a config needs",
    "services: {web: {image: x}}\nconfigs: {c: {environment: NONE}}",
    /^compose.yaml:2:15: configs.c.environment: variable NONE is not set/m,
  ],
  [
    "an env_file that is not there",
    "services:\n  web:\n    image: x\n    env_file: no.env",
    /^compose.yaml:4:15: services.web.env_file: cannot read no.env/m,
  ],
  [
    "an external secret that is not there",
    "services: {web: {image: x, secrets: [s]}}\nsecrets: {s: {external: true, name: key}}",
    /^compose.yaml:2:\d+: secrets.s: secret key is not there: create it with skein secret create key FILE/m,
  ],
  [
    "a name that is too long",
    `services: {${"w".repeat(60)}: {image: x}}`,
    /has 65 characters, 63 are allowed/,
  ],
];

for (const [title, text, message] of REFUSED) {
  test(`stack deploy: refuses ${title}, and changes nothing`, async (t) => {
    await using desk = await Desk.open();
    desk.files["compose.yaml"] = text;
    const { code, stderr } = await desk.run("stack", "deploy", "-d", "shop");

    t.is(code, 1);
    t.regex(stderr, message);
    t.deepEqual(await desk.names("service"), []);
    t.deepEqual(await desk.names("secret"), []);
  });
}

test("stack rm: removes everything of a stack, and nothing of another", async (t) => {
  await using desk = await Desk.open();
  await desk.deploy(t);
  await desk.run("service", "create", "-d", "--no-resolve-image", "--name", "other", "nginx");
  const removed = await desk.run("stack", "rm", "shop");
  const again = await desk.run("stack", "rm", "shop");

  t.is(removed.code, 0, removed.stderr);
  t.regex(removed.stdout, /Removing service shop_worker\nRemoving service shop_web\n/);
  t.regex(removed.stdout, /Removing config shop_site\nRemoving secret shop_password\n/);
  t.deepEqual(await desk.names("service"), ["other"]);
  t.deepEqual(await desk.names("secret"), []);
  t.is(again.code, 0);
  t.is(again.stderr, "Nothing found in stack: shop\n");
});

test("stack services, ps: say when there is nothing, as docker does", async (t) => {
  await using desk = await Desk.open();
  const services = await desk.run("stack", "services", "shop");
  const ps = await desk.run("stack", "ps", "shop");

  t.deepEqual([services.code, services.stderr], [0, "Nothing found in stack: shop\n"]);
  t.deepEqual([ps.code, ps.stderr], [1, "nothing found in stack: shop\n"]);
});

test("stack config: prints the files as one, variables replaced, without a daemon", async (t) => {
  const files = {
    "a.yaml": "services:\n  web:\n    image: nginx:${TAG:-1}\n    environment: [A=1]\n",
    "b.yaml": "services: {web: {environment: {B: $TAG}}}\n",
  };
  const line = ["stack", "config", "-c", "a.yaml", "-c", "b.yaml"];
  const { code, stdout, daemon } = await skein(line, { files, env: { TAG: "7" } });
  const raw = await skein([...line, "--skip-interpolation", "--format", "json"], { files });

  t.is(code, 0);
  t.is(
    stdout,
    'services:\n  web:\n    image: nginx:7\n    environment:\n      A: "1"\n      B: "7"\n',
  );
  t.deepEqual(JSON.parse(raw.stdout), {
    services: { web: { image: "nginx:${TAG:-1}", environment: { A: "1", B: "$TAG" } } },
  });
  t.deepEqual(daemon.asked, []);
});

test("stack config: refuses a wrong file, a missing one, and no file at all", async (t) => {
  const wrong = await skein(["stack", "config", "-c", "-"], { input: "services: [" });
  const missing = await skein(["stack", "config", "-c", "nowhere.yaml"]);
  const none = await skein(["stack", "config"]);

  t.is(wrong.code, 1);
  t.regex(wrong.stderr, /^stdin:1:\d+: /);
  t.regex(missing.stderr, /cannot read the Compose file nowhere.yaml/);
  t.regex(
    none.stderr,
    /no Compose file here: name one with --compose-file, or call it compose.yaml/,
  );
});
