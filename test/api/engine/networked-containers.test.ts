import type { IncomingMessage } from "node:http";
import test from "ava";
import { ApiScene } from "../support/api-scene.ts";
import { StandInEngine } from "../support/stand-in-engine.ts";

/** A manager with an attachable network, `back`, and an engine with one of its own, `mine`. */
async function sceneWith(engine: StandInEngine): Promise<ApiScene> {
  engine.answer = (_, response) => response.end("[]");
  const scene = await ApiScene.open(engine.socket);
  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
  const made = { Name: "back", Driver: "overlay", Attachable: true };
  await scene.post("/networks/create", made);
  await scene.post("/networks/create", { ...made, Name: "closed", Attachable: false });
  return scene;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += String(part);
  return text;
}

/** Takes creations, notes what they were, and lists its own networks. */
function creating(engine: StandInEngine): string[] {
  const created: string[] = [];
  engine.answer = (request, response) => {
    if (request.method !== "POST") {
      response.end(JSON.stringify([{ Id: "m1", Name: "mine", Scope: "local", Labels: {} }]));
      return;
    }
    void bodyOf(request).then((body) => {
      created.push(body);
      response.writeHead(201, { "Content-Type": "application/json" }).end('{"Id":"c1"}');
    });
  };
  return created;
}

test("docker run: a network of the cluster's is asked for by a label, and the engine's stay its own", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await sceneWith(engine);
  const created = creating(engine);
  const create = (body: string): ReturnType<ApiScene["ask"]> =>
    scene.ask({ method: "POST", path: "/v1.47/containers/create?name=tool", body });

  const untouched = '{"HostConfig": {"NetworkMode":"mine", "Memory":12345678901234567890}}';
  t.is((await create(untouched)).status, 201);
  t.is((await create('{"HostConfig":{"NetworkMode":"nowhere"}}')).status, 201);
  t.is((await create("no JSON")).status, 201);
  const endpoints = { back: { Aliases: ["db"] } };
  const asked = {
    HostConfig: { NetworkMode: "back" },
    NetworkingConfig: { EndpointsConfig: endpoints },
  };
  const answer = await create(JSON.stringify(asked));

  t.is(answer.text, '{"Id":"c1"}');
  t.deepEqual(created.slice(0, 3), [
    untouched,
    '{"HostConfig":{"NetworkMode":"nowhere"}}',
    "no JSON",
  ]);
  t.like(JSON.parse(created[3] ?? ""), {
    Labels: { "skein.network": "back:db" },
    HostConfig: { NetworkMode: "bridge" },
  });
  const refused = await create('{"HostConfig":{"NetworkMode":"closed"}}');
  t.is(refused.status, 403);
  t.regex(refused.text, /closed not manually attachable/);
  t.is(created.length, 4, "the engine was not asked");
});

test("docker start: has begun when the container is on the networks that it asks for", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await sceneWith(engine);
  let looks = 0;
  let running = true;
  engine.answer = (request, response) => {
    if (request.method === "POST") response.writeHead(204).end();
    else {
      looks++;
      const networks = { bridge: {}, ...(looks > 2 && { back: {} }) };
      response.end(
        JSON.stringify({
          State: { Running: running },
          Config: { Labels: { "skein.network": "back" } },
          NetworkSettings: { Networks: networks },
        }),
      );
    }
  };

  const started = await scene.ask({ method: "POST", path: "/v1.47/containers/tool/start" });
  t.is(started.status, 204);
  t.is(looks, 3);
  t.true(engine.asked.some(({ url }) => url === "/v1.47/containers/tool/json"));

  looks = 0;
  running = false;
  await scene.ask({ method: "POST", path: "/containers/tool/start" });
  t.is(looks, 1, "it has ended: there is nothing to wait for");
});
