import {
  makeGetExtensionResponse,
  makeGetResourceResponse,
  makeGetVolumeResponse,
  makeListResourcesResponse,
  makeListVolumesResponse,
} from "../../model/generated/types.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ReadTx, Store } from "../store/store.ts";
import type { ControlDeps } from "./control-deps.ts";
import { notFound, unimplemented } from "./refuse.ts";

/** Objects that this cluster keeps but does not act upon yet: they can be read, and not made. */
export function laterRoutes({ store }: ControlDeps): readonly Route[] {
  const found: Find = (kind, id, read) => store.view(read) ?? notFound(kind, id);
  return [...extensionRoutes(found, store), ...refusedRoutes()];
}

type Find = <T>(kind: string, id: string, read: (tx: ReadTx) => T | undefined) => T;

function extensionRoutes(found: Find, store: Store): readonly Route[] {
  return [
    serve(ControlService.GetVolume, async ({ volumeId }) =>
      makeGetVolumeResponse({
        volume: found("volume", volumeId, (tx) => tx.volumes.get(volumeId)),
      }),
    ),
    serve(ControlService.ListVolumes, async () =>
      makeListVolumesResponse({ volumes: store.view((tx) => tx.volumes.all()) }),
    ),
    serve(ControlService.GetResource, async ({ resourceId }) =>
      makeGetResourceResponse({
        resource: found("resource", resourceId, (tx) => tx.resources.get(resourceId)),
      }),
    ),
    serve(ControlService.ListResources, async () =>
      makeListResourcesResponse({ resources: store.view((tx) => tx.resources.all()) }),
    ),
    serve(ControlService.GetExtension, async ({ extensionId }) =>
      makeGetExtensionResponse({
        extension: found("extension", extensionId, (tx) => tx.extensions.get(extensionId)),
      }),
    ),
  ];
}

function refusedRoutes(): readonly Route[] {
  const refuse = (what: string) => async (): Promise<never> =>
    unimplemented(`${what} are not supported yet`);
  return [
    serve(ControlService.CreateVolume, refuse("cluster volumes")),
    serve(ControlService.UpdateVolume, refuse("cluster volumes")),
    serve(ControlService.RemoveVolume, refuse("cluster volumes")),
    serve(ControlService.CreateResource, refuse("resources")),
    serve(ControlService.UpdateResource, refuse("resources")),
    serve(ControlService.RemoveResource, refuse("resources")),
    serve(ControlService.CreateExtension, refuse("extensions")),
    serve(ControlService.RemoveExtension, refuse("extensions")),
  ];
}
