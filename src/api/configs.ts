import {
  makeCreateConfigRequest,
  makeGetConfigRequest,
  makeListConfigsRequest,
  makeListConfigsRequest_Filters,
  makeRemoveConfigRequest,
  makeUpdateConfigRequest,
  makeVersion,
  type Config,
  type ListConfigsRequest_Filters,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { config, configSpec } from "./json/stored-data-json.ts";
import { lookUp, orNothing } from "./lookup.ts";
import { OK, json, objectVersion, param, type ApiRequest, type ApiRoute } from "./request.ts";
import { refuseEarlyTemplating } from "./spec-versions.ts";

/** Configs, as `docker config` sees them. Source: moby daemon/cluster/configs.go. */
export function configRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/configs",
      handle: async (request) => {
        const filters = readFilters(request, ["name", "id", "label"]);
        const configs = await list(control, request.signal, {
          namePrefixes: valuesOf(filters, "name"),
          idPrefixes: valuesOf(filters, "id"),
          labels: labelsIn(filters, "label"),
        });
        return json(configs.map((each) => config.write(each)));
      },
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
      handle: async (request) => json(config.write(await find(control, request))),
    },
    {
      method: "POST",
      path: "/configs/{id}/update",
      handle: async (request) => {
        const spec = configSpec.read(await request.json(), "");
        const configVersion = makeVersion({ index: objectVersion(request, "config") });
        const { id } = await find(control, request);
        const update = makeUpdateConfigRequest({ configId: id, configVersion, spec });
        await control(ControlService.UpdateConfig, update, request.signal);
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
