import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeStatus_State, TaskState, type Task } from "../../src/model/generated/types.ts";
import { grpcDialer } from "../../src/rpc/dialer.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { openLevelStorage } from "../../src/system/real/storage.ts";
import { runAgent } from "../../src/worker/agent/agent.ts";
import { HeldObjects } from "../../src/worker/agent/held-objects.ts";
import { DockerEngine } from "../../src/worker/engine/docker.ts";
import { LoneManager, SILENT } from "./lone-manager.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";

// This project's own agent with a real engine, a real disk and a real wire.

const rigTest = await rigTests();

/** Runs the agent of worker `w1` until the returned function is called. */
async function startAgent(manager: LoneManager, host: Host, directory: string) {
  const credentials = await (manager.nodes().length > 0
    ? Promise.resolve(undefined)
    : manager.admit("w1"));
  known = credentials ?? known;
  const engine = new DockerEngine({
    socketPath: host.socketPath,
    owner: "w1",
    memoryDirectory: `/dev/shm/skein-e2e-${process.pid}`,
    clock: realClock,
    log: SILENT,
  });
  const storage = await openLevelStorage(directory, { create: true });
  const controller = new AbortController();
  const life = runAgent(
    {
      dialer: grpcDialer(() => known!),
      managers: [manager.address],
      engine,
      storage,
      held: new HeldObjects(),
      clock: realClock,
      entropy: realEntropy,
      log: SILENT,
      describe: (signal) => engine.describe(signal),
      onSession: () => undefined,
    },
    controller.signal,
  );
  return async (): Promise<void> => {
    controller.abort();
    await life;
    await engine.close();
    await storage.close();
  };
}

let known: Awaited<ReturnType<LoneManager["admit"]>> | undefined;

rigTest("agent: runs tasks on Docker through its own and its manager's restarts", async (t) => {
  await using rig = await Rig.up({ hosts: 1 });
  const host = rig.host(1);
  const directory = await mkdtemp(join(tmpdir(), "agent-"));
  await using manager = await LoneManager.start("127.0.0.1");
  const tasks = (): readonly Task[] => manager.store.view((tx) => tx.tasks.all());
  const running = (): number =>
    tasks().filter(({ status }) => status?.state === TaskState.RUNNING).length;
  const isReady = (): boolean => manager.nodes()[0]?.status?.state === NodeStatus_State.READY;
  let stop = await startAgent(manager, host, join(directory, "tasks"));
  await until("the node is ready", isReady);

  const startMs = Date.now();
  const ids = Array.from({ length: 20 }, (_, index) => `task${index}`);
  await Promise.all(ids.map((id) => manager.assign(id, "w1", { command: ["sleep", "1000"] })));
  await until("all run", () => running() === ids.length);
  t.log(`${ids.length} tasks ran after ${Date.now() - startMs} ms`);
  const before = await host.docker("ps", "--quiet", "--no-trunc");
  t.is(before.split("\n").length, ids.length);

  // The agent goes and comes back: the same containers.
  await stop();
  stop = await startAgent(manager, host, join(directory, "tasks"));
  await until("the node is ready", isReady);
  t.is(await host.docker("ps", "--quiet", "--no-trunc"), before);

  // The manager goes; a container ends meanwhile; the manager hears of it when it is back.
  await manager.cease();
  const [first] = before.split("\n");
  await host.docker("kill", first ?? "");
  await manager.serve();
  const backMs = Date.now();
  const failed = (): Task | undefined =>
    tasks().find(({ status }) => status?.state === TaskState.FAILED);
  await until("the failure is known", () => failed() !== undefined);
  t.log(`reported ${Date.now() - backMs} ms after the manager was back`);
  t.is(failed()?.status?.container?.containerId, first);
  t.is(failed()?.status?.err, "task: non-zero exit (137)");

  // Everything goes.
  await manager.store.update((tx) => {
    for (const { id } of tx.tasks.all()) tx.remove("task", id);
  });
  await until("nothing is left", async () => (await host.docker("ps", "--all", "--quiet")) === "");
  await stop();
  await rm(directory, { recursive: true });
});
