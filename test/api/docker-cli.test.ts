import { ApiScene } from "./support/api-scene.ts";
import { docker, dockerTest, type Ran } from "./support/docker-cli.ts";

dockerTest("docker: sets up a swarm, shows it, and leaves it", async (t) => {
  await using scene = await ApiScene.open();
  const run = (...args: readonly string[]): Promise<Ran> => docker(scene, ...args);

  const before = await run("service", "ls");
  const init = await run("swarm", "init", "--advertise-addr", "10.0.0.1");
  const token = await run("swarm", "join-token", "-q", "worker");
  const rotated = await run("swarm", "join-token", "--rotate", "-q", "worker");
  const updated = await run("swarm", "update", "--task-history-limit", "3");
  const limit = await run(
    ...["info", "--format", "{{.Swarm.Cluster.Spec.Orchestration.TaskHistoryRetentionLimit}}"],
  );
  const unlock = await run("swarm", "unlock-key");
  const version = await run("version", "--format", "{{.Server.APIVersion}}");
  const hasty = await run("swarm", "leave");
  const left = await run("swarm", "leave", "--force");

  t.regex(before.err, /Error response from daemon: This node is not a swarm manager\./, before.out);
  t.is(init.code, 0, init.err);
  t.regex(init.out, /is now a manager/, init.err);
  t.regex(init.out, /docker swarm join --token SWMTKN-1-\S+ 10\.0\.0\.1:2377/, init.err);
  t.regex(token.out, /^SWMTKN-1-/, token.err);
  t.regex(rotated.out, /^SWMTKN-1-/, rotated.err);
  t.not(rotated.out, token.out);
  t.is(updated.code, 0, updated.err);
  t.is(limit.out, "3", limit.err);
  t.regex(unlock.err, /no unlock key is set/, unlock.out);
  t.is(version.out, "1.51", version.err);
  t.is(hasty.code, 1);
  t.is(left.code, 0, left.err);
});

dockerTest("docker: creates, lists, inspects, scales, updates and removes a service", async (t) => {
  await using scene = await ApiScene.managing();
  const run = (...args: readonly string[]): Promise<Ran> => docker(scene, ...args);

  const created = await run(
    ...["service", "create", "-d", "--name", "web", "--replicas", "2", "--env", "A=1"],
    ...["--label", "tier=front", "--limit-cpu", "0.5", "--constraint", "node.role==worker"],
    ...["--publish", "mode=host,target=80,published=8080", "busybox:1", "sleep", "100"],
  );
  const taken = await run("service", "create", "-d", "--name", "web", "busybox:1");
  const listed = await run("service", "ls", "--format", "{{.Name}} {{.Mode}} {{.Replicas}}");
  const filtered = await run("service", "ls", "-q", "-f", "label=tier=back");
  const scaled = await run("service", "scale", "-d", "web=5");
  const updated = await run("service", "update", "-d", "--env-add", "B=2", "web");
  const env = await run(
    ...["service", "inspect", "web", "--format", "{{.Spec.TaskTemplate.ContainerSpec.Env}}"],
  );
  const pretty = await run("service", "inspect", "--pretty", "web");
  const rolledBack = await run("service", "rollback", "-d", "web");
  const envBefore = await run(
    ...["service", "inspect", "web", "--format", "{{.Spec.TaskTemplate.ContainerSpec.Env}}"],
  );
  const nobody = await run("service", "ps", "nobody");
  const tasks = await run("service", "ps", "web");
  const removed = await run("service", "rm", "web");

  t.is(created.code, 0, created.err);
  t.regex(
    taken.err,
    /name conflicts with an existing object: service web already exists/,
    taken.out,
  );
  t.is(listed.out, "web replicated 0/2", listed.err);
  t.is(filtered.out, "", filtered.err);
  t.regex(scaled.out, /web scaled to 5/, scaled.err);
  t.is(updated.code, 0, updated.err);
  t.regex(env.out, /^\[(A=1 B=2|B=2 A=1)\]$/, env.err);
  t.regex(pretty.out, /Replicas:\s+5/, pretty.err);
  t.regex(pretty.out, /On failure:\s+pause/, pretty.err);
  t.is(rolledBack.code, 0, rolledBack.err);
  t.is(envBefore.out, "[A=1]", envBefore.err);
  t.regex(nobody.err, /no such service: nobody/, nobody.out);
  t.is(tasks.code, 0, tasks.err);
  t.is(removed.out, "web", removed.err);
});

dockerTest("docker: lists, inspects and updates nodes", async (t) => {
  await using scene = await ApiScene.managing();
  const run = (...args: readonly string[]): Promise<Ran> => docker(scene, ...args);

  const listed = await run(
    ...["node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}} {{.Self}}"],
  );
  const updated = await run(
    ...["node", "update", "--availability", "drain", "--label-add", "zone=a", "solo"],
  );
  const inspected = await run(
    ...["node", "inspect", "self", "--format", "{{.Spec.Availability}} {{.Spec.Labels.zone}}"],
  );
  const demoted = await run("node", "demote", "solo");
  const removed = await run("node", "rm", "solo");

  t.is(listed.out, "solo Ready Leader true", listed.err);
  t.is(updated.code, 0, updated.err);
  t.is(inspected.out, "drain a", inspected.err);
  t.regex(demoted.err, /attempting to demote the last manager of the swarm/, demoted.out);
  t.regex(removed.err, /is a cluster manager and is a member of the raft cluster/, removed.out);
});
