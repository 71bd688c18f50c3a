import test from "ava";
import { makeAnnotations, makeSecret, makeSecretSpec } from "../../src/model/generated/types.ts";
import { HastyClock, skein } from "../cli/run-in-process.ts";
import { ApiScene, type HttpAnswer } from "./support/api-scene.ts";
import { docker, dockerTest, type Ran } from "./support/docker-cli.ts";

interface DataJson {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Name: string; readonly Labels: object; readonly Data?: string };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const reason = (answer: HttpAnswer): string => (answer.json() as { message: string }).message;
const names = (answer: HttpAnswer): readonly string[] =>
  (answer.json() as readonly DataJson[]).map(({ Spec }) => Spec.Name).sort();
const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;

test("secrets: are created, listed, found and removed, and never show their data", async (t) => {
  await using scene = await ApiScene.managing();
  const body = { Name: "key", Labels: { a: "1" }, Data: base64("hush") };

  const created = await scene.post("/secrets/create", body);
  const again = await scene.post("/secrets/create", body);
  await scene.post("/secrets/create", { ...body, Name: "other", Labels: null });
  const { ID } = created.json() as DataJson;
  const got = await scene.get(`/v1.51/secrets/${ID.slice(0, 10)}`);
  const listed = await scene.get("/secrets");
  const service = await scene.post("/services/create", {
    Name: "web",
    TaskTemplate: {
      ContainerSpec: {
        Image: "busybox:1",
        Secrets: [{ SecretID: ID, SecretName: "key", File: { Name: "k", UID: "0", GID: "0" } }],
      },
    },
  });
  const busy = await scene.ask({ method: "DELETE", path: "/secrets/key" });
  await scene.ask({ method: "DELETE", path: "/services/web" });
  const removed = await scene.ask({ method: "DELETE", path: "/secrets/key" });

  t.is(created.status, 201);
  t.is(again.status, 409);
  t.is(reason(again), "rpc error: code = AlreadyExists desc = secret key already exists");
  t.like(got.json(), { ID, Spec: { Name: "key", Labels: { a: "1" } } });
  t.deepEqual(Object.keys((got.json() as DataJson).Spec), ["Name", "Labels"]);
  t.deepEqual(names(listed), ["key", "other"]);
  t.false(listed.text.includes(base64("hush")));
  t.is(service.status, 201, service.text);
  t.is(busy.status, 400);
  t.regex(reason(busy), /secret 'key' is in use by the following service: web$/);
  t.is(removed.status, 204);
  t.is(removed.text, "");
  t.is(reason(await scene.get("/secrets/key")), "secret key not found");
});

test("secrets and configs: their lists know docker's filters", async (t) => {
  await using scene = await ApiScene.managing();
  for (const kind of ["secrets", "configs"]) {
    for (const Name of ["web-key", "web-cert", "db"]) {
      const Labels = Name === "db" ? { tier: "back" } : {};
      await scene.post(`/${kind}/create`, { Name, Labels, Data: base64("x") });
    }
    const find = async (wanted: object) => names(await scene.get(`/${kind}?${filters(wanted)}`));

    t.deepEqual(await find({ name: ["web"] }), ["web-cert", "web-key"]);
    t.deepEqual(await find({ label: { "tier=back": true } }), ["db"]);
    t.deepEqual(await find({ id: ["0".repeat(25)] }), []);
  }
  t.deepEqual(names(await scene.get(`/secrets?${filters({ names: ["web", "db"] })}`)), ["db"]);
  t.is(reason(await scene.get(`/configs?${filters({ names: ["db"] })}`)), "invalid filter 'names'");
});

test("configs: show their data, and only their labels can change", async (t) => {
  await using scene = await ApiScene.managing();
  const Data = base64("listen 80;");
  await scene.post("/configs/create", { Name: "site", Data });
  const read = async (): Promise<DataJson> => (await scene.get("/configs/site")).json() as DataJson;
  const { ID, Version, Spec } = await read();
  const update = (spec: object, version: number | string = Version.Index) =>
    scene.post(`/configs/${ID}/update?version=${version}`, spec);

  t.is(Spec.Data, Data);
  t.regex(reason(await update(Spec, "x")), /^invalid config version$/);
  t.regex(
    reason(await update({ ...Spec, Data: base64("y") })),
    /only updates to Labels are allowed/,
  );
  t.is((await update({ ...Spec, Labels: { a: "1" } })).status, 200);
  t.deepEqual((await read()).Spec, { Name: "site", Labels: { a: "1" }, Data });
  t.regex(reason(await update(Spec)), /update out of sequence/);
});

