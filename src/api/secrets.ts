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
  type SecretSpec,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { secret, secretSpec } from "./json/stored-data-json.ts";
import { lookUp, orNothing } from "./lookup.ts";
import {
  OK,
  json,
  objectVersion,
  param,
  type ApiAnswer,
  type ApiRequest,
  type ApiRoute,
} from "./request.ts";
import { refuseEarlyTemplating } from "./spec-versions.ts";
import {
  newestVersion,
  underAskedNames,
  updateOrRotate,
  type StoredAccess,
} from "./stack-rotation.ts";

/** Secrets, as `docker secret` sees them. Source: moby daemon/cluster/secrets.go. */
export function secretRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/secrets",
      handle: (request) => answerList(control, request),
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
      handle: async (request) => {
        const found = await find(control, request);
        const newest = await newestVersion(access(control, request), found, param(request, "id"));
        return json(secret.write(newest));
      },
    },
    {
      method: "POST",
      path: "/secrets/{id}/update",
      handle: async (request) => {
        const spec = secretSpec.read(await request.json(), "");
        const index = objectVersion(request, "secret");
        const current = await find(control, request);
        await updateOrRotate(access(control, request, index), current, spec);
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

async function answerList(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const filters = readFilters(request, ["names", "name", "id", "label"]);
  const secrets = await list(control, request.signal, {
    names: valuesOf(filters, "names"),
    namePrefixes: valuesOf(filters, "name"),
    idPrefixes: valuesOf(filters, "id"),
    labels: labelsIn(filters, "label"),
  });
  const asked = valuesOf(filters, "name") ?? [];
  const shown = await underAskedNames(access(control, request), secrets, asked);
  return json(shown.map((each) => secret.write(each)));
}

function access(
  control: ControlCall,
  { signal }: ApiRequest,
  index = 0,
): StoredAccess<SecretSpec, Secret> {
  return {
    withLabels: (labels) => list(control, signal, { labels }),
    create: async (spec) => {
      await control(ControlService.CreateSecret, makeCreateSecretRequest({ spec }), signal);
    },
    update: async ({ id }, spec) => {
      const secretVersion = makeVersion({ index });
      const update = makeUpdateSecretRequest({ secretId: id, secretVersion, spec });
      await control(ControlService.UpdateSecret, update, signal);
    },
    remove: async (id) => {
      await control(ControlService.RemoveSecret, makeRemoveSecretRequest({ secretId: id }), signal);
    },
    withSpec: (stored, spec) => ({ ...stored, spec }),
    annotated: (spec, annotations) => ({ ...spec, annotations }),
  };
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
