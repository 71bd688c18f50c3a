import test from "ava";
import { ApiScene, type HttpAnswer } from "./support/api-scene.ts";

interface Stored {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { readonly Name: string; readonly Labels: Readonly<Record<string, string>> };
}

const OF_STACK = { "com.docker.stack.namespace": "shop" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** What `docker stack deploy` asks for one secret or config, in its order. */
async function deploy(
  scene: ApiScene,
  kind: "secrets" | "configs",
  data: string,
  Labels: object = OF_STACK,
): Promise<Stored | undefined> {
  const spec = { Name: "shop_key", Labels, Data: base64(data) };
  const found = await scene.get(`/${kind}/shop_key`);
  if (found.status === 404) await scene.post(`/${kind}/create`, spec);
  else {
    const { ID, Version } = found.json() as Stored;
    const updated = await scene.post(`/${kind}/${ID}/update?version=${Version.Index}`, spec);
    if (updated.status !== 200) throw new Error(updated.text);
  }
  const filters = encodeURIComponent(JSON.stringify({ name: { shop_key: true } }));
  const listed = (await scene.get(`/${kind}?filters=${filters}`)).json() as readonly Stored[];
  return listed.find(({ Spec }) => Spec.Name === "shop_key");
}

function createUser(
  scene: ApiScene,
  kind: "secrets" | "configs",
  stored: Stored | undefined,
): Promise<HttpAnswer> {
  const id = stored?.ID ?? "";
  const File = { Name: "key", UID: "0", GID: "0", Mode: 292 };
  const container =
    kind === "secrets"
      ? { Secrets: [{ SecretID: id, SecretName: "shop_key", File }] }
      : { Configs: [{ ConfigID: id, ConfigName: "shop_key", File }] };
  return scene.post("/services/create", {
    Name: `uses-${id}`,
    TaskTemplate: { ContainerSpec: { Image: "busybox:1", ...container } },
  });
}

for (const kind of ["secrets", "configs"] as const) {
  const names = async (scene: ApiScene): Promise<readonly string[]> =>
    ((await scene.get(`/${kind}`)).json() as readonly Stored[]).map(({ Spec }) => Spec.Name);

  test(`${kind}: what a stack sends again unchanged is left alone`, async (t) => {
    await using scene = await ApiScene.managing();
    const first = await deploy(scene, kind, "one");
    const again = await deploy(scene, kind, "one");

    t.is(again?.ID, first?.ID);
    t.deepEqual(await names(scene), ["shop_key"]);
  });

  test(`${kind}: what a stack sends with other data is made anew, and found by its name`, async (t) => {
    await using scene = await ApiScene.managing();
    const first = await deploy(scene, kind, "one");
    const second = await deploy(scene, kind, "two");
    const again = await deploy(scene, kind, "two");
    const real = (await scene.get(`/${kind}/${second?.ID ?? ""}`)).json() as Stored;

    t.not(second?.ID, first?.ID);
    t.is(again?.ID, second?.ID);
    t.regex(real.Spec.Name, /^shop_key-[0-9a-f]{8}$/);
    t.is(real.Spec.Labels["skein.stack.base"], "shop_key");
    t.is(real.Spec.Labels["com.docker.stack.namespace"], "shop");
    t.is((await createUser(scene, kind, second)).status, 201);
  });

  test(`${kind}: going back to earlier data is a version of its own`, async (t) => {
    await using scene = await ApiScene.managing();
    const first = await deploy(scene, kind, "one");
    const second = await deploy(scene, kind, "two");
    const third = await deploy(scene, kind, "one");

    t.is(new Set([first?.ID, second?.ID, third?.ID]).size, 3);
  });

  test(`${kind}: the version before the last stays, those before it go unless they are used`, async (t) => {
    await using scene = await ApiScene.managing();
    const first = await deploy(scene, kind, "one");
    await createUser(scene, kind, first);
    await deploy(scene, kind, "two");
    await deploy(scene, kind, "three");
    await deploy(scene, kind, "four");
    const left = await names(scene);

    t.is(left.length, 3);
    t.true(left.includes("shop_key"), "its service uses it");
  });

  test(`${kind}: outside of stacks only labels can change`, async (t) => {
    await using scene = await ApiScene.managing();
    await deploy(scene, kind, "one", {});

    await t.throwsAsync(deploy(scene, kind, "two", {}), {
      message: /only updates to Labels are allowed/,
    });
  });
}
