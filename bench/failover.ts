import { spawn, type ChildProcess } from "node:child_process";
import { IMAGE } from "../test/e2e/rig/engine-image.ts";
import { createService, runningTasks, timeUntil, tryScale } from "./swarm/api.ts";
import {
  anyAnswer,
  leaderOf,
  managersWithout,
  untilReady,
  upDocker,
  upSkein,
  type Contender,
} from "./swarm/contender.ts";
import { compare } from "./swarm/statistics.ts";

interface Times {
  readonly leaderKilled: number[];
  readonly workerKilled: number[];
}

const SERVICE = "bench";
const REPLICAS = 20;

/**
 * kill -9 of the leader until the next write is accepted, and of a worker until every replica runs
 * on nodes that are alive; then, for Skein, whether anything flaps while the machine is overloaded.
 */
export async function benchFailover(rounds: number, say: (text: string) => void): Promise<unknown> {
  const docker = await measure(upDocker, rounds, say);
  const skein = await measure(upSkein, rounds, say, underLoad);
  return {
    bench: "failover",
    hosts: 5,
    rounds,
    leaderKilledUntilNextWrite: compare(skein.leaderKilled, docker.leaderKilled),
    workerKilledUntilAllRun: compare(skein.workerKilled, docker.workerKilled),
    underFullCpuLoad: skein.extra,
  };
}

async function measure(
  up: () => Promise<Contender>,
  rounds: number,
  say: (text: string) => void,
  after?: (contender: Contender, say: (text: string) => void) => Promise<unknown>,
): Promise<Times & { readonly extra: unknown }> {
  const contender = await up();
  const times: Times = { leaderKilled: [], workerKilled: [] };
  try {
    const { members } = contender;
    await createService(members[0]?.socket ?? "", SERVICE, IMAGE, REPLICAS);
    await allRun(contender, REPLICAS);
    let replicas = REPLICAS;
    for (let round = 0; round < rounds; round++) {
      replicas = round % 2 === 0 ? REPLICAS + 1 : REPLICAS;
      times.leaderKilled.push(await killLeader(contender, replicas));
      say(
        `${contender.name}: leader killed, next write after ${Math.round(times.leaderKilled.at(-1) ?? 0)} ms`,
      );
      await allRun(contender, replicas);
      times.workerKilled.push(await killWorker(contender, replicas));
      say(
        `${contender.name}: worker killed, all run after ${Math.round(times.workerKilled.at(-1) ?? 0)} ms`,
      );
    }
    return { ...times, extra: await after?.(contender, say) };
  } finally {
    await contender.down();
  }
}

async function killLeader({ members }: Contender, replicas: number): Promise<number> {
  const leader = await leaderOf(members);
  const others = managersWithout(members, leader);
  const killed = leader.kill();
  const ms = await timeUntil(async () => {
    const accepted = await Promise.all(
      others.map(({ socket }) => tryScale(socket, SERVICE, replicas)),
    );
    return accepted.includes(true);
  }, 120_000);
  await killed;
  await leader.restart();
  await untilReady(members);
  return ms;
}

async function killWorker({ members }: Contender, replicas: number): Promise<number> {
  const worker = members[4];
  if (!worker) throw new Error("no worker");
  const killed = worker.kill();
  const ms = await timeUntil(async () => {
    const nodes = await anyAnswer(members);
    const state = nodes?.find(({ Description }) => Description.Hostname === worker.host)?.Status
      .State;
    return state === "down" && (await runningTasks(members[0]?.socket ?? "", SERVICE)) === replicas;
  }, 120_000);
  await killed;
  await worker.restart();
  await untilReady(members);
  return ms;
}

async function allRun({ members }: Contender, count: number): Promise<void> {
  await timeUntil(
    async () => (await runningTasks(members[0]?.socket ?? "", SERVICE)) === count,
    120_000,
  );
}

const LOAD_MS = 60_000;
const BURNERS = 4;

/** Four busy programs on two cores for a minute: nobody may be taken for dead, nobody may lose the lead. */
async function underLoad({ members }: Contender, say: (text: string) => void): Promise<unknown> {
  const burners: ChildProcess[] = Array.from({ length: BURNERS }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
  let looks = 0;
  let notReady = 0;
  const leaders: string[] = [];
  try {
    const from = performance.now();
    while (performance.now() - from < LOAD_MS) {
      const nodes = await anyAnswer(members);
      if (nodes) {
        looks++;
        notReady += nodes.filter(({ Status }) => Status.State !== "ready").length;
        const leader = nodes.find((node) => node.ManagerStatus?.Leader === true)?.Description
          .Hostname;
        if (leader !== undefined && leaders.at(-1) !== leader) leaders.push(leader);
      }
      await new Promise((wait) => setTimeout(wait, 100));
    }
  } finally {
    for (const burner of burners) burner.kill("SIGKILL");
  }
  say(
    `skein under load: ${leaders.length - 1} changes of leader, ${notReady} sightings of a node not ready`,
  );
  return {
    seconds: LOAD_MS / 1000,
    busyPrograms: BURNERS,
    looks,
    leaderChanges: leaders.length - 1,
    nodesSeenNotReady: notReady,
  };
}
