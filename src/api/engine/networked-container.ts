import type { Network } from "../../model/generated/types.ts";
import {
  ASKING_LABEL,
  formatAskedNetworks,
  parseAskedNetworks,
  type AskedNetwork,
} from "../../model/asked-networks.ts";
import { ApiError, badRequest } from "../api-error.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Modes that are no network's name. Source: moby api/types/container HostConfig. */
const MODES = new Set(["", "default", "bridge", "host", "none", "nat"]);

/** The networks that a container to be created names, the engine's or the cluster's. */
export function networksNamed(body: Json): readonly string[] {
  const mode = textOf(membersOf(body["HostConfig"])["NetworkMode"]);
  const named = [mode, ...Object.keys(endpointsOf(body))];
  return [...new Set(named)].filter((name) => !MODES.has(name) && !name.startsWith("container:"));
}

/**
 * What the engine is asked for instead: it knows nothing of the cluster's networks, which the node's
 * agent joins the container to when it runs. `networks` are the cluster's by how `body` calls them.
 */
export function onClusterNetworks(body: Json, networks: ReadonlyMap<string, Network>): Json {
  const host = membersOf(body["HostConfig"]);
  const labels = membersOf(body["Labels"]);
  const endpoints = endpointsOf(body);
  const asked = [...networks].map(([reference, network]): AskedNetwork => {
    const endpoint = membersOf(endpoints[reference]);
    refuseUnjoinable(reference, network, endpoint);
    const name = network.spec?.annotations?.name ?? reference;
    return { network: name, aliases: textsOf(endpoint["Aliases"]) };
  });
  const others = Object.entries(endpoints).filter(([reference]) => !networks.has(reference));
  const mode = textOf(host["NetworkMode"]);
  // A network of the engine's own, or else its bridge: the way to the outside, as in Docker's swarm.
  const otherMode = networks.has(mode) ? (others[0]?.[0] ?? "bridge") : mode;
  const before = parseAskedNetworks(textOf(labels[ASKING_LABEL]));
  return {
    ...body,
    Labels: { ...labels, [ASKING_LABEL]: formatAskedNetworks([...before, ...asked]) },
    HostConfig: { ...host, NetworkMode: otherMode },
    NetworkingConfig: {
      ...membersOf(body["NetworkingConfig"]),
      EndpointsConfig: Object.fromEntries(others),
    },
  };
}

function refuseUnjoinable(reference: string, { spec }: Network, endpoint: Json): void {
  if (spec?.attachable !== true) {
    // Docker's words, which name the remedy to those who know them.
    const why = `network ${reference} not manually attachable`;
    throw new ApiError(
      403,
      `Could not attach to network ${reference}: rpc error: code = PermissionDenied desc = ${why}: ` +
        "make it with --attachable",
    );
  }
  if (spec.internal) {
    badRequest(
      `network ${reference} is internal, and a container of docker run keeps its way to the outside: ` +
        "run a service on it, or make a network without --internal",
    );
  }
  const { IPv4Address = "", IPv6Address = "" } = membersOf(endpoint["IPAMConfig"]);
  if (IPv4Address !== "" || IPv6Address !== "") {
    badRequest(
      `network ${reference}: the swarm gives addresses on its networks; leave out --ip and --ip6`,
    );
  }
}

function endpointsOf(body: Json): Json {
  return membersOf(membersOf(body["NetworkingConfig"])["EndpointsConfig"]);
}

/** The engine says what is wrong with anything else. */
export function membersOf(value: unknown): Json {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Json) : {}; // Just seen to be one.
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
