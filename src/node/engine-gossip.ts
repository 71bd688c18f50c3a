import { messageOf } from "../base/errors.ts";
import { Envelope } from "../gossip/envelope.ts";
import { Gossip } from "../gossip/gossip.ts";
import type { Store } from "../manager/store/store.ts";
import { NodeStatus_State, type Node } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { GossipAddress, GossipCipher, GossipNetwork } from "../system/gossip-port.ts";
import type { Log } from "../system/log.ts";
import { Wake } from "../system/wake.ts";

/** What a manager needs to take part in the Docker Engines' gossip. */
export interface GossipSeams {
  readonly network: GossipNetwork;
  readonly cipher: GossipCipher;
}

interface EngineGossipDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly seams: GossipSeams;
  /** `host:port` that the manager listens on, and that others reach it at. */
  readonly listenAddress: string;
  readonly advertiseAddress: string;
  /** `host:port` of all managers. */
  readonly managers: () => readonly string[];
}

/** Where Docker's engines gossip. Source: memberlist's default, which moby never changes. */
const PORT = 7946;
const SUBSYSTEM = "networking:gossip";
/** The nodes are looked at this often at most. */
const LOOK_MS = 1_000;
const RETRY_MS = 30_000;

/** Marks the description of a node that runs Skein, with its version. */
export const SKEIN_LABEL = "io.skein.version";

/**
 * Takes part in the gossip of Docker's engines while the cluster has any as nodes: each engine begins
 * with the managers' addresses, and learns there where the others are. Never fails.
 */
export async function runEngineGossip(deps: EngineGossipDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps;
  const wake = new Wake();
  const unsubscribe = store.onCommit(({ changes }) => {
    if (changes.some(({ kind }) => kind === "node")) wake.set();
  });
  let life: { readonly ended: Promise<void>; readonly end: () => void } | undefined;
  try {
    while (!signal.aborted) {
      const wanted = store.view((tx) => tx.nodes.all()).some(isDockerEngine);
      if (wanted && !life) {
        const { controller, release } = childOf(signal);
        const ended = takePart(deps, controller.signal).finally(release);
        life = { ended, end: () => controller.abort() };
      } else if (!wanted && life) {
        life.end();
        await life.ended;
        life = undefined;
      }
      await clock.sleep(LOOK_MS, signal);
      await wake.wait(signal);
    }
  } finally {
    unsubscribe();
    await life?.ended;
  }
}

/** One life of the gossip after the other, until `signal` aborts. */
async function takePart(deps: EngineGossipDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, seams, log } = deps;
  const keys = (): readonly Uint8Array[] => keysOf(store);
  let said = "";
  while (!signal.aborted) {
    const address = { host: hostOf(deps.advertiseAddress), port: PORT };
    const gossip = new Gossip({
      ...deps,
      envelope: new Envelope(seams.cipher, keys),
      address,
      peers: () => peersOf(deps),
    });
    try {
      const port = await seams.network.open(
        { host: hostOf(deps.listenAddress), port: PORT },
        gossip,
      );
      log.info("taking part in the gossip of Docker Engines", { address: address.host });
      said = "";
      try {
        await gossip.run(port, signal);
      } finally {
        await port.close();
      }
    } catch (error) {
      if (signal.aborted) return;
      const reason = messageOf(error);
      const lost =
        "containers on different Docker Engines may not find each other over overlay networks: " +
        `TCP and UDP port ${PORT} of this manager must be free, and open to the engines`;
      if (reason !== said) log.warn(lost, { reason, retryInMs: RETRY_MS });
      said = reason;
      await clock.sleep(RETRY_MS, signal);
    }
  }
}

/** A node that is an engine by itself; those that run Skein say so. */
export function isDockerEngine({ description }: Node): boolean {
  const engine = description?.engine;
  return engine !== undefined && engine.labels[SKEIN_LABEL] === undefined;
}

/** In the order of their Lamport times. */
function keysOf(store: Store): readonly Uint8Array[] {
  const [cluster] = store.view((tx) => tx.clusters.all());
  return (cluster?.networkBootstrapKeys ?? [])
    .filter(({ subsystem }) => subsystem === SUBSYSTEM)
    .sort((left, right) => left.lamportTime - right.lamportTime)
    .map(({ key }) => key);
}

function peersOf({ store, managers, advertiseAddress }: EngineGossipDeps): GossipAddress[] {
  const engines = store
    .view((tx) => tx.nodes.all())
    .filter((node) => isDockerEngine(node) && node.status?.state === NodeStatus_State.READY)
    .map(({ status }) => status?.addr ?? "");
  const own = hostOf(advertiseAddress);
  const hosts = new Set([...engines, ...managers().map(hostOf)]);
  return [...hosts]
    .filter((host) => host !== "" && host !== own)
    .map((host) => ({ host, port: PORT }));
}

function hostOf(address: string): string {
  return /^\[?(.+?)\]?:\d+$/.exec(address)?.[1] ?? "";
}
