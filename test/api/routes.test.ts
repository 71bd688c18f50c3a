import { readFileSync } from "node:fs";
import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  NodeSpec_Membership,
  makeContainerSpec,
  makeService,
  makeServiceSpec,
  makeTaskSpec,
  makeAnnotations,
} from "../../src/model/generated/types.ts";
import { ApiScene, type HttpAnswer } from "./support/api-scene.ts";
import { FULL_SPEC } from "./support/full-spec.ts";
import { ROOT_PUBLIC_KEY, ROOT_SUBJECT } from "./support/root-certificate.ts";

interface ServiceJson {
  readonly ID: string;
  readonly Version: { readonly Index?: number };
  readonly Spec: typeof FULL_SPEC;
}

const spec = (name: string, container: object = {}): object => ({
  Name: name,
  TaskTemplate: { ContainerSpec: { Image: "busybox:1", ...container } },
});
const reason = (answer: HttpAnswer): string => (answer.json() as { message: string }).message;
const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

async function serviceOf(scene: ApiScene, name: string): Promise<ServiceJson> {
  return (await scene.get(`/services/${name}`)).json() as ServiceJson;
}

async function registryAuth(scene: ApiScene, name: string): Promise<string | undefined> {
  let auth: string | undefined;
  await scene.node.write((tx) => {
    auth = tx.services.byName(name)?.spec?.task?.container?.pullOptions?.registryAuth;
  });
  return auth;
}

test("services: a password for the registry survives updates that do not bring one", async (t) => {
  await using scene = await ApiScene.managing();
  const auth = { "X-Registry-Auth": "b25l" };
  const update = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
    const { ID, Version } = await serviceOf(scene, "web");
    const path = `/services/${ID}/update?version=${Version.Index ?? 0}${query}`;
    return scene.ask({ method: "POST", path, body: spec("web"), headers });
  };
  await scene.ask({ method: "POST", path: "/services/create", body: spec("web"), headers: auth });

  await update("");
  t.is(await registryAuth(scene, "web"), "b25l");
  await update("", { "X-Registry-Auth": "dHdv" });
  t.is(await registryAuth(scene, "web"), "dHdv");
  await update("&registryAuthFrom=previous-spec");
  t.is(await registryAuth(scene, "web"), "b25l");
  t.is(reason(await update("&registryAuthFrom=x")), "unsupported registryAuthFrom value");
  t.is(reason(await update("&rollback=perhaps")), "unrecognized rollback option perhaps");
  t.false((await scene.get("/services/web")).text.includes("b25l"));
});

test("services: one without a name gets one, again if it is taken", async (t) => {
  await using scene = await ApiScene.managing();

  for (let at = 0; at < 3; at++) {
    const { status } = await scene.post("/services/create", spec(""));
    t.is(status, 201);
  }

  const services = (await scene.get("/services")).json() as readonly { Spec: { Name: string } }[];
  const names = services.map(({ Spec }) => Spec.Name);
  t.is(new Set(names).size, 3);
  for (const name of names) t.regex(name, /^[a-z]+_[a-z]+$/);
});

test("services: found by id, name or the beginning of an id, if only one is", async (t) => {
  await using scene = await ApiScene.managing();
  await scene.node.write((tx) => {
    for (const id of ["aaaa1", "aaaa2", "bbbb1"]) {
      const annotations = makeAnnotations({ name: `name-${id}` });
      const task = makeTaskSpec({ container: makeContainerSpec({ image: "x" }) });
      const one = makeServiceSpec({ annotations, task, replicated: { replicas: 1 } });
      tx.create("service", makeService({ id, spec: one }));
    }
  });
  const idOf = async (input: string): Promise<string> => (await serviceOf(scene, input)).ID;

  t.is(await idOf("aaaa1"), "aaaa1");
  t.is(await idOf("name-aaaa2"), "aaaa2");
  t.is(await idOf("bb"), "bbbb1");
  t.is(await idOf("bb?insertDefaults=true"), "bbbb1");
  const ambiguous = await scene.get("/services/aa");
  t.is(ambiguous.status, 400);
  t.is(reason(ambiguous), "service aa is ambiguous (2 matches found)");
  t.is(reason(await scene.get("/services/name")), "service name not found");
  t.is(reason(await scene.get("/services/%zz")), 'invalid URL escape in "%zz"');
});

