import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";
import { countHealthy, healthyDuring } from "./skein/healthy.ts";

const rigTest = await rigTests();

const REPLICAS = 20;
/** Healthy after a second, as a server is that has to start. */
const SERVER = ["sh", "-c", "sleep 1; touch /tmp/ready; exec sleep 100000"];

async function hostsOf(cluster: Cluster, asked: Daemon, service: string): Promise<string> {
  return Object.keys(await cluster.spread(asked, service))
    .sort()
    .join(" ");
}

interface ServiceFacts {
  readonly Spec: { readonly TaskTemplate: { readonly ContainerSpec: { readonly Image: string } } };
  readonly UpdateStatus?: { readonly State: string; readonly Message: string };
  readonly ServiceStatus?: { readonly CompletedTasks?: number };
}

function facts(asked: Daemon, service: string): Promise<ServiceFacts | undefined> {
  return asked.get<ServiceFacts>(`/services/${service}`);
}

rigTest(
  "services: an update and a drain never leave fewer healthy replicas; a bad image rolls back",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 5 });
    const first = cluster.daemon(1);
    await first.must(
      ...["service", "create", "--name", "web", "--replicas", String(REPLICAS)],
      ...["--health-cmd", "test -e /tmp/ready", "--health-interval", "500ms"],
      ...["--health-retries", "20", "--stop-grace-period", "1s"],
      ...["--update-order", "start-first", "--update-parallelism", "4"],
      ...["--update-monitor", "1s", "--update-failure-action", "rollback"],
      ...["--rollback-order", "start-first", "--rollback-monitor", "1s"],
      ...[IMAGE, ...SERVER],
    );
    t.is(await countHealthy(cluster, "web"), REPLICAS);

    const updating = await healthyDuring(cluster, "web", () =>
      first.must("service", "update", "--env-add", "GENERATION=2", "web"),
    );
    t.true(Math.min(...updating) >= REPLICAS, `while it was updated: ${updating.join(" ")}`);
    t.is((await facts(first, "web"))?.UpdateStatus?.State, "completed");

    const drained = cluster.daemon(5);
    const draining = await healthyDuring(cluster, "web", () =>
      first.must("node", "update", "--availability", "drain", "--wait", drained.name),
    );
    t.true(
      Math.min(...draining) >= REPLICAS,
      `while ${drained.name} drained: ${draining.join(" ")}`,
    );
    await until("the drained node runs nothing", async () => {
      return (await cluster.containersOn(drained, "web")).length === 0;
    });
    await cluster.untilRunning(first, "web", REPLICAS);

    // An image that no engine can have: the command waits for the outcome, and says it.
    const rolling = { code: 0, output: "" };
    const failing = await healthyDuring(cluster, "web", async () => {
      const image = ["--no-resolve-image", "--image", "skein/nowhere:1"];
      const { code, stdout, stderr } = await first.skein("service", "update", ...image, "web");
      Object.assign(rolling, { code, output: stdout + stderr });
    });
    t.is(rolling.code, 1, rolling.output);
    t.regex(rolling.output, /rolled back/i);
    t.true(Math.min(...failing) >= REPLICAS, `while it rolled back: ${failing.join(" ")}`);
    const after = await facts(first, "web");
    t.is(after?.UpdateStatus?.State, "rollback_completed");
    t.true(after?.Spec.TaskTemplate.ContainerSpec.Image.startsWith(IMAGE));
    await cluster.untilRunning(first, "web", REPLICAS);
  },
);

rigTest(
  "services: a global one follows nodes that come and go; a job runs to its end",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 5 }, { managers: 3, nodes: 4 });
    const first = cluster.daemon(1);
    await first.must(
      ...["service", "create", "--name", "agent", "--mode", "global", "--stop-grace-period", "1s"],
      ...[IMAGE, "sleep", "100000"],
    );
    t.is(await hostsOf(cluster, first, "agent"), "h1 h2 h3 h4");

    const fifth = await cluster.add();
    await until("it runs on the newcomer", async () => {
      return (await hostsOf(cluster, first, "agent")) === "h1 h2 h3 h4 h5";
    });
    await first.must("node", "update", "--availability", "drain", "h4");
    await until("it is gone from the drained node", async () => {
      return (await cluster.containersOn(cluster.daemon(4), "agent")).length === 0;
    });
    await first.must("node", "update", "--availability", "active", "h4");
    await fifth.must("leave");
    await until("it runs where it should", async () => {
      return (await hostsOf(cluster, first, "agent")) === "h1 h2 h3 h4";
    });

    // 100 completions, at most ten at a time.
    let most = 0;
    let done = false;
    const watching = (async (): Promise<void> => {
      while (!done) {
        const all = await Promise.all(
          cluster.daemons.map((each) => cluster.containersOn(each, "sums")),
        );
        most = Math.max(most, all.flat().length);
      }
    })();
    await first.must(
      ...["service", "create", "--name", "sums", "--mode", "replicated-job"],
      ...["--replicas", "100", "--max-concurrent", "10", IMAGE, "sleep", "0.3"],
    );
    done = true;
    await watching;
    t.true(most <= 10, `${most} ran at once`);
    const status = await first.get<readonly ServiceFacts[]>(
      `/services?status=true&filters=${encodeURIComponent('{"name":["sums"]}')}`,
    );
    t.is(status?.[0]?.ServiceStatus?.CompletedTasks, 100);
  },
);
