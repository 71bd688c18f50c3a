import {
  makeCreateConfigRequest,
  makeGetConfigRequest,
  makeListConfigsRequest,
  makeListConfigsRequest_Filters,
  makeRemoveConfigRequest,
  makeUpdateConfigRequest,
  makeVersion,
  type Config,
  type ConfigSpec,
  type ListConfigsRequest_Filters,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { config, configSpec } from "./json/stored-data-json.ts";
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

/** Configs, as `docker config` sees them. Source: moby daemon/cluster/configs.go. */
export function configRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/configs",
      handle: (request) => answerList(control, request),
    },
    {
      method: "POST",
      path: "/configs/create",
      handle: async (request) => {
        const spec = configSpec.read(await request.json(), "");
        refuseEarlyTemplating(request.version, "config", spec.templating);
        const created = await control(
          ControlService.CreateConfig,
          makeCreateConfigRequest({ spec }),
          request.signal,
        );
        return json({ ID: created.config?.id ?? "" }, 201);
      },
    },
    {
      method: "GET",
      path: "/configs/{id}",
      handle: async (request) => {
        const found = await find(control, request);
        const newest = await newestVersion(access(control, request), found, param(request, "id"));
        return json(config.write(newest));
      },
    },
    {
      method: "POST",
      path: "/configs/{id}/update",
      handle: async (request) => {
        const spec = configSpec.read(await request.json(), "");
        const index = objectVersion(request, "config");
        const current = await find(control, request);
        await updateOrRotate(access(control, request, index), current, spec);
        return OK;
      },
    },
    {
      method: "DELETE",
      path: "/configs/{id}",
      handle: async (request) => {
        const { id } = await find(control, request);
        const removal = makeRemoveConfigRequest({ configId: id });
        await control(ControlService.RemoveConfig, removal, request.signal);
        return { kind: "empty", status: 204 };
      },
    },
  ];
}

async function answerList(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const filters = readFilters(request, ["name", "id", "label"]);
  const configs = await list(control, request.signal, {
    namePrefixes: valuesOf(filters, "name"),
    idPrefixes: valuesOf(filters, "id"),
    labels: labelsIn(filters, "label"),
  });
  const asked = valuesOf(filters, "name") ?? [];
  const shown = await underAskedNames(access(control, request), configs, asked);
  return json(shown.map((each) => config.write(each)));
}

function access(
  control: ControlCall,
  { signal }: ApiRequest,
  index = 0,
): StoredAccess<ConfigSpec, Config> {
  return {
    withLabels: (labels) => list(control, signal, { labels }),
    create: async (spec) => {
      await control(ControlService.CreateConfig, makeCreateConfigRequest({ spec }), signal);
    },
    update: async ({ id }, spec) => {
      const configVersion = makeVersion({ index });
      const update = makeUpdateConfigRequest({ configId: id, configVersion, spec });
      await control(ControlService.UpdateConfig, update, signal);
    },
    remove: async (id) => {
      await control(ControlService.RemoveConfig, makeRemoveConfigRequest({ configId: id }), signal);
    },
    withSpec: (stored, spec) => ({ ...stored, spec }),
    annotated: (spec, annotations) => ({ ...spec, annotations }),
  };
}

async function list(
  control: ControlCall,
  signal: AbortSignal,
  filters: Partial<ListConfigsRequest_Filters>,
): Promise<readonly Config[]> {
  const asked = makeListConfigsRequest({ filters: makeListConfigsRequest_Filters(filters) });
  return (await control(ControlService.ListConfigs, asked, signal)).configs;
}

/** The config that the request's path names. */
function find(control: ControlCall, request: ApiRequest): Promise<Config> {
  const { signal } = request;
  const get = async (configId: string): Promise<Config | undefined> =>
    (await control(ControlService.GetConfig, makeGetConfigRequest({ configId }), signal)).config;
  return lookUp(
    {
      kind: "config",
      byId: (id) => orNothing(get(id)),
      byName: (name) => list(control, signal, { names: [name] }),
      byPrefix: (prefix) => list(control, signal, { idPrefixes: [prefix] }),
    },
    param(request, "id"),
  );
}
