import test from "ava";
import {
  Mount_Type,
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeDriver,
  makeEngineDescription,
  makeMount,
  makeMount_VolumeOptions,
  makeNetwork,
  makeNetworkAttachment,
  makePlacementPreference,
  makePluginDescription,
  makeSpreadOver,
  type Node,
  type Task,
  type TaskSpec,
} from "../../src/model/generated/types.ts";
import { Scheduler, type Round } from "../../src/scheduler/scheduler.ts";
import { SKEIN_LABEL } from "../../src/model/engine-kind.ts";
import { WIREGUARD_KEY_LABEL } from "../../src/model/wireguard-keys.ts";
import { node, task } from "../support/build.ts";

const NODES = [node("n1"), node("n2"), node("n3")];

function schedule(
  nodes: readonly Node[],
  tasks: readonly Task[],
  options: { readonly placement?: "spread" | "binpack" } = {},
): Round {
  const scheduler = new Scheduler();
  if (options.placement) scheduler.setDefaultPlacement(options.placement);
  for (const one of nodes) scheduler.putNode(one);
  for (const one of tasks) scheduler.putTask(one, 0);
  return scheduler.schedule(0, Infinity);
}

function where(round: Round): string {
  return round.placements
    .map(({ taskId, nodeId }) => `${taskId}@${nodeId}`)
    .sort()
    .join(" ");
}

const labelled = (one: Task, placement: string): Task => ({
  ...one,
  serviceAnnotations: makeAnnotations({ labels: { "skein.placement": placement } }),
});
const tasks = (count: number, options: Parameters<typeof task>[1] = {}): readonly Task[] =>
  Array.from({ length: count }, (_, at) => task(`t${at + 1}`, { slot: at + 1, ...options }));

test("binpack: a node is filled before the next is begun", (t) => {
  const five = tasks(5, { cpus: 2 }).map((one) => labelled(one, "binpack"));
  t.is(where(schedule(NODES, five)), "t1@n1 t2@n1 t3@n2 t4@n2 t5@n3");
});

test("binpack: the fullest node with room is chosen, whoever filled it", (t) => {
  const other = task("x", { serviceId: "o", nodeId: "n2", state: TaskState.RUNNING, cpus: 1 });
  const two = tasks(2, { cpus: 2 }).map((one) => labelled(one, "binpack"));
  t.is(where(schedule(NODES, [other, ...two])), "t1@n2 t2@n1");
});

test("binpack: of the cluster, unless the service says otherwise", (t) => {
  const placement = "binpack" as const;
  t.is(where(schedule(NODES, tasks(2), { placement })), "t1@n1 t2@n1");
  const spread = tasks(2).map((one) => labelled(one, "spread"));
  t.is(where(schedule(NODES, spread, { placement })), "t1@n1 t2@n2");
});

test("binpack: preferences still spread over their labels, nodes are packed within", (t) => {
  const nodes = ["a1", "a2", "b1", "b2"].map((id) => node(id, { labels: { zone: id[0]! } }));
  const spread = makeSpreadOver({ spreadDescriptor: "node.labels.zone" });
  const placement = { preferences: [makePlacementPreference({ spread })] };
  const four = tasks(4, { cpus: 1, placement }).map((one) => labelled(one, "binpack"));
  t.is(where(schedule(nodes, four)), "t1@a1 t2@b1 t3@a1 t4@b1");
});

test("binpack: a node on which the service keeps failing comes last all the same", (t) => {
  const failed = Array.from({ length: 5 }, (_, at) =>
    task(`f${at}`, { nodeId: "n1", state: TaskState.FAILED, desired: TaskState.SHUTDOWN }),
  );
  const [one] = tasks(1).map((each) => labelled(each, "binpack"));
  t.is(where(schedule(NODES, [...failed, one!])), "t1@n2");
});

