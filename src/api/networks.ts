import { messageOf } from "../base/errors.ts";
import {
  makeCheckNetworkRequest,
  makeCreateNetworkRequest,
  makeRemoveNetworkRequest,
  type Network,
  type NetworkAttachmentConfig,
  type ServiceSpec,
} from "../model/generated/types.ts";
import { ControlService, OverlaysService } from "../wire/generated/services.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import type { EngineDoor } from "./engine/door.ts";
import { LocalNetworks, networkOf } from "./engine/local-networks.ts";
import { parseFilters, readFilters, valuesOf } from "./filters.ts";
import { checkAddresses } from "./ipam-check.ts";
import {
  networkResource,
  networkWish,
  specOf,
  type NetworkWish,
} from "./json/network-resource-json.ts";
import {
  allNetworks,
  clusterNetworks,
  findNetwork,
  isPredefined,
  nameOf,
  pickNetwork,
} from "./network-choice.ts";
import { NETWORK_FILTERS, isPrunable, isShown } from "./network-filter.ts";
import { json, param, type ApiAnswer, type ApiRequest, type ApiRoute } from "./request.ts";

interface Deps {
  readonly control: ControlCall;
  readonly engine: EngineDoor | undefined;
}

/**
 * The cluster's networks and those of this node's engine, as `docker network` sees them.
 * Source: moby api/server/router/network, daemon/cluster/networks.go.
 */
export function networkRoutes({ control, engine }: Deps): readonly ApiRoute[] {
  const local = engine && new LocalNetworks(engine);
  const list = (request: ApiRequest): Promise<ApiAnswer> => listBoth(control, local, request);
  return [
    { method: "GET", path: "/networks", handle: list },
    { method: "GET", path: "/networks/", handle: list },
    {
      method: "POST",
      path: "/networks/create",
      handle: async (request) => {
        const body = await request.json();
        const wish = networkWish.read(body, "");
        if (wish.name === "") badRequest("network name cannot be empty");
        checkAddresses(wish.ipam?.configs ?? []);
        if (isOfCluster(wish)) {
          return json({ Id: await create(control, wish, request.signal), Warning: "" }, 201);
        }
        if (!local) return refuseLocal(wish);
        const taken = (await clusterNetworks(control, local, request.signal)).some(
          (each) => nameOf(each) === wish.name && !isPredefined(each),
        );
        if (taken) throw new ApiError(409, `network with name ${wish.name} already exists`);
        const made = await local.ask("POST", request.url, request.signal, body);
        return json(made.value, made.status);
      },
    },
    checkRoute(control, local),
    ...(local
      ? [
          {
            method: "POST" as const,
            path: "/networks/prune",
            handle: (request: ApiRequest) => prune(control, local, request),
          },
        ]
      : []),
    {
      method: "GET",
      path: "/networks/{id*}",
      handle: (request) => inspect(control, local, request),
    },
    {
      method: "DELETE",
      path: "/networks/{id*}",
      handle: (request) => remove(control, local, request),
    },
  ];
}

async function remove(
  control: ControlCall,
  local: LocalNetworks | undefined,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { signal } = request;
  const found = await findNetwork(control, local, param(request, "id"), signal);
  if (found.local && local) {
    await local.ask("DELETE", urlOf(request, found.id), signal);
  } else {
    if (found.swarm && isPredefined(found.swarm)) {
      throw new ApiError(403, `${found.name} is a pre-defined network and cannot be removed`);
    }
    const removal = makeRemoveNetworkRequest({ networkId: found.id });
    await control(ControlService.RemoveNetwork, removal, signal);
  }
  return { kind: "empty", status: 204 };
}

/** Removes what nobody uses: of this engine, and of the cluster where nothing depends on age. */
async function prune(
  control: ControlCall,
  local: LocalNetworks,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { value } = await local.ask("POST", request.url, request.signal);
  const filters = parseFilters(request.query.get("filters") ?? "");
  const removed: string[] = [];
  if (valuesOf(filters, "until").length === 0) {
    for (const network of await clusterNetworks(control, local, request.signal)) {
      if (!isPrunable(network, filters)) continue;
      try {
        const removal = makeRemoveNetworkRequest({ networkId: network.id });
        await control(ControlService.RemoveNetwork, removal, request.signal);
        removed.push(nameOf(network));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error; // In use, which is why it stays.
      }
    }
  }
  const answer = value as { readonly NetworksDeleted?: readonly string[] | null }; // The engine's.
  const all = [...(answer.NetworksDeleted ?? []), ...removed];
  return json({ ...answer, NetworksDeleted: all.length === 0 ? null : all });
}

