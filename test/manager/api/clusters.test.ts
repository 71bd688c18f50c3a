import test from "ava";
import {
  ExternalCA_CAProtocol,
  makeAnnotations,
  makeCAConfig,
  makeCluster,
  makeClusterSpec,
  makeDispatcherConfig,
  makeEncryptionConfig,
  makeEncryptionKey,
  makeExternalCA,
  makeGetClusterRequest,
  makeJoinTokens,
  makeKeyRotation,
  makeListClustersRequest,
  makeOrchestrationConfig,
  makeRootCA,
  makeRootRotation,
  makeUpdateClusterRequest,
  type Cluster,
  type ClusterSpec,
  type KeyRotation,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal } from "./control-scene.ts";

const SECRET = "a secret that stays inside";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const secret = bytes(SECRET);
const DIGEST = "d".repeat(50);
const TOKENS = makeJoinTokens({
  worker: `SWMTKN-1-${DIGEST}-${"1".repeat(25)}`,
  manager: `SWMTKN-1-${DIGEST}-${"2".repeat(25)}`,
});

const STORED: Cluster = makeCluster({
  id: "c",
  spec: makeClusterSpec({
    annotations: makeAnnotations({ name: "default" }),
    caConfig: makeCAConfig({ signingCaKey: secret }),
  }),
  rootCa: makeRootCA({
    caKey: secret,
    caCert: new TextEncoder().encode("the root"),
    joinTokens: TOKENS,
    rootRotation: makeRootRotation({ caKey: secret, caCert: new TextEncoder().encode("the next") }),
  }),
  networkBootstrapKeys: [makeEncryptionKey({ key: secret })],
  unlockKeys: [makeEncryptionKey({ key: secret })],
  subnetSize: 24,
});

async function sceneOf(cluster = STORED): Promise<ControlScene> {
  const scene = new ControlScene();
  await scene.store.update((tx) => tx.create("cluster", cluster));
  return scene;
}

async function clusterOf(scene: ControlScene): Promise<Cluster> {
  const { cluster } = await scene.call(
    ControlService.GetCluster,
    makeGetClusterRequest({ clusterId: "c" }),
  );
  if (!cluster) throw new Error("a cluster that is not there is an error");
  return cluster;
}

async function update(
  scene: ControlScene,
  spec: Partial<ClusterSpec>,
  rotation: Partial<KeyRotation> = {},
): Promise<Cluster | undefined> {
  const current = await clusterOf(scene);
  const request = makeUpdateClusterRequest({
    clusterId: "c",
    clusterVersion: current.meta?.version,
    spec: makeClusterSpec({ annotations: makeAnnotations({ name: "default" }), ...spec }),
    rotation: makeKeyRotation(rotation),
  });
  return (await scene.call(ControlService.UpdateCluster, request)).cluster;
}

test("GetCluster and ListClusters: no key leaves the managers", async (t) => {
  const scene = await sceneOf();

  const got = await clusterOf(scene);
  const { clusters } = await scene.call(ControlService.ListClusters, makeListClustersRequest());
  const updated = await update(scene, {});

  for (const shown of [got, clusters[0], updated]) {
    const bytes = (_: string, value: unknown): unknown =>
      value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
    t.false(JSON.stringify(shown, bytes).includes(SECRET));
    t.deepEqual(shown?.rootCa?.joinTokens, TOKENS);
    t.true(shown?.rootCa?.rootRotation !== undefined);
    t.is(shown?.subnetSize, 24);
  }
});

test("UpdateCluster: keeps the keys that it does not show", async (t) => {
  const scene = await sceneOf();

  await update(scene, {
    orchestration: makeOrchestrationConfig({ taskHistoryRetentionLimit: 9 }),
  });

  const stored = scene.store.view((tx) => tx.clusters.get("c"));
  t.is(stored?.spec?.orchestration?.taskHistoryRetentionLimit, 9);
  t.deepEqual(stored?.rootCa, STORED.rootCa);
  t.deepEqual(stored?.unlockKeys, STORED.unlockKeys);
  t.deepEqual(stored?.networkBootstrapKeys, STORED.networkBootstrapKeys);
});

