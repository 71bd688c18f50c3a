import test from "ava";
import {
  NodeRole,
  NodeStatus_State,
  RaftMemberStatus_Reachability,
} from "../../src/model/generated/types.ts";
import { Machine, until } from "./machines.ts";

const { UNREACHABLE } = RaftMemberStatus_Reachability;

const ready = async (asked: Machine, count: number): Promise<boolean> => {
  const nodes = await asked.nodes();
  return nodes.filter(({ status }) => status?.state === NodeStatus_State.READY).length === count;
};

test.serial(
  "roles: a promoted worker becomes a manager, a demoted one a worker, without a restart",
  async (t) => {
    t.timeout(120_000);
    const [first, second] = (await Machine.boot(t, 2)) as [Machine, Machine];
    await first.init();
    await second.join(first, "worker");
    await until("both are ready", () => ready(first, 2));
    t.throws(() => second.daemon.control(), { message: /Worker nodes can't be used/ });

    await first.promote(second);
    await until("the second is a manager", async () => (await second.managers()).length === 2);
    const promoted = await first.node(second.nodeId);
    t.is(promoted?.role, NodeRole.MANAGER);
    t.is(promoted?.certificate?.role, NodeRole.MANAGER);
    t.true(await first.leads());

    await first.demote(second);
    await until("the second is a worker", async () => {
      const node = await first.node(second.nodeId);
      return (
        node?.certificate?.role === NodeRole.WORKER && !second.daemon.status().controlAvailable
      );
    });
    t.deepEqual(await first.managers(), [first.address]);
    await until("the second's API says so", () => {
      try {
        second.daemon.control();
        return false;
      } catch (error) {
        return String(error).includes("Worker nodes can't be used");
      }
    });
    await until("both are ready", () => ready(first, 2));

    await second.stop();
    await second.start();
    await until("the second is ready after a restart", () => ready(first, 2));
    await first.promote(second);
    await until("it is a manager again", async () => (await second.managers()).length === 2);
    await until("both are ready", () => ready(second, 2));
  },
);

test.serial(
  "roles: a leader that is demoted hands over first; the last manager cannot be",
  async (t) => {
    t.timeout(120_000);
    const machines = await Machine.boot(t, 3);
    const [first, second, third] = machines as [Machine, Machine, Machine];
    await first.init();
    await second.join(first, "manager");
    await third.join(first, "manager");
    await until("all are ready", () => ready(first, 3));
    t.true(await first.leads());

    await first.demote(first);
    await until("the first is a worker", () => !first.daemon.status().controlAvailable);
    await until("two managers are left", async () => (await second.managers()).length === 2);
    t.deepEqual(await second.managers(), [second.address, third.address].sort());
    await until("all are ready", () => ready(second, 3));
    await until("its certificate is a worker's", async () => {
      const node = await second.node(first.nodeId);
      return node?.certificate?.role === NodeRole.WORKER;
    });

    await second.demote(third);
    await until("the third is a worker", () => !third.daemon.status().controlAvailable);
    await until("all are ready", () => ready(second, 3));
    await t.throwsAsync(second.demote(second), {
      message: /attempting to demote the last manager of the swarm/,
    });
  },
);

test.serial(
  "roles: a manager that is demoted while it is down comes back as a worker",
  async (t) => {
    t.timeout(120_000);
    const machines = await Machine.boot(t, 3);
    const [first, second, third] = machines as [Machine, Machine, Machine];
    await first.init();
    await second.join(first, "manager");
    await third.join(first, "manager");
    await until("all are ready", () => ready(first, 3));
    const { nodeId } = third;
    await third.stop();
    await until("the third is missed", async () => {
      return (await first.node(nodeId))?.managerStatus?.reachability === UNREACHABLE;
    });
    await t.throwsAsync(first.demote(second), {
      message:
        /of the 2 managers that would remain 1 can be reached and 2 are needed; not reachable: m3/,
    });

    await first.updateNode(nodeId, { desiredRole: NodeRole.WORKER });
    await until("two managers are left", async () => (await first.managers()).length === 2);
    await third.start();
    await until("it is certified as a worker", async () => {
      const node = await first.node(nodeId);
      return node?.certificate?.role === NodeRole.WORKER && !third.daemon.status().controlAvailable;
    });
    await until("all are ready", () => ready(first, 3));
    t.is((await first.managers()).length, 2);
  },
);
