import { join } from "node:path";
import {
  makeNodeDescription,
  type NodeDescription,
  type PluginDescription,
} from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import { DockerEngine, type DockerOptions } from "../worker/engine/docker.ts";
import type { Engine } from "../worker/engine/engine.ts";
import { ProcessEngine } from "../worker/engine/process.ts";
import type { DaemonOptions } from "./daemon-options.ts";
import { askDocker } from "./docker-socket.ts";
import { SKEIN_LABEL } from "../model/engine-kind.ts";
import { REMOTE_CONTAINERS_LABEL } from "../model/remote-containers.ts";
import { NO_ENCRYPTION_LABEL, WIREGUARD_KEY_LABEL } from "../model/wireguard-keys.ts";
import type { Encryption } from "../worker/network/wireguard-keeper.ts";
import { SKEIN_VERSION } from "./version.ts";

/** Which engine a daemon uses from its start to its end. */
export async function chooseEngine(
  options: DaemonOptions,
  log: Log,
  signal: AbortSignal,
): Promise<"docker" | "process"> {
  if (options.engine !== "auto") return options.engine;
  const answer = await askDocker(options.dockerSocket, "/info", signal).catch(() => undefined);
  if (answer !== undefined) return "docker";
  log.warn(
    "no Docker Engine answers, so tasks run as plain processes of this machine: no image, no isolation",
    { path: options.dockerSocket },
  );
  return "process";
}

/** The engine of one membership: what it holds is told apart by the node's id. */
export function openEngine(
  kind: "docker" | "process",
  nodeId: string,
  options: DaemonOptions,
  deps: {
    readonly clock: Clock;
    readonly log: Log;
    readonly environment: Readonly<Record<string, string>>;
    readonly onStarted?: DockerOptions["onStarted"];
  },
): Engine {
  const memoryDirectory = join(options.memoryDirectory, nodeId);
  if (kind === "docker") {
    const socketPath = options.dockerSocket;
    return new DockerEngine({ ...deps, socketPath, owner: nodeId, memoryDirectory });
  }
  const directory = join(options.stateDirectory, "processes");
  return new ProcessEngine({ ...deps, directory, memoryDirectory });
}

/** Says in a node's description why it carries no overlay networks. */
export const NO_NETWORKS_LABEL = "io.skein.networks.missing";

/** Which networks this machine carries. */
export interface NetworkAbility {
  /** Why no overlay networks. */
  readonly lack: string | undefined;
  readonly encryption: Encryption | undefined;
}

/**
 * What the engine says of this machine, with what the operator says over it. A node that cannot carry
 * overlay networks does not list their driver, so that no task that needs one is given to it; one that
 * can encrypt them tells the key that others are to encrypt with.
 */
export async function describeNode(
  engine: Engine,
  options: DaemonOptions,
  { lack: networkLack, encryption }: NetworkAbility,
  signal: AbortSignal,
): Promise<NodeDescription> {
  const description = makeNodeDescription(await engine.describe(signal));
  const { engine: facts } = description;
  const lack = networkLack === undefined ? {} : { [NO_NETWORKS_LABEL]: networkLack };
  const closed = options.remoteContainers === false ? { [REMOTE_CONTAINERS_LABEL]: "off" } : {};
  const own = { ...encryptionLabels(encryption), ...closed, [SKEIN_LABEL]: SKEIN_VERSION };
  const carries = ({ type, name }: PluginDescription): boolean =>
    networkLack === undefined || type !== "Network" || name !== "overlay";
  return {
    ...description,
    hostname: options.hostname ?? description.hostname,
    engine: facts && {
      ...facts,
      labels: { ...facts.labels, ...lack, ...options.labels, ...own },
      plugins: facts.plugins.filter(carries),
    },
  };
}

function encryptionLabels(encryption: Encryption | undefined): Readonly<Record<string, string>> {
  if (encryption === undefined) return {};
  return "publicKey" in encryption
    ? { [WIREGUARD_KEY_LABEL]: encryption.publicKey }
    : { [NO_ENCRYPTION_LABEL]: encryption.lack };
}
