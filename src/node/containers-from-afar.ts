import { EngineDoor } from "../api/engine/door.ts";
import { ContainerServer } from "../api/remote/container-server.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { PassageServer } from "../worker/agent/passages.ts";
import type { DaemonOptions } from "./daemon-options.ts";

/** What answers managers' requests for this host's containers, and how to end it. */
export interface ContainersFromAfar {
  readonly server: PassageServer;
  close(): void;
}

/** Undefined where there are no containers, or where the host's owner lets no manager at them. */
export function openContainers(
  engineKind: "docker" | "process",
  { dockerSocket, remoteContainers = true }: DaemonOptions,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): ContainersFromAfar | undefined {
  if (engineKind !== "docker" || !remoteContainers) return undefined;
  const engine = new EngineDoor(dockerSocket, clock);
  const server = new ContainerServer({ engine, log });
  return { server, close: () => engine.close() };
}
