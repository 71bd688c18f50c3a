import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import type { Task } from "../../model/generated/types.ts";
import { ASKING_LABEL, parseAskedNetworks } from "../../model/asked-networks.ts";
import { OWNER_LABEL } from "./container-config.ts";
import { pathOf, type DockerHttp } from "./docker-http.ts";
import type {
  AskingContainer,
  AttachedContainer,
  EngineNetwork,
  EngineNetworks,
} from "./engine-networks.ts";
import {
  NAMESERVERS_LABEL,
  endpointConfig,
  overlaysOf,
  type JoinedNetwork,
} from "./joined-networks.ts";
import type { JsonView } from "./json-view.ts";

/** The cluster's id of the network that a bridge network of the engine is part of. */
export const NETWORK_LABEL = "io.skein.network";

const BRIDGE_NAME = "com.docker.network.bridge.name";
const BRIDGE_MTU = "com.docker.network.driver.mtu";
/** How long the engine may take to say of each container where it is. */
const MAX_AT_ONCE = 8;

/** Overlays as bridge networks of a Docker Engine, each with this node's own address as its gateway. */
export class DockerNetworks implements EngineNetworks {
  readonly #http: DockerHttp;
  readonly #owner: string;

  constructor(http: DockerHttp, owner: string) {
    this.#http = http;
    this.#owner = owner;
  }

