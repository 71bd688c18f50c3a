import test from "ava";
import {
  Mount_Type,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  makeEndpoint,
  makeHealthConfig,
  makeMount,
  makePortConfig,
  makeResourceRequirements,
  makeResources,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import type { Task } from "../../src/model/generated/types.ts";
import { taskName } from "../../src/model/task-name.ts";
import { durationOf } from "../../src/model/time.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { DockerEngine } from "../../src/worker/engine/docker.ts";
import { isTemporary } from "../../src/worker/engine/engine.ts";
import { SHELL_PROGRAMS, engineConformance, engineTask } from "../conformance/engine.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { startRegistry } from "./rig/registry.ts";
import { Rig } from "./rig/rig.ts";

const rigTest = await rigTests();
const NEVER = new AbortController().signal;
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

// The hosts of all tests of this file; made by the first that needs them.
let rig: Promise<Rig> | undefined;
const hosts = (): Promise<Rig> => (rig ??= Rig.up({ hosts: [{}, { engine: "newer" }] }));
test.after.always(async () => (await rig)?.down());

let owners = 0;
const open = (host: Host, owner = `owner-${owners++}`): DockerEngine =>
  new DockerEngine({
    ...{ socketPath: host.socketPath, owner, clock: realClock, log: silent },
    memoryDirectory: memoryOf(owner),
  });
const memoryOf = (owner: string): string => `/dev/shm/skein-e2e-${process.pid}-${owner}`;

for (const [index, name] of ["docker 20.10", "docker 26.1"].entries()) {
  engineConformance(name, rigTest, async () => {
    const host = (await hosts()).host(index + 1);
    const owner = `owner-${owners++}`;
    return {
      open: async () => open(host, owner),
      programs: SHELL_PROGRAMS,
      spec: { image: IMAGE },
    };
  });
}

/** Opens an engine on the first host, and removes what the body has left there. */
async function withEngine(
  body: (engine: DockerEngine, host: Host) => Promise<void>,
): Promise<void> {
  const host = (await hosts()).host(1);
  const engine = open(host);
  try {
    await body(engine, host);
  } finally {
    for (const { taskId } of await engine.list(NEVER)) await engine.remove(taskId, NEVER);
    await engine.close();
  }
}

async function run(engine: DockerEngine, task: Task): Promise<void> {
  await engine.prepare(task, NEVER);
  await engine.start(task, NEVER);
}

const sleeper = { image: IMAGE, args: ["sleep", "1000"], stopGracePeriod: durationOf(0) };

rigTest("docker engine: containers have the names and labels of Docker's own", async (t) => {
  await withEngine(async (engine, host) => {
    const task = engineTask({ ...sleeper, labels: { tier: "front" } });
    await engine.prepare(task, NEVER);

    const inspected = await host.docker(
      "inspect",
      "--format",
      "{{json .Config.Labels}}",
      taskName(task),
    );

    t.like(JSON.parse(inspected), {
      tier: "front",
      "com.docker.swarm.task": "",
      "com.docker.swarm.task.id": task.id,
      "com.docker.swarm.task.name": `web.1.${task.id}`,
      "com.docker.swarm.service.id": task.serviceId,
      "com.docker.swarm.service.name": "web",
      "com.docker.swarm.node.id": task.nodeId,
    });
  });
});

rigTest("docker engine: an image that cannot be had is told in the engine's words", async (t) => {
  await withEngine(async (engine) => {
    const task = engineTask({ image: "nowhere/nothing:1" });

    const error = await t.throwsAsync(engine.prepare(task, NEVER));

    t.regex(error.message, /^No such image: nowhere\/nothing:1 \(it could not be pulled: .+\)$/);
    t.false(isTemporary(error));
  });
});

rigTest("docker engine: images come from a registry, by tag and by digest", async (t) => {
  await withEngine(async (engine, host) => {
    const registry = await startRegistry(host);
    const image = `${registry}/team/busybox:7`;
    const forget = (): Promise<string> => host.docker("rmi", "--force", image);
    await host.docker("tag", IMAGE, image);
    const pushed = await host.docker("push", image);
    const digest = /sha256:[0-9a-f]{64}/.exec(pushed)?.[0] ?? "";

    for (const reference of [image, `${image}@${digest}`]) {
      await forget();
      const tasks = [1, 2, 3, 4].map(() => engineTask({ ...sleeper, image: reference }));
      await Promise.all(tasks.map((task) => run(engine, task)));
      t.is((await engine.list(NEVER)).filter(({ running }) => running).length, 4);
      for (const task of tasks) await engine.remove(task.id, NEVER);
    }
  });
});

rigTest("docker engine: a missing bind source is told in the engine's words", async (t) => {
  await withEngine(async (engine) => {
    const mount = makeMount({ type: Mount_Type.BIND, source: "/no/such/place", target: "/x" });
    const task = engineTask({ ...sleeper, mounts: [mount] });

    await t.throwsAsync(engine.prepare(task, NEVER), {
      message: /bind source path does not exist/,
    });
  });
});

rigTest("docker engine: published host ports are reported once and reachable", async (t) => {
  await withEngine(async (engine, host) => {
    const port = makePortConfig({
      targetPort: 80,
      publishedPort: 8080,
      protocol: PortConfig_Protocol.TCP,
      publishMode: PortConfig_PublishMode.HOST,
    });
    const anyPort = makePortConfig({ targetPort: 81, publishMode: PortConfig_PublishMode.HOST });
    const endpoint = makeEndpoint({ ports: [port, anyPort] });
    const task = engineTask({ ...sleeper, args: ["httpd", "-f"] }, { endpoint });
    await run(engine, task);

    const ports = (await engine.inspect(task, NEVER))?.ports?.ports ?? [];

    t.deepEqual(ports[0], port);
    t.is(ports.length, 2);
    t.true((ports[1]?.publishedPort ?? 0) > 0);
    const response = await fetch(`http://${host.address}:8080/`);
    t.is(response.status, 404);

    const rival = engineTask(sleeper, { endpoint: makeEndpoint({ ports: [port] }) });
    await engine.prepare(rival, NEVER);
    const error = await t.throwsAsync(engine.start(rival, NEVER), {
      message: /^starting container failed: .*port is already allocated/,
    });
    t.false(isTemporary(error));
  });
});

rigTest("docker engine: a task with a health check starts when it is healthy", async (t) => {
  await withEngine(async (engine, host) => {
    const healthcheck = makeHealthConfig({
      test: ["CMD", "test", "-e", "/tmp/well"],
      interval: durationOf(100),
      retries: 100,
    });
    const task = engineTask({ ...sleeper, healthcheck });
    await engine.prepare(task, NEVER);
    let healthy = false;

    const started = engine.start(task, NEVER).then(() => healthy);
    await new Promise((resolve) => setTimeout(resolve, 500));
    healthy = true;
    await host.docker("exec", taskName(task), "touch", "/tmp/well");

    t.true(await started);
  });
});

rigTest("docker engine: an unhealthy container is stopped and told as such", async (t) => {
  await withEngine(async (engine) => {
    const healthcheck = makeHealthConfig({
      test: ["CMD-SHELL", "exit 1"],
      interval: durationOf(100),
      retries: 2,
    });
    const task = engineTask({ ...sleeper, healthcheck });
    await engine.prepare(task, NEVER);

    await t.throwsAsync(engine.start(task, NEVER), {
      message: "task: non-zero exit (137): unhealthy container",
    });
  });
});

rigTest("docker engine: a container that turns unhealthy later fails its task", async (t) => {
  await withEngine(async (engine, host) => {
    const healthcheck = makeHealthConfig({
      test: ["CMD", "test", "!", "-e", "/tmp/ill"],
      interval: durationOf(100),
      retries: 2,
    });
    const task = engineTask({ ...sleeper, healthcheck });
    await run(engine, task);
    const ended = engine.wait(task, NEVER);

    await host.docker("exec", taskName(task), "touch", "/tmp/ill");

    t.deepEqual(await ended, {
      exitCode: 137,
      error: "task: non-zero exit (137): unhealthy container",
    });
  });
});

rigTest(
  "docker engine: limits reach the container, and running out of memory is told",
  async (t) => {
    await withEngine(async (engine, host) => {
      const limits = makeResources({ memoryBytes: 16 * 1024 * 1024, nanoCpus: 500_000_000 });
      const greedy = engineTask({
        image: IMAGE,
        pidsLimit: 50,
        command: ["sh", "-c", "sleep 0.3; tail /dev/zero"],
      });
      const task: Task = {
        ...greedy,
        spec: makeTaskSpec({ ...greedy.spec, resources: makeResourceRequirements({ limits }) }),
      };
      await engine.prepare(task, NEVER);
      const format = "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}";
      t.is(
        await host.docker("inspect", "--format", format, taskName(task)),
        "16777216 500000000 50",
      );

      await engine.start(task, NEVER);

      t.deepEqual(await engine.wait(task, NEVER), {
        exitCode: 137,
        error: "task: non-zero exit (137): out of memory",
      });
    });
  },
);

rigTest("docker engine: two daemons share an engine and see only their own tasks", async (t) => {
  await withEngine(async (engine, host) => {
    const other = open(host);
    const task = engineTask(sleeper);
    await engine.prepare(task, NEVER);

    t.deepEqual(await other.list(NEVER), []);
    await other.remove(task.id, NEVER);
    t.is((await engine.list(NEVER)).length, 1);
    await other.close();
  });
});

rigTest("docker engine: a wait outlives a killed engine", async (t) => {
  await withEngine(async (engine, host) => {
    const task = engineTask(sleeper);
    await run(engine, task);
    const ended = engine.wait(task, NEVER);

    await host.killEngine();
    const error = await t.throwsAsync(engine.list(NEVER));
    t.true(isTemporary(error));
    await host.startEngine();

    // An engine that comes back ends the containers that it finds.
    t.regex((await ended).error ?? "", /^task: non-zero exit \(\d+\)/);
  });
});

rigTest("docker engine: what ended while the engine stood still is noticed", async (t) => {
  await withEngine(async (engine, host) => {
    const task = engineTask({ image: IMAGE, command: ["sh", "-c", "sleep 0.5; exit 5"] });
    await run(engine, task);
    const ended = engine.wait(task, NEVER);

    await host.pauseEngine();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await host.resumeEngine();

    t.is((await ended).exitCode, 5);
  });
});
