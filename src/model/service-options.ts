import { UpdateConfig_UpdateOrder, type Service, type ServiceSpec } from "./generated/types.ts";
import { parseSpanMs } from "./span.ts";

// What Swarm's specs have no field for is said by labels of the service (not of its containers),
// which every manager and every tool carries along.

/** `start-first` or `stop-first`: how the service leaves a drained node; else as it is updated. */
export const DRAIN_LABEL = "skein.drain";

/** How long a task on a drained node waits for its replacement: `5m`. */
export const DRAIN_LIMIT_LABEL = "skein.drain.limit";

/** How long an update waits for one task to run before that counts as its failure: `10m`. */
export const UPDATE_LIMIT_LABEL = "skein.update.limit";

/** `spread` or `binpack`: of the service, or of the cluster for services that do not say. */
export const PLACEMENT_LABEL = "skein.placement";

/** So long one client's connections through a virtual address or the mesh go to one task: `10m`. */
export const AFFINITY_LABEL = "skein.affinity";

/** `local-first`: a node that runs the service serves published ports from its own tasks; or `spread`. */
export const MESH_LABEL = "skein.mesh";

/** `v1` or `v2`: connections to published TCP ports begin with a PROXY header that says who calls. */
export const PROXY_PROTOCOL_LABEL = "skein.mesh.proxy-protocol";

const DEFAULT_DRAIN_LIMIT_MS = 5 * 60_000;
const DEFAULT_UPDATE_LIMIT_MS = 10 * 60_000;

const WORDS: Readonly<Record<string, readonly string[]>> = {
  [DRAIN_LABEL]: ["start-first", "stop-first"],
  [PLACEMENT_LABEL]: ["spread", "binpack"],
  [MESH_LABEL]: ["local-first", "spread"],
  [PROXY_PROTOCOL_LABEL]: ["v1", "v2"],
};
const SPANS: readonly string[] = [DRAIN_LIMIT_LABEL, UPDATE_LIMIT_LABEL, AFFINITY_LABEL];

/** What is wrong with the first label of ours that cannot be read; undefined when all can. */
export function faultOfOptions(labels: Readonly<Record<string, string>>): string | undefined {
  for (const [label, value] of Object.entries(labels)) {
    const words = WORDS[label];
    if (words && !words.includes(value)) {
      return `label ${label}=${value}: it must be ${words.join(" or ")}`;
    }
    if (SPANS.includes(label) && parseSpanMs(value) === undefined) {
      return `label ${label}=${value}: it must be a span of time such as 90s or 10m`;
    }
  }
  return undefined;
}

/** On a drained node the old task runs until its replacement does. */
export function drainsStartFirst({ spec }: Service): boolean {
  const said = labelOf(spec, DRAIN_LABEL);
  if (said !== undefined) return said === "start-first";
  return spec?.update?.order === UpdateConfig_UpdateOrder.START_FIRST;
}

export function drainLimitMs({ spec }: Service): number {
  return parseSpanMs(labelOf(spec, DRAIN_LIMIT_LABEL) ?? "") ?? DEFAULT_DRAIN_LIMIT_MS;
}

export function updateLimitMs({ spec }: Service): number {
  return parseSpanMs(labelOf(spec, UPDATE_LIMIT_LABEL) ?? "") ?? DEFAULT_UPDATE_LIMIT_MS;
}

/** Zero: each connection goes to the next task. */
export function affinitySeconds({ spec }: Service): number {
  return Math.ceil((parseSpanMs(labelOf(spec, AFFINITY_LABEL) ?? "") ?? 0) / 1000);
}

export function servesLocalFirst({ spec }: Service): boolean {
  return labelOf(spec, MESH_LABEL) === "local-first";
}

/** The version of the PROXY protocol; zero where connections are passed on as they are. */
export function proxyProtocol({ spec }: Service): 0 | 1 | 2 {
  const said = labelOf(spec, PROXY_PROTOCOL_LABEL);
  return said === "v1" ? 1 : said === "v2" ? 2 : 0;
}

function labelOf(spec: ServiceSpec | undefined, label: string): string | undefined {
  return spec?.annotations?.labels[label];
}
