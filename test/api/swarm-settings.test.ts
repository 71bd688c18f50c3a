import test from "ava";
import { skein, type Outcome } from "../cli/run-in-process.ts";
import { ApiScene } from "./support/api-scene.ts";

const run = (scene: ApiScene, ...args: readonly string[]): Promise<Outcome> =>
  skein(["swarm", ...args], { host: `unix://${scene.socket}` });

test("swarm update: changes what the flags name, and swarm inspect shows it", async (t) => {
  await using scene = await ApiScene.managing();

  const updated = await run(
    scene,
    ...["update", "--task-history-limit", "2", "--dispatcher-heartbeat", "2s"],
    ...["--snapshot-interval", "5000", "--log-entries", "600", "--max-snapshots", "1"],
    ...["--cert-expiry", "720h", "--log-driver", "json-file", "--log-opt", "max-size=10m"],
  );
  const pretty = await run(scene, "inspect", "--pretty");
  const again = await run(scene, "update", "--log-driver", "", "--task-history-limit", "3");
  const [json] = JSON.parse((await run(scene, "inspect")).stdout) as readonly [
    { Spec: Record<string, unknown> },
  ];

  t.is(updated.stderr, "");
  t.is(updated.stdout, "Swarm updated.\n");
  for (const row of [
    "Task history limit:   2",
    "Dispatcher heartbeat: 2s",
    "Certificate expiry:   720h0m0s",
    "Snapshot interval:    5000",
    "Old snapshots kept:   1",
    "Log entries kept:     600",
    "Default log driver:   json-file max-size=10m",
    "Autolock managers:    false",
  ]) {
    t.true(pretty.stdout.includes(`${row}\n`), `${row}\n${pretty.stdout}`);
  }
  t.is(again.code, 0);
  t.false("JoinTokens" in json);
  t.deepEqual(json.Spec["TaskDefaults"], {});
  t.like(json.Spec, {
    Orchestration: { TaskHistoryRetentionLimit: 3 },
    Dispatcher: { HeartbeatPeriod: 2e9 },
    Raft: { SnapshotInterval: 5000, LogEntriesForSlowFollowers: 600 },
  });
});

test("swarm update: refuses what makes no sense, and says why", async (t) => {
  await using scene = await ApiScene.managing();

  t.regex((await run(scene, "update")).stderr, /^nothing to update: name a setting/);
  t.regex((await run(scene, "update", "--log-opt", "a=b")).stderr, /^--log-opt needs --log-driver/);
  const short = await run(scene, "update", "--cert-expiry", "1m");
  t.is(short.code, 1);
  t.regex(short.stderr, /minimum certificate expiry time is: 1h0m0s/);
});
