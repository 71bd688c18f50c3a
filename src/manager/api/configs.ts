import {
  makeConfig,
  makeCreateConfigResponse,
  makeGetConfigResponse,
  makeListConfigsResponse,
  makeRemoveConfigResponse,
  makeUpdateConfigResponse,
  type Config,
  type ConfigSpec,
} from "../../model/generated/types.ts";
import { newId } from "../../system/entropy.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ControlDeps } from "./control-deps.ts";
import { labelsOf, nameOf } from "./filters.ts";
import { checkVersion, invalid, notFound } from "./refuse.ts";
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

/** 1000 KiB. Source: swarmkit manager/controlapi/config.go MaxConfigSize. */
const MAX_CONFIG_BYTES = 1000 * 1024;

/** Configs: files for tasks that anybody who may ask may read. */
export function configRoutes({ store, entropy }: ControlDeps): readonly Route[] {
  const stored = (id: string): Config =>
    store.view((tx) => tx.configs.get(id)) ?? notFound("config", id);
  return [
    serve(ControlService.GetConfig, async ({ configId }) =>
      makeGetConfigResponse({ config: stored(configId) }),
    ),
    serve(ControlService.ListConfigs, async ({ filters }) =>
      makeListConfigsResponse({
        configs: store.view((tx) => selectData(tx.configs, filters)),
      }),
    ),
    serve(ControlService.CreateConfig, async ({ spec }) => {
      validateConfigSpec(spec);
      const id = newId(entropy);
      await store.update((tx) => {
        const name = nameOf(spec.annotations);
        if (tx.configs.byName(name)) nameTaken("config", name);
        tx.create("config", makeConfig({ id, spec }));
      });
      return makeCreateConfigResponse({ config: stored(id) });
    }),
    serve(ControlService.UpdateConfig, async ({ configId, configVersion, spec }) => {
      if (!spec) invalid("spec: a config spec must be provided");
      await store.update((tx) => {
        const config = tx.configs.get(configId) ?? notFound("config", configId);
        checkOnlyLabels(config.spec, spec);
        checkVersion(configVersion, config.meta);
        tx.update("config", {
          ...config,
          spec: relabelled(config.spec, labelsOf(spec.annotations)),
        });
      });
      return makeUpdateConfigResponse({ config: stored(configId) });
    }),
    serve(ControlService.RemoveConfig, async ({ configId }) => {
      await store.update((tx) => {
        const config = tx.configs.get(configId) ?? notFound("config", configId);
        checkUnused(tx, "config", config);
        tx.remove("config", configId);
      });
      return makeRemoveConfigResponse();
    }),
  ];
}

function validateConfigSpec(spec: ConfigSpec | undefined): asserts spec is ConfigSpec {
  if (!spec) invalid("spec: a config spec must be provided");
  validateDataName(spec.annotations);
  validateData("config", spec.data, MAX_CONFIG_BYTES);
  validateTemplating(spec.templating);
}