test("secrets and configs: templates in them are for clients that know of them", async (t) => {
  await using scene = await ApiScene.managing();
  const body = { Name: "a", Data: base64("x"), Templating: { Name: "golang" } };

  for (const kind of ["secret", "config"]) {
    t.is(
      reason(await scene.post(`/v1.36/${kind}s/create`, body)),
      `${kind} templating is not supported on the specified API version: 1.36`,
    );
    t.is((await scene.post(`/v1.37/${kind}s/create`, body)).status, 201);
    const got = (await scene.get(`/${kind}s/a`)).json();
    t.like(got, { Spec: { Templating: { Name: "golang" } } });
  }
});

test("secrets: an id's beginning that two share is refused", async (t) => {
  await using scene = await ApiScene.managing();
  await scene.node.write((tx) => {
    for (const id of ["aaaa1", "aaaa2"]) {
      const spec = makeSecretSpec({ annotations: makeAnnotations({ name: `name-${id}` }) });
      tx.create("secret", makeSecret({ id, spec }));
    }
  });

  t.is(reason(await scene.get("/secrets/aaaa")), "secret aaaa is ambiguous (2 matches found)");
});

dockerTest("docker: keeps secrets and configs, and gives them to services", async (t) => {
  await using scene = await ApiScene.managing();
  const run = (...args: readonly string[]): Promise<Ran> => docker(scene, ...args);

  for (const kind of ["secret", "config"]) {
    const made = await run(
      kind,
      "create",
      "-l",
      "tier=front",
      "--template-driver",
      "golang",
      "a",
      "package.json",
    );
    const taken = await run(kind, "create", "a", "package.json");
    const listed = await run(
      kind,
      "ls",
      "-f",
      "label=tier=front",
      "--format",
      "{{.Name}} {{.Labels}}",
    );
    const nobody = await run(kind, "inspect", "nobody");
    t.is(made.code, 0, made.err);
    t.regex(taken.err, new RegExp(`${kind} a already exists`));
    t.is(listed.out, "a tier=front", listed.err);
    t.regex(nobody.err, new RegExp(`${kind} nobody not found`));
  }
  const created = await run(
    ...["service", "create", "-d", "--name", "web", "--secret", "source=a,target=b,mode=0400"],
    ...["--config", "source=a,target=/etc/a", "busybox:1"],
  );
  const busy = await run("secret", "rm", "a");
  const changed = await run(
    "service",
    "update",
    "-d",
    "--secret-rm",
    "a",
    "--config-rm",
    "a",
    "web",
  );
  const removed = await run("secret", "rm", "a");
  const alsoRemoved = await run("config", "rm", "a");

  t.is(created.code, 0, created.err);
  t.regex(busy.err, /secret 'a' is in use by the following service: web/);
  t.is(changed.code, 0, changed.err);
  t.is(removed.out, "a", removed.err);
  t.is(alsoRemoved.out, "a", alsoRemoved.err);
});

dockerTest("skein prints of secrets and configs what docker prints", async (t) => {
  await using scene = await ApiScene.managing();
  const data = base64("listen 80;\n");
  for (const kind of ["secret", "config"]) {
    await scene.post(`/${kind}s/create`, { Name: "plain", Data: data });
    await scene.post(`/${kind}s/create`, { Name: "b10", Labels: { z: "" }, Data: data });
    await scene.post(`/${kind}s/create`, { Name: "b9", Data: data });
    const lines = [
      [kind, "inspect", "--pretty", "plain"],
      [kind, "inspect", "--pretty", "b10"],
      [kind, "ls", "-q"],
      [kind, "ls", "--format", "json"],
      [kind, "ls", "--format", "table {{.Name}}\t{{.Labels}}"],
      [kind, "ls", "-f", "name=b"],
    ];
    for (const line of lines) {
      const theirs = await docker(scene, ...line);
      const ours = await skein(line, {
        host: `unix://${scene.socket}`,
        clock: new HastyClock(Date.now()),
      });
      t.is(withoutAges(ours.stdout.trim()), withoutAges(theirs.out), line.join(" "));
    }
  }
});

/** Both look at a moment of their own, and columns are as wide as what is in them. */
function withoutAges(text: string): string {
  return text
    .replace(/(Less than a|\d+|About a) (second|minute)s? ago/g, "just now")
    .replace(/ {2,}/g, "  ");
}