test("services: what an old client's version does not know is left out", async (t) => {
  await using scene = await ApiScene.managing();
  const { Secrets: _s, Configs: _c, ...container } = FULL_SPEC.TaskTemplate.ContainerSpec;
  const { Reservations: _r, ...resources } = FULL_SPEC.TaskTemplate.Resources;
  const { Networks: _n, ...task } = FULL_SPEC.TaskTemplate;
  const body = {
    ...FULL_SPEC,
    TaskTemplate: { ...task, ContainerSpec: container, Resources: resources },
  };
  const seen = async (version: string): Promise<readonly string[]> => {
    const name = `at${version.replace(".", "-")}`;
    const created = await scene.post(`/v${version}/services/create`, { ...body, Name: name });
    t.is(created.status, 201, created.text);
    const { text } = await scene.get(`/services/${name}`);
    const marks = [
      ...["Sysctls", "MaxReplicas", "CapabilityAdd", "Ulimits", "Pids", "StartInterval"],
      ...["Seccomp", "AppArmor", "OomScoreAdj", "noexec"],
    ];
    return marks.filter((mark) => text.includes(mark));
  };

  t.deepEqual(await seen("1.39"), []);
  t.deepEqual(await seen("1.40"), ["Sysctls", "MaxReplicas"]);
  t.deepEqual(await seen("1.43"), [
    ...["Sysctls", "MaxReplicas", "CapabilityAdd", "Ulimits", "Pids"],
  ]);
  t.deepEqual(await seen("1.45"), [
    ...["Sysctls", "MaxReplicas", "CapabilityAdd", "Ulimits", "Pids", "StartInterval"],
    ...["Seccomp", "AppArmor"],
  ]);
  t.is((await seen("1.46")).length, 10);
  const job = { ...spec("job"), Mode: { ReplicatedJob: {} } };
  t.is((await scene.post("/v1.40/services/create", job)).status, 201);
  t.deepEqual((await serviceOf(scene, "job")).Spec.Mode, { Replicated: { Replicas: 1 } });
});

test("filters: a value that is switched off is none, and what is no filter is refused", async (t) => {
  await using scene = await ApiScene.managing();
  await scene.post("/services/create", spec("web"));
  const count = async (value: unknown): Promise<number> =>
    ((await scene.get(`/services?${filters(value)}`)).json() as readonly unknown[]).length;

  t.is(await count({ name: { web: true } }), 1);
  t.is(await count({ name: { nobody: false } }), 1);
  t.is(await count({ name: ["nobody"] }), 0);
  for (const wrong of [[], 5, { name: 5 }, { name: [5] }]) {
    t.is(reason(await scene.get(`/services?${filters(wrong)}`)), "invalid filter");
  }
});

test("nodes: an update leaves the membership, of which the API does not speak", async (t) => {
  await using scene = await ApiScene.managing();
  const { ID, Version } = (await scene.get("/nodes/solo")).json() as ServiceJson;

  const path = `/nodes/${ID}/update?version=${Version.Index ?? 0}`;
  const { status } = await scene.post(path, { Role: "manager", Availability: "drain" });

  t.is(status, 200);
  await scene.node.write((tx) => {
    t.is(tx.nodes.get(ID)?.spec?.membership, NodeSpec_Membership.ACCEPTED);
  });
});

interface SwarmJson {
  readonly Version: { readonly Index?: number };
  readonly Spec: {
    readonly Labels: Readonly<Record<string, string>>;
    readonly Orchestration: { readonly TaskHistoryRetentionLimit: number };
    readonly Raft: Readonly<Record<string, number>>;
    readonly Dispatcher: { readonly HeartbeatPeriod: number };
    readonly CAConfig: { readonly NodeCertExpiry: number };
  };
  readonly TLSInfo: Readonly<Record<string, string>>;
}

test("swarm: an update changes what it says and leaves the rest", async (t) => {
  await using scene = await ApiScene.managing();
  const before = (await scene.get("/swarm")).json() as SwarmJson;

  const { status } = await scene.post(`/swarm/update?version=${before.Version.Index ?? 0}`, {
    Labels: { a: "1" },
    Orchestration: { TaskHistoryRetentionLimit: 0 },
    Raft: { SnapshotInterval: 500, KeepOldSnapshots: 2, HeartbeatTick: 0 },
  });

  const after = (await scene.get("/swarm")).json() as SwarmJson;
  t.is(status, 200);
  t.deepEqual(after.Spec.Labels, { a: "1" });
  t.is(after.Spec.Orchestration.TaskHistoryRetentionLimit, 0);
  t.deepEqual(after.Spec.Raft, {
    ...before.Spec.Raft,
    ...{ SnapshotInterval: 500, KeepOldSnapshots: 2 },
  });
  t.deepEqual(after.Spec.Dispatcher, before.Spec.Dispatcher);
  t.deepEqual(after.Spec.CAConfig, before.Spec.CAConfig);
  t.is(after.TLSInfo["CertIssuerSubject"], ROOT_SUBJECT);
  t.is(after.TLSInfo["CertIssuerPublicKey"], ROOT_PUBLIC_KEY);
  t.false((await scene.get("/swarm")).text.includes("a secret key"));
});

