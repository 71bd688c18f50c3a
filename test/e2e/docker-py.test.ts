import { rigTests } from "./rig/guard.ts";
import { installPackages } from "./rig/prerequisites.ts";
import { attempt } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";

const rigTest = await rigTests();

/** Every call of docker-py's that concerns the swarm, and some that are the engine's. */
const SCRIPT = `
import docker, sys, time
leader, follower = (docker.DockerClient(base_url="unix://" + path, version="auto") for path in sys.argv[1:3])
image = "skein/busybox:1"

assert leader.swarm.attrs["JoinTokens"]["Worker"].startswith("SWMTKN-1-")
assert follower.info()["Swarm"]["ControlAvailable"] and leader.version()["ApiVersion"]
leader.swarm.update(task_history_retention_limit=2)
assert leader.api.inspect_swarm()["Spec"]["Orchestration"]["TaskHistoryRetentionLimit"] == 2
assert leader.swarm.get_unlock_key()["UnlockKey"] == ""

nodes = follower.nodes.list(filters={"role": "manager"})
assert len(nodes) == 3
spec = nodes[0].attrs["Spec"]
nodes[0].update({**spec, "Labels": {"zone": "a"}})
assert leader.nodes.get(nodes[0].id).attrs["Spec"]["Labels"] == {"zone": "a"}

secret = leader.secrets.create(name="word", data=b"hidden", labels={"a": "b"})
config = leader.configs.create(name="setup", data=b"shown")
assert [each.name for each in follower.secrets.list(filters={"name": "word"})] == ["word"]
assert follower.configs.get(config.id).attrs["Spec"]["Data"] == "c2hvd24="

service = follower.services.create(
    image, command=["sh", "-c", "cat /run/secrets/word; echo; exec sleep 1000"], name="web", env=["A=1"],
    labels={"tier": "front"}, mode=docker.types.ServiceMode("replicated", replicas=2),
    restart_policy=docker.types.RestartPolicy(condition="any"), stop_grace_period=10**9,
    resources=docker.types.Resources(mem_limit=64 * 2**20),
    secrets=[docker.types.SecretReference(secret.id, "word")],
    configs=[docker.types.ConfigReference(config.id, "setup", filename="/setup")],
)

def running():
    service.reload()
    return [task for task in service.tasks({"desired-state": "running"}) if task["Status"]["State"] == "running"]

def until(done):
    for _ in range(300):
        if done(): return
        time.sleep(0.1)
    raise AssertionError("it takes too long: " + str(service.tasks()))

until(lambda: len(running()) == 2)
assert service.scale(3)
until(lambda: len(running()) == 3)
service.reload()
service.update(env=["A=2"], fetch_current_spec=True)
service.reload()
spec = service.attrs["Spec"]
assert spec["TaskTemplate"]["ContainerSpec"]["Env"] == ["A=2"]
assert spec["Labels"] == {"tier": "front"}, spec
assert spec["TaskTemplate"]["ContainerSpec"]["Secrets"][0]["SecretName"] == "word", spec
assert leader.services.list(filters={"label": "tier=front"})[0].id == service.id
assert service.force_update()
until(lambda: len(running()) == 3)
until(lambda: b"hidden" in b"".join(service.logs(stdout=True, stderr=True)))

task = running()[0]
assert leader.api.inspect_task(task["ID"])["ServiceID"] == service.id
try:
    leader.services.get("nobody")
except docker.errors.NotFound as error:
    assert "service nobody not found" in str(error)
else:
    raise AssertionError("there is somebody")
events = list(leader.events(since=1, until=int(time.time()) + 1, filters={"type": "service"}, decode=True))
assert [each["Action"] for each in events][0] == "create", events

assert service.remove()
assert secret.remove() and config.remove()

box = leader.containers.run(image, ["sh", "-c", "echo out; exec sleep 1000"], detach=True)
assert box.exec_run(["echo", "inside"]).output == b"inside\\n"
assert b"out" in box.logs()
box.remove(force=True)
print("done")
`;

rigTest("docker-py: every call that concerns the swarm works, and the engine's", async (t) => {
  const known = await attempt(["/usr/bin/python3", "-c", "import docker"]);
  if (known.code !== 0) await installPackages(["python3-docker"]);
  await using cluster = await Cluster.up({ hosts: 3 }, { managers: 3, nodes: 3 });
  const sockets = [1, 2].map((number) => cluster.daemon(number).socket);
  const { stdout, stderr } = await attempt(["/usr/bin/python3", "-c", SCRIPT, ...sockets]);
  t.is(stdout.trim(), "done", stderr);
});