  async list(signal: AbortSignal): Promise<readonly EngineNetwork[]> {
    return (await this.#held(signal)).map((json) => ({
      networkId: json.at("Labels", NETWORK_LABEL).text(),
      name: json.at("Name").text(),
      bridge: json.at("Options", BRIDGE_NAME).text(),
      subnets: json
        .at("IPAM", "Config")
        .items()
        .map((each) => each.at("Subnet").text()),
      gateways: gatewaysOf(json),
      mtu: Number(json.at("Options", BRIDGE_MTU).text()),
      internal: json.at("Internal").isTrue(),
    }));
  }

  /** The engine's own ids by those of the cluster. */
  async ids(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const held = await this.#held(signal);
    return new Map(
      held.map((json) => [json.at("Labels", NETWORK_LABEL).text(), json.at("Id").text()]),
    );
  }

  async create(network: EngineNetwork, signal: AbortSignal): Promise<void> {
    if ((await this.ids(signal)).has(network.networkId)) return;
    const { name, networkId, subnets, gateways, bridge, mtu, internal } = network;
    const body = {
      Name: name,
      // Another network of that name is somebody else's: names would lead to either.
      CheckDuplicate: true,
      Driver: "bridge",
      Internal: internal,
      EnableIPv6: subnets.some((subnet) => subnet.includes(":")),
      IPAM: {
        Driver: "default",
        // Nothing is left for the engine to give out by itself: addresses come from the managers.
        Config: subnets.map((Subnet, at) => {
          const Gateway = gateways[at] ?? "";
          return { Subnet, Gateway, IPRange: `${Gateway}/${Gateway.includes(":") ? 128 : 32}` };
        }),
      },
      Options: { [BRIDGE_NAME]: bridge, [BRIDGE_MTU]: String(mtu) },
      Labels: { [NETWORK_LABEL]: networkId, [OWNER_LABEL]: this.#owner },
    };
    await this.#http.change({ method: "POST", path: "/networks/create", body }, signal);
  }

  async remove(networkId: string, signal: AbortSignal): Promise<void> {
    const id = (await this.ids(signal)).get(networkId);
    if (id === undefined) return;
    try {
      await this.#http.change({ method: "DELETE", path: `/networks/${id}` }, signal);
    } catch (error) {
      if (errorCodeOf(error) !== "notFound") throw error;
    }
  }

  async containers(signal: AbortSignal): Promise<readonly AttachedContainer[]> {
    const ids = await this.ids(signal);
    if (ids.size === 0) return [];
    const filters = JSON.stringify({ network: [...ids.values()], status: ["running", "paused"] });
    const listed = await this.#http.call({ path: pathOf("/containers/json", { filters }) }, signal);
    const waiting = listed.items().map((each) => each.at("Id").text());
    const found: AttachedContainer[] = [];
    while (waiting.length > 0) {
      const some = waiting.splice(0, MAX_AT_ONCE).map((id) => this.#inspect(id, ids, signal));
      found.push(...(await Promise.all(some)).flatMap((each) => each ?? []));
    }
    return found;
  }

  async container(
    containerId: string,
    signal: AbortSignal,
  ): Promise<AttachedContainer | undefined> {
    return this.#inspect(containerId, await this.ids(signal), signal);
  }

  async follow(onChange: (containerId: string) => void, signal: AbortSignal): Promise<void> {
    const filters = JSON.stringify({ type: ["network"], event: ["connect", "disconnect"] });
    const events = await this.#http.stream({ path: pathOf("/events", { filters }) }, signal);
    for await (const event of events) {
      const containerId = event.at("Actor", "Attributes", "container").text();
      if (containerId !== "") onChange(containerId);
    }
  }

  async asking(signal: AbortSignal): Promise<readonly AskingContainer[]> {
    const filters = JSON.stringify({ label: [ASKING_LABEL], status: ["running"] });
    const listed = await this.#http.call({ path: pathOf("/containers/json", { filters }) }, signal);
    return listed.items().map((each) => ({
      id: each.at("Id").text(),
      name: each.at("Names").items()[0]?.text().replace(/^\//, "") ?? "",
      networks: parseAskedNetworks(each.at("Labels", ASKING_LABEL).text()),
    }));
  }

  async followAsking(onChange: () => void, signal: AbortSignal): Promise<void> {
    const filters = JSON.stringify({
      ...{ type: ["container"], event: ["start"] },
      label: [ASKING_LABEL],
    });
    const events = await this.#http.stream({ path: pathOf("/events", { filters }) }, signal);
    for await (const event of events) if (event.at("Type").text() !== "") onChange();
  }

  /** The overlays of a task that this node carries, as its container joins them. */
  async joinedBy(task: Task, signal: AbortSignal): Promise<readonly JoinedNetwork[]> {
    const overlays = overlaysOf(task);
    if (overlays.length === 0) return [];
    const held = await this.#held(signal);
    return overlays.flatMap(({ network, addresses }) => {
      const networkId = network?.id ?? "";
      const json = held.find((each) => each.at("Labels", NETWORK_LABEL).text() === networkId);
      const gateways = json ? gatewaysOf(json) : [];
      return json ? [{ networkId, engineId: json.at("Id").text(), gateways, addresses }] : [];
    });
  }

  /** Joins a container to those of the networks that it is not on. */
  async join(
    containerId: string,
    joined: readonly JoinedNetwork[],
    signal: AbortSignal,
  ): Promise<void> {
    const json = await this.#http.call({ path: `/containers/${containerId}/json` }, signal);
    const networks = json.at("NetworkSettings", "Networks").entries();
    const on = new Set(networks.flatMap(([name, each]) => [name, each.at("NetworkID").text()]));
    for (const each of joined) {
      if (on.has(each.engineId)) continue;
      const body = { Container: containerId, EndpointConfig: endpointConfig(each) };
      const path = `/networks/${each.engineId}/connect`;
      await this.#http.change({ method: "POST", path, body }, signal);
    }
  }

  async #held(signal: AbortSignal): Promise<readonly JsonView[]> {
    const label = [`${OWNER_LABEL}=${this.#owner}`, NETWORK_LABEL];
    const path = pathOf("/networks", { filters: JSON.stringify({ label }) });
    return (await this.#http.call({ path }, signal)).items();
  }

  async #inspect(
    id: string,
    ids: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<AttachedContainer | undefined> {
    const path = `/containers/${encodeURIComponent(id)}/json`;
    try {
      return attachedOf(await this.#http.call({ path }, signal), ids);
    } catch (error) {
      if (error instanceof OperationalError && error.code === "notFound") return undefined;
      throw error;
    }
  }
}

function gatewaysOf(json: JsonView): readonly string[] {
  return json
    .at("IPAM", "Config")
    .items()
    .map((each) => each.at("Gateway").text());
}

function attachedOf(
  json: JsonView,
  ids: ReadonlyMap<string, string>,
): AttachedContainer | undefined {
  const pid = json.at("State", "Pid").number();
  const byEngineId = new Map(
    json
      .at("NetworkSettings", "Networks")
      .entries()
      .map(([, each]) => [each.at("NetworkID").text(), each]),
  );
  const places = [...ids].flatMap(([networkId, engineId]) => {
    const place = byEngineId.get(engineId);
    if (!place) return [];
    const addresses = [place.at("IPAddress").text(), place.at("GlobalIPv6Address").text()];
    return [{ networkId, addresses: addresses.filter((each) => each !== "") }];
  });
  if (pid === 0 || places.length === 0) return undefined;
  const named = json.at("Config", "Labels", NAMESERVERS_LABEL).text().split(",");
  const nameservers = named.filter((each) => each !== "");
  return { containerId: json.at("Id").text(), pid, places, nameservers };
}
