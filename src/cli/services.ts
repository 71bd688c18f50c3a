import type { EngineClient, Query } from "./client.ts";
import type { Service, ServiceSpec } from "./engine-api.ts";

interface Warned {
  readonly Warnings?: readonly string[] | null;
}

/** The path of a service given by id, name or id prefix. */
export function servicePath(name: string): string {
  return `/services/${encodeURIComponent(name)}`;
}

/**
 * Replaces the spec of a service; refused when the service has changed since it was read. Gives the
 * daemon's warnings.
 */
export async function updateService(
  client: EngineClient,
  current: Service,
  spec: ServiceSpec,
  options: { readonly query?: Query; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<readonly string[]> {
  const answer = await client.post<Warned | undefined>(`${servicePath(current.ID)}/update`, spec, {
    query: { version: current.Version.Index, ...options.query },
    ...(options.headers && { headers: options.headers }),
  });
  return answer?.Warnings ?? [];
}
