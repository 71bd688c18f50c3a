import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import {
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeCreateServiceRequest,
  makeListClustersRequest,
  makeListNodesRequest,
  makeListTasksRequest,
  makeRemoveServiceRequest,
  makeServiceSpec,
  makeTaskSpec,
  type JoinTokens,
  type Node,
  type Task,
} from "../../src/model/generated/types.ts";
import { Daemon } from "../../src/node/daemon.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { realLog } from "../../src/system/real/log.ts";
import { ControlService } from "../../src/wire/generated/services.ts";

// Whole nodes with real disks, TLS and processes, in this one process and on loopback addresses
// that no other run of these tests uses.
const never = new AbortController().signal;
const network = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
const addressOf = (number: number): string => `${network}.${number}:4377`;

interface Machine {
  readonly daemon: Daemon;
  readonly directory: StateDirectory;
  readonly path: string;
}

async function boot(number: number, path: string): Promise<Machine> {
  const directory = await StateDirectory.open(path);
  const daemon = new Daemon({
    options: {
      ...{ stateDirectory: path, hosts: [], engine: "process", dockerSocket: "", labels: {} },
      ...{ hostname: `m${number}`, logLevel: "silent", memoryDirectory: `${path}/memory` },
      raft: { tickMs: 50, heartbeatTicks: 1, electionTicks: 5 },
    },
    ...{ directory, clock: realClock, entropy: realEntropy, engineKind: "process" },
    environment: { PATH: "/usr/bin:/bin" },
    log: realLog({ level: "silent" }),
    certificates: x509Certificates(realClock),
  });
  await daemon.resume();
  return { daemon, directory, path };
}

function newMachine(t: ExecutionContext, number: number): Promise<Machine> {
  const path = mkdtempSync(join(tmpdir(), "skein-daemon-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return boot(number, path);
}

async function shutDown({ daemon, directory }: Machine): Promise<void> {
  await daemon.stop();
  await directory.close();
}

const initRequest = (daemon: Daemon, number: number): Parameters<Daemon["init"]>[0] => ({
  listenAddress: addressOf(number),
  advertiseAddress: addressOf(number),
  availability: 0,
  spec: daemon.defaultClusterSpec,
  defaultAddressPool: [],
  subnetSize: 24,
  dataPathPort: 4789,
  forceNewCluster: false,
});

function join_({ daemon }: Machine, number: number, joinToken: string): Promise<void> {
  const own = addressOf(number);
  const request = { listenAddress: own, advertiseAddress: own, availability: 0 } as const;
  return daemon.join({ ...request, remoteAddresses: [addressOf(1)], joinToken }, never);
}

async function tokensOf({ daemon }: Machine): Promise<JoinTokens> {
  const { clusters } = await daemon
    .control()
    .unary(ControlService.ListClusters, makeListClustersRequest(), { signal: never });
  return clusters[0]!.rootCa!.joinTokens!;
}

async function nodesOf({ daemon }: Machine): Promise<readonly Node[]> {
  const call = daemon
    .control()
    .unary(ControlService.ListNodes, makeListNodesRequest(), { signal: never });
  return (await call).nodes;
}

async function tasksOf({ daemon }: Machine): Promise<readonly Task[]> {
  const call = daemon
    .control()
    .unary(ControlService.ListTasks, makeListTasksRequest(), { signal: never });
  return (await call).tasks;
}

async function until(what: string, done: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 1000; look++) {
    if (await done().catch(() => false)) return;
    await realClock.sleep(20, never);
  }
  throw new Error(`Not within 20 s: ${what}`);
}

test("daemon: nodes form a cluster, run a service, come back from their disks and leave", async (t) => {
  t.timeout(120_000);
  let machines = await Promise.all([1, 2, 3, 4].map((number) => newMachine(t, number)));
  const [first, second, third, fourth] = machines as [Machine, Machine, Machine, Machine];
  t.is(first.daemon.status().localState, "inactive");
  t.throws(() => first.daemon.control(), {
    message: /Use "docker swarm init" or "docker swarm join"/,
  });

  const nodeId = await first.daemon.init(initRequest(first.daemon, 1), never);
  const tokens = await tokensOf(first);
  await join_(second, 2, tokens.manager);
  await join_(third, 3, tokens.manager);
  await join_(fourth, 4, tokens.worker);
  t.like(first.daemon.status(), { localState: "active", nodeId, controlAvailable: true });
  t.throws(() => fourth.daemon.control(), { message: /Worker nodes can't be used/ });
  await t.throwsAsync(first.daemon.init(initRequest(first.daemon, 1), never), {
    message: /already part of a swarm/,
  });

  const container = makeContainerSpec({ image: "none", command: ["sleep", "1000"] });
  const spec = makeServiceSpec({
    annotations: makeAnnotations({ name: "sleepers" }),
    replicated: { replicas: 8 },
    task: makeTaskSpec({ container }),
  });
  const { service } = await second.daemon
    .control()
    .unary(ControlService.CreateService, makeCreateServiceRequest({ spec }), { signal: never });
  const allRun = async (asked: Machine): Promise<boolean> => {
    const running = (await tasksOf(asked)).filter(
      ({ status }) => status?.state === TaskState.RUNNING,
    );
    return running.length === 8;
  };
  await until("8 tasks run", () => allRun(third));

  const before = {
    nodes: (await nodesOf(first)).map(({ id }) => id).sort(),
    tasks: (await tasksOf(first)).map(({ id, status }) => [id, status?.container?.pid]).sort(),
  };
  await Promise.all(machines.map(shutDown));
  machines = await Promise.all(machines.map(({ path }, index) => boot(index + 1, path)));
  const [again] = machines as [Machine];
  await until("every node is ready again", async () =>
    (await nodesOf(again)).every(({ status }) => status?.state === 2),
  );
  await until("8 tasks run again", () => allRun(again));
  t.deepEqual((await nodesOf(again)).map(({ id }) => id).sort(), before.nodes);
  t.deepEqual(
    (await tasksOf(again)).map(({ id, status }) => [id, status?.container?.pid]).sort(),
    before.tasks,
  );

  const remove = makeRemoveServiceRequest({ serviceId: service!.id });
  await again.daemon.control().unary(ControlService.RemoveService, remove, { signal: never });
  await until("no task is left", async () => (await tasksOf(again)).length === 0);
  await t.throwsAsync(again.daemon.leave({ force: false }, never), {
    message: /participating as a manager/,
  });
  await machines[3]!.daemon.leave({ force: false }, never);
  t.is(machines[3]!.daemon.status().localState, "inactive");
  await Promise.all(machines.map(shutDown));
});
