import type { ExecutionContext } from "ava";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeConfig,
  makeConfigReference,
  makeConfigSpec,
  makeFileTarget,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
} from "../../src/model/generated/types.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { LoneManager, bytes } from "./lone-manager.ts";
import { rigTests } from "./rig/guard.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";

// Docker's own engines as workers of this project's managers: what the wire protocol is for.

const rigTest = await rigTests();

async function joinAndRun(t: ExecutionContext, rig: Rig, number: number): Promise<void> {
  const host = rig.host(number);
  await using manager = await LoneManager.start(`10.77.${rig.slot}.254`);
  const { store } = manager;

  const startMs = Date.now();
  await host.docker("swarm", "join", "--token", manager.workerToken, manager.address);
  await until("the node is ready", () =>
    manager.nodes().some(({ status }) => status?.state === NodeStatus_State.READY),
  );
  t.log(`joined in ${Date.now() - startMs} ms`);
  const [node] = manager.nodes();
  t.is(node?.description?.hostname, host.name);
  t.is(node?.status?.addr, host.address);

  const secret = makeSecretSpec({
    annotations: makeAnnotations({ name: "word" }),
    data: bytes("swordfish"),
  });
  const config = makeConfigSpec({
    annotations: makeAnnotations({ name: "motd" }),
    data: bytes("welcome"),
  });
  await store.update((tx) => {
    tx.create("secret", makeSecret({ id: "secret1", spec: secret }));
    tx.create("config", makeConfig({ id: "config1", spec: config }));
  });
  const file = (name: string): ReturnType<typeof makeFileTarget> =>
    makeFileTarget({ name, uid: "0", gid: "0", mode: 0o444 });
  await manager.assign("task1", node?.id ?? "", {
    command: ["sleep", "1000"],
    secrets: [makeSecretReference({ secretId: "secret1", secretName: "word", file: file("word") })],
    configs: [
      makeConfigReference({ configId: "config1", configName: "motd", file: file("/motd") }),
    ],
  });
  await manager.untilTask("task1", TaskState.RUNNING);
  const [container] = (await host.docker("ps", "--quiet")).split("\n");
  t.is(await host.docker("exec", container ?? "", "cat", "/run/secrets/word"), "swordfish");
  t.is(await host.docker("exec", container ?? "", "cat", "/motd"), "welcome");

  // Its logs come from an engine that knows nothing of us.
  await manager.assign("talker", node?.id ?? "", {
    command: ["sh", "-c", "echo hello from here; sleep 1000"],
  });
  await manager.untilTask("talker", TaskState.RUNNING);
  t.is(await manager.logsOf("talker"), "hello from here\n");

  // Several at once, one of which cannot start.
  await Promise.all(
    ["task2", "task3", "task4"].map((id) =>
      manager.assign(id, node?.id ?? "", { command: ["sleep", "1000"] }),
    ),
  );
  await manager.assign("task5", node?.id ?? "", { command: ["no-such-program"] });
  for (const id of ["task2", "task3", "task4"]) await manager.untilTask(id, TaskState.RUNNING);
  await manager.untilTask("task5", TaskState.FAILED);

  await store.update((tx) => {
    const task = tx.tasks.get("task1");
    if (task) tx.update("task", { ...task, desiredState: TaskState.SHUTDOWN });
  });
  await manager.untilTask("task1", TaskState.SHUTDOWN);
  await store.update((tx) => tx.remove("task", "task1"));
  await until("the container is gone", async () => {
    const all = await host.docker("ps", "--all", "--quiet", "--filter", "name=web.1.task1");
    return all === "";
  });

  // Through several beats, and then an end that is noticed at once.
  await realClock.sleep(5_000, new AbortController().signal);
  t.is(manager.nodes()[0]?.status?.state, NodeStatus_State.READY);
  await host.killEngine();
  const killedMs = Date.now();
  await until(
    "the node is down",
    () => manager.nodes()[0]?.status?.state === NodeStatus_State.DOWN,
  );
  t.log(`down ${Date.now() - killedMs} ms after the engine was killed`);
  await host.startEngine();
  await until(
    "the node is back",
    () => manager.nodes()[0]?.status?.state === NodeStatus_State.READY,
  );
}

rigTest(
  "docker engines join as workers, run tasks with secrets and configs, and report",
  async (t) => {
    await using rig = await Rig.up({ hosts: [{}, { engine: "newer" }] });
    await joinAndRun(t, rig, 1);
    await joinAndRun(t, rig, 2);
  },
);
