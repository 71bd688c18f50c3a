import test from "ava";
import {
  EndpointSpec_ResolutionMode,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  makeAnnotations,
  makeConfigReference,
  makeDiscreteGenericResource,
  makeEndpointSpec,
  makeFileTarget,
  makeGenericResource,
  makeGlobalJob,
  makeHealthConfig,
  makeMount,
  makeNamedGenericResource,
  makeNetworkAttachmentSpec,
  makeNetworkAttachmentConfig,
  makePlacement,
  makePortConfig,
  makeReplicatedJob,
  makeReplicatedService,
  makeResourceRequirements,
  makeResources,
  makeRestartPolicy,
  makePrivileges,
  makePrivileges_CredentialSpec,
  makeSecretReference,
  makeUpdateConfig,
  type ContainerSpec,
  type HealthConfig,
  type Resources,
  type SecretReference,
  type ServiceSpec,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { ControlScene, refusal, serviceSpec } from "./control-scene.ts";

const named = (name: string): ServiceSpec => serviceSpec(name);
const container = (fields: Partial<ContainerSpec>): ServiceSpec =>
  serviceSpec("web", { container: fields });
const task = (fields: Partial<TaskSpec>): ServiceSpec => serviceSpec("web", { task: fields });
const spec = (fields: Partial<ServiceSpec>): ServiceSpec => serviceSpec("web", { spec: fields });
const limits = (fields: Partial<Resources>): ServiceSpec =>
  task({ resources: makeResourceRequirements({ limits: makeResources(fields) }) });
const reservations = (fields: Partial<Resources>): ServiceSpec =>
  task({ resources: makeResourceRequirements({ reservations: makeResources(fields) }) });
const constraint = (text: string): ServiceSpec =>
  task({ placement: makePlacement({ constraints: [text] }) });
const health = (fields: Partial<HealthConfig>): ServiceSpec =>
  container({ healthcheck: makeHealthConfig(fields) });
const hostPort = (publishedPort: number, protocol: PortConfig_Protocol = PortConfig_Protocol.TCP) =>
  makePortConfig({
    ...{ targetPort: 80, publishedPort, protocol },
    publishMode: PortConfig_PublishMode.HOST,
  });
const ingressPort = makePortConfig({ targetPort: 80, publishedPort: 80 });
const labelled = (labels: Record<string, string>): ServiceSpec =>
  serviceSpec("web", { spec: { annotations: makeAnnotations({ name: "web", labels }) } });
const MINUS = durationOf(-1);
const DIGEST = `sha256:${"0".repeat(64)}`;

// Every text that a spec is refused with, and a spec that earns it. The texts without "not
// supported" are Swarm's own.
const secretAt = (secretId: string, secretName: string, target: string): SecretReference =>
  makeSecretReference({ secretId, secretName, file: makeFileTarget({ name: target }) });

const REFUSED: readonly (readonly [text: string, spec: ServiceSpec])[] = [
  ["invalidArgument: meta: name must be provided", named("")],
  ["invalidArgument: name must be valid as a DNS name component", named("not valid!")],
  ["invalidArgument: name must be valid as a DNS name component", named("-web")],
  ["invalidArgument: name must be valid as a DNS name component", named("web_")],
  ["invalidArgument: name must be 63 characters or fewer", named("a".repeat(64))],
  [
    "invalidArgument: Annotations: label skein.placement=pile: it must be spread or binpack",
    labelled({ "skein.placement": "pile" }),
  ],
  [
    "invalidArgument: Annotations: label skein.mesh.proxy-protocol=v3: it must be v1 or v2",
    labelled({ "skein.mesh.proxy-protocol": "v3" }),
  ],
  [
    "invalidArgument: Annotations: label skein.drain=never: it must be start-first or stop-first",
    labelled({ "skein.drain": "never" }),
  ],
  [
    "invalidArgument: Annotations: label skein.update.limit=5: it must be a span of time such as 90s or 10m",
    labelled({ "skein.update.limit": "5" }),
  ],
  [
    "invalidArgument: invalid cpu value 0.0001: Must be at least 0.001",
    limits({ nanoCpus: 100_000 }),
  ],
  [
    "invalidArgument: invalid cpu value 0.0001: Must be at least 0.001",
    reservations({ nanoCpus: 100_000 }),
  ],
  [
    "invalidArgument: invalid memory value 1048576: Must be at least 4MiB",
    limits({ memoryBytes: 2 ** 20 }),
  ],
  [
    "invalidArgument: invalid generic resource: only an amount can be asked for, such as gpu=2",
    reservations({
      generic: [
        makeGenericResource({
          namedResourceSpec: makeNamedGenericResource({ kind: "gpu", value: "UUID1" }),
        }),
      ],
    }),
  ],
  [
    "invalidArgument: invalid generic resource: a kind is given twice",
    reservations({
      generic: [1, 2].map((value) =>
        makeGenericResource({
          discreteResourceSpec: makeDiscreteGenericResource({ kind: "gpu", value }),
        }),
      ),
    }),
  ],
  [
    "invalidArgument: TaskSpec: restart-delay cannot be negative",
    task({ restart: makeRestartPolicy({ delay: MINUS }) }),
  ],
  [
    "invalidArgument: TaskSpec: restart-window cannot be negative",
    task({ restart: makeRestartPolicy({ window: MINUS }) }),
  ],
  ["unknown: constraint expected one operator from ==, !=", constraint("node.role>manager")],
  ["unknown: key 'no de.role' is invalid", constraint("no de.role==manager")],
  ["unknown: value 'a&b' is invalid", constraint("node.role==a&b")],
  ["invalidArgument: TaskSpec: missing runtime", task({ container: undefined })],
  [
    "unimplemented: RuntimeSpec: unimplemented runtime in service spec",
    task({ container: undefined, attachment: makeNetworkAttachmentSpec() }),
  ],
  ["invalidArgument: ContainerSpec: image reference must be provided", container({ image: "" })],
  [
    'invalidArgument: ContainerSpec: "UPPER CASE" is not a valid repository/tag',
    container({ image: "UPPER CASE" }),
  ],
  [
    `invalidArgument: ContainerSpec: "${"a".repeat(64)}" is not a valid repository/tag`,
    container({ image: "a".repeat(64) }),
  ],
  [
    "invalidArgument: ContainerSpec: duplicate mount point: /a",
    container({ mounts: [makeMount({ target: "/a" }), makeMount({ target: "/a" })] }),
  ],
  [
    "invalidArgument: ContainerSpec: duplicate mount point: /1",
    container({ mounts: [makeMount({ target: "/1" }), makeMount({ target: "/{{.Task.Slot}}" })] }),
  ],
  [
    "invalidArgument: ContainerSpec: stop-grace-period cannot be negative",
    container({ stopGracePeriod: MINUS }),
  ],
  ...(["interval", "timeout", "startPeriod", "startInterval"] as const).map(
    (field) =>
      [
        `invalidArgument: ContainerSpec: ${field[0]?.toUpperCase() ?? ""}${field.slice(1)} in HealthConfig cannot be less than 1ms`,
        health({ [field]: { seconds: 0, nanos: 1 } }),
      ] as const,
  ),
  [
    "invalidArgument: ContainerSpec: Retries in HealthConfig cannot be negative",
    health({ retries: -1 }),
  ],
  [
    "invalidArgument: Number of replicas must be non-negative",
    spec({ replicated: makeReplicatedService({ replicas: -1 }) }),
  ],
  ["invalidArgument: Unrecognized service mode", spec({ replicated: undefined })],
  [
    "invalidArgument: Jobs may not have an update config",
    spec({ replicated: undefined, globalJob: makeGlobalJob(), update: makeUpdateConfig() }),
  ],
  [
    "invalidArgument: Maximum concurrent jobs must not be negative",
    spec({ replicated: undefined, replicatedJob: makeReplicatedJob({ maxConcurrent: -1 }) }),
  ],
  ...(["update", "rollback"] as const).flatMap(
    (field) =>
      [
        [
          "invalidArgument: TaskSpec: update-delay cannot be negative",
          spec({ [field]: makeUpdateConfig({ delay: MINUS }) }),
        ],
        [
          "invalidArgument: TaskSpec: update-monitor cannot be negative",
          spec({ [field]: makeUpdateConfig({ monitor: MINUS }) }),
        ],
        [
          "invalidArgument: TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1",
          spec({ [field]: makeUpdateConfig({ maxFailureRatio: 1.5 }) }),
        ],
      ] as const,
  ),
  [
    "invalidArgument: EndpointSpec: port published with ingress mode can't be used with dnsrr mode",
    spec({
      endpoint: makeEndpointSpec({
        mode: EndpointSpec_ResolutionMode.DNSRR,
        ports: [ingressPort],
      }),
    }),
  ],
  [
    "invalidArgument: EndpointSpec: duplicate published ports provided",
    spec({ endpoint: makeEndpointSpec({ ports: [hostPort(80), hostPort(80)] }) }),
  ],
  [
    "invalidArgument: EndpointSpec: duplicate published ports provided",
    spec({ endpoint: makeEndpointSpec({ ports: [hostPort(80), ingressPort] }) }),
  ],
  [
    "invalidArgument: EndpointSpec: port 70000 is out of range: it must be at most 65535",
    spec({ endpoint: makeEndpointSpec({ ports: [hostPort(70_000)] }) }),
  ],
  [
    "failedPrecondition: service needs ingress network, but no ingress network is present",
    spec({ endpoint: makeEndpointSpec({ ports: [ingressPort] }) }),
  ],
  [
    "invalidArgument: network n not found",
    task({ networks: [makeNetworkAttachmentConfig({ target: "n" })] }),
  ],
  [
    "invalidArgument: malformed secret reference",
    container({ secrets: [makeSecretReference({ file: makeFileTarget({ name: "f" }) })] }),
  ],
  [
    "invalidArgument: malformed secret reference, no target provided",
    container({ secrets: [makeSecretReference({ secretId: "s", secretName: "key" })] }),
  ],
  [
    "invalidArgument: malformed file config reference, invalid target file name provided",
    container({
      configs: [makeConfigReference({ configId: "c", configName: "site", file: makeFileTarget() })],
    }),
  ],
  [
    "invalidArgument: secret references 'key' and 'pin' have a conflicting target: 'f'",
    container({ secrets: [secretAt("s1", "key", "f"), secretAt("s2", "pin", "f")] }),
  ],
  [
    "invalidArgument: CredentialSpec references config c, but the service's configs do not name it as a runtime target",
    container({
      privileges: makePrivileges({
        credentialSpec: makePrivileges_CredentialSpec({ config: "c" }),
      }),
    }),
  ],
  ["invalidArgument: secret not found: key", container({ secrets: [secretAt("s1", "key", "f")] })],
  [
    "invalidArgument: configs not found: site, logo",
    container({
      configs: ["site", "logo"].map((name) =>
        makeConfigReference({
          configId: `id-${name}`,
          configName: name,
          file: makeFileTarget({ name }),
        }),
      ),
    }),
  ],
];

for (const [index, [text, wrong]] of REFUSED.entries()) {
  test(`CreateService: refusal ${index + 1}: ${text}`, async (t) => {
    const scene = new ControlScene();

    t.is(await refusal(scene.create(wrong)), text);
    t.is(
      scene.store.view((tx) => tx.services.size),
      0,
    );
  });
}

test("CreateService: a template that asks for what is not there is refused, and says where", async (t) => {
  const scene = new ControlScene();
  const wrongs: readonly (readonly [Partial<ContainerSpec>, RegExp])[] = [
    [{ env: ["A={{.Nope}}"] }, /^invalidArgument: expanding env failed: .*Nope/],
    [{ hostname: "{{.Node.Nope}}" }, /^invalidArgument: expanding hostname failed: .*Nope/],
    [
      { mounts: [makeMount({ target: "/a", source: "{{.Task" })] },
      /^invalidArgument: expanding mounts failed: /,
    ],
  ];

  for (const [fields, text] of wrongs)
    t.regex(await refusal(scene.create(container(fields))), text);
});

test("CreateService: what Swarm takes is taken", async (t) => {
  const scene = new ControlScene();
  const images = [
    ...["busybox", "busybox:1.36", `busybox@${DIGEST}`, `busybox:1@${DIGEST}`, "a__b/c--d.e"],
    ...["registry.example.org:5000/team/app:v1.0_x", "localhost/app", "[::1]:5000/app:1"],
  ];
  const sound: readonly ServiceSpec[] = [
    ...images.map((image) => container({ image })),
    named("a-b_c.d".replace(".", "")),
    named("A".repeat(63)),
    limits({ nanoCpus: 1_000_000, memoryBytes: 4 * 2 ** 20 }),
    constraint("node.labels.zone != a"),
    container({
      env: ["A={{.Service.Name}}-{{.Task.Slot}}", "B={{.Node.Hostname}}", "PLAIN"],
      hostname: '{{join "-" .Service.Name .Task.ID}}',
    }),
    spec({
      endpoint: makeEndpointSpec({ ports: [hostPort(80), hostPort(80, PortConfig_Protocol.UDP)] }),
    }),
    spec({ annotations: makeAnnotations({ name: "labelled", labels: { a: "" } }) }),
  ];

  for (const [index, good] of sound.entries()) {
    const name = good.annotations?.name === "web" ? `web${index}` : good.annotations?.name;
    const annotations = makeAnnotations({ ...good.annotations, name: name ?? "" });
    await t.notThrowsAsync(scene.create({ ...good, annotations }), JSON.stringify(good));
  }
});

test("CreateService: a name or an image made to take long is refused at once", async (t) => {
  const scene = new ControlScene();
  const slow = [named(`${"a".repeat(62)}!`), container({ image: `${"a-".repeat(500)}!` })];

  const startedMs = performance.now();
  for (const each of slow) await refusal(scene.create(each));

  t.true(performance.now() - startedMs < 1_000);
});
