import {
  makeCreateSecretRequest,
  makeGetSecretRequest,
  makeListSecretsRequest,
  makeListSecretsRequest_Filters,
  makeRemoveSecretRequest,
  makeUpdateSecretRequest,
  makeVersion,
  type ListSecretsRequest_Filters,
  type Secret,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { secret, secretSpec } from "./json/stored-data-json.ts";
import { lookUp, orNothing } from "./lookup.ts";
import { OK, json, objectVersion, param, type ApiRequest, type ApiRoute } from "./request.ts";
import { refuseEarlyTemplating } from "./spec-versions.ts";

/** Secrets, as `docker secret` sees them. Source: moby daemon/cluster/secrets.go. */
export function secretRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/secrets",
      handle: async (request) => {
        const filters = readFilters(request, ["names", "name", "id", "label"]);
        const secrets = await list(control, request.signal, {
          names: valuesOf(filters, "names"),
          namePrefixes: valuesOf(filters, "name"),
          idPrefixes: valuesOf(filters, "id"),
          labels: labelsIn(filters, "label"),
        });
        return json(secrets.map((each) => secret.write(each)));
      },
    },
    {
      method: "POST",
      path: "/secrets/create",
      handle: async (request) => {
        const spec = secretSpec.read(await request.json(), "");
        refuseEarlyTemplating(request.version, "secret", spec.templating);
        const created = await control(
          ControlService.CreateSecret,
          makeCreateSecretRequest({ spec }),
          request.signal,
        );
        return json({ ID: created.secret?.id ?? "" }, 201);
      },
    },
    {
      method: "GET",
      path: "/secrets/{id}",
      handle: async (request) => json(secret.write(await find(control, request))),
    },
    {
      method: "POST",
      path: "/secrets/{id}/update",
      handle: async (request) => {
        const spec = secretSpec.read(await request.json(), "");
        const secretVersion = makeVersion({ index: objectVersion(request, "secret") });
        const { id } = await find(control, request);
        const update = makeUpdateSecretRequest({ secretId: id, secretVersion, spec });
        await control(ControlService.UpdateSecret, update, request.signal);
        return OK;
      },
    },
    {
      method: "DELETE",
      path: "/secrets/{id}",
      handle: async (request) => {
        const { id } = await find(control, request);
        const removal = makeRemoveSecretRequest({ secretId: id });
        await control(ControlService.RemoveSecret, removal, request.signal);
        return { kind: "empty", status: 204 };
      },
    },
  ];
}

async function list(
  control: ControlCall,
  signal: AbortSignal,
  filters: Partial<ListSecretsRequest_Filters>,
): Promise<readonly Secret[]> {
  const asked = makeListSecretsRequest({ filters: makeListSecretsRequest_Filters(filters) });
  return (await control(ControlService.ListSecrets, asked, signal)).secrets;
}

/** The secret that the request's path names. */
function find(control: ControlCall, request: ApiRequest): Promise<Secret> {
  const { signal } = request;
  const get = async (secretId: string): Promise<Secret | undefined> =>
    (await control(ControlService.GetSecret, makeGetSecretRequest({ secretId }), signal)).secret;
  return lookUp(
    {
      kind: "secret",
      byId: (id) => orNothing(get(id)),
      byName: (name) => list(control, signal, { names: [name] }),
      byPrefix: (prefix) => list(control, signal, { idPrefixes: [prefix] }),
    },
    param(request, "id"),
  );
}
