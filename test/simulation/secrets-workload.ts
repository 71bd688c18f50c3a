import { assert } from "../../src/base/assert.ts";
import { OperationalError } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import {
  RestartPolicy_RestartCondition,
  makeAnnotations,
  makeConfigReference,
  makeConfigSpec,
  makeContainerSpec,
  makeCreateConfigRequest,
  makeCreateSecretRequest,
  makeFileTarget,
  makeListConfigsRequest,
  makeListSecretsRequest,
  makeRemoveConfigRequest,
  makeRemoveSecretRequest,
  makeReplicatedService,
  makeRestartPolicy,
  makeSecretReference,
  makeSecretSpec,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateConfig,
  type Config,
  type Secret,
  type TaskSpec,
} from "../../src/model/generated/types.ts";
import { durationOf } from "../../src/model/time.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import type { SimCluster } from "../sim/cluster.ts";
import { formatLine } from "../sim/log.ts";
import type { Operator } from "../sim/operator.ts";
import {
  look,
  remove,
  renew,
  scale,
  setAvailability,
  some,
  type Action,
  type Workload,
} from "./workloads.ts";

/** In every secret's content, and nowhere else. */
const MARK = "open-sesame";
const SERVICES = ["web", "api", "jobs"];
const NAMES_OF_A_KIND = 5;
const MOST_OF_A_KIND = 2;

const createSecret: Action["act"] = async (operator, prng) => {
  const data = new TextEncoder().encode(`${MARK} ${operator.data.next()}`);
  const annotations = makeAnnotations({ name: `secret-${prng.between(1, NAMES_OF_A_KIND)}` });
  const spec = makeSecretSpec({ annotations, data });
  const { secret } = await operator.call(
    ControlService.CreateSecret,
    makeCreateSecretRequest({ spec }),
  );
  if (secret === undefined) throw new OperationalError("internal", "Created, but no secret");
  operator.data.created(`secret/${secret.id}`, data);
};

const createConfig: Action["act"] = async (operator, prng) => {
  const data = new TextEncoder().encode(`config ${operator.data.next()}`);
  const annotations = makeAnnotations({ name: `config-${prng.between(1, NAMES_OF_A_KIND)}` });
  const spec = makeConfigSpec({ annotations, data });
  const { config } = await operator.call(
    ControlService.CreateConfig,
    makeCreateConfigRequest({ spec }),
  );
  if (config === undefined) throw new OperationalError("internal", "Created, but no config");
  operator.data.created(`config/${config.id}`, data);
};

/** What there is, of which no answer tells a secret's content. */
async function list(operator: Operator): Promise<[readonly Secret[], readonly Config[]]> {
  const { secrets } = await operator.call(ControlService.ListSecrets, makeListSecretsRequest());
  for (const { spec } of secrets) assert(spec?.data.length === 0, "An answer tells a secret");
  const { configs } = await operator.call(ControlService.ListConfigs, makeListConfigsRequest());
  return [secrets, configs];
}

/** A task with some of what there is. */
async function withData(operator: Operator, prng: Prng): Promise<TaskSpec> {
  const [secrets, configs] = await list(operator);
  const someOf = <T>(all: readonly T[]): readonly T[] =>
    prng.shuffle(all).slice(0, prng.between(0, MOST_OF_A_KIND));
  return makeTaskSpec({
    container: makeContainerSpec({
      image: "busybox",
      secrets: someOf(secrets).map(({ id, spec }) =>
        makeSecretReference({
          ...{ secretId: id, secretName: spec?.annotations?.name ?? "" },
          file: makeFileTarget({ name: spec?.annotations?.name ?? "", mode: 0o400 }),
        }),
      ),
      configs: someOf(configs).map(({ id, spec }) =>
        makeConfigReference({
          ...{ configId: id, configName: spec?.annotations?.name ?? "" },
          file: makeFileTarget({ name: spec?.annotations?.name ?? "", mode: 0o444 }),
        }),
      ),
    }),
    restart: makeRestartPolicy({
      condition: RestartPolicy_RestartCondition.ANY,
      delay: durationOf(500),
    }),
  });
}

const createService: Action["act"] = async (operator, prng) => {
  const task = await withData(operator, prng);
  await operator.declare(
    makeServiceSpec({
      annotations: makeAnnotations({ name: prng.pick(SERVICES) }),
      task,
      replicated: makeReplicatedService({ replicas: prng.between(1, 5) }),
      // Faults end tasks too: they are no reason to pause.
      update: makeUpdateConfig({ parallelism: prng.between(0, 2), maxFailureRatio: 1 }),
    }),
  );
};

const replace = some(async (operator, name, prng) => {
  const task = await withData(operator, prng);
  await operator.alter(name, (spec) => ({ ...spec, task }));
});

const removeData: Action["act"] = async (operator, prng) => {
  const [secrets, configs] = await list(operator);
  const names = [
    ...secrets.map(({ id }) => `secret/${id}`),
    ...configs.map(({ id }) => `config/${id}`),
  ];
  if (names.length === 0) return;
  const name = prng.pick(names);
  const id = name.slice("secret/".length);
  operator.data.removing(name);
  if (name.startsWith("secret")) {
    await operator.call(ControlService.RemoveSecret, makeRemoveSecretRequest({ secretId: id }));
  } else {
    await operator.call(ControlService.RemoveConfig, makeRemoveConfigRequest({ configId: id }));
  }
  operator.data.removed(name);
};

/** Secrets and configs that services use, exchange and give up. */
export const SECRETS: Workload = [
  { name: "create a secret", weight: 3, act: createSecret },
  { name: "create a config", weight: 2, act: createConfig },
  { name: "create", weight: 3, act: createService },
  { name: "replace", weight: 4, act: replace },
  { name: "remove data", weight: 3, act: removeData },
  { name: "renew", weight: 1, act: renew },
  { name: "scale", weight: 1, act: scale },
  { name: "look", weight: 1, act: look },
  { name: "remove", weight: 1, act: remove },
  { name: "availability", weight: 1, act: setAvailability },
];

/** No line of any log tells a secret; what is given back looks at what was answered, and at disks. */
export function watchSecrets(cluster: SimCluster): () => void {
  cluster.sim.logBook.onLine((line) => {
    if (formatLine(line).includes(MARK)) cluster.sim.fail(new Error("A log tells a secret"));
  });
  return () => {
    cluster.view((tx) => cluster.operator.data.check(tx));
    for (const machine of cluster.machines) {
      if (!machine.name.startsWith("w")) continue;
      for (const { contents, durableContents } of machine.disks) {
        for (const value of [...contents.values(), ...durableContents.values()]) {
          const text = new TextDecoder().decode(value);
          assert(!text.includes(MARK), `${machine.name} has a secret on its disk`);
        }
      }
    }
  };
}
