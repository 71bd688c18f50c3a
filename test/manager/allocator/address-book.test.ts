import test from "ava";
import fc from "fast-check";
import {
  TaskState,
  makeEndpoint,
  makeNetworkAttachmentConfig,
  makeNode,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import {
  allocateNode,
  allocateService,
  allocateTask,
} from "../../../src/manager/allocator/allocate.ts";
import {
  heldByNode,
  heldByService,
  heldByTask,
  type Holding,
} from "../../../src/manager/allocator/attachments.ts";
import { Scene, wantedNetwork } from "./scene.ts";

const NETWORKS = ["mesh", "small", "wide", "dual"];
const AT = timestampOf(1);

function newScene(): Scene {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("mesh", ["192.0.2.0/27"], { ingress: true }));
  scene.addNetwork(wantedNetwork("small", ["198.51.100.0/28"]));
  scene.addNetwork(wantedNetwork("wide", ["10.9.0.0/29", "10.10.0.0/28"]));
  scene.addNetwork(wantedNetwork("dual", [], { ipv6Enabled: true }));
  return scene;
}

/** Everything that anybody holds, the slow way. */
function heldIn(scene: Scene): readonly string[] {
  const holdings: readonly Holding[] = [
    ...[...scene.tasks.values()].flatMap(heldByTask),
    ...[...scene.services.values()].flatMap(heldByService),
    ...[...scene.nodes.values()].flatMap(heldByNode),
  ];
  return holdings.flatMap(({ networkId, addresses }) =>
    addresses.map((address) => `${networkId} ${address}`),
  );
}

interface Step {
  readonly kind:
    | "service"
    | "removeService"
    | "task"
    | "lostTask"
    | "assign"
    | "end"
    | "removeTask"
    | "settle"
    | "removeNode"
    | "newLeader";
  readonly one: number;
  readonly nets: readonly string[];
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom(
      ...(["service", "removeService", "task", "task", "task", "lostTask", "assign"] as const),
      ...(["end", "removeTask", "settle", "removeNode", "newLeader"] as const),
    ),
    one: fc.nat(40),
    nets: fc.subarray(NETWORKS.slice(1)),
  }),
  { maxLength: 150 },
);

function take(scene: Scene, { kind, one, nets }: Step, serial: number): void {
  const task = [...scene.tasks.values()][one];
  const node = `n${one % 5}`;
  switch (kind) {
    case "service": {
      const targets = nets.map((target) => makeNetworkAttachmentConfig({ target }));
      const spec = makeServiceSpec({ task: makeTaskSpec({ networks: targets }) });
      const before = scene.services.get(`s${one % 6}`) ?? makeService({ id: `s${one % 6}` });
      const given = allocateService({ ...before, spec }, scene.book, scene);
      if (given.ok) scene.putService(given.value);
      return;
    }
    case "removeService":
      scene.removeService(`s${one % 6}`);
      return;
    case "task":
    case "lostTask": {
      const service = scene.services.get(`s${one % 6}`);
      if (!service) return;
      const { task: spec } = service.spec!;
      const made = makeTask({ id: `t${serial}`, spec, endpoint: makeEndpoint() });
      const given = allocateTask(made, service, scene.book, scene, AT);
      if (given.ok && kind === "task") scene.putTask(given.value);
      return;
    }
    case "assign":
      if (task) scene.putTask({ ...task, nodeId: task.nodeId || node });
      return;
    case "end": {
      const status = makeTaskStatus({ state: TaskState.FAILED });
      if (task) scene.putTask({ ...task, status });
      return;
    }
    case "removeTask":
      if (task) scene.removeTask(task.id);
      return;
    case "settle": {
      const before = scene.nodes.get(node) ?? makeNode({ id: node });
      if (!scene.nodes.has(node)) scene.putNode(before);
      scene.putNode(allocateNode(before, scene.book, scene, () => one % 2 === 0).node);
      return;
    }
    case "removeNode":
      scene.removeNode(node);
      return;
    case "newLeader":
      scene.book = scene.newBook();
      return;
  }
}

const RUNS = Number(process.env["ALLOCATOR_RUNS"] ?? 300);

test("whatever comes and goes, no address is given twice, and none is lost", (t) => {
  fc.assert(
    fc.property(steps, (taken) => {
      const scene = newScene();
      for (const [serial, step] of taken.entries()) {
        take(scene, step, serial);
        const held = heldIn(scene);
        t.is(new Set(held).size, held.length, `twice: ${held.join(", ")}`);
      }
      // What was lost with its transaction is found again by asking for more than there is.
      const sweeper = makeService({ id: "sweeper" });
      for (const id of NETWORKS) {
        const targets = [makeNetworkAttachmentConfig({ target: id })];
        const spec = makeTaskSpec({ networks: targets });
        for (let at = 0; at < 400; at++) {
          const made = makeTask({ id: `x${at}`, spec, endpoint: makeEndpoint() });
          const given = allocateTask(made, sweeper, scene.book, scene, AT);
          if (!given.ok) break;
          scene.putTask(given.value);
        }
        for (let at = 0; at < 400; at++) if (scene.tasks.has(`x${at}`)) scene.removeTask(`x${at}`);
      }
      const fresh = scene.newBook();
      for (const id of NETWORKS) {
        const [found, expected] = [scene.book.freeCount(id), fresh.freeCount(id)];
        t.is(found, expected, `addresses of ${id} that a new leader would find free`);
      }
      for (const text of heldIn(scene)) {
        const [id = "", address = ""] = text.split(" ");
        t.true(scene.book.isTaken(id, address), `${text} is held and not taken`);
      }
    }),
    { numRuns: RUNS },
  );
});

test("when everything is gone, everything is free", (t) => {
  fc.assert(
    fc.property(steps, (taken) => {
      const scene = newScene();
      const before = NETWORKS.map((id) => scene.book.freeCount(id));
      const kept = taken.filter(({ kind }) => kind !== "lostTask");
      for (const [serial, step] of kept.entries()) take(scene, step, serial);
      for (const id of [...scene.tasks.keys()]) scene.removeTask(id);
      for (const id of [...scene.services.keys()]) scene.removeService(id);
      for (const id of [...scene.nodes.keys()]) scene.removeNode(id);
      t.deepEqual(
        NETWORKS.map((id) => scene.book.freeCount(id)),
        before,
      );
      for (let at = 0; at < 5; at++) t.is(scene.book.usedOn(`n${at}`).size, 0);
    }),
    { numRuns: RUNS },
  );
});

test("one task's addresses cost the same among ten thousand others", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("large", ["10.16.0.0/16"]));
  const spec = makeTaskSpec({ networks: [makeNetworkAttachmentConfig({ target: "large" })] });
  const add = (id: string): void => {
    const made = makeTask({ id, spec, nodeId: "n" });
    const given = allocateTask(made, undefined, scene.book, scene, AT);
    if (given.ok) scene.putTask(given.value);
  };
  for (let at = 0; at < 10_000; at++) add(`t${at}`);
  let looked = 0;
  const find = scene.tasks.get.bind(scene.tasks);
  scene.tasks.get = (id) => {
    looked++;
    return find(id);
  };
  for (let at = 0; at < 100; at++) {
    const made = makeTask({ id: `more${at}`, spec });
    t.true(allocateTask(made, undefined, scene.book, scene, AT).ok);
  }
  t.is(looked, 0, "no task was looked at");
});