/** The cluster's first. What the engine carries of the cluster's is shown once, as the cluster's. */
async function listBoth(
  control: ControlCall,
  local: LocalNetworks | undefined,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const filters = readFilters(request, NETWORK_FILTERS);
  const [networks, own = []] = await Promise.all([
    clusterNetworks(control, local, request.signal),
    local?.list(request.url, request.signal),
  ]);
  return json([
    ...networks.filter((each) => isShown(each, filters)).map(networkResource),
    ...own.filter(({ carries }) => carries === undefined).map((each) => each.json),
  ]);
}

async function inspect(
  control: ControlCall,
  local: LocalNetworks | undefined,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const { signal } = request;
  const input = param(request, "id");
  const scope = request.query.get("scope") ?? "";
  if (scope === "swarm") {
    return json(networkResource(pickNetwork(await allNetworks(control, signal), input)));
  }
  const found = await findNetwork(control, local, input, signal, scope === "local");
  if (!local || (scope !== "" && !found.local)) {
    if (scope !== "") throw new ApiError(404, `network ${input} not found`);
    return json(found.swarm && networkResource(found.swarm));
  }
  if (!found.swarm) return json((await local.ask("GET", urlOf(request, found.id), signal)).value);
  const shown = networkResource(found.swarm);
  if (!found.carrier) return json(shown);
  // Which containers of this node are on it, the engine knows.
  const { value } = await local.ask("GET", urlOf(request, found.carrier), signal);
  return json({ ...shown, Containers: networkOf(value).json["Containers"] ?? null });
}

async function create(
  control: ControlCall,
  wish: NetworkWish,
  signal: AbortSignal,
): Promise<string> {
  const asked = makeCreateNetworkRequest({ spec: specOf(wish) });
  try {
    const { network } = await control(ControlService.CreateNetwork, asked, signal);
    return network?.id ?? "";
  } catch (error) {
    throw asEngine(error) ?? error;
  }
}

/** Some of what the cluster refuses, an engine refuses before it asks its swarm, in other words. */
function asEngine(error: unknown): ApiError | undefined {
  const message = messageOf(error);
  if (message.includes('Use "docker swarm init"')) {
    return new ApiError(403, message, { cause: error });
  }
  const [taken] = /network with name .* already exists$/.exec(message) ?? [];
  return taken === undefined ? undefined : new ApiError(409, taken, { cause: error });
}

/** Has every node that carries the network look at it. Not part of Docker's API. */
function checkRoute(control: ControlCall, local: LocalNetworks | undefined): ApiRoute {
  return {
    method: "POST",
    path: "/networks/{id}/check",
    handle: async (request) => {
      const input = param(request, "id");
      const { id, swarm } = await findNetwork(control, local, input, request.signal);
      if (swarm === undefined) {
        throw new ApiError(400, `network ${input} is this host's own: no other node carries it`);
      }
      const asked = makeCheckNetworkRequest({ networkId: id });
      const { nodes } = await control(OverlaysService.Check, asked, request.signal);
      return json(
        nodes.map(({ nodeId, findings }) => ({
          NodeID: nodeId,
          Findings: findings.map(({ kind, subject, ok, detail }) => ({
            ...{ Kind: kind, Subject: subject, OK: ok, Detail: detail },
          })),
        })),
      );
    },
  };
}

/** The spec with the ids of the networks that it names. */
export async function withNetworkIds(
  control: ControlCall,
  spec: ServiceSpec,
  signal: AbortSignal,
): Promise<ServiceSpec> {
  const named = [...spec.networks, ...(spec.task?.networks ?? [])];
  if (named.length === 0) return spec;
  const networks = await allNetworks(control, signal);
  const resolve = (attachments: readonly NetworkAttachmentConfig[]): NetworkAttachmentConfig[] =>
    attachments.map((each) => ({ ...each, target: targetOf(networks, each).id }));
  return {
    ...spec,
    networks: resolve(spec.networks),
    task: spec.task && { ...spec.task, networks: resolve(spec.task.networks) },
  };
}

/** Docker answers a network that is not there with 500 here. Source: moby populateNetworkID. */
function targetOf(networks: readonly Network[], { target }: NetworkAttachmentConfig): Network {
  try {
    return pickNetwork(networks, target);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw new ApiError(500, error.message, { cause: error });
  }
}

function isOfCluster({ driver, scope, configFrom, configOnly }: NetworkWish): boolean {
  if (configOnly) return false;
  return driver === "overlay" || scope === "swarm" || (configFrom?.network ?? "") !== "";
}

function refuseLocal({ name }: NetworkWish): never {
  throw new ApiError(
    501,
    `network ${name} would be one host's own: create it with that host's Docker Engine, or use --driver overlay`,
  );
}

/** The request's own path and query, with another id: the engine would not know the cluster's. */
function urlOf({ url }: ApiRequest, id: string): string {
  const [path = "", query] = url.split("?");
  const [version = ""] = /^\/v[0-9.]+(?=\/)/.exec(path) ?? [];
  return `${version}/networks/${id}${query === undefined ? "" : `?${query}`}`;
}
