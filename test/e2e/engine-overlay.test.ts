import type { ExecutionContext } from "ava";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";

// Unmodified Docker Engines as workers: they carry overlays by themselves, and find each other
// through the gossip that managers take part in.

const rigTest = await rigTests();

/** A container of service `web` on an engine, with its address on the overlay `back`. */
interface Container {
  readonly host: Host;
  readonly id: string;
  readonly address: string;
}

async function joinEngine(cluster: Cluster, host: Host): Promise<void> {
  const token = await cluster.token("worker");
  const advertise = ["--advertise-addr", host.address];
  const manager = `${cluster.daemon(1).host.address}:2377`;
  await host.docker("swarm", "join", ...advertise, "--token", token, manager);
}

async function containersOn(host: Host): Promise<readonly Container[]> {
  const ids = await host.docker("ps", "-q", "--filter", "name=web.");
  const format = "{{.NetworkSettings.Networks.back.IPAddress}}";
  return Promise.all(
    ids
      .split("\n")
      .filter((id) => id !== "")
      .map(async (id) => {
        const address = await host.docker("inspect", "--format", format, id);
        return { host, id, address };
      }),
  );
}

/** Waits until every container of `web` means all of them by the name, and reaches each. */
async function untilAllMeet(
  t: ExecutionContext,
  engines: readonly Host[],
  count: number,
): Promise<void> {
  const fromMs = performance.now();
  let last = "";
  const meet = async (): Promise<boolean> => {
    const all = (await Promise.all(engines.map(containersOn))).flat();
    last = `${all.length} containers run`;
    if (all.length !== count) return false;
    const addresses = all.map(({ address }) => address).sort();
    for (const { host, id } of all) {
      const answer = await host.attemptDocker("exec", id, "nslookup", "web");
      const meant = [...answer.stdout.matchAll(/^Address: (\S+)$/gm)].map(([, found]) => found);
      last = `in ${id} on ${host.name} web is ${meant.join(" ")}, of ${addresses.join(" ")}`;
      if (meant.sort().join() !== addresses.join()) return false;
      const pings = addresses.map((address) => `ping -c1 -W1 ${address}`).join(" && ");
      const reached = await host.attemptDocker("exec", id, "sh", "-c", pings);
      last = `from ${id} on ${host.name}: ${reached.stdout}`;
      if (reached.code !== 0) return false;
    }
    return true;
  };
  await until(`all containers meet`, meet, { withinMs: 60_000 }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${last}`);
  });
  t.log(`${count} containers meet after ${Math.round(performance.now() - fromMs)} ms`);
}

rigTest("containers on two docker engines reach each other by address and by name", async (t) => {
  const hosts = [{}, {}, { engine: "newer" }] as const;
  await using cluster = await Cluster.up({ hosts }, { managers: 1, nodes: 1 });
  const manager = cluster.daemon(1);
  const engines = [cluster.rig.host(2), cluster.rig.host(3)] as const;
  await Promise.all(engines.map((host) => joinEngine(cluster, host)));
  await cluster.untilReady(3);

  await manager.must("network", "create", "back");
  await manager.must(
    ...["service", "create", "--detach", "--name", "web", "--replicas", "2"],
    ...["--network", "back", "--endpoint-mode", "dnsrr", "--constraint", "node.hostname!=h1"],
    ...["--stop-grace-period", "1s", IMAGE, "sleep", "100000"],
  );
  await untilAllMeet(t, engines, 2);

  // An engine that was away finds the others through the manager.
  await engines[1].killEngine();
  await cluster.untilDown("h3", manager);
  await engines[1].startEngine();
  await cluster.untilReady(3);
  await manager.must("service", "scale", "--detach", "web=4");
  await untilAllMeet(t, engines, 4);

  // One that has left is nobody's any more, and one that comes again is.
  await engines[0].docker("swarm", "leave");
  await cluster.untilDown("h2", manager);
  await joinEngine(cluster, engines[0]);
  await manager.must("service", "scale", "--detach", "web=6");
  await untilAllMeet(t, engines, 6);
  t.pass();
});

rigTest("containers on docker engines and on nodes that run skein reach each other", async (t) => {
  const hosts = [{}, {}, { engine: "newer" }] as const;
  const init = ["--data-path-port", "4790"];
  await using cluster = await Cluster.up({ hosts }, { managers: 1, nodes: 1, init });
  const manager = cluster.daemon(1);
  const engines = [cluster.rig.host(2), cluster.rig.host(3)] as const;
  await Promise.all(engines.map((host) => joinEngine(cluster, host)));
  await cluster.untilReady(3);

  await manager.must("network", "create", "back");
  await manager.must(
    ...["service", "create", "--detach", "--name", "web", "--replicas", "3"],
    ...["--network", "back", "--endpoint-mode", "dnsrr"],
    ...["--stop-grace-period", "1s", IMAGE, "sleep", "100000"],
  );
  const all = [manager.host, ...engines];
  await untilAllMeet(t, all, 3);
  await manager.must("service", "scale", "--detach", "web=6");
  await untilAllMeet(t, all, 6);
  await manager.must("service", "scale", "--detach", "web=3");
  await untilAllMeet(t, all, 3);
  const check = await manager.skein("network", "check", "back");
  t.is(check.code, 0, check.stdout);
  t.regex(check.stdout, /h1 +mtu +h2 +ok/);
  t.regex(check.stdout, /h3 +network +back +ok +a Docker Engine/);

  // The manager comes back with another name in the gossip, and at once knows who is there.
  await manager.kill();
  await manager.start();
  await cluster.untilReady(3);
  await untilAllMeet(t, all, 3);
});
