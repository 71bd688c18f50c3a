import test from "ava";
import {
  NodeRole,
  NodeSpec_Availability,
  NodeSpec_Membership,
  NodeStatus_State,
  RaftMemberStatus_Reachability,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeEngineDescription,
  makeGetNodeRequest,
  makeListNodesRequest,
  makeListNodesRequest_Filters,
  makeNode,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makeRemoveNodeRequest,
  makeTask,
  makeTaskStatus,
  makeUpdateNodeRequest,
  type Node,
} from "../../../src/model/generated/types.ts";
import type { ManagerMember } from "../../../src/manager/api/control-deps.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { FROZEN_CLOCK } from "../support/test-store.ts";
import { ControlScene, refusal } from "./control-scene.ts";

interface NodeOptions {
  readonly role?: "WORKER" | "MANAGER";
  readonly state?: "READY" | "DOWN";
  readonly labels?: Readonly<Record<string, string>>;
  readonly engineLabels?: Readonly<Record<string, string>>;
}

function node(id: string, options: NodeOptions = {}): Node {
  const role = NodeRole[options.role ?? "WORKER"];
  return makeNode({
    id,
    role,
    spec: makeNodeSpec({
      desiredRole: role,
      membership: NodeSpec_Membership.ACCEPTED,
      annotations: makeAnnotations({ labels: options.labels ?? {} }),
    }),
    status: makeNodeStatus({ state: NodeStatus_State[options.state ?? "READY"] }),
    description: makeNodeDescription({
      hostname: `host-${id}`,
      engine: makeEngineDescription({ labels: options.engineLabels ?? {} }),
    }),
  });
}

function member(nodeId: string, fields: Partial<ManagerMember> = {}): ManagerMember {
  return {
    ...{ raftId: BigInt(nodeId.length), nodeId, address: `${nodeId}:2377` },
    ...{ leader: false, reachable: true, learner: false, ...fields },
  };
}

async function sceneOf(...nodes: readonly Node[]): Promise<ControlScene> {
  const scene = new ControlScene();
  await scene.store.update((tx) => {
    tx.create("cluster", makeCluster({ id: "c" }));
    for (const each of nodes) tx.create("node", each);
  });
  return scene;
}

async function update(
  scene: ControlScene,
  nodeId: string,
  change: Partial<Parameters<typeof makeNodeSpec>[0]>,
): Promise<Node | undefined> {
  const stored = scene.store.view((tx) => tx.nodes.get(nodeId));
  const answer = await scene.call(
    ControlService.UpdateNode,
    makeUpdateNodeRequest({
      nodeId,
      nodeVersion: stored?.meta?.version,
      spec: makeNodeSpec({ ...stored?.spec, ...change }),
    }),
  );
  return answer.node;
}

test("GetNode: raft says where a manager stands", async (t) => {
  const scene = await sceneOf(node("m1", { role: "MANAGER" }), node("w1"));
  scene.members = [member("m1", { leader: true, reachable: false })];
  const get = async (nodeId: string): Promise<Node | undefined> =>
    (await scene.call(ControlService.GetNode, makeGetNodeRequest({ nodeId }))).node;

  const manager = await get("m1");

  t.is(manager?.managerStatus?.leader, true);
  t.is(manager?.managerStatus?.addr, "m1:2377");
  t.is(manager?.managerStatus?.reachability, RaftMemberStatus_Reachability.UNREACHABLE);
  t.is((await get("w1"))?.managerStatus, undefined);
  t.is(await refusal(get("nobody")), "notFound: node nobody not found");
});

test("ListNodes: filters by host name, id, labels of both kinds, role and membership", async (t) => {
  const scene = await sceneOf(
    node("m1", { role: "MANAGER", labels: { zone: "a" } }),
    node("w1", { engineLabels: { disk: "ssd" } }),
    node("w2", { labels: { zone: "b" }, engineLabels: { disk: "hdd" } }),
  );
  const list = async (
    filters: Parameters<typeof makeListNodesRequest_Filters>[0],
  ): Promise<readonly string[]> => {
    const request = makeListNodesRequest({ filters: makeListNodesRequest_Filters(filters) });
    const { nodes } = await scene.call(ControlService.ListNodes, request);
    return nodes.map(({ id }) => id);
  };

  t.deepEqual(await list({}), ["m1", "w1", "w2"]);
  t.deepEqual(await list({ names: ["host-w1"] }), ["w1"]);
  t.deepEqual(await list({ namePrefixes: ["host-w"] }), ["w1", "w2"]);
  t.deepEqual(await list({ idPrefixes: ["w"] }), ["w1", "w2"]);
  t.deepEqual(await list({ labels: { disk: "" } }), ["w1", "w2"]);
  t.deepEqual(await list({ labels: { disk: "ssd" } }), ["w1"]);
  t.deepEqual(await list({ nodeLabels: { zone: "b" } }), ["w2"]);
  t.deepEqual(await list({ roles: [NodeRole.MANAGER] }), ["m1"]);
  t.deepEqual(await list({ memberships: [NodeSpec_Membership.PENDING] }), []);
  t.deepEqual(await list({ roles: [NodeRole.WORKER], nodeLabels: { zone: "" } }), ["w2"]);
});

