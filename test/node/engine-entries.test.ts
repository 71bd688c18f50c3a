import test from "ava";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeDriver,
  makeEndpoint,
  makeEndpoint_VirtualIP,
  makeEngineDescription,
  makeNetwork,
  makeNetworkAttachment,
  makeNetworkAttachmentConfig,
  makeNetworkSpec,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type Node,
  type Task,
} from "../../src/model/generated/types.ts";
import { VXLAN_IDS_OPTION } from "../../src/model/overlay-options.ts";
import { Carriers } from "../../src/manager/overlays/carriers.ts";
import { entriesForEngines } from "../../src/node/engine-entries.ts";
import { SKEIN_LABEL } from "../../src/model/engine-kind.ts";
import {
  LibnetworkEndpointRecordCodec,
  LibnetworkPeerRecordCodec,
} from "../../src/wire/generated/codecs.ts";
import { Simulation } from "../sim/simulation.ts";
import { LocalStore } from "../support/local-store.ts";

const OPTIONS = { [VXLAN_IDS_OPTION]: "4097" };
const BACK = makeNetwork({
  id: "net",
  spec: makeNetworkSpec({ annotations: makeAnnotations({ name: "back" }) }),
  driverState: makeDriver({ name: "overlay", options: OPTIONS }),
});
const MESH = makeNetwork({
  id: "mesh",
  spec: makeNetworkSpec({ annotations: makeAnnotations({ name: "ingress" }), ingress: true }),
  driverState: makeDriver({ name: "overlay", options: OPTIONS }),
});

function node(id: string, last: number, engine: boolean): Node {
  const labels: Readonly<Record<string, string>> = engine ? {} : { [SKEIN_LABEL]: "0" };
  const on = (network: typeof BACK, address: string): ReturnType<typeof makeNetworkAttachment> =>
    makeNetworkAttachment({ network, addresses: [address] });
  return makeNode({
    id,
    description: makeNodeDescription({ engine: makeEngineDescription({ labels }) }),
    status: makeNodeStatus({ state: NodeStatus_State.READY, addr: `192.0.2.${last}` }),
    attachments: [on(BACK, `10.0.1.${last}/24`), on(MESH, `10.0.2.${last}/24`)],
  });
}

function task(id: string, nodeId: string, network: typeof BACK, address: string): Task {
  return makeTask({
    ...{ id, nodeId, serviceId: "service", slot: 1, desiredState: TaskState.RUNNING },
    serviceAnnotations: makeAnnotations({ name: "web" }),
    status: makeTaskStatus({ state: TaskState.RUNNING }),
    spec: makeTaskSpec(),
    networks: [makeNetworkAttachment({ network, addresses: [address] })],
  });
}

const SERVICE = makeService({
  id: "service",
  spec: makeServiceSpec({
    annotations: makeAnnotations({ name: "web" }),
    task: makeTaskSpec({
      networks: [makeNetworkAttachmentConfig({ target: "net", aliases: ["www"] })],
    }),
  }),
  endpoint: makeEndpoint({
    virtualIps: [makeEndpoint_VirtualIP({ networkId: "net", addr: "10.0.1.9/24" })],
  }),
});

/** The entries by network, as people read them. */
async function entries(nodes: readonly Node[], tasks: readonly Task[]) {
  const store = new LocalStore(new Simulation(1).process("m1"));
  await store.write((tx) => {
    tx.create("network", BACK);
    tx.create("network", MESH);
    tx.create("service", SERVICE);
    for (const each of nodes) tx.create("node", each);
    for (const each of tasks) tx.create("task", each);
  });
  return [...store.view((tx) => entriesForEngines(tx, new Carriers(tx)))].map(
    ([networkId, rows]) => [
      networkId,
      ...rows.map(({ table, key, value }) => {
        if (table === "overlay_peer_table") {
          const { endpointIp, endpointMac, tunnelEndpointIp } =
            LibnetworkPeerRecordCodec.decode(value);
          return `${key}: ${endpointIp} ${endpointMac} at ${tunnelEndpointIp}`;
        }
        const record = LibnetworkEndpointRecordCodec.decode(value);
        const { name, serviceName, virtualIp, endpointIp, aliases } = record;
        return `${key}: ${name} of ${serviceName} is ${endpointIp}, ${virtualIp}, ${aliases.join()}`;
      }),
    ],
  );
}

const SKEIN = node("w1", 1, false);
const ENGINE = node("e1", 2, true);

test.serial(
  "engine entries: tasks and nodes that run Skein, on networks that an engine carries",
  async (t) => {
    const tasks = [task("t1", "w1", BACK, "10.0.1.5/24"), task("t2", "e1", BACK, "10.0.1.6/24")];

    t.deepEqual(await entries([SKEIN, ENGINE], tasks), [
      [
        "net",
        "t1: 10.0.1.5/24 02:42:0a:00:01:05 at 192.0.2.1",
        "t1: web.1.t1 of web is 10.0.1.5, 10.0.1.9, www",
        "w1: 10.0.1.1/24 02:42:0a:00:01:01 at 192.0.2.1",
      ],
    ]);
    t.deepEqual(await entries([SKEIN, node("w2", 2, false)], tasks), []);
  },
);

test.serial(
  "engine entries: a node's own address is told while an engine's task may answer it",
  async (t) => {
    const tasks = [task("t1", "e1", MESH, "10.0.2.5/24")];

    t.deepEqual(await entries([SKEIN, ENGINE], tasks), [
      ["mesh", "w1: 10.0.2.1/24 02:42:0a:00:02:01 at 192.0.2.1"],
    ]);
    t.deepEqual(await entries([SKEIN, ENGINE], []), []);
  },
);

test.serial(
  "engine entries: a task that does not serve or whose node is lost has a place and no name",
  async (t) => {
    const starting = makeTaskStatus({ state: TaskState.STARTING });
    const tasks = [{ ...task("t1", "w1", BACK, "10.0.1.5/24"), status: starting }];
    t.deepEqual((await entries([SKEIN, ENGINE], tasks))[0]?.slice(1), [
      "t1: 10.0.1.5/24 02:42:0a:00:01:05 at 192.0.2.1",
      "w1: 10.0.1.1/24 02:42:0a:00:01:01 at 192.0.2.1",
    ]);

    const down = makeNodeStatus({ state: NodeStatus_State.DOWN, addr: "192.0.2.1" });
    const running = [task("t1", "w1", BACK, "10.0.1.5/24")];
    t.deepEqual((await entries([{ ...SKEIN, status: down }, ENGINE], running))[0]?.slice(1), [
      "t1: 10.0.1.5/24 02:42:0a:00:01:05 at 192.0.2.1",
    ]);
  },
);
