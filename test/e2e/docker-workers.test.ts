import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";

const rigTest = await rigTests();

async function joinEngine(cluster: Cluster, host: Host): Promise<void> {
  const manager = `${cluster.daemon(1).host.address}:2377`;
  const advertise = ["--advertise-addr", host.address];
  await host.docker(
    "swarm",
    "join",
    ...advertise,
    "--token",
    await cluster.token("worker"),
    manager,
  );
}

function runningOn(host: Host): Promise<number> {
  return host
    .docker("ps", "-q")
    .then((text) => text.split("\n").filter((line) => line !== "").length);
}

for (const { engine, version } of [
  { engine: "local", version: "20.10" },
  { engine: "newer", version: "26.1" },
] as const) {
  rigTest(
    `docker engine ${version}: joins unmodified as a worker, runs its share, and leaves`,
    async (t) => {
      const hosts = [{}, {}, {}, { engine }] as const;
      await using cluster = await Cluster.up({ hosts }, { managers: 3, nodes: 3 });
      const first = cluster.daemon(1);
      const docker = cluster.rig.host(4);

      await joinEngine(cluster, docker);
      await cluster.untilReady(4);
      t.regex(
        await first.must("node", "ls"),
        new RegExp(`h4 .*Ready .*Active .*${version.replace(".", "\\.")}`),
      );
      await first.must(
        ...[
          "service",
          "create",
          "--detach",
          "--name",
          "web",
          "--replicas",
          "8",
          "--stop-grace-period",
          "1s",
        ],
        ...[IMAGE, "sleep", "100000"],
      );
      await cluster.untilRunning(first, "web", 8);
      t.deepEqual(await cluster.spread(first, "web"), { h1: 2, h2: 2, h3: 2, h4: 2 });
      t.is(await runningOn(docker), 2);

      // It gets a certificate of the cluster's next root, and believes in that from then on.
      await first.must("swarm", "ca", "--rotate", "--quiet");

      // It survives a change of leader with its containers untouched, and takes orders from the next.
      const before = await docker.docker("ps", "-q", "--no-trunc");
      const leader = await cluster.leader();
      await leader.kill();
      const asked = cluster.daemons.find((each) => each !== leader);
      if (!asked) throw new Error("No manager is left");
      await until("another manager accepts a write", async () => {
        return (await asked.skein("service", "scale", "--detach", "web=10")).code === 0;
      });
      await cluster.untilRunning(asked, "web", 10);
      // Placement passes over what has not yet found the new leader: let the engine be back first.
      await cluster.untilReady(3, asked);
      await asked.must("service", "scale", "--detach", "web=12");
      await cluster.untilRunning(asked, "web", 12);
      const after = await docker.docker("ps", "-q", "--no-trunc");
      t.true(before.split("\n").every((id) => after.includes(id)));
      t.is(await runningOn(docker), 4);

      await docker.docker("swarm", "leave");
      await until("its tasks run elsewhere", async () => {
        const spread = await cluster.spread(asked, "web");
        return (
          spread["h4"] === undefined && Object.values(spread).reduce((a, b) => a + b, 0) === 12
        );
      });
      t.is(await runningOn(docker), 0);
      const table = await asked.must("node", "ls", "--format", "{{.Hostname}} {{.Status}}");
      t.regex(table, /h4 Down/);
    },
  );
}
