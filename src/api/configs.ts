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
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import type { ControlCall } from "./control-client.ts";
import { config, configSpec } from "./json/stored-data-json.ts";
import type { ApiRoute } from "./request.ts";
import { storedRoutes, type StoredCalls } from "./stored-data.ts";

export const CONFIG_FILTERS = ["name", "id", "label"];

/** Configs, as `docker config` sees them. Source: moby daemon/cluster/configs.go. */
export function configRoutes(control: ControlCall): readonly ApiRoute[] {
  return storedRoutes<ConfigSpec, Config>({
    noun: "config",
    filters: CONFIG_FILTERS,
    spec: configSpec,
    form: config,
    calls: (signal) => callsOf(control, signal),
    withSpec: (stored, spec) => ({ ...stored, spec }),
    annotated: (spec, annotations) => ({ ...spec, annotations }),
  });
}

function callsOf(control: ControlCall, signal: AbortSignal): StoredCalls<ConfigSpec, Config> {
  return {
    get: async (configId) =>
      (await control(ControlService.GetConfig, makeGetConfigRequest({ configId }), signal)).config,
    list: async (filters) => {
      const asked = makeListConfigsRequest({ filters: makeListConfigsRequest_Filters(filters) });
      return (await control(ControlService.ListConfigs, asked, signal)).configs;
    },
    create: async (spec) => {
      const asked = makeCreateConfigRequest({ spec });
      return (await control(ControlService.CreateConfig, asked, signal)).config?.id ?? "";
    },
    update: async (configId, index, spec) => {
      const configVersion = makeVersion({ index });
      const asked = makeUpdateConfigRequest({ configId, configVersion, spec });
      await control(ControlService.UpdateConfig, asked, signal);
    },
    remove: async (configId) => {
      await control(ControlService.RemoveConfig, makeRemoveConfigRequest({ configId }), signal);
    },
  };
}
