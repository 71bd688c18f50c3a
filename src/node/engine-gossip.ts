import { messageOf } from "../base/errors.ts";
import { Envelope } from "../gossip/envelope.ts";
import { Gossip } from "../gossip/gossip.ts";
import type { Published } from "../gossip/publishing.ts";
import type { ReplicatedStore } from "../manager/control/replicated-store.ts";
import { Carriers } from "../manager/overlays/carriers.ts";
import { NodeStatus_State } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { GossipAddress, GossipCipher, GossipNetwork } from "../system/gossip-port.ts";
import type { Log } from "../system/log.ts";
import { Wake } from "../system/wake.ts";
import { entriesForEngines } from "./engine-entries.ts";
import { isDockerEngine } from "../model/engine-kind.ts";

/** What a manager needs to take part in the Docker Engines' gossip. */
export interface GossipSeams {
  readonly network: GossipNetwork;
  readonly cipher: GossipCipher;
}

interface EngineGossipDeps {
  readonly store: ReplicatedStore;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly seams: GossipSeams;
  /** `host:port` that the manager listens on, and that others reach it at. */
  readonly listenAddress: string;
  readonly advertiseAddress: string;
  /** `host:port` of all managers. */
  readonly managers: () => readonly string[];
  /** Whether this manager leads, which alone speaks for the nodes that run Skein. */
  readonly leading: () => boolean;
}

/** Where Docker's engines gossip. Source: memberlist's default, which moby never changes. */
const PORT = 7946;
const SUBSYSTEM = "networking:gossip";
/** The nodes are looked at this often at most. */
const LOOK_MS = 1_000;
const RETRY_MS = 30_000;

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
    const published = new PublishedEntries(deps);
    const gossip: Gossip = new Gossip({
      ...deps,
      envelope: new Envelope(seams.cipher, keys),
      address,
      peers: () => peersOf(deps),
      published: () => published.read(),
    });
    const unsubscribe = published.follow(() => gossip.mayHaveChanged());
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
    } finally {
      unsubscribe();
    }
  }
}

const NOTHING: Published = { version: 0, networks: new Map() };
const CONCERNING: ReadonlySet<string> = new Set(["node", "task", "service", "network"]);

/** What engines are to know of the nodes that run Skein, worked out anew when something was committed. */
class PublishedEntries {
  readonly #deps: EngineGossipDeps;
  /** Who is on which network, so that not all tasks are looked at for those that engines carry. */
  readonly #carriers: Carriers;
  #known: Published | undefined;

  constructor(deps: EngineGossipDeps) {
    this.#deps = deps;
    this.#carriers = deps.store.view((tx) => new Carriers(tx));
  }

  read(): Published {
    const { store, leading } = this.#deps;
    if (!leading()) return NOTHING;
    this.#known ??= {
      // Commits are counted on by every leader.
      version: store.appliedIndex,
      networks: store.view((tx) => entriesForEngines(tx, this.#carriers)),
    };
    return this.#known;
  }

  /** Calls `onChange` when it may read otherwise than before; gives the function that ends it. */
  follow(onChange: () => void): () => void {
    const { store } = this.#deps;
    return store.onCommit(({ changes }) => {
      store.view((tx) => {
        for (const change of changes) this.#carriers.turned(change, tx);
      });
      if (!changes.some(({ kind }) => CONCERNING.has(kind))) return;
      this.#known = undefined;
      onChange();
    });
  }
}

/** In the order of their Lamport times. */
function keysOf(store: ReplicatedStore): readonly Uint8Array[] {
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