const withPlugins = (id: string, ...plugins: readonly (readonly [string, string])[]): Node => {
  const one = node(id);
  const listed = plugins.map(([type, name]) => makePluginDescription({ type, name }));
  return {
    ...one,
    description: { ...one.description!, engine: makeEngineDescription({ plugins: listed }) },
  };
};
const asking = (spec: Partial<TaskSpec>): Task => {
  const one = task("t1");
  return { ...one, spec: { ...one.spec!, ...spec } };
};
const volume = (name: string): TaskSpec["container"] =>
  makeContainerSpec({
    mounts: [
      makeMount({
        type: Mount_Type.VOLUME,
        source: "data",
        target: "/data",
        volumeOptions: makeMount_VolumeOptions({ driverConfig: makeDriver({ name }) }),
      }),
    ],
  });

test("plugins: a volume driver must be on the node, with or without its tag", (t) => {
  const nodes = [
    withPlugins("n1", ["Volume", "local"]),
    withPlugins("n2", ["Volume", "nfs:latest"]),
  ];
  t.is(where(schedule(nodes, [asking({ container: volume("nfs") })])), "t1@n2");
  t.is(where(schedule(nodes.slice(0, 1), [asking({ container: volume("local") })])), "t1@n1");
  t.deepEqual(schedule(nodes.slice(0, 1), [asking({ container: volume("nfs") })]).misfits, [
    {
      taskId: "t1",
      explanation: "no suitable node (missing plugin on 1 node): volume nfs",
    },
  ]);
});

test("plugins: a log driver must be on the node, unless the node lists none of that kind", (t) => {
  const logDriver = makeDriver({ name: "fluentd" });
  const with_ = withPlugins("n2", ["Log", "fluentd"]);
  const without = withPlugins("n1", ["Log", "json-file"]);
  t.is(where(schedule([without, with_], [asking({ logDriver })])), "t1@n2");
  t.is(where(schedule([without], [asking({ logDriver })])), "");
  t.is(where(schedule([withPlugins("n1")], [asking({ logDriver })])), "t1@n1");
  t.is(where(schedule([without], [asking({ logDriver: makeDriver({ name: "none" }) })])), "t1@n1");
});

test("plugins: an encrypted network needs a node that has told a key, or a Docker Engine by itself", (t) => {
  const labelled = (id: string, labels: Record<string, string>): Node => {
    const one = withPlugins(id, ["Network", "overlay"]);
    const engine = { ...one.description!.engine!, labels };
    return { ...one, description: { ...one.description!, engine } };
  };
  const onNetwork = (options: Record<string, string>): Task => {
    const driverState = makeDriver({ name: "overlay", options });
    return {
      ...task("t1"),
      networks: [makeNetworkAttachment({ network: makeNetwork({ driverState }) })],
    };
  };
  const skein = { [SKEIN_LABEL]: "1" };
  const without = labelled("n1", skein);
  const odd = labelled("n2", { ...skein, [WIREGUARD_KEY_LABEL]: "no key" });
  const able = labelled("n3", { ...skein, [WIREGUARD_KEY_LABEL]: `${"k".repeat(42)}A=` });
  const encrypted = onNetwork({ encrypted: "" });
  t.is(where(schedule([without, odd, able], [encrypted])), "t1@n3");
  t.is(where(schedule([labelled("n4", {})], [encrypted])), "t1@n4");
  t.is(where(schedule([without], [onNetwork({ encrypted: "false" })])), "t1@n1");
  t.deepEqual(schedule([without, odd], [encrypted]).misfits, [
    {
      taskId: "t1",
      explanation: "no suitable node (missing plugin on 2 nodes): network encryption",
    },
  ]);
});

test("plugins: a node that has told nothing of its engine lacks none", (t) => {
  t.is(where(schedule([node("n1")], [asking({ container: volume("nfs") })])), "t1@n1");
});

test("explanations: count the nodes again each time, also when some had room (defect 36)", (t) => {
  const nodes = [node("n1", { labels: { a: "b" }, cpus: 1 }), node("n2"), node("n3")];
  const placement = { constraints: ["node.labels.a==b"] };
  const round = schedule(nodes, tasks(2, { cpus: 1, placement }));
  t.is(where(round), "t1@n1");
  t.regex(
    round.misfits[0]?.explanation ?? "",
    /^no suitable node \(scheduling constraints not satisfied on 2 nodes; insufficient resources on 1 node\)/,
  );
});
