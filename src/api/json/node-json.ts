import {
  NodeRole,
  NodeSpec_Availability,
  NodeSpec_Membership,
  NodeStatus_State,
  RaftMemberStatus_Reachability,
  makeEngineDescription,
  makeManagerStatus,
  makeNode,
  makeNodeCSIInfo,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makeNodeTLSInfo,
  makePlatform,
  makePluginDescription,
  makeResources,
  makeTopology,
  type EngineDescription,
  type ManagerStatus,
  type Node,
  type NodeCSIInfo,
  type NodeDescription,
  type NodeSpec,
  type NodeStatus,
  type NodeTLSInfo,
  type Platform,
  type PluginDescription,
  type Resources,
  type Topology,
} from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import { HIDDEN, kept, mapped, named, omitted, record, type Form } from "./form.ts";
import {
  NO_ANNOTATIONS,
  annotationsFields,
  annotationsOf,
  annotationsShape,
  metaFields,
  metaOf,
  metaShape,
  type AnnotationsShape,
  type MetaShape,
} from "./meta-json.ts";
import { platform } from "./placement-json.ts";
import { resources } from "./resources-json.ts";
import { base64, choice, flag, int64, listOf, text, textBytes, textMap } from "./values.ts";

const ROLES = { worker: NodeRole.WORKER, manager: NodeRole.MANAGER };
const role = choice(ROLES, {
  unknown: (word) => `invalid Role: ${JSON.stringify(word)}`,
  caseless: true,
});

/** Whether a node takes new tasks, keeps those it has, or gives up all. */
export const availabilityWords = {
  active: NodeSpec_Availability.ACTIVE,
  pause: NodeSpec_Availability.PAUSE,
  drain: NodeSpec_Availability.DRAIN,
};
const availability = choice(availabilityWords, {
  unknown: (word) => `invalid Availability: ${JSON.stringify(word)}`,
  caseless: true,
});

interface NodeSpecShape extends AnnotationsShape {
  readonly role?: NodeRole | undefined;
  readonly availability?: NodeSpec_Availability | undefined;
}

/** What the user wants of a node. An update is whole: role and availability must be said. */
export const nodeSpec: Form<NodeSpec> = named(
  "NodeSpec",
  mapped(
    record<NodeSpecShape>((fields) => ({ ...NO_ANNOTATIONS, ...fields }), {
      ...annotationsFields,
      role: omitted("Role", role),
      availability: omitted("Availability", availability),
    }),
    ({ name, labels, role: wanted, availability: offered }) =>
      makeNodeSpec({
        annotations: annotationsOf({ name, labels }),
        desiredRole: wanted ?? badRequest('invalid Role: ""'),
        availability: offered ?? badRequest('invalid Availability: ""'),
        membership: NodeSpec_Membership.ACCEPTED,
      }),
    ({ annotations, desiredRole, availability: offered }) => ({
      ...annotationsShape(annotations),
      role: desiredRole,
      availability: offered,
    }),
  ),
);

/** A node's trust, which is compared with the cluster's. */
export const tlsInfo: Form<NodeTLSInfo> = named(
  "TLSInfo",
  record<NodeTLSInfo>(makeNodeTLSInfo, {
    trustRoot: omitted("TrustRoot", textBytes),
    certIssuerSubject: omitted("CertIssuerSubject", base64),
    certIssuerPublicKey: omitted("CertIssuerPublicKey", base64),
  }),
);

const engine: Form<EngineDescription> = named(
  "EngineDescription",
  record<EngineDescription>(makeEngineDescription, {
    engineVersion: omitted("EngineVersion", text),
    labels: omitted("Labels", textMap),
    plugins: omitted(
      "Plugins",
      listOf(
        record<PluginDescription>(makePluginDescription, {
          type: omitted("Type", text),
          name: omitted("Name", text),
        }),
      ),
    ),
  }),
);

