import test from "ava";
import { isTemporary } from "../../../src/worker/engine/engine.ts";
import { containerConfig } from "../../../src/worker/engine/container-config.ts";
import {
  ContainerSpec_Isolation,
  Mount_BindOptions_Propagation,
  Mount_Type,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  Privileges_AppArmorOpts_AppArmorMode,
  Privileges_SeccompOpts_SeccompMode,
  makeAnnotations,
  makeContainerSpec,
  makeContainerSpec_DNSConfig,
  makeDriver,
  makeEndpoint,
  makeHealthConfig,
  makeMount,
  makeMount_BindOptions,
  makeMount_TmpfsOptions,
  makeMount_VolumeOptions,
  makeNetwork,
  makeNetworkAttachment,
  makeNetworkSpec,
  makePortConfig,
  makePrivileges,
  makePrivileges_AppArmorOpts,
  makePrivileges_CredentialSpec,
  makePrivileges_SELinuxContext,
  makePrivileges_SeccompOpts,
  makeResourceRequirements,
  makeResources,
  makeTask,
  makeTaskSpec,
} from "../../../src/model/generated/types.ts";
import type { ContainerSpec, Task } from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";

const LABELS = {
  "com.docker.swarm.task": "",
  "com.docker.swarm.task.id": "t1",
  "com.docker.swarm.task.name": "web.2.t1",
  "com.docker.swarm.node.id": "n1",
  "com.docker.swarm.service.id": "s1",
  "com.docker.swarm.service.name": "web",
  "io.skein.owner": "daemon",
};

/** What every container has. */
const BARE = {
  Image: "busybox:1",
  Labels: LABELS,
  HostConfig: { RestartPolicy: { Name: "no" } },
};

function task(spec: Partial<ContainerSpec>, fields: Partial<Task> = {}): Task {
  return makeTask({
    id: "t1",
    serviceId: "s1",
    nodeId: "n1",
    slot: 2,
    serviceAnnotations: makeAnnotations({ name: "web" }),
    spec: makeTaskSpec({ container: makeContainerSpec({ image: "busybox:1", ...spec }) }),
    ...fields,
  });
}

