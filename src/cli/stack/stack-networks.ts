import { errorCodeOf, messageOf } from "../../base/errors.ts";
import type { EngineClient } from "../client.ts";
import type { ComposeModel } from "../compose/model.ts";
import { scopedName } from "../compose/names.ts";
import { isExternal, type ComposeNetwork } from "../compose/read-resources.ts";
import type { NetworkSummary } from "../engine-api.ts";
import { nonEmpty } from "../spec/create-spec.ts";
import { given } from "../spec/policies.ts";
import { ofStack, stackLabels } from "./stack-labels.ts";

/** Networks of engines themselves, which need not be looked for. */
const PREDEFINED = new Set(["host", "bridge", "none"]);

/** The networks that services of the stack are on, by their names in the swarm. */
function usedNetworks(
  stack: string,
  { services, networks }: ComposeModel,
): ReadonlyMap<string, ComposeNetwork | undefined> {
  const used = new Map<string, ComposeNetwork | undefined>();
  for (const { networks: uses } of services.values()) {
    for (const key of uses && uses.size > 0 ? uses.keys() : ["default"]) {
      const network = networks.get(key);
      used.set(network ? scopedName(stack, key, network) : `${stack}_${key}`, network);
    }
  }
  return used;
}

/** Names of external networks that services are on and the swarm does not have. */
export async function missingExternalNetworks(
  client: EngineClient,
  stack: string,
  model: ComposeModel,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const [name, network] of usedNetworks(stack, model)) {
    if (!network || !isExternal(network) || PREDEFINED.has(name)) continue;
    if (!(await find(client, name))) missing.push(name);
  }
  return missing;
}

async function find(client: EngineClient, name: string): Promise<NetworkSummary | undefined> {
  try {
    return await client.get(`/networks/${encodeURIComponent(name)}`, { scope: "swarm" });
  } catch (error) {
    if (errorCodeOf(error) === "notFound") return undefined;
    throw error;
  }
}

/**
 * Makes the networks of a stack that are not there yet. Gives the names of those that this daemon cannot
 * make, on which services then cannot be.
 */
export async function createNetworks(
  client: EngineClient,
  stack: string,
  model: ComposeModel,
  { say, warn }: { readonly say: (line: string) => void; readonly warn: (line: string) => void },
): Promise<ReadonlySet<string>> {
  const wanted = [...usedNetworks(stack, model)].filter(
    ([, network]) => !network || !isExternal(network),
  );
  const missing = new Set<string>();
  const present = await presentNetworks(client, stack);
  for (const [name, network] of wanted) {
    if (present.has(name)) continue;
    try {
      await client.post("/networks/create", networkRequest(stack, name, network));
      say(`Creating network ${name}`);
    } catch (error) {
      if (!cannotMakeNetworks(error)) throw error;
      missing.add(name);
    }
  }
  if (missing.size > 0) {
    warn(
      `this daemon does not make networks yet: ${[...missing].join(", ")} is left out, and services ` +
        "reach each other only by published ports",
    );
  }
  return missing;
}

/** The names of all networks by their ids: a daemon may keep either in a spec. */
export async function networkNames(client: EngineClient): Promise<ReadonlyMap<string, string>> {
  try {
    const networks = await client.get<NetworkSummary[]>("/networks");
    // The list leaves out what stands for engines' own networks.
    const predefined = await Promise.all([...PREDEFINED].map((name) => find(client, name)));
    const all = [...networks, ...predefined.filter((network) => network !== undefined)];
    return new Map(all.map(({ Id: id, Name: name }) => [id, name]));
  } catch (error) {
    if (cannotMakeNetworks(error)) return new Map();
    throw error;
  }
}

async function presentNetworks(client: EngineClient, stack: string): Promise<ReadonlySet<string>> {
  try {
    const present = await ofStack<NetworkSummary>(client, "networks", stack);
    return new Set(present.map(({ Name: name }) => name));
  } catch (error) {
    if (cannotMakeNetworks(error)) return new Set();
    throw error;
  }
}

/** A daemon without networks does not know the path: that is not how it says that one is missing. */
export function cannotMakeNetworks(error: unknown): boolean {
  const code = errorCodeOf(error);
  return (
    code === "unimplemented" || (code === "notFound" && messageOf(error).includes("page not found"))
  );
}

function networkRequest(stack: string, name: string, network: ComposeNetwork | undefined): object {
  const { driver, driver_opts: options, ipam, labels } = network ?? {};
  const pools = (ipam?.config ?? []).map(({ subnet, gateway, ip_range: range }) =>
    given({ Subnet: subnet, Gateway: gateway, IPRange: range }),
  );
  const address = {
    ...given({ Driver: ipam?.driver }),
    ...nonEmpty({ Config: pools, Options: Object.fromEntries(ipam?.options ?? []) }),
  };
  return {
    Name: name,
    Driver: driver ?? "overlay",
    Labels: stackLabels(stack, labels),
    ...nonEmpty({ Options: Object.fromEntries(options ?? []), IPAM: address }),
    ...given({
      Internal: network?.internal,
      Attachable: network?.attachable,
      EnableIPv4: network?.enable_ipv4,
      EnableIPv6: network?.enable_ipv6,
    }),
  };
}
