import {
  makeCreateSecretRequest,
  makeGetSecretRequest,
  makeListSecretsRequest,
  makeListSecretsRequest_Filters,
  makeRemoveSecretRequest,
  makeUpdateSecretRequest,
  makeVersion,
  type Secret,
  type SecretSpec,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { secret, secretSpec } from "./json/stored-data-json.ts";
import type { ApiRoute } from "./request.ts";
import { storedRoutes, type StoredCalls } from "./stored-data.ts";

export const SECRET_FILTERS = ["names", "name", "id", "label"];

/** Secrets, as `docker secret` sees them. Source: moby daemon/cluster/secrets.go. */
export function secretRoutes(control: ControlCall): readonly ApiRoute[] {
  return storedRoutes<SecretSpec, Secret>({
    noun: "secret",
    filters: SECRET_FILTERS,
    spec: secretSpec,
    form: secret,
    calls: (signal) => callsOf(control, signal),
    withSpec: (stored, spec) => ({ ...stored, spec }),
    annotated: (spec, annotations) => ({ ...spec, annotations }),
  });
}

function callsOf(control: ControlCall, signal: AbortSignal): StoredCalls<SecretSpec, Secret> {
  return {
    get: async (secretId) =>
      (await control(ControlService.GetSecret, makeGetSecretRequest({ secretId }), signal)).secret,
    list: async (filters) => {
      const asked = makeListSecretsRequest({ filters: makeListSecretsRequest_Filters(filters) });
      return (await control(ControlService.ListSecrets, asked, signal)).secrets;
    },
    create: async (spec) => {
      const asked = makeCreateSecretRequest({ spec });
      return (await control(ControlService.CreateSecret, asked, signal)).secret?.id ?? "";
    },
    update: async (secretId, index, spec) => {
      const secretVersion = makeVersion({ index });
      const asked = makeUpdateSecretRequest({ secretId, secretVersion, spec });
      await control(ControlService.UpdateSecret, asked, signal);
    },
    remove: async (secretId) => {
      await control(ControlService.RemoveSecret, makeRemoveSecretRequest({ secretId }), signal);
    },
  };
}
