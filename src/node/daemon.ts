import { arch, cpus, hostname, networkInterfaces, release, totalmem } from "node:os";
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
import { digestText, parseJoinToken } from "../system/join-token.ts";
import type { Log } from "../system/log.ts";
import type { Channel } from "../system/rpc.ts";
import { StorageFailure } from "../system/storage.ts";
import type { Engine } from "../worker/engine/engine.ts";
import { isUnspecified, resolveAddresses, type MachineAddress } from "./addresses.ts";
import { ChangeFeed } from "./change-feed.ts";
import { DEFAULT_CLUSTER_SPEC, type ClusterSeed } from "./cluster-seed.ts";
import { openContainers } from "./containers-from-afar.ts";
import type { DaemonOptions } from "./daemon-options.ts";
import { askDocker } from "./docker-socket.ts";
import { describeNode, openEngine } from "./engine-choice.ts";
import { enrol, type Enrolled } from "./enrol.ts";
import { foundCluster } from "./found.ts";
import { openNetworks, type HostNetworks } from "./host-networks.ts";
import { refuseToSplit } from "./going-alone.ts";
import { clearTasks, leaveRaft, refuseHastyLeave } from "./leaving.ts";
import { Member } from "./member.ts";
import { statusOf } from "./node-status.ts";
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
  #error = "";
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: DaemonDeps) {
    this.#deps = deps;
  }

  /** Takes up the membership that the state directory speaks of, if any. */
  async resume(): Promise<void> {
    const { directory, certificates, log } = this.#deps;
    const state = await directory.load();
    if (!state) return;
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
    return statusOf(this.#running?.member, this.#error);
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
    return this.#inTurn(async () => {
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
    return this.#inTurn(async () => {
      this.#refuseMember();
      const token = parseJoinToken(request.joinToken);
      if (request.remoteAddresses.length === 0) {
        throw new OperationalError("invalidArgument", "at least 1 RemoteAddr is required to join");
      }
      const { certificates, directory } = this.#deps;
      const { csr, key } = await certificates.createRequest();
      const enrolled = await this.#enrol(request, token.digest, csr, signal);
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
    return this.#inTurn(async () => {
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

  async #enrol(
    request: JoinRequest,
    digest: string,
    csr: Uint8Array,
    signal: AbortSignal,
  ): Promise<Enrolled> {
    const { certificates, clock } = this.#deps;
    let last: unknown;
    for (const remote of request.remoteAddresses) {
      try {
        return await enrol(
          {
            ...{ clock, remote, csr, token: request.joinToken, availability: request.availability },
            dialer: { anonymous: dialAnonymously },
            checkRoot: (pem) => {
              if (digestText(certificates.rootDigest(pem)) === digest) return;
              throw new OperationalError(
                "failedPrecondition",
                `remote CA does not match fingerprint. Expected: ${digest}. The token is another cluster's, or ${remote} is not who it should be`,
              );
            },
          },
          signal,
        );
      } catch (error) {
        last = error;
      }
    }
    throw last;
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
    void this.#turn.then(() => {
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
        throw new OperationalError(
          "deadlineExceeded",
          "Timeout was reached before node joined. The attempt to join the swarm will continue in the " +
            'background. Use the "docker info" command to see the current swarm status of your node.',
        );
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

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined); // Told to its own caller.
    return mine;
  }

  #refuseMember(): void {
    if (!this.#running && this.#error === "") return;
    throw new OperationalError(
      "unavailable",
      'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.',
    );
  }

  #isManager(): boolean {
    return this.#running?.member.facts.role === NodeRole.MANAGER;
  }
}

// The texts that Docker's clients match on. Source: moby daemon/cluster/errors.go.
const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const WORKER =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. " +
  "Please run this command on a manager node or promote the current node to a manager.";
const PREPARING =
  "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.";

/** A leader that stops in good order hands over first, so that the cluster hardly notices. */
async function handOver(member: Member): Promise<void> {
  await member.manager?.handOver();
}

async function end({ life, ended, engine }: Running): Promise<void> {
  life.abort();
  await ended;
  await engine.close();
}

/** Where to listen and what to tell others; refused rather than guessed. */
function addresses(
  listenText: string,
  advertiseText: string,
): { readonly listen: string; readonly advertise: string } {
  const { listen, advertise } = resolveAddresses(listenText, advertiseText, machineAddresses());
  return { listen, advertise: advertise ?? listen };
}

function machineAddresses(): readonly MachineAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ address }) => !isUnspecified(address))
      .map(({ address, family, internal }) => ({ interface: name, address, family, internal })),
  );
}
