import test from "ava";
import { runRoleReconciliation } from "../../../src/manager/ca/role-reconciliation.ts";
import type { Membership } from "../../../src/manager/ca/role-reconciliation.ts";
import { NodeRole, makeNode, makeNodeSpec } from "../../../src/model/generated/types.ts";
import { Simulation } from "../../sim/simulation.ts";
import { MemoryStore } from "../../support/memory-store.ts";

const { MANAGER, WORKER } = NodeRole;

/** Three managers and a worker; `log` is what was done, in order. */
class Scene implements Membership {
  readonly sim = new Simulation(1);
  readonly store = new MemoryStore();
  readonly done: string[] = [];
  removable = true;
  #members = ["m1", "m2", "m3"].map((nodeId, index) => ({ nodeId, raftId: BigInt(index + 1) }));
  readonly #controller = new AbortController();
  readonly life: Promise<void>;

  constructor() {
    const ids = ["m1", "m2", "m3", "w1"];
    for (const id of ids) {
      const role = id.startsWith("m") ? MANAGER : WORKER;
      const node = makeNode({ id, role, spec: makeNodeSpec({ desiredRole: role }) });
      this.store.write((tx) => tx.create("node", node));
    }
    const { clock, log } = this.sim.process("m1");
    this.store.commitPoint = () => clock.sleep(1, new AbortController().signal);
    this.store.onCommit(({ changes }) => {
      for (const { kind, object } of changes) {
        if (kind === "node" && object.role !== object.spec?.desiredRole) continue;
        if (kind === "node") this.done.push(`${object.id} is ${object.role}`);
      }
    });
    const deps = { store: this.store, clock, log, nodeId: "m1", membership: this };
    this.life = runRoleReconciliation(deps, this.#controller.signal);
  }

  members(): readonly { readonly nodeId: string; readonly raftId: bigint }[] {
    return this.#members;
  }

  canRemove(): boolean {
    return this.removable;
  }

  async remove(raftId: bigint): Promise<void> {
    this.#members = this.#members.filter((member) => member.raftId !== raftId);
    this.done.push(`removed member ${raftId}`);
  }

  async transferLeadership(): Promise<void> {
    this.done.push("transferred");
    this.#controller.abort();
  }

  want(id: string, desiredRole: NodeRole): void {
    this.store.write((tx) => {
      tx.update("node", { ...tx.nodes.get(id)!, spec: makeNodeSpec({ desiredRole }) });
    });
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.sim.finish(this.life);
  }
}

test.serial("role reconciliation: a promoted node gets its role at once", async (t) => {
  const scene = new Scene();
  await scene.sim.advance(10);
  scene.want("w1", MANAGER);
  await scene.sim.advance(10);

  t.deepEqual(scene.done, [`w1 is ${MANAGER}`]);
  await scene.stop();
  t.is(scene.sim.pendingCount, 0);
});

test.serial(
  "role reconciliation: a demoted one leaves the group before its role changes",
  async (t) => {
    const scene = new Scene();
    await scene.sim.advance(10);
    scene.want("m2", WORKER);
    await scene.sim.advance(10);

    t.deepEqual(scene.done, ["removed member 2", `m2 is ${WORKER}`]);
    await scene.stop();
  },
);

test.serial(
  "role reconciliation: a demotion waits until the group can do without the member",
  async (t) => {
    const scene = new Scene();
    scene.removable = false;
    await scene.sim.advance(10);
    scene.want("m2", WORKER);
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
    const scene = new Scene();
    scene.store.write((tx) => {
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
  const scene = new Scene();
  await scene.sim.advance(10);
  scene.store.write((tx) => tx.remove("node", "m3"));
  await scene.sim.advance(10);

  t.true(scene.done.includes("removed member 3"));
  await scene.stop();
});
