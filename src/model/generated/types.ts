// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.

const NOTHING: readonly never[] = Object.freeze([]);
const NO_ENTRIES: Readonly<Record<string, never>> = Object.freeze({});
const NO_BYTES: Uint8Array = new Uint8Array(0);

export interface NodeCertificateStatusRequest {
  readonly nodeId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeCertificateStatusRequest with everything absent or zero but what is given. */
export function makeNodeCertificateStatusRequest(fields: Partial<NodeCertificateStatusRequest> = {}): NodeCertificateStatusRequest {
  return {
    nodeId: "",
    ...fields,
  };
}

export interface NodeCertificateStatusResponse {
  readonly status?: IssuanceStatus | undefined;
  readonly certificate?: Certificate | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeCertificateStatusResponse with everything absent or zero but what is given. */
export function makeNodeCertificateStatusResponse(fields: Partial<NodeCertificateStatusResponse> = {}): NodeCertificateStatusResponse {
  return {

    ...fields,
  };
}

export interface IssueNodeCertificateRequest {
  /** Deprecated in the protocol. */
  readonly role: NodeRole;
  readonly csr: Uint8Array;
  readonly token: string;
  readonly availability: NodeSpec_Availability;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IssueNodeCertificateRequest with everything absent or zero but what is given. */
export function makeIssueNodeCertificateRequest(fields: Partial<IssueNodeCertificateRequest> = {}): IssueNodeCertificateRequest {
  return {
    role: 0,
    csr: NO_BYTES,
    token: "",
    availability: 0,
    ...fields,
  };
}

export interface IssueNodeCertificateResponse {
  readonly nodeId: string;
  readonly nodeMembership: NodeSpec_Membership;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IssueNodeCertificateResponse with everything absent or zero but what is given. */
export function makeIssueNodeCertificateResponse(fields: Partial<IssueNodeCertificateResponse> = {}): IssueNodeCertificateResponse {
  return {
    nodeId: "",
    nodeMembership: 0,
    ...fields,
  };
}

export interface GetRootCACertificateRequest {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetRootCACertificateRequest with everything absent or zero but what is given. */
export function makeGetRootCACertificateRequest(fields: Partial<GetRootCACertificateRequest> = {}): GetRootCACertificateRequest {
  return {

    ...fields,
  };
}

export interface GetRootCACertificateResponse {
  readonly certificate: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetRootCACertificateResponse with everything absent or zero but what is given. */
export function makeGetRootCACertificateResponse(fields: Partial<GetRootCACertificateResponse> = {}): GetRootCACertificateResponse {
  return {
    certificate: NO_BYTES,
    ...fields,
  };
}

export interface GetUnlockKeyRequest {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetUnlockKeyRequest with everything absent or zero but what is given. */
export function makeGetUnlockKeyRequest(fields: Partial<GetUnlockKeyRequest> = {}): GetUnlockKeyRequest {
  return {

    ...fields,
  };
}

export interface GetUnlockKeyResponse {
  readonly unlockKey: Uint8Array;
  readonly version?: Version | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetUnlockKeyResponse with everything absent or zero but what is given. */
export function makeGetUnlockKeyResponse(fields: Partial<GetUnlockKeyResponse> = {}): GetUnlockKeyResponse {
  return {
    unlockKey: NO_BYTES,
    ...fields,
  };
}

export interface NodeSpec {
  readonly annotations?: Annotations | undefined;
  readonly desiredRole: NodeRole;
  readonly membership: NodeSpec_Membership;
  readonly availability: NodeSpec_Availability;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeSpec with everything absent or zero but what is given. */
export function makeNodeSpec(fields: Partial<NodeSpec> = {}): NodeSpec {
  return {
    desiredRole: 0,
    membership: 0,
    availability: 0,
    ...fields,
  };
}

export const NodeSpec_Membership = {
  PENDING: 0,
  ACCEPTED: 1,
} as const;
export type NodeSpec_Membership = (typeof NodeSpec_Membership)[keyof typeof NodeSpec_Membership];

export const NodeSpec_Availability = {
  ACTIVE: 0,
  PAUSE: 1,
  DRAIN: 2,
} as const;
export type NodeSpec_Availability = (typeof NodeSpec_Availability)[keyof typeof NodeSpec_Availability];

export interface ServiceSpec {
  readonly annotations?: Annotations | undefined;
  readonly task?: TaskSpec | undefined;
  readonly replicated?: ReplicatedService | undefined;
  readonly global?: GlobalService | undefined;
  readonly replicatedJob?: ReplicatedJob | undefined;
  readonly globalJob?: GlobalJob | undefined;
  readonly update?: UpdateConfig | undefined;
  readonly rollback?: UpdateConfig | undefined;
  /** Deprecated in the protocol. */
  readonly networks: readonly NetworkAttachmentConfig[];
  readonly endpoint?: EndpointSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ServiceSpec with everything absent or zero but what is given. */
export function makeServiceSpec(fields: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    networks: NOTHING,
    ...fields,
  };
}

export interface ReplicatedService {
  readonly replicas: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ReplicatedService with everything absent or zero but what is given. */
export function makeReplicatedService(fields: Partial<ReplicatedService> = {}): ReplicatedService {
  return {
    replicas: 0,
    ...fields,
  };
}

export interface GlobalService {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GlobalService with everything absent or zero but what is given. */
export function makeGlobalService(fields: Partial<GlobalService> = {}): GlobalService {
  return {

    ...fields,
  };
}

export interface ReplicatedJob {
  readonly maxConcurrent: number;
  readonly totalCompletions: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ReplicatedJob with everything absent or zero but what is given. */
export function makeReplicatedJob(fields: Partial<ReplicatedJob> = {}): ReplicatedJob {
  return {
    maxConcurrent: 0,
    totalCompletions: 0,
    ...fields,
  };
}

export interface GlobalJob {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GlobalJob with everything absent or zero but what is given. */
export function makeGlobalJob(fields: Partial<GlobalJob> = {}): GlobalJob {
  return {

    ...fields,
  };
}

export interface TaskSpec {
  readonly attachment?: NetworkAttachmentSpec | undefined;
  readonly container?: ContainerSpec | undefined;
  readonly generic?: GenericRuntimeSpec | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restart?: RestartPolicy | undefined;
  readonly placement?: Placement | undefined;
  readonly logDriver?: Driver | undefined;
  readonly networks: readonly NetworkAttachmentConfig[];
  readonly forceUpdate: number;
  readonly resourceReferences: readonly ResourceReference[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TaskSpec with everything absent or zero but what is given. */
export function makeTaskSpec(fields: Partial<TaskSpec> = {}): TaskSpec {
  return {
    networks: NOTHING,
    forceUpdate: 0,
    resourceReferences: NOTHING,
    ...fields,
  };
}

export interface ResourceReference {
  readonly resourceId: string;
  readonly resourceType: ResourceType;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ResourceReference with everything absent or zero but what is given. */
export function makeResourceReference(fields: Partial<ResourceReference> = {}): ResourceReference {
  return {
    resourceId: "",
    resourceType: 0,
    ...fields,
  };
}

export interface GenericRuntimeSpec {
  readonly kind: string;
  readonly payload?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GenericRuntimeSpec with everything absent or zero but what is given. */
export function makeGenericRuntimeSpec(fields: Partial<GenericRuntimeSpec> = {}): GenericRuntimeSpec {
  return {
    kind: "",
    ...fields,
  };
}

export interface NetworkAttachmentSpec {
  readonly containerId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkAttachmentSpec with everything absent or zero but what is given. */
export function makeNetworkAttachmentSpec(fields: Partial<NetworkAttachmentSpec> = {}): NetworkAttachmentSpec {
  return {
    containerId: "",
    ...fields,
  };
}

export interface ContainerSpec {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly hostname: string;
  readonly env: readonly string[];
  readonly dir: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly privileges?: Privileges | undefined;
  readonly init?: boolean | undefined;
  readonly tty: boolean;
  readonly openStdin: boolean;
  readonly readOnly: boolean;
  readonly stopSignal: string;
  readonly mounts: readonly Mount[];
  readonly stopGracePeriod?: Duration | undefined;
  readonly pullOptions?: ContainerSpec_PullOptions | undefined;
  readonly secrets: readonly SecretReference[];
  readonly configs: readonly ConfigReference[];
  readonly hosts: readonly string[];
  readonly dnsConfig?: ContainerSpec_DNSConfig | undefined;
  readonly healthcheck?: HealthConfig | undefined;
  readonly isolation: ContainerSpec_Isolation;
  readonly pidsLimit: number;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly capabilityAdd: readonly string[];
  readonly capabilityDrop: readonly string[];
  readonly ulimits: readonly ContainerSpec_Ulimit[];
  readonly oomScoreAdj: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ContainerSpec with everything absent or zero but what is given. */
export function makeContainerSpec(fields: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    image: "",
    labels: NO_ENTRIES,
    command: NOTHING,
    args: NOTHING,
    hostname: "",
    env: NOTHING,
    dir: "",
    user: "",
    groups: NOTHING,
    tty: false,
    openStdin: false,
    readOnly: false,
    stopSignal: "",
    mounts: NOTHING,
    secrets: NOTHING,
    configs: NOTHING,
    hosts: NOTHING,
    isolation: 0,
    pidsLimit: 0,
    sysctls: NO_ENTRIES,
    capabilityAdd: NOTHING,
    capabilityDrop: NOTHING,
    ulimits: NOTHING,
    oomScoreAdj: 0,
    ...fields,
  };
}

export const ContainerSpec_Isolation = {
  ISOLATION_DEFAULT: 0,
  ISOLATION_PROCESS: 1,
  ISOLATION_HYPERV: 2,
} as const;
export type ContainerSpec_Isolation = (typeof ContainerSpec_Isolation)[keyof typeof ContainerSpec_Isolation];

export interface ContainerSpec_PullOptions {
  readonly registryAuth: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ContainerSpec_PullOptions with everything absent or zero but what is given. */
export function makeContainerSpec_PullOptions(fields: Partial<ContainerSpec_PullOptions> = {}): ContainerSpec_PullOptions {
  return {
    registryAuth: "",
    ...fields,
  };
}

export interface ContainerSpec_DNSConfig {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ContainerSpec_DNSConfig with everything absent or zero but what is given. */
export function makeContainerSpec_DNSConfig(fields: Partial<ContainerSpec_DNSConfig> = {}): ContainerSpec_DNSConfig {
  return {
    nameservers: NOTHING,
    search: NOTHING,
    options: NOTHING,
    ...fields,
  };
}

export interface ContainerSpec_Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ContainerSpec_Ulimit with everything absent or zero but what is given. */
export function makeContainerSpec_Ulimit(fields: Partial<ContainerSpec_Ulimit> = {}): ContainerSpec_Ulimit {
  return {
    name: "",
    soft: 0,
    hard: 0,
    ...fields,
  };
}

export interface EndpointSpec {
  readonly mode: EndpointSpec_ResolutionMode;
  readonly ports: readonly PortConfig[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A EndpointSpec with everything absent or zero but what is given. */
export function makeEndpointSpec(fields: Partial<EndpointSpec> = {}): EndpointSpec {
  return {
    mode: 0,
    ports: NOTHING,
    ...fields,
  };
}

export const EndpointSpec_ResolutionMode = {
  VIP: 0,
  DNSRR: 1,
} as const;
export type EndpointSpec_ResolutionMode = (typeof EndpointSpec_ResolutionMode)[keyof typeof EndpointSpec_ResolutionMode];

export interface NetworkSpec {
  readonly annotations?: Annotations | undefined;
  readonly driverConfig?: Driver | undefined;
  readonly ipv6Enabled: boolean;
  readonly internal: boolean;
  readonly ipam?: IPAMOptions | undefined;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly network?: string | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkSpec with everything absent or zero but what is given. */
export function makeNetworkSpec(fields: Partial<NetworkSpec> = {}): NetworkSpec {
  return {
    ipv6Enabled: false,
    internal: false,
    attachable: false,
    ingress: false,
    ...fields,
  };
}

export interface ClusterSpec {
  readonly annotations?: Annotations | undefined;
  /** Deprecated in the protocol. */
  readonly acceptancePolicy?: AcceptancePolicy | undefined;
  readonly orchestration?: OrchestrationConfig | undefined;
  readonly raft?: RaftConfig | undefined;
  readonly dispatcher?: DispatcherConfig | undefined;
  readonly caConfig?: CAConfig | undefined;
  readonly taskDefaults?: TaskDefaults | undefined;
  readonly encryptionConfig?: EncryptionConfig | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ClusterSpec with everything absent or zero but what is given. */
export function makeClusterSpec(fields: Partial<ClusterSpec> = {}): ClusterSpec {
  return {

    ...fields,
  };
}

export interface SecretSpec {
  readonly annotations?: Annotations | undefined;
  readonly data: Uint8Array;
  readonly templating?: Driver | undefined;
  readonly driver?: Driver | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SecretSpec with everything absent or zero but what is given. */
export function makeSecretSpec(fields: Partial<SecretSpec> = {}): SecretSpec {
  return {
    data: NO_BYTES,
    ...fields,
  };
}

export interface ConfigSpec {
  readonly annotations?: Annotations | undefined;
  readonly data: Uint8Array;
  readonly templating?: Driver | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ConfigSpec with everything absent or zero but what is given. */
export function makeConfigSpec(fields: Partial<ConfigSpec> = {}): ConfigSpec {
  return {
    data: NO_BYTES,
    ...fields,
  };
}

export interface VolumeSpec {
  readonly annotations?: Annotations | undefined;
  readonly group: string;
  readonly driver?: Driver | undefined;
  readonly accessMode?: VolumeAccessMode | undefined;
  readonly secrets: readonly VolumeSecret[];
  readonly accessibilityRequirements?: TopologyRequirement | undefined;
  readonly capacityRange?: CapacityRange | undefined;
  readonly availability: VolumeSpec_VolumeAvailability;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeSpec with everything absent or zero but what is given. */
export function makeVolumeSpec(fields: Partial<VolumeSpec> = {}): VolumeSpec {
  return {
    group: "",
    secrets: NOTHING,
    availability: 0,
    ...fields,
  };
}

export const VolumeSpec_VolumeAvailability = {
  ACTIVE: 0,
  PAUSE: 1,
  DRAIN: 2,
} as const;
export type VolumeSpec_VolumeAvailability = (typeof VolumeSpec_VolumeAvailability)[keyof typeof VolumeSpec_VolumeAvailability];

export const ResourceType = {
  TASK: 0,
  SECRET: 1,
  CONFIG: 2,
  VOLUME: 3,
} as const;
export type ResourceType = (typeof ResourceType)[keyof typeof ResourceType];

export const TaskState = {
  NEW: 0,
  PENDING: 64,
  ASSIGNED: 192,
  ACCEPTED: 256,
  PREPARING: 320,
  READY: 384,
  STARTING: 448,
  RUNNING: 512,
  COMPLETE: 576,
  SHUTDOWN: 640,
  FAILED: 704,
  REJECTED: 768,
  REMOVE: 800,
  ORPHANED: 832,
} as const;
export type TaskState = (typeof TaskState)[keyof typeof TaskState];

export const NodeRole = {
  WORKER: 0,
  MANAGER: 1,
} as const;
export type NodeRole = (typeof NodeRole)[keyof typeof NodeRole];

export interface Version {
  readonly index: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Version with everything absent or zero but what is given. */
export function makeVersion(fields: Partial<Version> = {}): Version {
  return {
    index: 0,
    ...fields,
  };
}

export interface IndexEntry {
  readonly key: string;
  readonly val: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IndexEntry with everything absent or zero but what is given. */
export function makeIndexEntry(fields: Partial<IndexEntry> = {}): IndexEntry {
  return {
    key: "",
    val: "",
    ...fields,
  };
}

export interface Annotations {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly indices: readonly IndexEntry[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Annotations with everything absent or zero but what is given. */
export function makeAnnotations(fields: Partial<Annotations> = {}): Annotations {
  return {
    name: "",
    labels: NO_ENTRIES,
    indices: NOTHING,
    ...fields,
  };
}

export interface NamedGenericResource {
  readonly kind: string;
  readonly value: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NamedGenericResource with everything absent or zero but what is given. */
export function makeNamedGenericResource(fields: Partial<NamedGenericResource> = {}): NamedGenericResource {
  return {
    kind: "",
    value: "",
    ...fields,
  };
}

export interface DiscreteGenericResource {
  readonly kind: string;
  readonly value: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A DiscreteGenericResource with everything absent or zero but what is given. */
export function makeDiscreteGenericResource(fields: Partial<DiscreteGenericResource> = {}): DiscreteGenericResource {
  return {
    kind: "",
    value: 0,
    ...fields,
  };
}

export interface GenericResource {
  readonly namedResourceSpec?: NamedGenericResource | undefined;
  readonly discreteResourceSpec?: DiscreteGenericResource | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GenericResource with everything absent or zero but what is given. */
export function makeGenericResource(fields: Partial<GenericResource> = {}): GenericResource {
  return {

    ...fields,
  };
}

export interface Resources {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly generic: readonly GenericResource[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Resources with everything absent or zero but what is given. */
export function makeResources(fields: Partial<Resources> = {}): Resources {
  return {
    nanoCpus: 0,
    memoryBytes: 0,
    generic: NOTHING,
    ...fields,
  };
}

export interface ResourceRequirements {
  readonly limits?: Resources | undefined;
  readonly reservations?: Resources | undefined;
  readonly swapBytes?: number | undefined;
  readonly memorySwappiness?: number | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ResourceRequirements with everything absent or zero but what is given. */
export function makeResourceRequirements(fields: Partial<ResourceRequirements> = {}): ResourceRequirements {
  return {

    ...fields,
  };
}

export interface Platform {
  readonly architecture: string;
  readonly os: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Platform with everything absent or zero but what is given. */
export function makePlatform(fields: Partial<Platform> = {}): Platform {
  return {
    architecture: "",
    os: "",
    ...fields,
  };
}

export interface PluginDescription {
  readonly type: string;
  readonly name: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PluginDescription with everything absent or zero but what is given. */
export function makePluginDescription(fields: Partial<PluginDescription> = {}): PluginDescription {
  return {
    type: "",
    name: "",
    ...fields,
  };
}

export interface EngineDescription {
  readonly engineVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly plugins: readonly PluginDescription[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A EngineDescription with everything absent or zero but what is given. */
export function makeEngineDescription(fields: Partial<EngineDescription> = {}): EngineDescription {
  return {
    engineVersion: "",
    labels: NO_ENTRIES,
    plugins: NOTHING,
    ...fields,
  };
}

export interface NodeDescription {
  readonly hostname: string;
  readonly platform?: Platform | undefined;
  readonly resources?: Resources | undefined;
  readonly engine?: EngineDescription | undefined;
  readonly tlsInfo?: NodeTLSInfo | undefined;
  readonly fips: boolean;
  readonly csiInfo: readonly NodeCSIInfo[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeDescription with everything absent or zero but what is given. */
export function makeNodeDescription(fields: Partial<NodeDescription> = {}): NodeDescription {
  return {
    hostname: "",
    fips: false,
    csiInfo: NOTHING,
    ...fields,
  };
}

export interface NodeTLSInfo {
  readonly trustRoot: Uint8Array;
  readonly certIssuerSubject: Uint8Array;
  readonly certIssuerPublicKey: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeTLSInfo with everything absent or zero but what is given. */
export function makeNodeTLSInfo(fields: Partial<NodeTLSInfo> = {}): NodeTLSInfo {
  return {
    trustRoot: NO_BYTES,
    certIssuerSubject: NO_BYTES,
    certIssuerPublicKey: NO_BYTES,
    ...fields,
  };
}

export interface NodeCSIInfo {
  readonly pluginName: string;
  readonly nodeId: string;
  readonly maxVolumesPerNode: number;
  readonly accessibleTopology?: Topology | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeCSIInfo with everything absent or zero but what is given. */
export function makeNodeCSIInfo(fields: Partial<NodeCSIInfo> = {}): NodeCSIInfo {
  return {
    pluginName: "",
    nodeId: "",
    maxVolumesPerNode: 0,
    ...fields,
  };
}

export interface RaftMemberStatus {
  readonly leader: boolean;
  readonly reachability: RaftMemberStatus_Reachability;
  readonly message: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftMemberStatus with everything absent or zero but what is given. */
export function makeRaftMemberStatus(fields: Partial<RaftMemberStatus> = {}): RaftMemberStatus {
  return {
    leader: false,
    reachability: 0,
    message: "",
    ...fields,
  };
}

export const RaftMemberStatus_Reachability = {
  UNKNOWN: 0,
  UNREACHABLE: 1,
  REACHABLE: 2,
} as const;
export type RaftMemberStatus_Reachability = (typeof RaftMemberStatus_Reachability)[keyof typeof RaftMemberStatus_Reachability];

export interface NodeStatus {
  readonly state: NodeStatus_State;
  readonly message: string;
  readonly addr: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeStatus with everything absent or zero but what is given. */
export function makeNodeStatus(fields: Partial<NodeStatus> = {}): NodeStatus {
  return {
    state: 0,
    message: "",
    addr: "",
    ...fields,
  };
}

export const NodeStatus_State = {
  UNKNOWN: 0,
  DOWN: 1,
  READY: 2,
  DISCONNECTED: 3,
} as const;
export type NodeStatus_State = (typeof NodeStatus_State)[keyof typeof NodeStatus_State];

export interface Image {
  readonly reference: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Image with everything absent or zero but what is given. */
export function makeImage(fields: Partial<Image> = {}): Image {
  return {
    reference: "",
    ...fields,
  };
}

export interface Mount {
  readonly type: Mount_Type;
  readonly source: string;
  readonly target: string;
  readonly readonly: boolean;
  readonly consistency: Mount_Consistency;
  readonly bindOptions?: Mount_BindOptions | undefined;
  readonly volumeOptions?: Mount_VolumeOptions | undefined;
  readonly tmpfsOptions?: Mount_TmpfsOptions | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Mount with everything absent or zero but what is given. */
export function makeMount(fields: Partial<Mount> = {}): Mount {
  return {
    type: 0,
    source: "",
    target: "",
    readonly: false,
    consistency: 0,
    ...fields,
  };
}

export const Mount_Type = {
  BIND: 0,
  VOLUME: 1,
  TMPFS: 2,
  NPIPE: 3,
  CLUSTER: 4,
} as const;
export type Mount_Type = (typeof Mount_Type)[keyof typeof Mount_Type];

export const Mount_Consistency = {
  DEFAULT: 0,
  CONSISTENT: 1,
  CACHED: 2,
  DELEGATED: 3,
} as const;
export type Mount_Consistency = (typeof Mount_Consistency)[keyof typeof Mount_Consistency];

export interface Mount_BindOptions {
  readonly propagation: Mount_BindOptions_Propagation;
  readonly nonrecursive: boolean;
  readonly createmountpoint: boolean;
  readonly readonlynonrecursive: boolean;
  readonly readonlyforcerecursive: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Mount_BindOptions with everything absent or zero but what is given. */
export function makeMount_BindOptions(fields: Partial<Mount_BindOptions> = {}): Mount_BindOptions {
  return {
    propagation: 0,
    nonrecursive: false,
    createmountpoint: false,
    readonlynonrecursive: false,
    readonlyforcerecursive: false,
    ...fields,
  };
}

export const Mount_BindOptions_Propagation = {
  RPRIVATE: 0,
  PRIVATE: 1,
  RSHARED: 2,
  SHARED: 3,
  RSLAVE: 4,
  SLAVE: 5,
} as const;
export type Mount_BindOptions_Propagation = (typeof Mount_BindOptions_Propagation)[keyof typeof Mount_BindOptions_Propagation];

export interface Mount_VolumeOptions {
  readonly nocopy: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly driverConfig?: Driver | undefined;
  readonly subpath: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Mount_VolumeOptions with everything absent or zero but what is given. */
export function makeMount_VolumeOptions(fields: Partial<Mount_VolumeOptions> = {}): Mount_VolumeOptions {
  return {
    nocopy: false,
    labels: NO_ENTRIES,
    subpath: "",
    ...fields,
  };
}

export interface Mount_TmpfsOptions {
  readonly sizeBytes: number;
  readonly mode: number;
  readonly options: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Mount_TmpfsOptions with everything absent or zero but what is given. */
export function makeMount_TmpfsOptions(fields: Partial<Mount_TmpfsOptions> = {}): Mount_TmpfsOptions {
  return {
    sizeBytes: 0,
    mode: 0,
    options: "",
    ...fields,
  };
}

export interface RestartPolicy {
  readonly condition: RestartPolicy_RestartCondition;
  readonly delay?: Duration | undefined;
  readonly maxAttempts: number;
  readonly window?: Duration | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RestartPolicy with everything absent or zero but what is given. */
export function makeRestartPolicy(fields: Partial<RestartPolicy> = {}): RestartPolicy {
  return {
    condition: 0,
    maxAttempts: 0,
    ...fields,
  };
}

export const RestartPolicy_RestartCondition = {
  NONE: 0,
  ON_FAILURE: 1,
  ANY: 2,
} as const;
export type RestartPolicy_RestartCondition = (typeof RestartPolicy_RestartCondition)[keyof typeof RestartPolicy_RestartCondition];

export interface UpdateConfig {
  readonly parallelism: number;
  readonly delay?: Duration | undefined;
  readonly failureAction: UpdateConfig_FailureAction;
  readonly monitor?: Duration | undefined;
  readonly maxFailureRatio: number;
  readonly order: UpdateConfig_UpdateOrder;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateConfig with everything absent or zero but what is given. */
export function makeUpdateConfig(fields: Partial<UpdateConfig> = {}): UpdateConfig {
  return {
    parallelism: 0,
    failureAction: 0,
    maxFailureRatio: 0,
    order: 0,
    ...fields,
  };
}

export const UpdateConfig_FailureAction = {
  PAUSE: 0,
  CONTINUE: 1,
  ROLLBACK: 2,
} as const;
export type UpdateConfig_FailureAction = (typeof UpdateConfig_FailureAction)[keyof typeof UpdateConfig_FailureAction];

export const UpdateConfig_UpdateOrder = {
  STOP_FIRST: 0,
  START_FIRST: 1,
} as const;
export type UpdateConfig_UpdateOrder = (typeof UpdateConfig_UpdateOrder)[keyof typeof UpdateConfig_UpdateOrder];

export interface UpdateStatus {
  readonly state: UpdateStatus_UpdateState;
  readonly startedAt?: Timestamp | undefined;
  readonly completedAt?: Timestamp | undefined;
  readonly message: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateStatus with everything absent or zero but what is given. */
export function makeUpdateStatus(fields: Partial<UpdateStatus> = {}): UpdateStatus {
  return {
    state: 0,
    message: "",
    ...fields,
  };
}

export const UpdateStatus_UpdateState = {
  UNKNOWN: 0,
  UPDATING: 1,
  PAUSED: 2,
  COMPLETED: 3,
  ROLLBACK_STARTED: 4,
  ROLLBACK_PAUSED: 5,
  ROLLBACK_COMPLETED: 6,
} as const;
export type UpdateStatus_UpdateState = (typeof UpdateStatus_UpdateState)[keyof typeof UpdateStatus_UpdateState];

export interface ContainerStatus {
  readonly containerId: string;
  readonly pid: number;
  readonly exitCode: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ContainerStatus with everything absent or zero but what is given. */
export function makeContainerStatus(fields: Partial<ContainerStatus> = {}): ContainerStatus {
  return {
    containerId: "",
    pid: 0,
    exitCode: 0,
    ...fields,
  };
}

export interface PortStatus {
  readonly ports: readonly PortConfig[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PortStatus with everything absent or zero but what is given. */
export function makePortStatus(fields: Partial<PortStatus> = {}): PortStatus {
  return {
    ports: NOTHING,
    ...fields,
  };
}

export interface TaskStatus {
  readonly timestamp?: Timestamp | undefined;
  readonly state: TaskState;
  readonly message: string;
  readonly err: string;
  readonly container?: ContainerStatus | undefined;
  readonly portStatus?: PortStatus | undefined;
  readonly appliedBy: string;
  readonly appliedAt?: Timestamp | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TaskStatus with everything absent or zero but what is given. */
export function makeTaskStatus(fields: Partial<TaskStatus> = {}): TaskStatus {
  return {
    state: 0,
    message: "",
    err: "",
    appliedBy: "",
    ...fields,
  };
}

export interface NetworkAttachmentConfig {
  readonly target: string;
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  readonly driverAttachmentOpts: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkAttachmentConfig with everything absent or zero but what is given. */
export function makeNetworkAttachmentConfig(fields: Partial<NetworkAttachmentConfig> = {}): NetworkAttachmentConfig {
  return {
    target: "",
    aliases: NOTHING,
    addresses: NOTHING,
    driverAttachmentOpts: NO_ENTRIES,
    ...fields,
  };
}

export interface IPAMConfig {
  readonly family: IPAMConfig_AddressFamily;
  readonly subnet: string;
  readonly range: string;
  readonly gateway: string;
  readonly reserved: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IPAMConfig with everything absent or zero but what is given. */
export function makeIPAMConfig(fields: Partial<IPAMConfig> = {}): IPAMConfig {
  return {
    family: 0,
    subnet: "",
    range: "",
    gateway: "",
    reserved: NO_ENTRIES,
    ...fields,
  };
}

export const IPAMConfig_AddressFamily = {
  UNKNOWN: 0,
  IPV4: 4,
  IPV6: 6,
} as const;
export type IPAMConfig_AddressFamily = (typeof IPAMConfig_AddressFamily)[keyof typeof IPAMConfig_AddressFamily];

export interface PortConfig {
  readonly name: string;
  readonly protocol: PortConfig_Protocol;
  readonly targetPort: number;
  readonly publishedPort: number;
  readonly publishMode: PortConfig_PublishMode;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PortConfig with everything absent or zero but what is given. */
export function makePortConfig(fields: Partial<PortConfig> = {}): PortConfig {
  return {
    name: "",
    protocol: 0,
    targetPort: 0,
    publishedPort: 0,
    publishMode: 0,
    ...fields,
  };
}

export const PortConfig_Protocol = {
  TCP: 0,
  UDP: 1,
  SCTP: 2,
} as const;
export type PortConfig_Protocol = (typeof PortConfig_Protocol)[keyof typeof PortConfig_Protocol];

export const PortConfig_PublishMode = {
  INGRESS: 0,
  HOST: 1,
} as const;
export type PortConfig_PublishMode = (typeof PortConfig_PublishMode)[keyof typeof PortConfig_PublishMode];

export interface Driver {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Driver with everything absent or zero but what is given. */
export function makeDriver(fields: Partial<Driver> = {}): Driver {
  return {
    name: "",
    options: NO_ENTRIES,
    ...fields,
  };
}

export interface IPAMOptions {
  readonly driver?: Driver | undefined;
  readonly configs: readonly IPAMConfig[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IPAMOptions with everything absent or zero but what is given. */
export function makeIPAMOptions(fields: Partial<IPAMOptions> = {}): IPAMOptions {
  return {
    configs: NOTHING,
    ...fields,
  };
}

export interface Peer {
  readonly nodeId: string;
  readonly addr: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Peer with everything absent or zero but what is given. */
export function makePeer(fields: Partial<Peer> = {}): Peer {
  return {
    nodeId: "",
    addr: "",
    ...fields,
  };
}

export interface WeightedPeer {
  readonly peer?: Peer | undefined;
  readonly weight: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WeightedPeer with everything absent or zero but what is given. */
export function makeWeightedPeer(fields: Partial<WeightedPeer> = {}): WeightedPeer {
  return {
    weight: 0,
    ...fields,
  };
}

export interface IssuanceStatus {
  readonly state: IssuanceStatus_State;
  readonly err: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A IssuanceStatus with everything absent or zero but what is given. */
export function makeIssuanceStatus(fields: Partial<IssuanceStatus> = {}): IssuanceStatus {
  return {
    state: 0,
    err: "",
    ...fields,
  };
}

export const IssuanceStatus_State = {
  UNKNOWN: 0,
  RENEW: 1,
  PENDING: 2,
  ISSUED: 3,
  FAILED: 4,
  ROTATE: 5,
} as const;
export type IssuanceStatus_State = (typeof IssuanceStatus_State)[keyof typeof IssuanceStatus_State];

export interface AcceptancePolicy {
  readonly policies: readonly AcceptancePolicy_RoleAdmissionPolicy[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AcceptancePolicy with everything absent or zero but what is given. */
export function makeAcceptancePolicy(fields: Partial<AcceptancePolicy> = {}): AcceptancePolicy {
  return {
    policies: NOTHING,
    ...fields,
  };
}

export interface AcceptancePolicy_RoleAdmissionPolicy {
  readonly role: NodeRole;
  readonly autoaccept: boolean;
  readonly secret?: AcceptancePolicy_RoleAdmissionPolicy_Secret | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AcceptancePolicy_RoleAdmissionPolicy with everything absent or zero but what is given. */
export function makeAcceptancePolicy_RoleAdmissionPolicy(fields: Partial<AcceptancePolicy_RoleAdmissionPolicy> = {}): AcceptancePolicy_RoleAdmissionPolicy {
  return {
    role: 0,
    autoaccept: false,
    ...fields,
  };
}

export interface AcceptancePolicy_RoleAdmissionPolicy_Secret {
  readonly data: Uint8Array;
  readonly alg: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AcceptancePolicy_RoleAdmissionPolicy_Secret with everything absent or zero but what is given. */
export function makeAcceptancePolicy_RoleAdmissionPolicy_Secret(fields: Partial<AcceptancePolicy_RoleAdmissionPolicy_Secret> = {}): AcceptancePolicy_RoleAdmissionPolicy_Secret {
  return {
    data: NO_BYTES,
    alg: "",
    ...fields,
  };
}

export interface ExternalCA {
  readonly protocol: ExternalCA_CAProtocol;
  readonly url: string;
  readonly options: Readonly<Record<string, string>>;
  readonly caCert: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ExternalCA with everything absent or zero but what is given. */
export function makeExternalCA(fields: Partial<ExternalCA> = {}): ExternalCA {
  return {
    protocol: 0,
    url: "",
    options: NO_ENTRIES,
    caCert: NO_BYTES,
    ...fields,
  };
}

export const ExternalCA_CAProtocol = {
  CFSSL: 0,
} as const;
export type ExternalCA_CAProtocol = (typeof ExternalCA_CAProtocol)[keyof typeof ExternalCA_CAProtocol];

export interface CAConfig {
  readonly nodeCertExpiry?: Duration | undefined;
  readonly externalCas: readonly ExternalCA[];
  readonly signingCaCert: Uint8Array;
  readonly signingCaKey: Uint8Array;
  readonly forceRotate: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CAConfig with everything absent or zero but what is given. */
export function makeCAConfig(fields: Partial<CAConfig> = {}): CAConfig {
  return {
    externalCas: NOTHING,
    signingCaCert: NO_BYTES,
    signingCaKey: NO_BYTES,
    forceRotate: 0,
    ...fields,
  };
}

export interface OrchestrationConfig {
  readonly taskHistoryRetentionLimit: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OrchestrationConfig with everything absent or zero but what is given. */
export function makeOrchestrationConfig(fields: Partial<OrchestrationConfig> = {}): OrchestrationConfig {
  return {
    taskHistoryRetentionLimit: 0,
    ...fields,
  };
}

export interface TaskDefaults {
  readonly logDriver?: Driver | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TaskDefaults with everything absent or zero but what is given. */
export function makeTaskDefaults(fields: Partial<TaskDefaults> = {}): TaskDefaults {
  return {

    ...fields,
  };
}

export interface DispatcherConfig {
  readonly heartbeatPeriod?: Duration | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A DispatcherConfig with everything absent or zero but what is given. */
export function makeDispatcherConfig(fields: Partial<DispatcherConfig> = {}): DispatcherConfig {
  return {

    ...fields,
  };
}

export interface RaftConfig {
  readonly snapshotInterval: number;
  readonly keepOldSnapshots: number;
  readonly logEntriesForSlowFollowers: number;
  readonly heartbeatTick: number;
  readonly electionTick: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftConfig with everything absent or zero but what is given. */
export function makeRaftConfig(fields: Partial<RaftConfig> = {}): RaftConfig {
  return {
    snapshotInterval: 0,
    keepOldSnapshots: 0,
    logEntriesForSlowFollowers: 0,
    heartbeatTick: 0,
    electionTick: 0,
    ...fields,
  };
}

export interface EncryptionConfig {
  readonly autoLockManagers: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A EncryptionConfig with everything absent or zero but what is given. */
export function makeEncryptionConfig(fields: Partial<EncryptionConfig> = {}): EncryptionConfig {
  return {
    autoLockManagers: false,
    ...fields,
  };
}

export interface SpreadOver {
  readonly spreadDescriptor: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SpreadOver with everything absent or zero but what is given. */
export function makeSpreadOver(fields: Partial<SpreadOver> = {}): SpreadOver {
  return {
    spreadDescriptor: "",
    ...fields,
  };
}

export interface PlacementPreference {
  readonly spread?: SpreadOver | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PlacementPreference with everything absent or zero but what is given. */
export function makePlacementPreference(fields: Partial<PlacementPreference> = {}): PlacementPreference {
  return {

    ...fields,
  };
}

export interface Placement {
  readonly constraints: readonly string[];
  readonly preferences: readonly PlacementPreference[];
  readonly platforms: readonly Platform[];
  readonly maxReplicas: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Placement with everything absent or zero but what is given. */
export function makePlacement(fields: Partial<Placement> = {}): Placement {
  return {
    constraints: NOTHING,
    preferences: NOTHING,
    platforms: NOTHING,
    maxReplicas: 0,
    ...fields,
  };
}

export interface JoinTokens {
  readonly worker: string;
  readonly manager: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A JoinTokens with everything absent or zero but what is given. */
export function makeJoinTokens(fields: Partial<JoinTokens> = {}): JoinTokens {
  return {
    worker: "",
    manager: "",
    ...fields,
  };
}

export interface RootCA {
  readonly caKey: Uint8Array;
  readonly caCert: Uint8Array;
  readonly caCertHash: string;
  readonly joinTokens?: JoinTokens | undefined;
  readonly rootRotation?: RootRotation | undefined;
  readonly lastForcedRotation: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RootCA with everything absent or zero but what is given. */
export function makeRootCA(fields: Partial<RootCA> = {}): RootCA {
  return {
    caKey: NO_BYTES,
    caCert: NO_BYTES,
    caCertHash: "",
    lastForcedRotation: 0,
    ...fields,
  };
}

export interface Certificate {
  readonly role: NodeRole;
  readonly csr: Uint8Array;
  readonly status?: IssuanceStatus | undefined;
  readonly certificate: Uint8Array;
  readonly cn: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Certificate with everything absent or zero but what is given. */
export function makeCertificate(fields: Partial<Certificate> = {}): Certificate {
  return {
    role: 0,
    csr: NO_BYTES,
    certificate: NO_BYTES,
    cn: "",
    ...fields,
  };
}

export interface EncryptionKey {
  readonly subsystem: string;
  readonly algorithm: EncryptionKey_Algorithm;
  readonly key: Uint8Array;
  readonly lamportTime: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A EncryptionKey with everything absent or zero but what is given. */
export function makeEncryptionKey(fields: Partial<EncryptionKey> = {}): EncryptionKey {
  return {
    subsystem: "",
    algorithm: 0,
    key: NO_BYTES,
    lamportTime: 0,
    ...fields,
  };
}

export const EncryptionKey_Algorithm = {
  AES_128_GCM: 0,
} as const;
export type EncryptionKey_Algorithm = (typeof EncryptionKey_Algorithm)[keyof typeof EncryptionKey_Algorithm];

export interface ManagerStatus {
  readonly raftId: bigint;
  readonly addr: string;
  readonly leader: boolean;
  readonly reachability: RaftMemberStatus_Reachability;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ManagerStatus with everything absent or zero but what is given. */
export function makeManagerStatus(fields: Partial<ManagerStatus> = {}): ManagerStatus {
  return {
    raftId: 0n,
    addr: "",
    leader: false,
    reachability: 0,
    ...fields,
  };
}

export interface FileTarget {
  readonly name: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A FileTarget with everything absent or zero but what is given. */
export function makeFileTarget(fields: Partial<FileTarget> = {}): FileTarget {
  return {
    name: "",
    uid: "",
    gid: "",
    mode: 0,
    ...fields,
  };
}

export interface RuntimeTarget {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RuntimeTarget with everything absent or zero but what is given. */
export function makeRuntimeTarget(fields: Partial<RuntimeTarget> = {}): RuntimeTarget {
  return {

    ...fields,
  };
}

export interface SecretReference {
  readonly secretId: string;
  readonly secretName: string;
  readonly file?: FileTarget | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SecretReference with everything absent or zero but what is given. */
export function makeSecretReference(fields: Partial<SecretReference> = {}): SecretReference {
  return {
    secretId: "",
    secretName: "",
    ...fields,
  };
}

export interface ConfigReference {
  readonly configId: string;
  readonly configName: string;
  readonly file?: FileTarget | undefined;
  readonly runtime?: RuntimeTarget | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ConfigReference with everything absent or zero but what is given. */
export function makeConfigReference(fields: Partial<ConfigReference> = {}): ConfigReference {
  return {
    configId: "",
    configName: "",
    ...fields,
  };
}

export interface BlacklistedCertificate {
  readonly expiry?: Timestamp | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A BlacklistedCertificate with everything absent or zero but what is given. */
export function makeBlacklistedCertificate(fields: Partial<BlacklistedCertificate> = {}): BlacklistedCertificate {
  return {

    ...fields,
  };
}

export interface HealthConfig {
  readonly test: readonly string[];
  readonly interval?: Duration | undefined;
  readonly timeout?: Duration | undefined;
  readonly retries: number;
  readonly startPeriod?: Duration | undefined;
  readonly startInterval?: Duration | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A HealthConfig with everything absent or zero but what is given. */
export function makeHealthConfig(fields: Partial<HealthConfig> = {}): HealthConfig {
  return {
    test: NOTHING,
    retries: 0,
    ...fields,
  };
}

export interface MaybeEncryptedRecord {
  readonly algorithm: MaybeEncryptedRecord_Algorithm;
  readonly data: Uint8Array;
  readonly nonce: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A MaybeEncryptedRecord with everything absent or zero but what is given. */
export function makeMaybeEncryptedRecord(fields: Partial<MaybeEncryptedRecord> = {}): MaybeEncryptedRecord {
  return {
    algorithm: 0,
    data: NO_BYTES,
    nonce: NO_BYTES,
    ...fields,
  };
}

export const MaybeEncryptedRecord_Algorithm = {
  NONE: 0,
  SECRETBOX_SALSA20_POLY1305: 1,
  FERNET_AES_128_CBC: 2,
} as const;
export type MaybeEncryptedRecord_Algorithm = (typeof MaybeEncryptedRecord_Algorithm)[keyof typeof MaybeEncryptedRecord_Algorithm];

export interface RootRotation {
  readonly caCert: Uint8Array;
  readonly caKey: Uint8Array;
  readonly crossSignedCaCert: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RootRotation with everything absent or zero but what is given. */
export function makeRootRotation(fields: Partial<RootRotation> = {}): RootRotation {
  return {
    caCert: NO_BYTES,
    caKey: NO_BYTES,
    crossSignedCaCert: NO_BYTES,
    ...fields,
  };
}

export interface Privileges {
  readonly credentialSpec?: Privileges_CredentialSpec | undefined;
  readonly selinuxContext?: Privileges_SELinuxContext | undefined;
  readonly seccomp?: Privileges_SeccompOpts | undefined;
  readonly apparmor?: Privileges_AppArmorOpts | undefined;
  readonly noNewPrivileges: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Privileges with everything absent or zero but what is given. */
export function makePrivileges(fields: Partial<Privileges> = {}): Privileges {
  return {
    noNewPrivileges: false,
    ...fields,
  };
}

export interface Privileges_CredentialSpec {
  readonly file?: string | undefined;
  readonly registry?: string | undefined;
  readonly config?: string | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Privileges_CredentialSpec with everything absent or zero but what is given. */
export function makePrivileges_CredentialSpec(fields: Partial<Privileges_CredentialSpec> = {}): Privileges_CredentialSpec {
  return {

    ...fields,
  };
}

export interface Privileges_SELinuxContext {
  readonly disable: boolean;
  readonly user: string;
  readonly role: string;
  readonly type: string;
  readonly level: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Privileges_SELinuxContext with everything absent or zero but what is given. */
export function makePrivileges_SELinuxContext(fields: Partial<Privileges_SELinuxContext> = {}): Privileges_SELinuxContext {
  return {
    disable: false,
    user: "",
    role: "",
    type: "",
    level: "",
    ...fields,
  };
}

export interface Privileges_SeccompOpts {
  readonly mode: Privileges_SeccompOpts_SeccompMode;
  readonly profile: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Privileges_SeccompOpts with everything absent or zero but what is given. */
export function makePrivileges_SeccompOpts(fields: Partial<Privileges_SeccompOpts> = {}): Privileges_SeccompOpts {
  return {
    mode: 0,
    profile: NO_BYTES,
    ...fields,
  };
}

export const Privileges_SeccompOpts_SeccompMode = {
  DEFAULT: 0,
  UNCONFINED: 1,
  CUSTOM: 2,
} as const;
export type Privileges_SeccompOpts_SeccompMode = (typeof Privileges_SeccompOpts_SeccompMode)[keyof typeof Privileges_SeccompOpts_SeccompMode];

export interface Privileges_AppArmorOpts {
  readonly mode: Privileges_AppArmorOpts_AppArmorMode;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Privileges_AppArmorOpts with everything absent or zero but what is given. */
export function makePrivileges_AppArmorOpts(fields: Partial<Privileges_AppArmorOpts> = {}): Privileges_AppArmorOpts {
  return {
    mode: 0,
    ...fields,
  };
}

export const Privileges_AppArmorOpts_AppArmorMode = {
  DEFAULT: 0,
  DISABLED: 1,
} as const;
export type Privileges_AppArmorOpts_AppArmorMode = (typeof Privileges_AppArmorOpts_AppArmorMode)[keyof typeof Privileges_AppArmorOpts_AppArmorMode];

export interface JobStatus {
  readonly jobIteration?: Version | undefined;
  readonly lastExecution?: Timestamp | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A JobStatus with everything absent or zero but what is given. */
export function makeJobStatus(fields: Partial<JobStatus> = {}): JobStatus {
  return {

    ...fields,
  };
}

export interface VolumeAccessMode {
  readonly scope: VolumeAccessMode_Scope;
  readonly sharing: VolumeAccessMode_Sharing;
  readonly block?: VolumeAccessMode_BlockVolume | undefined;
  readonly mount?: VolumeAccessMode_MountVolume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeAccessMode with everything absent or zero but what is given. */
export function makeVolumeAccessMode(fields: Partial<VolumeAccessMode> = {}): VolumeAccessMode {
  return {
    scope: 0,
    sharing: 0,
    ...fields,
  };
}

export const VolumeAccessMode_Scope = {
  SINGLE_NODE: 0,
  MULTI_NODE: 1,
} as const;
export type VolumeAccessMode_Scope = (typeof VolumeAccessMode_Scope)[keyof typeof VolumeAccessMode_Scope];

export const VolumeAccessMode_Sharing = {
  NONE: 0,
  READ_ONLY: 1,
  ONE_WRITER: 2,
  ALL: 3,
} as const;
export type VolumeAccessMode_Sharing = (typeof VolumeAccessMode_Sharing)[keyof typeof VolumeAccessMode_Sharing];

export interface VolumeAccessMode_BlockVolume {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeAccessMode_BlockVolume with everything absent or zero but what is given. */
export function makeVolumeAccessMode_BlockVolume(fields: Partial<VolumeAccessMode_BlockVolume> = {}): VolumeAccessMode_BlockVolume {
  return {

    ...fields,
  };
}

export interface VolumeAccessMode_MountVolume {
  readonly fsType: string;
  readonly mountFlags: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeAccessMode_MountVolume with everything absent or zero but what is given. */
export function makeVolumeAccessMode_MountVolume(fields: Partial<VolumeAccessMode_MountVolume> = {}): VolumeAccessMode_MountVolume {
  return {
    fsType: "",
    mountFlags: NOTHING,
    ...fields,
  };
}

export interface VolumeSecret {
  readonly key: string;
  readonly secret: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeSecret with everything absent or zero but what is given. */
export function makeVolumeSecret(fields: Partial<VolumeSecret> = {}): VolumeSecret {
  return {
    key: "",
    secret: "",
    ...fields,
  };
}

export interface VolumePublishStatus {
  readonly nodeId: string;
  readonly state: VolumePublishStatus_State;
  readonly publishContext: Readonly<Record<string, string>>;
  readonly message: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumePublishStatus with everything absent or zero but what is given. */
export function makeVolumePublishStatus(fields: Partial<VolumePublishStatus> = {}): VolumePublishStatus {
  return {
    nodeId: "",
    state: 0,
    publishContext: NO_ENTRIES,
    message: "",
    ...fields,
  };
}

export const VolumePublishStatus_State = {
  PENDING_PUBLISH: 0,
  PUBLISHED: 1,
  PENDING_NODE_UNPUBLISH: 2,
  PENDING_UNPUBLISH: 3,
} as const;
export type VolumePublishStatus_State = (typeof VolumePublishStatus_State)[keyof typeof VolumePublishStatus_State];

export interface VolumeInfo {
  readonly capacityBytes: number;
  readonly volumeContext: Readonly<Record<string, string>>;
  readonly volumeId: string;
  readonly accessibleTopology: readonly Topology[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeInfo with everything absent or zero but what is given. */
export function makeVolumeInfo(fields: Partial<VolumeInfo> = {}): VolumeInfo {
  return {
    capacityBytes: 0,
    volumeContext: NO_ENTRIES,
    volumeId: "",
    accessibleTopology: NOTHING,
    ...fields,
  };
}

export interface CapacityRange {
  readonly requiredBytes: number;
  readonly limitBytes: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CapacityRange with everything absent or zero but what is given. */
export function makeCapacityRange(fields: Partial<CapacityRange> = {}): CapacityRange {
  return {
    requiredBytes: 0,
    limitBytes: 0,
    ...fields,
  };
}

export interface VolumeAssignment {
  readonly id: string;
  readonly volumeId: string;
  readonly driver?: Driver | undefined;
  readonly volumeContext: Readonly<Record<string, string>>;
  readonly publishContext: Readonly<Record<string, string>>;
  readonly accessMode?: VolumeAccessMode | undefined;
  readonly secrets: readonly VolumeSecret[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeAssignment with everything absent or zero but what is given. */
export function makeVolumeAssignment(fields: Partial<VolumeAssignment> = {}): VolumeAssignment {
  return {
    id: "",
    volumeId: "",
    volumeContext: NO_ENTRIES,
    publishContext: NO_ENTRIES,
    secrets: NOTHING,
    ...fields,
  };
}

export interface VolumeAttachment {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeAttachment with everything absent or zero but what is given. */
export function makeVolumeAttachment(fields: Partial<VolumeAttachment> = {}): VolumeAttachment {
  return {
    id: "",
    source: "",
    target: "",
    ...fields,
  };
}

export interface TopologyRequirement {
  readonly requisite: readonly Topology[];
  readonly preferred: readonly Topology[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TopologyRequirement with everything absent or zero but what is given. */
export function makeTopologyRequirement(fields: Partial<TopologyRequirement> = {}): TopologyRequirement {
  return {
    requisite: NOTHING,
    preferred: NOTHING,
    ...fields,
  };
}

export interface Topology {
  readonly segments: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Topology with everything absent or zero but what is given. */
export function makeTopology(fields: Partial<Topology> = {}): Topology {
  return {
    segments: NO_ENTRIES,
    ...fields,
  };
}

export interface VolumeCapability {
  readonly block?: VolumeCapability_BlockVolume | undefined;
  readonly mount?: VolumeCapability_MountVolume | undefined;
  readonly accessMode?: VolumeCapability_AccessMode | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeCapability with everything absent or zero but what is given. */
export function makeVolumeCapability(fields: Partial<VolumeCapability> = {}): VolumeCapability {
  return {

    ...fields,
  };
}

export interface VolumeCapability_BlockVolume {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeCapability_BlockVolume with everything absent or zero but what is given. */
export function makeVolumeCapability_BlockVolume(fields: Partial<VolumeCapability_BlockVolume> = {}): VolumeCapability_BlockVolume {
  return {

    ...fields,
  };
}

export interface VolumeCapability_MountVolume {
  readonly fsType: string;
  readonly mountFlags: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeCapability_MountVolume with everything absent or zero but what is given. */
export function makeVolumeCapability_MountVolume(fields: Partial<VolumeCapability_MountVolume> = {}): VolumeCapability_MountVolume {
  return {
    fsType: "",
    mountFlags: NOTHING,
    ...fields,
  };
}

export interface VolumeCapability_AccessMode {
  readonly mode: VolumeCapability_AccessMode_Mode;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A VolumeCapability_AccessMode with everything absent or zero but what is given. */
export function makeVolumeCapability_AccessMode(fields: Partial<VolumeCapability_AccessMode> = {}): VolumeCapability_AccessMode {
  return {
    mode: 0,
    ...fields,
  };
}

export const VolumeCapability_AccessMode_Mode = {
  UNKNOWN: 0,
  SINGLE_NODE_WRITER: 1,
  SINGLE_NODE_READER_ONLY: 2,
  MULTI_NODE_READER_ONLY: 3,
  MULTI_NODE_SINGLE_WRITER: 4,
  MULTI_NODE_MULTI_WRITER: 5,
} as const;
export type VolumeCapability_AccessMode_Mode = (typeof VolumeCapability_AccessMode_Mode)[keyof typeof VolumeCapability_AccessMode_Mode];

export interface GetNodeRequest {
  readonly nodeId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetNodeRequest with everything absent or zero but what is given. */
export function makeGetNodeRequest(fields: Partial<GetNodeRequest> = {}): GetNodeRequest {
  return {
    nodeId: "",
    ...fields,
  };
}

export interface GetNodeResponse {
  readonly node?: Node | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetNodeResponse with everything absent or zero but what is given. */
export function makeGetNodeResponse(fields: Partial<GetNodeResponse> = {}): GetNodeResponse {
  return {

    ...fields,
  };
}

export interface ListNodesRequest {
  readonly filters?: ListNodesRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNodesRequest with everything absent or zero but what is given. */
export function makeListNodesRequest(fields: Partial<ListNodesRequest> = {}): ListNodesRequest {
  return {

    ...fields,
  };
}

export interface ListNodesRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly memberships: readonly NodeSpec_Membership[];
  readonly roles: readonly NodeRole[];
  readonly namePrefixes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNodesRequest_Filters with everything absent or zero but what is given. */
export function makeListNodesRequest_Filters(fields: Partial<ListNodesRequest_Filters> = {}): ListNodesRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    nodeLabels: NO_ENTRIES,
    memberships: NOTHING,
    roles: NOTHING,
    namePrefixes: NOTHING,
    ...fields,
  };
}

export interface ListNodesResponse {
  readonly nodes: readonly Node[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNodesResponse with everything absent or zero but what is given. */
export function makeListNodesResponse(fields: Partial<ListNodesResponse> = {}): ListNodesResponse {
  return {
    nodes: NOTHING,
    ...fields,
  };
}

export interface UpdateNodeRequest {
  readonly nodeId: string;
  readonly nodeVersion?: Version | undefined;
  readonly spec?: NodeSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateNodeRequest with everything absent or zero but what is given. */
export function makeUpdateNodeRequest(fields: Partial<UpdateNodeRequest> = {}): UpdateNodeRequest {
  return {
    nodeId: "",
    ...fields,
  };
}

export interface UpdateNodeResponse {
  readonly node?: Node | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateNodeResponse with everything absent or zero but what is given. */
export function makeUpdateNodeResponse(fields: Partial<UpdateNodeResponse> = {}): UpdateNodeResponse {
  return {

    ...fields,
  };
}

export interface RemoveNodeRequest {
  readonly nodeId: string;
  readonly force: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveNodeRequest with everything absent or zero but what is given. */
export function makeRemoveNodeRequest(fields: Partial<RemoveNodeRequest> = {}): RemoveNodeRequest {
  return {
    nodeId: "",
    force: false,
    ...fields,
  };
}

export interface RemoveNodeResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveNodeResponse with everything absent or zero but what is given. */
export function makeRemoveNodeResponse(fields: Partial<RemoveNodeResponse> = {}): RemoveNodeResponse {
  return {

    ...fields,
  };
}

export interface GetTaskRequest {
  readonly taskId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetTaskRequest with everything absent or zero but what is given. */
export function makeGetTaskRequest(fields: Partial<GetTaskRequest> = {}): GetTaskRequest {
  return {
    taskId: "",
    ...fields,
  };
}

export interface GetTaskResponse {
  readonly task?: Task | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetTaskResponse with everything absent or zero but what is given. */
export function makeGetTaskResponse(fields: Partial<GetTaskResponse> = {}): GetTaskResponse {
  return {

    ...fields,
  };
}

export interface RemoveTaskRequest {
  readonly taskId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveTaskRequest with everything absent or zero but what is given. */
export function makeRemoveTaskRequest(fields: Partial<RemoveTaskRequest> = {}): RemoveTaskRequest {
  return {
    taskId: "",
    ...fields,
  };
}

export interface RemoveTaskResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveTaskResponse with everything absent or zero but what is given. */
export function makeRemoveTaskResponse(fields: Partial<RemoveTaskResponse> = {}): RemoveTaskResponse {
  return {

    ...fields,
  };
}

export interface ListTasksRequest {
  readonly filters?: ListTasksRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListTasksRequest with everything absent or zero but what is given. */
export function makeListTasksRequest(fields: Partial<ListTasksRequest> = {}): ListTasksRequest {
  return {

    ...fields,
  };
}

export interface ListTasksRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceIds: readonly string[];
  readonly nodeIds: readonly string[];
  readonly desiredStates: readonly TaskState[];
  readonly namePrefixes: readonly string[];
  readonly runtimes: readonly string[];
  readonly upToDate: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListTasksRequest_Filters with everything absent or zero but what is given. */
export function makeListTasksRequest_Filters(fields: Partial<ListTasksRequest_Filters> = {}): ListTasksRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    serviceIds: NOTHING,
    nodeIds: NOTHING,
    desiredStates: NOTHING,
    namePrefixes: NOTHING,
    runtimes: NOTHING,
    upToDate: false,
    ...fields,
  };
}

export interface ListTasksResponse {
  readonly tasks: readonly Task[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListTasksResponse with everything absent or zero but what is given. */
export function makeListTasksResponse(fields: Partial<ListTasksResponse> = {}): ListTasksResponse {
  return {
    tasks: NOTHING,
    ...fields,
  };
}

export interface CreateServiceRequest {
  readonly spec?: ServiceSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateServiceRequest with everything absent or zero but what is given. */
export function makeCreateServiceRequest(fields: Partial<CreateServiceRequest> = {}): CreateServiceRequest {
  return {

    ...fields,
  };
}

export interface CreateServiceResponse {
  readonly service?: Service | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateServiceResponse with everything absent or zero but what is given. */
export function makeCreateServiceResponse(fields: Partial<CreateServiceResponse> = {}): CreateServiceResponse {
  return {

    ...fields,
  };
}

export interface GetServiceRequest {
  readonly serviceId: string;
  readonly insertDefaults: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetServiceRequest with everything absent or zero but what is given. */
export function makeGetServiceRequest(fields: Partial<GetServiceRequest> = {}): GetServiceRequest {
  return {
    serviceId: "",
    insertDefaults: false,
    ...fields,
  };
}

export interface GetServiceResponse {
  readonly service?: Service | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetServiceResponse with everything absent or zero but what is given. */
export function makeGetServiceResponse(fields: Partial<GetServiceResponse> = {}): GetServiceResponse {
  return {

    ...fields,
  };
}

export interface UpdateServiceRequest {
  readonly serviceId: string;
  readonly serviceVersion?: Version | undefined;
  readonly spec?: ServiceSpec | undefined;
  readonly rollback: UpdateServiceRequest_Rollback;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateServiceRequest with everything absent or zero but what is given. */
export function makeUpdateServiceRequest(fields: Partial<UpdateServiceRequest> = {}): UpdateServiceRequest {
  return {
    serviceId: "",
    rollback: 0,
    ...fields,
  };
}

export const UpdateServiceRequest_Rollback = {
  NONE: 0,
  PREVIOUS: 1,
} as const;
export type UpdateServiceRequest_Rollback = (typeof UpdateServiceRequest_Rollback)[keyof typeof UpdateServiceRequest_Rollback];

export interface UpdateServiceResponse {
  readonly service?: Service | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateServiceResponse with everything absent or zero but what is given. */
export function makeUpdateServiceResponse(fields: Partial<UpdateServiceResponse> = {}): UpdateServiceResponse {
  return {

    ...fields,
  };
}

export interface RemoveServiceRequest {
  readonly serviceId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveServiceRequest with everything absent or zero but what is given. */
export function makeRemoveServiceRequest(fields: Partial<RemoveServiceRequest> = {}): RemoveServiceRequest {
  return {
    serviceId: "",
    ...fields,
  };
}

export interface RemoveServiceResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveServiceResponse with everything absent or zero but what is given. */
export function makeRemoveServiceResponse(fields: Partial<RemoveServiceResponse> = {}): RemoveServiceResponse {
  return {

    ...fields,
  };
}

export interface ListServicesRequest {
  readonly filters?: ListServicesRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServicesRequest with everything absent or zero but what is given. */
export function makeListServicesRequest(fields: Partial<ListServicesRequest> = {}): ListServicesRequest {
  return {

    ...fields,
  };
}

export interface ListServicesRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  readonly runtimes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServicesRequest_Filters with everything absent or zero but what is given. */
export function makeListServicesRequest_Filters(fields: Partial<ListServicesRequest_Filters> = {}): ListServicesRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    runtimes: NOTHING,
    ...fields,
  };
}

export interface ListServicesResponse {
  readonly services: readonly Service[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServicesResponse with everything absent or zero but what is given. */
export function makeListServicesResponse(fields: Partial<ListServicesResponse> = {}): ListServicesResponse {
  return {
    services: NOTHING,
    ...fields,
  };
}

export interface ListServiceStatusesRequest {
  readonly services: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServiceStatusesRequest with everything absent or zero but what is given. */
export function makeListServiceStatusesRequest(fields: Partial<ListServiceStatusesRequest> = {}): ListServiceStatusesRequest {
  return {
    services: NOTHING,
    ...fields,
  };
}

export interface ListServiceStatusesResponse {
  readonly statuses: readonly ListServiceStatusesResponse_ServiceStatus[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServiceStatusesResponse with everything absent or zero but what is given. */
export function makeListServiceStatusesResponse(fields: Partial<ListServiceStatusesResponse> = {}): ListServiceStatusesResponse {
  return {
    statuses: NOTHING,
    ...fields,
  };
}

export interface ListServiceStatusesResponse_ServiceStatus {
  readonly serviceId: string;
  readonly desiredTasks: number;
  readonly runningTasks: number;
  readonly completedTasks: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListServiceStatusesResponse_ServiceStatus with everything absent or zero but what is given. */
export function makeListServiceStatusesResponse_ServiceStatus(fields: Partial<ListServiceStatusesResponse_ServiceStatus> = {}): ListServiceStatusesResponse_ServiceStatus {
  return {
    serviceId: "",
    desiredTasks: 0,
    runningTasks: 0,
    completedTasks: 0,
    ...fields,
  };
}

export interface CreateNetworkRequest {
  readonly spec?: NetworkSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateNetworkRequest with everything absent or zero but what is given. */
export function makeCreateNetworkRequest(fields: Partial<CreateNetworkRequest> = {}): CreateNetworkRequest {
  return {

    ...fields,
  };
}

export interface CreateNetworkResponse {
  readonly network?: Network | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateNetworkResponse with everything absent or zero but what is given. */
export function makeCreateNetworkResponse(fields: Partial<CreateNetworkResponse> = {}): CreateNetworkResponse {
  return {

    ...fields,
  };
}

export interface GetNetworkRequest {
  readonly name: string;
  readonly networkId: string;
  readonly appdata?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetNetworkRequest with everything absent or zero but what is given. */
export function makeGetNetworkRequest(fields: Partial<GetNetworkRequest> = {}): GetNetworkRequest {
  return {
    name: "",
    networkId: "",
    ...fields,
  };
}

export interface GetNetworkResponse {
  readonly network?: Network | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetNetworkResponse with everything absent or zero but what is given. */
export function makeGetNetworkResponse(fields: Partial<GetNetworkResponse> = {}): GetNetworkResponse {
  return {

    ...fields,
  };
}

export interface RemoveNetworkRequest {
  readonly name: string;
  readonly networkId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveNetworkRequest with everything absent or zero but what is given. */
export function makeRemoveNetworkRequest(fields: Partial<RemoveNetworkRequest> = {}): RemoveNetworkRequest {
  return {
    name: "",
    networkId: "",
    ...fields,
  };
}

export interface RemoveNetworkResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveNetworkResponse with everything absent or zero but what is given. */
export function makeRemoveNetworkResponse(fields: Partial<RemoveNetworkResponse> = {}): RemoveNetworkResponse {
  return {

    ...fields,
  };
}

export interface ListNetworksRequest {
  readonly filters?: ListNetworksRequest_Filters | undefined;
  readonly appdata?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNetworksRequest with everything absent or zero but what is given. */
export function makeListNetworksRequest(fields: Partial<ListNetworksRequest> = {}): ListNetworksRequest {
  return {

    ...fields,
  };
}

export interface ListNetworksRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNetworksRequest_Filters with everything absent or zero but what is given. */
export function makeListNetworksRequest_Filters(fields: Partial<ListNetworksRequest_Filters> = {}): ListNetworksRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    ...fields,
  };
}

export interface ListNetworksResponse {
  readonly networks: readonly Network[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListNetworksResponse with everything absent or zero but what is given. */
export function makeListNetworksResponse(fields: Partial<ListNetworksResponse> = {}): ListNetworksResponse {
  return {
    networks: NOTHING,
    ...fields,
  };
}

export interface GetClusterRequest {
  readonly clusterId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetClusterRequest with everything absent or zero but what is given. */
export function makeGetClusterRequest(fields: Partial<GetClusterRequest> = {}): GetClusterRequest {
  return {
    clusterId: "",
    ...fields,
  };
}

export interface GetClusterResponse {
  readonly cluster?: Cluster | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetClusterResponse with everything absent or zero but what is given. */
export function makeGetClusterResponse(fields: Partial<GetClusterResponse> = {}): GetClusterResponse {
  return {

    ...fields,
  };
}

export interface ListClustersRequest {
  readonly filters?: ListClustersRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListClustersRequest with everything absent or zero but what is given. */
export function makeListClustersRequest(fields: Partial<ListClustersRequest> = {}): ListClustersRequest {
  return {

    ...fields,
  };
}

export interface ListClustersRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListClustersRequest_Filters with everything absent or zero but what is given. */
export function makeListClustersRequest_Filters(fields: Partial<ListClustersRequest_Filters> = {}): ListClustersRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    ...fields,
  };
}

export interface ListClustersResponse {
  readonly clusters: readonly Cluster[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListClustersResponse with everything absent or zero but what is given. */
export function makeListClustersResponse(fields: Partial<ListClustersResponse> = {}): ListClustersResponse {
  return {
    clusters: NOTHING,
    ...fields,
  };
}

export interface KeyRotation {
  readonly workerJoinToken: boolean;
  readonly managerJoinToken: boolean;
  readonly managerUnlockKey: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A KeyRotation with everything absent or zero but what is given. */
export function makeKeyRotation(fields: Partial<KeyRotation> = {}): KeyRotation {
  return {
    workerJoinToken: false,
    managerJoinToken: false,
    managerUnlockKey: false,
    ...fields,
  };
}

export interface UpdateClusterRequest {
  readonly clusterId: string;
  readonly clusterVersion?: Version | undefined;
  readonly spec?: ClusterSpec | undefined;
  readonly rotation?: KeyRotation | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateClusterRequest with everything absent or zero but what is given. */
export function makeUpdateClusterRequest(fields: Partial<UpdateClusterRequest> = {}): UpdateClusterRequest {
  return {
    clusterId: "",
    ...fields,
  };
}

export interface UpdateClusterResponse {
  readonly cluster?: Cluster | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateClusterResponse with everything absent or zero but what is given. */
export function makeUpdateClusterResponse(fields: Partial<UpdateClusterResponse> = {}): UpdateClusterResponse {
  return {

    ...fields,
  };
}

export interface GetSecretRequest {
  readonly secretId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetSecretRequest with everything absent or zero but what is given. */
export function makeGetSecretRequest(fields: Partial<GetSecretRequest> = {}): GetSecretRequest {
  return {
    secretId: "",
    ...fields,
  };
}

export interface GetSecretResponse {
  readonly secret?: Secret | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetSecretResponse with everything absent or zero but what is given. */
export function makeGetSecretResponse(fields: Partial<GetSecretResponse> = {}): GetSecretResponse {
  return {

    ...fields,
  };
}

export interface UpdateSecretRequest {
  readonly secretId: string;
  readonly secretVersion?: Version | undefined;
  readonly spec?: SecretSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateSecretRequest with everything absent or zero but what is given. */
export function makeUpdateSecretRequest(fields: Partial<UpdateSecretRequest> = {}): UpdateSecretRequest {
  return {
    secretId: "",
    ...fields,
  };
}

export interface UpdateSecretResponse {
  readonly secret?: Secret | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateSecretResponse with everything absent or zero but what is given. */
export function makeUpdateSecretResponse(fields: Partial<UpdateSecretResponse> = {}): UpdateSecretResponse {
  return {

    ...fields,
  };
}

export interface ListSecretsRequest {
  readonly filters?: ListSecretsRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListSecretsRequest with everything absent or zero but what is given. */
export function makeListSecretsRequest(fields: Partial<ListSecretsRequest> = {}): ListSecretsRequest {
  return {

    ...fields,
  };
}

export interface ListSecretsRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListSecretsRequest_Filters with everything absent or zero but what is given. */
export function makeListSecretsRequest_Filters(fields: Partial<ListSecretsRequest_Filters> = {}): ListSecretsRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    ...fields,
  };
}

export interface ListSecretsResponse {
  readonly secrets: readonly Secret[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListSecretsResponse with everything absent or zero but what is given. */
export function makeListSecretsResponse(fields: Partial<ListSecretsResponse> = {}): ListSecretsResponse {
  return {
    secrets: NOTHING,
    ...fields,
  };
}

export interface CreateSecretRequest {
  readonly spec?: SecretSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateSecretRequest with everything absent or zero but what is given. */
export function makeCreateSecretRequest(fields: Partial<CreateSecretRequest> = {}): CreateSecretRequest {
  return {

    ...fields,
  };
}

export interface CreateSecretResponse {
  readonly secret?: Secret | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateSecretResponse with everything absent or zero but what is given. */
export function makeCreateSecretResponse(fields: Partial<CreateSecretResponse> = {}): CreateSecretResponse {
  return {

    ...fields,
  };
}

export interface RemoveSecretRequest {
  readonly secretId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveSecretRequest with everything absent or zero but what is given. */
export function makeRemoveSecretRequest(fields: Partial<RemoveSecretRequest> = {}): RemoveSecretRequest {
  return {
    secretId: "",
    ...fields,
  };
}

export interface RemoveSecretResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveSecretResponse with everything absent or zero but what is given. */
export function makeRemoveSecretResponse(fields: Partial<RemoveSecretResponse> = {}): RemoveSecretResponse {
  return {

    ...fields,
  };
}

export interface GetConfigRequest {
  readonly configId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetConfigRequest with everything absent or zero but what is given. */
export function makeGetConfigRequest(fields: Partial<GetConfigRequest> = {}): GetConfigRequest {
  return {
    configId: "",
    ...fields,
  };
}

export interface GetConfigResponse {
  readonly config?: Config | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetConfigResponse with everything absent or zero but what is given. */
export function makeGetConfigResponse(fields: Partial<GetConfigResponse> = {}): GetConfigResponse {
  return {

    ...fields,
  };
}

export interface UpdateConfigRequest {
  readonly configId: string;
  readonly configVersion?: Version | undefined;
  readonly spec?: ConfigSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateConfigRequest with everything absent or zero but what is given. */
export function makeUpdateConfigRequest(fields: Partial<UpdateConfigRequest> = {}): UpdateConfigRequest {
  return {
    configId: "",
    ...fields,
  };
}

export interface UpdateConfigResponse {
  readonly config?: Config | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateConfigResponse with everything absent or zero but what is given. */
export function makeUpdateConfigResponse(fields: Partial<UpdateConfigResponse> = {}): UpdateConfigResponse {
  return {

    ...fields,
  };
}

export interface ListConfigsRequest {
  readonly filters?: ListConfigsRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListConfigsRequest with everything absent or zero but what is given. */
export function makeListConfigsRequest(fields: Partial<ListConfigsRequest> = {}): ListConfigsRequest {
  return {

    ...fields,
  };
}

export interface ListConfigsRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListConfigsRequest_Filters with everything absent or zero but what is given. */
export function makeListConfigsRequest_Filters(fields: Partial<ListConfigsRequest_Filters> = {}): ListConfigsRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    ...fields,
  };
}

export interface ListConfigsResponse {
  readonly configs: readonly Config[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListConfigsResponse with everything absent or zero but what is given. */
export function makeListConfigsResponse(fields: Partial<ListConfigsResponse> = {}): ListConfigsResponse {
  return {
    configs: NOTHING,
    ...fields,
  };
}

export interface CreateConfigRequest {
  readonly spec?: ConfigSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateConfigRequest with everything absent or zero but what is given. */
export function makeCreateConfigRequest(fields: Partial<CreateConfigRequest> = {}): CreateConfigRequest {
  return {

    ...fields,
  };
}

export interface CreateConfigResponse {
  readonly config?: Config | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateConfigResponse with everything absent or zero but what is given. */
export function makeCreateConfigResponse(fields: Partial<CreateConfigResponse> = {}): CreateConfigResponse {
  return {

    ...fields,
  };
}

export interface RemoveConfigRequest {
  readonly configId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveConfigRequest with everything absent or zero but what is given. */
export function makeRemoveConfigRequest(fields: Partial<RemoveConfigRequest> = {}): RemoveConfigRequest {
  return {
    configId: "",
    ...fields,
  };
}

export interface RemoveConfigResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveConfigResponse with everything absent or zero but what is given. */
export function makeRemoveConfigResponse(fields: Partial<RemoveConfigResponse> = {}): RemoveConfigResponse {
  return {

    ...fields,
  };
}

export interface CreateExtensionRequest {
  readonly annotations?: Annotations | undefined;
  readonly description: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateExtensionRequest with everything absent or zero but what is given. */
export function makeCreateExtensionRequest(fields: Partial<CreateExtensionRequest> = {}): CreateExtensionRequest {
  return {
    description: "",
    ...fields,
  };
}

export interface CreateExtensionResponse {
  readonly extension?: Extension | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateExtensionResponse with everything absent or zero but what is given. */
export function makeCreateExtensionResponse(fields: Partial<CreateExtensionResponse> = {}): CreateExtensionResponse {
  return {

    ...fields,
  };
}

export interface RemoveExtensionRequest {
  readonly extensionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveExtensionRequest with everything absent or zero but what is given. */
export function makeRemoveExtensionRequest(fields: Partial<RemoveExtensionRequest> = {}): RemoveExtensionRequest {
  return {
    extensionId: "",
    ...fields,
  };
}

export interface RemoveExtensionResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveExtensionResponse with everything absent or zero but what is given. */
export function makeRemoveExtensionResponse(fields: Partial<RemoveExtensionResponse> = {}): RemoveExtensionResponse {
  return {

    ...fields,
  };
}

export interface GetExtensionRequest {
  readonly extensionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetExtensionRequest with everything absent or zero but what is given. */
export function makeGetExtensionRequest(fields: Partial<GetExtensionRequest> = {}): GetExtensionRequest {
  return {
    extensionId: "",
    ...fields,
  };
}

export interface GetExtensionResponse {
  readonly extension?: Extension | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetExtensionResponse with everything absent or zero but what is given. */
export function makeGetExtensionResponse(fields: Partial<GetExtensionResponse> = {}): GetExtensionResponse {
  return {

    ...fields,
  };
}

export interface CreateResourceRequest {
  readonly annotations?: Annotations | undefined;
  readonly kind: string;
  readonly payload?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateResourceRequest with everything absent or zero but what is given. */
export function makeCreateResourceRequest(fields: Partial<CreateResourceRequest> = {}): CreateResourceRequest {
  return {
    kind: "",
    ...fields,
  };
}

export interface CreateResourceResponse {
  readonly resource?: Resource | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateResourceResponse with everything absent or zero but what is given. */
export function makeCreateResourceResponse(fields: Partial<CreateResourceResponse> = {}): CreateResourceResponse {
  return {

    ...fields,
  };
}

export interface RemoveResourceRequest {
  readonly resourceId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveResourceRequest with everything absent or zero but what is given. */
export function makeRemoveResourceRequest(fields: Partial<RemoveResourceRequest> = {}): RemoveResourceRequest {
  return {
    resourceId: "",
    ...fields,
  };
}

export interface RemoveResourceResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveResourceResponse with everything absent or zero but what is given. */
export function makeRemoveResourceResponse(fields: Partial<RemoveResourceResponse> = {}): RemoveResourceResponse {
  return {

    ...fields,
  };
}

export interface UpdateResourceRequest {
  readonly resourceId: string;
  readonly resourceVersion?: Version | undefined;
  readonly annotations?: Annotations | undefined;
  readonly payload?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateResourceRequest with everything absent or zero but what is given. */
export function makeUpdateResourceRequest(fields: Partial<UpdateResourceRequest> = {}): UpdateResourceRequest {
  return {
    resourceId: "",
    ...fields,
  };
}

export interface UpdateResourceResponse {
  readonly resource?: Resource | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateResourceResponse with everything absent or zero but what is given. */
export function makeUpdateResourceResponse(fields: Partial<UpdateResourceResponse> = {}): UpdateResourceResponse {
  return {

    ...fields,
  };
}

export interface GetResourceRequest {
  readonly resourceId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetResourceRequest with everything absent or zero but what is given. */
export function makeGetResourceRequest(fields: Partial<GetResourceRequest> = {}): GetResourceRequest {
  return {
    resourceId: "",
    ...fields,
  };
}

export interface GetResourceResponse {
  readonly resource?: Resource | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetResourceResponse with everything absent or zero but what is given. */
export function makeGetResourceResponse(fields: Partial<GetResourceResponse> = {}): GetResourceResponse {
  return {

    ...fields,
  };
}

export interface ListResourcesRequest {
  readonly filters?: ListResourcesRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListResourcesRequest with everything absent or zero but what is given. */
export function makeListResourcesRequest(fields: Partial<ListResourcesRequest> = {}): ListResourcesRequest {
  return {

    ...fields,
  };
}

export interface ListResourcesRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  readonly kind: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListResourcesRequest_Filters with everything absent or zero but what is given. */
export function makeListResourcesRequest_Filters(fields: Partial<ListResourcesRequest_Filters> = {}): ListResourcesRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    kind: "",
    ...fields,
  };
}

export interface ListResourcesResponse {
  readonly resources: readonly Resource[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListResourcesResponse with everything absent or zero but what is given. */
export function makeListResourcesResponse(fields: Partial<ListResourcesResponse> = {}): ListResourcesResponse {
  return {
    resources: NOTHING,
    ...fields,
  };
}

export interface CreateVolumeRequest {
  readonly spec?: VolumeSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateVolumeRequest with everything absent or zero but what is given. */
export function makeCreateVolumeRequest(fields: Partial<CreateVolumeRequest> = {}): CreateVolumeRequest {
  return {

    ...fields,
  };
}

export interface CreateVolumeResponse {
  readonly volume?: Volume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CreateVolumeResponse with everything absent or zero but what is given. */
export function makeCreateVolumeResponse(fields: Partial<CreateVolumeResponse> = {}): CreateVolumeResponse {
  return {

    ...fields,
  };
}

export interface GetVolumeRequest {
  readonly volumeId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetVolumeRequest with everything absent or zero but what is given. */
export function makeGetVolumeRequest(fields: Partial<GetVolumeRequest> = {}): GetVolumeRequest {
  return {
    volumeId: "",
    ...fields,
  };
}

export interface GetVolumeResponse {
  readonly volume?: Volume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A GetVolumeResponse with everything absent or zero but what is given. */
export function makeGetVolumeResponse(fields: Partial<GetVolumeResponse> = {}): GetVolumeResponse {
  return {

    ...fields,
  };
}

export interface UpdateVolumeRequest {
  readonly volumeId: string;
  readonly volumeVersion?: Version | undefined;
  readonly spec?: VolumeSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateVolumeRequest with everything absent or zero but what is given. */
export function makeUpdateVolumeRequest(fields: Partial<UpdateVolumeRequest> = {}): UpdateVolumeRequest {
  return {
    volumeId: "",
    ...fields,
  };
}

export interface UpdateVolumeResponse {
  readonly volume?: Volume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateVolumeResponse with everything absent or zero but what is given. */
export function makeUpdateVolumeResponse(fields: Partial<UpdateVolumeResponse> = {}): UpdateVolumeResponse {
  return {

    ...fields,
  };
}

export interface ListVolumesRequest {
  readonly filters?: ListVolumesRequest_Filters | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListVolumesRequest with everything absent or zero but what is given. */
export function makeListVolumesRequest(fields: Partial<ListVolumesRequest> = {}): ListVolumesRequest {
  return {

    ...fields,
  };
}

export interface ListVolumesRequest_Filters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefixes: readonly string[];
  readonly groups: readonly string[];
  readonly drivers: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListVolumesRequest_Filters with everything absent or zero but what is given. */
export function makeListVolumesRequest_Filters(fields: Partial<ListVolumesRequest_Filters> = {}): ListVolumesRequest_Filters {
  return {
    names: NOTHING,
    idPrefixes: NOTHING,
    labels: NO_ENTRIES,
    namePrefixes: NOTHING,
    groups: NOTHING,
    drivers: NOTHING,
    ...fields,
  };
}

export interface ListVolumesResponse {
  readonly volumes: readonly Volume[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListVolumesResponse with everything absent or zero but what is given. */
export function makeListVolumesResponse(fields: Partial<ListVolumesResponse> = {}): ListVolumesResponse {
  return {
    volumes: NOTHING,
    ...fields,
  };
}

export interface RemoveVolumeRequest {
  readonly volumeId: string;
  readonly force: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveVolumeRequest with everything absent or zero but what is given. */
export function makeRemoveVolumeRequest(fields: Partial<RemoveVolumeRequest> = {}): RemoveVolumeRequest {
  return {
    volumeId: "",
    force: false,
    ...fields,
  };
}

export interface RemoveVolumeResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RemoveVolumeResponse with everything absent or zero but what is given. */
export function makeRemoveVolumeResponse(fields: Partial<RemoveVolumeResponse> = {}): RemoveVolumeResponse {
  return {

    ...fields,
  };
}

export interface Meta {
  readonly version?: Version | undefined;
  readonly createdAt?: Timestamp | undefined;
  readonly updatedAt?: Timestamp | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Meta with everything absent or zero but what is given. */
export function makeMeta(fields: Partial<Meta> = {}): Meta {
  return {

    ...fields,
  };
}

export interface Node {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: NodeSpec | undefined;
  readonly description?: NodeDescription | undefined;
  readonly status?: NodeStatus | undefined;
  readonly managerStatus?: ManagerStatus | undefined;
  /** Deprecated in the protocol. */
  readonly attachment?: NetworkAttachment | undefined;
  readonly certificate?: Certificate | undefined;
  readonly role: NodeRole;
  readonly attachments: readonly NetworkAttachment[];
  readonly vxlanUdpPort: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Node with everything absent or zero but what is given. */
export function makeNode(fields: Partial<Node> = {}): Node {
  return {
    id: "",
    role: 0,
    attachments: NOTHING,
    vxlanUdpPort: 0,
    ...fields,
  };
}

export interface Service {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: ServiceSpec | undefined;
  readonly specVersion?: Version | undefined;
  readonly previousSpec?: ServiceSpec | undefined;
  readonly previousSpecVersion?: Version | undefined;
  readonly endpoint?: Endpoint | undefined;
  readonly updateStatus?: UpdateStatus | undefined;
  readonly jobStatus?: JobStatus | undefined;
  readonly pendingDelete: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Service with everything absent or zero but what is given. */
export function makeService(fields: Partial<Service> = {}): Service {
  return {
    id: "",
    pendingDelete: false,
    ...fields,
  };
}

export interface Endpoint {
  readonly spec?: EndpointSpec | undefined;
  readonly ports: readonly PortConfig[];
  readonly virtualIps: readonly Endpoint_VirtualIP[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Endpoint with everything absent or zero but what is given. */
export function makeEndpoint(fields: Partial<Endpoint> = {}): Endpoint {
  return {
    ports: NOTHING,
    virtualIps: NOTHING,
    ...fields,
  };
}

export interface Endpoint_VirtualIP {
  readonly networkId: string;
  readonly addr: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Endpoint_VirtualIP with everything absent or zero but what is given. */
export function makeEndpoint_VirtualIP(fields: Partial<Endpoint_VirtualIP> = {}): Endpoint_VirtualIP {
  return {
    networkId: "",
    addr: "",
    ...fields,
  };
}

export interface Task {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: TaskSpec | undefined;
  readonly specVersion?: Version | undefined;
  readonly serviceId: string;
  readonly slot: number;
  readonly nodeId: string;
  readonly annotations?: Annotations | undefined;
  readonly serviceAnnotations?: Annotations | undefined;
  readonly status?: TaskStatus | undefined;
  readonly desiredState: TaskState;
  readonly networks: readonly NetworkAttachment[];
  readonly endpoint?: Endpoint | undefined;
  readonly logDriver?: Driver | undefined;
  readonly assignedGenericResources: readonly GenericResource[];
  readonly jobIteration?: Version | undefined;
  readonly volumes: readonly VolumeAttachment[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Task with everything absent or zero but what is given. */
export function makeTask(fields: Partial<Task> = {}): Task {
  return {
    id: "",
    serviceId: "",
    slot: 0,
    nodeId: "",
    desiredState: 0,
    networks: NOTHING,
    assignedGenericResources: NOTHING,
    volumes: NOTHING,
    ...fields,
  };
}

export interface NetworkAttachment {
  readonly network?: Network | undefined;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  readonly driverAttachmentOpts: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkAttachment with everything absent or zero but what is given. */
export function makeNetworkAttachment(fields: Partial<NetworkAttachment> = {}): NetworkAttachment {
  return {
    addresses: NOTHING,
    aliases: NOTHING,
    driverAttachmentOpts: NO_ENTRIES,
    ...fields,
  };
}

export interface Network {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: NetworkSpec | undefined;
  readonly driverState?: Driver | undefined;
  readonly ipam?: IPAMOptions | undefined;
  readonly pendingDelete: boolean;
  readonly extra?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Network with everything absent or zero but what is given. */
export function makeNetwork(fields: Partial<Network> = {}): Network {
  return {
    id: "",
    pendingDelete: false,
    ...fields,
  };
}

export interface Cluster {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: ClusterSpec | undefined;
  readonly rootCa?: RootCA | undefined;
  readonly networkBootstrapKeys: readonly EncryptionKey[];
  readonly encryptionKeyLamportClock: number;
  readonly blacklistedCertificates: Readonly<Record<string, BlacklistedCertificate>>;
  readonly unlockKeys: readonly EncryptionKey[];
  readonly fips: boolean;
  readonly defaultAddressPool: readonly string[];
  readonly subnetSize: number;
  readonly vxlanUdpPort: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Cluster with everything absent or zero but what is given. */
export function makeCluster(fields: Partial<Cluster> = {}): Cluster {
  return {
    id: "",
    networkBootstrapKeys: NOTHING,
    encryptionKeyLamportClock: 0,
    blacklistedCertificates: NO_ENTRIES,
    unlockKeys: NOTHING,
    fips: false,
    defaultAddressPool: NOTHING,
    subnetSize: 0,
    vxlanUdpPort: 0,
    ...fields,
  };
}

export interface Secret {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: SecretSpec | undefined;
  readonly internal: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Secret with everything absent or zero but what is given. */
export function makeSecret(fields: Partial<Secret> = {}): Secret {
  return {
    id: "",
    internal: false,
    ...fields,
  };
}

export interface Config {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: ConfigSpec | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Config with everything absent or zero but what is given. */
export function makeConfig(fields: Partial<Config> = {}): Config {
  return {
    id: "",
    ...fields,
  };
}

export interface Resource {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly annotations?: Annotations | undefined;
  readonly kind: string;
  readonly payload?: Any | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Resource with everything absent or zero but what is given. */
export function makeResource(fields: Partial<Resource> = {}): Resource {
  return {
    id: "",
    kind: "",
    ...fields,
  };
}

export interface Extension {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly annotations?: Annotations | undefined;
  readonly description: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Extension with everything absent or zero but what is given. */
export function makeExtension(fields: Partial<Extension> = {}): Extension {
  return {
    id: "",
    description: "",
    ...fields,
  };
}

export interface Volume {
  readonly id: string;
  readonly meta?: Meta | undefined;
  readonly spec?: VolumeSpec | undefined;
  readonly publishStatus: readonly VolumePublishStatus[];
  readonly volumeInfo?: VolumeInfo | undefined;
  readonly pendingDelete: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Volume with everything absent or zero but what is given. */
export function makeVolume(fields: Partial<Volume> = {}): Volume {
  return {
    id: "",
    publishStatus: NOTHING,
    pendingDelete: false,
    ...fields,
  };
}

export interface SessionRequest {
  readonly description?: NodeDescription | undefined;
  readonly sessionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SessionRequest with everything absent or zero but what is given. */
export function makeSessionRequest(fields: Partial<SessionRequest> = {}): SessionRequest {
  return {
    sessionId: "",
    ...fields,
  };
}

export interface SessionMessage {
  readonly sessionId: string;
  readonly node?: Node | undefined;
  readonly managers: readonly WeightedPeer[];
  readonly networkBootstrapKeys: readonly EncryptionKey[];
  readonly rootCa: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SessionMessage with everything absent or zero but what is given. */
export function makeSessionMessage(fields: Partial<SessionMessage> = {}): SessionMessage {
  return {
    sessionId: "",
    managers: NOTHING,
    networkBootstrapKeys: NOTHING,
    rootCa: NO_BYTES,
    ...fields,
  };
}

export interface HeartbeatRequest {
  readonly sessionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A HeartbeatRequest with everything absent or zero but what is given. */
export function makeHeartbeatRequest(fields: Partial<HeartbeatRequest> = {}): HeartbeatRequest {
  return {
    sessionId: "",
    ...fields,
  };
}

export interface HeartbeatResponse {
  readonly period?: Duration | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A HeartbeatResponse with everything absent or zero but what is given. */
export function makeHeartbeatResponse(fields: Partial<HeartbeatResponse> = {}): HeartbeatResponse {
  return {

    ...fields,
  };
}

export interface UpdateTaskStatusRequest {
  readonly sessionId: string;
  readonly updates: readonly UpdateTaskStatusRequest_TaskStatusUpdate[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateTaskStatusRequest with everything absent or zero but what is given. */
export function makeUpdateTaskStatusRequest(fields: Partial<UpdateTaskStatusRequest> = {}): UpdateTaskStatusRequest {
  return {
    sessionId: "",
    updates: NOTHING,
    ...fields,
  };
}

export interface UpdateTaskStatusRequest_TaskStatusUpdate {
  readonly taskId: string;
  readonly status?: TaskStatus | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateTaskStatusRequest_TaskStatusUpdate with everything absent or zero but what is given. */
export function makeUpdateTaskStatusRequest_TaskStatusUpdate(fields: Partial<UpdateTaskStatusRequest_TaskStatusUpdate> = {}): UpdateTaskStatusRequest_TaskStatusUpdate {
  return {
    taskId: "",
    ...fields,
  };
}

export interface UpdateTaskStatusResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateTaskStatusResponse with everything absent or zero but what is given. */
export function makeUpdateTaskStatusResponse(fields: Partial<UpdateTaskStatusResponse> = {}): UpdateTaskStatusResponse {
  return {

    ...fields,
  };
}

export interface UpdateVolumeStatusRequest {
  readonly sessionId: string;
  readonly updates: readonly UpdateVolumeStatusRequest_VolumeStatusUpdate[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateVolumeStatusRequest with everything absent or zero but what is given. */
export function makeUpdateVolumeStatusRequest(fields: Partial<UpdateVolumeStatusRequest> = {}): UpdateVolumeStatusRequest {
  return {
    sessionId: "",
    updates: NOTHING,
    ...fields,
  };
}

export interface UpdateVolumeStatusRequest_VolumeStatusUpdate {
  readonly id: string;
  readonly unpublished: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateVolumeStatusRequest_VolumeStatusUpdate with everything absent or zero but what is given. */
export function makeUpdateVolumeStatusRequest_VolumeStatusUpdate(fields: Partial<UpdateVolumeStatusRequest_VolumeStatusUpdate> = {}): UpdateVolumeStatusRequest_VolumeStatusUpdate {
  return {
    id: "",
    unpublished: false,
    ...fields,
  };
}

export interface UpdateVolumeStatusResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A UpdateVolumeStatusResponse with everything absent or zero but what is given. */
export function makeUpdateVolumeStatusResponse(fields: Partial<UpdateVolumeStatusResponse> = {}): UpdateVolumeStatusResponse {
  return {

    ...fields,
  };
}

export interface TasksRequest {
  readonly sessionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TasksRequest with everything absent or zero but what is given. */
export function makeTasksRequest(fields: Partial<TasksRequest> = {}): TasksRequest {
  return {
    sessionId: "",
    ...fields,
  };
}

export interface TasksMessage {
  readonly tasks: readonly Task[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A TasksMessage with everything absent or zero but what is given. */
export function makeTasksMessage(fields: Partial<TasksMessage> = {}): TasksMessage {
  return {
    tasks: NOTHING,
    ...fields,
  };
}

export interface AssignmentsRequest {
  readonly sessionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AssignmentsRequest with everything absent or zero but what is given. */
export function makeAssignmentsRequest(fields: Partial<AssignmentsRequest> = {}): AssignmentsRequest {
  return {
    sessionId: "",
    ...fields,
  };
}

export interface Assignment {
  readonly task?: Task | undefined;
  readonly secret?: Secret | undefined;
  readonly config?: Config | undefined;
  readonly volume?: VolumeAssignment | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Assignment with everything absent or zero but what is given. */
export function makeAssignment(fields: Partial<Assignment> = {}): Assignment {
  return {

    ...fields,
  };
}

export interface AssignmentChange {
  readonly assignment?: Assignment | undefined;
  readonly action: AssignmentChange_AssignmentAction;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AssignmentChange with everything absent or zero but what is given. */
export function makeAssignmentChange(fields: Partial<AssignmentChange> = {}): AssignmentChange {
  return {
    action: 0,
    ...fields,
  };
}

export const AssignmentChange_AssignmentAction = {
  UPDATE: 0,
  REMOVE: 1,
} as const;
export type AssignmentChange_AssignmentAction = (typeof AssignmentChange_AssignmentAction)[keyof typeof AssignmentChange_AssignmentAction];

export interface AssignmentsMessage {
  readonly type: AssignmentsMessage_Type;
  readonly appliesTo: string;
  readonly resultsIn: string;
  readonly changes: readonly AssignmentChange[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AssignmentsMessage with everything absent or zero but what is given. */
export function makeAssignmentsMessage(fields: Partial<AssignmentsMessage> = {}): AssignmentsMessage {
  return {
    type: 0,
    appliesTo: "",
    resultsIn: "",
    changes: NOTHING,
    ...fields,
  };
}

export const AssignmentsMessage_Type = {
  COMPLETE: 0,
  INCREMENTAL: 1,
} as const;
export type AssignmentsMessage_Type = (typeof AssignmentsMessage_Type)[keyof typeof AssignmentsMessage_Type];

export interface HealthCheckRequest {
  readonly service: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A HealthCheckRequest with everything absent or zero but what is given. */
export function makeHealthCheckRequest(fields: Partial<HealthCheckRequest> = {}): HealthCheckRequest {
  return {
    service: "",
    ...fields,
  };
}

export interface HealthCheckResponse {
  readonly status: HealthCheckResponse_ServingStatus;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A HealthCheckResponse with everything absent or zero but what is given. */
export function makeHealthCheckResponse(fields: Partial<HealthCheckResponse> = {}): HealthCheckResponse {
  return {
    status: 0,
    ...fields,
  };
}

export const HealthCheckResponse_ServingStatus = {
  UNKNOWN: 0,
  SERVING: 1,
  NOT_SERVING: 2,
} as const;
export type HealthCheckResponse_ServingStatus = (typeof HealthCheckResponse_ServingStatus)[keyof typeof HealthCheckResponse_ServingStatus];

export const LogStream = {
  LOG_STREAM_UNKNOWN: 0,
  LOG_STREAM_STDOUT: 1,
  LOG_STREAM_STDERR: 2,
} as const;
export type LogStream = (typeof LogStream)[keyof typeof LogStream];

export interface LogSubscriptionOptions {
  readonly streams: readonly LogStream[];
  readonly follow: boolean;
  readonly tail: number;
  readonly since?: Timestamp | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LogSubscriptionOptions with everything absent or zero but what is given. */
export function makeLogSubscriptionOptions(fields: Partial<LogSubscriptionOptions> = {}): LogSubscriptionOptions {
  return {
    streams: NOTHING,
    follow: false,
    tail: 0,
    ...fields,
  };
}

export interface LogSelector {
  readonly serviceIds: readonly string[];
  readonly nodeIds: readonly string[];
  readonly taskIds: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LogSelector with everything absent or zero but what is given. */
export function makeLogSelector(fields: Partial<LogSelector> = {}): LogSelector {
  return {
    serviceIds: NOTHING,
    nodeIds: NOTHING,
    taskIds: NOTHING,
    ...fields,
  };
}

export interface LogContext {
  readonly serviceId: string;
  readonly nodeId: string;
  readonly taskId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LogContext with everything absent or zero but what is given. */
export function makeLogContext(fields: Partial<LogContext> = {}): LogContext {
  return {
    serviceId: "",
    nodeId: "",
    taskId: "",
    ...fields,
  };
}

export interface LogAttr {
  readonly key: string;
  readonly value: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LogAttr with everything absent or zero but what is given. */
export function makeLogAttr(fields: Partial<LogAttr> = {}): LogAttr {
  return {
    key: "",
    value: "",
    ...fields,
  };
}

export interface LogMessage {
  readonly context?: LogContext | undefined;
  readonly timestamp?: Timestamp | undefined;
  readonly stream: LogStream;
  readonly data: Uint8Array;
  readonly attrs: readonly LogAttr[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LogMessage with everything absent or zero but what is given. */
export function makeLogMessage(fields: Partial<LogMessage> = {}): LogMessage {
  return {
    stream: 0,
    data: NO_BYTES,
    attrs: NOTHING,
    ...fields,
  };
}

export interface SubscribeLogsRequest {
  readonly selector?: LogSelector | undefined;
  readonly options?: LogSubscriptionOptions | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SubscribeLogsRequest with everything absent or zero but what is given. */
export function makeSubscribeLogsRequest(fields: Partial<SubscribeLogsRequest> = {}): SubscribeLogsRequest {
  return {

    ...fields,
  };
}

export interface SubscribeLogsMessage {
  readonly messages: readonly LogMessage[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SubscribeLogsMessage with everything absent or zero but what is given. */
export function makeSubscribeLogsMessage(fields: Partial<SubscribeLogsMessage> = {}): SubscribeLogsMessage {
  return {
    messages: NOTHING,
    ...fields,
  };
}

export interface ListenSubscriptionsRequest {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListenSubscriptionsRequest with everything absent or zero but what is given. */
export function makeListenSubscriptionsRequest(fields: Partial<ListenSubscriptionsRequest> = {}): ListenSubscriptionsRequest {
  return {

    ...fields,
  };
}

export interface SubscriptionMessage {
  readonly id: string;
  readonly selector?: LogSelector | undefined;
  readonly options?: LogSubscriptionOptions | undefined;
  readonly close: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SubscriptionMessage with everything absent or zero but what is given. */
export function makeSubscriptionMessage(fields: Partial<SubscriptionMessage> = {}): SubscriptionMessage {
  return {
    id: "",
    close: false,
    ...fields,
  };
}

export interface PublishLogsMessage {
  readonly subscriptionId: string;
  readonly messages: readonly LogMessage[];
  readonly close: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PublishLogsMessage with everything absent or zero but what is given. */
export function makePublishLogsMessage(fields: Partial<PublishLogsMessage> = {}): PublishLogsMessage {
  return {
    subscriptionId: "",
    messages: NOTHING,
    close: false,
    ...fields,
  };
}

export interface PublishLogsResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PublishLogsResponse with everything absent or zero but what is given. */
export function makePublishLogsResponse(fields: Partial<PublishLogsResponse> = {}): PublishLogsResponse {
  return {

    ...fields,
  };
}

export const StoreActionKind = {
  UNKNOWN: 0,
  STORE_ACTION_CREATE: 1,
  STORE_ACTION_UPDATE: 2,
  STORE_ACTION_REMOVE: 3,
} as const;
export type StoreActionKind = (typeof StoreActionKind)[keyof typeof StoreActionKind];

export interface RaftMember {
  readonly raftId: bigint;
  readonly nodeId: string;
  readonly addr: string;
  readonly status?: RaftMemberStatus | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftMember with everything absent or zero but what is given. */
export function makeRaftMember(fields: Partial<RaftMember> = {}): RaftMember {
  return {
    raftId: 0n,
    nodeId: "",
    addr: "",
    ...fields,
  };
}

export interface JoinRequest {
  readonly addr: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A JoinRequest with everything absent or zero but what is given. */
export function makeJoinRequest(fields: Partial<JoinRequest> = {}): JoinRequest {
  return {
    addr: "",
    ...fields,
  };
}

export interface JoinResponse {
  readonly raftId: bigint;
  readonly members: readonly RaftMember[];
  readonly removedMembers: readonly bigint[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A JoinResponse with everything absent or zero but what is given. */
export function makeJoinResponse(fields: Partial<JoinResponse> = {}): JoinResponse {
  return {
    raftId: 0n,
    members: NOTHING,
    removedMembers: NOTHING,
    ...fields,
  };
}

export interface LeaveRequest {
  readonly node?: RaftMember | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LeaveRequest with everything absent or zero but what is given. */
export function makeLeaveRequest(fields: Partial<LeaveRequest> = {}): LeaveRequest {
  return {

    ...fields,
  };
}

export interface LeaveResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LeaveResponse with everything absent or zero but what is given. */
export function makeLeaveResponse(fields: Partial<LeaveResponse> = {}): LeaveResponse {
  return {

    ...fields,
  };
}

export interface ProcessRaftMessageRequest {
  readonly message?: RaftpbMessage | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ProcessRaftMessageRequest with everything absent or zero but what is given. */
export function makeProcessRaftMessageRequest(fields: Partial<ProcessRaftMessageRequest> = {}): ProcessRaftMessageRequest {
  return {

    ...fields,
  };
}

export interface ProcessRaftMessageResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ProcessRaftMessageResponse with everything absent or zero but what is given. */
export function makeProcessRaftMessageResponse(fields: Partial<ProcessRaftMessageResponse> = {}): ProcessRaftMessageResponse {
  return {

    ...fields,
  };
}

export interface StreamRaftMessageRequest {
  readonly message?: RaftpbMessage | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A StreamRaftMessageRequest with everything absent or zero but what is given. */
export function makeStreamRaftMessageRequest(fields: Partial<StreamRaftMessageRequest> = {}): StreamRaftMessageRequest {
  return {

    ...fields,
  };
}

export interface StreamRaftMessageResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A StreamRaftMessageResponse with everything absent or zero but what is given. */
export function makeStreamRaftMessageResponse(fields: Partial<StreamRaftMessageResponse> = {}): StreamRaftMessageResponse {
  return {

    ...fields,
  };
}

export interface ResolveAddressRequest {
  readonly raftId: bigint;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ResolveAddressRequest with everything absent or zero but what is given. */
export function makeResolveAddressRequest(fields: Partial<ResolveAddressRequest> = {}): ResolveAddressRequest {
  return {
    raftId: 0n,
    ...fields,
  };
}

export interface ResolveAddressResponse {
  readonly addr: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ResolveAddressResponse with everything absent or zero but what is given. */
export function makeResolveAddressResponse(fields: Partial<ResolveAddressResponse> = {}): ResolveAddressResponse {
  return {
    addr: "",
    ...fields,
  };
}

export interface InternalRaftRequest {
  readonly id: bigint;
  readonly action: readonly StoreAction[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A InternalRaftRequest with everything absent or zero but what is given. */
export function makeInternalRaftRequest(fields: Partial<InternalRaftRequest> = {}): InternalRaftRequest {
  return {
    id: 0n,
    action: NOTHING,
    ...fields,
  };
}

export interface StoreAction {
  readonly action: StoreActionKind;
  readonly node?: Node | undefined;
  readonly service?: Service | undefined;
  readonly task?: Task | undefined;
  readonly network?: Network | undefined;
  readonly cluster?: Cluster | undefined;
  readonly secret?: Secret | undefined;
  readonly resource?: Resource | undefined;
  readonly extension?: Extension | undefined;
  readonly config?: Config | undefined;
  readonly volume?: Volume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A StoreAction with everything absent or zero but what is given. */
export function makeStoreAction(fields: Partial<StoreAction> = {}): StoreAction {
  return {
    action: 0,
    ...fields,
  };
}

export interface AttachNetworkRequest {
  readonly config?: NetworkAttachmentConfig | undefined;
  readonly containerId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AttachNetworkRequest with everything absent or zero but what is given. */
export function makeAttachNetworkRequest(fields: Partial<AttachNetworkRequest> = {}): AttachNetworkRequest {
  return {
    containerId: "",
    ...fields,
  };
}

export interface AttachNetworkResponse {
  readonly attachmentId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A AttachNetworkResponse with everything absent or zero but what is given. */
export function makeAttachNetworkResponse(fields: Partial<AttachNetworkResponse> = {}): AttachNetworkResponse {
  return {
    attachmentId: "",
    ...fields,
  };
}

export interface DetachNetworkRequest {
  readonly attachmentId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A DetachNetworkRequest with everything absent or zero but what is given. */
export function makeDetachNetworkRequest(fields: Partial<DetachNetworkRequest> = {}): DetachNetworkRequest {
  return {
    attachmentId: "",
    ...fields,
  };
}

export interface DetachNetworkResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A DetachNetworkResponse with everything absent or zero but what is given. */
export function makeDetachNetworkResponse(fields: Partial<DetachNetworkResponse> = {}): DetachNetworkResponse {
  return {

    ...fields,
  };
}

export interface StoreSnapshot {
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly networks: readonly Network[];
  readonly tasks: readonly Task[];
  readonly clusters: readonly Cluster[];
  readonly secrets: readonly Secret[];
  readonly resources: readonly Resource[];
  readonly extensions: readonly Extension[];
  readonly configs: readonly Config[];
  readonly volumes: readonly Volume[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A StoreSnapshot with everything absent or zero but what is given. */
export function makeStoreSnapshot(fields: Partial<StoreSnapshot> = {}): StoreSnapshot {
  return {
    nodes: NOTHING,
    services: NOTHING,
    networks: NOTHING,
    tasks: NOTHING,
    clusters: NOTHING,
    secrets: NOTHING,
    resources: NOTHING,
    extensions: NOTHING,
    configs: NOTHING,
    volumes: NOTHING,
    ...fields,
  };
}

export interface ClusterSnapshot {
  readonly members: readonly RaftMember[];
  readonly removed: readonly bigint[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ClusterSnapshot with everything absent or zero but what is given. */
export function makeClusterSnapshot(fields: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  return {
    members: NOTHING,
    removed: NOTHING,
    ...fields,
  };
}

export interface Snapshot {
  readonly version: Snapshot_Version;
  readonly membership?: ClusterSnapshot | undefined;
  readonly store?: StoreSnapshot | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Snapshot with everything absent or zero but what is given. */
export function makeSnapshot(fields: Partial<Snapshot> = {}): Snapshot {
  return {
    version: 0,
    ...fields,
  };
}

export const Snapshot_Version = {
  V0: 0,
} as const;
export type Snapshot_Version = (typeof Snapshot_Version)[keyof typeof Snapshot_Version];

export const WatchActionKind = {
  WATCH_ACTION_UNKNOWN: 0,
  WATCH_ACTION_CREATE: 1,
  WATCH_ACTION_UPDATE: 2,
  WATCH_ACTION_REMOVE: 4,
} as const;
export type WatchActionKind = (typeof WatchActionKind)[keyof typeof WatchActionKind];

export interface StoreObject {
  readonly node?: Node | undefined;
  readonly service?: Service | undefined;
  readonly network?: Network | undefined;
  readonly task?: Task | undefined;
  readonly cluster?: Cluster | undefined;
  readonly secret?: Secret | undefined;
  readonly resource?: Resource | undefined;
  readonly extension?: Extension | undefined;
  readonly config?: Config | undefined;
  readonly volume?: Volume | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A StoreObject with everything absent or zero but what is given. */
export function makeStoreObject(fields: Partial<StoreObject> = {}): StoreObject {
  return {

    ...fields,
  };
}

export interface SelectBySlot {
  readonly serviceId: string;
  readonly slot: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SelectBySlot with everything absent or zero but what is given. */
export function makeSelectBySlot(fields: Partial<SelectBySlot> = {}): SelectBySlot {
  return {
    serviceId: "",
    slot: 0,
    ...fields,
  };
}

export interface SelectByCustom {
  readonly kind: string;
  readonly index: string;
  readonly value: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SelectByCustom with everything absent or zero but what is given. */
export function makeSelectByCustom(fields: Partial<SelectByCustom> = {}): SelectByCustom {
  return {
    kind: "",
    index: "",
    value: "",
    ...fields,
  };
}

export interface SelectBy {
  readonly id?: string | undefined;
  readonly idPrefix?: string | undefined;
  readonly name?: string | undefined;
  readonly namePrefix?: string | undefined;
  readonly custom?: SelectByCustom | undefined;
  readonly customPrefix?: SelectByCustom | undefined;
  readonly serviceId?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly slot?: SelectBySlot | undefined;
  readonly desiredState?: TaskState | undefined;
  readonly role?: NodeRole | undefined;
  readonly membership?: NodeSpec_Membership | undefined;
  readonly referencedNetworkId?: string | undefined;
  readonly referencedSecretId?: string | undefined;
  readonly referencedConfigId?: string | undefined;
  readonly kind?: string | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A SelectBy with everything absent or zero but what is given. */
export function makeSelectBy(fields: Partial<SelectBy> = {}): SelectBy {
  return {

    ...fields,
  };
}

export interface WatchRequest {
  readonly entries: readonly WatchRequest_WatchEntry[];
  readonly resumeFrom?: Version | undefined;
  readonly includeOldObject: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WatchRequest with everything absent or zero but what is given. */
export function makeWatchRequest(fields: Partial<WatchRequest> = {}): WatchRequest {
  return {
    entries: NOTHING,
    includeOldObject: false,
    ...fields,
  };
}

export interface WatchRequest_WatchEntry {
  readonly kind: string;
  readonly action: WatchActionKind;
  readonly filters: readonly SelectBy[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WatchRequest_WatchEntry with everything absent or zero but what is given. */
export function makeWatchRequest_WatchEntry(fields: Partial<WatchRequest_WatchEntry> = {}): WatchRequest_WatchEntry {
  return {
    kind: "",
    action: 0,
    filters: NOTHING,
    ...fields,
  };
}

export interface WatchMessage {
  readonly events: readonly WatchMessage_Event[];
  readonly version?: Version | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WatchMessage with everything absent or zero but what is given. */
export function makeWatchMessage(fields: Partial<WatchMessage> = {}): WatchMessage {
  return {
    events: NOTHING,
    ...fields,
  };
}

export interface WatchMessage_Event {
  readonly action: WatchActionKind;
  readonly object?: StoreObject | undefined;
  readonly oldObject?: StoreObject | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WatchMessage_Event with everything absent or zero but what is given. */
export function makeWatchMessage_Event(fields: Partial<WatchMessage_Event> = {}): WatchMessage_Event {
  return {
    action: 0,
    ...fields,
  };
}

export interface ExplainRequest {
  readonly taskId: string;
  readonly serviceId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ExplainRequest with everything absent or zero but what is given. */
export function makeExplainRequest(fields: Partial<ExplainRequest> = {}): ExplainRequest {
  return {
    taskId: "",
    serviceId: "",
    ...fields,
  };
}

export interface ExplainResponse {
  readonly sentences: readonly string[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ExplainResponse with everything absent or zero but what is given. */
export function makeExplainResponse(fields: Partial<ExplainResponse> = {}): ExplainResponse {
  return {
    sentences: NOTHING,
    ...fields,
  };
}

export interface WatchOverlaysRequest {
  readonly sessionId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A WatchOverlaysRequest with everything absent or zero but what is given. */
export function makeWatchOverlaysRequest(fields: Partial<WatchOverlaysRequest> = {}): WatchOverlaysRequest {
  return {
    sessionId: "",
    ...fields,
  };
}

export interface OverlayChange {
  readonly version: number;
  readonly complete: boolean;
  readonly networks: readonly OverlayNetwork[];
  readonly peers: readonly OverlayPeer[];
  readonly endpoints: readonly OverlayEndpoint[];
  readonly services: readonly OverlayService[];
  readonly removedNetworks: readonly string[];
  readonly removedPeers: readonly string[];
  readonly removedEndpoints: readonly string[];
  readonly removedServices: readonly string[];
  readonly checks: readonly OverlayCheck[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayChange with everything absent or zero but what is given. */
export function makeOverlayChange(fields: Partial<OverlayChange> = {}): OverlayChange {
  return {
    version: 0,
    complete: false,
    networks: NOTHING,
    peers: NOTHING,
    endpoints: NOTHING,
    services: NOTHING,
    removedNetworks: NOTHING,
    removedPeers: NOTHING,
    removedEndpoints: NOTHING,
    removedServices: NOTHING,
    checks: NOTHING,
    ...fields,
  };
}

export interface OverlayCheck {
  readonly id: string;
  readonly networkId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayCheck with everything absent or zero but what is given. */
export function makeOverlayCheck(fields: Partial<OverlayCheck> = {}): OverlayCheck {
  return {
    id: "",
    networkId: "",
    ...fields,
  };
}

export interface OverlayNetwork {
  readonly id: string;
  readonly name: string;
  readonly vxlanId: number;
  readonly subnets: readonly string[];
  readonly gateways: readonly string[];
  readonly mtu: number;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly encrypted: boolean;
  readonly ingress: boolean;
  readonly tunnelPort: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayNetwork with everything absent or zero but what is given. */
export function makeOverlayNetwork(fields: Partial<OverlayNetwork> = {}): OverlayNetwork {
  return {
    id: "",
    name: "",
    vxlanId: 0,
    subnets: NOTHING,
    gateways: NOTHING,
    mtu: 0,
    internal: false,
    attachable: false,
    encrypted: false,
    ingress: false,
    tunnelPort: 0,
    ...fields,
  };
}

export interface OverlayPeer {
  readonly networkId: string;
  readonly nodeId: string;
  readonly nodeAddress: string;
  readonly gateways: readonly string[];
  readonly publicKey: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayPeer with everything absent or zero but what is given. */
export function makeOverlayPeer(fields: Partial<OverlayPeer> = {}): OverlayPeer {
  return {
    networkId: "",
    nodeId: "",
    nodeAddress: "",
    gateways: NOTHING,
    publicKey: "",
    ...fields,
  };
}

export interface OverlayEndpoint {
  readonly networkId: string;
  readonly taskId: string;
  readonly taskName: string;
  readonly serviceId: string;
  readonly nodeId: string;
  readonly nodeAddress: string;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  readonly hostname: string;
  readonly serving: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayEndpoint with everything absent or zero but what is given. */
export function makeOverlayEndpoint(fields: Partial<OverlayEndpoint> = {}): OverlayEndpoint {
  return {
    networkId: "",
    taskId: "",
    taskName: "",
    serviceId: "",
    nodeId: "",
    nodeAddress: "",
    addresses: NOTHING,
    aliases: NOTHING,
    hostname: "",
    serving: false,
    ...fields,
  };
}

export interface OverlayService {
  readonly networkId: string;
  readonly serviceId: string;
  readonly name: string;
  readonly virtualAddresses: readonly string[];
  readonly aliases: readonly string[];
  readonly ports: readonly OverlayPort[];
  readonly affinitySeconds: number;
  readonly localFirst: boolean;
  readonly proxyProtocol: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayService with everything absent or zero but what is given. */
export function makeOverlayService(fields: Partial<OverlayService> = {}): OverlayService {
  return {
    networkId: "",
    serviceId: "",
    name: "",
    virtualAddresses: NOTHING,
    aliases: NOTHING,
    ports: NOTHING,
    affinitySeconds: 0,
    localFirst: false,
    proxyProtocol: 0,
    ...fields,
  };
}

export interface OverlayPort {
  readonly protocol: string;
  readonly published: number;
  readonly target: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlayPort with everything absent or zero but what is given. */
export function makeOverlayPort(fields: Partial<OverlayPort> = {}): OverlayPort {
  return {
    protocol: "",
    published: 0,
    target: 0,
    ...fields,
  };
}

export interface OverlaysAppliedRequest {
  readonly sessionId: string;
  readonly version: number;
  readonly failed: Readonly<Record<string, string>>;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlaysAppliedRequest with everything absent or zero but what is given. */
export function makeOverlaysAppliedRequest(fields: Partial<OverlaysAppliedRequest> = {}): OverlaysAppliedRequest {
  return {
    sessionId: "",
    version: 0,
    failed: NO_ENTRIES,
    ...fields,
  };
}

export interface OverlaysAppliedResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OverlaysAppliedResponse with everything absent or zero but what is given. */
export function makeOverlaysAppliedResponse(fields: Partial<OverlaysAppliedResponse> = {}): OverlaysAppliedResponse {
  return {

    ...fields,
  };
}

export interface NetworkCheckedRequest {
  readonly sessionId: string;
  readonly checkId: string;
  readonly findings: readonly NetworkFinding[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkCheckedRequest with everything absent or zero but what is given. */
export function makeNetworkCheckedRequest(fields: Partial<NetworkCheckedRequest> = {}): NetworkCheckedRequest {
  return {
    sessionId: "",
    checkId: "",
    findings: NOTHING,
    ...fields,
  };
}

export interface NetworkCheckedResponse {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkCheckedResponse with everything absent or zero but what is given. */
export function makeNetworkCheckedResponse(fields: Partial<NetworkCheckedResponse> = {}): NetworkCheckedResponse {
  return {

    ...fields,
  };
}

export interface CheckNetworkRequest {
  readonly networkId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CheckNetworkRequest with everything absent or zero but what is given. */
export function makeCheckNetworkRequest(fields: Partial<CheckNetworkRequest> = {}): CheckNetworkRequest {
  return {
    networkId: "",
    ...fields,
  };
}

export interface CheckNetworkResponse {
  readonly nodes: readonly NodeFindings[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A CheckNetworkResponse with everything absent or zero but what is given. */
export function makeCheckNetworkResponse(fields: Partial<CheckNetworkResponse> = {}): CheckNetworkResponse {
  return {
    nodes: NOTHING,
    ...fields,
  };
}

export interface NodeFindings {
  readonly nodeId: string;
  readonly findings: readonly NetworkFinding[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NodeFindings with everything absent or zero but what is given. */
export function makeNodeFindings(fields: Partial<NodeFindings> = {}): NodeFindings {
  return {
    nodeId: "",
    findings: NOTHING,
    ...fields,
  };
}

export interface NetworkFinding {
  readonly kind: string;
  readonly subject: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkFinding with everything absent or zero but what is given. */
export function makeNetworkFinding(fields: Partial<NetworkFinding> = {}): NetworkFinding {
  return {
    kind: "",
    subject: "",
    ok: false,
    detail: "",
    ...fields,
  };
}

export interface ListenPassagesRequest {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ListenPassagesRequest with everything absent or zero but what is given. */
export function makeListenPassagesRequest(fields: Partial<ListenPassagesRequest> = {}): ListenPassagesRequest {
  return {

    ...fields,
  };
}

export interface PassageCall {
  readonly passageId: string;
  readonly taskId: string;
  readonly containerId: string;
  readonly managerId: string;
  readonly client: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PassageCall with everything absent or zero but what is given. */
export function makePassageCall(fields: Partial<PassageCall> = {}): PassageCall {
  return {
    passageId: "",
    taskId: "",
    containerId: "",
    managerId: "",
    client: "",
    ...fields,
  };
}

export interface ReceivePassageRequest {
  readonly passageId: string;
  readonly refusal: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A ReceivePassageRequest with everything absent or zero but what is given. */
export function makeReceivePassageRequest(fields: Partial<ReceivePassageRequest> = {}): ReceivePassageRequest {
  return {
    passageId: "",
    refusal: "",
    ...fields,
  };
}

export interface PassageBytes {
  readonly passageId: string;
  readonly opened?: PassageOpened | undefined;
  readonly data: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PassageBytes with everything absent or zero but what is given. */
export function makePassageBytes(fields: Partial<PassageBytes> = {}): PassageBytes {
  return {
    passageId: "",
    data: NO_BYTES,
    ...fields,
  };
}

export interface OpenPassageRequest {
  readonly container: string;
  readonly taskId: string;
  readonly client: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A OpenPassageRequest with everything absent or zero but what is given. */
export function makeOpenPassageRequest(fields: Partial<OpenPassageRequest> = {}): OpenPassageRequest {
  return {
    container: "",
    taskId: "",
    client: "",
    ...fields,
  };
}

export interface PassageOpened {
  readonly passageId: string;
  readonly nodeId: string;
  readonly hostname: string;
  readonly taskId: string;
  readonly taskName: string;
  readonly containerId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PassageOpened with everything absent or zero but what is given. */
export function makePassageOpened(fields: Partial<PassageOpened> = {}): PassageOpened {
  return {
    passageId: "",
    nodeId: "",
    hostname: "",
    taskId: "",
    taskName: "",
    containerId: "",
    ...fields,
  };
}

export interface PassageEnd {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A PassageEnd with everything absent or zero but what is given. */
export function makePassageEnd(fields: Partial<PassageEnd> = {}): PassageEnd {
  return {

    ...fields,
  };
}

export interface RaftFrame {
  readonly messages: readonly RaftpbMessage[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftFrame with everything absent or zero but what is given. */
export function makeRaftFrame(fields: Partial<RaftFrame> = {}): RaftFrame {
  return {
    messages: NOTHING,
    ...fields,
  };
}

export interface RaftFramesCarried {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftFramesCarried with everything absent or zero but what is given. */
export function makeRaftFramesCarried(fields: Partial<RaftFramesCarried> = {}): RaftFramesCarried {
  return {

    ...fields,
  };
}

export interface RaftProbe {
  readonly from: bigint;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftProbe with everything absent or zero but what is given. */
export function makeRaftProbe(fields: Partial<RaftProbe> = {}): RaftProbe {
  return {
    from: 0n,
    ...fields,
  };
}

export interface RaftProbeAnswer {
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftProbeAnswer with everything absent or zero but what is given. */
export function makeRaftProbeAnswer(fields: Partial<RaftProbeAnswer> = {}): RaftProbeAnswer {
  return {

    ...fields,
  };
}

export interface Any {
  readonly typeUrl: string;
  readonly value: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Any with everything absent or zero but what is given. */
export function makeAny(fields: Partial<Any> = {}): Any {
  return {
    typeUrl: "",
    value: NO_BYTES,
    ...fields,
  };
}

export interface Duration {
  readonly seconds: number;
  readonly nanos: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Duration with everything absent or zero but what is given. */
export function makeDuration(fields: Partial<Duration> = {}): Duration {
  return {
    seconds: 0,
    nanos: 0,
    ...fields,
  };
}

export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A Timestamp with everything absent or zero but what is given. */
export function makeTimestamp(fields: Partial<Timestamp> = {}): Timestamp {
  return {
    seconds: 0,
    nanos: 0,
    ...fields,
  };
}

export interface LibnetworkEndpointRecord {
  readonly name: string;
  readonly serviceName: string;
  readonly serviceId: string;
  readonly virtualIp: string;
  readonly endpointIp: string;
  readonly aliases: readonly string[];
  readonly taskAliases: readonly string[];
  readonly serviceDisabled: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LibnetworkEndpointRecord with everything absent or zero but what is given. */
export function makeLibnetworkEndpointRecord(fields: Partial<LibnetworkEndpointRecord> = {}): LibnetworkEndpointRecord {
  return {
    name: "",
    serviceName: "",
    serviceId: "",
    virtualIp: "",
    endpointIp: "",
    aliases: NOTHING,
    taskAliases: NOTHING,
    serviceDisabled: false,
    ...fields,
  };
}

export interface LibnetworkPeerRecord {
  readonly endpointIp: string;
  readonly endpointMac: string;
  readonly tunnelEndpointIp: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A LibnetworkPeerRecord with everything absent or zero but what is given. */
export function makeLibnetworkPeerRecord(fields: Partial<LibnetworkPeerRecord> = {}): LibnetworkPeerRecord {
  return {
    endpointIp: "",
    endpointMac: "",
    tunnelEndpointIp: "",
    ...fields,
  };
}

export interface NetworkdbGossipMessage {
  readonly type: NetworkdbGossipMessage_Type;
  readonly data: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbGossipMessage with everything absent or zero but what is given. */
export function makeNetworkdbGossipMessage(fields: Partial<NetworkdbGossipMessage> = {}): NetworkdbGossipMessage {
  return {
    type: 0,
    data: NO_BYTES,
    ...fields,
  };
}

export const NetworkdbGossipMessage_Type = {
  INVALID: 0,
  NETWORK_EVENT: 1,
  TABLE_EVENT: 2,
  PUSH_PULL: 3,
  BULK_SYNC: 4,
  COMPOUND: 5,
  NODE_EVENT: 6,
} as const;
export type NetworkdbGossipMessage_Type = (typeof NetworkdbGossipMessage_Type)[keyof typeof NetworkdbGossipMessage_Type];

export interface NetworkdbNodeEvent {
  readonly type: NetworkdbNodeEvent_Type;
  readonly lTime: number;
  readonly nodeName: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbNodeEvent with everything absent or zero but what is given. */
export function makeNetworkdbNodeEvent(fields: Partial<NetworkdbNodeEvent> = {}): NetworkdbNodeEvent {
  return {
    type: 0,
    lTime: 0,
    nodeName: "",
    ...fields,
  };
}

export const NetworkdbNodeEvent_Type = {
  INVALID: 0,
  JOIN: 1,
  LEAVE: 2,
} as const;
export type NetworkdbNodeEvent_Type = (typeof NetworkdbNodeEvent_Type)[keyof typeof NetworkdbNodeEvent_Type];

export interface NetworkdbNetworkEvent {
  readonly type: NetworkdbNetworkEvent_Type;
  readonly lTime: number;
  readonly nodeName: string;
  readonly networkId: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbNetworkEvent with everything absent or zero but what is given. */
export function makeNetworkdbNetworkEvent(fields: Partial<NetworkdbNetworkEvent> = {}): NetworkdbNetworkEvent {
  return {
    type: 0,
    lTime: 0,
    nodeName: "",
    networkId: "",
    ...fields,
  };
}

export const NetworkdbNetworkEvent_Type = {
  INVALID: 0,
  JOIN: 1,
  LEAVE: 2,
} as const;
export type NetworkdbNetworkEvent_Type = (typeof NetworkdbNetworkEvent_Type)[keyof typeof NetworkdbNetworkEvent_Type];

export interface NetworkdbNetworkEntry {
  readonly networkId: string;
  readonly lTime: number;
  readonly nodeName: string;
  readonly leaving: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbNetworkEntry with everything absent or zero but what is given. */
export function makeNetworkdbNetworkEntry(fields: Partial<NetworkdbNetworkEntry> = {}): NetworkdbNetworkEntry {
  return {
    networkId: "",
    lTime: 0,
    nodeName: "",
    leaving: false,
    ...fields,
  };
}

export interface NetworkdbNetworkPushPull {
  readonly lTime: number;
  readonly networks: readonly NetworkdbNetworkEntry[];
  readonly nodeName: string;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbNetworkPushPull with everything absent or zero but what is given. */
export function makeNetworkdbNetworkPushPull(fields: Partial<NetworkdbNetworkPushPull> = {}): NetworkdbNetworkPushPull {
  return {
    lTime: 0,
    networks: NOTHING,
    nodeName: "",
    ...fields,
  };
}

export interface NetworkdbCompoundMessage {
  readonly messages: readonly NetworkdbCompoundMessage_SimpleMessage[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbCompoundMessage with everything absent or zero but what is given. */
export function makeNetworkdbCompoundMessage(fields: Partial<NetworkdbCompoundMessage> = {}): NetworkdbCompoundMessage {
  return {
    messages: NOTHING,
    ...fields,
  };
}

export interface NetworkdbCompoundMessage_SimpleMessage {
  readonly payload: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbCompoundMessage_SimpleMessage with everything absent or zero but what is given. */
export function makeNetworkdbCompoundMessage_SimpleMessage(fields: Partial<NetworkdbCompoundMessage_SimpleMessage> = {}): NetworkdbCompoundMessage_SimpleMessage {
  return {
    payload: NO_BYTES,
    ...fields,
  };
}

export interface NetworkdbTableEvent {
  readonly type: NetworkdbTableEvent_Type;
  readonly lTime: number;
  readonly nodeName: string;
  readonly networkId: string;
  readonly tableName: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly residualReapTime: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbTableEvent with everything absent or zero but what is given. */
export function makeNetworkdbTableEvent(fields: Partial<NetworkdbTableEvent> = {}): NetworkdbTableEvent {
  return {
    type: 0,
    lTime: 0,
    nodeName: "",
    networkId: "",
    tableName: "",
    key: "",
    value: NO_BYTES,
    residualReapTime: 0,
    ...fields,
  };
}

export const NetworkdbTableEvent_Type = {
  INVALID: 0,
  CREATE: 1,
  UPDATE: 2,
  DELETE: 3,
} as const;
export type NetworkdbTableEvent_Type = (typeof NetworkdbTableEvent_Type)[keyof typeof NetworkdbTableEvent_Type];

export interface NetworkdbBulkSyncMessage {
  readonly lTime: number;
  readonly unsolicited: boolean;
  readonly nodeName: string;
  readonly networks: readonly string[];
  readonly payload: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A NetworkdbBulkSyncMessage with everything absent or zero but what is given. */
export function makeNetworkdbBulkSyncMessage(fields: Partial<NetworkdbBulkSyncMessage> = {}): NetworkdbBulkSyncMessage {
  return {
    lTime: 0,
    unsolicited: false,
    nodeName: "",
    networks: NOTHING,
    payload: NO_BYTES,
    ...fields,
  };
}

export const RaftpbEntryType = {
  EntryNormal: 0,
  EntryConfChange: 1,
  EntryConfChangeV2: 2,
} as const;
export type RaftpbEntryType = (typeof RaftpbEntryType)[keyof typeof RaftpbEntryType];

export const RaftpbMessageType = {
  MsgHup: 0,
  MsgBeat: 1,
  MsgProp: 2,
  MsgApp: 3,
  MsgAppResp: 4,
  MsgVote: 5,
  MsgVoteResp: 6,
  MsgSnap: 7,
  MsgHeartbeat: 8,
  MsgHeartbeatResp: 9,
  MsgUnreachable: 10,
  MsgSnapStatus: 11,
  MsgCheckQuorum: 12,
  MsgTransferLeader: 13,
  MsgTimeoutNow: 14,
  MsgReadIndex: 15,
  MsgReadIndexResp: 16,
  MsgPreVote: 17,
  MsgPreVoteResp: 18,
  MsgStorageAppend: 19,
  MsgStorageAppendResp: 20,
  MsgStorageApply: 21,
  MsgStorageApplyResp: 22,
  MsgForgetLeader: 23,
} as const;
export type RaftpbMessageType = (typeof RaftpbMessageType)[keyof typeof RaftpbMessageType];

export const RaftpbConfChangeTransition = {
  ConfChangeTransitionAuto: 0,
  ConfChangeTransitionJointImplicit: 1,
  ConfChangeTransitionJointExplicit: 2,
} as const;
export type RaftpbConfChangeTransition = (typeof RaftpbConfChangeTransition)[keyof typeof RaftpbConfChangeTransition];

export const RaftpbConfChangeType = {
  ConfChangeAddNode: 0,
  ConfChangeRemoveNode: 1,
  ConfChangeUpdateNode: 2,
  ConfChangeAddLearnerNode: 3,
} as const;
export type RaftpbConfChangeType = (typeof RaftpbConfChangeType)[keyof typeof RaftpbConfChangeType];

export interface RaftpbEntry {
  readonly term: number;
  readonly index: number;
  readonly type: RaftpbEntryType;
  readonly data: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbEntry with everything absent or zero but what is given. */
export function makeRaftpbEntry(fields: Partial<RaftpbEntry> = {}): RaftpbEntry {
  return {
    term: 0,
    index: 0,
    type: 0,
    data: NO_BYTES,
    ...fields,
  };
}

export interface RaftpbSnapshotMetadata {
  readonly confState?: RaftpbConfState | undefined;
  readonly index: number;
  readonly term: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbSnapshotMetadata with everything absent or zero but what is given. */
export function makeRaftpbSnapshotMetadata(fields: Partial<RaftpbSnapshotMetadata> = {}): RaftpbSnapshotMetadata {
  return {
    index: 0,
    term: 0,
    ...fields,
  };
}

export interface RaftpbSnapshot {
  readonly data: Uint8Array;
  readonly metadata?: RaftpbSnapshotMetadata | undefined;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbSnapshot with everything absent or zero but what is given. */
export function makeRaftpbSnapshot(fields: Partial<RaftpbSnapshot> = {}): RaftpbSnapshot {
  return {
    data: NO_BYTES,
    ...fields,
  };
}

export interface RaftpbMessage {
  readonly type: RaftpbMessageType;
  readonly to: bigint;
  readonly from: bigint;
  readonly term: number;
  readonly logTerm: number;
  readonly index: number;
  readonly entries: readonly RaftpbEntry[];
  readonly commit: number;
  readonly vote: bigint;
  readonly snapshot?: RaftpbSnapshot | undefined;
  readonly reject: boolean;
  readonly rejectHint: number;
  readonly context: Uint8Array;
  readonly responses: readonly RaftpbMessage[];
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbMessage with everything absent or zero but what is given. */
export function makeRaftpbMessage(fields: Partial<RaftpbMessage> = {}): RaftpbMessage {
  return {
    type: 0,
    to: 0n,
    from: 0n,
    term: 0,
    logTerm: 0,
    index: 0,
    entries: NOTHING,
    commit: 0,
    vote: 0n,
    reject: false,
    rejectHint: 0,
    context: NO_BYTES,
    responses: NOTHING,
    ...fields,
  };
}

export interface RaftpbHardState {
  readonly term: number;
  readonly vote: bigint;
  readonly commit: number;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbHardState with everything absent or zero but what is given. */
export function makeRaftpbHardState(fields: Partial<RaftpbHardState> = {}): RaftpbHardState {
  return {
    term: 0,
    vote: 0n,
    commit: 0,
    ...fields,
  };
}

export interface RaftpbConfState {
  readonly voters: readonly bigint[];
  readonly learners: readonly bigint[];
  readonly votersOutgoing: readonly bigint[];
  readonly learnersNext: readonly bigint[];
  readonly autoLeave: boolean;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbConfState with everything absent or zero but what is given. */
export function makeRaftpbConfState(fields: Partial<RaftpbConfState> = {}): RaftpbConfState {
  return {
    voters: NOTHING,
    learners: NOTHING,
    votersOutgoing: NOTHING,
    learnersNext: NOTHING,
    autoLeave: false,
    ...fields,
  };
}

export interface RaftpbConfChange {
  readonly type: RaftpbConfChangeType;
  readonly nodeId: bigint;
  readonly context: Uint8Array;
  readonly id: bigint;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbConfChange with everything absent or zero but what is given. */
export function makeRaftpbConfChange(fields: Partial<RaftpbConfChange> = {}): RaftpbConfChange {
  return {
    type: 0,
    nodeId: 0n,
    context: NO_BYTES,
    id: 0n,
    ...fields,
  };
}

export interface RaftpbConfChangeSingle {
  readonly type: RaftpbConfChangeType;
  readonly nodeId: bigint;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbConfChangeSingle with everything absent or zero but what is given. */
export function makeRaftpbConfChangeSingle(fields: Partial<RaftpbConfChangeSingle> = {}): RaftpbConfChangeSingle {
  return {
    type: 0,
    nodeId: 0n,
    ...fields,
  };
}

export interface RaftpbConfChangeV2 {
  readonly transition: RaftpbConfChangeTransition;
  readonly changes: readonly RaftpbConfChangeSingle[];
  readonly context: Uint8Array;
  /** Fields a newer peer sent and we do not know, kept as they came. */
  readonly unknownFields?: Uint8Array | undefined;
}

/** A RaftpbConfChangeV2 with everything absent or zero but what is given. */
export function makeRaftpbConfChangeV2(fields: Partial<RaftpbConfChangeV2> = {}): RaftpbConfChangeV2 {
  return {
    transition: 0,
    changes: NOTHING,
    context: NO_BYTES,
    ...fields,
  };
}
