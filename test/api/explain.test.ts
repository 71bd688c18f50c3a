import test from "ava";
import {
  TaskState,
  makeTask,
  makeTaskStatus,
  makeAnnotations,
} from "../../src/model/generated/types.ts";
import { HastyClock, skein } from "../cli/run-in-process.ts";
import { ApiScene } from "./support/api-scene.ts";

const ERR = "no suitable node (scheduling constraints not satisfied on 1 node)";

async function pendingScene(): Promise<ApiScene> {
  const scene = await ApiScene.managing();
  const spec = { Name: "web", TaskTemplate: { ContainerSpec: { Image: "busybox:1" } } };
  const created = (await scene.post("/services/create", spec)).json() as { ID: string };
  await scene.node.write((tx) => {
    for (const [id, seconds] of [
      ["old1", 1],
      ["new1", 2],
    ] as const) {
      const at = { seconds, nanos: 0 };
      const task = makeTask({
        ...{ id, serviceId: created.ID, slot: 1, desiredState: TaskState.RUNNING },
        serviceAnnotations: makeAnnotations({ name: "web" }),
        status: makeTaskStatus({ state: TaskState.PENDING, err: ERR, timestamp: at }),
      });
      tx.create("task", task);
    }
  });
  return scene;
}

test("explain: a service by its name, and a task by its id or its place", async (t) => {
  await using scene = await pendingScene();

  const service = await scene.get("/v1.51/skein/explain/web");
  const task = await scene.get("/skein/explain/old1");
  const place = await scene.get("/skein/explain/web.1");
  const nobody = await scene.get("/skein/explain/nobody");

  t.like(service.json(), { Kind: "service", Name: "web" });
  t.regex(service.text, /web runs 0 of 1 replicas\./);
  t.like(task.json(), { Kind: "task", ID: "old1", Name: "web.1" });
  t.regex(task.text, /has waited for a node for .*: no suitable node/);
  t.like(place.json(), { Kind: "task", Name: "web.1" });
  t.is(nobody.status, 404);
  t.like(nobody.json(), { message: "no such task or service: nobody" });
});

test("explain: the command prints sentences, or JSON, and says what is not there", async (t) => {
  await using scene = await pendingScene();
  const given = { host: `unix://${scene.socket}`, clock: new HastyClock() };

  const table = await skein(["explain", "web", "nobody"], given);
  const json = await skein(["explain", "--format", "json", "old1"], given);

  t.is(table.code, 1);
  t.regex(table.stdout, /^service web \(\w+\)\n {2}web runs 0 of 1 replicas\.\n/);
  t.is(table.stderr, "Error response from daemon: no such task or service: nobody\n");
  t.like((JSON.parse(json.stdout) as readonly object[])[0], { Kind: "task", ID: "old1" });
});

test("explain: a daemon that cannot explain is named", async (t) => {
  const { code, stderr } = await skein(["explain", "web"]);

  t.is(code, 1);
  t.regex(stderr, /cannot explain: it is not skeind, or an older one/);
});
