import { arch, cpus, hostname, release, totalmem } from "node:os";
import type { ClusterChange } from "../api/events/cluster-change.ts";
import type {
  HostFacts,
  InitRequest,
  JoinRequest,
  NodeControl,
  NodeStatus,
} from "../api/node-control.ts";
import { OperationalError, errorCodeOf, messageOf } from "../base/errors.ts";
import { NodeRole, type ClusterSpec } from "../model/generated/types.ts";
import { FAST_TIMING } from "../raft/options.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import { grpcCarrier } from "../rpc/carrier.ts";
import { gossipCipher } from "../security/gossip-cipher.ts";
import { gossipSockets } from "../system/real/gossip-sockets.ts";
import { dialAnonymously } from "../rpc/dialer.ts";
import type { CertificateFacts, Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import type { Entropy } from "../system/entropy.ts";
import { parseJoinToken } from "../system/join-token.ts";
import type { Log } from "../system/log.ts";
import type { Channel } from "../system/rpc.ts";
import { StorageFailure } from "../system/storage.ts";
import { Turns } from "../system/turns.ts";
import { parseUnlockKey } from "../system/unlock-key.ts";
import type { Engine } from "../worker/engine/engine.ts";
import { ChangeFeed } from "./change-feed.ts";
import { DEFAULT_CLUSTER_SPEC, type ClusterSeed } from "./cluster-seed.ts";
import { openContainers } from "./containers-from-afar.ts";
import type { DaemonOptions } from "./daemon-options.ts";
import { askDocker } from "./docker-socket.ts";
import { describeNode, openEngine } from "./engine-choice.ts";
import { enrolWithAny } from "./enrol.ts";
import { foundCluster } from "./found.ts";
import { openNetworks, type HostNetworks } from "./host-networks.ts";
import { refuseToSplit } from "./going-alone.ts";
import { clearTasks, leaveRaft, refuseHastyLeave } from "./leaving.ts";
import { addresses } from "./machine-addresses.ts";
import { Member } from "./member.ts";
import { statusOf } from "./node-status.ts";
import {
  IN_SWARM,
  LEAVING_LOCKED,
  LOCKED,
  NOT_JOINED_YET,
  NO_SWARM,
  PREPARING,
  WORKER,
} from "./refusals.ts";
import type { StateDirectory } from "./state-directory.ts";
import type { NodeState } from "./state-file.ts";

export interface DaemonDeps {
  readonly options: DaemonOptions;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly certificates: Certificates;
  readonly directory: StateDirectory;
  readonly engineKind: "docker" | "process";
  /** Why this machine carries no overlay networks; absent where it does. */
  readonly networkLack?: string | undefined;
  /** What tasks of the process engine inherit, such as PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** Told when the disk fails under a membership: the process should end, and start again. */
  readonly onDiskFailure?: (error: StorageFailure) => void;
}

/** A membership that runs, and how to end it. */
interface Running {
  readonly member: Member;
  readonly engine: Engine;
  readonly carried: HostNetworks | undefined;
  readonly life: AbortController;
  readonly ended: Promise<void>;
}

/** How long `init` waits to lead its cluster of one. */
const FOUND_MS = 15_000;
const LOOK_MS = 20;

/**
 * The node behind the API: in no cluster, or a member of one. `init`, `join` and `leave` take turns,
 * and each is a success only when what it promises is durable.
 */
export class Daemon implements NodeControl {
  readonly defaultClusterSpec: ClusterSpec = DEFAULT_CLUSTER_SPEC;
  readonly #deps: DaemonDeps;
  readonly #changes = new ChangeFeed();
  #running: Running | undefined;
  /** What this node is part of, as long as its keys are locked. */
  #locked: NodeState | undefined;
  #error = "";
  readonly #turns = new Turns();

  constructor(deps: DaemonDeps) {
    this.#deps = deps;
  }

  /** Takes up the membership that the state directory speaks of, if any. */
  async resume(): Promise<void> {
    const { directory, log } = this.#deps;
    const state = await directory.load();
    if (!state) return;
    if (await directory.isLocked()) {
      this.#locked = state;
      log.warn("this manager is locked: unlock it with the swarm's key", { nodeId: state.nodeId });
      return;
    }
    await this.#takeUp(state);
  }

  async #takeUp(state: NodeState): Promise<void> {
    const { directory, certificates, log } = this.#deps;
    const credentials = await directory.loadCredentials();
    const facts = await certificates.inspect(credentials.certificate, credentials.root);
    log.info("member of a cluster", { nodeId: state.nodeId });
    this.#start(state, credentials, facts);
  }

  /** Ends the membership's work, not the membership: containers run on. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    await handOver(running.member);
    await end(running);
  }

  status(): NodeStatus {
    return statusOf(this.#running?.member, this.#error, this.#locked !== undefined);
  }

  host(): HostFacts {
    return {
      hostname: this.#deps.options.hostname ?? hostname(),
      operatingSystem: "linux",
      kernelVersion: release(),
      architecture: arch() === "arm64" ? "aarch64" : "x86_64",
      cpus: cpus().length,
      memoryBytes: totalmem(),
      engine: this.#deps.engineKind,
    };
  }

  control(): Channel {
    const manager = this.#running?.member.manager;
    if (manager) return manager.control();
    if (this.#locked) throw new OperationalError("unavailable", LOCKED);
    throw new OperationalError(
      "unavailable",
      this.status().localState === "inactive" ? NO_SWARM : this.#isManager() ? PREPARING : WORKER,
    );
  }

  watch(listener: (change: ClusterChange) => void): () => void {
    return this.#changes.listen(listener);
  }

  engineSocket(): string | undefined {
    const { engineKind, options } = this.#deps;
    return engineKind === "docker" ? options.dockerSocket : undefined;
  }

  async askEngine(
    path: string,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    if (this.#deps.engineKind !== "docker") return undefined;
    return askDocker(this.#deps.options.dockerSocket, path, signal).catch(() => undefined);
  }

  init(request: InitRequest, signal: AbortSignal): Promise<string> {
    return this.#turns.take(async () => {
      if (this.#locked && request.forceNewCluster)
        throw new OperationalError("unavailable", LOCKED);
      if (request.forceNewCluster && this.#running) {
        return this.#goOnAlone(this.#running, request, signal);
      }
      this.#refuseMember();
      const { directory } = this.#deps;
      const { listen, advertise } = addresses(request.listenAddress, request.advertiseAddress);
      const founded = await foundCluster(request, this.#deps);
      const state: NodeState = {
        version: 1,
        phase: "joining",
        nodeId: founded.nodeId,
        clusterId: founded.clusterId,
        listenAddress: listen,
        advertiseAddress: advertise,
        managers: [advertise],
      };
      return this.#undoneUnless(async () => {
        await directory.save(state);
        await directory.saveCredentials(founded.credentials);
        this.#start(state, founded.credentials, founded.facts, { seed: founded.seed });
        await this.#untilFounded(signal);
        await this.#becomeMember();
        return founded.nodeId;
      });
    });
  }

  join(request: JoinRequest, signal: AbortSignal): Promise<void> {
    return this.#turns.take(async () => {
      this.#refuseMember();
      const token = parseJoinToken(request.joinToken);
      if (request.remoteAddresses.length === 0) {
        throw new OperationalError("invalidArgument", "at least 1 RemoteAddr is required to join");
      }
      const { certificates, directory } = this.#deps;
      const { csr, key } = await certificates.createRequest();
      const how = { ...this.#deps, dialer: { anonymous: dialAnonymously } };
      const enrolled = await enrolWithAny(request, token.digest, csr, how, signal);
      const credentials = { root: enrolled.rootPem, certificate: enrolled.certificatePem, key };
      const facts = await certificates.inspect(credentials.certificate, credentials.root);
      const own = this.#addressesFor(request, facts);
      const state: NodeState = {
        version: 1,
        phase: "joining",
        nodeId: enrolled.nodeId,
        clusterId: facts.organization,
        listenAddress: own.listen,
        advertiseAddress: own.advertise,
        managers: request.remoteAddresses,
      };
      await this.#undoneUnless(async () => {
        await directory.save(state);
        await directory.saveCredentials(credentials);
        // From here on the cluster may count on this node: a manager that is admitted and forgets it
        // would leave the others waiting for a vote that never comes.
        await directory.save({ ...state, phase: "member" });
        this.#start({ ...state, phase: "member" }, credentials, facts);
        await this.#untilJoined(facts, signal);
      });
    });
  }

  leave({ force }: { readonly force: boolean }, signal: AbortSignal): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#locked) return this.#leaveLocked(this.#locked, force, signal);
      const running = this.#running;
      if (!running) throw new OperationalError("unavailable", "This node is not part of a swarm");
      const { member, engine, carried } = running;
      if (member.manager && !force) refuseHastyLeave(member.manager.status());
      if (member.manager) await leaveRaft(member, this.#deps, signal);
      this.#running = undefined;
      running.life.abort();
      await running.ended;
      await clearTasks(engine, this.#deps, signal);
      await carried?.networks.clear(signal);
      await engine.close();
      await this.#deps.directory.forget();
      this.#error = "";
      this.#deps.log.info("left the cluster");
    });
  }

  /** Nobody else can be told: the keys that would prove who asks are locked. */
  async #leaveLocked(locked: NodeState, force: boolean, signal: AbortSignal): Promise<void> {
    if (!force) throw new OperationalError("unavailable", LEAVING_LOCKED);
    const { engineKind, options, directory, log } = this.#deps;
    const engine = openEngine(engineKind, locked.nodeId, options, this.#deps);
    await clearTasks(engine, this.#deps, signal);
    await engine.close();
    await directory.forget();
    this.#locked = undefined;
    log.info("left the cluster");
  }

  unlock(unlockKey: string, signal: AbortSignal): Promise<boolean> {
    return this.#turns.take(async () => {
      const state = this.#locked;
      if (!state) throw new OperationalError("failedPrecondition", "swarm is not locked");
      if (!(await this.#deps.directory.unlock(parseUnlockKey(unlockKey)))) return false;
      await this.#takeUp(state);
      this.#locked = undefined;
      await this.#until((member) => member.manager !== undefined, signal);
      return true;
    });
  }

  /** Makes a cluster of this manager alone, from its disk. As before where that fails. */
  async #goOnAlone(
    running: Running,
    { listenAddress, advertiseAddress }: InitRequest,
    signal: AbortSignal,
  ): Promise<string> {
    const { directory, log } = this.#deps;
    const { state, facts, credentials, manager } = running.member;
    if (facts.role !== NodeRole.MANAGER) throw new OperationalError("unavailable", WORKER);
    if (manager) refuseToSplit(manager.status());
    const moved = advertiseAddress === "" ? undefined : addresses(listenAddress, advertiseAddress);
    const address = moved ?? { listen: state.listenAddress, advertise: state.advertiseAddress };
    const alone: NodeState = {
      ...state,
      listenAddress: address.listen,
      advertiseAddress: address.advertise,
      managers: [address.advertise],
    };
    log.warn("going on as the only manager of this swarm", { nodeId: state.nodeId });
    await this.#endRunning();
    try {
      await directory.save(alone);
      this.#start(alone, credentials, facts, { alone: true });
      await this.#until((member) => member.manager?.isFoundedAnew() === true, signal);
      return state.nodeId;
    } catch (error) {
      await this.#endRunning();
      await directory.save(state);
      this.#start(state, credentials, facts);
      throw error;
    }
  }

  async #endRunning(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running) await end(running);
  }

  /** A worker needs no address of its own: its managers see where it calls from. */
  #addressesFor(
    request: JoinRequest,
    facts: CertificateFacts,
  ): { listen: string; advertise: string } {
    try {
      return addresses(request.listenAddress, request.advertiseAddress);
    } catch (error) {
      if (facts.role === NodeRole.MANAGER || request.advertiseAddress !== "") throw error;
      return { listen: request.listenAddress, advertise: request.listenAddress };
    }
  }

  #start(
    state: NodeState,
    credentials: NodeCredentials,
    facts: CertificateFacts,
    begin: { readonly seed?: ClusterSeed; readonly alone?: boolean } = {},
  ): void {
    const { options, log, engineKind, networkLack } = this.#deps;
    const engine = openEngine(engineKind, state.nodeId, options, {
      ...this.#deps,
      onStarted: (containerId, signal) =>
        carried?.networks.started(containerId, signal) ?? Promise.resolve(),
    });
    const carried: HostNetworks | undefined =
      networkLack === undefined
        ? openNetworks(engine, {
            ...this.#deps,
            nodeId: state.nodeId,
            nodeAddress: () => member.address,
          })
        : undefined;
    const containers = openContainers(engineKind, options, this.#deps);
    const member: Member = new Member(
      {
        ...this.#deps,
        carrier: grpcCarrier,
        engine,
        timing: { ...FAST_TIMING, ...options.raft },
        deadManagerMs:
          options.deadManagerMinutes === undefined
            ? undefined
            : options.deadManagerMinutes * 60_000,
        onManager: (manager) => this.#changes.follow(manager),
        networks: carried?.networks,
        passages: containers?.server,
        gossip: { network: gossipSockets, cipher: gossipCipher },
        describe: async (signal) => {
          const encryption = await carried?.networks.encryption(signal);
          return describeNode(engine, options, { lack: networkLack, encryption }, signal);
        },
      },
      { state, credentials, facts, ...begin },
    );
    const life = new AbortController();
    this.#error = "";
    const ended = member
      .run(life.signal)
      .catch((error: unknown) => {
        this.#error = messageOf(error);
        log.error("this node cannot go on", { error });
        if (error instanceof StorageFailure) this.#diskFailed(member, error);
      })
      .finally(() => {
        containers?.close();
        return carried?.close();
      });
    this.#running = { member, engine, carried, life, ended };
  }

  /** After `init` or `join`, if one is under way: it tells its caller, and undoes what it did. */
  #diskFailed(member: Member, error: StorageFailure): void {
    void this.#turns.over().then(() => {
      if (this.#running?.member === member) this.#deps.onDiskFailure?.(error);
    });
  }

  async #untilFounded(signal: AbortSignal): Promise<void> {
    await this.#until((member) => {
      const manager = member.manager;
      return manager?.status().leading === true && manager.isFounded();
    }, signal);
  }

  /** A worker is one as soon as it is certified; a manager once it has a vote. */
  async #untilJoined(facts: CertificateFacts, signal: AbortSignal): Promise<void> {
    if (facts.role !== NodeRole.MANAGER) return;
    await this.#until((member) => {
      const status = member.manager?.status();
      return (
        status?.members.some(({ nodeId, learner }) => nodeId === facts.nodeId && !learner) ===
          true && status.leaderId !== undefined
      );
    }, signal);
  }

  async #until(done: (member: Member) => boolean, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const deadlineMs = clock.monotonicMs() + FOUND_MS;
    for (;;) {
      const member = this.#running?.member;
      if (member && done(member)) return;
      const fault = this.#error || member?.fault;
      if (fault) throw new OperationalError("unavailable", fault);
      if (signal.aborted || clock.monotonicMs() > deadlineMs) {
        throw new OperationalError("deadlineExceeded", NOT_JOINED_YET);
      }
      await clock.sleep(LOOK_MS, signal);
    }
  }

  async #becomeMember(): Promise<void> {
    await this.#running?.member.becomeMember();
  }

  /** Runs `work`; when it fails nothing of it stays: nobody was told that it had happened. */
  async #undoneUnless<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const running = this.#running;
      // It may have been admitted without hearing of it: it goes on trying.
      if (errorCodeOf(error) === "deadlineExceeded" && running?.member.state.phase === "member") {
        throw error;
      }
      this.#running = undefined;
      if (running) await end(running);
      await this.#deps.directory.forget();
      this.#error = "";
      throw error;
    }
  }

  #refuseMember(): void {
    if (!this.#running && !this.#locked && this.#error === "") return;
    throw new OperationalError("unavailable", IN_SWARM);
  }

  #isManager(): boolean {
    return this.#running?.member.facts.role === NodeRole.MANAGER;
  }
}

/** A leader that stops in good order hands over first, so that the cluster hardly notices. */
async function handOver(member: Member): Promise<void> {
  await member.manager?.handOver();
}

async function end({ life, ended, engine }: Running): Promise<void> {
  life.abort();
  await ended;
  await engine.close();
}
