import test from "ava";
import { OperationalError, errorCodeOf } from "../../../src/base/errors.ts";
import { createCertificateAuthority } from "../../../src/manager/ca/certificate-authority.ts";
import {
  IssuanceStatus_State,
  NodeRole,
  NodeSpec_Availability,
  NodeSpec_Membership,
  makeCluster,
  makeGetRootCACertificateRequest,
  makeGetUnlockKeyRequest,
  makeIssueNodeCertificateRequest,
  makeJoinTokens,
  makeNodeCertificateStatusRequest,
  makeRootCA,
  makeRootRotation,
} from "../../../src/model/generated/types.ts";
import type {
  IssueNodeCertificateResponse,
  Node,
  NodeCertificateStatusResponse,
} from "../../../src/model/generated/types.ts";
import type { Certificates } from "../../../src/system/certificates.ts";
import type { Channel, Identity } from "../../../src/system/rpc.ts";
import { CAService, NodeCAService } from "../../../src/wire/generated/services.ts";
import { SimNetwork } from "../../sim/network.ts";
import { Simulation } from "../../sim/simulation.ts";
import { LocalStore } from "../../support/local-store.ts";

const NEVER = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (from: Uint8Array | undefined): string => new TextDecoder().decode(from);

/** Says in plain text what was signed, by whom and for how long. */
class PlainCertificates implements Pick<Certificates, "sign"> {
  /** Resolved before anything is signed. */
  ready: () => Promise<void> = () => Promise.resolve();

  async sign(
    ...[root, csr, subject, validityMs]: Parameters<Certificates["sign"]>
  ): Promise<string> {
    await this.ready();
    const request = text(csr);
    if (!request.startsWith("csr")) {
      throw new OperationalError("invalidArgument", "Not a certificate request");
    }
    const { nodeId, role, organization } = subject;
    return `${request} of ${nodeId} as ${role} in ${organization} by ${root.key} for ${validityMs}\n`;
  }
}

class Scene {
  readonly sim = new Simulation(1);
  readonly network = new SimNetwork(this.sim);
  readonly manager = this.sim.process("m1");
  readonly store = new LocalStore(this.manager);
  readonly client = this.sim.process("n1");
  readonly certificates = new PlainCertificates();
  readonly #leadership = new AbortController();
  #life: Promise<void> = Promise.resolve();
  readonly #run: (signal: AbortSignal) => Promise<void>;

  private constructor() {
    const { clock, entropy, log } = this.manager;
    const { store, certificates } = this;
    const authority = createCertificateAuthority({ store, clock, entropy, log, certificates });
    this.network.listen(this.manager, "m1:2377", {
      routes: authority.routes,
      identity: () => this.identity("m1", NodeRole.MANAGER),
    });
    this.#run = (signal) => authority.run(signal);
  }

  static async begin(): Promise<Scene> {
    const scene = new Scene();
    await scene.store.write((tx) => {
      tx.create(
        "cluster",
        makeCluster({
          id: "cluster",
          rootCa: makeRootCA({
            caCert: bytes("root"),
            caKey: bytes("key"),
            joinTokens: makeJoinTokens({ worker: "WORKER-TOKEN", manager: "MANAGER-TOKEN" }),
          }),
        }),
      );
    });
    return scene;
  }

  identity(nodeId: string, role: NodeRole): Identity {
    return { nodeId, role, organization: "cluster" };
  }

  lead(): void {
    this.#life = this.#run(this.#leadership.signal);
  }

