import test from "ava";
import {
  makeAnnotations,
  makeConfigSpec,
  makeCreateConfigRequest,
  makeCreateSecretRequest,
  makeDriver,
  makeFileTarget,
  makeGetConfigRequest,
  makeGetSecretRequest,
  makeListSecretsRequest,
  makeListSecretsRequest_Filters,
  makeRemoveConfigRequest,
  makeRemoveSecretRequest,
  makeSecretReference,
  makeSecretSpec,
  makeService,
  makeUpdateSecretRequest,
  type ListSecretsRequest_Filters,
  type Secret,
  type SecretSpec,
} from "../../../src/model/generated/types.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal, serviceSpec } from "./control-scene.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const spec = (name: string, fields: Partial<SecretSpec> = {}): SecretSpec =>
  makeSecretSpec({ annotations: makeAnnotations({ name }), data: bytes("x"), ...fields });

async function create(scene: ControlScene, secret: SecretSpec): Promise<Secret> {
  const request = makeCreateSecretRequest({ spec: secret });
  const answer = await scene.call(ControlService.CreateSecret, request);
  if (!answer.secret) throw new Error("a created secret is answered with");
  return answer.secret;
}

function createConfig(scene: ControlScene, name: string, data: Uint8Array) {
  const config = makeConfigSpec({ annotations: makeAnnotations({ name }), data });
  return scene.call(ControlService.CreateConfig, makeCreateConfigRequest({ spec: config }));
}

test("CreateSecret: keeps the data and gives it to nobody", async (t) => {
  const scene = new ControlScene();

  const created = await create(scene, spec("key", { data: bytes("hush") }));
  const got = await scene.call(
    ControlService.GetSecret,
    makeGetSecretRequest({ secretId: created.id }),
  );
  const listed = await scene.call(ControlService.ListSecrets, makeListSecretsRequest());

  for (const secret of [created, got.secret, listed.secrets[0]]) {
    t.is(secret?.spec?.annotations?.name, "key");
    t.is(secret?.spec?.data.length, 0);
  }
  t.deepEqual(
    scene.store.view((tx) => tx.secrets.get(created.id)?.spec?.data),
    bytes("hush"),
  );
});

const NAME_RULE =
  "invalidArgument: invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]";
const REFUSED: readonly (readonly [text: string, secret: SecretSpec])[] = [
  ["invalidArgument: name must be provided", spec("")],
  [NAME_RULE, spec("a".repeat(65))],
  [NAME_RULE, spec("-a")],
  [NAME_RULE, spec("a.")],
  [NAME_RULE, spec("a b")],
  [
    "invalidArgument: secret data must be larger than 0 and less than 512000 bytes",
    spec("a", { data: new Uint8Array(0) }),
  ],
  [
    "invalidArgument: secret data must be larger than 0 and less than 512000 bytes",
    spec("a", { data: new Uint8Array(512_000) }),
  ],
  ["invalidArgument: secret driver must have a name", spec("a", { driver: makeDriver() })],
  [
    "unimplemented: secret drivers are not supported: create the secret from its data instead of with --driver",
    spec("a", { driver: makeDriver({ name: "vault" }) }),
  ],
  [
    'invalidArgument: template driver "jinja" is not known: use "golang", or leave it out',
    spec("a", { templating: makeDriver({ name: "jinja" }) }),
  ],
];

for (const [index, [text, wrong]] of REFUSED.entries()) {
  test(`CreateSecret: refusal ${index + 1}: ${text}`, async (t) => {
    t.is(await refusal(create(new ControlScene(), wrong)), text);
  });
}

test("CreateSecret: takes what is just within the limits, and a name once whatever its case", async (t) => {
  const scene = new ControlScene();

  await create(scene, spec("a".repeat(64), { data: new Uint8Array(511_999) }));
  await create(scene, spec("a.b_c-D", { templating: makeDriver({ name: "golang" }) }));

  t.is(
    await refusal(create(scene, spec("A.b_c-D"))),
    "alreadyExists: secret A.b_c-D already exists",
  );
});

