// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.
import type * as model from "../../model/generated/types.ts";
import { NodeRole } from "../../model/generated/types.ts";
import type { ClientStreamMethod, ServerStreamMethod, UnaryMethod } from "../../system/rpc.ts";
import * as codecs from "./codecs.ts";

export const CAService = {
  GetRootCACertificate: {
    path: "/docker.swarmkit.v1.CA/GetRootCACertificate",
    kind: "unary",
    request: codecs.GetRootCACertificateRequestCodec,
    response: codecs.GetRootCACertificateResponseCodec,
    authorized: "anyone",
  } satisfies UnaryMethod<model.GetRootCACertificateRequest, model.GetRootCACertificateResponse>,
  GetUnlockKey: {
    path: "/docker.swarmkit.v1.CA/GetUnlockKey",
    kind: "unary",
    request: codecs.GetUnlockKeyRequestCodec,
    response: codecs.GetUnlockKeyResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetUnlockKeyRequest, model.GetUnlockKeyResponse>,
} as const;

export const NodeCAService = {
  IssueNodeCertificate: {
    path: "/docker.swarmkit.v1.NodeCA/IssueNodeCertificate",
    kind: "unary",
    request: codecs.IssueNodeCertificateRequestCodec,
    response: codecs.IssueNodeCertificateResponseCodec,
    authorized: "anyone",
  } satisfies UnaryMethod<model.IssueNodeCertificateRequest, model.IssueNodeCertificateResponse>,
  NodeCertificateStatus: {
    path: "/docker.swarmkit.v1.NodeCA/NodeCertificateStatus",
    kind: "unary",
    request: codecs.NodeCertificateStatusRequestCodec,
    response: codecs.NodeCertificateStatusResponseCodec,
    authorized: "anyone",
  } satisfies UnaryMethod<model.NodeCertificateStatusRequest, model.NodeCertificateStatusResponse>,
} as const;

export const ControlService = {
  GetNode: {
    path: "/docker.swarmkit.v1.Control/GetNode",
    kind: "unary",
    request: codecs.GetNodeRequestCodec,
    response: codecs.GetNodeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetNodeRequest, model.GetNodeResponse>,
  ListNodes: {
    path: "/docker.swarmkit.v1.Control/ListNodes",
    kind: "unary",
    request: codecs.ListNodesRequestCodec,
    response: codecs.ListNodesResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListNodesRequest, model.ListNodesResponse>,
  UpdateNode: {
    path: "/docker.swarmkit.v1.Control/UpdateNode",
    kind: "unary",
    request: codecs.UpdateNodeRequestCodec,
    response: codecs.UpdateNodeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateNodeRequest, model.UpdateNodeResponse>,
  RemoveNode: {
    path: "/docker.swarmkit.v1.Control/RemoveNode",
    kind: "unary",
    request: codecs.RemoveNodeRequestCodec,
    response: codecs.RemoveNodeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveNodeRequest, model.RemoveNodeResponse>,
  GetTask: {
    path: "/docker.swarmkit.v1.Control/GetTask",
    kind: "unary",
    request: codecs.GetTaskRequestCodec,
    response: codecs.GetTaskResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetTaskRequest, model.GetTaskResponse>,
  ListTasks: {
    path: "/docker.swarmkit.v1.Control/ListTasks",
    kind: "unary",
    request: codecs.ListTasksRequestCodec,
    response: codecs.ListTasksResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListTasksRequest, model.ListTasksResponse>,
  RemoveTask: {
    path: "/docker.swarmkit.v1.Control/RemoveTask",
    kind: "unary",
    request: codecs.RemoveTaskRequestCodec,
    response: codecs.RemoveTaskResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveTaskRequest, model.RemoveTaskResponse>,
  GetService: {
    path: "/docker.swarmkit.v1.Control/GetService",
    kind: "unary",
    request: codecs.GetServiceRequestCodec,
    response: codecs.GetServiceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetServiceRequest, model.GetServiceResponse>,
  ListServices: {
    path: "/docker.swarmkit.v1.Control/ListServices",
    kind: "unary",
    request: codecs.ListServicesRequestCodec,
    response: codecs.ListServicesResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListServicesRequest, model.ListServicesResponse>,
  CreateService: {
    path: "/docker.swarmkit.v1.Control/CreateService",
    kind: "unary",
    request: codecs.CreateServiceRequestCodec,
    response: codecs.CreateServiceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateServiceRequest, model.CreateServiceResponse>,
  UpdateService: {
    path: "/docker.swarmkit.v1.Control/UpdateService",
    kind: "unary",
    request: codecs.UpdateServiceRequestCodec,
    response: codecs.UpdateServiceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateServiceRequest, model.UpdateServiceResponse>,
  RemoveService: {
    path: "/docker.swarmkit.v1.Control/RemoveService",
    kind: "unary",
    request: codecs.RemoveServiceRequestCodec,
    response: codecs.RemoveServiceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveServiceRequest, model.RemoveServiceResponse>,
  ListServiceStatuses: {
    path: "/docker.swarmkit.v1.Control/ListServiceStatuses",
    kind: "unary",
    request: codecs.ListServiceStatusesRequestCodec,
    response: codecs.ListServiceStatusesResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListServiceStatusesRequest, model.ListServiceStatusesResponse>,
  GetNetwork: {
    path: "/docker.swarmkit.v1.Control/GetNetwork",
    kind: "unary",
    request: codecs.GetNetworkRequestCodec,
    response: codecs.GetNetworkResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetNetworkRequest, model.GetNetworkResponse>,
  ListNetworks: {
    path: "/docker.swarmkit.v1.Control/ListNetworks",
    kind: "unary",
    request: codecs.ListNetworksRequestCodec,
    response: codecs.ListNetworksResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListNetworksRequest, model.ListNetworksResponse>,
  CreateNetwork: {
    path: "/docker.swarmkit.v1.Control/CreateNetwork",
    kind: "unary",
    request: codecs.CreateNetworkRequestCodec,
    response: codecs.CreateNetworkResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateNetworkRequest, model.CreateNetworkResponse>,
  RemoveNetwork: {
    path: "/docker.swarmkit.v1.Control/RemoveNetwork",
    kind: "unary",
    request: codecs.RemoveNetworkRequestCodec,
    response: codecs.RemoveNetworkResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveNetworkRequest, model.RemoveNetworkResponse>,
  GetCluster: {
    path: "/docker.swarmkit.v1.Control/GetCluster",
    kind: "unary",
    request: codecs.GetClusterRequestCodec,
    response: codecs.GetClusterResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetClusterRequest, model.GetClusterResponse>,
  ListClusters: {
    path: "/docker.swarmkit.v1.Control/ListClusters",
    kind: "unary",
    request: codecs.ListClustersRequestCodec,
    response: codecs.ListClustersResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListClustersRequest, model.ListClustersResponse>,
  UpdateCluster: {
    path: "/docker.swarmkit.v1.Control/UpdateCluster",
    kind: "unary",
    request: codecs.UpdateClusterRequestCodec,
    response: codecs.UpdateClusterResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateClusterRequest, model.UpdateClusterResponse>,
  GetSecret: {
    path: "/docker.swarmkit.v1.Control/GetSecret",
    kind: "unary",
    request: codecs.GetSecretRequestCodec,
    response: codecs.GetSecretResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetSecretRequest, model.GetSecretResponse>,
  UpdateSecret: {
    path: "/docker.swarmkit.v1.Control/UpdateSecret",
    kind: "unary",
    request: codecs.UpdateSecretRequestCodec,
    response: codecs.UpdateSecretResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateSecretRequest, model.UpdateSecretResponse>,
  ListSecrets: {
    path: "/docker.swarmkit.v1.Control/ListSecrets",
    kind: "unary",
    request: codecs.ListSecretsRequestCodec,
    response: codecs.ListSecretsResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListSecretsRequest, model.ListSecretsResponse>,
  CreateSecret: {
    path: "/docker.swarmkit.v1.Control/CreateSecret",
    kind: "unary",
    request: codecs.CreateSecretRequestCodec,
    response: codecs.CreateSecretResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateSecretRequest, model.CreateSecretResponse>,
  RemoveSecret: {
    path: "/docker.swarmkit.v1.Control/RemoveSecret",
    kind: "unary",
    request: codecs.RemoveSecretRequestCodec,
    response: codecs.RemoveSecretResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveSecretRequest, model.RemoveSecretResponse>,
  GetConfig: {
    path: "/docker.swarmkit.v1.Control/GetConfig",
    kind: "unary",
    request: codecs.GetConfigRequestCodec,
    response: codecs.GetConfigResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetConfigRequest, model.GetConfigResponse>,
  UpdateConfig: {
    path: "/docker.swarmkit.v1.Control/UpdateConfig",
    kind: "unary",
    request: codecs.UpdateConfigRequestCodec,
    response: codecs.UpdateConfigResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateConfigRequest, model.UpdateConfigResponse>,
  ListConfigs: {
    path: "/docker.swarmkit.v1.Control/ListConfigs",
    kind: "unary",
    request: codecs.ListConfigsRequestCodec,
    response: codecs.ListConfigsResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListConfigsRequest, model.ListConfigsResponse>,
  CreateConfig: {
    path: "/docker.swarmkit.v1.Control/CreateConfig",
    kind: "unary",
    request: codecs.CreateConfigRequestCodec,
    response: codecs.CreateConfigResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateConfigRequest, model.CreateConfigResponse>,
  RemoveConfig: {
    path: "/docker.swarmkit.v1.Control/RemoveConfig",
    kind: "unary",
    request: codecs.RemoveConfigRequestCodec,
    response: codecs.RemoveConfigResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveConfigRequest, model.RemoveConfigResponse>,
  GetExtension: {
    path: "/docker.swarmkit.v1.Control/GetExtension",
    kind: "unary",
    request: codecs.GetExtensionRequestCodec,
    response: codecs.GetExtensionResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetExtensionRequest, model.GetExtensionResponse>,
  CreateExtension: {
    path: "/docker.swarmkit.v1.Control/CreateExtension",
    kind: "unary",
    request: codecs.CreateExtensionRequestCodec,
    response: codecs.CreateExtensionResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateExtensionRequest, model.CreateExtensionResponse>,
  RemoveExtension: {
    path: "/docker.swarmkit.v1.Control/RemoveExtension",
    kind: "unary",
    request: codecs.RemoveExtensionRequestCodec,
    response: codecs.RemoveExtensionResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveExtensionRequest, model.RemoveExtensionResponse>,
  GetResource: {
    path: "/docker.swarmkit.v1.Control/GetResource",
    kind: "unary",
    request: codecs.GetResourceRequestCodec,
    response: codecs.GetResourceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetResourceRequest, model.GetResourceResponse>,
  UpdateResource: {
    path: "/docker.swarmkit.v1.Control/UpdateResource",
    kind: "unary",
    request: codecs.UpdateResourceRequestCodec,
    response: codecs.UpdateResourceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateResourceRequest, model.UpdateResourceResponse>,
  ListResources: {
    path: "/docker.swarmkit.v1.Control/ListResources",
    kind: "unary",
    request: codecs.ListResourcesRequestCodec,
    response: codecs.ListResourcesResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListResourcesRequest, model.ListResourcesResponse>,
  CreateResource: {
    path: "/docker.swarmkit.v1.Control/CreateResource",
    kind: "unary",
    request: codecs.CreateResourceRequestCodec,
    response: codecs.CreateResourceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateResourceRequest, model.CreateResourceResponse>,
  RemoveResource: {
    path: "/docker.swarmkit.v1.Control/RemoveResource",
    kind: "unary",
    request: codecs.RemoveResourceRequestCodec,
    response: codecs.RemoveResourceResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveResourceRequest, model.RemoveResourceResponse>,
  CreateVolume: {
    path: "/docker.swarmkit.v1.Control/CreateVolume",
    kind: "unary",
    request: codecs.CreateVolumeRequestCodec,
    response: codecs.CreateVolumeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CreateVolumeRequest, model.CreateVolumeResponse>,
  GetVolume: {
    path: "/docker.swarmkit.v1.Control/GetVolume",
    kind: "unary",
    request: codecs.GetVolumeRequestCodec,
    response: codecs.GetVolumeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.GetVolumeRequest, model.GetVolumeResponse>,
  UpdateVolume: {
    path: "/docker.swarmkit.v1.Control/UpdateVolume",
    kind: "unary",
    request: codecs.UpdateVolumeRequestCodec,
    response: codecs.UpdateVolumeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateVolumeRequest, model.UpdateVolumeResponse>,
  ListVolumes: {
    path: "/docker.swarmkit.v1.Control/ListVolumes",
    kind: "unary",
    request: codecs.ListVolumesRequestCodec,
    response: codecs.ListVolumesResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ListVolumesRequest, model.ListVolumesResponse>,
  RemoveVolume: {
    path: "/docker.swarmkit.v1.Control/RemoveVolume",
    kind: "unary",
    request: codecs.RemoveVolumeRequestCodec,
    response: codecs.RemoveVolumeResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RemoveVolumeRequest, model.RemoveVolumeResponse>,
} as const;

export const DispatcherService = {
  Session: {
    path: "/docker.swarmkit.v1.Dispatcher/Session",
    kind: "serverStream",
    request: codecs.SessionRequestCodec,
    response: codecs.SessionMessageCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.SessionRequest, model.SessionMessage>,
  Heartbeat: {
    path: "/docker.swarmkit.v1.Dispatcher/Heartbeat",
    kind: "unary",
    request: codecs.HeartbeatRequestCodec,
    response: codecs.HeartbeatResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.HeartbeatRequest, model.HeartbeatResponse>,
  UpdateTaskStatus: {
    path: "/docker.swarmkit.v1.Dispatcher/UpdateTaskStatus",
    kind: "unary",
    request: codecs.UpdateTaskStatusRequestCodec,
    response: codecs.UpdateTaskStatusResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateTaskStatusRequest, model.UpdateTaskStatusResponse>,
  UpdateVolumeStatus: {
    path: "/docker.swarmkit.v1.Dispatcher/UpdateVolumeStatus",
    kind: "unary",
    request: codecs.UpdateVolumeStatusRequestCodec,
    response: codecs.UpdateVolumeStatusResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.UpdateVolumeStatusRequest, model.UpdateVolumeStatusResponse>,
  Tasks: {
    path: "/docker.swarmkit.v1.Dispatcher/Tasks",
    kind: "serverStream",
    request: codecs.TasksRequestCodec,
    response: codecs.TasksMessageCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.TasksRequest, model.TasksMessage>,
  Assignments: {
    path: "/docker.swarmkit.v1.Dispatcher/Assignments",
    kind: "serverStream",
    request: codecs.AssignmentsRequestCodec,
    response: codecs.AssignmentsMessageCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.AssignmentsRequest, model.AssignmentsMessage>,
} as const;

export const HealthService = {
  Check: {
    path: "/docker.swarmkit.v1.Health/Check",
    kind: "unary",
    request: codecs.HealthCheckRequestCodec,
    response: codecs.HealthCheckResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.HealthCheckRequest, model.HealthCheckResponse>,
} as const;

export const LogsService = {
  SubscribeLogs: {
    path: "/docker.swarmkit.v1.Logs/SubscribeLogs",
    kind: "serverStream",
    request: codecs.SubscribeLogsRequestCodec,
    response: codecs.SubscribeLogsMessageCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.SubscribeLogsRequest, model.SubscribeLogsMessage>,
} as const;

export const LogBrokerService = {
  ListenSubscriptions: {
    path: "/docker.swarmkit.v1.LogBroker/ListenSubscriptions",
    kind: "serverStream",
    request: codecs.ListenSubscriptionsRequestCodec,
    response: codecs.SubscriptionMessageCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.ListenSubscriptionsRequest, model.SubscriptionMessage>,
  PublishLogs: {
    path: "/docker.swarmkit.v1.LogBroker/PublishLogs",
    kind: "clientStream",
    request: codecs.PublishLogsMessageCodec,
    response: codecs.PublishLogsResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ClientStreamMethod<model.PublishLogsMessage, model.PublishLogsResponse>,
} as const;

export const RaftService = {
  ProcessRaftMessage: {
    path: "/docker.swarmkit.v1.Raft/ProcessRaftMessage",
    kind: "unary",
    request: codecs.ProcessRaftMessageRequestCodec,
    response: codecs.ProcessRaftMessageResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ProcessRaftMessageRequest, model.ProcessRaftMessageResponse>,
  StreamRaftMessage: {
    path: "/docker.swarmkit.v1.Raft/StreamRaftMessage",
    kind: "clientStream",
    request: codecs.StreamRaftMessageRequestCodec,
    response: codecs.StreamRaftMessageResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ClientStreamMethod<model.StreamRaftMessageRequest, model.StreamRaftMessageResponse>,
  ResolveAddress: {
    path: "/docker.swarmkit.v1.Raft/ResolveAddress",
    kind: "unary",
    request: codecs.ResolveAddressRequestCodec,
    response: codecs.ResolveAddressResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ResolveAddressRequest, model.ResolveAddressResponse>,
} as const;

export const RaftMembershipService = {
  Join: {
    path: "/docker.swarmkit.v1.RaftMembership/Join",
    kind: "unary",
    request: codecs.JoinRequestCodec,
    response: codecs.JoinResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.JoinRequest, model.JoinResponse>,
  Leave: {
    path: "/docker.swarmkit.v1.RaftMembership/Leave",
    kind: "unary",
    request: codecs.LeaveRequestCodec,
    response: codecs.LeaveResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.LeaveRequest, model.LeaveResponse>,
} as const;

export const ResourceAllocatorService = {
  AttachNetwork: {
    path: "/docker.swarmkit.v1.ResourceAllocator/AttachNetwork",
    kind: "unary",
    request: codecs.AttachNetworkRequestCodec,
    response: codecs.AttachNetworkResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.AttachNetworkRequest, model.AttachNetworkResponse>,
  DetachNetwork: {
    path: "/docker.swarmkit.v1.ResourceAllocator/DetachNetwork",
    kind: "unary",
    request: codecs.DetachNetworkRequestCodec,
    response: codecs.DetachNetworkResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.DetachNetworkRequest, model.DetachNetworkResponse>,
} as const;

export const WatchService = {
  Watch: {
    path: "/docker.swarmkit.v1.Watch/Watch",
    kind: "serverStream",
    request: codecs.WatchRequestCodec,
    response: codecs.WatchMessageCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.WatchRequest, model.WatchMessage>,
} as const;

export const ExplanationsService = {
  Explain: {
    path: "/skein.v1.Explanations/Explain",
    kind: "unary",
    request: codecs.ExplainRequestCodec,
    response: codecs.ExplainResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.ExplainRequest, model.ExplainResponse>,
} as const;

export const OverlaysService = {
  Watch: {
    path: "/skein.v1.Overlays/Watch",
    kind: "serverStream",
    request: codecs.WatchOverlaysRequestCodec,
    response: codecs.OverlayChangeCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.WatchOverlaysRequest, model.OverlayChange>,
  Applied: {
    path: "/skein.v1.Overlays/Applied",
    kind: "unary",
    request: codecs.OverlaysAppliedRequestCodec,
    response: codecs.OverlaysAppliedResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.OverlaysAppliedRequest, model.OverlaysAppliedResponse>,
  Checked: {
    path: "/skein.v1.Overlays/Checked",
    kind: "unary",
    request: codecs.NetworkCheckedRequestCodec,
    response: codecs.NetworkCheckedResponseCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies UnaryMethod<model.NetworkCheckedRequest, model.NetworkCheckedResponse>,
  Check: {
    path: "/skein.v1.Overlays/Check",
    kind: "unary",
    request: codecs.CheckNetworkRequestCodec,
    response: codecs.CheckNetworkResponseCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.CheckNetworkRequest, model.CheckNetworkResponse>,
} as const;

export const PassagesService = {
  Listen: {
    path: "/skein.v1.Passages/Listen",
    kind: "serverStream",
    request: codecs.ListenPassagesRequestCodec,
    response: codecs.PassageCallCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.ListenPassagesRequest, model.PassageCall>,
  Receive: {
    path: "/skein.v1.Passages/Receive",
    kind: "serverStream",
    request: codecs.ReceivePassageRequestCodec,
    response: codecs.PassageBytesCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.ReceivePassageRequest, model.PassageBytes>,
  Answer: {
    path: "/skein.v1.Passages/Answer",
    kind: "clientStream",
    request: codecs.PassageBytesCodec,
    response: codecs.PassageEndCodec,
    authorized: [NodeRole.WORKER, NodeRole.MANAGER],
  } satisfies ClientStreamMethod<model.PassageBytes, model.PassageEnd>,
  Open: {
    path: "/skein.v1.Passages/Open",
    kind: "serverStream",
    request: codecs.OpenPassageRequestCodec,
    response: codecs.PassageBytesCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ServerStreamMethod<model.OpenPassageRequest, model.PassageBytes>,
  Send: {
    path: "/skein.v1.Passages/Send",
    kind: "clientStream",
    request: codecs.PassageBytesCodec,
    response: codecs.PassageEndCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ClientStreamMethod<model.PassageBytes, model.PassageEnd>,
} as const;

export const RaftTransportService = {
  Carry: {
    path: "/skein.v1.RaftTransport/Carry",
    kind: "clientStream",
    request: codecs.RaftFrameCodec,
    response: codecs.RaftFramesCarriedCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies ClientStreamMethod<model.RaftFrame, model.RaftFramesCarried>,
  Probe: {
    path: "/skein.v1.RaftTransport/Probe",
    kind: "unary",
    request: codecs.RaftProbeCodec,
    response: codecs.RaftProbeAnswerCodec,
    authorized: [NodeRole.MANAGER],
  } satisfies UnaryMethod<model.RaftProbe, model.RaftProbeAnswer>,
} as const;
