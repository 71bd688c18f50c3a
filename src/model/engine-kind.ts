import type { Node } from "./generated/types.ts";

/** Marks the description of a node that runs Skein, with its version. */
export const SKEIN_LABEL = "io.skein.version";

/** A node that is an engine by itself; those that run Skein say so. */
export function isDockerEngine({ description }: Node): boolean {
  const engine = description?.engine;
  return engine !== undefined && engine.labels[SKEIN_LABEL] === undefined;
}
