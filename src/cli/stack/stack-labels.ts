import { STACK_LABEL } from "../../model/stack-labels.ts";
import type { EngineClient, Query } from "../client.ts";
import { filterQuery, type Filters } from "../flags/filter-flag.ts";

/** The label of a service that keeps its image as the Compose file names it. */
export const IMAGE_LABEL = "com.docker.stack.image";

/** Labels with the one of the stack. */
export function stackLabels(
  stack: string,
  labels: ReadonlyMap<string, string> | undefined,
): Record<string, string> {
  return { ...Object.fromEntries(labels ?? []), [STACK_LABEL]: stack };
}

/** Everything of one kind that belongs to a stack. */
export async function ofStack<T>(
  client: EngineClient,
  kind: "services" | "tasks" | "secrets" | "configs" | "networks",
  stack: string,
  more: { readonly filters?: Filters; readonly query?: Query } = {},
): Promise<readonly T[]> {
  const filters = filterQuery([...(more.filters ?? []), ["label", `${STACK_LABEL}=${stack}`]]);
  return client.get<T[]>(`/${kind}`, { filters, ...more.query });
}