test("CreateConfig: limits the data and takes a name once", async (t) => {
  const scene = new ControlScene();

  t.is(
    await refusal(createConfig(scene, "site", new Uint8Array(1_024_000))),
    "invalidArgument: config data must be larger than 0 and less than 1024000 bytes",
  );
  const { config } = await createConfig(scene, "site", new Uint8Array(1_023_999));
  t.is(
    await refusal(createConfig(scene, "site", bytes("y"))),
    "alreadyExists: config site already exists",
  );
  const got = await scene.call(
    ControlService.GetConfig,
    makeGetConfigRequest({ configId: config?.id ?? "" }),
  );
  t.is(got.config?.spec?.data.length, 1_023_999);
});

test("ListSecrets: a name or an id must match, and labels besides", async (t) => {
  const scene = new ControlScene();
  const front = makeAnnotations({ name: "web-key", labels: { tier: "front" } });
  const key = await create(scene, spec("", { annotations: front }));
  await create(scene, spec("web-cert"));
  await create(scene, spec("db"));
  const find = async (filters: Partial<ListSecretsRequest_Filters>): Promise<readonly string[]> => {
    const request = makeListSecretsRequest({ filters: makeListSecretsRequest_Filters(filters) });
    const { secrets } = await scene.call(ControlService.ListSecrets, request);
    return secrets.map(({ spec: found }) => found?.annotations?.name ?? "").sort();
  };

  t.deepEqual(await find({}), ["db", "web-cert", "web-key"]);
  t.deepEqual(await find({ names: ["web"] }), []);
  t.deepEqual(await find({ namePrefixes: ["web"] }), ["web-cert", "web-key"]);
  t.deepEqual(await find({ names: ["db"], idPrefixes: [key.id] }), ["db", "web-key"]);
  t.deepEqual(await find({ namePrefixes: ["web"], labels: { tier: "" } }), ["web-key"]);
});

test("UpdateSecret: changes labels and nothing else, from the current version only", async (t) => {
  const scene = new ControlScene();
  const secret = await create(scene, spec("key", { data: bytes("hush") }));
  const update = (wanted: SecretSpec, version = secret.meta?.version) =>
    scene.call(
      ControlService.UpdateSecret,
      makeUpdateSecretRequest({ secretId: secret.id, secretVersion: version, spec: wanted }),
    );
  const labelled = (fields: Partial<SecretSpec>): SecretSpec =>
    spec("key", { annotations: makeAnnotations({ name: "key", labels: { a: "1" } }), ...fields });
  const onlyLabels = "invalidArgument: only updates to Labels are allowed";

  t.is(await refusal(update(spec("other"))), onlyLabels);
  t.is(await refusal(update(labelled({ data: bytes("loud") }))), onlyLabels);
  const { secret: updated } = await update(labelled({ data: bytes("hush") }));
  t.deepEqual(updated?.spec?.annotations?.labels, { a: "1" });
  t.is(updated?.spec?.data.length, 0);
  t.is(
    await refusal(update(labelled({ data: new Uint8Array(0) }))),
    "unknown: update out of sequence",
  );
  t.deepEqual(
    scene.store.view((tx) => tx.secrets.get(secret.id)?.spec?.data),
    bytes("hush"),
  );
});

test("RemoveSecret: is refused while services use it, and names them", async (t) => {
  const scene = new ControlScene();
  const { id } = await create(scene, spec("key"));
  const remove = () =>
    scene.call(ControlService.RemoveSecret, makeRemoveSecretRequest({ secretId: id }));
  const secrets = [
    makeSecretReference({ secretId: id, secretName: "key", file: makeFileTarget() }),
  ];
  await scene.store.update((tx) => {
    for (const name of ["web", "api"]) {
      tx.create(
        "service",
        makeService({ id: name, spec: serviceSpec(name, { container: { secrets } }) }),
      );
    }
  });

  t.is(
    await refusal(remove()),
    "invalidArgument: secret 'key' is in use by the following services: api, web",
  );
  await scene.store.update((tx) => tx.remove("service", "web"));
  t.is(
    await refusal(remove()),
    "invalidArgument: secret 'key' is in use by the following service: api",
  );
  await scene.store.update((tx) => tx.remove("service", "api"));
  await remove();
  t.is(await refusal(remove()), `notFound: secret ${id} not found`);
});

test("RemoveConfig: removes one that nobody uses", async (t) => {
  const scene = new ControlScene();
  const { config } = await createConfig(scene, "site", bytes("x"));

  await scene.call(
    ControlService.RemoveConfig,
    makeRemoveConfigRequest({ configId: config?.id ?? "" }),
  );

  t.is(
    scene.store.view((tx) => tx.configs.size),
    0,
  );
});
