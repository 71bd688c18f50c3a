import test from "ava";
import { ApiScene, type HttpAnswer } from "./support/api-scene.ts";
import { StandInEngine } from "./support/stand-in-engine.ts";

interface NetworkJson {
  readonly Id: string;
  readonly Name: string;
}

const reason = (answer: HttpAnswer): string => (answer.json() as { message: string }).message;
const names = (answer: HttpAnswer): readonly string[] =>
  (answer.json() as readonly NetworkJson[]).map(({ Name }) => Name).sort();
const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

test("networks: are created, listed, found and removed as docker expects", async (t) => {
  await using scene = await ApiScene.managing();
  const body = {
    Name: "back",
    Driver: "overlay",
    Attachable: true,
    IPAM: { Driver: "default", Config: [{ Subnet: "10.9.0.0/24" }] },
    Labels: { tier: "db" },
  };
  const created = await scene.post("/networks/create", body);
  const again = await scene.post("/networks/create", body);
  const { Id } = created.json() as NetworkJson;
  const got = await scene.get(`/v1.51/networks/${Id.slice(0, 10)}?scope=swarm&verbose=false`);
  const service = await scene.post("/services/create", {
    Name: "web",
    TaskTemplate: { ContainerSpec: { Image: "busybox:1" }, Networks: [{ Target: "back" }] },
    EndpointSpec: { Ports: [{ TargetPort: 80 }] },
  });
  const busy = await scene.ask({ method: "DELETE", path: "/networks/back" });

  t.is(created.status, 201, created.text);
  t.deepEqual(created.json(), { Id, Warning: "" });
  t.is(again.status, 409);
  t.regex(reason(again), /network with name back already exists$/);
  t.like(got.json(), {
    Name: "back",
    Id,
    Scope: "swarm",
    Driver: "overlay",
    EnableIPv6: false,
    IPAM: {
      Driver: "default",
      Options: null,
      Config: [{ Subnet: "10.9.0.0/24", Gateway: "10.9.0.1" }],
    },
    Internal: false,
    Attachable: true,
    Ingress: false,
    ConfigFrom: { Network: "" },
    ConfigOnly: false,
    Containers: null,
    Options: { "com.docker.network.driver.overlay.vxlanid_list": "4097" },
    Labels: { tier: "db" },
  });
  t.is(service.status, 201, service.text);
  t.is(busy.status, 400);
  t.regex(reason(busy), /network \w+ is in use by service \w+$/);
  await scene.ask({ method: "DELETE", path: "/services/web" });
  t.is((await scene.ask({ method: "DELETE", path: "/networks/back" })).status, 204);
  t.is(reason(await scene.get("/networks/back")), "network back not found");
});

test("networks: a new cluster has that of the routing mesh, and hides those of the engines", async (t) => {
  await using scene = await ApiScene.managing();
  await scene.post("/networks/create", { Name: "ov", Driver: "overlay", Labels: { a: "1" } });

  t.deepEqual(names(await scene.get("/networks")), ["ingress", "ov"]);
  t.deepEqual(names(await scene.get(`/networks?${filters({ label: ["a=1"] })}`)), ["ov"]);
  t.deepEqual(names(await scene.get(`/networks?${filters({ name: ["ress"] })}`)), ["ingress"]);
  t.deepEqual(names(await scene.get(`/networks?${filters({ scope: ["local"] })}`)), []);
  t.is((await scene.get(`/networks?${filters({ colour: ["red"] })}`)).status, 400);
  const host = await scene.ask({ method: "DELETE", path: "/networks/host" });
  t.is(host.status, 403);
  t.is(reason(host), "host is a pre-defined network and cannot be removed");
  const local = await scene.post("/networks/create", { Name: "mine", Driver: "bridge" });
  t.is(local.status, 501);
});

const own = (Name: string, Id: string, more: object = {}): object => ({
  ...{ Name, Id, Scope: "local", Driver: "bridge", Labels: {}, ...more },
});

