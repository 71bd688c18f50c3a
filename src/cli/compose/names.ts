import { isExternal } from "./read-resources.ts";

/** The name that something of a stack has in the swarm. */
export function scopedName(stack: string, key: string, named: object): string {
  if ("name" in named && typeof named.name === "string") return named.name;
  if (!isExternal(named)) return `${stack}_${key}`;
  const external: unknown = "external" in named ? named.external : undefined;
  const isOld = typeof external === "object" && external !== null && "name" in external;
  return isOld && typeof external.name === "string" ? external.name : key;
}