const csiInfo: Form<NodeCSIInfo> = record<NodeCSIInfo>(makeNodeCSIInfo, {
  pluginName: omitted("PluginName", text),
  nodeId: omitted("NodeID", text),
  maxVolumesPerNode: omitted("MaxVolumesPerNode", int64),
  accessibleTopology: omitted(
    "AccessibleTopology",
    record<Topology>(makeTopology, { segments: omitted("Segments", textMap) }),
  ),
});

interface DescriptionShape {
  readonly hostname: string;
  readonly platform: Platform;
  readonly resources: Resources;
  readonly engine: EngineDescription;
  readonly tlsInfo: NodeTLSInfo;
  readonly csiInfo: readonly NodeCSIInfo[];
}

const description: Form<NodeDescription> = named(
  "NodeDescription",
  mapped(
    record<DescriptionShape>(
      (fields) => ({
        hostname: "",
        platform: makePlatform(),
        resources: makeResources(),
        engine: makeEngineDescription(),
        tlsInfo: makeNodeTLSInfo(),
        csiInfo: [],
        ...fields,
      }),
      {
        hostname: omitted("Hostname", text),
        platform: kept("Platform", platform),
        resources: kept("Resources", resources),
        engine: kept("Engine", engine),
        tlsInfo: kept("TLSInfo", tlsInfo),
        csiInfo: omitted("CSIInfo", listOf(csiInfo)),
      },
    ),
    (shape) => makeNodeDescription(shape),
    (given) => ({
      hostname: given.hostname,
      platform: given.platform ?? makePlatform(),
      resources: given.resources ?? makeResources(),
      engine: given.engine ?? makeEngineDescription(),
      tlsInfo: given.tlsInfo ?? makeNodeTLSInfo(),
      csiInfo: given.csiInfo,
    }),
  ),
);

const status: Form<NodeStatus> = record<NodeStatus>(makeNodeStatus, {
  state: omitted(
    "State",
    choice(
      {
        unknown: NodeStatus_State.UNKNOWN,
        down: NodeStatus_State.DOWN,
        ready: NodeStatus_State.READY,
        disconnected: NodeStatus_State.DISCONNECTED,
      },
      { unknown: NodeStatus_State.UNKNOWN },
    ),
  ),
  message: omitted("Message", text),
  addr: omitted("Addr", text),
});

const managerStatus: Form<ManagerStatus> = record<ManagerStatus>(makeManagerStatus, {
  leader: omitted("Leader", flag),
  reachability: omitted(
    "Reachability",
    choice(
      {
        unknown: RaftMemberStatus_Reachability.UNKNOWN,
        unreachable: RaftMemberStatus_Reachability.UNREACHABLE,
        reachable: RaftMemberStatus_Reachability.REACHABLE,
      },
      { unknown: RaftMemberStatus_Reachability.UNKNOWN },
    ),
  ),
  addr: omitted("Addr", text),
  raftId: HIDDEN,
});

interface NodeShape extends MetaShape {
  readonly id: string;
  readonly spec: NodeSpec;
  readonly description: NodeDescription;
  readonly status: NodeStatus;
  readonly managerStatus?: ManagerStatus | undefined;
}

/** One machine of the cluster. */
export const node: Form<Node> = named(
  "Node",
  mapped(
    record<NodeShape>(
      (fields) => ({
        id: "",
        ...metaShape(undefined),
        spec: makeNodeSpec(),
        description: makeNodeDescription(),
        status: makeNodeStatus(),
        ...fields,
      }),
      {
        id: kept("ID", text),
        ...metaFields,
        spec: kept("Spec", nodeSpec),
        description: kept("Description", description),
        status: kept("Status", status),
        managerStatus: omitted("ManagerStatus", managerStatus),
      },
    ),
    ({ id, spec, description: about, status: now, managerStatus: manager, ...meta }) =>
      makeNode({
        id,
        meta: metaOf(meta),
        spec,
        description: about,
        status: now,
        managerStatus: manager,
      }),
    (given) => ({
      id: given.id,
      ...metaShape(given.meta),
      spec: given.spec ?? makeNodeSpec(),
      description: given.description ?? makeNodeDescription(),
      status: given.status ?? makeNodeStatus(),
      managerStatus: given.managerStatus,
    }),
  ),
);
