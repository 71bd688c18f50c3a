import { OperationalError, errorCodeOf, messageOf } from "../base/errors.ts";
import type { Prng } from "../base/prng.ts";
import {
  NodeRole,
  makeNodeTLSInfo,
  type NodeDescription,
  type SessionMessage,
} from "../model/generated/types.ts";
import type { RaftLimits, RaftTiming } from "../raft/options.ts";
import { NODE_REMOVED } from "../rpc/authorize.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import type { RpcCarrier } from "../rpc/carrier.ts";
import type { CertificateFacts, Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { Channel, Dialer } from "../system/rpc.ts";
import { StorageFailure } from "../system/storage.ts";
import { together } from "../system/together.ts";
import { Wake } from "../system/wake.ts";
import { runAgent } from "../worker/agent/agent.ts";
import type { CarriedNetworks } from "../worker/agent/carried-networks.ts";
import { HeldObjects } from "../worker/agent/held-objects.ts";
import type { PassageServer } from "../worker/agent/passages.ts";
import type { Engine } from "../worker/engine/engine.ts";
import type { ClusterSeed } from "./cluster-seed.ts";
import { CredentialsKeeper } from "./credentials-keeper.ts";
import type { GossipSeams } from "./engine-gossip.ts";
import { ManagerLife } from "./manager-life.ts";
import type { Manager } from "./manager.ts";
import type { MemberFiles } from "./member-files.ts";
import type { NodeState } from "./state-file.ts";

export interface MemberDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly certificates: Certificates;
  readonly directory: MemberFiles;
  readonly carrier: RpcCarrier;
  readonly engine: Engine;
  /** Absent where this node carries none. */
  readonly networks?: CarriedNetworks | undefined;
  /** Absent where this host's containers are not to be reached through managers. */
  readonly passages?: PassageServer | undefined;
  readonly timing: RaftTiming;
  readonly limits?: Partial<RaftLimits>;
  readonly describe: (signal: AbortSignal) => Promise<NodeDescription>;
  /** Told of each life of this node as a manager; what it gives is called when that life ends. */
  readonly onManager?: (manager: Manager) => () => void;
  /** How long another manager may be out of reach before this one, leading, demotes it. */
  readonly deadManagerMs?: number | undefined;
  /** For Docker Engines as workers; absent where managers leave them to themselves. */
  readonly gossip?: GossipSeams | undefined;
}

/** How long a manager that could not start waits before it tries again. */
const MANAGER_RETRY_MS = 1000;
/** How long a manager that was removed waits for its certificate as a worker. */
const ROLE_CHANGE_MS = 3000;

const REMOVED =
  "This node was removed from its swarm and can do nothing there any more. To use it again, run " +
  '"skein leave --force" here, then "skein join" with a token of the swarm ("skein join-token" on a ' +
  "manager prints it). Its containers run on until it has left";

/**
 * A node that is part of a cluster: always an agent, and a manager while its certificate says so.
 * Source of the shape: swarmkit node/node.go.
 */
export class Member {
  /** The secrets and configs that this node was given, in memory only. */
  readonly held = new HeldObjects();
  readonly #deps: MemberDeps;
  readonly #keeper: CredentialsKeeper;
  readonly #dialer: Dialer;
  readonly #roleChanged = new Wake();
  /** What this node says of its certificate is another thing now. */
  readonly #described = new Wake();
  /** What this node founded its cluster with, as long as it may have to be written. */
  #seed: ClusterSeed | undefined;
  readonly #prng: Prng;
  #alone: boolean;
  #state: NodeState;
  #managers: readonly { readonly nodeId: string; readonly address: string }[] = [];
  #life: ManagerLife | undefined;
  #fault = "";
  #address: string | undefined;
  #removed = false;

