import type { ComposeNetwork, ComposeStored, ComposeVolume } from "./read-resources.ts";
import type { ComposeService } from "./read-service.ts";

/** What Compose files say, checked. */
export interface ComposeModel {
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly networks: ReadonlyMap<string, ComposeNetwork>;
  readonly volumes: ReadonlyMap<string, ComposeVolume>;
  readonly secrets: ReadonlyMap<string, ComposeStored>;
  readonly configs: ReadonlyMap<string, ComposeStored>;
}
