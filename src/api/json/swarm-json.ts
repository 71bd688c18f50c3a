import {
  ExternalCA_CAProtocol,
  makeAnnotations,
  makeCAConfig,
  makeClusterSpec,
  makeDispatcherConfig,
  makeEncryptionConfig,
  makeExternalCA,
  makeOrchestrationConfig,
  makeRaftConfig,
  makeTaskDefaults,
  type CAConfig,
  type Cluster,
  type ClusterSpec,
  type DispatcherConfig,
  type Driver,
  type Duration,
  type EncryptionConfig,
  type ExternalCA,
  type NodeTLSInfo,
  type OrchestrationConfig,
  type RaftConfig,
  type TaskDefaults,
} from "../../model/generated/types.ts";
import { trustOf } from "../certificate-parts.ts";
import { driver } from "./driver-json.ts";
import { kept, named, nullable, omitted, record, type Form } from "./form.ts";
import { metaFields, metaShape, type MetaShape } from "./meta-json.ts";
import { tlsInfo } from "./node-json.ts";
import {
  choice,
  duration,
  flag,
  int64IfSet,
  listOf,
  text,
  textBytes,
  textMap,
  uint32,
  uint64,
  uint64IfSet,
} from "./values.ts";

/** A model type of which an update says only some members. */
type Said<T> = { readonly [K in Exclude<keyof T, "unknownFields">]?: T[K] | undefined };

const same = <T>(fields: T): T => fields;

const raft: Form<Said<RaftConfig>> = record<Said<RaftConfig>>(same, {
  snapshotInterval: omitted("SnapshotInterval", uint64),
  keepOldSnapshots: omitted("KeepOldSnapshots", uint64IfSet),
  logEntriesForSlowFollowers: omitted("LogEntriesForSlowFollowers", uint64),
  electionTick: kept("ElectionTick", uint32),
  heartbeatTick: kept("HeartbeatTick", uint32),
});

const externalCa: Form<ExternalCA> = record<ExternalCA>(makeExternalCA, {
  protocol: kept(
    "Protocol",
    choice(
      { cfssl: ExternalCA_CAProtocol.CFSSL },
      { unknown: (word) => `invalid protocol: ${JSON.stringify(word)}`, caseless: true },
    ),
  ),
  url: kept("URL", text),
  options: omitted("Options", textMap),
  caCert: kept("CACert", textBytes),
});

/** The signing certificate and key only go in: what came back with one of them would be half. */
const caConfig: Form<Said<CAConfig>> = record<Said<CAConfig>>(same, {
  nodeCertExpiry: omitted("NodeCertExpiry", duration),
  externalCas: omitted("ExternalCAs", listOf(externalCa)),
  signingCaCert: omitted("SigningCACert", { ...textBytes, isEmpty: () => true }),
  signingCaKey: omitted("SigningCAKey", { ...textBytes, isEmpty: () => true }),
  forceRotate: omitted("ForceRotate", uint64),
});

/** A swarm's spec as a request gives it: what it does not say stays as it is. */
export interface SwarmSpec {
  readonly name?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly orchestration?: Said<OrchestrationConfig> | undefined;
  readonly raft?: Said<RaftConfig> | undefined;
  readonly dispatcher?: Said<DispatcherConfig> | undefined;
  readonly caConfig?: Said<CAConfig> | undefined;
  readonly taskDefaults?: { readonly logDriver?: Driver | undefined } | undefined;
  readonly encryption?: Said<EncryptionConfig> | undefined;
}

export const swarmSpec: Form<SwarmSpec> = named(
  "SwarmSpec",
  record<SwarmSpec>(same, {
    name: omitted("Name", text),
    labels: kept("Labels", textMap),
    orchestration: kept(
      "Orchestration",
      record<Said<OrchestrationConfig>>(same, {
        taskHistoryRetentionLimit: omitted("TaskHistoryRetentionLimit", int64IfSet),
      }),
    ),
    raft: kept("Raft", raft),
    dispatcher: kept(
      "Dispatcher",
      record<Said<DispatcherConfig>>(same, {
        heartbeatPeriod: omitted("HeartbeatPeriod", duration),
      }),
    ),
    caConfig: kept("CAConfig", caConfig),
    taskDefaults: kept(
      "TaskDefaults",
      record<Said<TaskDefaults>>(same, { logDriver: omitted("LogDriver", driver) }),
    ),
    encryption: kept(
      "EncryptionConfig",
      record<Said<EncryptionConfig>>(same, { autoLockManagers: kept("AutoLockManagers", flag) }),
    ),
  }),
);

