import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import test from "ava";
import { ApiScene } from "../support/api-scene.ts";
import { StandInEngine } from "../support/stand-in-engine.ts";

interface Event {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly scope: string;
  readonly timeNano: number;
}

/** Opens a stream of events; what it gives reads them one by one. */
async function openEvents(scene: ApiScene, query = ""): Promise<AsyncGenerator<Event>> {
  const call = request({ socketPath: scene.socket, path: `/v1.45/events${query}` });
  call.on("error", () => undefined); // It is broken off in the end.
  call.end();
  // The one argument of "response".
  const [response] = (await once(call, "response")) as [IncomingMessage];
  return readEvents(response);
}

async function* readEvents(response: IncomingMessage): AsyncGenerator<Event> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) {
    text += String(part);
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Event; // What the server writes.
  }
}

const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

async function take(events: AsyncGenerator<Event>, count: number): Promise<readonly Event[]> {
  const taken: Event[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

const brief = ({ Type, Action, Actor }: Event): string =>
  `${Type} ${Action} ${JSON.stringify(Actor.Attributes)}`;

const spec = (image: string, replicas: number): object => ({
  Name: "web",
  TaskTemplate: { ContainerSpec: { Image: image } },
  Mode: { Replicated: { Replicas: replicas } },
});

async function live(scene: ApiScene): Promise<void> {
  await scene.post("/services/create", spec("app:1", 1));
  const index = (): Promise<number> =>
    scene
      .get("/services/web")
      .then((answer) => (answer.json() as { Version: { Index: number } }).Version.Index);
  await scene.post(`/services/web/update?version=${await index()}`, spec("app:2", 3));
  await scene.post("/secrets/create", { Name: "word", Data: "eA==" });
  await scene.ask({ method: "DELETE", path: "/secrets/word" });
  await scene.ask({ method: "DELETE", path: "/services/web" });
}

const LIVED = [
  'service create {"name":"web"}',
  'service update {"image.new":"app:2","image.old":"app:1","name":"web","replicas.new":"3","replicas.old":"1"}',
  'secret create {"name":"word"}',
  'secret remove {"name":"word"}',
  'service remove {"name":"web"}',
];

test("events: what happens to services and secrets is told as it happens", async (t) => {
  await using scene = await ApiScene.managing();
  const events = await openEvents(scene, `?${filters({ type: ["service", "secret"] })}`);
  await live(scene);

  const heard = await take(events, LIVED.length);
  t.deepEqual(heard.map(brief), LIVED);
  t.true(heard.every(({ scope, Actor }) => scope === "swarm" && Actor.ID.length === 25));
});

test("events: the past is told to who asks for it, and a stream of the past ends", async (t) => {
  await using scene = await ApiScene.managing();
  await live(scene);
  const until = Math.floor(Date.now() / 1000) + 1;
  const past = async (wanted: unknown): Promise<readonly string[]> => {
    const events: string[] = [];
    const query = `?since=1&until=${until}&${filters(wanted)}`;
    for await (const event of await openEvents(scene, query)) events.push(brief(event));
    return events;
  };

  t.deepEqual(await past({ type: { service: true, secret: true } }), LIVED);
  t.deepEqual(await past({ event: ["remove"] }), LIVED.slice(3));
  t.deepEqual(await past({ service: ["we"] }), [...LIVED.slice(0, 2), LIVED[4]]);
  t.deepEqual(await past({ label: ["replicas.new=3"] }), [LIVED[1]]);
  t.deepEqual(await past({ scope: ["local"] }), []);
  t.deepEqual(await past({ container: ["web"] }), []);
});

test("events: the engine's come in the same stream, whole line by whole line", async (t) => {
  await using engine = await StandInEngine.open("1.41");
  await using scene = await ApiScene.open(engine.socket);
  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
  let write = (_: string): void => undefined;
  engine.answer = (_, response) => {
    response.flushHeaders();
    write = (text) => response.write(text);
  };
  const events = await openEvents(scene, `?${filters({ type: ["service", "container"] })}`);
  write('{"Type":"container","Action":"st');
  await scene.post("/services/create", spec("app:1", 0));
  const first = await events.next();
  write('art","Actor":{"ID":"c","Attributes":{}}}\n');
  const second = await events.next();
  await events.return(undefined);

  t.deepEqual(
    [first, second].map(({ value }) => brief(value as Event)),
    [LIVED[0], "container start {}"],
  );
  t.regex(engine.asked[0]?.url ?? "", /^\/v1\.41\/events\?filters=/);
});

test("events: moments that are none, and an end before the beginning, are refused", async (t) => {
  await using scene = await ApiScene.managing();
  t.is((await scene.get("/events?since=yesterday")).status, 500); // As Docker answers.
  t.is((await scene.get("/events?since=20&until=10")).status, 400);
  t.is((await scene.get("/events?filters=x")).status, 400);
});
