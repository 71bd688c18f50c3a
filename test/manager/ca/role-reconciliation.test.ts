import test from "ava";
import { runRoleReconciliation } from "../../../src/manager/ca/role-reconciliation.ts";
import type { Membership } from "../../../src/manager/ca/role-reconciliation.ts";
import { NodeRole, makeNode, makeNodeSpec } from "../../../src/model/generated/types.ts";
import type { Change } from "../../../src/manager/store/store.ts";
import { Simulation } from "../../sim/simulation.ts";
import { LocalStore } from "../../support/local-store.ts";

const { MANAGER, WORKER } = NodeRole;

/** Three managers and a worker; `log` is what was done, in order. */
class Scene implements Membership {
  readonly sim = new Simulation(1);
  readonly #process = this.sim.process("m1");
  readonly store = new LocalStore(this.#process);
  readonly done: string[] = [];
  removable = true;
  #members = ["m1", "m2", "m3"].map((nodeId, index) => ({ nodeId, raftId: BigInt(index + 1) }));
  readonly #controller = new AbortController();
  #life: Promise<void> = Promise.resolve();

  static async begin(): Promise<Scene> {
    const scene = new Scene();
    await scene.store.write((tx) => {
      for (const id of ["m1", "m2", "m3", "w1"]) {
        const role = id.startsWith("m") ? MANAGER : WORKER;
        tx.create("node", makeNode({ id, role, spec: makeNodeSpec({ desiredRole: role }) }));
      }
    });
    scene.store.onCommit(({ changes }) => scene.#note(changes));
    const { clock, log } = scene.#process;
    const deps = { store: scene.store, clock, log, nodeId: "m1", membership: scene };
    scene.#life = runRoleReconciliation(deps, scene.#controller.signal);
    await scene.sim.advance(10);
    return scene;
  }

  #note(changes: readonly Change[]): void {
    for (const { kind, object } of changes) {
      if (kind !== "node" || object.role !== object.spec?.desiredRole) continue;
      this.done.push(`${object.id} is ${object.role}`);
    }
  }

  members(): readonly { readonly nodeId: string; readonly raftId: bigint }[] {
    return this.#members;
  }

  whyNotRemove(): string | undefined {
    return this.removable ? undefined : "too few can be reached";
  }

  async remove(raftId: bigint): Promise<void> {
    this.#members = this.#members.filter((member) => member.raftId !== raftId);
    this.done.push(`removed member ${raftId}`);
  }

  async transferLeadership(): Promise<void> {
    this.done.push("transferred");
    this.#controller.abort();
  }

  async want(id: string, desiredRole: NodeRole): Promise<void> {
    await this.store.write((tx) => {
      tx.update("node", { ...tx.nodes.get(id)!, spec: makeNodeSpec({ desiredRole }) });
    });
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.sim.finish(this.#life);
  }
}

test.serial("role reconciliation: a promoted node gets its role at once", async (t) => {
  const scene = await Scene.begin();
  await scene.want("w1", MANAGER);
  await scene.sim.advance(10);

  t.deepEqual(scene.done, [`w1 is ${MANAGER}`]);
  await scene.stop();
  t.is(scene.sim.pendingCount, 0);
});

test.serial(
  "role reconciliation: a demoted one leaves the group before its role changes",
  async (t) => {
    const scene = await Scene.begin();
    await scene.sim.advance(10);
    await scene.want("m2", WORKER);
    await scene.sim.advance(10);

    t.deepEqual(scene.done, ["removed member 2", `m2 is ${WORKER}`]);
    await scene.stop();
  },
);

test.serial(
  "role reconciliation: a demotion waits until the group can do without the member",
  async (t) => {
    const scene = await Scene.begin();
    scene.removable = false;
    await scene.sim.advance(10);
    await scene.want("m2", WORKER);
    await scene.sim.advance(5_000);
    t.deepEqual(scene.done, []);

    scene.removable = true;
    await scene.sim.advance(1_100);
    t.deepEqual(scene.done, ["removed member 2", `m2 is ${WORKER}`]);
    await scene.stop();
  },
);

test.serial(
  "role reconciliation: a leader that is demoted hands on its leadership, last of all",
  async (t) => {
    const scene = await Scene.begin();
    await scene.store.write((tx) => {
      for (const id of ["m1", "m2"]) {
        tx.update("node", { ...tx.nodes.get(id)!, spec: makeNodeSpec({ desiredRole: WORKER }) });
      }
    });
    await scene.sim.advance(10);

    t.deepEqual(scene.done, ["removed member 2", `m2 is ${WORKER}`, "transferred"]);
    await scene.stop();
  },
);

test.serial("role reconciliation: a member whose node is gone leaves the group", async (t) => {
  const scene = await Scene.begin();
  await scene.store.write((tx) => tx.remove("node", "m3"));
  await scene.sim.advance(10);

  t.true(scene.done.includes("removed member 3"));
  await scene.stop();
});

test.serial("role reconciliation: a member whose node is a worker leaves the group", async (t) => {
  const scene = await Scene.begin();
  await scene.store.write((tx) => {
    const spec = makeNodeSpec({ desiredRole: WORKER });
    tx.update("node", { ...tx.nodes.get("m3")!, role: WORKER, spec });
  });
  await scene.sim.advance(6_000);

  t.true(scene.done.includes("removed member 3"));
  await scene.stop();
});
