import { labelsIn, valuesOf, type Filters } from "../filters.ts";
import type { SwarmEvent } from "./swarm-event.ts";

/** Filters that name an object of a type, by its id or name or the beginning of either. */
const OBJECTS = [
  ...["container", "plugin", "volume", "network", "daemon"],
  ...["node", "service", "secret", "config", "image"],
];

/** Whether a swarm's event passes the filters of a request. Source: moby daemon/events/filter.go. */
export function passes(event: SwarmEvent, filters: Filters): boolean {
  const { type, action, id, attributes } = event;
  const among = (key: string, word: string): boolean => {
    const values = valuesOf(filters, key);
    return values.length === 0 || values.includes(word);
  };
  const named = (key: string): boolean => {
    const values = valuesOf(filters, key);
    if (values.length === 0) return true;
    const name = attributes["name"] ?? "";
    return key === type && values.some((value) => id.startsWith(value) || name.startsWith(value));
  };
  const labels = Object.entries(labelsIn(filters, "label"));
  return (
    among("event", action) &&
    among("type", type) &&
    among("scope", "swarm") &&
    OBJECTS.every(named) &&
    labels.every(([key, value]) => {
      const held = attributes[key];
      return held !== undefined && (value === "" || held === value);
    })
  );
}