  async stepDown(): Promise<void> {
    this.#leadership.abort();
    await this.sim.finish(this.#life);
  }

  /** Loses leadership without waiting for what was going on. */
  depose(): void {
    this.#leadership.abort();
  }

  anonymous(): Channel {
    return this.network.dialer(this.client, () => undefined).anonymous("m1:2377");
  }

  certified(nodeId: string, role: NodeRole = NodeRole.WORKER): Channel {
    const caller = this.identity(nodeId, role);
    return this.network.dialer(this.client, () => caller).certified("m1:2377");
  }

  async issue(
    channel: Channel,
    token: string,
    csr = "csr",
    availability: NodeSpec_Availability = NodeSpec_Availability.ACTIVE,
  ): Promise<IssueNodeCertificateResponse> {
    const request = makeIssueNodeCertificateRequest({ csr: bytes(csr), token, availability });
    const options = { signal: NEVER };
    return this.sim.finish(channel.unary(NodeCAService.IssueNodeCertificate, request, options));
  }

  status(nodeId: string): Promise<NodeCertificateStatusResponse> {
    const request = makeNodeCertificateStatusRequest({ nodeId });
    return this.anonymous().unary(NodeCAService.NodeCertificateStatus, request, { signal: NEVER });
  }

  node(id: string): Node {
    return this.store.view((tx) => tx.nodes.get(id))!;
  }
}

test.serial(
  "certificate authority: refuses every call while the manager does not lead",
  async (t) => {
    const scene = await Scene.begin();

    const error = await t.throwsAsync(scene.issue(scene.anonymous(), "WORKER-TOKEN"));

    t.is(errorCodeOf(error), "unavailable");
  },
);

for (const [token, role] of [
  ["WORKER-TOKEN", NodeRole.WORKER],
  ["MANAGER-TOKEN", NodeRole.MANAGER],
] as const) {
  test.serial(`certificate authority: ${token} admits a node and certifies its role`, async (t) => {
    const scene = await Scene.begin();
    scene.lead();

    const { nodeId, nodeMembership } = await scene.issue(
      scene.anonymous(),
      token,
      "csr",
      NodeSpec_Availability.DRAIN,
    );
    const { status, certificate } = await scene.sim.finish(scene.status(nodeId));

    t.is(nodeId.length, 25);
    t.is(nodeMembership, NodeSpec_Membership.ACCEPTED);
    t.is(status?.state, IssuanceStatus_State.ISSUED);
    const expected = `csr of ${nodeId} as ${role} in cluster by key for ${2160 * 3_600_000}\n`;
    t.is(text(certificate?.certificate), expected);
    t.is(scene.node(nodeId).role, role);
    t.is(scene.node(nodeId).spec?.desiredRole, role);
    t.is(scene.node(nodeId).spec?.availability, NodeSpec_Availability.DRAIN);
  });
}

test.serial("certificate authority: any other token is refused, in Swarm's words", async (t) => {
  const scene = await Scene.begin();
  scene.lead();

  for (const token of ["", "WORKER-TOKE", "WORKER-TOKEN2", "manager-token"]) {
    const error = await t.throwsAsync(scene.issue(scene.anonymous(), token));
    t.is(errorCodeOf(error), "invalidArgument");
    t.regex(error.message, /A valid join token is necessary to join this cluster/);
  }
  t.is(scene.store.commitCount, 1, "and costs no transaction");
});

test.serial("certificate authority: a bad request fails, and tells whoever waits", async (t) => {
  const scene = await Scene.begin();
  scene.lead();

  const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN", "garbage");
  const { status } = await scene.sim.finish(scene.status(nodeId));

  t.is(status?.state, IssuanceStatus_State.FAILED);
  t.is(status?.err, "Not a certificate request");
});

test.serial(
  "certificate authority: a member renews without a token, in the role it has now",
  async (t) => {
    const scene = await Scene.begin();
    scene.lead();
    const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN");
    await scene.sim.finish(scene.status(nodeId));
    await scene.store.write((tx) =>
      tx.update("node", { ...scene.node(nodeId), role: NodeRole.MANAGER }),
    );

    const renewed = await scene.issue(scene.certified(nodeId), "", "csr2");
    const { status, certificate } = await scene.sim.finish(scene.status(nodeId));

    t.is(renewed.nodeId, nodeId);
    t.is(status?.state, IssuanceStatus_State.ISSUED);
    t.regex(
      text(certificate?.certificate),
      new RegExp(`^csr2 of ${nodeId} as ${NodeRole.MANAGER} `),
    );
  },
);

test.serial("certificate authority: a removed node renews nothing", async (t) => {
  const scene = await Scene.begin();
  scene.lead();

  const error = await t.throwsAsync(scene.issue(scene.certified("removed"), ""));

  t.is(errorCodeOf(error), "notFound");
});

test.serial(
  "certificate authority: the status waits for the signature, and leaves nothing behind",
  async (t) => {
    const scene = await Scene.begin();
    scene.certificates.ready = () => scene.manager.clock.sleep(300, NEVER);
    scene.lead();
    const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN");

    const startMs = scene.sim.nowMs;
    const { status } = await scene.sim.finish(scene.status(nodeId));

    t.is(status?.state, IssuanceStatus_State.ISSUED);
    t.true(scene.sim.nowMs - startMs > 290);
    await scene.stepDown();
    await scene.sim.advance(20);
    t.is(scene.sim.pendingCount, 0);
  },
);

test.serial(
  "certificate authority: requests that came under the last leader are signed by the next",
  async (t) => {
    const scene = await Scene.begin();
    scene.certificates.ready = () => Promise.reject(new Error("no key"));
    scene.lead();
    const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN");
    const waiting = scene.status(nodeId);
    await scene.sim.advance(100);

    scene.certificates.ready = () => Promise.resolve();
    const { status } = await scene.sim.finish(waiting);

    t.is(status?.state, IssuanceStatus_State.ISSUED);
  },
);

test.serial(
  "certificate authority: losing leadership ends the waits with unavailable",
  async (t) => {
    const scene = await Scene.begin();
    scene.certificates.ready = () => scene.manager.clock.sleep(1e9, NEVER);
    scene.lead();
    const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN");
    const waiting = scene.status(nodeId);
    await scene.sim.advance(100);

    scene.depose();
    const error = await t.throwsAsync(scene.sim.finish(waiting));

    t.is(errorCodeOf(error), "unavailable");
  },
);

test.serial(
  "certificate authority: while the root is replaced the new one signs, certified by the old",
  async (t) => {
    const scene = await Scene.begin();
    await scene.store.write((tx) => {
      const cluster = tx.clusters.all()[0]!;
      const rootRotation = makeRootRotation({
        caCert: bytes("root2"),
        caKey: bytes("key2"),
        crossSignedCaCert: bytes("root2 by root"),
      });
      tx.update("cluster", { ...cluster, rootCa: { ...cluster.rootCa!, rootRotation } });
    });
    scene.lead();

    const { nodeId } = await scene.issue(scene.anonymous(), "WORKER-TOKEN");
    const { certificate } = await scene.sim.finish(scene.status(nodeId));

    t.regex(text(certificate?.certificate), /by key2 for \d+\nroot2 by root$/);
  },
);

test.serial(
  "certificate authority: gives the root to anyone and the unlock key to managers",
  async (t) => {
    const scene = await Scene.begin();
    scene.lead();
    const { certificate } = await scene.sim.finish(
      scene.anonymous().unary(CAService.GetRootCACertificate, makeGetRootCACertificateRequest(), {
        signal: NEVER,
      }),
    );
    const { unlockKey, version } = await scene.sim.finish(
      scene
        .certified("m2", NodeRole.MANAGER)
        .unary(CAService.GetUnlockKey, makeGetUnlockKeyRequest(), {
          signal: NEVER,
        }),
    );

    t.is(text(certificate), "root");
    t.is(unlockKey.length, 0);
    t.deepEqual(
      version,
      scene.store.view((tx) => tx.clusters.all()[0]?.meta?.version),
    );
  },
);
