import { assert } from "../../src/base/assert.ts";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole, NodeSpec_Availability } from "../../src/model/generated/types.ts";
import { DEFAULT_CLUSTER_SPEC, type ClusterSeed } from "../../src/node/cluster-seed.ts";
import { enrol } from "../../src/node/enrol.ts";
import { foundCluster } from "../../src/node/found.ts";
import { clearTasks, leaveRaft } from "../../src/node/leaving.ts";
import { Member } from "../../src/node/member.ts";
import type { NodeState } from "../../src/node/state-file.ts";
import { FAST_TIMING, type RaftLimits } from "../../src/raft/options.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { digestText, parseJoinToken } from "../../src/system/join-token.ts";
import { SimCertificates } from "./certificates.ts";
import type { SimMachine } from "./machine.ts";
import type { SimNetwork } from "./network.ts";
import { SimFiles } from "./node-files.ts";
import type { SimProcess } from "./process.ts";

/** What an operator types on a machine that is to join. */
export interface Invitation {
  readonly token: string;
  readonly remote: string;
}

/** How a machine that is in no cluster gets into one; joining is tried until there is somebody to ask. */
export type Beginning =
  | { readonly kind: "init" }
  | { readonly kind: "join"; readonly invitation: () => Invitation | undefined };

/** A daemon of the moment that is part of a cluster. */
export interface NodeLife {
  readonly member: Member;
  /** Leaves the cluster in good order: nothing of it is left on the machine. */
  readonly leave: () => Promise<void>;
}

const CLUSTER_PORT = 2377;
const LOOK_MS = 50;
const JOIN_RETRY_MS = 500;

export function addressOf(machine: SimMachine): string {
  return `${machine.name}:${CLUSTER_PORT}`;
}

/**
 * What the daemon makes of a node's life, on simulated seams. `onLife` hears of it first. Without a
 * `beginning` a machine that is in no cluster stays so.
 */
export async function runNode(
  machine: SimMachine,
  process: SimProcess,
  network: SimNetwork,
  beginning: Beginning | undefined,
  limits: Partial<RaftLimits>,
  onLife: (life: NodeLife) => void,
): Promise<void> {
  const { clock, entropy, log } = process;
  // A daemon that is killed hears nothing of it.
  const life = new AbortController();
  const { signal } = life;
  const certificates = new SimCertificates(clock, entropy);
  const directory = new SimFiles(machine, process);
  const engine = machine.engine.connect(process);
  const known = await directory.load();
  if (known === undefined && beginning === undefined) return forever();
  const begun =
    known ?? (await begin({ machine, process, network, beginning, certificates, directory }));
  const facts = await certificates.inspect(begun.credentials.certificate, begun.credentials.root);
  const member = new Member(
    {
      ...{ clock, entropy, log, certificates, directory, engine },
      carrier: network.carrier(process),
      timing: FAST_TIMING,
      limits,
      describe: (signal) => engine.describe(signal),
    },
    { ...begun, facts },
  );
  const running = member.run(signal);
  const leave = async (): Promise<void> => {
    const unlimited = new AbortController().signal;
    if (member.manager) await leaveRaft(member, { clock, log }, unlimited);
    life.abort();
    await running;
    await clearTasks(engine, { clock, log }, unlimited);
    await directory.forget();
  };
  onLife({ member, leave });
  if (begun.state.phase === "joining") {
    // A rejection of `running` is told below.
    while (!isIn(member)) await clock.sleep(LOOK_MS, signal);
    await member.becomeMember();
  }
  await running;
  await forever(); // The daemon of a machine that has left goes on.
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

/** What `init` or `join` promises is true. */
export function isIn(member: Member): boolean {
  if (member.facts.role !== NodeRole.MANAGER) return true;
  const { manager } = member;
  const members = manager?.status().members ?? [];
  return (
    manager?.isFounded() === true && members.some(({ nodeId }) => nodeId === member.facts.nodeId)
  );
}

interface Begun {
  readonly state: NodeState;
  readonly credentials: NodeCredentials;
  readonly seed?: ClusterSeed;
}

interface Scene {
  readonly machine: SimMachine;
  readonly process: SimProcess;
  readonly network: SimNetwork;
  readonly beginning: Beginning | undefined;
  readonly certificates: SimCertificates;
  readonly directory: SimFiles;
}

/** Makes a cluster or joins one; what that gives is on the disk, in the daemon's order. */
async function begin(scene: Scene): Promise<Begun> {
  const { beginning, directory } = scene;
  assert(beginning !== undefined, "a machine that begins knows how");
  if (beginning.kind === "init") {
    const begun = await found(scene);
    await directory.save(begun.state);
    await directory.saveCredentials(begun.credentials);
    return begun;
  }
  const begun = await joinWhenPossible(scene, beginning.invitation);
  await directory.save(begun.state);
  await directory.saveCredentials(begun.credentials);
  const state = { ...begun.state, phase: "member" as const };
  await directory.save(state);
  return { ...begun, state };
}

function placeOf(machine: SimMachine): Pick<NodeState, "version" | "phase"> & {
  readonly listenAddress: string;
  readonly advertiseAddress: string;
} {
  const address = addressOf(machine);
  return { version: 1, phase: "joining", listenAddress: address, advertiseAddress: address };
}

async function found({ machine, process, certificates }: Scene): Promise<Begun> {
  const address = addressOf(machine);
  const { nodeId, clusterId, credentials, seed } = await foundCluster(
    {
      listenAddress: address,
      advertiseAddress: address,
      availability: NodeSpec_Availability.ACTIVE,
      spec: DEFAULT_CLUSTER_SPEC,
      defaultAddressPool: ["10.0.0.0/8"],
      subnetSize: 24,
      dataPathPort: 4789,
      forceNewCluster: false,
    },
    { certificates, entropy: process.entropy },
  );
  const state = { ...placeOf(machine), nodeId, clusterId, managers: [address] };
  return { state, credentials, seed };
}

/** As an operator does who types it again. */
async function joinWhenPossible(
  scene: Scene,
  invitation: () => Invitation | undefined,
): Promise<Begun> {
  const { clock, log } = scene.process;
  for (;;) {
    const current = invitation();
    try {
      if (current !== undefined) return await join(scene, current);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      log.info("not joined", { error });
    }
    await clock.sleep(JOIN_RETRY_MS, new AbortController().signal);
  }
}

async function join(
  { machine, process, network, certificates }: Scene,
  { token, remote }: Invitation,
): Promise<Begun> {
  const { csr, key } = await certificates.createRequest();
  const dialer = network.dialer(process, () => undefined);
  const checkRoot = (root: string): void => {
    const digest = digestText(certificates.rootDigest(root));
    assert(digest === parseJoinToken(token).digest, "the root is not the token's");
  };
  const { nodeId, rootPem, certificatePem } = await enrol(
    {
      ...{ dialer, remote, token, csr, checkRoot, clock: process.clock },
      availability: NodeSpec_Availability.ACTIVE,
    },
    new AbortController().signal,
  );
  const credentials = { root: rootPem, certificate: certificatePem, key };
  const { organization } = await certificates.inspect(certificatePem, rootPem);
  const state = { ...placeOf(machine), nodeId, clusterId: organization, managers: [remote] };
  return { state, credentials };
}
