import {
  makeCreateSecretResponse,
  makeGetSecretResponse,
  makeListSecretsResponse,
  makeRemoveSecretResponse,
  makeSecret,
  makeUpdateSecretResponse,
  type Secret,
  type SecretSpec,
} from "../../model/generated/types.ts";
import { newId } from "../../system/entropy.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ControlDeps } from "./control-deps.ts";
import { labelsOf, nameOf } from "./filters.ts";
import { checkVersion, invalid, notFound, unimplemented } from "./refuse.ts";
import {
  checkOnlyLabels,
  checkUnused,
  nameTaken,
  relabelled,
  selectData,
  validateData,
  validateDataName,
  validateTemplating,
} from "./stored-data.ts";

/** 500 KiB, as every node of a swarm expects. Source: swarmkit api/validation MaxSecretSize. */
const MAX_SECRET_BYTES = 500 * 1024;
const NO_DATA = new Uint8Array(0);

/** Secrets: what they hold goes in here and comes out on the nodes that need it, nowhere else. */
export function secretRoutes({ store, entropy }: ControlDeps): readonly Route[] {
  const stored = (id: string): Secret =>
    withoutData(store.view((tx) => tx.secrets.get(id)) ?? notFound("secret", id));
  return [
    serve(ControlService.GetSecret, async ({ secretId }) =>
      makeGetSecretResponse({ secret: stored(secretId) }),
    ),
    serve(ControlService.ListSecrets, async ({ filters }) => {
      const found = store.view((tx) => selectData(tx.secrets, filters));
      return makeListSecretsResponse({ secrets: found.map(withoutData) });
    }),
    serve(ControlService.CreateSecret, async ({ spec }) => {
      validateSecretSpec(spec);
      const id = newId(entropy);
      await store.update((tx) => {
        const name = nameOf(spec.annotations);
        if (tx.secrets.byName(name)) nameTaken("secret", name);
        tx.create("secret", makeSecret({ id, spec }));
      });
      return makeCreateSecretResponse({ secret: stored(id) });
    }),
    serve(ControlService.UpdateSecret, async ({ secretId, secretVersion, spec }) => {
      if (!spec) invalid("spec: a secret spec must be provided");
      await store.update((tx) => {
        const secret = tx.secrets.get(secretId) ?? notFound("secret", secretId);
        checkOnlyLabels(secret.spec, spec);
        checkVersion(secretVersion, secret.meta);
        tx.update("secret", {
          ...secret,
          spec: relabelled(secret.spec, labelsOf(spec.annotations)),
        });
      });
      return makeUpdateSecretResponse({ secret: stored(secretId) });
    }),
    serve(ControlService.RemoveSecret, async ({ secretId }) => {
      await store.update((tx) => {
        const secret = tx.secrets.get(secretId) ?? notFound("secret", secretId);
        checkUnused(tx, "secret", secret);
        tx.remove("secret", secretId);
      });
      return makeRemoveSecretResponse();
    }),
  ];
}

function validateSecretSpec(spec: SecretSpec | undefined): asserts spec is SecretSpec {
  if (!spec) invalid("spec: a secret spec must be provided");
  validateDataName(spec.annotations);
  if (spec.driver) {
    if (spec.driver.name === "") invalid("secret driver must have a name");
    unimplemented(
      "secret drivers are not supported: create the secret from its data instead of with --driver",
    );
  }
  validateData("secret", spec.data, MAX_SECRET_BYTES);
  validateTemplating(spec.templating);
}

/** What a secret holds is for the tasks that use it, and for nobody else. */
function withoutData(secret: Secret): Secret {
  return secret.spec ? { ...secret, spec: { ...secret.spec, data: NO_DATA } } : secret;
}