  constructor(
    deps: MemberDeps,
    begin: {
      readonly state: NodeState;
      readonly credentials: NodeCredentials;
      readonly facts: CertificateFacts;
      readonly seed?: ClusterSeed;
      /** Go on as the only manager, once. */
      readonly alone?: boolean;
    },
  ) {
    this.#deps = deps;
    this.#state = begin.state;
    this.#seed = begin.seed;
    this.#alone = begin.alone ?? false;
    this.#prng = deps.entropy.prng();
    this.#keeper = new CredentialsKeeper(
      {
        ...deps,
        log: deps.log.child("certificate"),
        dial: () => this.#dialManager(),
        save: (credentials) => this.#saveCredentials(credentials),
        onRenewed: () => this.#onRenewed(),
      },
      begin.credentials,
      begin.facts,
    );
    this.#dialer = deps.carrier.dialer(() => this.#keeper.credentials);
  }

  get state(): NodeState {
    return this.#state;
  }

  /** What this node is certified as, right now. */
  get facts(): CertificateFacts {
    return this.#keeper.facts;
  }

  get credentials(): NodeCredentials {
    return this.#keeper.credentials;
  }

  get rootCertificate(): string {
    return this.#keeper.credentials.root;
  }

  /** This node's manager, while it is one and runs. */
  get manager(): Manager | undefined {
    return this.#life?.manager;
  }

  /** What keeps this node from being what it should be; empty where nothing does. */
  get fault(): string {
    return this.#removed ? REMOVED : this.#fault;
  }

  /** Where this node is, as its managers see it; absent until one has said so. */
  get address(): string | undefined {
    return this.#address;
  }

  /** The managers that this node knows of. */
  get managers(): readonly { readonly nodeId: string; readonly address: string }[] {
    return this.#managers;
  }

  /** What `init` or `join` promised holds from now on, whatever happens. */
  async becomeMember(): Promise<void> {
    await this.#save({ phase: "member" });
  }

  /** Dials some manager with this node's certificate; the caller closes the channel. */
  dial(address: string): Channel {
    return this.#dialer.certified(address);
  }

  /** Works until `signal` aborts. Containers run on. Throws when this node cannot go on. */
  async run(signal: AbortSignal): Promise<void> {
    const tasks = await this.#deps.directory.openTasks();
    try {
      await together(signal, [
        (inner) => this.#runManager(inner),
        (inner) => this.#keeper.run(inner),
        (inner) =>
          runAgent(
            {
              ...this.#deps,
              dialer: this.#dialer,
              managers: this.#state.managers,
              ownManager: () => this.#life?.manager.forAgent(),
              storage: tasks,
              held: this.held,
              describe: (until) => this.#describe(until),
              described: this.#described,
              onSession: (message) => this.#heard(message),
              onNoSession: (error) => this.#noSession(error),
            },
            inner,
          ),
      ]);
    } finally {
      await tasks.close();
    }
  }

  /** One life as a manager after the other, for as long as the certificate says so. */
  async #runManager(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    while (!signal.aborted) {
      if (this.#keeper.facts.role !== NodeRole.MANAGER) {
        // A worker's certificate is issued only once its member has left the group.
        await this.#forgetRaft();
        await this.#deps.directory.setUnlockKey(undefined); // Workers start without a key.
        await this.#roleChanged.wait(signal);
        continue;
      }
      const { controller, release } = childOf(signal);
      const watch = this.#endWhenDemoted(controller);
      try {
        await this.#runManagerOnce(controller.signal);
        this.#fault = "";
      } catch (error) {
        if (!controller.signal.aborted) {
          if (isFatal(error)) throw error;
          this.#fault = error instanceof Error ? error.message : String(error);
          log.error("this node's manager failed", { error, retryInMs: MANAGER_RETRY_MS });
          await clock.sleep(MANAGER_RETRY_MS, signal);
        }
      } finally {
        controller.abort();
        release();
        await watch;
      }
    }
  }

  async #runManagerOnce(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    const { life, raftId } = await ManagerLife.begin(
      {
        ...this.#deps,
        dialer: this.#dialer,
        credentials: () => this.#keeper.credentials,
        managers: () => this.#addresses(),
        seed: this.#seed,
        alone: this.#alone,
      },
      this.#state,
      signal,
    );
    this.#alone = false;
    if (this.#state.raftId === undefined) await this.#save({ raftId: String(raftId) });
    this.#life = life;
    // They may have been renewed while it began.
    life.server.setCredentials(this.#keeper.credentials);
    this.#fault = "";
    const ended = this.#deps.onManager?.(life.manager);
    try {
      const outcome = await life.run(signal);
      if (outcome !== "removed") return;
      log.info("removed from the managers", { raftId: String(raftId) });
    } finally {
      ended?.();
      this.#life = undefined;
    }
    await this.#forgetRaft();
    // A worker's certificate follows and ends this life; where none comes, the node may have been
    // promoted again before it noticed, and asks to be admitted once more.
    await clock.sleep(ROLE_CHANGE_MS, signal);
  }

  /** Drops the log of a membership that has ended: it says nothing of the next one. */
  async #forgetRaft(): Promise<void> {
    // It is a member of what it once founded: promoted again it is admitted, and founds nothing.
    this.#seed = undefined;
    if (this.#state.raftId === undefined) return;
    const { raftId: _gone, ...rest } = this.#state;
    this.#state = rest;
    // First, as a log that was begun must be there.
    await this.#deps.directory.save(rest);
    await this.#deps.directory.forgetRaft();
  }

  async #endWhenDemoted(life: AbortController): Promise<void> {
    while (!life.signal.aborted) {
      await this.#roleChanged.wait(life.signal);
      if (this.#keeper.facts.role !== NodeRole.MANAGER) life.abort();
    }
  }

  /** With what shows which root this node believes in. */
  async #describe(signal: AbortSignal): Promise<NodeDescription> {
    const { issuerSubject, issuerPublicKey } = this.#keeper.facts;
    const tlsInfo = makeNodeTLSInfo({
      trustRoot: new TextEncoder().encode(this.rootCertificate),
      certIssuerSubject: issuerSubject,
      certIssuerPublicKey: issuerPublicKey,
    });
    return { ...(await this.#deps.describe(signal)), tlsInfo };
  }

  #noSession(error: unknown): void {
    if (errorCodeOf(error) !== "permissionDenied") return;
    if (!messageOf(error).includes(NODE_REMOVED) || this.#removed) return;
    this.#removed = true;
    this.#deps.log.error("this node was removed from its swarm", { reason: REMOVED });
  }

  #heard(message: SessionMessage): void {
    this.#removed = false;
    const address = message.node?.status?.addr ?? "";
    if (address !== "") this.#address = address;
    this.#managers = message.managers.flatMap(({ peer }) =>
      peer ? [{ nodeId: peer.nodeId, address: peer.addr }] : [],
    );
    this.#keeper.heard(message.node, new TextDecoder().decode(message.rootCa));
  }

  #addresses(): readonly string[] {
    const heard = this.#managers.map(({ address }) => address);
    return heard.length > 0 ? heard : this.#state.managers;
  }

  #dialManager(): Channel {
    const own = this.#life?.manager.forAgent();
    if (own) return own;
    const { advertiseAddress } = this.#state;
    const others = this.#addresses().filter((address) => address !== advertiseAddress);
    if (others.length === 0) {
      throw new OperationalError("unavailable", "This node knows no manager to turn to");
    }
    // Another one each time: the one asked may be the one that is down.
    return this.#dialer.certified(this.#prng.pick(others));
  }

  async #saveCredentials(credentials: NodeCredentials): Promise<void> {
    await this.#deps.directory.saveCredentials(credentials);
    await this.#renewLogKey();
  }

  #onRenewed(): void {
    this.#life?.server.setCredentials(this.#keeper.credentials);
    this.#roleChanged.set();
    this.#described.set();
  }

  /** As often as the certificate. When it fails, the next opening of the log makes up for it. */
  async #renewLogKey(): Promise<void> {
    try {
      await this.#deps.directory.rotateRaftKey();
    } catch (error) {
      this.#deps.log.warn("the data key of the raft log was not renewed", { error });
    }
  }

  async #save(change: Partial<NodeState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await this.#deps.directory.save(this.#state);
  }
}

/** What no retry mends: the disk has lost something, or will not take more. */
function isFatal(error: unknown): boolean {
  return error instanceof StorageFailure || errorCodeOf(error) === "dataLoss";
}
