import test from "ava";
import { NodeStatus_State } from "../../src/model/generated/types.ts";
import { Machine, until } from "./machines.ts";

const { READY, DOWN } = NodeStatus_State;
const stateOf = async (asked: Machine, id: string): Promise<number | undefined> =>
  (await asked.node(id))?.status?.state;

test.serial(
  "leaving: a manager goes only by force, hands over, and leaves a working majority",
  async (t) => {
    t.timeout(120_000);
    const machines = await Machine.boot(t, 4);
    const [first, second, third, worker] = machines as [Machine, Machine, Machine, Machine];
    await first.init();
    await second.join(first, "manager");
    await third.join(first, "manager");
    await worker.join(first, "worker");
    await until("all are ready", async () =>
      (await first.nodes()).every(({ status }) => status?.state === READY),
    );
    const [firstId, workerId] = [first.nodeId, worker.nodeId];

    await t.throwsAsync(first.leave(), {
      message: /participating as a manager\. The only way to restore/,
    });
    await t.throwsAsync(second.removeNode(firstId, { force: true }), {
      message: /is a cluster manager and is a member of the raft cluster\. It must be demoted/,
    });
    await t.throwsAsync(second.removeNode(workerId, { force: false }), {
      message: /is not down and can't be removed/,
    });

    await first.leave({ force: true });
    t.is(first.daemon.status().localState, "inactive");
    await until("two managers are left", async () => (await second.managers()).length === 2);
    await until("the first is down", async () => (await stateOf(third, firstId)) === DOWN);
    await third.removeNode(firstId, { force: false });
    t.is(await second.node(firstId), undefined);

    await worker.leave();
    await until("the worker is down", async () => (await stateOf(second, workerId)) === DOWN);
    await second.removeNode(workerId, { force: false });

    await third.leave({ force: true });
    await until("one manager is left", async () => (await second.managers()).length === 1);
    await t.throwsAsync(second.leave(), { message: /Removing the last manager erases all/ });
    await second.leave({ force: true });
    t.is(second.daemon.status().localState, "inactive");
  },
);

test.serial("leaving: a node that was removed while it was away is told what to do", async (t) => {
  t.timeout(120_000);
  const [manager, worker] = (await Machine.boot(t, 2)) as [Machine, Machine];
  await manager.init();
  await worker.join(manager, "worker");
  const { nodeId } = worker;
  await until("it is ready", async () => (await stateOf(manager, nodeId)) === READY);
  await worker.stop();
  await manager.removeNode(nodeId, { force: true });

  await worker.start();
  await until("it knows", () => worker.daemon.status().localState === "error");
  t.regex(worker.daemon.status().error, /was removed from its swarm[^]*run "skein leave --force"/);
  t.is((await manager.nodes()).length, 1);

  await worker.leave();
  await worker.join(manager, "worker");
  t.not(worker.nodeId, nodeId);
  await until("it is ready again", async () => (await stateOf(manager, worker.nodeId)) === READY);
});
