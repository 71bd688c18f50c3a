import { rigTests } from "./rig/guard.ts";
import { attempt } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";

const rigTest = await rigTests();

/** Every call of dockerode's that concerns the swarm, and some that are the engine's. */
const SCRIPT = `
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import Docker from "dockerode";
const [leader, follower] = process.argv.slice(1).map((socketPath) => new Docker({ socketPath }));
const Image = "skein/busybox:1";
const until = async (what, done) => {
  for (let at = 0; at < 300; at++) { if (await done()) return; await sleep(100); }
  throw new Error("it takes too long until " + what);
};

const swarm = await leader.swarmInspect();
assert.match(swarm.JoinTokens.Worker, /^SWMTKN-1-/);
const Orchestration = { TaskHistoryRetentionLimit: 2 };
await follower.swarmUpdate({ version: swarm.Version.Index, ...swarm.Spec, Orchestration });
assert.equal((await leader.swarmInspect()).Spec.Orchestration.TaskHistoryRetentionLimit, 2);
assert.ok((await follower.info()).Swarm.ControlAvailable);
assert.equal(String(await follower.ping()), "OK");

const nodes = await follower.listNodes({ filters: { role: ["manager"] } });
assert.equal(nodes.length, 3);
const node = leader.getNode(nodes[0].ID);
await node.update({ version: nodes[0].Version.Index, ...nodes[0].Spec, Labels: { zone: "a" } });
assert.deepEqual((await node.inspect()).Spec.Labels, { zone: "a" });

const encoded = (word) => Buffer.from(word).toString("base64");
const secret = await leader.createSecret({ Name: "word", Data: encoded("hidden"), Labels: { a: "b" } });
const config = await follower.createConfig({ Name: "setup", Data: encoded("shown") });
const network = await leader.createNetwork({ Name: "back", Driver: "overlay", Labels: { a: "b" } });
assert.deepEqual((await follower.listSecrets({ filters: { name: ["word"] } })).map((s) => s.Spec.Name), ["word"]);
assert.equal((await follower.listConfigs())[0].Spec.Data, encoded("shown"));
const held = await leader.getSecret(secret.id).inspect();
assert.equal(held.Spec.Data, undefined);
await leader.getSecret(secret.id).update({ version: held.Version.Index, ...held.Spec, Labels: { a: "c" } });
assert.deepEqual((await leader.getSecret(secret.id).inspect()).Spec.Labels, { a: "c" });
const stored = await leader.getConfig(config.id).inspect();
await leader.getConfig(config.id).update({ version: stored.Version.Index, ...stored.Spec, Labels: { x: "y" } });
const shown = (await follower.listNetworks({ filters: { name: ["back"] } })).map((n) => n.Scope);
assert.deepEqual(shown, ["swarm"]);
assert.equal((await follower.getNetwork("back").inspect()).Id, network.id);
assert.ok((await follower.listNetworks()).some(({ Name, Scope }) => Name === "bridge" && Scope === "local"));

const file = (Name) => ({ Name, UID: "0", GID: "0", Mode: 0o444 });
const created = await follower.createService({
  Name: "web",
  Labels: { tier: "front" },
  Mode: { Replicated: { Replicas: 2 } },
  Networks: [{ Target: "back" }],
  TaskTemplate: {
    ContainerSpec: {
      Image, Args: ["sh", "-c", "cat /run/secrets/word /setup; echo; exec sleep 1000"],
      StopGracePeriod: 1e9,
      Secrets: [{ SecretID: secret.id, SecretName: "word", File: file("word") }],
      Configs: [{ ConfigID: config.id, ConfigName: "setup", File: file("/setup") }],
    },
  },
});
const service = leader.getService(created.id);
const running = async () =>
  (await follower.listTasks({ filters: { service: ["web"], "desired-state": ["running"] } }))
    .filter(({ Status }) => Status.State === "running");
await until("two tasks run", async () => (await running()).length === 2);
const before = await service.inspect();
assert.equal((await leader.listServices({ filters: { label: ["tier=front"] }, status: true }))[0].ServiceStatus.RunningTasks, 2);
await service.update({ version: before.Version.Index, ...before.Spec, Mode: { Replicated: { Replicas: 3 } } });
await until("three tasks run", async () => (await running()).length === 3);
await assert.rejects(service.update({ version: before.Version.Index, ...before.Spec }), /update out of sequence/);
const [task] = await running();
assert.equal((await leader.getTask(task.ID).inspect()).ServiceID, created.id);

const demultiplexed = (stream) => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  leader.modem.demuxStream(stream, out, err);
  stream.on("end", () => { out.end(); err.end(); });
  return text(out);
};
const lines = async () =>
  demultiplexed(await service.logs({ stdout: true, stderr: true, follow: true, tail: 1 }).then((stream) => {
    setTimeout(() => stream.destroy(), 1500);
    stream.on("close", () => stream.emit("end"));
    return stream;
  }));
assert.match(await lines(), /hiddenshown/);

const filters = JSON.stringify({ type: ["service"] });
const happened = await follower.getEvents({ since: 1, until: Math.floor(Date.now() / 1000) + 1, filters });
const events = (await text(happened)).trim().split("\\n").map((line) => JSON.parse(line));
assert.equal(events[0].Action, "create");
assert.equal(events[0].scope, "swarm");
await assert.rejects(leader.getService("nobody").inspect(), { statusCode: 404 });

await service.remove();
await until("the tasks are gone", async () => (await leader.listTasks()).length === 0);
await leader.getSecret(secret.id).remove();
await leader.getConfig(config.id).remove();
await leader.getNetwork(network.id).remove();
assert.deepEqual([await leader.listServices(), await leader.listSecrets(), await leader.listConfigs()], [[], [], []]);

const box = await leader.createContainer({ Image, Cmd: ["sleep", "1000"] });
await box.start();
const inside = await box.exec({ Cmd: ["echo", "inside"], AttachStdout: true });
assert.match(await demultiplexed(await inside.start({ hijack: true, stdin: false })), /^inside/);
await box.remove({ force: true });
console.log("done");
process.exit(0);
`;

rigTest("dockerode: every call that concerns the swarm works, and the engine's", async (t) => {
  await using cluster = await Cluster.up({ hosts: 3 }, { managers: 3, nodes: 3 });
  const sockets = [1, 2].map((number) => cluster.daemon(number).socket);
  const script = [process.execPath, "--input-type=module", "-e", SCRIPT, ...sockets];
  const { stdout, stderr } = await attempt(script, { timeoutMs: 120_000 });
  t.is(stdout.trim(), "done", stderr);
});