test("swarm: init refuses what this daemon cannot do, and names it", async (t) => {
  await using scene = await ApiScene.open();
  const init = (fields: object): Promise<HttpAnswer> =>
    scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377", ...fields });
  const external = { ExternalCAs: [{ Protocol: "cfssl", URL: "https://x" }] };
  const wrongs: readonly (readonly [object, RegExp])[] = [
    [{ Spec: { CAConfig: external } }, /^CAConfig.ExternalCAs: /],
    [{ Spec: { CAConfig: { SigningCACert: "x" } } }, /^CAConfig.SigningCACert: /],
    [{ DataPathAddr: "eth1" }, /^DataPathAddr: /],
  ];

  for (const [fields, text] of wrongs) {
    const answer = await init(fields);
    t.is(answer.status, 501);
    t.regex(reason(answer), text);
  }
  const sound = await init({ Spec: { Raft: { SnapshotInterval: 7 } }, DataPathPort: 5000 });
  t.is(sound.status, 200);
  const swarm = (await scene.get("/swarm")).json() as SwarmJson & { DataPathPort: number };
  t.is(swarm.Spec.Raft["SnapshotInterval"], 7);
  t.is(swarm.Spec.Raft["ElectionTick"], 10);
  t.is(swarm.DataPathPort, 5000);
});

test("swarm: join says where to, with which token, and when it takes too long", async (t) => {
  await using scene = await ApiScene.open();
  const body = {
    ...{ ListenAddr: "0.0.0.0:2377", AdvertiseAddr: "eth0", JoinToken: "token" },
    ...{ RemoteAddrs: ["10.0.0.1:2377"], Availability: "drain" },
  };

  const joined = await scene.post("/swarm/join", body);
  scene.node.joinError = new OperationalError("deadlineExceeded", "Timeout was reached");
  const late = await scene.post("/swarm/join", body);

  t.is(joined.status, 200);
  t.is(joined.text, "");
  t.deepEqual(scene.node.joins[0], {
    listenAddress: "0.0.0.0:2377",
    advertiseAddress: "eth0",
    availability: 2,
    remoteAddresses: ["10.0.0.1:2377"],
    joinToken: "token",
  });
  t.is(late.status, 503);
  t.is(reason(late), "Timeout was reached");
});

test("info: the engine's own answer with this node's swarm, or what a node without one knows", async (t) => {
  await using scene = await ApiScene.open();
  interface Info {
    readonly Name: string;
    readonly Warnings: readonly string[] | null;
    readonly Containers: number;
    readonly Swarm: Readonly<Record<string, unknown>>;
  }
  const info = async (): Promise<Info> => (await scene.get("/info")).json() as Info;

  const outside = await info();
  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
  scene.node.engine = { "/info": { Name: "engine", Containers: 7, Warnings: ["W"], Swarm: {} } };
  const inside = await info();
  scene.node.controlError = new OperationalError("unavailable", "no quorum");
  const leaderless = await info();

  t.is(outside.Name, "solo");
  t.is(outside.Warnings, null);
  t.deepEqual(outside.Swarm, {
    ...{ NodeID: "", NodeAddr: "", LocalNodeState: "inactive", ControlAvailable: false },
    ...{ Error: "", RemoteManagers: null },
  });
  t.is(inside.Name, "engine");
  t.is(inside.Containers, 7);
  t.deepEqual(inside.Warnings, ["W"]);
  t.is(inside.Swarm["Nodes"], 1);
  t.is(inside.Swarm["Managers"], 1);
  t.false("JoinTokens" in (inside.Swarm["Cluster"] as object));
  t.is(leaderless.Swarm["ControlAvailable"], true);
  t.is(leaderless.Swarm["Error"], "rpc error: code = Unavailable desc = no quorum");
});

test("version: the engine's, with what this daemon speaks and is", async (t) => {
  await using scene = await ApiScene.open();
  interface Version {
    readonly Version: string;
    readonly ApiVersion: string;
    readonly Components: readonly { readonly Name: string }[];
  }
  const version = async (): Promise<Version> => (await scene.get("/version")).json() as Version;

  const { version: own } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const alone = await version();
  scene.node.engine = {
    "/version": { Version: "20.10.24", ApiVersion: "1.41", Components: [{ Name: "Engine" }] },
  };
  const together = await version();

  t.is(alone.Version, own);

  t.deepEqual(
    alone.Components.map(({ Name }) => Name),
    ["Skein"],
  );
  t.is(together.Version, "20.10.24");
  t.is(together.ApiVersion, "1.51");
  t.deepEqual(
    together.Components.map(({ Name }) => Name),
    ["Skein", "Engine"],
  );
});

test("distribution: says no at once, names with slashes too", async (t) => {
  await using scene = await ApiScene.managing();

  for (const image of ["busybox", "registry.example.org/team/app:1"]) {
    t.is((await scene.get(`/distribution/${image}/json`)).status, 501);
  }
});
