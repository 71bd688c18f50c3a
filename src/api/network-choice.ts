import { OperationalError } from "../base/errors.ts";
import {
  makeListNetworksRequest,
  makeListNetworksRequest_Filters,
  type Network,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError, answerOf, badRequest } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import type { LocalNetwork, LocalNetworks } from "./engine/local-networks.ts";

const PREDEFINED_LABEL = "com.docker.swarm.predefined";

/** A network, of the cluster or of this node's engine. */
export interface Found {
  readonly id: string;
  readonly name: string;
  /** One of the two is there. */
  readonly swarm?: Network;
  readonly local?: LocalNetwork;
  /** The engine's id of that by which it carries the cluster's. */
  readonly carrier?: string | undefined;
}

/** The one network, the cluster's or the engine's, that `input` means. */
export async function findNetwork(
  control: ControlCall,
  local: LocalNetworks | undefined,
  input: string,
  signal: AbortSignal,
  onlyLocal = false,
): Promise<Found> {
  const own = (await local?.list("/networks", signal)) ?? [];
  const carriers = new Map(own.map(({ id, carries }) => [carries ?? "", id]));
  const networks = onlyLocal ? [] : await clusterNetworks(control, local, signal);
  const found: readonly Found[] = [
    ...networks
      // Every engine has these by itself, and shows its own.
      .filter((each) => own.length === 0 || !isPredefined(each))
      .map((swarm) => {
        const { id } = swarm;
        return { id, name: nameOf(swarm), swarm, carrier: carriers.get(id) };
      }),
    ...own
      .filter(({ carries }) => carries === undefined)
      .map((each) => ({ id: each.id, name: each.name, local: each })),
  ];
  return chosen(found, input);
}

export async function allNetworks(
  control: ControlCall,
  signal: AbortSignal,
): Promise<readonly Network[]> {
  const asked = makeListNetworksRequest({ filters: makeListNetworksRequest_Filters() });
  return (await control(ControlService.ListNetworks, asked, signal)).networks;
}

/** The cluster's networks; none where this node cannot say and the engine has its own to show. */
export async function clusterNetworks(
  control: ControlCall,
  local: LocalNetworks | undefined,
  signal: AbortSignal,
): Promise<readonly Network[]> {
  try {
    return await allNetworks(control, signal);
  } catch (error) {
    const isKnown = error instanceof ApiError || error instanceof OperationalError;
    if (local && isKnown && answerOf(error).status >= 500) return [];
    throw error;
  }
}

/** The one of the cluster's networks that `input` means. */
export function pickNetwork(networks: readonly Network[], input: string): Network {
  return chosen(
    networks.map((network) => ({ id: network.id, name: nameOf(network), network })),
    input,
  ).network;
}

/** By its id, else by its name, else by the beginning of its id. */
function chosen<T extends { readonly id: string; readonly name: string }>(
  all: readonly T[],
  input: string,
): T {
  const exact = all.filter(({ id }) => id === input);
  const named = exact.length > 0 ? exact : all.filter(({ name }) => name === input);
  const begun = all.filter(({ id }) => input !== "" && id.startsWith(input));
  const [found, by] = named.length > 0 ? [named, "name"] : [begun, "ID prefix"];
  const [only] = found;
  if (!only) throw new ApiError(404, `network ${input} not found`);
  if (found.length === 1) return only;
  return badRequest(`${found.length} matches found based on ${by}: network ${input} is ambiguous`);
}

export function nameOf({ spec }: Network): string {
  return spec?.annotations?.name ?? "";
}

/** What every engine has by itself: names for services only. */
export function isPredefined({ spec }: Network): boolean {
  return spec?.annotations?.labels[PREDEFINED_LABEL] === "true";
}
