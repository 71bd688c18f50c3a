import type { Network } from "../model/generated/types.ts";
import { labelsIn, valuesOf, type Filters } from "./filters.ts";
import { isPredefined, nameOf } from "./network-choice.ts";

/** The filters that lists of networks know. */
export const NETWORK_FILTERS: readonly string[] = [
  ...["driver", "id", "label", "name", "scope", "type", "dangling", "idOrName"],
];

/** Whether a list with these filters shows one of the cluster's networks. */
export function isShown(network: Network, filters: Filters): boolean {
  const name = nameOf(network);
  const labels = network.spec?.annotations?.labels ?? {};
  if (isPredefined(network)) return false;
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
    Object.entries(labelsIn(filters, "label")).every(hasLabel(labels))
  );
}

/** Whether a prune with these filters takes the network, if nobody uses it. */
export function isPrunable(network: Network, filters: Filters): boolean {
  const labels = network.spec?.annotations?.labels ?? {};
  if (network.spec?.ingress === true || isPredefined(network)) return false;
  return (
    Object.entries(labelsIn(filters, "label")).every(hasLabel(labels)) &&
    !Object.entries(labelsIn(filters, "label!")).some(hasLabel(labels))
  );
}

function hasLabel(
  labels: Readonly<Record<string, string>>,
): (wish: readonly [key: string, value: string]) => boolean {
  return ([key, value]) => (value === "" ? labels[key] !== undefined : labels[key] === value);
}
