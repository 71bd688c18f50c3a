import { IMAGE } from "../test/e2e/rig/engine-image.ts";
import {
  createService,
  get,
  removeService,
  runningTasks,
  timeUntil,
  tryScale,
} from "./swarm/api.ts";
import { upDocker, upSkein, type Contender } from "./swarm/contender.ts";
import { compare } from "./swarm/statistics.ts";

interface Times {
  readonly create40: number[];
  readonly scaleTo80: number[];
}

/** Deploys 40 replicas and scales to 80 on five real engines: from the call until all of them run. */
export async function benchConverge(rounds: number, say: (text: string) => void): Promise<unknown> {
  const docker = await measure(upDocker, rounds, say);
  const skein = await measure(upSkein, rounds, say);
  return {
    bench: "converge",
    hosts: 5,
    rounds,
    create40: compare(skein.create40, docker.create40),
    scaleTo80: compare(skein.scaleTo80, docker.scaleTo80),
  };
}

async function measure(
  up: () => Promise<Contender>,
  rounds: number,
  say: (text: string) => void,
): Promise<Times> {
  const contender = await up();
  const times: Times = { create40: [], scaleTo80: [] };
  try {
    const [{ socket } = { socket: "" }] = contender.members;
    for (let round = 0; round < rounds; round++) {
      const name = `bench${round}`;
      const running = (count: number) => async (): Promise<boolean> =>
        (await runningTasks(socket, name)) === count;
      const from = performance.now();
      await createService(socket, name, IMAGE, 40);
      await timeUntil(running(40), 120_000);
      times.create40.push(performance.now() - from);
      const scale = performance.now();
      await timeUntil(() => tryScale(socket, name, 80), 20_000);
      await timeUntil(running(80), 120_000);
      times.scaleTo80.push(performance.now() - scale);
      say(
        `${contender.name}: create 40 in ${Math.round(times.create40.at(-1) ?? 0)} ms, to 80 in ${Math.round(times.scaleTo80.at(-1) ?? 0)} ms`,
      );
      await removeService(socket, name);
      await settle(contender);
    }
  } finally {
    await contender.down();
  }
  return times;
}

/** Until the containers of the last round are gone, so that the next one has the machine to itself. */
async function settle({ members }: Contender): Promise<void> {
  const [{ socket } = { socket: "" }] = members;
  await timeUntil(async () => {
    return (await get<readonly unknown[]>(socket, "/tasks"))?.length === 0;
  }, 120_000);
  await new Promise((wait) => setTimeout(wait, 3000));
}