test("UpdateCluster: rotates the token that is asked for, and only that", async (t) => {
  const scene = await sceneOf();

  const rotated = await update(scene, {}, { workerJoinToken: true });

  const { worker, manager } = rotated?.rootCa?.joinTokens ?? TOKENS;
  t.regex(worker, new RegExp(`^SWMTKN-1-${DIGEST}-[0-9a-z]{25}$`));
  t.not(worker, TOKENS.worker);
  t.is(manager, TOKENS.manager);
});

const CA = (fields: Parameters<typeof makeCAConfig>[0]): Partial<ClusterSpec> => ({
  caConfig: makeCAConfig(fields),
});
const REFUSED: readonly (readonly [string, Partial<ClusterSpec>, Partial<KeyRotation>?])[] = [
  [
    "invalidArgument: minimum certificate expiry time is: 1h0m0s",
    CA({ nodeCertExpiry: durationOf(60_000) }),
  ],
  [
    "invalidArgument: heartbeat time period cannot be a negative duration",
    { dispatcher: makeDispatcherConfig({ heartbeatPeriod: durationOf(-1) }) },
  ],
  [
    "invalidArgument: if a signing CA key is provided, the signing CA cert must also be provided",
    CA({ signingCaKey: new Uint8Array([1]) }),
  ],
  [
    "invalidArgument: modification of cluster name is not allowed",
    { annotations: makeAnnotations({ name: "other" }) },
  ],
  [
    "unimplemented: external certificate authorities are not supported yet",
    CA({ externalCas: [makeExternalCA({ protocol: ExternalCA_CAProtocol.CFSSL })] }),
  ],
  [
    "unimplemented: CAConfig.SigningCAKey: a root certificate without its key needs an external certificate authority, which is not supported yet",
    CA({ signingCaCert: secret }),
  ],
  [
    "invalidArgument: CAConfig.SigningCACert: Not a root certificate",
    CA({ signingCaCert: bytes("-----BEGIN CERTIFICATE-----"), signingCaKey: secret }),
  ],
];

for (const [index, [text, spec, rotation]] of REFUSED.entries()) {
  test(`UpdateCluster: refusal ${index + 1}: ${text}`, async (t) => {
    const scene = await sceneOf();
    const before = scene.store.appliedIndex;

    t.is(await refusal(update(scene, spec, rotation)), text);
    t.is(scene.store.appliedIndex, before);
  });
}

test("UpdateCluster: managers that are locked have a key, which stays until another is asked for", async (t) => {
  const scene = await sceneOf();
  const keyAfter = async (locks: boolean, rotation: Partial<KeyRotation> = {}): Promise<string> => {
    const encryptionConfig = makeEncryptionConfig({ autoLockManagers: locks });
    const shown = await update(scene, { encryptionConfig }, rotation);
    t.deepEqual(shown?.unlockKeys, []);
    const { unlockKeys } = scene.store.view((tx) => tx.clusters.get("c")) ?? STORED;
    t.deepEqual(unlockKeys[0], STORED.unlockKeys[0], "somebody else's");
    const own = unlockKeys.filter(({ subsystem }) => subsystem === "swarm-manager");
    t.is(own.length, locks ? 1 : 0);
    return Buffer.from(own[0]?.key ?? []).toString("hex");
  };

  t.is(await keyAfter(false, { managerUnlockKey: true }), "");
  const first = await keyAfter(true);
  t.is(first.length, 64);
  t.is(await keyAfter(true), first);
  const second = await keyAfter(true, { managerUnlockKey: true });
  t.not(second, first);
  t.is(await keyAfter(false), "");
  t.false([first, second].includes(await keyAfter(true)));
});

test("UpdateCluster: from an older version it changes nothing", async (t) => {
  const scene = await sceneOf();
  await update(scene, {});

  const stale = scene.call(
    ControlService.UpdateCluster,
    makeUpdateClusterRequest({
      clusterId: "c",
      clusterVersion: { index: 0 },
      spec: makeClusterSpec({ annotations: makeAnnotations({ name: "default" }) }),
    }),
  );

  t.is(await refusal(stale), "unknown: update out of sequence");
});