const ofContainer = (fields: object): object => ({ ...BARE, ...fields });
const ofHost = (fields: object): object => ({
  ...BARE,
  HostConfig: { ...BARE.HostConfig, ...fields },
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const SPECS: readonly [what: string, spec: Partial<ContainerSpec>, expected: object][] = [
  ["nothing but an image", {}, BARE],
  ["a command as the entrypoint", { command: ["a", "b"] }, ofContainer({ Entrypoint: ["a", "b"] })],
  ["arguments as the command", { args: ["a", "b"] }, ofContainer({ Cmd: ["a", "b"] })],
  [
    "a command and arguments",
    { command: ["a"], args: ["b"] },
    ofContainer({ Entrypoint: ["a"], Cmd: ["b"] }),
  ],
  ["environment", { env: ["A=1", "B="] }, ofContainer({ Env: ["A=1", "B="] })],
  [
    "who, where and under which name it runs",
    { hostname: "h", user: "u:g", dir: "/d", groups: ["g1"] },
    {
      ...BARE,
      ...{ Hostname: "h", User: "u:g", WorkingDir: "/d" },
      HostConfig: { ...BARE.HostConfig, GroupAdd: ["g1"] },
    },
  ],
  ["a terminal", { tty: true, openStdin: true }, ofContainer({ Tty: true, OpenStdin: true })],
  [
    "how it stops, in whole seconds upwards",
    { stopSignal: "SIGUSR1", stopGracePeriod: durationOf(1500) },
    ofContainer({ StopSignal: "SIGUSR1", StopTimeout: 2 }),
  ],
  ["no grace at all", { stopGracePeriod: durationOf(0) }, ofContainer({ StopTimeout: 0 })],
  [
    "labels, of which the system's own win",
    { labels: { mine: "1", "com.docker.swarm.task.id": "forged" } },
    ofContainer({ Labels: { ...LABELS, mine: "1" } }),
  ],
  [
    "a health check, in nanoseconds",
    {
      healthcheck: makeHealthConfig({
        test: ["CMD", "true"],
        interval: durationOf(1500),
        timeout: durationOf(2),
        startPeriod: durationOf(0),
        retries: 3,
      }),
    },
    ofContainer({
      Healthcheck: {
        Test: ["CMD", "true"],
        Interval: 1_500_000_000,
        Timeout: 2_000_000,
        StartPeriod: 0,
        Retries: 3,
      },
    }),
  ],
  ["an init process wanted", { init: true }, ofHost({ Init: true })],
  ["an init process refused", { init: false }, ofHost({ Init: false })],
  ["a read-only root", { readOnly: true }, ofHost({ ReadonlyRootfs: true })],
  [
    "capabilities",
    { capabilityAdd: ["CAP_NET_ADMIN"], capabilityDrop: ["ALL"] },
    ofHost({ CapAdd: ["CAP_NET_ADMIN"], CapDrop: ["ALL"] }),
  ],
  [
    "kernel settings and limits",
    {
      sysctls: { "net.core.somaxconn": "10" },
      ulimits: [{ name: "nofile", soft: 10, hard: 20 }],
      pidsLimit: 100,
      oomScoreAdj: -5,
    },
    ofHost({
      Sysctls: { "net.core.somaxconn": "10" },
      Ulimits: [{ Name: "nofile", Soft: 10, Hard: 20 }],
      PidsLimit: 100,
      OomScoreAdj: -5,
    }),
  ],
  [
    "hosts, each name by itself",
    { hosts: ["10.0.0.1 a b", " 10.0.0.2   c "] },
    ofHost({ ExtraHosts: ["a:10.0.0.1", "b:10.0.0.1", "c:10.0.0.2"] }),
  ],
  [
    "name servers",
    {
      dnsConfig: makeContainerSpec_DNSConfig({
        nameservers: ["10.0.0.1"],
        search: ["x"],
        options: ["ndots:1"],
      }),
    },
    ofHost({ Dns: ["10.0.0.1"], DnsSearch: ["x"], DnsOptions: ["ndots:1"] }),
  ],
  [
    "a bind mount",
    {
      mounts: [
        makeMount({
          type: Mount_Type.BIND,
          source: "/a",
          target: "/b",
          readonly: true,
          bindOptions: makeMount_BindOptions({
            propagation: Mount_BindOptions_Propagation.RSLAVE,
            nonrecursive: true,
          }),
        }),
      ],
    },
    ofHost({
      Mounts: [
        {
          Type: "bind",
          Source: "/a",
          Target: "/b",
          ReadOnly: true,
          BindOptions: { Propagation: "rslave", NonRecursive: true },
        },
      ],
    }),
  ],
  [
    "a volume of a driver",
    {
      mounts: [
        makeMount({
          type: Mount_Type.VOLUME,
          source: "data",
          target: "/b",
          volumeOptions: makeMount_VolumeOptions({
            nocopy: true,
            labels: { a: "b" },
            subpath: "sub",
            driverConfig: makeDriver({ name: "nfs", options: { o: "ro" } }),
          }),
        }),
      ],
    },
    ofHost({
      Mounts: [
        {
          Type: "volume",
          Source: "data",
          Target: "/b",
          VolumeOptions: {
            NoCopy: true,
            Labels: { a: "b" },
            DriverConfig: { Name: "nfs", Options: { o: "ro" } },
            Subpath: "sub",
          },
        },
      ],
    }),
  ],
  [
    "an anonymous volume",
    { mounts: [makeMount({ type: Mount_Type.VOLUME, target: "/b" })] },
    ofHost({ Mounts: [{ Type: "volume", Target: "/b" }] }),
  ],
  [
    "a file system in memory",
    {
      mounts: [
        makeMount({
          type: Mount_Type.TMPFS,
          target: "/b",
          tmpfsOptions: makeMount_TmpfsOptions({
            sizeBytes: 4096,
            mode: 0o700,
            options: "noexec,uid=1",
          }),
        }),
      ],
    },
    ofHost({
      Mounts: [
        {
          Type: "tmpfs",
          Target: "/b",
          TmpfsOptions: { SizeBytes: 4096, Mode: 0o700, Options: [["noexec"], ["uid", "1"]] },
        },
      ],
    }),
  ],
  [
    "privileges",
    {
      privileges: makePrivileges({
        noNewPrivileges: true,
        selinuxContext: makePrivileges_SELinuxContext({ user: "u", level: "s0:c1" }),
        seccomp: makePrivileges_SeccompOpts({
          mode: Privileges_SeccompOpts_SeccompMode.CUSTOM,
          profile: bytes('{"a":1}'),
        }),
        apparmor: makePrivileges_AppArmorOpts({
          mode: Privileges_AppArmorOpts_AppArmorMode.DISABLED,
        }),
      }),
    },
    ofHost({
      SecurityOpt: [
        "no-new-privileges=true",
        "label=user:u",
        "label=level:s0:c1",
        'seccomp={"a":1}',
        "apparmor=unconfined",
      ],
    }),
  ],
];

for (const [what, spec, expected] of SPECS) {
  test(`containerConfig: ${what}`, (t) => {
    t.deepEqual(containerConfig(task(spec), "daemon"), expected);
  });
}

const TASKS: readonly [what: string, fields: Partial<Task>, expected: object][] = [
  [
    "limits, and not reservations, which are the scheduler's",
    {
      spec: makeTaskSpec({
        container: makeContainerSpec({ image: "busybox:1" }),
        resources: makeResourceRequirements({
          limits: makeResources({ nanoCpus: 5, memoryBytes: 100 }),
          reservations: makeResources({ nanoCpus: 7, memoryBytes: 8 }),
          swapBytes: 50,
          memorySwappiness: 0,
        }),
      }),
    },
    ofHost({ NanoCpus: 5, Memory: 100, MemorySwap: 150, MemorySwappiness: 0 }),
  ],
  [
    "assigned generic resources as environment",
    {
      assignedGenericResources: [
        { namedResourceSpec: { kind: "gpu", value: "a" } },
        { namedResourceSpec: { kind: "gpu", value: "b" } },
        { discreteResourceSpec: { kind: "ssd", value: 3 } },
      ],
    },
    ofContainer({ Env: ["DOCKER_RESOURCE_GPU=a,b", "DOCKER_RESOURCE_SSD=3"] }),
  ],
  [
    "the log driver that the cluster or the service chose",
    { logDriver: makeDriver({ name: "syslog", options: { tag: "x" } }) },
    ofHost({ LogConfig: { Type: "syslog", Config: { tag: "x" } } }),
  ],
  [
    "host ports, chosen or left to the engine, and none of the routing mesh",
    {
      endpoint: makeEndpoint({
        ports: [
          makePortConfig({
            targetPort: 80,
            publishedPort: 8080,
            publishMode: PortConfig_PublishMode.HOST,
          }),
          makePortConfig({
            targetPort: 53,
            protocol: PortConfig_Protocol.UDP,
            publishMode: PortConfig_PublishMode.HOST,
          }),
          makePortConfig({ targetPort: 81, publishedPort: 8081 }),
        ],
      }),
    },
    {
      ...BARE,
      ExposedPorts: { "80/tcp": {}, "53/udp": {} },
      HostConfig: {
        ...BARE.HostConfig,
        PortBindings: { "80/tcp": [{ HostPort: "8080" }], "53/udp": [{}] },
      },
    },
  ],
  [
    "the host's own network by its name",
    {
      networks: [
        makeNetworkAttachment({
          network: makeNetwork({
            spec: makeNetworkSpec({
              annotations: makeAnnotations({
                name: "host",
                labels: { "com.docker.swarm.predefined": "true" },
              }),
            }),
          }),
        }),
      ],
    },
    ofHost({ NetworkMode: "host" }),
  ],
];

for (const [what, fields, expected] of TASKS) {
  test(`containerConfig: ${what}`, (t) => {
    t.deepEqual(containerConfig(task({}, fields), "daemon"), expected);
  });
}

test("containerConfig: refuses for good what is no container", (t) => {
  const error = t.throws(() => containerConfig(makeTask({ id: "t1" }), "daemon"), {
    message: 'Cannot run task "t1": its spec has no container',
  });

  t.false(isTemporary(error));
});

test("containerConfig: refuses a cluster volume and says what to use", (t) => {
  const mounts = [makeMount({ type: Mount_Type.CLUSTER, source: "v", target: "/v" })];

  t.throws(() => containerConfig(task({ mounts }), "daemon"), {
    message: /^Cannot mount cluster volume "v" at "\/v"/,
  });
});

test("containerConfig: a secret or a config is a file, bound to be read only", (t) => {
  const files = [{ source: "/memory/t1/0", target: "/run/secrets/key" }];

  t.deepEqual(
    containerConfig(task({}), "daemon", files),
    ofHost({
      Mounts: [
        { Type: "bind", Source: "/memory/t1/0", Target: "/run/secrets/key", ReadOnly: true },
      ],
    }),
  );
});

const UNSUPPORTED: readonly [what: string, task: Task, message: RegExp][] = [
  [
    "isolation",
    task({ isolation: ContainerSpec_Isolation.ISOLATION_HYPERV }),
    /^Cannot run task "t1": isolation .* is for Windows/,
  ],
  [
    "a credential spec",
    task({
      privileges: makePrivileges({
        credentialSpec: makePrivileges_CredentialSpec({ file: "x" }),
      }),
    }),
    /^Cannot run task "t1": credential specs are for Windows/,
  ],
  [
    "a named pipe",
    task({ mounts: [makeMount({ type: Mount_Type.NPIPE, source: "p", target: "/p" })] }),
    /^Cannot mount named pipe "p" at "\/p": they are for Windows/,
  ],
  ["an overlay network", task({}, { networks: [overlay("ov", false)] }), /overlay network "ov"/],
];

for (const [what, refused, message] of UNSUPPORTED) {
  test(`containerConfig: refuses ${what} rather than leave it out`, (t) => {
    t.throws(() => containerConfig(refused, "daemon"), { message });
  });
}

test("containerConfig: the ingress network is no matter of the container", (t) => {
  t.deepEqual(containerConfig(task({}, { networks: [overlay("ingress", true)] }), "daemon"), BARE);
});

function overlay(name: string, ingress: boolean): Task["networks"][number] {
  const spec = makeNetworkSpec({
    annotations: makeAnnotations({ name }),
    driverConfig: makeDriver({ name: "overlay" }),
    ingress,
  });
  return makeNetworkAttachment({ network: makeNetwork({ spec }) });
}
