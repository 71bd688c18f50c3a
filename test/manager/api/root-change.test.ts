import test from "ava";
import {
  makeAnnotations,
  makeCAConfig,
  makeCluster,
  makeClusterSpec,
  makeJoinTokens,
  makeNode,
  makeNodeDescription,
  makeNodeTLSInfo,
  makeRootCA,
  makeUpdateClusterRequest,
  type CAConfig,
  type RootCA,
} from "../../../src/model/generated/types.ts";
import { x509Certificates } from "../../../src/security/certificates.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { rootFor } from "../../../src/manager/api/root-change.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal } from "./control-scene.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (from: Uint8Array | undefined): string => new TextDecoder().decode(from);

/** A cluster with a root of its own, and what an operator asks of it. */
class Scene {
  readonly control = new ControlScene();

  static async begin(): Promise<Scene> {
    const scene = new Scene();
    const { certificate, key } = await scene.control.certificates.createRoot();
    const rootCa = makeRootCA({
      caCert: bytes(certificate),
      caKey: bytes(key),
      joinTokens: makeJoinTokens({ worker: "w", manager: "m" }),
    });
    const spec = makeClusterSpec({ annotations: makeAnnotations({ name: "default" }) });
    await scene.control.store.update((tx) =>
      tx.create("cluster", makeCluster({ id: "c", spec, rootCa })),
    );
    return scene;
  }

  get stored(): { readonly rootCa: RootCA; readonly config: CAConfig | undefined } {
    const cluster = this.control.store.view((tx) => tx.clusters.get("c"));
    if (!cluster?.rootCa) throw new Error("the cluster has a root");
    return { rootCa: cluster.rootCa, config: cluster.spec?.caConfig };
  }

  async update(config: Partial<CAConfig>): Promise<RootCA> {
    const version = this.control.store.view((tx) => tx.clusters.get("c"))?.meta?.version;
    await this.control.call(
      ControlService.UpdateCluster,
      makeUpdateClusterRequest({
        clusterId: "c",
        clusterVersion: version,
        spec: makeClusterSpec({
          annotations: makeAnnotations({ name: "default" }),
          caConfig: makeCAConfig(config),
        }),
      }),
    );
    return this.stored.rootCa;
  }
}

test("root change: asked for by number it begins once, beside the root that is there", async (t) => {
  const scene = await Scene.begin();
  const { rootCa: before } = scene.stored;

  const begun = await scene.update({ forceRotate: 1 });
  t.deepEqual(begun.caCert, before.caCert);
  t.deepEqual(begun.caKey, before.caKey);
  t.deepEqual(begun.joinTokens, before.joinTokens, "those who join believe in what there is");
  t.is(begun.lastForcedRotation, 1);
  const next = begun.rootRotation;
  t.notDeepEqual(next?.caCert, before.caCert);
  await scene.control.certificates.inspectRoot(text(next?.caCert), text(next?.caKey));

  t.deepEqual(await scene.update({ forceRotate: 1 }), begun, "the same number asks for nothing");
  const again = await scene.update({ forceRotate: 2 });
  t.notDeepEqual(again.rootRotation?.caCert, next?.caCert);
  t.deepEqual(again.caCert, before.caCert);
});

test("root change: an operator's own root is taken, kept, and taken back", async (t) => {
  const scene = await Scene.begin();
  const { rootCa: before } = scene.stored;
  const own = await scene.control.certificates.createRoot();
  const asked = { signingCaCert: bytes(own.certificate), signingCaKey: bytes(own.key) };

  const begun = await scene.update(asked);
  t.is(text(begun.rootRotation?.caCert), own.certificate);
  t.is(text(begun.rootRotation?.caKey), own.key);
  t.deepEqual(scene.stored.config?.signingCaKey, new Uint8Array(0), "no key is kept twice");
  t.deepEqual(await scene.update(asked), begun, "asked again it goes on");
  t.deepEqual(await scene.update({}), begun, "other settings leave it alone");

  const { caCert: signingCaCert, caKey: signingCaKey } = before;
  const back = await scene.update({ signingCaCert, signingCaKey });
  t.deepEqual(back, { ...before, rootRotation: undefined }, "named again it stays");
});

test("root change: a foreign key, or the old root's, is refused and shown nowhere", async (t) => {
  const scene = await Scene.begin();
  const { rootCa: before } = scene.stored;
  const [own, other] = [
    await scene.control.certificates.createRoot(),
    await scene.control.certificates.createRoot(),
  ];
  const refused = await refusal(
    scene.update({ signingCaCert: bytes(own.certificate), signingCaKey: bytes(other.key) }),
  );
  t.regex(refused, /^invalidArgument: CAConfig.SigningCACert: .*key is not its certificate's/);
  t.false(refused.includes(other.key.trim()));
  t.deepEqual(scene.stored.rootCa, before);
});

test("root change: while a node believes in a root of before, none begins, and one that began goes on", async (t) => {
  const scene = await Scene.begin();
  const { rootCa } = scene.stored;
  const believes = (trustRoot: Uint8Array, hostname = "worker-7"): Promise<unknown> => {
    const tlsInfo = makeNodeTLSInfo({ trustRoot });
    const description = makeNodeDescription({ hostname, tlsInfo });
    return scene.control.store.update((tx) => {
      tx.remove("node", "n7");
      tx.create("node", makeNode({ id: "n7", description }));
    });
  };
  await scene.control.store.update((tx) => tx.create("node", makeNode({ id: "n7" })));
  await believes(bytes("an older root"));

  t.is(
    await refusal(scene.update({ forceRotate: 1 })),
    "failedPrecondition: The root cannot be replaced yet: worker-7 did not hear of the present one so " +
      "far. Wait until the node is back, or remove it from the swarm",
  );
  t.deepEqual(await scene.update({}), rootCa, "other settings can be changed");
  await believes(bytes("an older root"), "");
  t.regex(await refusal(scene.update({ forceRotate: 1 })), /yet: n7 did not hear/);
  await believes(bytes(text(rootCa.caCert).replaceAll("\n", "\r\n")));
  t.truthy((await scene.update({ forceRotate: 1 })).rootRotation);
});

test("root change: a root that is soon over, or has the key of the one before, is refused", async (t) => {
  const x509 = x509Certificates(realClock);
  const [root, next] = [await x509.createRoot(), await x509.createRoot()];
  const rootCa = makeRootCA({ caCert: bytes(root.certificate), caKey: bytes(root.key) });
  const ask = (clock: typeof realClock, { certificate, key } = next): Promise<unknown> =>
    rootFor(
      { certificates: x509, clock },
      { rootCa, nodes: [] },
      makeCAConfig({ signingCaCert: bytes(certificate), signingCaKey: bytes(key) }),
    );
  const later = { ...realClock, wallMs: () => Date.now() + 19.5 * 365 * 24 * 3_600_000 };
  await t.throwsAsync(ask(later), { message: /expires too soon: .* another year/ });
  // The same key under another certificate.
  const renewed = { certificate: await x509.crossSign(next, root.certificate), key: root.key };
  await t.throwsAsync(ask(realClock, renewed), { message: /root that is to be replaced/ });
  const two = { certificate: root.certificate + next.certificate, key: next.key };
  await t.throwsAsync(ask(realClock, two), { message: /cannot contain multiple certificates/ });
  await t.notThrowsAsync(ask(realClock));
});