test("UpdateNode: changes the spec, from the newest version only", async (t) => {
  const scene = await sceneOf(node("w1"));
  const { DRAIN, PAUSE } = NodeSpec_Availability;

  const drained = await update(scene, "w1", { availability: DRAIN });
  await update(scene, "w1", { availability: DRAIN });
  const stale = scene.call(
    ControlService.UpdateNode,
    makeUpdateNodeRequest({
      nodeId: "w1",
      nodeVersion: { index: 0 },
      spec: makeNodeSpec({ availability: PAUSE }),
    }),
  );

  t.is(drained?.spec?.availability, DRAIN);
  t.is(await refusal(stale), "unknown: update out of sequence");
  t.is(await refusal(update(scene, "nobody", {})), "notFound: node nobody not found");
});

test("UpdateNode: the last manager stays one, and so does the one a quorum needs", async (t) => {
  const managers = ["m1", "m2", "m3"].map((id) => node(id, { role: "MANAGER" }));
  const scene = await sceneOf(...managers, node("w1"));
  const demote = (nodeId: string): Promise<Node | undefined> =>
    update(scene, nodeId, { desiredRole: NodeRole.WORKER });

  scene.members = [member("m1"), member("m2", { reachable: false }), member("m3")];
  const risky = await refusal(demote("m3"));
  const sound = await demote("m2");
  scene.members = [member("m1"), member("m3")];
  await demote("m3");
  const last = await refusal(demote("m1"));

  t.is(
    risky,
    "failedPrecondition: can't remove member from the raft: this would result in a loss of quorum " +
      "(of the 2 managers that would remain 1 can be reached and 2 are needed; not reachable: host-m2. " +
      "Start them again, or demote those first)",
  );
  t.is(sound?.spec?.desiredRole, NodeRole.WORKER);
  t.is(last, "failedPrecondition: attempting to demote the last manager of the swarm");
  const promoted = await update(scene, "w1", { desiredRole: NodeRole.MANAGER });
  t.is(promoted?.spec?.desiredRole, NodeRole.MANAGER);
});

test("RemoveNode: neither a member of raft nor, without force, a node that is up", async (t) => {
  const scene = await sceneOf(node("m1", { role: "MANAGER" }), node("w1"));
  scene.members = [member("m1")];
  const remove = (nodeId: string, force: boolean): Promise<unknown> =>
    scene.call(ControlService.RemoveNode, makeRemoveNodeRequest({ nodeId, force }));

  t.is(
    await refusal(remove("m1", true)),
    "failedPrecondition: node m1 is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal",
  );
  t.is(
    await refusal(remove("w1", false)),
    "failedPrecondition: node w1 is not down and can't be removed",
  );
  t.is(await refusal(remove("nobody", true)), "notFound: node nobody not found");
  await remove("w1", true);
  t.is(
    scene.store.view((tx) => tx.nodes.get("w1")),
    undefined,
  );
});

test("RemoveNode: its tasks are given up, in entries that raft takes, and its certificates too", async (t) => {
  const scene = await sceneOf(node("w1", { state: "DOWN" }), node("w2"));
  const count = 450;
  await scene.store.update((tx) => {
    for (let at = 0; at < count; at++) {
      tx.create(
        "task",
        makeTask({
          id: `t${at}`,
          nodeId: at === 0 ? "w2" : "w1",
          status: makeTaskStatus({ state: at === 1 ? TaskState.COMPLETE : TaskState.RUNNING }),
        }),
      );
    }
  });
  const before = scene.raft.entries.length;

  await scene.call(ControlService.RemoveNode, makeRemoveNodeRequest({ nodeId: "w1" }));

  const tasks = scene.store.view((tx) => tx.tasks.all());
  const states = new Map(tasks.map(({ id, status }) => [id, status?.state]));
  t.is(states.get("t0"), TaskState.RUNNING);
  t.is(states.get("t1"), TaskState.COMPLETE);
  t.is(tasks.filter(({ status }) => status?.state === TaskState.ORPHANED).length, count - 2);
  t.is(scene.raft.entries.length - before, 3);
  const cluster = scene.store.view((tx) => tx.clusters.get("c"));
  const expiry = cluster?.blacklistedCertificates["w1"]?.expiry?.seconds ?? 0;
  t.true(expiry * 1000 > FROZEN_CLOCK.wallMs() + 90 * 24 * 3_600_000);
});
