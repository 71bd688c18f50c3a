import { messageOf } from "../base/errors.ts";
import {
  makeCreateNetworkRequest,
  makeListNetworksRequest,
  makeListNetworksRequest_Filters,
  makeRemoveNetworkRequest,
  type Network,
  type NetworkAttachmentConfig,
  type ServiceSpec,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import { checkAddresses } from "./ipam-check.ts";
import { labelsIn, readFilters, valuesOf, type Filters } from "./filters.ts";
import {
  networkResource,
  networkWish,
  specOf,
  type NetworkWish,
} from "./json/network-resource-json.ts";
import { json, param, type ApiRequest, type ApiRoute } from "./request.ts";

const PREDEFINED_LABEL = "com.docker.swarm.predefined";
const FILTERS = ["driver", "id", "label", "name", "scope", "type", "dangling", "idOrName"];

/** The cluster's networks, as `docker network` sees them. Source: moby daemon/cluster/networks.go. */
export function networkRoutes(control: ControlCall): readonly ApiRoute[] {
  const list = async (request: ApiRequest): ReturnType<ApiRoute["handle"]> => {
    const filters = readFilters(request, FILTERS);
    const networks = await allNetworks(control, request.signal);
    return json(networks.filter((each) => isShown(each, filters)).map(networkResource));
  };
  return [
    { method: "GET", path: "/networks", handle: list },
    { method: "GET", path: "/networks/", handle: list },
    {
      method: "POST",
      path: "/networks/create",
      handle: async (request) => {
        const wish = networkWish.read(await request.json(), "");
        refuseLocal(wish);
        checkAddresses(wish.ipam?.configs ?? []);
        return json({ Id: await create(control, wish, request.signal), Warning: "" }, 201);
      },
    },
    {
      method: "GET",
      path: "/networks/{id*}",
      handle: async (request) => {
        const scope = request.query.get("scope") ?? "";
        const input = param(request, "id");
        if (scope !== "" && scope !== "swarm")
          throw new ApiError(404, `network ${input} not found`);
        return json(networkResource(await find(control, input, request.signal)));
      },
    },
    {
      method: "DELETE",
      path: "/networks/{id*}",
      handle: async (request) => {
        const { id, spec } = await find(control, param(request, "id"), request.signal);
        if (isPredefined(spec?.annotations?.labels)) {
          const name = spec?.annotations?.name ?? id;
          throw new ApiError(403, `${name} is a pre-defined network and cannot be removed`);
        }
        const removal = makeRemoveNetworkRequest({ networkId: id });
        await control(ControlService.RemoveNetwork, removal, request.signal);
        return { kind: "empty", status: 204 };
      },
    },
  ];
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
    return pick(networks, target);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    throw new ApiError(500, error.message, { cause: error });
  }
}

async function allNetworks(control: ControlCall, signal: AbortSignal): Promise<readonly Network[]> {
  const asked = makeListNetworksRequest({ filters: makeListNetworksRequest_Filters() });
  return (await control(ControlService.ListNetworks, asked, signal)).networks;
}

async function find(control: ControlCall, input: string, signal: AbortSignal): Promise<Network> {
  return pick(await allNetworks(control, signal), input);
}

/** The one network that `input` means: by its id, else by its name, else by the beginning of its id. */
function pick(networks: readonly Network[], input: string): Network {
  const nameOf = ({ spec }: Network): string => spec?.annotations?.name ?? "";
  const exact = networks.find(({ id }) => id === input);
  const named = exact ?? networks.find((each) => nameOf(each) === input);
  if (named) return named;
  const begun = networks.filter(({ id }) => input !== "" && id.startsWith(input));
  const [only] = begun;
  if (!only) throw new ApiError(404, `network ${input} not found`);
  if (begun.length > 1) {
    badRequest(`${begun.length} matches found based on ID prefix: network ${input} is ambiguous`);
  }
  return only;
}

function isPredefined(labels: Readonly<Record<string, string>> | undefined): boolean {
  return labels?.[PREDEFINED_LABEL] === "true";
}

/** Names of what every engine has by itself are for services only. */
function isShown(network: Network, filters: Filters): boolean {
  const name = network.spec?.annotations?.name ?? "";
  const labels = network.spec?.annotations?.labels ?? {};
  if (isPredefined(labels)) return false;
  const any = (key: string, meets: (wish: string) => boolean): boolean => {
    const wishes = valuesOf(filters, key);
    return wishes.length === 0 || wishes.some(meets);
  };
  const driver = network.driverState?.name ?? network.spec?.driverConfig?.name ?? "";
  return (
    any("driver", (wish) => wish === driver) &&
    any("id", (wish) => network.id.startsWith(wish)) &&
    any("name", (wish) => name.includes(wish)) &&
    any("scope", (wish) => wish === "swarm") &&
    any("type", (wish) => wish === "custom") &&
    any("idOrName", (wish) => network.id === wish || name === wish) &&
    any("dangling", (wish) => !["1", "t", "true"].includes(wish.toLowerCase())) &&
    Object.entries(labelsIn(filters, "label")).every(([key, value]) =>
      value === "" ? labels[key] !== undefined : labels[key] === value,
    )
  );
}

function refuseLocal({ name, driver, scope, configFrom, configOnly }: NetworkWish): void {
  if (name === "") badRequest("network name cannot be empty");
  const ofCluster = driver === "overlay" || scope === "swarm" || (configFrom?.network ?? "") !== "";
  if (ofCluster && !configOnly) return;
  throw new ApiError(
    501,
    `network ${name} would be one host's own: create it with that host's Docker Engine, or use --driver overlay`,
  );
}
