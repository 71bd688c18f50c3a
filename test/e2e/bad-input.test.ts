import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { attempt, until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

rigTest(
  "bad input: every refusal says what is wrong, exits non-zero and changes nothing",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 3 }, { managers: 1, nodes: 1 });
    const first = cluster.daemon(1);
    const outside = new Daemon(cluster.rig.host(2));
    const alone = new Daemon(cluster.rig.host(3));
    await Promise.all([outside.start(), alone.start()]);
    await alone.must("init", "--advertise-addr", alone.host.address);
    const manager = `${first.host.address}:2377`;
    const token = await cluster.token("worker");
    const foreign = await alone.must("join-token", "-q", "worker");
    const wrong = token.slice(0, -25) + "0".repeat(25);
    await first.must("service", "create", "--detach", "--name", "taken", "--replicas", "0", IMAGE);
    const services = async (): Promise<string> =>
      first.must("service", "ls", "--format", "{{.Name}} {{.Replicas}}");
    const before = await services();

    const join = ["join", "--advertise-addr", outside.host.address];
    const create = ["service", "create", "--detach"];
    const refusals: readonly (readonly [Daemon, readonly string[], RegExp])[] = [
      [outside, [...join, "--token", "nonsense", manager], /invalid join token/],
      [
        outside,
        [...join, "--token", wrong, manager],
        /A valid join token is necessary to join this cluster/,
      ],
      [outside, [...join, "--token", foreign, manager], /remote CA does not match fingerprint/],
      [
        outside,
        [...join, "--token", token, `${outside.host.address}:2377`],
        /No manager answers at/,
      ],
      [outside, ["service", "ls"], /This node is not a swarm manager/],
      [first, [...join, "--token", token, manager], /This node is already part of a swarm/],
      [first, [...create, "--name", "taken", IMAGE], /already exists/],
      [
        first,
        [...create, "--name", "not valid!", IMAGE],
        /name must be valid as a DNS name component/,
      ],
      [first, [...create, "--name", "x", "--replicas", "-1", IMAGE], /-1/],
      [
        first,
        [...create, "--name", "x", "--constraint", "node.role>manager", IMAGE],
        /constraint expected one operator from ==, !=/,
      ],
      [
        first,
        [...create, "--name", "x", "UPPER CASE"],
        /not a valid repository\/tag|invalid reference/,
      ],
      [first, ["service", "scale", "--detach", "taken=-3"], /-3/],
      [first, ["service", "scale", "--detach", "nobody=3"], /nobody/],
      [first, ["service", "rm", "nobody"], /nobody/],
      [first, ["node", "update", "--availability", "asleep", "self"], /asleep/],
      [first, ["leave"], /Use `--force`/],
    ];
    for (const [daemon, command, message] of refusals) {
      const { code, stderr } = await daemon.skein(...command);
      t.not(code, 0, command.join(" "));
      t.regex(stderr, message, command.join(" "));
    }

    t.is(await services(), before);
    t.is(
      (await outside.get<{ Swarm: { LocalNodeState: string } }>("/info"))?.Swarm.LocalNodeState,
      "inactive",
    );
    await outside.must(...join, "--token", token, manager);
    await cluster.untilReady(2);
  },
);

rigTest("bad input: what no node can hold stays pending and says why", async (t) => {
  await using cluster = await Cluster.up({ hosts: 2 }, { managers: 1, nodes: 2 });
  const first = cluster.daemon(1);
  const reason = async (service: string): Promise<string> =>
    (await cluster.wanted(first, service))
      ?.map(({ Status }) => `${Status.State}: ${Status.Err ?? ""}`)
      .join("\n") ?? "";

  await first.must(
    "service",
    "create",
    "--detach",
    "--name",
    "huge",
    "--reserve-cpu",
    "1000",
    IMAGE,
    "sleep",
    "1000",
  );
  await first.must(
    ...["service", "create", "--detach", "--name", "nowhere"],
    ...["--constraint", "node.labels.zone==moon", IMAGE, "sleep", "1000"],
  );

  await until(
    "the reasons are there",
    async () =>
      (await reason("huge")).includes("no suitable node") &&
      (await reason("nowhere")).includes("no suitable node"),
  );
  t.regex(await reason("huge"), /pending: no suitable node \(insufficient resources on 2 nodes/);
  t.regex(
    await reason("nowhere"),
    /pending: no suitable node \(scheduling constraints not satisfied on 2 nodes/,
  );
  t.regex(
    await first.must("service", "ps", "--no-trunc", "huge"),
    /insufficient resources on 2 nodes/,
  );
});

rigTest(
  "bad input: an image that does not exist is rejected in the engine's words and tried again later",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 1 }, { managers: 1, nodes: 1 });
    const first = cluster.daemon(1);
    await first.must(
      ...["service", "create", "--detach", "--name", "ghost", "--restart-delay", "1s"],
      ...["registry.invalid/ghost:1", "sleep", "1000"],
    );

    const rejected = async (): Promise<readonly string[]> => {
      const tasks =
        await first.get<readonly { Status: { State: string; Err?: string } }[]>("/tasks");
      return (tasks ?? [])
        .filter(({ Status }) => Status.State === "rejected")
        .map(({ Status }) => Status.Err ?? "");
    };
    await until("two attempts were rejected", async () => (await rejected()).length >= 2);

    t.regex((await rejected())[0] ?? "", /ghost/);
  },
);

rigTest(
  "bad input: a port in use, a locked and a half-written state directory are refused",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 2 }, { managers: 1, nodes: 1 });
    const first = cluster.daemon(1);
    const second = new Daemon(cluster.rig.host(2));

    // The same directory for two daemons.
    const again = await first.host.attempt(
      [
        process.execPath,
        "build/bin/skeind.js",
        "--state-dir",
        first.stateDirectory,
        "--host",
        `unix://${first.socket}.2`,
      ],
      { timeoutMs: 20_000 },
    );
    t.not(again.code, 0);
    t.regex(again.stderr, /state directory|in use/);

    // The cluster port taken by another program.
    const listen =
      "require('net').createServer().listen(2377, '0.0.0.0', () => console.log('ready'))";
    const squatter = await second.host.spawn([process.execPath, "-e", listen], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((ready) => squatter.stdout?.once("data", ready));
    await second.start();
    const init = await second.skein("init", "--advertise-addr", second.host.address);
    t.not(init.code, 0);
    t.regex(init.stderr, /Cannot listen on 0\.0\.0\.0:2377: the port is in use/);
    squatter.kill("SIGKILL");
    await until(
      "the port is free and nothing is left of the attempt",
      async () => (await second.skein("init", "--advertise-addr", second.host.address)).code === 0,
    );
    await second.kill();

    // A state directory that lost its state file.
    const half = join(second.host.directory, "half");
    mkdirSync(join(half, "raft"), { recursive: true });
    const started = await attempt(
      [
        process.execPath,
        "build/bin/skeind.js",
        "--state-dir",
        half,
        "--host",
        `unix://${half}.sock`,
      ],
      { timeoutMs: 20_000 },
    );
    t.not(started.code, 0);
    t.regex(started.stderr, /half-written/);

    // One that cannot be written.
    const file = join(second.host.directory, "file");
    writeFileSync(file, "");
    const unwritable = await attempt(
      [
        process.execPath,
        "build/bin/skeind.js",
        "--state-dir",
        join(file, "below"),
        "--host",
        `unix://${file}.sock`,
      ],
      { timeoutMs: 20_000 },
    );
    t.not(unwritable.code, 0);
    t.regex(unwritable.stderr, /cannot be written|Cannot/);
  },
);