test("networks: the engine's are shown with the cluster's, and each is found where it is", async (t) => {
  await using engine = await StandInEngine.open("1.45");
  await using scene = await ApiScene.open(engine.socket);
  const held = [own("bridge", "aa01"), own("mine", "ab01"), own("twice", "ac01")];
  engine.answer = (request, response) => {
    const [path = ""] = (request.url ?? "").replace(/^\/v[\d.]+/, "").split("?");
    const one = held.find((each) => path === `/networks/${(each as NetworkJson).Id}`);
    response.setHeader("Content-Type", "application/json");
    if (request.method === "DELETE") response.writeHead(204).end();
    else if (request.method === "POST") response.writeHead(201).end('{"Id":"ad01","Warning":""}');
    else response.end(JSON.stringify(one ?? held));
  };
  t.deepEqual(names(await scene.get("/networks")), ["bridge", "mine", "twice"], "without a swarm");

  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
  for (const Name of ["ov", "twice"])
    await scene.post("/networks/create", { Name, Driver: "overlay" });
  const { Id } = (await scene.get("/networks/ov")).json() as NetworkJson;
  // As the worker of this node carries it, with one container on it; and one of another swarm.
  held.push(own("ov", "ae01", { Labels: { "io.skein.network": Id }, Containers: { c: {} } }));
  held.push(own("foreign", "af01", { Scope: "swarm", Driver: "overlay" }));

  t.deepEqual(names(await scene.get("/networks")), [
    ...["bridge", "ingress", "mine", "ov", "twice", "twice"],
  ]);
  t.like((await scene.get("/networks/ov")).json(), { Id, Scope: "swarm", Containers: { c: {} } });
  t.like((await scene.get("/networks/mine")).json(), { Id: "ab01" });
  t.like((await scene.get("/networks/bridge")).json(), { Id: "aa01" });
  t.like((await scene.get("/networks/bridge?scope=swarm")).json(), { Scope: "swarm" });
  t.like((await scene.get("/networks/ab?scope=local")).json(), { Id: "ab01" });
  t.is((await scene.get("/networks/ov?scope=local")).status, 404);
  t.is(
    reason(await scene.get("/networks/twice")),
    "2 matches found based on name: network twice is ambiguous",
  );
  t.is((await scene.post("/networks/create", { Name: "ov", Driver: "bridge" })).status, 409);
  const made = await scene.post("/networks/create", { Name: "new", Driver: "bridge" });
  t.deepEqual([made.status, made.json()], [201, { Id: "ad01", Warning: "" }]);
  t.is((await scene.ask({ method: "DELETE", path: "/networks/mine" })).status, 204);
  t.is(engine.asked.at(-1)?.url, "/networks/ab01");
});

test("networks: while the engine does not answer, the cluster's are there", async (t) => {
  await using scene = await ApiScene.open("/nowhere/engine.sock");
  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });

  t.deepEqual(names(await scene.get("/networks")), ["ingress"]);
  t.is((await scene.get("/networks/ingress")).status, 200);
  t.is((await scene.post("/networks/create", { Name: "new", Driver: "bridge" })).status, 503);
});

test("services: their networks are named or given by id, and stored by id", async (t) => {
  await using scene = await ApiScene.managing();
  const made = await scene.post("/networks/create", { Name: "ov", Driver: "overlay" });
  const { Id } = made.json() as NetworkJson;
  const template = { ContainerSpec: { Image: "busybox:1" } };
  const on = (Target: string): object => ({
    Name: `on-${Target}`,
    TaskTemplate: { ...template, Networks: [{ Target }] },
  });
  t.is((await scene.post("/services/create", on("ov"))).status, 201);
  const service = await scene.get("/services/on-ov");
  t.like(service.json(), { Spec: { TaskTemplate: { Networks: [{ Target: Id }] } } });
  const nowhere = await scene.post("/services/create", on("none-such"));
  t.is(nowhere.status, 500); // As Docker answers, if nobody would expect it.
  t.is(reason(nowhere), "network none-such not found");
  const explicit = await scene.post("/services/create", on("ingress"));
  t.is(explicit.status, 400);
  t.regex(reason(explicit), /cannot be explicitly attached to the ingress network "ingress"$/);
});
