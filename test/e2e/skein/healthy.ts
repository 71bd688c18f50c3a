import { request } from "node:http";
import type { Cluster } from "./cluster.ts";
import type { Daemon } from "./daemon.ts";

const EVERY_MS = 100;

/** How many healthy containers of a service an engine says it runs. */
function countOn(daemon: Daemon, service: string): Promise<number> {
  const filters = { health: ["healthy"], label: [`com.docker.swarm.service.name=${service}`] };
  const path = `/containers/json?filters=${encodeURIComponent(JSON.stringify(filters))}`;
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: daemon.host.socketPath, path }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("error", reject);
      // A list, by the engine's API.
      response.on("end", () => resolve((JSON.parse(text) as readonly unknown[]).length));
    });
    call.on("error", reject);
    call.end();
  });
}

export async function countHealthy(cluster: Cluster, service: string): Promise<number> {
  const counts = await Promise.all(cluster.daemons.map((each) => countOn(each, service)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Counts a service's healthy containers on all hosts, over and over while `work` goes on. The hosts
 * are not asked in the same instant: what moved in between is counted once more before it is believed.
 */
export async function healthyDuring(
  cluster: Cluster,
  service: string,
  work: () => Promise<unknown>,
): Promise<readonly number[]> {
  const samples: number[] = [];
  let done = false;
  const working = work().finally(() => (done = true));
  while (!done) {
    const counts = [await countHealthy(cluster, service), await countHealthy(cluster, service)];
    samples.push(Math.max(...counts));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await working;
  return samples;
}
