import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

const QUICK = ["--detach", "--stop-grace-period", "1s"];

function alive(cluster: Cluster, ...dead: readonly Daemon[]): readonly Daemon[] {
  return cluster.daemons.filter((daemon) => !dead.includes(daemon));
}

async function counts(
  cluster: Cluster,
  asked: Daemon,
  service: string,
): Promise<readonly number[]> {
  return Object.values(await cluster.spread(asked, service)).sort((a, b) => a - b);
}

rigTest(
  "main job: a service runs, scales and heals on five hosts, three of them managers",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 5 });
    const first = cluster.daemon(1);

    // 40 replicas spread evenly, to 80 and back to 10.
    await first.must(
      "service",
      "create",
      ...QUICK,
      "--name",
      "web",
      "--replicas",
      "40",
      IMAGE,
      "sleep",
      "100000",
    );
    await cluster.untilRunning(first, "web", 40);
    t.deepEqual(await counts(cluster, first, "web"), [8, 8, 8, 8, 8]);
    await first.must("service", "scale", "--detach", "web=80");
    await cluster.untilRunning(first, "web", 80);
    t.deepEqual(await counts(cluster, first, "web"), [16, 16, 16, 16, 16]);
    await first.must("service", "scale", "--detach", "web=10");
    await cluster.untilRunning(first, "web", 10);
    await until("the containers are gone as well", async () => {
      const held = await Promise.all(
        cluster.daemons.map((each) => cluster.containersOn(each, "web")),
      );
      return held.flat().length === 10;
    });

    // A worker dies, and its tasks run elsewhere.
    const worker = cluster.daemon(5);
    await worker.kill();
    await cluster.untilDown(worker.name, first);
    await cluster.untilRunning(first, "web", 10);
    t.is((await cluster.spread(first, "web"))["h5"], undefined);
    await worker.start();
    await cluster.untilReady(5);
    await until("the returned worker drops what is no longer its own", async () => {
      return (await cluster.containersOn(worker, "web")).length === 0;
    });

    // The leader dies, and the next scale is accepted and carried out.
    const leader = await cluster.leader();
    await leader.kill();
    const [asked] = alive(cluster, leader).filter(({ name }) => ["h1", "h2", "h3"].includes(name));
    if (!asked) throw new Error("No manager is left");
    await until("another manager accepts the next scale", async () => {
      return (await asked.skein("service", "scale", "--detach", "web=15")).code === 0;
    });
    await cluster.untilRunning(asked, "web", 15);
    await leader.start();
    await cluster.untilReady(5, asked);
  },
);

rigTest(
  "main job: all restarted from disk are the same nodes with the same services and containers",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 5 });
    const first = cluster.daemon(1);
    await first.must(
      "service",
      "create",
      ...QUICK,
      "--name",
      "web",
      "--replicas",
      "10",
      IMAGE,
      "sleep",
      "100000",
    );
    await cluster.untilRunning(first, "web", 10);
    const before = {
      nodes: (await cluster.nodes(first))
        .map(({ ID, Description }) => [ID, Description.Hostname])
        .sort(),
      services: (await first.get<readonly { ID: string }[]>("/services"))?.map(({ ID }) => ID),
      containers: (
        await Promise.all(cluster.daemons.map((each) => cluster.containersOn(each, "web")))
      )
        .flat()
        .sort(),
    };

    await Promise.all(cluster.daemons.map((daemon) => daemon.kill()));
    await Promise.all(cluster.daemons.map((daemon) => daemon.start()));
    await cluster.untilReady(5);
    await cluster.untilRunning(first, "web", 10);

    t.deepEqual(
      {
        nodes: (await cluster.nodes(first))
          .map(({ ID, Description }) => [ID, Description.Hostname])
          .sort(),
        services: (await first.get<readonly { ID: string }[]>("/services"))?.map(({ ID }) => ID),
        containers: (
          await Promise.all(cluster.daemons.map((each) => cluster.containersOn(each, "web")))
        )
          .flat()
          .sort(),
      },
      before,
    );
  },
);

rigTest("main job: a worker that was paused does not run what is no longer its own", async (t) => {
  await using cluster = await Cluster.up({ hosts: 3 }, { managers: 1, nodes: 3 });
  const [first, worker] = [cluster.daemon(1), cluster.daemon(3)];
  await first.must(
    "service",
    "create",
    ...QUICK,
    "--name",
    "web",
    "--replicas",
    "6",
    IMAGE,
    "sleep",
    "100000",
  );
  await cluster.untilRunning(first, "web", 6);
  t.is((await cluster.containersOn(worker, "web")).length, 2);

  worker.pause();
  await cluster.untilDown(worker.name, first);
  await cluster.untilRunning(first, "web", 6);
  t.is((await cluster.containersOn(worker, "web")).length, 2);
  worker.resume();

  await until("it stops what runs elsewhere now", async () => {
    return (await cluster.containersOn(worker, "web")).length === 0;
  });
  await cluster.untilReady(3);
  await first.must("service", "scale", "--detach", "web=9");
  await cluster.untilRunning(first, "web", 9);
  t.deepEqual(await counts(cluster, first, "web"), [3, 3, 3]);
});
