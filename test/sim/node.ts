import { assert } from "../../src/base/assert.ts";
import { NodeRole, NodeSpec_Availability } from "../../src/model/generated/types.ts";
import { DEFAULT_CLUSTER_SPEC, type ClusterSeed } from "../../src/node/cluster-seed.ts";
import { enrol } from "../../src/node/enrol.ts";
import { foundCluster } from "../../src/node/found.ts";
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

/** How a machine that is in no cluster gets into one. */
export type Beginning =
  | { readonly kind: "init" }
  | { readonly kind: "join"; readonly token: string; readonly remote: string };

const CLUSTER_PORT = 2377;
const LOOK_MS = 50;

export function addressOf(machine: SimMachine): string {
  return `${machine.name}:${CLUSTER_PORT}`;
}

/** What the daemon makes of a node's life, on simulated seams. `onMember` hears of the member first. */
export async function runNode(
  machine: SimMachine,
  process: SimProcess,
  network: SimNetwork,
  beginning: Beginning,
  limits: Partial<RaftLimits>,
  onMember: (member: Member) => void,
): Promise<void> {
  const { clock, entropy, log } = process;
  // A daemon that is killed hears nothing of it.
  const { signal } = new AbortController();
  const certificates = new SimCertificates(clock, entropy);
  const directory = new SimFiles(machine, process);
  const engine = machine.engine.connect(process);
  const known = await directory.load();
  const begun =
    known ?? (await begin({ machine, process, network, beginning, certificates, signal }));
  if (known === undefined) {
    await directory.save(begun.state);
    await directory.saveCredentials(begun.credentials);
  }
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
  onMember(member);
  const running = member.run(signal);
  if (begun.state.phase === "joining") {
    // A rejection of `running` is told below.
    while (!isIn(member)) await clock.sleep(LOOK_MS, signal);
    await member.becomeMember();
  }
  await running;
}

/** What `init` or `join` promises is true. */
function isIn(member: Member): boolean {
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

async function begin({
  machine,
  process,
  network,
  beginning,
  certificates,
  signal,
}: {
  readonly machine: SimMachine;
  readonly process: SimProcess;
  readonly network: SimNetwork;
  readonly beginning: Beginning;
  readonly certificates: SimCertificates;
  readonly signal: AbortSignal;
}): Promise<Begun> {
  const { clock, entropy } = process;
  const address = addressOf(machine);
  const availability = NodeSpec_Availability.ACTIVE;
  const place = {
    version: 1,
    phase: "joining",
    listenAddress: address,
    advertiseAddress: address,
  } as const;
  if (beginning.kind === "init") {
    const { nodeId, clusterId, credentials, seed } = await foundCluster(
      {
        listenAddress: address,
        advertiseAddress: address,
        availability,
        spec: DEFAULT_CLUSTER_SPEC,
        defaultAddressPool: ["10.0.0.0/8"],
        subnetSize: 24,
        dataPathPort: 4789,
        forceNewCluster: false,
      },
      { certificates, entropy },
    );
    return { state: { ...place, nodeId, clusterId, managers: [address] }, credentials, seed };
  }
  const { csr, key } = await certificates.createRequest();
  const dialer = network.dialer(process, () => undefined);
  const { token, remote } = beginning;
  const checkRoot = (root: string): void => {
    const digest = digestText(certificates.rootDigest(root));
    assert(digest === parseJoinToken(token).digest, "the root is not the token's");
  };
  const { nodeId, rootPem, certificatePem } = await enrol(
    { clock, dialer, remote, token, csr, availability, checkRoot },
    signal,
  );
  const credentials = { root: rootPem, certificate: certificatePem, key };
  const { organization } = await certificates.inspect(certificatePem, rootPem);
  const state = { ...place, nodeId, clusterId: organization, managers: [remote] };
  return { state, credentials };
}