/** `base` with what `spec` says; zero says nothing where zero makes no sense, as with Docker. */
export function mergedSpec(spec: SwarmSpec, base: ClusterSpec): ClusterSpec {
  const annotations = makeAnnotations(base.annotations);
  return makeClusterSpec({
    ...base,
    annotations: {
      ...annotations,
      name: spec.name === undefined || spec.name === "" ? annotations.name : spec.name,
      labels: spec.labels ?? annotations.labels,
    },
    orchestration: makeOrchestrationConfig({ ...base.orchestration, ...said(spec.orchestration) }),
    raft: makeRaftConfig({ ...base.raft, ...saidAboveZero(spec.raft) }),
    dispatcher: makeDispatcherConfig({
      heartbeatPeriod:
        spanIfSaid(spec.dispatcher?.heartbeatPeriod) ?? base.dispatcher?.heartbeatPeriod,
    }),
    caConfig: mergedCa(spec.caConfig ?? {}, base.caConfig),
    taskDefaults: spec.taskDefaults ? makeTaskDefaults(spec.taskDefaults) : base.taskDefaults,
    encryptionConfig: makeEncryptionConfig({
      autoLockManagers: spec.encryption?.autoLockManagers ?? false,
    }),
  });
}

function mergedCa(ca: Said<CAConfig>, base: CAConfig | undefined): CAConfig {
  const last = base?.forceRotate ?? 0;
  return makeCAConfig({
    nodeCertExpiry: spanIfSaid(ca.nodeCertExpiry) ?? base?.nodeCertExpiry,
    externalCas: ca.externalCas ?? [],
    ...(ca.signingCaCert && { signingCaCert: ca.signingCaCert }),
    ...(ca.signingCaKey && { signingCaKey: ca.signingCaKey }),
    // The number of the last change that was asked for: a client that leaves it out asks for none.
    forceRotate: ca.forceRotate === undefined || ca.forceRotate === 0 ? last : ca.forceRotate,
  });
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function said<T extends object>(given: T | undefined): Present<T> {
  // What is left has the types it had.
  return Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== undefined),
  ) as Present<T>;
}

function saidAboveZero({
  keepOldSnapshots,
  ...numbers
}: Said<RaftConfig> = {}): Partial<RaftConfig> {
  const positive = Object.entries(numbers).filter(([, value]) => value !== undefined && value > 0);
  return { ...Object.fromEntries(positive), ...said({ keepOldSnapshots }) };
}

function spanIfSaid(span: Duration | undefined): Duration | undefined {
  return span && !duration.isEmpty(span) ? span : undefined;
}

interface SwarmShape extends MetaShape {
  readonly id: string;
  readonly spec: SwarmSpec;
  readonly tlsInfo: NodeTLSInfo;
  readonly rootRotationInProgress: boolean;
  readonly defaultAddressPool?: readonly string[] | undefined;
  readonly subnetSize: number;
  readonly dataPathPort: number;
}

const clusterShape: Form<SwarmShape> = record<SwarmShape>(
  (fields) => ({
    id: "",
    ...metaShape(undefined),
    spec: {},
    tlsInfo: trustOf(undefined),
    rootRotationInProgress: false,
    subnetSize: 0,
    dataPathPort: 0,
    ...fields,
  }),
  {
    id: kept("ID", text),
    ...metaFields,
    spec: kept("Spec", swarmSpec),
    tlsInfo: kept("TLSInfo", tlsInfo),
    rootRotationInProgress: kept("RootRotationInProgress", flag),
    defaultAddressPool: nullable("DefaultAddrPool", listOf(text)),
    subnetSize: kept("SubnetSize", uint32),
    dataPathPort: kept("DataPathPort", uint32),
  },
);

export const clusterDescription = clusterShape.schema;

/** The cluster as `docker info` shows it. */
export function clusterInfo(cluster: Cluster): Readonly<Record<string, unknown>> {
  const { defaultAddressPool } = cluster;
  const written = clusterShape.write({
    id: cluster.id,
    ...metaShape(cluster.meta),
    spec: specShape(cluster.spec ?? makeClusterSpec()),
    tlsInfo: trustOf(cluster.rootCa),
    rootRotationInProgress: cluster.rootCa?.rootRotation !== undefined,
    defaultAddressPool: defaultAddressPool.length === 0 ? undefined : defaultAddressPool,
    subnetSize: cluster.subnetSize,
    dataPathPort: cluster.vxlanUdpPort,
  });
  return written as Readonly<Record<string, unknown>>; // A record is written as an object.
}

/** The cluster as a manager shows it, with the tokens that let others join. */
export function swarm(cluster: Cluster): Readonly<Record<string, unknown>> {
  const { worker = "", manager = "" } = cluster.rootCa?.joinTokens ?? {};
  return { ...clusterInfo(cluster), JoinTokens: { Worker: worker, Manager: manager } };
}

function specShape(spec: ClusterSpec): SwarmSpec {
  return {
    name: spec.annotations?.name ?? "",
    labels: spec.annotations?.labels ?? {},
    orchestration: makeOrchestrationConfig(spec.orchestration),
    raft: makeRaftConfig(spec.raft),
    dispatcher: makeDispatcherConfig(spec.dispatcher),
    caConfig: makeCAConfig(spec.caConfig),
    taskDefaults: makeTaskDefaults(spec.taskDefaults),
    encryption: makeEncryptionConfig(spec.encryptionConfig),
  };
}
