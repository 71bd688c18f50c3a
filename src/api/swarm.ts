import {
  makeClusterSpec,
  makeGetUnlockKeyRequest,
  makeKeyRotation,
  makeListClustersRequest,
  makeUpdateClusterRequest,
  makeVersion,
  type Cluster,
} from "../model/generated/types.ts";
import { errorCodeOf, messageOf } from "../base/errors.ts";
import { formatUnlockKey } from "../system/unlock-key.ts";
import { CAService, ControlService } from "../wire/generated/services.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import { readInit, readJoin, readUnlock } from "./init-request.ts";
import { mergedSpec, swarm, swarmSpec } from "./json/swarm-json.ts";
import type { NodeControl } from "./node-control.ts";
import {
  OK,
  json,
  lenientFlag,
  objectVersion,
  strictFlag,
  type ApiAnswer,
  type ApiRequest,
  type ApiRoute,
} from "./request.ts";

interface Deps {
  readonly node: NodeControl;
  readonly control: ControlCall;
}

/** The swarm itself, as `docker swarm` sees it. Source: moby daemon/cluster/swarm.go. */
export function swarmRoutes({ node, control }: Deps): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/swarm",
      handle: async ({ signal }) => json(swarm(await theCluster(control, signal))),
    },
    {
      method: "POST",
      path: "/swarm/init",
      handle: async (request) => {
        const asked = readInit(await request.json(), request.version, node.defaultClusterSpec);
        return json(await node.init(asked, request.signal));
      },
    },
    { method: "POST", path: "/swarm/join", handle: (request) => join(node, request) },
    {
      method: "POST",
      path: "/swarm/leave",
      handle: async (request) => {
        await node.leave({ force: lenientFlag(request, "force") }, request.signal);
        return OK;
      },
    },
    { method: "POST", path: "/swarm/update", handle: (request) => update(control, request) },
    {
      method: "GET",
      path: "/swarm/unlockkey",
      handle: async ({ signal }) => {
        const { spec } = await theCluster(control, signal);
        if (spec?.encryptionConfig?.autoLockManagers !== true) return json({ UnlockKey: "" });
        const { unlockKey } = await control(
          CAService.GetUnlockKey,
          makeGetUnlockKeyRequest(),
          signal,
        );
        return json({ UnlockKey: formatUnlockKey(unlockKey) });
      },
    },
    {
      method: "POST",
      path: "/swarm/unlock",
      handle: async (request) => {
        const unlockKey = readUnlock(await request.json());
        if (node.status().localState !== "locked") {
          node.control(); // Says that there is no swarm, where there is none.
          throw new ApiError(409, "swarm is not locked");
        }
        if (await node.unlock(unlockKey, request.signal)) return OK;
        throw new ApiError(401, "swarm could not be unlocked: invalid key provided");
      },
    },
  ];
}

/** The cluster that this manager is part of. */
export async function theCluster(control: ControlCall, signal: AbortSignal): Promise<Cluster> {
  const { clusters } = await control(
    ControlService.ListClusters,
    makeListClustersRequest(),
    signal,
  );
  const [cluster] = clusters;
  if (cluster) return cluster;
  throw new ApiError(
    503,
    "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.",
  );
}

async function join(node: NodeControl, request: ApiRequest): Promise<ApiAnswer> {
  try {
    await node.join(readJoin(await request.json()), request.signal);
    return OK;
  } catch (error) {
    const message = messageOf(error);
    if (errorCodeOf(error) === "deadlineExceeded")
      throw new ApiError(503, message, { cause: error });
    // Docker's node fails over its token, and the API says only that.
    if (message.startsWith("invalid join token"))
      throw new ApiError(500, message, { cause: error });
    throw error;
  }
}

async function update(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const asked = swarmSpec.read(await request.json(), "");
  const clusterVersion = makeVersion({ index: objectVersion(request, "swarm") });
  const rotation = makeKeyRotation({
    workerJoinToken: strictFlag(request, "rotateWorkerToken"),
    managerJoinToken: strictFlag(request, "rotateManagerToken"),
    managerUnlockKey: strictFlag(request, "rotateManagerUnlockKey"),
  });
  if (asked.name !== undefined && asked.name !== "" && asked.name !== "default") {
    badRequest('swarm spec must be named "default"');
  }
  const cluster = await theCluster(control, request.signal);
  const spec = mergedSpec(asked, cluster.spec ?? makeClusterSpec());
  await control(
    ControlService.UpdateCluster,
    makeUpdateClusterRequest({ clusterId: cluster.id, clusterVersion, spec, rotation }),
    request.signal,
  );
  return OK;
}
