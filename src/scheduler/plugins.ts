import {
  Mount_Type,
  type Node,
  type PluginDescription,
  type Task,
} from "../model/generated/types.ts";
import { isEncrypted } from "../model/overlay-options.ts";
import { canEncrypt } from "../model/wireguard-keys.ts";

interface Plugin {
  readonly type: "Volume" | "Network" | "Log";
  readonly name: string;
}

/**
 * Finds the first plugin that a node lacks for the task; undefined when the task needs none.
 * A node without an engine has no plugins to speak of and lacks none; one that lists no log
 * plugins is too old to list them. A node that runs Skein says whether it can encrypt. Source: swarmkit manager/scheduler/filter.go PluginFilter.
 */
export function missingPlugin(task: Task): ((node: Node) => string | undefined) | undefined {
  const needed = pluginsOf(task);
  if (needed.length === 0) return undefined;
  const encrypted = task.networks.some(({ network }) => isEncrypted(network?.driverState));
  return (node) => {
    const listed = node.description?.engine?.plugins;
    if (listed === undefined) return undefined;
    const missing = needed.find((plugin) => !has(listed, plugin));
    if (missing !== undefined) return `${missing.type.toLowerCase()} ${missing.name}`;
    return encrypted && !canEncrypt(node) ? "network encryption" : undefined;
  };
}

function has(listed: readonly PluginDescription[], { type, name }: Plugin): boolean {
  const ofType = listed.filter((plugin) => plugin.type === type);
  if (type === "Log" && ofType.length === 0) return true;
  return ofType.some((plugin) => plugin.name === name || plugin.name === `${name}:latest`);
}

function pluginsOf({ spec, networks }: Task): readonly Plugin[] {
  const volumes = (spec?.container?.mounts ?? [])
    .filter(({ type }) => type === Mount_Type.VOLUME)
    .map(({ volumeOptions }) => volumeOptions?.driverConfig?.name ?? "")
    .filter((name) => name !== "" && name !== "local");
  const drivers = networks
    .map(({ network }) => network?.driverState?.name ?? "")
    .filter((name) => name !== "");
  const log = spec?.logDriver?.name ?? "";
  return [
    ...volumes.map((name): Plugin => ({ type: "Volume", name })),
    ...drivers.map((name): Plugin => ({ type: "Network", name })),
    ...(log === "" || log === "none" ? [] : [{ type: "Log", name: log } as const]),
  ];
}
