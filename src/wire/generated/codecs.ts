// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.
import type { Reader, Writer } from "protobufjs/minimal.js";
import type * as model from "../../model/generated/types.ts";
import type { Codec } from "../../system/rpc.ts";
import * as rt from "../runtime.ts";

export function writeNodeCertificateStatusRequest(w: Writer, m: model.NodeCertificateStatusRequest): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeCertificateStatusRequest(r: Reader, end: number, depth: number): model.NodeCertificateStatusRequest {
  rt.checkDepth(depth);
  let nodeId: model.NodeCertificateStatusRequest["nodeId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeCertificateStatusRequestCodec: Codec<model.NodeCertificateStatusRequest> = rt.codec("NodeCertificateStatusRequest", writeNodeCertificateStatusRequest, readNodeCertificateStatusRequest);

export function writeNodeCertificateStatusResponse(w: Writer, m: model.NodeCertificateStatusResponse): Writer {
  if (m.status !== undefined) {
    w.uint32(10);
    writeIssuanceStatus(w.fork(), m.status).ldelim();
  }
  if (m.certificate !== undefined) {
    w.uint32(18);
    writeCertificate(w.fork(), m.certificate).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeCertificateStatusResponse(r: Reader, end: number, depth: number): model.NodeCertificateStatusResponse {
  rt.checkDepth(depth);
  let status: model.NodeCertificateStatusResponse["status"] = undefined;
  let certificate: model.NodeCertificateStatusResponse["certificate"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        status = readIssuanceStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        certificate = readCertificate(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    status,
    certificate,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeCertificateStatusResponseCodec: Codec<model.NodeCertificateStatusResponse> = rt.codec("NodeCertificateStatusResponse", writeNodeCertificateStatusResponse, readNodeCertificateStatusResponse);

export function writeIssueNodeCertificateRequest(w: Writer, m: model.IssueNodeCertificateRequest): Writer {
  if (m.role !== 0) {
    w.uint32(8);
    w.int32(m.role);
  }
  if (m.csr.length > 0) {
    w.uint32(18);
    w.bytes(m.csr);
  }
  if (m.token !== "") {
    w.uint32(26);
    w.string(m.token);
  }
  if (m.availability !== 0) {
    w.uint32(32);
    w.int32(m.availability);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIssueNodeCertificateRequest(r: Reader, end: number, depth: number): model.IssueNodeCertificateRequest {
  rt.checkDepth(depth);
  let role: model.IssueNodeCertificateRequest["role"] = 0;
  let csr: model.IssueNodeCertificateRequest["csr"] = rt.NO_BYTES;
  let token: model.IssueNodeCertificateRequest["token"] = "";
  let availability: model.IssueNodeCertificateRequest["availability"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        role = r.int32() as model.NodeRole;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        csr = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        token = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        availability = r.int32() as model.NodeSpec_Availability;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    role,
    csr,
    token,
    availability,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IssueNodeCertificateRequestCodec: Codec<model.IssueNodeCertificateRequest> = rt.codec("IssueNodeCertificateRequest", writeIssueNodeCertificateRequest, readIssueNodeCertificateRequest);

export function writeIssueNodeCertificateResponse(w: Writer, m: model.IssueNodeCertificateResponse): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.nodeMembership !== 0) {
    w.uint32(16);
    w.int32(m.nodeMembership);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIssueNodeCertificateResponse(r: Reader, end: number, depth: number): model.IssueNodeCertificateResponse {
  rt.checkDepth(depth);
  let nodeId: model.IssueNodeCertificateResponse["nodeId"] = "";
  let nodeMembership: model.IssueNodeCertificateResponse["nodeMembership"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        nodeMembership = r.int32() as model.NodeSpec_Membership;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    nodeMembership,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IssueNodeCertificateResponseCodec: Codec<model.IssueNodeCertificateResponse> = rt.codec("IssueNodeCertificateResponse", writeIssueNodeCertificateResponse, readIssueNodeCertificateResponse);

export function writeGetRootCACertificateRequest(w: Writer, m: model.GetRootCACertificateRequest): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetRootCACertificateRequest(r: Reader, end: number, depth: number): model.GetRootCACertificateRequest {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetRootCACertificateRequestCodec: Codec<model.GetRootCACertificateRequest> = rt.codec("GetRootCACertificateRequest", writeGetRootCACertificateRequest, readGetRootCACertificateRequest);

export function writeGetRootCACertificateResponse(w: Writer, m: model.GetRootCACertificateResponse): Writer {
  if (m.certificate.length > 0) {
    w.uint32(10);
    w.bytes(m.certificate);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetRootCACertificateResponse(r: Reader, end: number, depth: number): model.GetRootCACertificateResponse {
  rt.checkDepth(depth);
  let certificate: model.GetRootCACertificateResponse["certificate"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        certificate = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    certificate,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetRootCACertificateResponseCodec: Codec<model.GetRootCACertificateResponse> = rt.codec("GetRootCACertificateResponse", writeGetRootCACertificateResponse, readGetRootCACertificateResponse);

export function writeGetUnlockKeyRequest(w: Writer, m: model.GetUnlockKeyRequest): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetUnlockKeyRequest(r: Reader, end: number, depth: number): model.GetUnlockKeyRequest {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetUnlockKeyRequestCodec: Codec<model.GetUnlockKeyRequest> = rt.codec("GetUnlockKeyRequest", writeGetUnlockKeyRequest, readGetUnlockKeyRequest);

export function writeGetUnlockKeyResponse(w: Writer, m: model.GetUnlockKeyResponse): Writer {
  if (m.unlockKey.length > 0) {
    w.uint32(10);
    w.bytes(m.unlockKey);
  }
  if (m.version !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.version).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetUnlockKeyResponse(r: Reader, end: number, depth: number): model.GetUnlockKeyResponse {
  rt.checkDepth(depth);
  let unlockKey: model.GetUnlockKeyResponse["unlockKey"] = rt.NO_BYTES;
  let version: model.GetUnlockKeyResponse["version"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        unlockKey = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        version = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    unlockKey,
    version,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetUnlockKeyResponseCodec: Codec<model.GetUnlockKeyResponse> = rt.codec("GetUnlockKeyResponse", writeGetUnlockKeyResponse, readGetUnlockKeyResponse);

export function writeNodeSpec(w: Writer, m: model.NodeSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.desiredRole !== 0) {
    w.uint32(16);
    w.int32(m.desiredRole);
  }
  if (m.membership !== 0) {
    w.uint32(24);
    w.int32(m.membership);
  }
  if (m.availability !== 0) {
    w.uint32(32);
    w.int32(m.availability);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeSpec(r: Reader, end: number, depth: number): model.NodeSpec {
  rt.checkDepth(depth);
  let annotations: model.NodeSpec["annotations"] = undefined;
  let desiredRole: model.NodeSpec["desiredRole"] = 0;
  let membership: model.NodeSpec["membership"] = 0;
  let availability: model.NodeSpec["availability"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        desiredRole = r.int32() as model.NodeRole;
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        membership = r.int32() as model.NodeSpec_Membership;
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        availability = r.int32() as model.NodeSpec_Availability;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    desiredRole,
    membership,
    availability,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeSpecCodec: Codec<model.NodeSpec> = rt.codec("NodeSpec", writeNodeSpec, readNodeSpec);

export function writeServiceSpec(w: Writer, m: model.ServiceSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.task !== undefined) {
    w.uint32(18);
    writeTaskSpec(w.fork(), m.task).ldelim();
  }
  if (m.replicated !== undefined) {
    w.uint32(26);
    writeReplicatedService(w.fork(), m.replicated).ldelim();
  }
  if (m.global !== undefined) {
    w.uint32(34);
    writeGlobalService(w.fork(), m.global).ldelim();
  }
  if (m.replicatedJob !== undefined) {
    w.uint32(82);
    writeReplicatedJob(w.fork(), m.replicatedJob).ldelim();
  }
  if (m.globalJob !== undefined) {
    w.uint32(90);
    writeGlobalJob(w.fork(), m.globalJob).ldelim();
  }
  if (m.update !== undefined) {
    w.uint32(50);
    writeUpdateConfig(w.fork(), m.update).ldelim();
  }
  if (m.rollback !== undefined) {
    w.uint32(74);
    writeUpdateConfig(w.fork(), m.rollback).ldelim();
  }
  for (const item of m.networks) {
    w.uint32(58);
    writeNetworkAttachmentConfig(w.fork(), item).ldelim();
  }
  if (m.endpoint !== undefined) {
    w.uint32(66);
    writeEndpointSpec(w.fork(), m.endpoint).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readServiceSpec(r: Reader, end: number, depth: number): model.ServiceSpec {
  rt.checkDepth(depth);
  let annotations: model.ServiceSpec["annotations"] = undefined;
  let task: model.ServiceSpec["task"] = undefined;
  let replicated: model.ServiceSpec["replicated"] = undefined;
  let global: model.ServiceSpec["global"] = undefined;
  let replicatedJob: model.ServiceSpec["replicatedJob"] = undefined;
  let globalJob: model.ServiceSpec["globalJob"] = undefined;
  let update: model.ServiceSpec["update"] = undefined;
  let rollback: model.ServiceSpec["rollback"] = undefined;
  let networks: model.ServiceSpec["networks"] = rt.NOTHING;
  let endpoint: model.ServiceSpec["endpoint"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        task = readTaskSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        global = undefined;
        replicatedJob = undefined;
        globalJob = undefined;
        replicated = readReplicatedService(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        replicated = undefined;
        replicatedJob = undefined;
        globalJob = undefined;
        global = readGlobalService(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        replicated = undefined;
        global = undefined;
        globalJob = undefined;
        replicatedJob = readReplicatedJob(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        replicated = undefined;
        global = undefined;
        replicatedJob = undefined;
        globalJob = readGlobalJob(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        update = readUpdateConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        rollback = readUpdateConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetworkAttachmentConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        endpoint = readEndpointSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    task,
    replicated,
    global,
    replicatedJob,
    globalJob,
    update,
    rollback,
    networks,
    endpoint,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ServiceSpecCodec: Codec<model.ServiceSpec> = rt.codec("ServiceSpec", writeServiceSpec, readServiceSpec);

export function writeReplicatedService(w: Writer, m: model.ReplicatedService): Writer {
  if (m.replicas !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.replicas);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readReplicatedService(r: Reader, end: number, depth: number): model.ReplicatedService {
  rt.checkDepth(depth);
  let replicas: model.ReplicatedService["replicas"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        replicas = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    replicas,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ReplicatedServiceCodec: Codec<model.ReplicatedService> = rt.codec("ReplicatedService", writeReplicatedService, readReplicatedService);

export function writeGlobalService(w: Writer, m: model.GlobalService): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGlobalService(r: Reader, end: number, depth: number): model.GlobalService {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GlobalServiceCodec: Codec<model.GlobalService> = rt.codec("GlobalService", writeGlobalService, readGlobalService);

export function writeReplicatedJob(w: Writer, m: model.ReplicatedJob): Writer {
  if (m.maxConcurrent !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.maxConcurrent);
  }
  if (m.totalCompletions !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.totalCompletions);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readReplicatedJob(r: Reader, end: number, depth: number): model.ReplicatedJob {
  rt.checkDepth(depth);
  let maxConcurrent: model.ReplicatedJob["maxConcurrent"] = 0;
  let totalCompletions: model.ReplicatedJob["totalCompletions"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        maxConcurrent = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        totalCompletions = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    maxConcurrent,
    totalCompletions,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ReplicatedJobCodec: Codec<model.ReplicatedJob> = rt.codec("ReplicatedJob", writeReplicatedJob, readReplicatedJob);

export function writeGlobalJob(w: Writer, m: model.GlobalJob): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGlobalJob(r: Reader, end: number, depth: number): model.GlobalJob {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GlobalJobCodec: Codec<model.GlobalJob> = rt.codec("GlobalJob", writeGlobalJob, readGlobalJob);

export function writeTaskSpec(w: Writer, m: model.TaskSpec): Writer {
  if (m.attachment !== undefined) {
    w.uint32(66);
    writeNetworkAttachmentSpec(w.fork(), m.attachment).ldelim();
  }
  if (m.container !== undefined) {
    w.uint32(10);
    writeContainerSpec(w.fork(), m.container).ldelim();
  }
  if (m.generic !== undefined) {
    w.uint32(82);
    writeGenericRuntimeSpec(w.fork(), m.generic).ldelim();
  }
  if (m.resources !== undefined) {
    w.uint32(18);
    writeResourceRequirements(w.fork(), m.resources).ldelim();
  }
  if (m.restart !== undefined) {
    w.uint32(34);
    writeRestartPolicy(w.fork(), m.restart).ldelim();
  }
  if (m.placement !== undefined) {
    w.uint32(42);
    writePlacement(w.fork(), m.placement).ldelim();
  }
  if (m.logDriver !== undefined) {
    w.uint32(50);
    writeDriver(w.fork(), m.logDriver).ldelim();
  }
  for (const item of m.networks) {
    w.uint32(58);
    writeNetworkAttachmentConfig(w.fork(), item).ldelim();
  }
  if (m.forceUpdate !== 0) {
    w.uint32(72);
    rt.writeInt64(w, m.forceUpdate);
  }
  for (const item of m.resourceReferences) {
    w.uint32(90);
    writeResourceReference(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTaskSpec(r: Reader, end: number, depth: number): model.TaskSpec {
  rt.checkDepth(depth);
  let attachment: model.TaskSpec["attachment"] = undefined;
  let container: model.TaskSpec["container"] = undefined;
  let generic: model.TaskSpec["generic"] = undefined;
  let resources: model.TaskSpec["resources"] = undefined;
  let restart: model.TaskSpec["restart"] = undefined;
  let placement: model.TaskSpec["placement"] = undefined;
  let logDriver: model.TaskSpec["logDriver"] = undefined;
  let networks: model.TaskSpec["networks"] = rt.NOTHING;
  let forceUpdate: model.TaskSpec["forceUpdate"] = 0;
  let resourceReferences: model.TaskSpec["resourceReferences"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 8: {
        rt.checkWire(tag, 2);
        container = undefined;
        generic = undefined;
        attachment = readNetworkAttachmentSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 1: {
        rt.checkWire(tag, 2);
        attachment = undefined;
        generic = undefined;
        container = readContainerSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        attachment = undefined;
        container = undefined;
        generic = readGenericRuntimeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        resources = readResourceRequirements(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        restart = readRestartPolicy(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        placement = readPlacement(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        logDriver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetworkAttachmentConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 9: {
        rt.checkWire(tag, 0);
        forceUpdate = rt.readUint64(r);
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        (resourceReferences = rt.grown(resourceReferences)).push(readResourceReference(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    attachment,
    container,
    generic,
    resources,
    restart,
    placement,
    logDriver,
    networks,
    forceUpdate,
    resourceReferences,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TaskSpecCodec: Codec<model.TaskSpec> = rt.codec("TaskSpec", writeTaskSpec, readTaskSpec);

export function writeResourceReference(w: Writer, m: model.ResourceReference): Writer {
  if (m.resourceId !== "") {
    w.uint32(10);
    w.string(m.resourceId);
  }
  if (m.resourceType !== 0) {
    w.uint32(16);
    w.int32(m.resourceType);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResourceReference(r: Reader, end: number, depth: number): model.ResourceReference {
  rt.checkDepth(depth);
  let resourceId: model.ResourceReference["resourceId"] = "";
  let resourceType: model.ResourceReference["resourceType"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resourceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        resourceType = r.int32() as model.ResourceType;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resourceId,
    resourceType,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResourceReferenceCodec: Codec<model.ResourceReference> = rt.codec("ResourceReference", writeResourceReference, readResourceReference);

export function writeGenericRuntimeSpec(w: Writer, m: model.GenericRuntimeSpec): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.payload !== undefined) {
    w.uint32(18);
    writeAny(w.fork(), m.payload).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGenericRuntimeSpec(r: Reader, end: number, depth: number): model.GenericRuntimeSpec {
  rt.checkDepth(depth);
  let kind: model.GenericRuntimeSpec["kind"] = "";
  let payload: model.GenericRuntimeSpec["payload"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        payload = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GenericRuntimeSpecCodec: Codec<model.GenericRuntimeSpec> = rt.codec("GenericRuntimeSpec", writeGenericRuntimeSpec, readGenericRuntimeSpec);

export function writeNetworkAttachmentSpec(w: Writer, m: model.NetworkAttachmentSpec): Writer {
  if (m.containerId !== "") {
    w.uint32(10);
    w.string(m.containerId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkAttachmentSpec(r: Reader, end: number, depth: number): model.NetworkAttachmentSpec {
  rt.checkDepth(depth);
  let containerId: model.NetworkAttachmentSpec["containerId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        containerId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    containerId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkAttachmentSpecCodec: Codec<model.NetworkAttachmentSpec> = rt.codec("NetworkAttachmentSpec", writeNetworkAttachmentSpec, readNetworkAttachmentSpec);

export function writeContainerSpec(w: Writer, m: model.ContainerSpec): Writer {
  if (m.image !== "") {
    w.uint32(10);
    w.string(m.image);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.command) {
    w.uint32(26);
    w.string(item);
  }
  for (const item of m.args) {
    w.uint32(34);
    w.string(item);
  }
  if (m.hostname !== "") {
    w.uint32(114);
    w.string(m.hostname);
  }
  for (const item of m.env) {
    w.uint32(42);
    w.string(item);
  }
  if (m.dir !== "") {
    w.uint32(50);
    w.string(m.dir);
  }
  if (m.user !== "") {
    w.uint32(58);
    w.string(m.user);
  }
  for (const item of m.groups) {
    w.uint32(90);
    w.string(item);
  }
  if (m.privileges !== undefined) {
    w.uint32(178);
    writePrivileges(w.fork(), m.privileges).ldelim();
  }
  if (m.init !== undefined) {
    w.uint32(186);
    rt.writeWrapped(w, m.init);
  }
  if (m.tty) {
    w.uint32(104);
    w.bool(m.tty);
  }
  if (m.openStdin) {
    w.uint32(144);
    w.bool(m.openStdin);
  }
  if (m.readOnly) {
    w.uint32(152);
    w.bool(m.readOnly);
  }
  if (m.stopSignal !== "") {
    w.uint32(162);
    w.string(m.stopSignal);
  }
  for (const item of m.mounts) {
    w.uint32(66);
    writeMount(w.fork(), item).ldelim();
  }
  if (m.stopGracePeriod !== undefined) {
    w.uint32(74);
    writeDuration(w.fork(), m.stopGracePeriod).ldelim();
  }
  if (m.pullOptions !== undefined) {
    w.uint32(82);
    writeContainerSpec_PullOptions(w.fork(), m.pullOptions).ldelim();
  }
  for (const item of m.secrets) {
    w.uint32(98);
    writeSecretReference(w.fork(), item).ldelim();
  }
  for (const item of m.configs) {
    w.uint32(170);
    writeConfigReference(w.fork(), item).ldelim();
  }
  for (const item of m.hosts) {
    w.uint32(138);
    w.string(item);
  }
  if (m.dnsConfig !== undefined) {
    w.uint32(122);
    writeContainerSpec_DNSConfig(w.fork(), m.dnsConfig).ldelim();
  }
  if (m.healthcheck !== undefined) {
    w.uint32(130);
    writeHealthConfig(w.fork(), m.healthcheck).ldelim();
  }
  if (m.isolation !== 0) {
    w.uint32(192);
    w.int32(m.isolation);
  }
  if (m.pidsLimit !== 0) {
    w.uint32(200);
    rt.writeInt64(w, m.pidsLimit);
  }
  for (const key of Object.keys(m.sysctls).sort()) {
    const item = m.sysctls[key];
    if (item === undefined) continue;
    w.uint32(210).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.capabilityAdd) {
    w.uint32(218);
    w.string(item);
  }
  for (const item of m.capabilityDrop) {
    w.uint32(226);
    w.string(item);
  }
  for (const item of m.ulimits) {
    w.uint32(234);
    writeContainerSpec_Ulimit(w.fork(), item).ldelim();
  }
  if (m.oomScoreAdj !== 0) {
    w.uint32(240);
    rt.writeInt64(w, m.oomScoreAdj);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readContainerSpec(r: Reader, end: number, depth: number): model.ContainerSpec {
  rt.checkDepth(depth);
  let image: model.ContainerSpec["image"] = "";
  let labels: model.ContainerSpec["labels"] = rt.NO_ENTRIES;
  let command: model.ContainerSpec["command"] = rt.NOTHING;
  let args: model.ContainerSpec["args"] = rt.NOTHING;
  let hostname: model.ContainerSpec["hostname"] = "";
  let env: model.ContainerSpec["env"] = rt.NOTHING;
  let dir: model.ContainerSpec["dir"] = "";
  let user: model.ContainerSpec["user"] = "";
  let groups: model.ContainerSpec["groups"] = rt.NOTHING;
  let privileges: model.ContainerSpec["privileges"] = undefined;
  let init: model.ContainerSpec["init"] = undefined;
  let tty: model.ContainerSpec["tty"] = false;
  let openStdin: model.ContainerSpec["openStdin"] = false;
  let readOnly: model.ContainerSpec["readOnly"] = false;
  let stopSignal: model.ContainerSpec["stopSignal"] = "";
  let mounts: model.ContainerSpec["mounts"] = rt.NOTHING;
  let stopGracePeriod: model.ContainerSpec["stopGracePeriod"] = undefined;
  let pullOptions: model.ContainerSpec["pullOptions"] = undefined;
  let secrets: model.ContainerSpec["secrets"] = rt.NOTHING;
  let configs: model.ContainerSpec["configs"] = rt.NOTHING;
  let hosts: model.ContainerSpec["hosts"] = rt.NOTHING;
  let dnsConfig: model.ContainerSpec["dnsConfig"] = undefined;
  let healthcheck: model.ContainerSpec["healthcheck"] = undefined;
  let isolation: model.ContainerSpec["isolation"] = 0;
  let pidsLimit: model.ContainerSpec["pidsLimit"] = 0;
  let sysctls: model.ContainerSpec["sysctls"] = rt.NO_ENTRIES;
  let capabilityAdd: model.ContainerSpec["capabilityAdd"] = rt.NOTHING;
  let capabilityDrop: model.ContainerSpec["capabilityDrop"] = rt.NOTHING;
  let ulimits: model.ContainerSpec["ulimits"] = rt.NOTHING;
  let oomScoreAdj: model.ContainerSpec["oomScoreAdj"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        image = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (command = rt.grown(command)).push(r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (args = rt.grown(args)).push(r.string());
        break;
      }
      case 14: {
        rt.checkWire(tag, 2);
        hostname = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (env = rt.grown(env)).push(r.string());
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        dir = r.string();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        user = r.string();
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        (groups = rt.grown(groups)).push(r.string());
        break;
      }
      case 22: {
        rt.checkWire(tag, 2);
        privileges = readPrivileges(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 23: {
        rt.checkWire(tag, 2);
        init = rt.readWrappedBool(r);
        break;
      }
      case 13: {
        rt.checkWire(tag, 0);
        tty = r.bool();
        break;
      }
      case 18: {
        rt.checkWire(tag, 0);
        openStdin = r.bool();
        break;
      }
      case 19: {
        rt.checkWire(tag, 0);
        readOnly = r.bool();
        break;
      }
      case 20: {
        rt.checkWire(tag, 2);
        stopSignal = r.string();
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        (mounts = rt.grown(mounts)).push(readMount(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        stopGracePeriod = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        pullOptions = readContainerSpec_PullOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 12: {
        rt.checkWire(tag, 2);
        (secrets = rt.grown(secrets)).push(readSecretReference(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 21: {
        rt.checkWire(tag, 2);
        (configs = rt.grown(configs)).push(readConfigReference(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 17: {
        rt.checkWire(tag, 2);
        (hosts = rt.grown(hosts)).push(r.string());
        break;
      }
      case 15: {
        rt.checkWire(tag, 2);
        dnsConfig = readContainerSpec_DNSConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 16: {
        rt.checkWire(tag, 2);
        healthcheck = readHealthConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 24: {
        rt.checkWire(tag, 0);
        isolation = r.int32() as model.ContainerSpec_Isolation;
        break;
      }
      case 25: {
        rt.checkWire(tag, 0);
        pidsLimit = rt.readInt64(r);
        break;
      }
      case 26: {
        rt.checkWire(tag, 2);
        sysctls = rt.readEntry(r, sysctls, () => "", () => r.string());
        break;
      }
      case 27: {
        rt.checkWire(tag, 2);
        (capabilityAdd = rt.grown(capabilityAdd)).push(r.string());
        break;
      }
      case 28: {
        rt.checkWire(tag, 2);
        (capabilityDrop = rt.grown(capabilityDrop)).push(r.string());
        break;
      }
      case 29: {
        rt.checkWire(tag, 2);
        (ulimits = rt.grown(ulimits)).push(readContainerSpec_Ulimit(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 30: {
        rt.checkWire(tag, 0);
        oomScoreAdj = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    image,
    labels,
    command,
    args,
    hostname,
    env,
    dir,
    user,
    groups,
    privileges,
    init,
    tty,
    openStdin,
    readOnly,
    stopSignal,
    mounts,
    stopGracePeriod,
    pullOptions,
    secrets,
    configs,
    hosts,
    dnsConfig,
    healthcheck,
    isolation,
    pidsLimit,
    sysctls,
    capabilityAdd,
    capabilityDrop,
    ulimits,
    oomScoreAdj,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ContainerSpecCodec: Codec<model.ContainerSpec> = rt.codec("ContainerSpec", writeContainerSpec, readContainerSpec);

export function writeContainerSpec_PullOptions(w: Writer, m: model.ContainerSpec_PullOptions): Writer {
  if (m.registryAuth !== "") {
    w.uint32(514);
    w.string(m.registryAuth);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readContainerSpec_PullOptions(r: Reader, end: number, depth: number): model.ContainerSpec_PullOptions {
  rt.checkDepth(depth);
  let registryAuth: model.ContainerSpec_PullOptions["registryAuth"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 64: {
        rt.checkWire(tag, 2);
        registryAuth = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    registryAuth,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ContainerSpec_PullOptionsCodec: Codec<model.ContainerSpec_PullOptions> = rt.codec("ContainerSpec_PullOptions", writeContainerSpec_PullOptions, readContainerSpec_PullOptions);

export function writeContainerSpec_DNSConfig(w: Writer, m: model.ContainerSpec_DNSConfig): Writer {
  for (const item of m.nameservers) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.search) {
    w.uint32(18);
    w.string(item);
  }
  for (const item of m.options) {
    w.uint32(26);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readContainerSpec_DNSConfig(r: Reader, end: number, depth: number): model.ContainerSpec_DNSConfig {
  rt.checkDepth(depth);
  let nameservers: model.ContainerSpec_DNSConfig["nameservers"] = rt.NOTHING;
  let search: model.ContainerSpec_DNSConfig["search"] = rt.NOTHING;
  let options: model.ContainerSpec_DNSConfig["options"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (nameservers = rt.grown(nameservers)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (search = rt.grown(search)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (options = rt.grown(options)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nameservers,
    search,
    options,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ContainerSpec_DNSConfigCodec: Codec<model.ContainerSpec_DNSConfig> = rt.codec("ContainerSpec_DNSConfig", writeContainerSpec_DNSConfig, readContainerSpec_DNSConfig);

export function writeContainerSpec_Ulimit(w: Writer, m: model.ContainerSpec_Ulimit): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.soft !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.soft);
  }
  if (m.hard !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.hard);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readContainerSpec_Ulimit(r: Reader, end: number, depth: number): model.ContainerSpec_Ulimit {
  rt.checkDepth(depth);
  let name: model.ContainerSpec_Ulimit["name"] = "";
  let soft: model.ContainerSpec_Ulimit["soft"] = 0;
  let hard: model.ContainerSpec_Ulimit["hard"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        soft = rt.readInt64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        hard = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    soft,
    hard,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ContainerSpec_UlimitCodec: Codec<model.ContainerSpec_Ulimit> = rt.codec("ContainerSpec_Ulimit", writeContainerSpec_Ulimit, readContainerSpec_Ulimit);

export function writeEndpointSpec(w: Writer, m: model.EndpointSpec): Writer {
  if (m.mode !== 0) {
    w.uint32(8);
    w.int32(m.mode);
  }
  for (const item of m.ports) {
    w.uint32(18);
    writePortConfig(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEndpointSpec(r: Reader, end: number, depth: number): model.EndpointSpec {
  rt.checkDepth(depth);
  let mode: model.EndpointSpec["mode"] = 0;
  let ports: model.EndpointSpec["ports"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        mode = r.int32() as model.EndpointSpec_ResolutionMode;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (ports = rt.grown(ports)).push(readPortConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    mode,
    ports,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const EndpointSpecCodec: Codec<model.EndpointSpec> = rt.codec("EndpointSpec", writeEndpointSpec, readEndpointSpec);

export function writeNetworkSpec(w: Writer, m: model.NetworkSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.driverConfig !== undefined) {
    w.uint32(18);
    writeDriver(w.fork(), m.driverConfig).ldelim();
  }
  if (m.ipv6Enabled) {
    w.uint32(24);
    w.bool(m.ipv6Enabled);
  }
  if (m.internal) {
    w.uint32(32);
    w.bool(m.internal);
  }
  if (m.ipam !== undefined) {
    w.uint32(42);
    writeIPAMOptions(w.fork(), m.ipam).ldelim();
  }
  if (m.attachable) {
    w.uint32(48);
    w.bool(m.attachable);
  }
  if (m.ingress) {
    w.uint32(56);
    w.bool(m.ingress);
  }
  if (m.network !== undefined) {
    w.uint32(66);
    w.string(m.network);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkSpec(r: Reader, end: number, depth: number): model.NetworkSpec {
  rt.checkDepth(depth);
  let annotations: model.NetworkSpec["annotations"] = undefined;
  let driverConfig: model.NetworkSpec["driverConfig"] = undefined;
  let ipv6Enabled: model.NetworkSpec["ipv6Enabled"] = false;
  let internal: model.NetworkSpec["internal"] = false;
  let ipam: model.NetworkSpec["ipam"] = undefined;
  let attachable: model.NetworkSpec["attachable"] = false;
  let ingress: model.NetworkSpec["ingress"] = false;
  let network: model.NetworkSpec["network"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        driverConfig = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        ipv6Enabled = r.bool();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        internal = r.bool();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        ipam = readIPAMOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        attachable = r.bool();
        break;
      }
      case 7: {
        rt.checkWire(tag, 0);
        ingress = r.bool();
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        network = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    driverConfig,
    ipv6Enabled,
    internal,
    ipam,
    attachable,
    ingress,
    network,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkSpecCodec: Codec<model.NetworkSpec> = rt.codec("NetworkSpec", writeNetworkSpec, readNetworkSpec);

export function writeClusterSpec(w: Writer, m: model.ClusterSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.acceptancePolicy !== undefined) {
    w.uint32(18);
    writeAcceptancePolicy(w.fork(), m.acceptancePolicy).ldelim();
  }
  if (m.orchestration !== undefined) {
    w.uint32(26);
    writeOrchestrationConfig(w.fork(), m.orchestration).ldelim();
  }
  if (m.raft !== undefined) {
    w.uint32(34);
    writeRaftConfig(w.fork(), m.raft).ldelim();
  }
  if (m.dispatcher !== undefined) {
    w.uint32(42);
    writeDispatcherConfig(w.fork(), m.dispatcher).ldelim();
  }
  if (m.caConfig !== undefined) {
    w.uint32(50);
    writeCAConfig(w.fork(), m.caConfig).ldelim();
  }
  if (m.taskDefaults !== undefined) {
    w.uint32(58);
    writeTaskDefaults(w.fork(), m.taskDefaults).ldelim();
  }
  if (m.encryptionConfig !== undefined) {
    w.uint32(66);
    writeEncryptionConfig(w.fork(), m.encryptionConfig).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readClusterSpec(r: Reader, end: number, depth: number): model.ClusterSpec {
  rt.checkDepth(depth);
  let annotations: model.ClusterSpec["annotations"] = undefined;
  let acceptancePolicy: model.ClusterSpec["acceptancePolicy"] = undefined;
  let orchestration: model.ClusterSpec["orchestration"] = undefined;
  let raft: model.ClusterSpec["raft"] = undefined;
  let dispatcher: model.ClusterSpec["dispatcher"] = undefined;
  let caConfig: model.ClusterSpec["caConfig"] = undefined;
  let taskDefaults: model.ClusterSpec["taskDefaults"] = undefined;
  let encryptionConfig: model.ClusterSpec["encryptionConfig"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        acceptancePolicy = readAcceptancePolicy(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        orchestration = readOrchestrationConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        raft = readRaftConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        dispatcher = readDispatcherConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        caConfig = readCAConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        taskDefaults = readTaskDefaults(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        encryptionConfig = readEncryptionConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    acceptancePolicy,
    orchestration,
    raft,
    dispatcher,
    caConfig,
    taskDefaults,
    encryptionConfig,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ClusterSpecCodec: Codec<model.ClusterSpec> = rt.codec("ClusterSpec", writeClusterSpec, readClusterSpec);

export function writeSecretSpec(w: Writer, m: model.SecretSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.data.length > 0) {
    w.uint32(18);
    w.bytes(m.data);
  }
  if (m.templating !== undefined) {
    w.uint32(26);
    writeDriver(w.fork(), m.templating).ldelim();
  }
  if (m.driver !== undefined) {
    w.uint32(34);
    writeDriver(w.fork(), m.driver).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSecretSpec(r: Reader, end: number, depth: number): model.SecretSpec {
  rt.checkDepth(depth);
  let annotations: model.SecretSpec["annotations"] = undefined;
  let data: model.SecretSpec["data"] = rt.NO_BYTES;
  let templating: model.SecretSpec["templating"] = undefined;
  let driver: model.SecretSpec["driver"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        templating = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        driver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    data,
    templating,
    driver,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SecretSpecCodec: Codec<model.SecretSpec> = rt.codec("SecretSpec", writeSecretSpec, readSecretSpec);

export function writeConfigSpec(w: Writer, m: model.ConfigSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.data.length > 0) {
    w.uint32(18);
    w.bytes(m.data);
  }
  if (m.templating !== undefined) {
    w.uint32(26);
    writeDriver(w.fork(), m.templating).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readConfigSpec(r: Reader, end: number, depth: number): model.ConfigSpec {
  rt.checkDepth(depth);
  let annotations: model.ConfigSpec["annotations"] = undefined;
  let data: model.ConfigSpec["data"] = rt.NO_BYTES;
  let templating: model.ConfigSpec["templating"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        templating = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    data,
    templating,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ConfigSpecCodec: Codec<model.ConfigSpec> = rt.codec("ConfigSpec", writeConfigSpec, readConfigSpec);

export function writeVolumeSpec(w: Writer, m: model.VolumeSpec): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.group !== "") {
    w.uint32(18);
    w.string(m.group);
  }
  if (m.driver !== undefined) {
    w.uint32(26);
    writeDriver(w.fork(), m.driver).ldelim();
  }
  if (m.accessMode !== undefined) {
    w.uint32(34);
    writeVolumeAccessMode(w.fork(), m.accessMode).ldelim();
  }
  for (const item of m.secrets) {
    w.uint32(42);
    writeVolumeSecret(w.fork(), item).ldelim();
  }
  if (m.accessibilityRequirements !== undefined) {
    w.uint32(50);
    writeTopologyRequirement(w.fork(), m.accessibilityRequirements).ldelim();
  }
  if (m.capacityRange !== undefined) {
    w.uint32(58);
    writeCapacityRange(w.fork(), m.capacityRange).ldelim();
  }
  if (m.availability !== 0) {
    w.uint32(64);
    w.int32(m.availability);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeSpec(r: Reader, end: number, depth: number): model.VolumeSpec {
  rt.checkDepth(depth);
  let annotations: model.VolumeSpec["annotations"] = undefined;
  let group: model.VolumeSpec["group"] = "";
  let driver: model.VolumeSpec["driver"] = undefined;
  let accessMode: model.VolumeSpec["accessMode"] = undefined;
  let secrets: model.VolumeSpec["secrets"] = rt.NOTHING;
  let accessibilityRequirements: model.VolumeSpec["accessibilityRequirements"] = undefined;
  let capacityRange: model.VolumeSpec["capacityRange"] = undefined;
  let availability: model.VolumeSpec["availability"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        group = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        driver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        accessMode = readVolumeAccessMode(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (secrets = rt.grown(secrets)).push(readVolumeSecret(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        accessibilityRequirements = readTopologyRequirement(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        capacityRange = readCapacityRange(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        availability = r.int32() as model.VolumeSpec_VolumeAvailability;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    group,
    driver,
    accessMode,
    secrets,
    accessibilityRequirements,
    capacityRange,
    availability,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeSpecCodec: Codec<model.VolumeSpec> = rt.codec("VolumeSpec", writeVolumeSpec, readVolumeSpec);

export function writeVersion(w: Writer, m: model.Version): Writer {
  if (m.index !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.index);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVersion(r: Reader, end: number, depth: number): model.Version {
  rt.checkDepth(depth);
  let index: model.Version["index"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        index = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    index,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VersionCodec: Codec<model.Version> = rt.codec("Version", writeVersion, readVersion);

export function writeIndexEntry(w: Writer, m: model.IndexEntry): Writer {
  if (m.key !== "") {
    w.uint32(10);
    w.string(m.key);
  }
  if (m.val !== "") {
    w.uint32(18);
    w.string(m.val);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIndexEntry(r: Reader, end: number, depth: number): model.IndexEntry {
  rt.checkDepth(depth);
  let key: model.IndexEntry["key"] = "";
  let val: model.IndexEntry["val"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        key = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        val = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    key,
    val,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IndexEntryCodec: Codec<model.IndexEntry> = rt.codec("IndexEntry", writeIndexEntry, readIndexEntry);

export function writeAnnotations(w: Writer, m: model.Annotations): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.indices) {
    w.uint32(34);
    writeIndexEntry(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAnnotations(r: Reader, end: number, depth: number): model.Annotations {
  rt.checkDepth(depth);
  let name: model.Annotations["name"] = "";
  let labels: model.Annotations["labels"] = rt.NO_ENTRIES;
  let indices: model.Annotations["indices"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (indices = rt.grown(indices)).push(readIndexEntry(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    labels,
    indices,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AnnotationsCodec: Codec<model.Annotations> = rt.codec("Annotations", writeAnnotations, readAnnotations);

export function writeNamedGenericResource(w: Writer, m: model.NamedGenericResource): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.value !== "") {
    w.uint32(18);
    w.string(m.value);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNamedGenericResource(r: Reader, end: number, depth: number): model.NamedGenericResource {
  rt.checkDepth(depth);
  let kind: model.NamedGenericResource["kind"] = "";
  let value: model.NamedGenericResource["value"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        value = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    value,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NamedGenericResourceCodec: Codec<model.NamedGenericResource> = rt.codec("NamedGenericResource", writeNamedGenericResource, readNamedGenericResource);

export function writeDiscreteGenericResource(w: Writer, m: model.DiscreteGenericResource): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.value !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.value);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDiscreteGenericResource(r: Reader, end: number, depth: number): model.DiscreteGenericResource {
  rt.checkDepth(depth);
  let kind: model.DiscreteGenericResource["kind"] = "";
  let value: model.DiscreteGenericResource["value"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        value = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    value,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DiscreteGenericResourceCodec: Codec<model.DiscreteGenericResource> = rt.codec("DiscreteGenericResource", writeDiscreteGenericResource, readDiscreteGenericResource);

export function writeGenericResource(w: Writer, m: model.GenericResource): Writer {
  if (m.namedResourceSpec !== undefined) {
    w.uint32(10);
    writeNamedGenericResource(w.fork(), m.namedResourceSpec).ldelim();
  }
  if (m.discreteResourceSpec !== undefined) {
    w.uint32(18);
    writeDiscreteGenericResource(w.fork(), m.discreteResourceSpec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGenericResource(r: Reader, end: number, depth: number): model.GenericResource {
  rt.checkDepth(depth);
  let namedResourceSpec: model.GenericResource["namedResourceSpec"] = undefined;
  let discreteResourceSpec: model.GenericResource["discreteResourceSpec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        discreteResourceSpec = undefined;
        namedResourceSpec = readNamedGenericResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        namedResourceSpec = undefined;
        discreteResourceSpec = readDiscreteGenericResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    namedResourceSpec,
    discreteResourceSpec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GenericResourceCodec: Codec<model.GenericResource> = rt.codec("GenericResource", writeGenericResource, readGenericResource);

export function writeResources(w: Writer, m: model.Resources): Writer {
  if (m.nanoCpus !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.nanoCpus);
  }
  if (m.memoryBytes !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.memoryBytes);
  }
  for (const item of m.generic) {
    w.uint32(26);
    writeGenericResource(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResources(r: Reader, end: number, depth: number): model.Resources {
  rt.checkDepth(depth);
  let nanoCpus: model.Resources["nanoCpus"] = 0;
  let memoryBytes: model.Resources["memoryBytes"] = 0;
  let generic: model.Resources["generic"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        nanoCpus = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        memoryBytes = rt.readInt64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (generic = rt.grown(generic)).push(readGenericResource(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nanoCpus,
    memoryBytes,
    generic,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResourcesCodec: Codec<model.Resources> = rt.codec("Resources", writeResources, readResources);

export function writeResourceRequirements(w: Writer, m: model.ResourceRequirements): Writer {
  if (m.limits !== undefined) {
    w.uint32(10);
    writeResources(w.fork(), m.limits).ldelim();
  }
  if (m.reservations !== undefined) {
    w.uint32(18);
    writeResources(w.fork(), m.reservations).ldelim();
  }
  if (m.swapBytes !== undefined) {
    w.uint32(26);
    rt.writeWrapped(w, m.swapBytes);
  }
  if (m.memorySwappiness !== undefined) {
    w.uint32(34);
    rt.writeWrapped(w, m.memorySwappiness);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResourceRequirements(r: Reader, end: number, depth: number): model.ResourceRequirements {
  rt.checkDepth(depth);
  let limits: model.ResourceRequirements["limits"] = undefined;
  let reservations: model.ResourceRequirements["reservations"] = undefined;
  let swapBytes: model.ResourceRequirements["swapBytes"] = undefined;
  let memorySwappiness: model.ResourceRequirements["memorySwappiness"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        limits = readResources(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        reservations = readResources(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        swapBytes = rt.readWrappedInt64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        memorySwappiness = rt.readWrappedInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    limits,
    reservations,
    swapBytes,
    memorySwappiness,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResourceRequirementsCodec: Codec<model.ResourceRequirements> = rt.codec("ResourceRequirements", writeResourceRequirements, readResourceRequirements);

export function writePlatform(w: Writer, m: model.Platform): Writer {
  if (m.architecture !== "") {
    w.uint32(10);
    w.string(m.architecture);
  }
  if (m.os !== "") {
    w.uint32(18);
    w.string(m.os);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPlatform(r: Reader, end: number, depth: number): model.Platform {
  rt.checkDepth(depth);
  let architecture: model.Platform["architecture"] = "";
  let os: model.Platform["os"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        architecture = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        os = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    architecture,
    os,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PlatformCodec: Codec<model.Platform> = rt.codec("Platform", writePlatform, readPlatform);

export function writePluginDescription(w: Writer, m: model.PluginDescription): Writer {
  if (m.type !== "") {
    w.uint32(10);
    w.string(m.type);
  }
  if (m.name !== "") {
    w.uint32(18);
    w.string(m.name);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPluginDescription(r: Reader, end: number, depth: number): model.PluginDescription {
  rt.checkDepth(depth);
  let type: model.PluginDescription["type"] = "";
  let name: model.PluginDescription["name"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        type = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    name,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PluginDescriptionCodec: Codec<model.PluginDescription> = rt.codec("PluginDescription", writePluginDescription, readPluginDescription);

export function writeEngineDescription(w: Writer, m: model.EngineDescription): Writer {
  if (m.engineVersion !== "") {
    w.uint32(10);
    w.string(m.engineVersion);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.plugins) {
    w.uint32(26);
    writePluginDescription(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEngineDescription(r: Reader, end: number, depth: number): model.EngineDescription {
  rt.checkDepth(depth);
  let engineVersion: model.EngineDescription["engineVersion"] = "";
  let labels: model.EngineDescription["labels"] = rt.NO_ENTRIES;
  let plugins: model.EngineDescription["plugins"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        engineVersion = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (plugins = rt.grown(plugins)).push(readPluginDescription(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    engineVersion,
    labels,
    plugins,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const EngineDescriptionCodec: Codec<model.EngineDescription> = rt.codec("EngineDescription", writeEngineDescription, readEngineDescription);

export function writeNodeDescription(w: Writer, m: model.NodeDescription): Writer {
  if (m.hostname !== "") {
    w.uint32(10);
    w.string(m.hostname);
  }
  if (m.platform !== undefined) {
    w.uint32(18);
    writePlatform(w.fork(), m.platform).ldelim();
  }
  if (m.resources !== undefined) {
    w.uint32(26);
    writeResources(w.fork(), m.resources).ldelim();
  }
  if (m.engine !== undefined) {
    w.uint32(34);
    writeEngineDescription(w.fork(), m.engine).ldelim();
  }
  if (m.tlsInfo !== undefined) {
    w.uint32(42);
    writeNodeTLSInfo(w.fork(), m.tlsInfo).ldelim();
  }
  if (m.fips) {
    w.uint32(48);
    w.bool(m.fips);
  }
  for (const item of m.csiInfo) {
    w.uint32(58);
    writeNodeCSIInfo(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeDescription(r: Reader, end: number, depth: number): model.NodeDescription {
  rt.checkDepth(depth);
  let hostname: model.NodeDescription["hostname"] = "";
  let platform: model.NodeDescription["platform"] = undefined;
  let resources: model.NodeDescription["resources"] = undefined;
  let engine: model.NodeDescription["engine"] = undefined;
  let tlsInfo: model.NodeDescription["tlsInfo"] = undefined;
  let fips: model.NodeDescription["fips"] = false;
  let csiInfo: model.NodeDescription["csiInfo"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        hostname = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        platform = readPlatform(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        resources = readResources(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        engine = readEngineDescription(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        tlsInfo = readNodeTLSInfo(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        fips = r.bool();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (csiInfo = rt.grown(csiInfo)).push(readNodeCSIInfo(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    hostname,
    platform,
    resources,
    engine,
    tlsInfo,
    fips,
    csiInfo,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeDescriptionCodec: Codec<model.NodeDescription> = rt.codec("NodeDescription", writeNodeDescription, readNodeDescription);

export function writeNodeTLSInfo(w: Writer, m: model.NodeTLSInfo): Writer {
  if (m.trustRoot.length > 0) {
    w.uint32(10);
    w.bytes(m.trustRoot);
  }
  if (m.certIssuerSubject.length > 0) {
    w.uint32(18);
    w.bytes(m.certIssuerSubject);
  }
  if (m.certIssuerPublicKey.length > 0) {
    w.uint32(26);
    w.bytes(m.certIssuerPublicKey);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeTLSInfo(r: Reader, end: number, depth: number): model.NodeTLSInfo {
  rt.checkDepth(depth);
  let trustRoot: model.NodeTLSInfo["trustRoot"] = rt.NO_BYTES;
  let certIssuerSubject: model.NodeTLSInfo["certIssuerSubject"] = rt.NO_BYTES;
  let certIssuerPublicKey: model.NodeTLSInfo["certIssuerPublicKey"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        trustRoot = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        certIssuerSubject = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        certIssuerPublicKey = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    trustRoot,
    certIssuerSubject,
    certIssuerPublicKey,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeTLSInfoCodec: Codec<model.NodeTLSInfo> = rt.codec("NodeTLSInfo", writeNodeTLSInfo, readNodeTLSInfo);

export function writeNodeCSIInfo(w: Writer, m: model.NodeCSIInfo): Writer {
  if (m.pluginName !== "") {
    w.uint32(10);
    w.string(m.pluginName);
  }
  if (m.nodeId !== "") {
    w.uint32(18);
    w.string(m.nodeId);
  }
  if (m.maxVolumesPerNode !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.maxVolumesPerNode);
  }
  if (m.accessibleTopology !== undefined) {
    w.uint32(34);
    writeTopology(w.fork(), m.accessibleTopology).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeCSIInfo(r: Reader, end: number, depth: number): model.NodeCSIInfo {
  rt.checkDepth(depth);
  let pluginName: model.NodeCSIInfo["pluginName"] = "";
  let nodeId: model.NodeCSIInfo["nodeId"] = "";
  let maxVolumesPerNode: model.NodeCSIInfo["maxVolumesPerNode"] = 0;
  let accessibleTopology: model.NodeCSIInfo["accessibleTopology"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        pluginName = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        maxVolumesPerNode = rt.readInt64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        accessibleTopology = readTopology(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    pluginName,
    nodeId,
    maxVolumesPerNode,
    accessibleTopology,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeCSIInfoCodec: Codec<model.NodeCSIInfo> = rt.codec("NodeCSIInfo", writeNodeCSIInfo, readNodeCSIInfo);

export function writeRaftMemberStatus(w: Writer, m: model.RaftMemberStatus): Writer {
  if (m.leader) {
    w.uint32(8);
    w.bool(m.leader);
  }
  if (m.reachability !== 0) {
    w.uint32(16);
    w.int32(m.reachability);
  }
  if (m.message !== "") {
    w.uint32(26);
    w.string(m.message);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftMemberStatus(r: Reader, end: number, depth: number): model.RaftMemberStatus {
  rt.checkDepth(depth);
  let leader: model.RaftMemberStatus["leader"] = false;
  let reachability: model.RaftMemberStatus["reachability"] = 0;
  let message: model.RaftMemberStatus["message"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        leader = r.bool();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        reachability = r.int32() as model.RaftMemberStatus_Reachability;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        message = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    leader,
    reachability,
    message,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftMemberStatusCodec: Codec<model.RaftMemberStatus> = rt.codec("RaftMemberStatus", writeRaftMemberStatus, readRaftMemberStatus);

export function writeNodeStatus(w: Writer, m: model.NodeStatus): Writer {
  if (m.state !== 0) {
    w.uint32(8);
    w.int32(m.state);
  }
  if (m.message !== "") {
    w.uint32(18);
    w.string(m.message);
  }
  if (m.addr !== "") {
    w.uint32(26);
    w.string(m.addr);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeStatus(r: Reader, end: number, depth: number): model.NodeStatus {
  rt.checkDepth(depth);
  let state: model.NodeStatus["state"] = 0;
  let message: model.NodeStatus["message"] = "";
  let addr: model.NodeStatus["addr"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        state = r.int32() as model.NodeStatus_State;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        message = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    state,
    message,
    addr,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeStatusCodec: Codec<model.NodeStatus> = rt.codec("NodeStatus", writeNodeStatus, readNodeStatus);

export function writeImage(w: Writer, m: model.Image): Writer {
  if (m.reference !== "") {
    w.uint32(10);
    w.string(m.reference);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readImage(r: Reader, end: number, depth: number): model.Image {
  rt.checkDepth(depth);
  let reference: model.Image["reference"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        reference = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    reference,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ImageCodec: Codec<model.Image> = rt.codec("Image", writeImage, readImage);

export function writeMount(w: Writer, m: model.Mount): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.source !== "") {
    w.uint32(18);
    w.string(m.source);
  }
  if (m.target !== "") {
    w.uint32(26);
    w.string(m.target);
  }
  if (m.readonly) {
    w.uint32(32);
    w.bool(m.readonly);
  }
  if (m.consistency !== 0) {
    w.uint32(64);
    w.int32(m.consistency);
  }
  if (m.bindOptions !== undefined) {
    w.uint32(42);
    writeMount_BindOptions(w.fork(), m.bindOptions).ldelim();
  }
  if (m.volumeOptions !== undefined) {
    w.uint32(50);
    writeMount_VolumeOptions(w.fork(), m.volumeOptions).ldelim();
  }
  if (m.tmpfsOptions !== undefined) {
    w.uint32(58);
    writeMount_TmpfsOptions(w.fork(), m.tmpfsOptions).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMount(r: Reader, end: number, depth: number): model.Mount {
  rt.checkDepth(depth);
  let type: model.Mount["type"] = 0;
  let source: model.Mount["source"] = "";
  let target: model.Mount["target"] = "";
  let readonly: model.Mount["readonly"] = false;
  let consistency: model.Mount["consistency"] = 0;
  let bindOptions: model.Mount["bindOptions"] = undefined;
  let volumeOptions: model.Mount["volumeOptions"] = undefined;
  let tmpfsOptions: model.Mount["tmpfsOptions"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.Mount_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        source = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        target = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        readonly = r.bool();
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        consistency = r.int32() as model.Mount_Consistency;
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        bindOptions = readMount_BindOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        volumeOptions = readMount_VolumeOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        tmpfsOptions = readMount_TmpfsOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    source,
    target,
    readonly,
    consistency,
    bindOptions,
    volumeOptions,
    tmpfsOptions,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const MountCodec: Codec<model.Mount> = rt.codec("Mount", writeMount, readMount);

export function writeMount_BindOptions(w: Writer, m: model.Mount_BindOptions): Writer {
  if (m.propagation !== 0) {
    w.uint32(8);
    w.int32(m.propagation);
  }
  if (m.nonrecursive) {
    w.uint32(16);
    w.bool(m.nonrecursive);
  }
  if (m.createmountpoint) {
    w.uint32(24);
    w.bool(m.createmountpoint);
  }
  if (m.readonlynonrecursive) {
    w.uint32(32);
    w.bool(m.readonlynonrecursive);
  }
  if (m.readonlyforcerecursive) {
    w.uint32(40);
    w.bool(m.readonlyforcerecursive);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMount_BindOptions(r: Reader, end: number, depth: number): model.Mount_BindOptions {
  rt.checkDepth(depth);
  let propagation: model.Mount_BindOptions["propagation"] = 0;
  let nonrecursive: model.Mount_BindOptions["nonrecursive"] = false;
  let createmountpoint: model.Mount_BindOptions["createmountpoint"] = false;
  let readonlynonrecursive: model.Mount_BindOptions["readonlynonrecursive"] = false;
  let readonlyforcerecursive: model.Mount_BindOptions["readonlyforcerecursive"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        propagation = r.int32() as model.Mount_BindOptions_Propagation;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        nonrecursive = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        createmountpoint = r.bool();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        readonlynonrecursive = r.bool();
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        readonlyforcerecursive = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    propagation,
    nonrecursive,
    createmountpoint,
    readonlynonrecursive,
    readonlyforcerecursive,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Mount_BindOptionsCodec: Codec<model.Mount_BindOptions> = rt.codec("Mount_BindOptions", writeMount_BindOptions, readMount_BindOptions);

export function writeMount_VolumeOptions(w: Writer, m: model.Mount_VolumeOptions): Writer {
  if (m.nocopy) {
    w.uint32(8);
    w.bool(m.nocopy);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.driverConfig !== undefined) {
    w.uint32(26);
    writeDriver(w.fork(), m.driverConfig).ldelim();
  }
  if (m.subpath !== "") {
    w.uint32(34);
    w.string(m.subpath);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMount_VolumeOptions(r: Reader, end: number, depth: number): model.Mount_VolumeOptions {
  rt.checkDepth(depth);
  let nocopy: model.Mount_VolumeOptions["nocopy"] = false;
  let labels: model.Mount_VolumeOptions["labels"] = rt.NO_ENTRIES;
  let driverConfig: model.Mount_VolumeOptions["driverConfig"] = undefined;
  let subpath: model.Mount_VolumeOptions["subpath"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        nocopy = r.bool();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        driverConfig = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        subpath = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nocopy,
    labels,
    driverConfig,
    subpath,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Mount_VolumeOptionsCodec: Codec<model.Mount_VolumeOptions> = rt.codec("Mount_VolumeOptions", writeMount_VolumeOptions, readMount_VolumeOptions);

export function writeMount_TmpfsOptions(w: Writer, m: model.Mount_TmpfsOptions): Writer {
  if (m.sizeBytes !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.sizeBytes);
  }
  if (m.mode !== 0) {
    w.uint32(16);
    w.uint32(m.mode);
  }
  if (m.options !== "") {
    w.uint32(26);
    w.string(m.options);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMount_TmpfsOptions(r: Reader, end: number, depth: number): model.Mount_TmpfsOptions {
  rt.checkDepth(depth);
  let sizeBytes: model.Mount_TmpfsOptions["sizeBytes"] = 0;
  let mode: model.Mount_TmpfsOptions["mode"] = 0;
  let options: model.Mount_TmpfsOptions["options"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        sizeBytes = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        mode = r.uint32();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        options = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sizeBytes,
    mode,
    options,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Mount_TmpfsOptionsCodec: Codec<model.Mount_TmpfsOptions> = rt.codec("Mount_TmpfsOptions", writeMount_TmpfsOptions, readMount_TmpfsOptions);

export function writeRestartPolicy(w: Writer, m: model.RestartPolicy): Writer {
  if (m.condition !== 0) {
    w.uint32(8);
    w.int32(m.condition);
  }
  if (m.delay !== undefined) {
    w.uint32(18);
    writeDuration(w.fork(), m.delay).ldelim();
  }
  if (m.maxAttempts !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.maxAttempts);
  }
  if (m.window !== undefined) {
    w.uint32(34);
    writeDuration(w.fork(), m.window).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRestartPolicy(r: Reader, end: number, depth: number): model.RestartPolicy {
  rt.checkDepth(depth);
  let condition: model.RestartPolicy["condition"] = 0;
  let delay: model.RestartPolicy["delay"] = undefined;
  let maxAttempts: model.RestartPolicy["maxAttempts"] = 0;
  let window: model.RestartPolicy["window"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        condition = r.int32() as model.RestartPolicy_RestartCondition;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        delay = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        maxAttempts = rt.readUint64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        window = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    condition,
    delay,
    maxAttempts,
    window,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RestartPolicyCodec: Codec<model.RestartPolicy> = rt.codec("RestartPolicy", writeRestartPolicy, readRestartPolicy);

export function writeUpdateConfig(w: Writer, m: model.UpdateConfig): Writer {
  if (m.parallelism !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.parallelism);
  }
  if (m.delay !== undefined) {
    w.uint32(18);
    writeDuration(w.fork(), m.delay).ldelim();
  }
  if (m.failureAction !== 0) {
    w.uint32(24);
    w.int32(m.failureAction);
  }
  if (m.monitor !== undefined) {
    w.uint32(34);
    writeDuration(w.fork(), m.monitor).ldelim();
  }
  if (m.maxFailureRatio !== 0) {
    w.uint32(45);
    w.float(m.maxFailureRatio);
  }
  if (m.order !== 0) {
    w.uint32(48);
    w.int32(m.order);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateConfig(r: Reader, end: number, depth: number): model.UpdateConfig {
  rt.checkDepth(depth);
  let parallelism: model.UpdateConfig["parallelism"] = 0;
  let delay: model.UpdateConfig["delay"] = undefined;
  let failureAction: model.UpdateConfig["failureAction"] = 0;
  let monitor: model.UpdateConfig["monitor"] = undefined;
  let maxFailureRatio: model.UpdateConfig["maxFailureRatio"] = 0;
  let order: model.UpdateConfig["order"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        parallelism = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        delay = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        failureAction = r.int32() as model.UpdateConfig_FailureAction;
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        monitor = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 5);
        maxFailureRatio = r.float();
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        order = r.int32() as model.UpdateConfig_UpdateOrder;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    parallelism,
    delay,
    failureAction,
    monitor,
    maxFailureRatio,
    order,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateConfigCodec: Codec<model.UpdateConfig> = rt.codec("UpdateConfig", writeUpdateConfig, readUpdateConfig);

export function writeUpdateStatus(w: Writer, m: model.UpdateStatus): Writer {
  if (m.state !== 0) {
    w.uint32(8);
    w.int32(m.state);
  }
  if (m.startedAt !== undefined) {
    w.uint32(18);
    writeTimestamp(w.fork(), m.startedAt).ldelim();
  }
  if (m.completedAt !== undefined) {
    w.uint32(26);
    writeTimestamp(w.fork(), m.completedAt).ldelim();
  }
  if (m.message !== "") {
    w.uint32(34);
    w.string(m.message);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateStatus(r: Reader, end: number, depth: number): model.UpdateStatus {
  rt.checkDepth(depth);
  let state: model.UpdateStatus["state"] = 0;
  let startedAt: model.UpdateStatus["startedAt"] = undefined;
  let completedAt: model.UpdateStatus["completedAt"] = undefined;
  let message: model.UpdateStatus["message"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        state = r.int32() as model.UpdateStatus_UpdateState;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        startedAt = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        completedAt = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        message = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    state,
    startedAt,
    completedAt,
    message,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateStatusCodec: Codec<model.UpdateStatus> = rt.codec("UpdateStatus", writeUpdateStatus, readUpdateStatus);

export function writeContainerStatus(w: Writer, m: model.ContainerStatus): Writer {
  if (m.containerId !== "") {
    w.uint32(10);
    w.string(m.containerId);
  }
  if (m.pid !== 0) {
    w.uint32(16);
    w.int32(m.pid);
  }
  if (m.exitCode !== 0) {
    w.uint32(24);
    w.int32(m.exitCode);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readContainerStatus(r: Reader, end: number, depth: number): model.ContainerStatus {
  rt.checkDepth(depth);
  let containerId: model.ContainerStatus["containerId"] = "";
  let pid: model.ContainerStatus["pid"] = 0;
  let exitCode: model.ContainerStatus["exitCode"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        containerId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        pid = r.int32();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        exitCode = r.int32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    containerId,
    pid,
    exitCode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ContainerStatusCodec: Codec<model.ContainerStatus> = rt.codec("ContainerStatus", writeContainerStatus, readContainerStatus);

export function writePortStatus(w: Writer, m: model.PortStatus): Writer {
  for (const item of m.ports) {
    w.uint32(10);
    writePortConfig(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPortStatus(r: Reader, end: number, depth: number): model.PortStatus {
  rt.checkDepth(depth);
  let ports: model.PortStatus["ports"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (ports = rt.grown(ports)).push(readPortConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    ports,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PortStatusCodec: Codec<model.PortStatus> = rt.codec("PortStatus", writePortStatus, readPortStatus);

export function writeTaskStatus(w: Writer, m: model.TaskStatus): Writer {
  if (m.timestamp !== undefined) {
    w.uint32(10);
    writeTimestamp(w.fork(), m.timestamp).ldelim();
  }
  if (m.state !== 0) {
    w.uint32(16);
    w.int32(m.state);
  }
  if (m.message !== "") {
    w.uint32(26);
    w.string(m.message);
  }
  if (m.err !== "") {
    w.uint32(34);
    w.string(m.err);
  }
  if (m.container !== undefined) {
    w.uint32(42);
    writeContainerStatus(w.fork(), m.container).ldelim();
  }
  if (m.portStatus !== undefined) {
    w.uint32(50);
    writePortStatus(w.fork(), m.portStatus).ldelim();
  }
  if (m.appliedBy !== "") {
    w.uint32(58);
    w.string(m.appliedBy);
  }
  if (m.appliedAt !== undefined) {
    w.uint32(66);
    writeTimestamp(w.fork(), m.appliedAt).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTaskStatus(r: Reader, end: number, depth: number): model.TaskStatus {
  rt.checkDepth(depth);
  let timestamp: model.TaskStatus["timestamp"] = undefined;
  let state: model.TaskStatus["state"] = 0;
  let message: model.TaskStatus["message"] = "";
  let err: model.TaskStatus["err"] = "";
  let container: model.TaskStatus["container"] = undefined;
  let portStatus: model.TaskStatus["portStatus"] = undefined;
  let appliedBy: model.TaskStatus["appliedBy"] = "";
  let appliedAt: model.TaskStatus["appliedAt"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        timestamp = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        state = r.int32() as model.TaskState;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        message = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        err = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        container = readContainerStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        portStatus = readPortStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        appliedBy = r.string();
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        appliedAt = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    timestamp,
    state,
    message,
    err,
    container,
    portStatus,
    appliedBy,
    appliedAt,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TaskStatusCodec: Codec<model.TaskStatus> = rt.codec("TaskStatus", writeTaskStatus, readTaskStatus);

export function writeNetworkAttachmentConfig(w: Writer, m: model.NetworkAttachmentConfig): Writer {
  if (m.target !== "") {
    w.uint32(10);
    w.string(m.target);
  }
  for (const item of m.aliases) {
    w.uint32(18);
    w.string(item);
  }
  for (const item of m.addresses) {
    w.uint32(26);
    w.string(item);
  }
  for (const key of Object.keys(m.driverAttachmentOpts).sort()) {
    const item = m.driverAttachmentOpts[key];
    if (item === undefined) continue;
    w.uint32(34).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkAttachmentConfig(r: Reader, end: number, depth: number): model.NetworkAttachmentConfig {
  rt.checkDepth(depth);
  let target: model.NetworkAttachmentConfig["target"] = "";
  let aliases: model.NetworkAttachmentConfig["aliases"] = rt.NOTHING;
  let addresses: model.NetworkAttachmentConfig["addresses"] = rt.NOTHING;
  let driverAttachmentOpts: model.NetworkAttachmentConfig["driverAttachmentOpts"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        target = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (aliases = rt.grown(aliases)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (addresses = rt.grown(addresses)).push(r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        driverAttachmentOpts = rt.readEntry(r, driverAttachmentOpts, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    target,
    aliases,
    addresses,
    driverAttachmentOpts,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkAttachmentConfigCodec: Codec<model.NetworkAttachmentConfig> = rt.codec("NetworkAttachmentConfig", writeNetworkAttachmentConfig, readNetworkAttachmentConfig);

export function writeIPAMConfig(w: Writer, m: model.IPAMConfig): Writer {
  if (m.family !== 0) {
    w.uint32(8);
    w.int32(m.family);
  }
  if (m.subnet !== "") {
    w.uint32(18);
    w.string(m.subnet);
  }
  if (m.range !== "") {
    w.uint32(26);
    w.string(m.range);
  }
  if (m.gateway !== "") {
    w.uint32(34);
    w.string(m.gateway);
  }
  for (const key of Object.keys(m.reserved).sort()) {
    const item = m.reserved[key];
    if (item === undefined) continue;
    w.uint32(42).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIPAMConfig(r: Reader, end: number, depth: number): model.IPAMConfig {
  rt.checkDepth(depth);
  let family: model.IPAMConfig["family"] = 0;
  let subnet: model.IPAMConfig["subnet"] = "";
  let range: model.IPAMConfig["range"] = "";
  let gateway: model.IPAMConfig["gateway"] = "";
  let reserved: model.IPAMConfig["reserved"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        family = r.int32() as model.IPAMConfig_AddressFamily;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        subnet = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        range = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        gateway = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        reserved = rt.readEntry(r, reserved, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    family,
    subnet,
    range,
    gateway,
    reserved,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IPAMConfigCodec: Codec<model.IPAMConfig> = rt.codec("IPAMConfig", writeIPAMConfig, readIPAMConfig);

export function writePortConfig(w: Writer, m: model.PortConfig): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.protocol !== 0) {
    w.uint32(16);
    w.int32(m.protocol);
  }
  if (m.targetPort !== 0) {
    w.uint32(24);
    w.uint32(m.targetPort);
  }
  if (m.publishedPort !== 0) {
    w.uint32(32);
    w.uint32(m.publishedPort);
  }
  if (m.publishMode !== 0) {
    w.uint32(40);
    w.int32(m.publishMode);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPortConfig(r: Reader, end: number, depth: number): model.PortConfig {
  rt.checkDepth(depth);
  let name: model.PortConfig["name"] = "";
  let protocol: model.PortConfig["protocol"] = 0;
  let targetPort: model.PortConfig["targetPort"] = 0;
  let publishedPort: model.PortConfig["publishedPort"] = 0;
  let publishMode: model.PortConfig["publishMode"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        protocol = r.int32() as model.PortConfig_Protocol;
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        targetPort = r.uint32();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        publishedPort = r.uint32();
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        publishMode = r.int32() as model.PortConfig_PublishMode;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    protocol,
    targetPort,
    publishedPort,
    publishMode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PortConfigCodec: Codec<model.PortConfig> = rt.codec("PortConfig", writePortConfig, readPortConfig);

export function writeDriver(w: Writer, m: model.Driver): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  for (const key of Object.keys(m.options).sort()) {
    const item = m.options[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDriver(r: Reader, end: number, depth: number): model.Driver {
  rt.checkDepth(depth);
  let name: model.Driver["name"] = "";
  let options: model.Driver["options"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        options = rt.readEntry(r, options, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    options,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DriverCodec: Codec<model.Driver> = rt.codec("Driver", writeDriver, readDriver);

export function writeIPAMOptions(w: Writer, m: model.IPAMOptions): Writer {
  if (m.driver !== undefined) {
    w.uint32(10);
    writeDriver(w.fork(), m.driver).ldelim();
  }
  for (const item of m.configs) {
    w.uint32(26);
    writeIPAMConfig(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIPAMOptions(r: Reader, end: number, depth: number): model.IPAMOptions {
  rt.checkDepth(depth);
  let driver: model.IPAMOptions["driver"] = undefined;
  let configs: model.IPAMOptions["configs"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        driver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (configs = rt.grown(configs)).push(readIPAMConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    driver,
    configs,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IPAMOptionsCodec: Codec<model.IPAMOptions> = rt.codec("IPAMOptions", writeIPAMOptions, readIPAMOptions);

export function writePeer(w: Writer, m: model.Peer): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.addr !== "") {
    w.uint32(18);
    w.string(m.addr);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPeer(r: Reader, end: number, depth: number): model.Peer {
  rt.checkDepth(depth);
  let nodeId: model.Peer["nodeId"] = "";
  let addr: model.Peer["addr"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    addr,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PeerCodec: Codec<model.Peer> = rt.codec("Peer", writePeer, readPeer);

export function writeWeightedPeer(w: Writer, m: model.WeightedPeer): Writer {
  if (m.peer !== undefined) {
    w.uint32(10);
    writePeer(w.fork(), m.peer).ldelim();
  }
  if (m.weight !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.weight);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWeightedPeer(r: Reader, end: number, depth: number): model.WeightedPeer {
  rt.checkDepth(depth);
  let peer: model.WeightedPeer["peer"] = undefined;
  let weight: model.WeightedPeer["weight"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        peer = readPeer(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        weight = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    peer,
    weight,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WeightedPeerCodec: Codec<model.WeightedPeer> = rt.codec("WeightedPeer", writeWeightedPeer, readWeightedPeer);

export function writeIssuanceStatus(w: Writer, m: model.IssuanceStatus): Writer {
  if (m.state !== 0) {
    w.uint32(8);
    w.int32(m.state);
  }
  if (m.err !== "") {
    w.uint32(18);
    w.string(m.err);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readIssuanceStatus(r: Reader, end: number, depth: number): model.IssuanceStatus {
  rt.checkDepth(depth);
  let state: model.IssuanceStatus["state"] = 0;
  let err: model.IssuanceStatus["err"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        state = r.int32() as model.IssuanceStatus_State;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        err = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    state,
    err,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const IssuanceStatusCodec: Codec<model.IssuanceStatus> = rt.codec("IssuanceStatus", writeIssuanceStatus, readIssuanceStatus);

export function writeAcceptancePolicy(w: Writer, m: model.AcceptancePolicy): Writer {
  for (const item of m.policies) {
    w.uint32(10);
    writeAcceptancePolicy_RoleAdmissionPolicy(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAcceptancePolicy(r: Reader, end: number, depth: number): model.AcceptancePolicy {
  rt.checkDepth(depth);
  let policies: model.AcceptancePolicy["policies"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (policies = rt.grown(policies)).push(readAcceptancePolicy_RoleAdmissionPolicy(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    policies,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AcceptancePolicyCodec: Codec<model.AcceptancePolicy> = rt.codec("AcceptancePolicy", writeAcceptancePolicy, readAcceptancePolicy);

export function writeAcceptancePolicy_RoleAdmissionPolicy(w: Writer, m: model.AcceptancePolicy_RoleAdmissionPolicy): Writer {
  if (m.role !== 0) {
    w.uint32(8);
    w.int32(m.role);
  }
  if (m.autoaccept) {
    w.uint32(16);
    w.bool(m.autoaccept);
  }
  if (m.secret !== undefined) {
    w.uint32(26);
    writeAcceptancePolicy_RoleAdmissionPolicy_Secret(w.fork(), m.secret).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAcceptancePolicy_RoleAdmissionPolicy(r: Reader, end: number, depth: number): model.AcceptancePolicy_RoleAdmissionPolicy {
  rt.checkDepth(depth);
  let role: model.AcceptancePolicy_RoleAdmissionPolicy["role"] = 0;
  let autoaccept: model.AcceptancePolicy_RoleAdmissionPolicy["autoaccept"] = false;
  let secret: model.AcceptancePolicy_RoleAdmissionPolicy["secret"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        role = r.int32() as model.NodeRole;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        autoaccept = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        secret = readAcceptancePolicy_RoleAdmissionPolicy_Secret(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    role,
    autoaccept,
    secret,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AcceptancePolicy_RoleAdmissionPolicyCodec: Codec<model.AcceptancePolicy_RoleAdmissionPolicy> = rt.codec("AcceptancePolicy_RoleAdmissionPolicy", writeAcceptancePolicy_RoleAdmissionPolicy, readAcceptancePolicy_RoleAdmissionPolicy);

export function writeAcceptancePolicy_RoleAdmissionPolicy_Secret(w: Writer, m: model.AcceptancePolicy_RoleAdmissionPolicy_Secret): Writer {
  if (m.data.length > 0) {
    w.uint32(10);
    w.bytes(m.data);
  }
  if (m.alg !== "") {
    w.uint32(18);
    w.string(m.alg);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAcceptancePolicy_RoleAdmissionPolicy_Secret(r: Reader, end: number, depth: number): model.AcceptancePolicy_RoleAdmissionPolicy_Secret {
  rt.checkDepth(depth);
  let data: model.AcceptancePolicy_RoleAdmissionPolicy_Secret["data"] = rt.NO_BYTES;
  let alg: model.AcceptancePolicy_RoleAdmissionPolicy_Secret["alg"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        alg = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    data,
    alg,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AcceptancePolicy_RoleAdmissionPolicy_SecretCodec: Codec<model.AcceptancePolicy_RoleAdmissionPolicy_Secret> = rt.codec("AcceptancePolicy_RoleAdmissionPolicy_Secret", writeAcceptancePolicy_RoleAdmissionPolicy_Secret, readAcceptancePolicy_RoleAdmissionPolicy_Secret);

export function writeExternalCA(w: Writer, m: model.ExternalCA): Writer {
  if (m.protocol !== 0) {
    w.uint32(8);
    w.int32(m.protocol);
  }
  if (m.url !== "") {
    w.uint32(18);
    w.string(m.url);
  }
  for (const key of Object.keys(m.options).sort()) {
    const item = m.options[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.caCert.length > 0) {
    w.uint32(34);
    w.bytes(m.caCert);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readExternalCA(r: Reader, end: number, depth: number): model.ExternalCA {
  rt.checkDepth(depth);
  let protocol: model.ExternalCA["protocol"] = 0;
  let url: model.ExternalCA["url"] = "";
  let options: model.ExternalCA["options"] = rt.NO_ENTRIES;
  let caCert: model.ExternalCA["caCert"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        protocol = r.int32() as model.ExternalCA_CAProtocol;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        url = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        options = rt.readEntry(r, options, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        caCert = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    protocol,
    url,
    options,
    caCert,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ExternalCACodec: Codec<model.ExternalCA> = rt.codec("ExternalCA", writeExternalCA, readExternalCA);

export function writeCAConfig(w: Writer, m: model.CAConfig): Writer {
  if (m.nodeCertExpiry !== undefined) {
    w.uint32(10);
    writeDuration(w.fork(), m.nodeCertExpiry).ldelim();
  }
  for (const item of m.externalCas) {
    w.uint32(18);
    writeExternalCA(w.fork(), item).ldelim();
  }
  if (m.signingCaCert.length > 0) {
    w.uint32(26);
    w.bytes(m.signingCaCert);
  }
  if (m.signingCaKey.length > 0) {
    w.uint32(34);
    w.bytes(m.signingCaKey);
  }
  if (m.forceRotate !== 0) {
    w.uint32(40);
    rt.writeInt64(w, m.forceRotate);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCAConfig(r: Reader, end: number, depth: number): model.CAConfig {
  rt.checkDepth(depth);
  let nodeCertExpiry: model.CAConfig["nodeCertExpiry"] = undefined;
  let externalCas: model.CAConfig["externalCas"] = rt.NOTHING;
  let signingCaCert: model.CAConfig["signingCaCert"] = rt.NO_BYTES;
  let signingCaKey: model.CAConfig["signingCaKey"] = rt.NO_BYTES;
  let forceRotate: model.CAConfig["forceRotate"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeCertExpiry = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (externalCas = rt.grown(externalCas)).push(readExternalCA(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        signingCaCert = rt.readBytes(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        signingCaKey = rt.readBytes(r);
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        forceRotate = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeCertExpiry,
    externalCas,
    signingCaCert,
    signingCaKey,
    forceRotate,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CAConfigCodec: Codec<model.CAConfig> = rt.codec("CAConfig", writeCAConfig, readCAConfig);

export function writeOrchestrationConfig(w: Writer, m: model.OrchestrationConfig): Writer {
  if (m.taskHistoryRetentionLimit !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.taskHistoryRetentionLimit);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOrchestrationConfig(r: Reader, end: number, depth: number): model.OrchestrationConfig {
  rt.checkDepth(depth);
  let taskHistoryRetentionLimit: model.OrchestrationConfig["taskHistoryRetentionLimit"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        taskHistoryRetentionLimit = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    taskHistoryRetentionLimit,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OrchestrationConfigCodec: Codec<model.OrchestrationConfig> = rt.codec("OrchestrationConfig", writeOrchestrationConfig, readOrchestrationConfig);

export function writeTaskDefaults(w: Writer, m: model.TaskDefaults): Writer {
  if (m.logDriver !== undefined) {
    w.uint32(10);
    writeDriver(w.fork(), m.logDriver).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTaskDefaults(r: Reader, end: number, depth: number): model.TaskDefaults {
  rt.checkDepth(depth);
  let logDriver: model.TaskDefaults["logDriver"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        logDriver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    logDriver,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TaskDefaultsCodec: Codec<model.TaskDefaults> = rt.codec("TaskDefaults", writeTaskDefaults, readTaskDefaults);

export function writeDispatcherConfig(w: Writer, m: model.DispatcherConfig): Writer {
  if (m.heartbeatPeriod !== undefined) {
    w.uint32(10);
    writeDuration(w.fork(), m.heartbeatPeriod).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDispatcherConfig(r: Reader, end: number, depth: number): model.DispatcherConfig {
  rt.checkDepth(depth);
  let heartbeatPeriod: model.DispatcherConfig["heartbeatPeriod"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        heartbeatPeriod = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    heartbeatPeriod,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DispatcherConfigCodec: Codec<model.DispatcherConfig> = rt.codec("DispatcherConfig", writeDispatcherConfig, readDispatcherConfig);

export function writeRaftConfig(w: Writer, m: model.RaftConfig): Writer {
  if (m.snapshotInterval !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.snapshotInterval);
  }
  if (m.keepOldSnapshots !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.keepOldSnapshots);
  }
  if (m.logEntriesForSlowFollowers !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.logEntriesForSlowFollowers);
  }
  if (m.heartbeatTick !== 0) {
    w.uint32(32);
    w.uint32(m.heartbeatTick);
  }
  if (m.electionTick !== 0) {
    w.uint32(40);
    w.uint32(m.electionTick);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftConfig(r: Reader, end: number, depth: number): model.RaftConfig {
  rt.checkDepth(depth);
  let snapshotInterval: model.RaftConfig["snapshotInterval"] = 0;
  let keepOldSnapshots: model.RaftConfig["keepOldSnapshots"] = 0;
  let logEntriesForSlowFollowers: model.RaftConfig["logEntriesForSlowFollowers"] = 0;
  let heartbeatTick: model.RaftConfig["heartbeatTick"] = 0;
  let electionTick: model.RaftConfig["electionTick"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        snapshotInterval = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        keepOldSnapshots = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        logEntriesForSlowFollowers = rt.readUint64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        heartbeatTick = r.uint32();
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        electionTick = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    snapshotInterval,
    keepOldSnapshots,
    logEntriesForSlowFollowers,
    heartbeatTick,
    electionTick,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftConfigCodec: Codec<model.RaftConfig> = rt.codec("RaftConfig", writeRaftConfig, readRaftConfig);

export function writeEncryptionConfig(w: Writer, m: model.EncryptionConfig): Writer {
  if (m.autoLockManagers) {
    w.uint32(8);
    w.bool(m.autoLockManagers);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEncryptionConfig(r: Reader, end: number, depth: number): model.EncryptionConfig {
  rt.checkDepth(depth);
  let autoLockManagers: model.EncryptionConfig["autoLockManagers"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        autoLockManagers = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    autoLockManagers,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const EncryptionConfigCodec: Codec<model.EncryptionConfig> = rt.codec("EncryptionConfig", writeEncryptionConfig, readEncryptionConfig);

export function writeSpreadOver(w: Writer, m: model.SpreadOver): Writer {
  if (m.spreadDescriptor !== "") {
    w.uint32(10);
    w.string(m.spreadDescriptor);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSpreadOver(r: Reader, end: number, depth: number): model.SpreadOver {
  rt.checkDepth(depth);
  let spreadDescriptor: model.SpreadOver["spreadDescriptor"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spreadDescriptor = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spreadDescriptor,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SpreadOverCodec: Codec<model.SpreadOver> = rt.codec("SpreadOver", writeSpreadOver, readSpreadOver);

export function writePlacementPreference(w: Writer, m: model.PlacementPreference): Writer {
  if (m.spread !== undefined) {
    w.uint32(10);
    writeSpreadOver(w.fork(), m.spread).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPlacementPreference(r: Reader, end: number, depth: number): model.PlacementPreference {
  rt.checkDepth(depth);
  let spread: model.PlacementPreference["spread"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spread = readSpreadOver(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spread,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PlacementPreferenceCodec: Codec<model.PlacementPreference> = rt.codec("PlacementPreference", writePlacementPreference, readPlacementPreference);

export function writePlacement(w: Writer, m: model.Placement): Writer {
  for (const item of m.constraints) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.preferences) {
    w.uint32(18);
    writePlacementPreference(w.fork(), item).ldelim();
  }
  for (const item of m.platforms) {
    w.uint32(26);
    writePlatform(w.fork(), item).ldelim();
  }
  if (m.maxReplicas !== 0) {
    w.uint32(32);
    rt.writeInt64(w, m.maxReplicas);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPlacement(r: Reader, end: number, depth: number): model.Placement {
  rt.checkDepth(depth);
  let constraints: model.Placement["constraints"] = rt.NOTHING;
  let preferences: model.Placement["preferences"] = rt.NOTHING;
  let platforms: model.Placement["platforms"] = rt.NOTHING;
  let maxReplicas: model.Placement["maxReplicas"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (constraints = rt.grown(constraints)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (preferences = rt.grown(preferences)).push(readPlacementPreference(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (platforms = rt.grown(platforms)).push(readPlatform(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        maxReplicas = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    constraints,
    preferences,
    platforms,
    maxReplicas,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PlacementCodec: Codec<model.Placement> = rt.codec("Placement", writePlacement, readPlacement);

export function writeJoinTokens(w: Writer, m: model.JoinTokens): Writer {
  if (m.worker !== "") {
    w.uint32(10);
    w.string(m.worker);
  }
  if (m.manager !== "") {
    w.uint32(18);
    w.string(m.manager);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readJoinTokens(r: Reader, end: number, depth: number): model.JoinTokens {
  rt.checkDepth(depth);
  let worker: model.JoinTokens["worker"] = "";
  let manager: model.JoinTokens["manager"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        worker = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        manager = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    worker,
    manager,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const JoinTokensCodec: Codec<model.JoinTokens> = rt.codec("JoinTokens", writeJoinTokens, readJoinTokens);

export function writeRootCA(w: Writer, m: model.RootCA): Writer {
  if (m.caKey.length > 0) {
    w.uint32(10);
    w.bytes(m.caKey);
  }
  if (m.caCert.length > 0) {
    w.uint32(18);
    w.bytes(m.caCert);
  }
  if (m.caCertHash !== "") {
    w.uint32(26);
    w.string(m.caCertHash);
  }
  if (m.joinTokens !== undefined) {
    w.uint32(34);
    writeJoinTokens(w.fork(), m.joinTokens).ldelim();
  }
  if (m.rootRotation !== undefined) {
    w.uint32(42);
    writeRootRotation(w.fork(), m.rootRotation).ldelim();
  }
  if (m.lastForcedRotation !== 0) {
    w.uint32(48);
    rt.writeInt64(w, m.lastForcedRotation);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRootCA(r: Reader, end: number, depth: number): model.RootCA {
  rt.checkDepth(depth);
  let caKey: model.RootCA["caKey"] = rt.NO_BYTES;
  let caCert: model.RootCA["caCert"] = rt.NO_BYTES;
  let caCertHash: model.RootCA["caCertHash"] = "";
  let joinTokens: model.RootCA["joinTokens"] = undefined;
  let rootRotation: model.RootCA["rootRotation"] = undefined;
  let lastForcedRotation: model.RootCA["lastForcedRotation"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        caKey = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        caCert = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        caCertHash = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        joinTokens = readJoinTokens(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        rootRotation = readRootRotation(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        lastForcedRotation = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    caKey,
    caCert,
    caCertHash,
    joinTokens,
    rootRotation,
    lastForcedRotation,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RootCACodec: Codec<model.RootCA> = rt.codec("RootCA", writeRootCA, readRootCA);

export function writeCertificate(w: Writer, m: model.Certificate): Writer {
  if (m.role !== 0) {
    w.uint32(8);
    w.int32(m.role);
  }
  if (m.csr.length > 0) {
    w.uint32(18);
    w.bytes(m.csr);
  }
  if (m.status !== undefined) {
    w.uint32(26);
    writeIssuanceStatus(w.fork(), m.status).ldelim();
  }
  if (m.certificate.length > 0) {
    w.uint32(34);
    w.bytes(m.certificate);
  }
  if (m.cn !== "") {
    w.uint32(42);
    w.string(m.cn);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCertificate(r: Reader, end: number, depth: number): model.Certificate {
  rt.checkDepth(depth);
  let role: model.Certificate["role"] = 0;
  let csr: model.Certificate["csr"] = rt.NO_BYTES;
  let status: model.Certificate["status"] = undefined;
  let certificate: model.Certificate["certificate"] = rt.NO_BYTES;
  let cn: model.Certificate["cn"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        role = r.int32() as model.NodeRole;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        csr = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        status = readIssuanceStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        certificate = rt.readBytes(r);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        cn = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    role,
    csr,
    status,
    certificate,
    cn,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CertificateCodec: Codec<model.Certificate> = rt.codec("Certificate", writeCertificate, readCertificate);

export function writeEncryptionKey(w: Writer, m: model.EncryptionKey): Writer {
  if (m.subsystem !== "") {
    w.uint32(10);
    w.string(m.subsystem);
  }
  if (m.algorithm !== 0) {
    w.uint32(16);
    w.int32(m.algorithm);
  }
  if (m.key.length > 0) {
    w.uint32(26);
    w.bytes(m.key);
  }
  if (m.lamportTime !== 0) {
    w.uint32(32);
    rt.writeInt64(w, m.lamportTime);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEncryptionKey(r: Reader, end: number, depth: number): model.EncryptionKey {
  rt.checkDepth(depth);
  let subsystem: model.EncryptionKey["subsystem"] = "";
  let algorithm: model.EncryptionKey["algorithm"] = 0;
  let key: model.EncryptionKey["key"] = rt.NO_BYTES;
  let lamportTime: model.EncryptionKey["lamportTime"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        subsystem = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        algorithm = r.int32() as model.EncryptionKey_Algorithm;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        key = rt.readBytes(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        lamportTime = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    subsystem,
    algorithm,
    key,
    lamportTime,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const EncryptionKeyCodec: Codec<model.EncryptionKey> = rt.codec("EncryptionKey", writeEncryptionKey, readEncryptionKey);

export function writeManagerStatus(w: Writer, m: model.ManagerStatus): Writer {
  if (m.raftId !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.raftId);
  }
  if (m.addr !== "") {
    w.uint32(18);
    w.string(m.addr);
  }
  if (m.leader) {
    w.uint32(24);
    w.bool(m.leader);
  }
  if (m.reachability !== 0) {
    w.uint32(32);
    w.int32(m.reachability);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readManagerStatus(r: Reader, end: number, depth: number): model.ManagerStatus {
  rt.checkDepth(depth);
  let raftId: model.ManagerStatus["raftId"] = 0n;
  let addr: model.ManagerStatus["addr"] = "";
  let leader: model.ManagerStatus["leader"] = false;
  let reachability: model.ManagerStatus["reachability"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        raftId = rt.readId(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        leader = r.bool();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        reachability = r.int32() as model.RaftMemberStatus_Reachability;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    raftId,
    addr,
    leader,
    reachability,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ManagerStatusCodec: Codec<model.ManagerStatus> = rt.codec("ManagerStatus", writeManagerStatus, readManagerStatus);

export function writeFileTarget(w: Writer, m: model.FileTarget): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.uid !== "") {
    w.uint32(18);
    w.string(m.uid);
  }
  if (m.gid !== "") {
    w.uint32(26);
    w.string(m.gid);
  }
  if (m.mode !== 0) {
    w.uint32(32);
    w.uint32(m.mode);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readFileTarget(r: Reader, end: number, depth: number): model.FileTarget {
  rt.checkDepth(depth);
  let name: model.FileTarget["name"] = "";
  let uid: model.FileTarget["uid"] = "";
  let gid: model.FileTarget["gid"] = "";
  let mode: model.FileTarget["mode"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        uid = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        gid = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        mode = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    uid,
    gid,
    mode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const FileTargetCodec: Codec<model.FileTarget> = rt.codec("FileTarget", writeFileTarget, readFileTarget);

export function writeRuntimeTarget(w: Writer, m: model.RuntimeTarget): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRuntimeTarget(r: Reader, end: number, depth: number): model.RuntimeTarget {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RuntimeTargetCodec: Codec<model.RuntimeTarget> = rt.codec("RuntimeTarget", writeRuntimeTarget, readRuntimeTarget);

export function writeSecretReference(w: Writer, m: model.SecretReference): Writer {
  if (m.secretId !== "") {
    w.uint32(10);
    w.string(m.secretId);
  }
  if (m.secretName !== "") {
    w.uint32(18);
    w.string(m.secretName);
  }
  if (m.file !== undefined) {
    w.uint32(26);
    writeFileTarget(w.fork(), m.file).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSecretReference(r: Reader, end: number, depth: number): model.SecretReference {
  rt.checkDepth(depth);
  let secretId: model.SecretReference["secretId"] = "";
  let secretName: model.SecretReference["secretName"] = "";
  let file: model.SecretReference["file"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secretId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        secretName = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        file = readFileTarget(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secretId,
    secretName,
    file,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SecretReferenceCodec: Codec<model.SecretReference> = rt.codec("SecretReference", writeSecretReference, readSecretReference);

export function writeConfigReference(w: Writer, m: model.ConfigReference): Writer {
  if (m.configId !== "") {
    w.uint32(10);
    w.string(m.configId);
  }
  if (m.configName !== "") {
    w.uint32(18);
    w.string(m.configName);
  }
  if (m.file !== undefined) {
    w.uint32(26);
    writeFileTarget(w.fork(), m.file).ldelim();
  }
  if (m.runtime !== undefined) {
    w.uint32(34);
    writeRuntimeTarget(w.fork(), m.runtime).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readConfigReference(r: Reader, end: number, depth: number): model.ConfigReference {
  rt.checkDepth(depth);
  let configId: model.ConfigReference["configId"] = "";
  let configName: model.ConfigReference["configName"] = "";
  let file: model.ConfigReference["file"] = undefined;
  let runtime: model.ConfigReference["runtime"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        configId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        configName = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        runtime = undefined;
        file = readFileTarget(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        file = undefined;
        runtime = readRuntimeTarget(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    configId,
    configName,
    file,
    runtime,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ConfigReferenceCodec: Codec<model.ConfigReference> = rt.codec("ConfigReference", writeConfigReference, readConfigReference);

export function writeBlacklistedCertificate(w: Writer, m: model.BlacklistedCertificate): Writer {
  if (m.expiry !== undefined) {
    w.uint32(10);
    writeTimestamp(w.fork(), m.expiry).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readBlacklistedCertificate(r: Reader, end: number, depth: number): model.BlacklistedCertificate {
  rt.checkDepth(depth);
  let expiry: model.BlacklistedCertificate["expiry"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        expiry = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    expiry,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const BlacklistedCertificateCodec: Codec<model.BlacklistedCertificate> = rt.codec("BlacklistedCertificate", writeBlacklistedCertificate, readBlacklistedCertificate);

export function writeHealthConfig(w: Writer, m: model.HealthConfig): Writer {
  for (const item of m.test) {
    w.uint32(10);
    w.string(item);
  }
  if (m.interval !== undefined) {
    w.uint32(18);
    writeDuration(w.fork(), m.interval).ldelim();
  }
  if (m.timeout !== undefined) {
    w.uint32(26);
    writeDuration(w.fork(), m.timeout).ldelim();
  }
  if (m.retries !== 0) {
    w.uint32(32);
    w.int32(m.retries);
  }
  if (m.startPeriod !== undefined) {
    w.uint32(42);
    writeDuration(w.fork(), m.startPeriod).ldelim();
  }
  if (m.startInterval !== undefined) {
    w.uint32(50);
    writeDuration(w.fork(), m.startInterval).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readHealthConfig(r: Reader, end: number, depth: number): model.HealthConfig {
  rt.checkDepth(depth);
  let test: model.HealthConfig["test"] = rt.NOTHING;
  let interval: model.HealthConfig["interval"] = undefined;
  let timeout: model.HealthConfig["timeout"] = undefined;
  let retries: model.HealthConfig["retries"] = 0;
  let startPeriod: model.HealthConfig["startPeriod"] = undefined;
  let startInterval: model.HealthConfig["startInterval"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (test = rt.grown(test)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        interval = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        timeout = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        retries = r.int32();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        startPeriod = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        startInterval = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    test,
    interval,
    timeout,
    retries,
    startPeriod,
    startInterval,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const HealthConfigCodec: Codec<model.HealthConfig> = rt.codec("HealthConfig", writeHealthConfig, readHealthConfig);

export function writeMaybeEncryptedRecord(w: Writer, m: model.MaybeEncryptedRecord): Writer {
  if (m.algorithm !== 0) {
    w.uint32(8);
    w.int32(m.algorithm);
  }
  if (m.data.length > 0) {
    w.uint32(18);
    w.bytes(m.data);
  }
  if (m.nonce.length > 0) {
    w.uint32(26);
    w.bytes(m.nonce);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMaybeEncryptedRecord(r: Reader, end: number, depth: number): model.MaybeEncryptedRecord {
  rt.checkDepth(depth);
  let algorithm: model.MaybeEncryptedRecord["algorithm"] = 0;
  let data: model.MaybeEncryptedRecord["data"] = rt.NO_BYTES;
  let nonce: model.MaybeEncryptedRecord["nonce"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        algorithm = r.int32() as model.MaybeEncryptedRecord_Algorithm;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nonce = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    algorithm,
    data,
    nonce,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const MaybeEncryptedRecordCodec: Codec<model.MaybeEncryptedRecord> = rt.codec("MaybeEncryptedRecord", writeMaybeEncryptedRecord, readMaybeEncryptedRecord);

export function writeRootRotation(w: Writer, m: model.RootRotation): Writer {
  if (m.caCert.length > 0) {
    w.uint32(10);
    w.bytes(m.caCert);
  }
  if (m.caKey.length > 0) {
    w.uint32(18);
    w.bytes(m.caKey);
  }
  if (m.crossSignedCaCert.length > 0) {
    w.uint32(26);
    w.bytes(m.crossSignedCaCert);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRootRotation(r: Reader, end: number, depth: number): model.RootRotation {
  rt.checkDepth(depth);
  let caCert: model.RootRotation["caCert"] = rt.NO_BYTES;
  let caKey: model.RootRotation["caKey"] = rt.NO_BYTES;
  let crossSignedCaCert: model.RootRotation["crossSignedCaCert"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        caCert = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        caKey = rt.readBytes(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        crossSignedCaCert = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    caCert,
    caKey,
    crossSignedCaCert,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RootRotationCodec: Codec<model.RootRotation> = rt.codec("RootRotation", writeRootRotation, readRootRotation);

export function writePrivileges(w: Writer, m: model.Privileges): Writer {
  if (m.credentialSpec !== undefined) {
    w.uint32(10);
    writePrivileges_CredentialSpec(w.fork(), m.credentialSpec).ldelim();
  }
  if (m.selinuxContext !== undefined) {
    w.uint32(18);
    writePrivileges_SELinuxContext(w.fork(), m.selinuxContext).ldelim();
  }
  if (m.seccomp !== undefined) {
    w.uint32(26);
    writePrivileges_SeccompOpts(w.fork(), m.seccomp).ldelim();
  }
  if (m.apparmor !== undefined) {
    w.uint32(34);
    writePrivileges_AppArmorOpts(w.fork(), m.apparmor).ldelim();
  }
  if (m.noNewPrivileges) {
    w.uint32(40);
    w.bool(m.noNewPrivileges);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPrivileges(r: Reader, end: number, depth: number): model.Privileges {
  rt.checkDepth(depth);
  let credentialSpec: model.Privileges["credentialSpec"] = undefined;
  let selinuxContext: model.Privileges["selinuxContext"] = undefined;
  let seccomp: model.Privileges["seccomp"] = undefined;
  let apparmor: model.Privileges["apparmor"] = undefined;
  let noNewPrivileges: model.Privileges["noNewPrivileges"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        credentialSpec = readPrivileges_CredentialSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        selinuxContext = readPrivileges_SELinuxContext(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        seccomp = readPrivileges_SeccompOpts(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        apparmor = readPrivileges_AppArmorOpts(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        noNewPrivileges = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    credentialSpec,
    selinuxContext,
    seccomp,
    apparmor,
    noNewPrivileges,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PrivilegesCodec: Codec<model.Privileges> = rt.codec("Privileges", writePrivileges, readPrivileges);

export function writePrivileges_CredentialSpec(w: Writer, m: model.Privileges_CredentialSpec): Writer {
  if (m.file !== undefined) {
    w.uint32(10);
    w.string(m.file);
  }
  if (m.registry !== undefined) {
    w.uint32(18);
    w.string(m.registry);
  }
  if (m.config !== undefined) {
    w.uint32(26);
    w.string(m.config);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPrivileges_CredentialSpec(r: Reader, end: number, depth: number): model.Privileges_CredentialSpec {
  rt.checkDepth(depth);
  let file: model.Privileges_CredentialSpec["file"] = undefined;
  let registry: model.Privileges_CredentialSpec["registry"] = undefined;
  let config: model.Privileges_CredentialSpec["config"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        registry = undefined;
        config = undefined;
        file = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        file = undefined;
        config = undefined;
        registry = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        file = undefined;
        registry = undefined;
        config = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    file,
    registry,
    config,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Privileges_CredentialSpecCodec: Codec<model.Privileges_CredentialSpec> = rt.codec("Privileges_CredentialSpec", writePrivileges_CredentialSpec, readPrivileges_CredentialSpec);

export function writePrivileges_SELinuxContext(w: Writer, m: model.Privileges_SELinuxContext): Writer {
  if (m.disable) {
    w.uint32(8);
    w.bool(m.disable);
  }
  if (m.user !== "") {
    w.uint32(18);
    w.string(m.user);
  }
  if (m.role !== "") {
    w.uint32(26);
    w.string(m.role);
  }
  if (m.type !== "") {
    w.uint32(34);
    w.string(m.type);
  }
  if (m.level !== "") {
    w.uint32(42);
    w.string(m.level);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPrivileges_SELinuxContext(r: Reader, end: number, depth: number): model.Privileges_SELinuxContext {
  rt.checkDepth(depth);
  let disable: model.Privileges_SELinuxContext["disable"] = false;
  let user: model.Privileges_SELinuxContext["user"] = "";
  let role: model.Privileges_SELinuxContext["role"] = "";
  let type: model.Privileges_SELinuxContext["type"] = "";
  let level: model.Privileges_SELinuxContext["level"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        disable = r.bool();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        user = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        role = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        type = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        level = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    disable,
    user,
    role,
    type,
    level,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Privileges_SELinuxContextCodec: Codec<model.Privileges_SELinuxContext> = rt.codec("Privileges_SELinuxContext", writePrivileges_SELinuxContext, readPrivileges_SELinuxContext);

export function writePrivileges_SeccompOpts(w: Writer, m: model.Privileges_SeccompOpts): Writer {
  if (m.mode !== 0) {
    w.uint32(8);
    w.int32(m.mode);
  }
  if (m.profile.length > 0) {
    w.uint32(18);
    w.bytes(m.profile);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPrivileges_SeccompOpts(r: Reader, end: number, depth: number): model.Privileges_SeccompOpts {
  rt.checkDepth(depth);
  let mode: model.Privileges_SeccompOpts["mode"] = 0;
  let profile: model.Privileges_SeccompOpts["profile"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        mode = r.int32() as model.Privileges_SeccompOpts_SeccompMode;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        profile = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    mode,
    profile,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Privileges_SeccompOptsCodec: Codec<model.Privileges_SeccompOpts> = rt.codec("Privileges_SeccompOpts", writePrivileges_SeccompOpts, readPrivileges_SeccompOpts);

export function writePrivileges_AppArmorOpts(w: Writer, m: model.Privileges_AppArmorOpts): Writer {
  if (m.mode !== 0) {
    w.uint32(8);
    w.int32(m.mode);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPrivileges_AppArmorOpts(r: Reader, end: number, depth: number): model.Privileges_AppArmorOpts {
  rt.checkDepth(depth);
  let mode: model.Privileges_AppArmorOpts["mode"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        mode = r.int32() as model.Privileges_AppArmorOpts_AppArmorMode;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    mode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Privileges_AppArmorOptsCodec: Codec<model.Privileges_AppArmorOpts> = rt.codec("Privileges_AppArmorOpts", writePrivileges_AppArmorOpts, readPrivileges_AppArmorOpts);

export function writeJobStatus(w: Writer, m: model.JobStatus): Writer {
  if (m.jobIteration !== undefined) {
    w.uint32(10);
    writeVersion(w.fork(), m.jobIteration).ldelim();
  }
  if (m.lastExecution !== undefined) {
    w.uint32(18);
    writeTimestamp(w.fork(), m.lastExecution).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readJobStatus(r: Reader, end: number, depth: number): model.JobStatus {
  rt.checkDepth(depth);
  let jobIteration: model.JobStatus["jobIteration"] = undefined;
  let lastExecution: model.JobStatus["lastExecution"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        jobIteration = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        lastExecution = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    jobIteration,
    lastExecution,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const JobStatusCodec: Codec<model.JobStatus> = rt.codec("JobStatus", writeJobStatus, readJobStatus);

export function writeVolumeAccessMode(w: Writer, m: model.VolumeAccessMode): Writer {
  if (m.scope !== 0) {
    w.uint32(8);
    w.int32(m.scope);
  }
  if (m.sharing !== 0) {
    w.uint32(16);
    w.int32(m.sharing);
  }
  if (m.block !== undefined) {
    w.uint32(26);
    writeVolumeAccessMode_BlockVolume(w.fork(), m.block).ldelim();
  }
  if (m.mount !== undefined) {
    w.uint32(34);
    writeVolumeAccessMode_MountVolume(w.fork(), m.mount).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeAccessMode(r: Reader, end: number, depth: number): model.VolumeAccessMode {
  rt.checkDepth(depth);
  let scope: model.VolumeAccessMode["scope"] = 0;
  let sharing: model.VolumeAccessMode["sharing"] = 0;
  let block: model.VolumeAccessMode["block"] = undefined;
  let mount: model.VolumeAccessMode["mount"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        scope = r.int32() as model.VolumeAccessMode_Scope;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        sharing = r.int32() as model.VolumeAccessMode_Sharing;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        mount = undefined;
        block = readVolumeAccessMode_BlockVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        block = undefined;
        mount = readVolumeAccessMode_MountVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    scope,
    sharing,
    block,
    mount,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeAccessModeCodec: Codec<model.VolumeAccessMode> = rt.codec("VolumeAccessMode", writeVolumeAccessMode, readVolumeAccessMode);

export function writeVolumeAccessMode_BlockVolume(w: Writer, m: model.VolumeAccessMode_BlockVolume): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeAccessMode_BlockVolume(r: Reader, end: number, depth: number): model.VolumeAccessMode_BlockVolume {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeAccessMode_BlockVolumeCodec: Codec<model.VolumeAccessMode_BlockVolume> = rt.codec("VolumeAccessMode_BlockVolume", writeVolumeAccessMode_BlockVolume, readVolumeAccessMode_BlockVolume);

export function writeVolumeAccessMode_MountVolume(w: Writer, m: model.VolumeAccessMode_MountVolume): Writer {
  if (m.fsType !== "") {
    w.uint32(10);
    w.string(m.fsType);
  }
  for (const item of m.mountFlags) {
    w.uint32(18);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeAccessMode_MountVolume(r: Reader, end: number, depth: number): model.VolumeAccessMode_MountVolume {
  rt.checkDepth(depth);
  let fsType: model.VolumeAccessMode_MountVolume["fsType"] = "";
  let mountFlags: model.VolumeAccessMode_MountVolume["mountFlags"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        fsType = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (mountFlags = rt.grown(mountFlags)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    fsType,
    mountFlags,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeAccessMode_MountVolumeCodec: Codec<model.VolumeAccessMode_MountVolume> = rt.codec("VolumeAccessMode_MountVolume", writeVolumeAccessMode_MountVolume, readVolumeAccessMode_MountVolume);

export function writeVolumeSecret(w: Writer, m: model.VolumeSecret): Writer {
  if (m.key !== "") {
    w.uint32(10);
    w.string(m.key);
  }
  if (m.secret !== "") {
    w.uint32(18);
    w.string(m.secret);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeSecret(r: Reader, end: number, depth: number): model.VolumeSecret {
  rt.checkDepth(depth);
  let key: model.VolumeSecret["key"] = "";
  let secret: model.VolumeSecret["secret"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        key = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        secret = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    key,
    secret,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeSecretCodec: Codec<model.VolumeSecret> = rt.codec("VolumeSecret", writeVolumeSecret, readVolumeSecret);

export function writeVolumePublishStatus(w: Writer, m: model.VolumePublishStatus): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.state !== 0) {
    w.uint32(16);
    w.int32(m.state);
  }
  for (const key of Object.keys(m.publishContext).sort()) {
    const item = m.publishContext[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.message !== "") {
    w.uint32(42);
    w.string(m.message);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumePublishStatus(r: Reader, end: number, depth: number): model.VolumePublishStatus {
  rt.checkDepth(depth);
  let nodeId: model.VolumePublishStatus["nodeId"] = "";
  let state: model.VolumePublishStatus["state"] = 0;
  let publishContext: model.VolumePublishStatus["publishContext"] = rt.NO_ENTRIES;
  let message: model.VolumePublishStatus["message"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        state = r.int32() as model.VolumePublishStatus_State;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        publishContext = rt.readEntry(r, publishContext, () => "", () => r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        message = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    state,
    publishContext,
    message,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumePublishStatusCodec: Codec<model.VolumePublishStatus> = rt.codec("VolumePublishStatus", writeVolumePublishStatus, readVolumePublishStatus);

export function writeVolumeInfo(w: Writer, m: model.VolumeInfo): Writer {
  if (m.capacityBytes !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.capacityBytes);
  }
  for (const key of Object.keys(m.volumeContext).sort()) {
    const item = m.volumeContext[key];
    if (item === undefined) continue;
    w.uint32(18).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.volumeId !== "") {
    w.uint32(26);
    w.string(m.volumeId);
  }
  for (const item of m.accessibleTopology) {
    w.uint32(34);
    writeTopology(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeInfo(r: Reader, end: number, depth: number): model.VolumeInfo {
  rt.checkDepth(depth);
  let capacityBytes: model.VolumeInfo["capacityBytes"] = 0;
  let volumeContext: model.VolumeInfo["volumeContext"] = rt.NO_ENTRIES;
  let volumeId: model.VolumeInfo["volumeId"] = "";
  let accessibleTopology: model.VolumeInfo["accessibleTopology"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        capacityBytes = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        volumeContext = rt.readEntry(r, volumeContext, () => "", () => r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        volumeId = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (accessibleTopology = rt.grown(accessibleTopology)).push(readTopology(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    capacityBytes,
    volumeContext,
    volumeId,
    accessibleTopology,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeInfoCodec: Codec<model.VolumeInfo> = rt.codec("VolumeInfo", writeVolumeInfo, readVolumeInfo);

export function writeCapacityRange(w: Writer, m: model.CapacityRange): Writer {
  if (m.requiredBytes !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.requiredBytes);
  }
  if (m.limitBytes !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.limitBytes);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCapacityRange(r: Reader, end: number, depth: number): model.CapacityRange {
  rt.checkDepth(depth);
  let requiredBytes: model.CapacityRange["requiredBytes"] = 0;
  let limitBytes: model.CapacityRange["limitBytes"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        requiredBytes = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        limitBytes = rt.readInt64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    requiredBytes,
    limitBytes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CapacityRangeCodec: Codec<model.CapacityRange> = rt.codec("CapacityRange", writeCapacityRange, readCapacityRange);

export function writeVolumeAssignment(w: Writer, m: model.VolumeAssignment): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.volumeId !== "") {
    w.uint32(18);
    w.string(m.volumeId);
  }
  if (m.driver !== undefined) {
    w.uint32(26);
    writeDriver(w.fork(), m.driver).ldelim();
  }
  for (const key of Object.keys(m.volumeContext).sort()) {
    const item = m.volumeContext[key];
    if (item === undefined) continue;
    w.uint32(34).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const key of Object.keys(m.publishContext).sort()) {
    const item = m.publishContext[key];
    if (item === undefined) continue;
    w.uint32(42).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.accessMode !== undefined) {
    w.uint32(50);
    writeVolumeAccessMode(w.fork(), m.accessMode).ldelim();
  }
  for (const item of m.secrets) {
    w.uint32(58);
    writeVolumeSecret(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeAssignment(r: Reader, end: number, depth: number): model.VolumeAssignment {
  rt.checkDepth(depth);
  let id: model.VolumeAssignment["id"] = "";
  let volumeId: model.VolumeAssignment["volumeId"] = "";
  let driver: model.VolumeAssignment["driver"] = undefined;
  let volumeContext: model.VolumeAssignment["volumeContext"] = rt.NO_ENTRIES;
  let publishContext: model.VolumeAssignment["publishContext"] = rt.NO_ENTRIES;
  let accessMode: model.VolumeAssignment["accessMode"] = undefined;
  let secrets: model.VolumeAssignment["secrets"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        volumeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        driver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        volumeContext = rt.readEntry(r, volumeContext, () => "", () => r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        publishContext = rt.readEntry(r, publishContext, () => "", () => r.string());
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        accessMode = readVolumeAccessMode(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (secrets = rt.grown(secrets)).push(readVolumeSecret(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    volumeId,
    driver,
    volumeContext,
    publishContext,
    accessMode,
    secrets,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeAssignmentCodec: Codec<model.VolumeAssignment> = rt.codec("VolumeAssignment", writeVolumeAssignment, readVolumeAssignment);

export function writeVolumeAttachment(w: Writer, m: model.VolumeAttachment): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.source !== "") {
    w.uint32(18);
    w.string(m.source);
  }
  if (m.target !== "") {
    w.uint32(26);
    w.string(m.target);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeAttachment(r: Reader, end: number, depth: number): model.VolumeAttachment {
  rt.checkDepth(depth);
  let id: model.VolumeAttachment["id"] = "";
  let source: model.VolumeAttachment["source"] = "";
  let target: model.VolumeAttachment["target"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        source = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        target = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    source,
    target,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeAttachmentCodec: Codec<model.VolumeAttachment> = rt.codec("VolumeAttachment", writeVolumeAttachment, readVolumeAttachment);

export function writeTopologyRequirement(w: Writer, m: model.TopologyRequirement): Writer {
  for (const item of m.requisite) {
    w.uint32(10);
    writeTopology(w.fork(), item).ldelim();
  }
  for (const item of m.preferred) {
    w.uint32(18);
    writeTopology(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTopologyRequirement(r: Reader, end: number, depth: number): model.TopologyRequirement {
  rt.checkDepth(depth);
  let requisite: model.TopologyRequirement["requisite"] = rt.NOTHING;
  let preferred: model.TopologyRequirement["preferred"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (requisite = rt.grown(requisite)).push(readTopology(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (preferred = rt.grown(preferred)).push(readTopology(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    requisite,
    preferred,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TopologyRequirementCodec: Codec<model.TopologyRequirement> = rt.codec("TopologyRequirement", writeTopologyRequirement, readTopologyRequirement);

export function writeTopology(w: Writer, m: model.Topology): Writer {
  for (const key of Object.keys(m.segments).sort()) {
    const item = m.segments[key];
    if (item === undefined) continue;
    w.uint32(10).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTopology(r: Reader, end: number, depth: number): model.Topology {
  rt.checkDepth(depth);
  let segments: model.Topology["segments"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        segments = rt.readEntry(r, segments, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    segments,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TopologyCodec: Codec<model.Topology> = rt.codec("Topology", writeTopology, readTopology);

export function writeVolumeCapability(w: Writer, m: model.VolumeCapability): Writer {
  if (m.block !== undefined) {
    w.uint32(10);
    writeVolumeCapability_BlockVolume(w.fork(), m.block).ldelim();
  }
  if (m.mount !== undefined) {
    w.uint32(18);
    writeVolumeCapability_MountVolume(w.fork(), m.mount).ldelim();
  }
  if (m.accessMode !== undefined) {
    w.uint32(26);
    writeVolumeCapability_AccessMode(w.fork(), m.accessMode).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeCapability(r: Reader, end: number, depth: number): model.VolumeCapability {
  rt.checkDepth(depth);
  let block: model.VolumeCapability["block"] = undefined;
  let mount: model.VolumeCapability["mount"] = undefined;
  let accessMode: model.VolumeCapability["accessMode"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        mount = undefined;
        block = readVolumeCapability_BlockVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        block = undefined;
        mount = readVolumeCapability_MountVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        accessMode = readVolumeCapability_AccessMode(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    block,
    mount,
    accessMode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeCapabilityCodec: Codec<model.VolumeCapability> = rt.codec("VolumeCapability", writeVolumeCapability, readVolumeCapability);

export function writeVolumeCapability_BlockVolume(w: Writer, m: model.VolumeCapability_BlockVolume): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeCapability_BlockVolume(r: Reader, end: number, depth: number): model.VolumeCapability_BlockVolume {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeCapability_BlockVolumeCodec: Codec<model.VolumeCapability_BlockVolume> = rt.codec("VolumeCapability_BlockVolume", writeVolumeCapability_BlockVolume, readVolumeCapability_BlockVolume);

export function writeVolumeCapability_MountVolume(w: Writer, m: model.VolumeCapability_MountVolume): Writer {
  if (m.fsType !== "") {
    w.uint32(10);
    w.string(m.fsType);
  }
  for (const item of m.mountFlags) {
    w.uint32(18);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeCapability_MountVolume(r: Reader, end: number, depth: number): model.VolumeCapability_MountVolume {
  rt.checkDepth(depth);
  let fsType: model.VolumeCapability_MountVolume["fsType"] = "";
  let mountFlags: model.VolumeCapability_MountVolume["mountFlags"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        fsType = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (mountFlags = rt.grown(mountFlags)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    fsType,
    mountFlags,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeCapability_MountVolumeCodec: Codec<model.VolumeCapability_MountVolume> = rt.codec("VolumeCapability_MountVolume", writeVolumeCapability_MountVolume, readVolumeCapability_MountVolume);

export function writeVolumeCapability_AccessMode(w: Writer, m: model.VolumeCapability_AccessMode): Writer {
  if (m.mode !== 0) {
    w.uint32(8);
    w.int32(m.mode);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolumeCapability_AccessMode(r: Reader, end: number, depth: number): model.VolumeCapability_AccessMode {
  rt.checkDepth(depth);
  let mode: model.VolumeCapability_AccessMode["mode"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        mode = r.int32() as model.VolumeCapability_AccessMode_Mode;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    mode,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeCapability_AccessModeCodec: Codec<model.VolumeCapability_AccessMode> = rt.codec("VolumeCapability_AccessMode", writeVolumeCapability_AccessMode, readVolumeCapability_AccessMode);

export function writeGetNodeRequest(w: Writer, m: model.GetNodeRequest): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetNodeRequest(r: Reader, end: number, depth: number): model.GetNodeRequest {
  rt.checkDepth(depth);
  let nodeId: model.GetNodeRequest["nodeId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetNodeRequestCodec: Codec<model.GetNodeRequest> = rt.codec("GetNodeRequest", writeGetNodeRequest, readGetNodeRequest);

export function writeGetNodeResponse(w: Writer, m: model.GetNodeResponse): Writer {
  if (m.node !== undefined) {
    w.uint32(10);
    writeNode(w.fork(), m.node).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetNodeResponse(r: Reader, end: number, depth: number): model.GetNodeResponse {
  rt.checkDepth(depth);
  let node: model.GetNodeResponse["node"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        node = readNode(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    node,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetNodeResponseCodec: Codec<model.GetNodeResponse> = rt.codec("GetNodeResponse", writeGetNodeResponse, readGetNodeResponse);

export function writeListNodesRequest(w: Writer, m: model.ListNodesRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListNodesRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNodesRequest(r: Reader, end: number, depth: number): model.ListNodesRequest {
  rt.checkDepth(depth);
  let filters: model.ListNodesRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListNodesRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNodesRequestCodec: Codec<model.ListNodesRequest> = rt.codec("ListNodesRequest", writeListNodesRequest, readListNodesRequest);

export function writeListNodesRequest_Filters(w: Writer, m: model.ListNodesRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const key of Object.keys(m.nodeLabels).sort()) {
    const item = m.nodeLabels[key];
    if (item === undefined) continue;
    w.uint32(58).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.memberships) {
    w.uint32(32);
    w.int32(item);
  }
  for (const item of m.roles) {
    w.uint32(40);
    w.int32(item);
  }
  for (const item of m.namePrefixes) {
    w.uint32(50);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNodesRequest_Filters(r: Reader, end: number, depth: number): model.ListNodesRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListNodesRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListNodesRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListNodesRequest_Filters["labels"] = rt.NO_ENTRIES;
  let nodeLabels: model.ListNodesRequest_Filters["nodeLabels"] = rt.NO_ENTRIES;
  let memberships: model.ListNodesRequest_Filters["memberships"] = rt.NOTHING;
  let roles: model.ListNodesRequest_Filters["roles"] = rt.NOTHING;
  let namePrefixes: model.ListNodesRequest_Filters["namePrefixes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        nodeLabels = rt.readEntry(r, nodeLabels, () => "", () => r.string());
        break;
      }
      case 4: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (memberships = rt.grown(memberships)).push(r.int32() as model.NodeSpec_Membership);
        } else {
          rt.checkWire(tag, 0);
          (memberships = rt.grown(memberships)).push(r.int32() as model.NodeSpec_Membership);
        }
        break;
      }
      case 5: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (roles = rt.grown(roles)).push(r.int32() as model.NodeRole);
        } else {
          rt.checkWire(tag, 0);
          (roles = rt.grown(roles)).push(r.int32() as model.NodeRole);
        }
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    nodeLabels,
    memberships,
    roles,
    namePrefixes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNodesRequest_FiltersCodec: Codec<model.ListNodesRequest_Filters> = rt.codec("ListNodesRequest_Filters", writeListNodesRequest_Filters, readListNodesRequest_Filters);

export function writeListNodesResponse(w: Writer, m: model.ListNodesResponse): Writer {
  for (const item of m.nodes) {
    w.uint32(10);
    writeNode(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNodesResponse(r: Reader, end: number, depth: number): model.ListNodesResponse {
  rt.checkDepth(depth);
  let nodes: model.ListNodesResponse["nodes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (nodes = rt.grown(nodes)).push(readNode(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNodesResponseCodec: Codec<model.ListNodesResponse> = rt.codec("ListNodesResponse", writeListNodesResponse, readListNodesResponse);

export function writeUpdateNodeRequest(w: Writer, m: model.UpdateNodeRequest): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.nodeVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.nodeVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeNodeSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateNodeRequest(r: Reader, end: number, depth: number): model.UpdateNodeRequest {
  rt.checkDepth(depth);
  let nodeId: model.UpdateNodeRequest["nodeId"] = "";
  let nodeVersion: model.UpdateNodeRequest["nodeVersion"] = undefined;
  let spec: model.UpdateNodeRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readNodeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    nodeVersion,
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateNodeRequestCodec: Codec<model.UpdateNodeRequest> = rt.codec("UpdateNodeRequest", writeUpdateNodeRequest, readUpdateNodeRequest);

export function writeUpdateNodeResponse(w: Writer, m: model.UpdateNodeResponse): Writer {
  if (m.node !== undefined) {
    w.uint32(10);
    writeNode(w.fork(), m.node).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateNodeResponse(r: Reader, end: number, depth: number): model.UpdateNodeResponse {
  rt.checkDepth(depth);
  let node: model.UpdateNodeResponse["node"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        node = readNode(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    node,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateNodeResponseCodec: Codec<model.UpdateNodeResponse> = rt.codec("UpdateNodeResponse", writeUpdateNodeResponse, readUpdateNodeResponse);

export function writeRemoveNodeRequest(w: Writer, m: model.RemoveNodeRequest): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  if (m.force) {
    w.uint32(16);
    w.bool(m.force);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveNodeRequest(r: Reader, end: number, depth: number): model.RemoveNodeRequest {
  rt.checkDepth(depth);
  let nodeId: model.RemoveNodeRequest["nodeId"] = "";
  let force: model.RemoveNodeRequest["force"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        force = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    force,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveNodeRequestCodec: Codec<model.RemoveNodeRequest> = rt.codec("RemoveNodeRequest", writeRemoveNodeRequest, readRemoveNodeRequest);

export function writeRemoveNodeResponse(w: Writer, m: model.RemoveNodeResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveNodeResponse(r: Reader, end: number, depth: number): model.RemoveNodeResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveNodeResponseCodec: Codec<model.RemoveNodeResponse> = rt.codec("RemoveNodeResponse", writeRemoveNodeResponse, readRemoveNodeResponse);

export function writeGetTaskRequest(w: Writer, m: model.GetTaskRequest): Writer {
  if (m.taskId !== "") {
    w.uint32(10);
    w.string(m.taskId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetTaskRequest(r: Reader, end: number, depth: number): model.GetTaskRequest {
  rt.checkDepth(depth);
  let taskId: model.GetTaskRequest["taskId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    taskId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetTaskRequestCodec: Codec<model.GetTaskRequest> = rt.codec("GetTaskRequest", writeGetTaskRequest, readGetTaskRequest);

export function writeGetTaskResponse(w: Writer, m: model.GetTaskResponse): Writer {
  if (m.task !== undefined) {
    w.uint32(10);
    writeTask(w.fork(), m.task).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetTaskResponse(r: Reader, end: number, depth: number): model.GetTaskResponse {
  rt.checkDepth(depth);
  let task: model.GetTaskResponse["task"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        task = readTask(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    task,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetTaskResponseCodec: Codec<model.GetTaskResponse> = rt.codec("GetTaskResponse", writeGetTaskResponse, readGetTaskResponse);

export function writeRemoveTaskRequest(w: Writer, m: model.RemoveTaskRequest): Writer {
  if (m.taskId !== "") {
    w.uint32(10);
    w.string(m.taskId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveTaskRequest(r: Reader, end: number, depth: number): model.RemoveTaskRequest {
  rt.checkDepth(depth);
  let taskId: model.RemoveTaskRequest["taskId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    taskId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveTaskRequestCodec: Codec<model.RemoveTaskRequest> = rt.codec("RemoveTaskRequest", writeRemoveTaskRequest, readRemoveTaskRequest);

export function writeRemoveTaskResponse(w: Writer, m: model.RemoveTaskResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveTaskResponse(r: Reader, end: number, depth: number): model.RemoveTaskResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveTaskResponseCodec: Codec<model.RemoveTaskResponse> = rt.codec("RemoveTaskResponse", writeRemoveTaskResponse, readRemoveTaskResponse);

export function writeListTasksRequest(w: Writer, m: model.ListTasksRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListTasksRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListTasksRequest(r: Reader, end: number, depth: number): model.ListTasksRequest {
  rt.checkDepth(depth);
  let filters: model.ListTasksRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListTasksRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListTasksRequestCodec: Codec<model.ListTasksRequest> = rt.codec("ListTasksRequest", writeListTasksRequest, readListTasksRequest);

export function writeListTasksRequest_Filters(w: Writer, m: model.ListTasksRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.serviceIds) {
    w.uint32(34);
    w.string(item);
  }
  for (const item of m.nodeIds) {
    w.uint32(42);
    w.string(item);
  }
  for (const item of m.desiredStates) {
    w.uint32(48);
    w.int32(item);
  }
  for (const item of m.namePrefixes) {
    w.uint32(58);
    w.string(item);
  }
  for (const item of m.runtimes) {
    w.uint32(74);
    w.string(item);
  }
  if (m.upToDate) {
    w.uint32(64);
    w.bool(m.upToDate);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListTasksRequest_Filters(r: Reader, end: number, depth: number): model.ListTasksRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListTasksRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListTasksRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListTasksRequest_Filters["labels"] = rt.NO_ENTRIES;
  let serviceIds: model.ListTasksRequest_Filters["serviceIds"] = rt.NOTHING;
  let nodeIds: model.ListTasksRequest_Filters["nodeIds"] = rt.NOTHING;
  let desiredStates: model.ListTasksRequest_Filters["desiredStates"] = rt.NOTHING;
  let namePrefixes: model.ListTasksRequest_Filters["namePrefixes"] = rt.NOTHING;
  let runtimes: model.ListTasksRequest_Filters["runtimes"] = rt.NOTHING;
  let upToDate: model.ListTasksRequest_Filters["upToDate"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (serviceIds = rt.grown(serviceIds)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (nodeIds = rt.grown(nodeIds)).push(r.string());
        break;
      }
      case 6: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (desiredStates = rt.grown(desiredStates)).push(r.int32() as model.TaskState);
        } else {
          rt.checkWire(tag, 0);
          (desiredStates = rt.grown(desiredStates)).push(r.int32() as model.TaskState);
        }
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        (runtimes = rt.grown(runtimes)).push(r.string());
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        upToDate = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    serviceIds,
    nodeIds,
    desiredStates,
    namePrefixes,
    runtimes,
    upToDate,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListTasksRequest_FiltersCodec: Codec<model.ListTasksRequest_Filters> = rt.codec("ListTasksRequest_Filters", writeListTasksRequest_Filters, readListTasksRequest_Filters);

export function writeListTasksResponse(w: Writer, m: model.ListTasksResponse): Writer {
  for (const item of m.tasks) {
    w.uint32(10);
    writeTask(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListTasksResponse(r: Reader, end: number, depth: number): model.ListTasksResponse {
  rt.checkDepth(depth);
  let tasks: model.ListTasksResponse["tasks"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (tasks = rt.grown(tasks)).push(readTask(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    tasks,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListTasksResponseCodec: Codec<model.ListTasksResponse> = rt.codec("ListTasksResponse", writeListTasksResponse, readListTasksResponse);

export function writeCreateServiceRequest(w: Writer, m: model.CreateServiceRequest): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeServiceSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateServiceRequest(r: Reader, end: number, depth: number): model.CreateServiceRequest {
  rt.checkDepth(depth);
  let spec: model.CreateServiceRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readServiceSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateServiceRequestCodec: Codec<model.CreateServiceRequest> = rt.codec("CreateServiceRequest", writeCreateServiceRequest, readCreateServiceRequest);

export function writeCreateServiceResponse(w: Writer, m: model.CreateServiceResponse): Writer {
  if (m.service !== undefined) {
    w.uint32(10);
    writeService(w.fork(), m.service).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateServiceResponse(r: Reader, end: number, depth: number): model.CreateServiceResponse {
  rt.checkDepth(depth);
  let service: model.CreateServiceResponse["service"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        service = readService(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    service,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateServiceResponseCodec: Codec<model.CreateServiceResponse> = rt.codec("CreateServiceResponse", writeCreateServiceResponse, readCreateServiceResponse);

export function writeGetServiceRequest(w: Writer, m: model.GetServiceRequest): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.insertDefaults) {
    w.uint32(16);
    w.bool(m.insertDefaults);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetServiceRequest(r: Reader, end: number, depth: number): model.GetServiceRequest {
  rt.checkDepth(depth);
  let serviceId: model.GetServiceRequest["serviceId"] = "";
  let insertDefaults: model.GetServiceRequest["insertDefaults"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        insertDefaults = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    insertDefaults,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetServiceRequestCodec: Codec<model.GetServiceRequest> = rt.codec("GetServiceRequest", writeGetServiceRequest, readGetServiceRequest);

export function writeGetServiceResponse(w: Writer, m: model.GetServiceResponse): Writer {
  if (m.service !== undefined) {
    w.uint32(10);
    writeService(w.fork(), m.service).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetServiceResponse(r: Reader, end: number, depth: number): model.GetServiceResponse {
  rt.checkDepth(depth);
  let service: model.GetServiceResponse["service"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        service = readService(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    service,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetServiceResponseCodec: Codec<model.GetServiceResponse> = rt.codec("GetServiceResponse", writeGetServiceResponse, readGetServiceResponse);

export function writeUpdateServiceRequest(w: Writer, m: model.UpdateServiceRequest): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.serviceVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.serviceVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeServiceSpec(w.fork(), m.spec).ldelim();
  }
  if (m.rollback !== 0) {
    w.uint32(32);
    w.int32(m.rollback);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateServiceRequest(r: Reader, end: number, depth: number): model.UpdateServiceRequest {
  rt.checkDepth(depth);
  let serviceId: model.UpdateServiceRequest["serviceId"] = "";
  let serviceVersion: model.UpdateServiceRequest["serviceVersion"] = undefined;
  let spec: model.UpdateServiceRequest["spec"] = undefined;
  let rollback: model.UpdateServiceRequest["rollback"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        serviceVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readServiceSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        rollback = r.int32() as model.UpdateServiceRequest_Rollback;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    serviceVersion,
    spec,
    rollback,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateServiceRequestCodec: Codec<model.UpdateServiceRequest> = rt.codec("UpdateServiceRequest", writeUpdateServiceRequest, readUpdateServiceRequest);

export function writeUpdateServiceResponse(w: Writer, m: model.UpdateServiceResponse): Writer {
  if (m.service !== undefined) {
    w.uint32(10);
    writeService(w.fork(), m.service).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateServiceResponse(r: Reader, end: number, depth: number): model.UpdateServiceResponse {
  rt.checkDepth(depth);
  let service: model.UpdateServiceResponse["service"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        service = readService(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    service,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateServiceResponseCodec: Codec<model.UpdateServiceResponse> = rt.codec("UpdateServiceResponse", writeUpdateServiceResponse, readUpdateServiceResponse);

export function writeRemoveServiceRequest(w: Writer, m: model.RemoveServiceRequest): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveServiceRequest(r: Reader, end: number, depth: number): model.RemoveServiceRequest {
  rt.checkDepth(depth);
  let serviceId: model.RemoveServiceRequest["serviceId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveServiceRequestCodec: Codec<model.RemoveServiceRequest> = rt.codec("RemoveServiceRequest", writeRemoveServiceRequest, readRemoveServiceRequest);

export function writeRemoveServiceResponse(w: Writer, m: model.RemoveServiceResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveServiceResponse(r: Reader, end: number, depth: number): model.RemoveServiceResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveServiceResponseCodec: Codec<model.RemoveServiceResponse> = rt.codec("RemoveServiceResponse", writeRemoveServiceResponse, readRemoveServiceResponse);

export function writeListServicesRequest(w: Writer, m: model.ListServicesRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListServicesRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServicesRequest(r: Reader, end: number, depth: number): model.ListServicesRequest {
  rt.checkDepth(depth);
  let filters: model.ListServicesRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListServicesRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServicesRequestCodec: Codec<model.ListServicesRequest> = rt.codec("ListServicesRequest", writeListServicesRequest, readListServicesRequest);

export function writeListServicesRequest_Filters(w: Writer, m: model.ListServicesRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  for (const item of m.runtimes) {
    w.uint32(42);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServicesRequest_Filters(r: Reader, end: number, depth: number): model.ListServicesRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListServicesRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListServicesRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListServicesRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListServicesRequest_Filters["namePrefixes"] = rt.NOTHING;
  let runtimes: model.ListServicesRequest_Filters["runtimes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (runtimes = rt.grown(runtimes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    runtimes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServicesRequest_FiltersCodec: Codec<model.ListServicesRequest_Filters> = rt.codec("ListServicesRequest_Filters", writeListServicesRequest_Filters, readListServicesRequest_Filters);

export function writeListServicesResponse(w: Writer, m: model.ListServicesResponse): Writer {
  for (const item of m.services) {
    w.uint32(10);
    writeService(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServicesResponse(r: Reader, end: number, depth: number): model.ListServicesResponse {
  rt.checkDepth(depth);
  let services: model.ListServicesResponse["services"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (services = rt.grown(services)).push(readService(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    services,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServicesResponseCodec: Codec<model.ListServicesResponse> = rt.codec("ListServicesResponse", writeListServicesResponse, readListServicesResponse);

export function writeListServiceStatusesRequest(w: Writer, m: model.ListServiceStatusesRequest): Writer {
  for (const item of m.services) {
    w.uint32(10);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServiceStatusesRequest(r: Reader, end: number, depth: number): model.ListServiceStatusesRequest {
  rt.checkDepth(depth);
  let services: model.ListServiceStatusesRequest["services"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (services = rt.grown(services)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    services,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServiceStatusesRequestCodec: Codec<model.ListServiceStatusesRequest> = rt.codec("ListServiceStatusesRequest", writeListServiceStatusesRequest, readListServiceStatusesRequest);

export function writeListServiceStatusesResponse(w: Writer, m: model.ListServiceStatusesResponse): Writer {
  for (const item of m.statuses) {
    w.uint32(10);
    writeListServiceStatusesResponse_ServiceStatus(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServiceStatusesResponse(r: Reader, end: number, depth: number): model.ListServiceStatusesResponse {
  rt.checkDepth(depth);
  let statuses: model.ListServiceStatusesResponse["statuses"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (statuses = rt.grown(statuses)).push(readListServiceStatusesResponse_ServiceStatus(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    statuses,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServiceStatusesResponseCodec: Codec<model.ListServiceStatusesResponse> = rt.codec("ListServiceStatusesResponse", writeListServiceStatusesResponse, readListServiceStatusesResponse);

export function writeListServiceStatusesResponse_ServiceStatus(w: Writer, m: model.ListServiceStatusesResponse_ServiceStatus): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.desiredTasks !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.desiredTasks);
  }
  if (m.runningTasks !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.runningTasks);
  }
  if (m.completedTasks !== 0) {
    w.uint32(32);
    rt.writeInt64(w, m.completedTasks);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListServiceStatusesResponse_ServiceStatus(r: Reader, end: number, depth: number): model.ListServiceStatusesResponse_ServiceStatus {
  rt.checkDepth(depth);
  let serviceId: model.ListServiceStatusesResponse_ServiceStatus["serviceId"] = "";
  let desiredTasks: model.ListServiceStatusesResponse_ServiceStatus["desiredTasks"] = 0;
  let runningTasks: model.ListServiceStatusesResponse_ServiceStatus["runningTasks"] = 0;
  let completedTasks: model.ListServiceStatusesResponse_ServiceStatus["completedTasks"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        desiredTasks = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        runningTasks = rt.readUint64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        completedTasks = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    desiredTasks,
    runningTasks,
    completedTasks,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListServiceStatusesResponse_ServiceStatusCodec: Codec<model.ListServiceStatusesResponse_ServiceStatus> = rt.codec("ListServiceStatusesResponse_ServiceStatus", writeListServiceStatusesResponse_ServiceStatus, readListServiceStatusesResponse_ServiceStatus);

export function writeCreateNetworkRequest(w: Writer, m: model.CreateNetworkRequest): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeNetworkSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateNetworkRequest(r: Reader, end: number, depth: number): model.CreateNetworkRequest {
  rt.checkDepth(depth);
  let spec: model.CreateNetworkRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readNetworkSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateNetworkRequestCodec: Codec<model.CreateNetworkRequest> = rt.codec("CreateNetworkRequest", writeCreateNetworkRequest, readCreateNetworkRequest);

export function writeCreateNetworkResponse(w: Writer, m: model.CreateNetworkResponse): Writer {
  if (m.network !== undefined) {
    w.uint32(10);
    writeNetwork(w.fork(), m.network).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateNetworkResponse(r: Reader, end: number, depth: number): model.CreateNetworkResponse {
  rt.checkDepth(depth);
  let network: model.CreateNetworkResponse["network"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        network = readNetwork(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    network,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateNetworkResponseCodec: Codec<model.CreateNetworkResponse> = rt.codec("CreateNetworkResponse", writeCreateNetworkResponse, readCreateNetworkResponse);

export function writeGetNetworkRequest(w: Writer, m: model.GetNetworkRequest): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.networkId !== "") {
    w.uint32(18);
    w.string(m.networkId);
  }
  if (m.appdata !== undefined) {
    w.uint32(26);
    writeAny(w.fork(), m.appdata).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetNetworkRequest(r: Reader, end: number, depth: number): model.GetNetworkRequest {
  rt.checkDepth(depth);
  let name: model.GetNetworkRequest["name"] = "";
  let networkId: model.GetNetworkRequest["networkId"] = "";
  let appdata: model.GetNetworkRequest["appdata"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        appdata = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    networkId,
    appdata,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetNetworkRequestCodec: Codec<model.GetNetworkRequest> = rt.codec("GetNetworkRequest", writeGetNetworkRequest, readGetNetworkRequest);

export function writeGetNetworkResponse(w: Writer, m: model.GetNetworkResponse): Writer {
  if (m.network !== undefined) {
    w.uint32(10);
    writeNetwork(w.fork(), m.network).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetNetworkResponse(r: Reader, end: number, depth: number): model.GetNetworkResponse {
  rt.checkDepth(depth);
  let network: model.GetNetworkResponse["network"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        network = readNetwork(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    network,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetNetworkResponseCodec: Codec<model.GetNetworkResponse> = rt.codec("GetNetworkResponse", writeGetNetworkResponse, readGetNetworkResponse);

export function writeRemoveNetworkRequest(w: Writer, m: model.RemoveNetworkRequest): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.networkId !== "") {
    w.uint32(18);
    w.string(m.networkId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveNetworkRequest(r: Reader, end: number, depth: number): model.RemoveNetworkRequest {
  rt.checkDepth(depth);
  let name: model.RemoveNetworkRequest["name"] = "";
  let networkId: model.RemoveNetworkRequest["networkId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    networkId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveNetworkRequestCodec: Codec<model.RemoveNetworkRequest> = rt.codec("RemoveNetworkRequest", writeRemoveNetworkRequest, readRemoveNetworkRequest);

export function writeRemoveNetworkResponse(w: Writer, m: model.RemoveNetworkResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveNetworkResponse(r: Reader, end: number, depth: number): model.RemoveNetworkResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveNetworkResponseCodec: Codec<model.RemoveNetworkResponse> = rt.codec("RemoveNetworkResponse", writeRemoveNetworkResponse, readRemoveNetworkResponse);

export function writeListNetworksRequest(w: Writer, m: model.ListNetworksRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListNetworksRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.appdata !== undefined) {
    w.uint32(18);
    writeAny(w.fork(), m.appdata).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNetworksRequest(r: Reader, end: number, depth: number): model.ListNetworksRequest {
  rt.checkDepth(depth);
  let filters: model.ListNetworksRequest["filters"] = undefined;
  let appdata: model.ListNetworksRequest["appdata"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListNetworksRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        appdata = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    appdata,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNetworksRequestCodec: Codec<model.ListNetworksRequest> = rt.codec("ListNetworksRequest", writeListNetworksRequest, readListNetworksRequest);

export function writeListNetworksRequest_Filters(w: Writer, m: model.ListNetworksRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNetworksRequest_Filters(r: Reader, end: number, depth: number): model.ListNetworksRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListNetworksRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListNetworksRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListNetworksRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListNetworksRequest_Filters["namePrefixes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNetworksRequest_FiltersCodec: Codec<model.ListNetworksRequest_Filters> = rt.codec("ListNetworksRequest_Filters", writeListNetworksRequest_Filters, readListNetworksRequest_Filters);

export function writeListNetworksResponse(w: Writer, m: model.ListNetworksResponse): Writer {
  for (const item of m.networks) {
    w.uint32(10);
    writeNetwork(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListNetworksResponse(r: Reader, end: number, depth: number): model.ListNetworksResponse {
  rt.checkDepth(depth);
  let networks: model.ListNetworksResponse["networks"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetwork(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networks,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListNetworksResponseCodec: Codec<model.ListNetworksResponse> = rt.codec("ListNetworksResponse", writeListNetworksResponse, readListNetworksResponse);

export function writeGetClusterRequest(w: Writer, m: model.GetClusterRequest): Writer {
  if (m.clusterId !== "") {
    w.uint32(10);
    w.string(m.clusterId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetClusterRequest(r: Reader, end: number, depth: number): model.GetClusterRequest {
  rt.checkDepth(depth);
  let clusterId: model.GetClusterRequest["clusterId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        clusterId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    clusterId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetClusterRequestCodec: Codec<model.GetClusterRequest> = rt.codec("GetClusterRequest", writeGetClusterRequest, readGetClusterRequest);

export function writeGetClusterResponse(w: Writer, m: model.GetClusterResponse): Writer {
  if (m.cluster !== undefined) {
    w.uint32(10);
    writeCluster(w.fork(), m.cluster).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetClusterResponse(r: Reader, end: number, depth: number): model.GetClusterResponse {
  rt.checkDepth(depth);
  let cluster: model.GetClusterResponse["cluster"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        cluster = readCluster(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    cluster,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetClusterResponseCodec: Codec<model.GetClusterResponse> = rt.codec("GetClusterResponse", writeGetClusterResponse, readGetClusterResponse);

export function writeListClustersRequest(w: Writer, m: model.ListClustersRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListClustersRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListClustersRequest(r: Reader, end: number, depth: number): model.ListClustersRequest {
  rt.checkDepth(depth);
  let filters: model.ListClustersRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListClustersRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListClustersRequestCodec: Codec<model.ListClustersRequest> = rt.codec("ListClustersRequest", writeListClustersRequest, readListClustersRequest);

export function writeListClustersRequest_Filters(w: Writer, m: model.ListClustersRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListClustersRequest_Filters(r: Reader, end: number, depth: number): model.ListClustersRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListClustersRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListClustersRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListClustersRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListClustersRequest_Filters["namePrefixes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListClustersRequest_FiltersCodec: Codec<model.ListClustersRequest_Filters> = rt.codec("ListClustersRequest_Filters", writeListClustersRequest_Filters, readListClustersRequest_Filters);

export function writeListClustersResponse(w: Writer, m: model.ListClustersResponse): Writer {
  for (const item of m.clusters) {
    w.uint32(10);
    writeCluster(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListClustersResponse(r: Reader, end: number, depth: number): model.ListClustersResponse {
  rt.checkDepth(depth);
  let clusters: model.ListClustersResponse["clusters"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (clusters = rt.grown(clusters)).push(readCluster(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    clusters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListClustersResponseCodec: Codec<model.ListClustersResponse> = rt.codec("ListClustersResponse", writeListClustersResponse, readListClustersResponse);

export function writeKeyRotation(w: Writer, m: model.KeyRotation): Writer {
  if (m.workerJoinToken) {
    w.uint32(8);
    w.bool(m.workerJoinToken);
  }
  if (m.managerJoinToken) {
    w.uint32(16);
    w.bool(m.managerJoinToken);
  }
  if (m.managerUnlockKey) {
    w.uint32(24);
    w.bool(m.managerUnlockKey);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readKeyRotation(r: Reader, end: number, depth: number): model.KeyRotation {
  rt.checkDepth(depth);
  let workerJoinToken: model.KeyRotation["workerJoinToken"] = false;
  let managerJoinToken: model.KeyRotation["managerJoinToken"] = false;
  let managerUnlockKey: model.KeyRotation["managerUnlockKey"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        workerJoinToken = r.bool();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        managerJoinToken = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        managerUnlockKey = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    workerJoinToken,
    managerJoinToken,
    managerUnlockKey,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const KeyRotationCodec: Codec<model.KeyRotation> = rt.codec("KeyRotation", writeKeyRotation, readKeyRotation);

export function writeUpdateClusterRequest(w: Writer, m: model.UpdateClusterRequest): Writer {
  if (m.clusterId !== "") {
    w.uint32(10);
    w.string(m.clusterId);
  }
  if (m.clusterVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.clusterVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeClusterSpec(w.fork(), m.spec).ldelim();
  }
  if (m.rotation !== undefined) {
    w.uint32(34);
    writeKeyRotation(w.fork(), m.rotation).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateClusterRequest(r: Reader, end: number, depth: number): model.UpdateClusterRequest {
  rt.checkDepth(depth);
  let clusterId: model.UpdateClusterRequest["clusterId"] = "";
  let clusterVersion: model.UpdateClusterRequest["clusterVersion"] = undefined;
  let spec: model.UpdateClusterRequest["spec"] = undefined;
  let rotation: model.UpdateClusterRequest["rotation"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        clusterId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        clusterVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readClusterSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        rotation = readKeyRotation(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    clusterId,
    clusterVersion,
    spec,
    rotation,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateClusterRequestCodec: Codec<model.UpdateClusterRequest> = rt.codec("UpdateClusterRequest", writeUpdateClusterRequest, readUpdateClusterRequest);

export function writeUpdateClusterResponse(w: Writer, m: model.UpdateClusterResponse): Writer {
  if (m.cluster !== undefined) {
    w.uint32(10);
    writeCluster(w.fork(), m.cluster).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateClusterResponse(r: Reader, end: number, depth: number): model.UpdateClusterResponse {
  rt.checkDepth(depth);
  let cluster: model.UpdateClusterResponse["cluster"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        cluster = readCluster(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    cluster,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateClusterResponseCodec: Codec<model.UpdateClusterResponse> = rt.codec("UpdateClusterResponse", writeUpdateClusterResponse, readUpdateClusterResponse);

export function writeGetSecretRequest(w: Writer, m: model.GetSecretRequest): Writer {
  if (m.secretId !== "") {
    w.uint32(10);
    w.string(m.secretId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetSecretRequest(r: Reader, end: number, depth: number): model.GetSecretRequest {
  rt.checkDepth(depth);
  let secretId: model.GetSecretRequest["secretId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secretId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secretId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetSecretRequestCodec: Codec<model.GetSecretRequest> = rt.codec("GetSecretRequest", writeGetSecretRequest, readGetSecretRequest);

export function writeGetSecretResponse(w: Writer, m: model.GetSecretResponse): Writer {
  if (m.secret !== undefined) {
    w.uint32(10);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetSecretResponse(r: Reader, end: number, depth: number): model.GetSecretResponse {
  rt.checkDepth(depth);
  let secret: model.GetSecretResponse["secret"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secret,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetSecretResponseCodec: Codec<model.GetSecretResponse> = rt.codec("GetSecretResponse", writeGetSecretResponse, readGetSecretResponse);

export function writeUpdateSecretRequest(w: Writer, m: model.UpdateSecretRequest): Writer {
  if (m.secretId !== "") {
    w.uint32(10);
    w.string(m.secretId);
  }
  if (m.secretVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.secretVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeSecretSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateSecretRequest(r: Reader, end: number, depth: number): model.UpdateSecretRequest {
  rt.checkDepth(depth);
  let secretId: model.UpdateSecretRequest["secretId"] = "";
  let secretVersion: model.UpdateSecretRequest["secretVersion"] = undefined;
  let spec: model.UpdateSecretRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secretId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        secretVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readSecretSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secretId,
    secretVersion,
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateSecretRequestCodec: Codec<model.UpdateSecretRequest> = rt.codec("UpdateSecretRequest", writeUpdateSecretRequest, readUpdateSecretRequest);

export function writeUpdateSecretResponse(w: Writer, m: model.UpdateSecretResponse): Writer {
  if (m.secret !== undefined) {
    w.uint32(10);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateSecretResponse(r: Reader, end: number, depth: number): model.UpdateSecretResponse {
  rt.checkDepth(depth);
  let secret: model.UpdateSecretResponse["secret"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secret,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateSecretResponseCodec: Codec<model.UpdateSecretResponse> = rt.codec("UpdateSecretResponse", writeUpdateSecretResponse, readUpdateSecretResponse);

export function writeListSecretsRequest(w: Writer, m: model.ListSecretsRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListSecretsRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListSecretsRequest(r: Reader, end: number, depth: number): model.ListSecretsRequest {
  rt.checkDepth(depth);
  let filters: model.ListSecretsRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListSecretsRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListSecretsRequestCodec: Codec<model.ListSecretsRequest> = rt.codec("ListSecretsRequest", writeListSecretsRequest, readListSecretsRequest);

export function writeListSecretsRequest_Filters(w: Writer, m: model.ListSecretsRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListSecretsRequest_Filters(r: Reader, end: number, depth: number): model.ListSecretsRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListSecretsRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListSecretsRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListSecretsRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListSecretsRequest_Filters["namePrefixes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListSecretsRequest_FiltersCodec: Codec<model.ListSecretsRequest_Filters> = rt.codec("ListSecretsRequest_Filters", writeListSecretsRequest_Filters, readListSecretsRequest_Filters);

export function writeListSecretsResponse(w: Writer, m: model.ListSecretsResponse): Writer {
  for (const item of m.secrets) {
    w.uint32(10);
    writeSecret(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListSecretsResponse(r: Reader, end: number, depth: number): model.ListSecretsResponse {
  rt.checkDepth(depth);
  let secrets: model.ListSecretsResponse["secrets"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (secrets = rt.grown(secrets)).push(readSecret(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secrets,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListSecretsResponseCodec: Codec<model.ListSecretsResponse> = rt.codec("ListSecretsResponse", writeListSecretsResponse, readListSecretsResponse);

export function writeCreateSecretRequest(w: Writer, m: model.CreateSecretRequest): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeSecretSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateSecretRequest(r: Reader, end: number, depth: number): model.CreateSecretRequest {
  rt.checkDepth(depth);
  let spec: model.CreateSecretRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readSecretSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateSecretRequestCodec: Codec<model.CreateSecretRequest> = rt.codec("CreateSecretRequest", writeCreateSecretRequest, readCreateSecretRequest);

export function writeCreateSecretResponse(w: Writer, m: model.CreateSecretResponse): Writer {
  if (m.secret !== undefined) {
    w.uint32(10);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateSecretResponse(r: Reader, end: number, depth: number): model.CreateSecretResponse {
  rt.checkDepth(depth);
  let secret: model.CreateSecretResponse["secret"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secret,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateSecretResponseCodec: Codec<model.CreateSecretResponse> = rt.codec("CreateSecretResponse", writeCreateSecretResponse, readCreateSecretResponse);

export function writeRemoveSecretRequest(w: Writer, m: model.RemoveSecretRequest): Writer {
  if (m.secretId !== "") {
    w.uint32(10);
    w.string(m.secretId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveSecretRequest(r: Reader, end: number, depth: number): model.RemoveSecretRequest {
  rt.checkDepth(depth);
  let secretId: model.RemoveSecretRequest["secretId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secretId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    secretId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveSecretRequestCodec: Codec<model.RemoveSecretRequest> = rt.codec("RemoveSecretRequest", writeRemoveSecretRequest, readRemoveSecretRequest);

export function writeRemoveSecretResponse(w: Writer, m: model.RemoveSecretResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveSecretResponse(r: Reader, end: number, depth: number): model.RemoveSecretResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveSecretResponseCodec: Codec<model.RemoveSecretResponse> = rt.codec("RemoveSecretResponse", writeRemoveSecretResponse, readRemoveSecretResponse);

export function writeGetConfigRequest(w: Writer, m: model.GetConfigRequest): Writer {
  if (m.configId !== "") {
    w.uint32(10);
    w.string(m.configId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetConfigRequest(r: Reader, end: number, depth: number): model.GetConfigRequest {
  rt.checkDepth(depth);
  let configId: model.GetConfigRequest["configId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        configId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    configId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetConfigRequestCodec: Codec<model.GetConfigRequest> = rt.codec("GetConfigRequest", writeGetConfigRequest, readGetConfigRequest);

export function writeGetConfigResponse(w: Writer, m: model.GetConfigResponse): Writer {
  if (m.config !== undefined) {
    w.uint32(10);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetConfigResponse(r: Reader, end: number, depth: number): model.GetConfigResponse {
  rt.checkDepth(depth);
  let config: model.GetConfigResponse["config"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    config,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetConfigResponseCodec: Codec<model.GetConfigResponse> = rt.codec("GetConfigResponse", writeGetConfigResponse, readGetConfigResponse);

export function writeUpdateConfigRequest(w: Writer, m: model.UpdateConfigRequest): Writer {
  if (m.configId !== "") {
    w.uint32(10);
    w.string(m.configId);
  }
  if (m.configVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.configVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeConfigSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateConfigRequest(r: Reader, end: number, depth: number): model.UpdateConfigRequest {
  rt.checkDepth(depth);
  let configId: model.UpdateConfigRequest["configId"] = "";
  let configVersion: model.UpdateConfigRequest["configVersion"] = undefined;
  let spec: model.UpdateConfigRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        configId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        configVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readConfigSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    configId,
    configVersion,
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateConfigRequestCodec: Codec<model.UpdateConfigRequest> = rt.codec("UpdateConfigRequest", writeUpdateConfigRequest, readUpdateConfigRequest);

export function writeUpdateConfigResponse(w: Writer, m: model.UpdateConfigResponse): Writer {
  if (m.config !== undefined) {
    w.uint32(10);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateConfigResponse(r: Reader, end: number, depth: number): model.UpdateConfigResponse {
  rt.checkDepth(depth);
  let config: model.UpdateConfigResponse["config"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    config,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateConfigResponseCodec: Codec<model.UpdateConfigResponse> = rt.codec("UpdateConfigResponse", writeUpdateConfigResponse, readUpdateConfigResponse);

export function writeListConfigsRequest(w: Writer, m: model.ListConfigsRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListConfigsRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListConfigsRequest(r: Reader, end: number, depth: number): model.ListConfigsRequest {
  rt.checkDepth(depth);
  let filters: model.ListConfigsRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListConfigsRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListConfigsRequestCodec: Codec<model.ListConfigsRequest> = rt.codec("ListConfigsRequest", writeListConfigsRequest, readListConfigsRequest);

export function writeListConfigsRequest_Filters(w: Writer, m: model.ListConfigsRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListConfigsRequest_Filters(r: Reader, end: number, depth: number): model.ListConfigsRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListConfigsRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListConfigsRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListConfigsRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListConfigsRequest_Filters["namePrefixes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListConfigsRequest_FiltersCodec: Codec<model.ListConfigsRequest_Filters> = rt.codec("ListConfigsRequest_Filters", writeListConfigsRequest_Filters, readListConfigsRequest_Filters);

export function writeListConfigsResponse(w: Writer, m: model.ListConfigsResponse): Writer {
  for (const item of m.configs) {
    w.uint32(10);
    writeConfig(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListConfigsResponse(r: Reader, end: number, depth: number): model.ListConfigsResponse {
  rt.checkDepth(depth);
  let configs: model.ListConfigsResponse["configs"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (configs = rt.grown(configs)).push(readConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    configs,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListConfigsResponseCodec: Codec<model.ListConfigsResponse> = rt.codec("ListConfigsResponse", writeListConfigsResponse, readListConfigsResponse);

export function writeCreateConfigRequest(w: Writer, m: model.CreateConfigRequest): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeConfigSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateConfigRequest(r: Reader, end: number, depth: number): model.CreateConfigRequest {
  rt.checkDepth(depth);
  let spec: model.CreateConfigRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readConfigSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateConfigRequestCodec: Codec<model.CreateConfigRequest> = rt.codec("CreateConfigRequest", writeCreateConfigRequest, readCreateConfigRequest);

export function writeCreateConfigResponse(w: Writer, m: model.CreateConfigResponse): Writer {
  if (m.config !== undefined) {
    w.uint32(10);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateConfigResponse(r: Reader, end: number, depth: number): model.CreateConfigResponse {
  rt.checkDepth(depth);
  let config: model.CreateConfigResponse["config"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    config,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateConfigResponseCodec: Codec<model.CreateConfigResponse> = rt.codec("CreateConfigResponse", writeCreateConfigResponse, readCreateConfigResponse);

export function writeRemoveConfigRequest(w: Writer, m: model.RemoveConfigRequest): Writer {
  if (m.configId !== "") {
    w.uint32(10);
    w.string(m.configId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveConfigRequest(r: Reader, end: number, depth: number): model.RemoveConfigRequest {
  rt.checkDepth(depth);
  let configId: model.RemoveConfigRequest["configId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        configId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    configId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveConfigRequestCodec: Codec<model.RemoveConfigRequest> = rt.codec("RemoveConfigRequest", writeRemoveConfigRequest, readRemoveConfigRequest);

export function writeRemoveConfigResponse(w: Writer, m: model.RemoveConfigResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveConfigResponse(r: Reader, end: number, depth: number): model.RemoveConfigResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveConfigResponseCodec: Codec<model.RemoveConfigResponse> = rt.codec("RemoveConfigResponse", writeRemoveConfigResponse, readRemoveConfigResponse);

export function writeCreateExtensionRequest(w: Writer, m: model.CreateExtensionRequest): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.description !== "") {
    w.uint32(18);
    w.string(m.description);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateExtensionRequest(r: Reader, end: number, depth: number): model.CreateExtensionRequest {
  rt.checkDepth(depth);
  let annotations: model.CreateExtensionRequest["annotations"] = undefined;
  let description: model.CreateExtensionRequest["description"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        description = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    description,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateExtensionRequestCodec: Codec<model.CreateExtensionRequest> = rt.codec("CreateExtensionRequest", writeCreateExtensionRequest, readCreateExtensionRequest);

export function writeCreateExtensionResponse(w: Writer, m: model.CreateExtensionResponse): Writer {
  if (m.extension !== undefined) {
    w.uint32(10);
    writeExtension(w.fork(), m.extension).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateExtensionResponse(r: Reader, end: number, depth: number): model.CreateExtensionResponse {
  rt.checkDepth(depth);
  let extension: model.CreateExtensionResponse["extension"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        extension = readExtension(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    extension,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateExtensionResponseCodec: Codec<model.CreateExtensionResponse> = rt.codec("CreateExtensionResponse", writeCreateExtensionResponse, readCreateExtensionResponse);

export function writeRemoveExtensionRequest(w: Writer, m: model.RemoveExtensionRequest): Writer {
  if (m.extensionId !== "") {
    w.uint32(10);
    w.string(m.extensionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveExtensionRequest(r: Reader, end: number, depth: number): model.RemoveExtensionRequest {
  rt.checkDepth(depth);
  let extensionId: model.RemoveExtensionRequest["extensionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        extensionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    extensionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveExtensionRequestCodec: Codec<model.RemoveExtensionRequest> = rt.codec("RemoveExtensionRequest", writeRemoveExtensionRequest, readRemoveExtensionRequest);

export function writeRemoveExtensionResponse(w: Writer, m: model.RemoveExtensionResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveExtensionResponse(r: Reader, end: number, depth: number): model.RemoveExtensionResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveExtensionResponseCodec: Codec<model.RemoveExtensionResponse> = rt.codec("RemoveExtensionResponse", writeRemoveExtensionResponse, readRemoveExtensionResponse);

export function writeGetExtensionRequest(w: Writer, m: model.GetExtensionRequest): Writer {
  if (m.extensionId !== "") {
    w.uint32(10);
    w.string(m.extensionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetExtensionRequest(r: Reader, end: number, depth: number): model.GetExtensionRequest {
  rt.checkDepth(depth);
  let extensionId: model.GetExtensionRequest["extensionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        extensionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    extensionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetExtensionRequestCodec: Codec<model.GetExtensionRequest> = rt.codec("GetExtensionRequest", writeGetExtensionRequest, readGetExtensionRequest);

export function writeGetExtensionResponse(w: Writer, m: model.GetExtensionResponse): Writer {
  if (m.extension !== undefined) {
    w.uint32(10);
    writeExtension(w.fork(), m.extension).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetExtensionResponse(r: Reader, end: number, depth: number): model.GetExtensionResponse {
  rt.checkDepth(depth);
  let extension: model.GetExtensionResponse["extension"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        extension = readExtension(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    extension,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetExtensionResponseCodec: Codec<model.GetExtensionResponse> = rt.codec("GetExtensionResponse", writeGetExtensionResponse, readGetExtensionResponse);

export function writeCreateResourceRequest(w: Writer, m: model.CreateResourceRequest): Writer {
  if (m.annotations !== undefined) {
    w.uint32(10);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.kind !== "") {
    w.uint32(18);
    w.string(m.kind);
  }
  if (m.payload !== undefined) {
    w.uint32(26);
    writeAny(w.fork(), m.payload).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateResourceRequest(r: Reader, end: number, depth: number): model.CreateResourceRequest {
  rt.checkDepth(depth);
  let annotations: model.CreateResourceRequest["annotations"] = undefined;
  let kind: model.CreateResourceRequest["kind"] = "";
  let payload: model.CreateResourceRequest["payload"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        payload = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    annotations,
    kind,
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateResourceRequestCodec: Codec<model.CreateResourceRequest> = rt.codec("CreateResourceRequest", writeCreateResourceRequest, readCreateResourceRequest);

export function writeCreateResourceResponse(w: Writer, m: model.CreateResourceResponse): Writer {
  if (m.resource !== undefined) {
    w.uint32(10);
    writeResource(w.fork(), m.resource).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateResourceResponse(r: Reader, end: number, depth: number): model.CreateResourceResponse {
  rt.checkDepth(depth);
  let resource: model.CreateResourceResponse["resource"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resource = readResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resource,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateResourceResponseCodec: Codec<model.CreateResourceResponse> = rt.codec("CreateResourceResponse", writeCreateResourceResponse, readCreateResourceResponse);

export function writeRemoveResourceRequest(w: Writer, m: model.RemoveResourceRequest): Writer {
  if (m.resourceId !== "") {
    w.uint32(10);
    w.string(m.resourceId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveResourceRequest(r: Reader, end: number, depth: number): model.RemoveResourceRequest {
  rt.checkDepth(depth);
  let resourceId: model.RemoveResourceRequest["resourceId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resourceId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resourceId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveResourceRequestCodec: Codec<model.RemoveResourceRequest> = rt.codec("RemoveResourceRequest", writeRemoveResourceRequest, readRemoveResourceRequest);

export function writeRemoveResourceResponse(w: Writer, m: model.RemoveResourceResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveResourceResponse(r: Reader, end: number, depth: number): model.RemoveResourceResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveResourceResponseCodec: Codec<model.RemoveResourceResponse> = rt.codec("RemoveResourceResponse", writeRemoveResourceResponse, readRemoveResourceResponse);

export function writeUpdateResourceRequest(w: Writer, m: model.UpdateResourceRequest): Writer {
  if (m.resourceId !== "") {
    w.uint32(10);
    w.string(m.resourceId);
  }
  if (m.resourceVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.resourceVersion).ldelim();
  }
  if (m.annotations !== undefined) {
    w.uint32(26);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.payload !== undefined) {
    w.uint32(34);
    writeAny(w.fork(), m.payload).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateResourceRequest(r: Reader, end: number, depth: number): model.UpdateResourceRequest {
  rt.checkDepth(depth);
  let resourceId: model.UpdateResourceRequest["resourceId"] = "";
  let resourceVersion: model.UpdateResourceRequest["resourceVersion"] = undefined;
  let annotations: model.UpdateResourceRequest["annotations"] = undefined;
  let payload: model.UpdateResourceRequest["payload"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resourceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        resourceVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        payload = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resourceId,
    resourceVersion,
    annotations,
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateResourceRequestCodec: Codec<model.UpdateResourceRequest> = rt.codec("UpdateResourceRequest", writeUpdateResourceRequest, readUpdateResourceRequest);

export function writeUpdateResourceResponse(w: Writer, m: model.UpdateResourceResponse): Writer {
  if (m.resource !== undefined) {
    w.uint32(10);
    writeResource(w.fork(), m.resource).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateResourceResponse(r: Reader, end: number, depth: number): model.UpdateResourceResponse {
  rt.checkDepth(depth);
  let resource: model.UpdateResourceResponse["resource"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resource = readResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resource,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateResourceResponseCodec: Codec<model.UpdateResourceResponse> = rt.codec("UpdateResourceResponse", writeUpdateResourceResponse, readUpdateResourceResponse);

export function writeGetResourceRequest(w: Writer, m: model.GetResourceRequest): Writer {
  if (m.resourceId !== "") {
    w.uint32(10);
    w.string(m.resourceId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetResourceRequest(r: Reader, end: number, depth: number): model.GetResourceRequest {
  rt.checkDepth(depth);
  let resourceId: model.GetResourceRequest["resourceId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resourceId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resourceId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetResourceRequestCodec: Codec<model.GetResourceRequest> = rt.codec("GetResourceRequest", writeGetResourceRequest, readGetResourceRequest);

export function writeGetResourceResponse(w: Writer, m: model.GetResourceResponse): Writer {
  if (m.resource !== undefined) {
    w.uint32(10);
    writeResource(w.fork(), m.resource).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetResourceResponse(r: Reader, end: number, depth: number): model.GetResourceResponse {
  rt.checkDepth(depth);
  let resource: model.GetResourceResponse["resource"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        resource = readResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resource,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetResourceResponseCodec: Codec<model.GetResourceResponse> = rt.codec("GetResourceResponse", writeGetResourceResponse, readGetResourceResponse);

export function writeListResourcesRequest(w: Writer, m: model.ListResourcesRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListResourcesRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListResourcesRequest(r: Reader, end: number, depth: number): model.ListResourcesRequest {
  rt.checkDepth(depth);
  let filters: model.ListResourcesRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListResourcesRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListResourcesRequestCodec: Codec<model.ListResourcesRequest> = rt.codec("ListResourcesRequest", writeListResourcesRequest, readListResourcesRequest);

export function writeListResourcesRequest_Filters(w: Writer, m: model.ListResourcesRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  if (m.kind !== "") {
    w.uint32(42);
    w.string(m.kind);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListResourcesRequest_Filters(r: Reader, end: number, depth: number): model.ListResourcesRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListResourcesRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListResourcesRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListResourcesRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListResourcesRequest_Filters["namePrefixes"] = rt.NOTHING;
  let kind: model.ListResourcesRequest_Filters["kind"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    kind,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListResourcesRequest_FiltersCodec: Codec<model.ListResourcesRequest_Filters> = rt.codec("ListResourcesRequest_Filters", writeListResourcesRequest_Filters, readListResourcesRequest_Filters);

export function writeListResourcesResponse(w: Writer, m: model.ListResourcesResponse): Writer {
  for (const item of m.resources) {
    w.uint32(10);
    writeResource(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListResourcesResponse(r: Reader, end: number, depth: number): model.ListResourcesResponse {
  rt.checkDepth(depth);
  let resources: model.ListResourcesResponse["resources"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (resources = rt.grown(resources)).push(readResource(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    resources,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListResourcesResponseCodec: Codec<model.ListResourcesResponse> = rt.codec("ListResourcesResponse", writeListResourcesResponse, readListResourcesResponse);

export function writeCreateVolumeRequest(w: Writer, m: model.CreateVolumeRequest): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeVolumeSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateVolumeRequest(r: Reader, end: number, depth: number): model.CreateVolumeRequest {
  rt.checkDepth(depth);
  let spec: model.CreateVolumeRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readVolumeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateVolumeRequestCodec: Codec<model.CreateVolumeRequest> = rt.codec("CreateVolumeRequest", writeCreateVolumeRequest, readCreateVolumeRequest);

export function writeCreateVolumeResponse(w: Writer, m: model.CreateVolumeResponse): Writer {
  if (m.volume !== undefined) {
    w.uint32(10);
    writeVolume(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCreateVolumeResponse(r: Reader, end: number, depth: number): model.CreateVolumeResponse {
  rt.checkDepth(depth);
  let volume: model.CreateVolumeResponse["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volume = readVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CreateVolumeResponseCodec: Codec<model.CreateVolumeResponse> = rt.codec("CreateVolumeResponse", writeCreateVolumeResponse, readCreateVolumeResponse);

export function writeGetVolumeRequest(w: Writer, m: model.GetVolumeRequest): Writer {
  if (m.volumeId !== "") {
    w.uint32(10);
    w.string(m.volumeId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetVolumeRequest(r: Reader, end: number, depth: number): model.GetVolumeRequest {
  rt.checkDepth(depth);
  let volumeId: model.GetVolumeRequest["volumeId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volumeId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volumeId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetVolumeRequestCodec: Codec<model.GetVolumeRequest> = rt.codec("GetVolumeRequest", writeGetVolumeRequest, readGetVolumeRequest);

export function writeGetVolumeResponse(w: Writer, m: model.GetVolumeResponse): Writer {
  if (m.volume !== undefined) {
    w.uint32(10);
    writeVolume(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readGetVolumeResponse(r: Reader, end: number, depth: number): model.GetVolumeResponse {
  rt.checkDepth(depth);
  let volume: model.GetVolumeResponse["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volume = readVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const GetVolumeResponseCodec: Codec<model.GetVolumeResponse> = rt.codec("GetVolumeResponse", writeGetVolumeResponse, readGetVolumeResponse);

export function writeUpdateVolumeRequest(w: Writer, m: model.UpdateVolumeRequest): Writer {
  if (m.volumeId !== "") {
    w.uint32(10);
    w.string(m.volumeId);
  }
  if (m.volumeVersion !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.volumeVersion).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeVolumeSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateVolumeRequest(r: Reader, end: number, depth: number): model.UpdateVolumeRequest {
  rt.checkDepth(depth);
  let volumeId: model.UpdateVolumeRequest["volumeId"] = "";
  let volumeVersion: model.UpdateVolumeRequest["volumeVersion"] = undefined;
  let spec: model.UpdateVolumeRequest["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volumeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        volumeVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readVolumeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volumeId,
    volumeVersion,
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateVolumeRequestCodec: Codec<model.UpdateVolumeRequest> = rt.codec("UpdateVolumeRequest", writeUpdateVolumeRequest, readUpdateVolumeRequest);

export function writeUpdateVolumeResponse(w: Writer, m: model.UpdateVolumeResponse): Writer {
  if (m.volume !== undefined) {
    w.uint32(10);
    writeVolume(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateVolumeResponse(r: Reader, end: number, depth: number): model.UpdateVolumeResponse {
  rt.checkDepth(depth);
  let volume: model.UpdateVolumeResponse["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volume = readVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateVolumeResponseCodec: Codec<model.UpdateVolumeResponse> = rt.codec("UpdateVolumeResponse", writeUpdateVolumeResponse, readUpdateVolumeResponse);

export function writeListVolumesRequest(w: Writer, m: model.ListVolumesRequest): Writer {
  if (m.filters !== undefined) {
    w.uint32(10);
    writeListVolumesRequest_Filters(w.fork(), m.filters).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListVolumesRequest(r: Reader, end: number, depth: number): model.ListVolumesRequest {
  rt.checkDepth(depth);
  let filters: model.ListVolumesRequest["filters"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        filters = readListVolumesRequest_Filters(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListVolumesRequestCodec: Codec<model.ListVolumesRequest> = rt.codec("ListVolumesRequest", writeListVolumesRequest, readListVolumesRequest);

export function writeListVolumesRequest_Filters(w: Writer, m: model.ListVolumesRequest_Filters): Writer {
  for (const item of m.names) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.idPrefixes) {
    w.uint32(18);
    w.string(item);
  }
  for (const key of Object.keys(m.labels).sort()) {
    const item = m.labels[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  for (const item of m.namePrefixes) {
    w.uint32(34);
    w.string(item);
  }
  for (const item of m.groups) {
    w.uint32(42);
    w.string(item);
  }
  for (const item of m.drivers) {
    w.uint32(50);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListVolumesRequest_Filters(r: Reader, end: number, depth: number): model.ListVolumesRequest_Filters {
  rt.checkDepth(depth);
  let names: model.ListVolumesRequest_Filters["names"] = rt.NOTHING;
  let idPrefixes: model.ListVolumesRequest_Filters["idPrefixes"] = rt.NOTHING;
  let labels: model.ListVolumesRequest_Filters["labels"] = rt.NO_ENTRIES;
  let namePrefixes: model.ListVolumesRequest_Filters["namePrefixes"] = rt.NOTHING;
  let groups: model.ListVolumesRequest_Filters["groups"] = rt.NOTHING;
  let drivers: model.ListVolumesRequest_Filters["drivers"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (names = rt.grown(names)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (idPrefixes = rt.grown(idPrefixes)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        labels = rt.readEntry(r, labels, () => "", () => r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (namePrefixes = rt.grown(namePrefixes)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (groups = rt.grown(groups)).push(r.string());
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        (drivers = rt.grown(drivers)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    names,
    idPrefixes,
    labels,
    namePrefixes,
    groups,
    drivers,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListVolumesRequest_FiltersCodec: Codec<model.ListVolumesRequest_Filters> = rt.codec("ListVolumesRequest_Filters", writeListVolumesRequest_Filters, readListVolumesRequest_Filters);

export function writeListVolumesResponse(w: Writer, m: model.ListVolumesResponse): Writer {
  for (const item of m.volumes) {
    w.uint32(10);
    writeVolume(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListVolumesResponse(r: Reader, end: number, depth: number): model.ListVolumesResponse {
  rt.checkDepth(depth);
  let volumes: model.ListVolumesResponse["volumes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (volumes = rt.grown(volumes)).push(readVolume(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volumes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListVolumesResponseCodec: Codec<model.ListVolumesResponse> = rt.codec("ListVolumesResponse", writeListVolumesResponse, readListVolumesResponse);

export function writeRemoveVolumeRequest(w: Writer, m: model.RemoveVolumeRequest): Writer {
  if (m.volumeId !== "") {
    w.uint32(10);
    w.string(m.volumeId);
  }
  if (m.force) {
    w.uint32(16);
    w.bool(m.force);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveVolumeRequest(r: Reader, end: number, depth: number): model.RemoveVolumeRequest {
  rt.checkDepth(depth);
  let volumeId: model.RemoveVolumeRequest["volumeId"] = "";
  let force: model.RemoveVolumeRequest["force"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        volumeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        force = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    volumeId,
    force,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveVolumeRequestCodec: Codec<model.RemoveVolumeRequest> = rt.codec("RemoveVolumeRequest", writeRemoveVolumeRequest, readRemoveVolumeRequest);

export function writeRemoveVolumeResponse(w: Writer, m: model.RemoveVolumeResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRemoveVolumeResponse(r: Reader, end: number, depth: number): model.RemoveVolumeResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RemoveVolumeResponseCodec: Codec<model.RemoveVolumeResponse> = rt.codec("RemoveVolumeResponse", writeRemoveVolumeResponse, readRemoveVolumeResponse);

export function writeMeta(w: Writer, m: model.Meta): Writer {
  if (m.version !== undefined) {
    w.uint32(10);
    writeVersion(w.fork(), m.version).ldelim();
  }
  if (m.createdAt !== undefined) {
    w.uint32(18);
    writeTimestamp(w.fork(), m.createdAt).ldelim();
  }
  if (m.updatedAt !== undefined) {
    w.uint32(26);
    writeTimestamp(w.fork(), m.updatedAt).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readMeta(r: Reader, end: number, depth: number): model.Meta {
  rt.checkDepth(depth);
  let version: model.Meta["version"] = undefined;
  let createdAt: model.Meta["createdAt"] = undefined;
  let updatedAt: model.Meta["updatedAt"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        version = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        createdAt = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        updatedAt = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    version,
    createdAt,
    updatedAt,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const MetaCodec: Codec<model.Meta> = rt.codec("Meta", writeMeta, readMeta);

export function writeNode(w: Writer, m: model.Node): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeNodeSpec(w.fork(), m.spec).ldelim();
  }
  if (m.description !== undefined) {
    w.uint32(34);
    writeNodeDescription(w.fork(), m.description).ldelim();
  }
  if (m.status !== undefined) {
    w.uint32(42);
    writeNodeStatus(w.fork(), m.status).ldelim();
  }
  if (m.managerStatus !== undefined) {
    w.uint32(50);
    writeManagerStatus(w.fork(), m.managerStatus).ldelim();
  }
  if (m.attachment !== undefined) {
    w.uint32(58);
    writeNetworkAttachment(w.fork(), m.attachment).ldelim();
  }
  if (m.certificate !== undefined) {
    w.uint32(66);
    writeCertificate(w.fork(), m.certificate).ldelim();
  }
  if (m.role !== 0) {
    w.uint32(72);
    w.int32(m.role);
  }
  for (const item of m.attachments) {
    w.uint32(82);
    writeNetworkAttachment(w.fork(), item).ldelim();
  }
  if (m.vxlanUdpPort !== 0) {
    w.uint32(88);
    w.uint32(m.vxlanUdpPort);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNode(r: Reader, end: number, depth: number): model.Node {
  rt.checkDepth(depth);
  let id: model.Node["id"] = "";
  let meta: model.Node["meta"] = undefined;
  let spec: model.Node["spec"] = undefined;
  let description: model.Node["description"] = undefined;
  let status: model.Node["status"] = undefined;
  let managerStatus: model.Node["managerStatus"] = undefined;
  let attachment: model.Node["attachment"] = undefined;
  let certificate: model.Node["certificate"] = undefined;
  let role: model.Node["role"] = 0;
  let attachments: model.Node["attachments"] = rt.NOTHING;
  let vxlanUdpPort: model.Node["vxlanUdpPort"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readNodeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        description = readNodeDescription(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        status = readNodeStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        managerStatus = readManagerStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        attachment = readNetworkAttachment(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        certificate = readCertificate(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 9: {
        rt.checkWire(tag, 0);
        role = r.int32() as model.NodeRole;
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        (attachments = rt.grown(attachments)).push(readNetworkAttachment(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 11: {
        rt.checkWire(tag, 0);
        vxlanUdpPort = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    description,
    status,
    managerStatus,
    attachment,
    certificate,
    role,
    attachments,
    vxlanUdpPort,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeCodec: Codec<model.Node> = rt.codec("Node", writeNode, readNode);

export function writeService(w: Writer, m: model.Service): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeServiceSpec(w.fork(), m.spec).ldelim();
  }
  if (m.specVersion !== undefined) {
    w.uint32(82);
    writeVersion(w.fork(), m.specVersion).ldelim();
  }
  if (m.previousSpec !== undefined) {
    w.uint32(50);
    writeServiceSpec(w.fork(), m.previousSpec).ldelim();
  }
  if (m.previousSpecVersion !== undefined) {
    w.uint32(90);
    writeVersion(w.fork(), m.previousSpecVersion).ldelim();
  }
  if (m.endpoint !== undefined) {
    w.uint32(34);
    writeEndpoint(w.fork(), m.endpoint).ldelim();
  }
  if (m.updateStatus !== undefined) {
    w.uint32(42);
    writeUpdateStatus(w.fork(), m.updateStatus).ldelim();
  }
  if (m.jobStatus !== undefined) {
    w.uint32(98);
    writeJobStatus(w.fork(), m.jobStatus).ldelim();
  }
  if (m.pendingDelete) {
    w.uint32(56);
    w.bool(m.pendingDelete);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readService(r: Reader, end: number, depth: number): model.Service {
  rt.checkDepth(depth);
  let id: model.Service["id"] = "";
  let meta: model.Service["meta"] = undefined;
  let spec: model.Service["spec"] = undefined;
  let specVersion: model.Service["specVersion"] = undefined;
  let previousSpec: model.Service["previousSpec"] = undefined;
  let previousSpecVersion: model.Service["previousSpecVersion"] = undefined;
  let endpoint: model.Service["endpoint"] = undefined;
  let updateStatus: model.Service["updateStatus"] = undefined;
  let jobStatus: model.Service["jobStatus"] = undefined;
  let pendingDelete: model.Service["pendingDelete"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readServiceSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        specVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        previousSpec = readServiceSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        previousSpecVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        endpoint = readEndpoint(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        updateStatus = readUpdateStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 12: {
        rt.checkWire(tag, 2);
        jobStatus = readJobStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 0);
        pendingDelete = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    specVersion,
    previousSpec,
    previousSpecVersion,
    endpoint,
    updateStatus,
    jobStatus,
    pendingDelete,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ServiceCodec: Codec<model.Service> = rt.codec("Service", writeService, readService);

export function writeEndpoint(w: Writer, m: model.Endpoint): Writer {
  if (m.spec !== undefined) {
    w.uint32(10);
    writeEndpointSpec(w.fork(), m.spec).ldelim();
  }
  for (const item of m.ports) {
    w.uint32(18);
    writePortConfig(w.fork(), item).ldelim();
  }
  for (const item of m.virtualIps) {
    w.uint32(26);
    writeEndpoint_VirtualIP(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEndpoint(r: Reader, end: number, depth: number): model.Endpoint {
  rt.checkDepth(depth);
  let spec: model.Endpoint["spec"] = undefined;
  let ports: model.Endpoint["ports"] = rt.NOTHING;
  let virtualIps: model.Endpoint["virtualIps"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        spec = readEndpointSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (ports = rt.grown(ports)).push(readPortConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (virtualIps = rt.grown(virtualIps)).push(readEndpoint_VirtualIP(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    spec,
    ports,
    virtualIps,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const EndpointCodec: Codec<model.Endpoint> = rt.codec("Endpoint", writeEndpoint, readEndpoint);

export function writeEndpoint_VirtualIP(w: Writer, m: model.Endpoint_VirtualIP): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.addr !== "") {
    w.uint32(18);
    w.string(m.addr);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readEndpoint_VirtualIP(r: Reader, end: number, depth: number): model.Endpoint_VirtualIP {
  rt.checkDepth(depth);
  let networkId: model.Endpoint_VirtualIP["networkId"] = "";
  let addr: model.Endpoint_VirtualIP["addr"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    addr,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const Endpoint_VirtualIPCodec: Codec<model.Endpoint_VirtualIP> = rt.codec("Endpoint_VirtualIP", writeEndpoint_VirtualIP, readEndpoint_VirtualIP);

export function writeTask(w: Writer, m: model.Task): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeTaskSpec(w.fork(), m.spec).ldelim();
  }
  if (m.specVersion !== undefined) {
    w.uint32(114);
    writeVersion(w.fork(), m.specVersion).ldelim();
  }
  if (m.serviceId !== "") {
    w.uint32(34);
    w.string(m.serviceId);
  }
  if (m.slot !== 0) {
    w.uint32(40);
    rt.writeInt64(w, m.slot);
  }
  if (m.nodeId !== "") {
    w.uint32(50);
    w.string(m.nodeId);
  }
  if (m.annotations !== undefined) {
    w.uint32(58);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.serviceAnnotations !== undefined) {
    w.uint32(66);
    writeAnnotations(w.fork(), m.serviceAnnotations).ldelim();
  }
  if (m.status !== undefined) {
    w.uint32(74);
    writeTaskStatus(w.fork(), m.status).ldelim();
  }
  if (m.desiredState !== 0) {
    w.uint32(80);
    w.int32(m.desiredState);
  }
  for (const item of m.networks) {
    w.uint32(90);
    writeNetworkAttachment(w.fork(), item).ldelim();
  }
  if (m.endpoint !== undefined) {
    w.uint32(98);
    writeEndpoint(w.fork(), m.endpoint).ldelim();
  }
  if (m.logDriver !== undefined) {
    w.uint32(106);
    writeDriver(w.fork(), m.logDriver).ldelim();
  }
  for (const item of m.assignedGenericResources) {
    w.uint32(122);
    writeGenericResource(w.fork(), item).ldelim();
  }
  if (m.jobIteration !== undefined) {
    w.uint32(130);
    writeVersion(w.fork(), m.jobIteration).ldelim();
  }
  for (const item of m.volumes) {
    w.uint32(138);
    writeVolumeAttachment(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTask(r: Reader, end: number, depth: number): model.Task {
  rt.checkDepth(depth);
  let id: model.Task["id"] = "";
  let meta: model.Task["meta"] = undefined;
  let spec: model.Task["spec"] = undefined;
  let specVersion: model.Task["specVersion"] = undefined;
  let serviceId: model.Task["serviceId"] = "";
  let slot: model.Task["slot"] = 0;
  let nodeId: model.Task["nodeId"] = "";
  let annotations: model.Task["annotations"] = undefined;
  let serviceAnnotations: model.Task["serviceAnnotations"] = undefined;
  let status: model.Task["status"] = undefined;
  let desiredState: model.Task["desiredState"] = 0;
  let networks: model.Task["networks"] = rt.NOTHING;
  let endpoint: model.Task["endpoint"] = undefined;
  let logDriver: model.Task["logDriver"] = undefined;
  let assignedGenericResources: model.Task["assignedGenericResources"] = rt.NOTHING;
  let jobIteration: model.Task["jobIteration"] = undefined;
  let volumes: model.Task["volumes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readTaskSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 14: {
        rt.checkWire(tag, 2);
        specVersion = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        slot = rt.readUint64(r);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        serviceAnnotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        status = readTaskStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        desiredState = r.int32() as model.TaskState;
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetworkAttachment(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 12: {
        rt.checkWire(tag, 2);
        endpoint = readEndpoint(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 13: {
        rt.checkWire(tag, 2);
        logDriver = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 15: {
        rt.checkWire(tag, 2);
        (assignedGenericResources = rt.grown(assignedGenericResources)).push(readGenericResource(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 16: {
        rt.checkWire(tag, 2);
        jobIteration = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 17: {
        rt.checkWire(tag, 2);
        (volumes = rt.grown(volumes)).push(readVolumeAttachment(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    specVersion,
    serviceId,
    slot,
    nodeId,
    annotations,
    serviceAnnotations,
    status,
    desiredState,
    networks,
    endpoint,
    logDriver,
    assignedGenericResources,
    jobIteration,
    volumes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TaskCodec: Codec<model.Task> = rt.codec("Task", writeTask, readTask);

export function writeNetworkAttachment(w: Writer, m: model.NetworkAttachment): Writer {
  if (m.network !== undefined) {
    w.uint32(10);
    writeNetwork(w.fork(), m.network).ldelim();
  }
  for (const item of m.addresses) {
    w.uint32(18);
    w.string(item);
  }
  for (const item of m.aliases) {
    w.uint32(26);
    w.string(item);
  }
  for (const key of Object.keys(m.driverAttachmentOpts).sort()) {
    const item = m.driverAttachmentOpts[key];
    if (item === undefined) continue;
    w.uint32(34).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkAttachment(r: Reader, end: number, depth: number): model.NetworkAttachment {
  rt.checkDepth(depth);
  let network: model.NetworkAttachment["network"] = undefined;
  let addresses: model.NetworkAttachment["addresses"] = rt.NOTHING;
  let aliases: model.NetworkAttachment["aliases"] = rt.NOTHING;
  let driverAttachmentOpts: model.NetworkAttachment["driverAttachmentOpts"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        network = readNetwork(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (addresses = rt.grown(addresses)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (aliases = rt.grown(aliases)).push(r.string());
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        driverAttachmentOpts = rt.readEntry(r, driverAttachmentOpts, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    network,
    addresses,
    aliases,
    driverAttachmentOpts,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkAttachmentCodec: Codec<model.NetworkAttachment> = rt.codec("NetworkAttachment", writeNetworkAttachment, readNetworkAttachment);

export function writeNetwork(w: Writer, m: model.Network): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeNetworkSpec(w.fork(), m.spec).ldelim();
  }
  if (m.driverState !== undefined) {
    w.uint32(34);
    writeDriver(w.fork(), m.driverState).ldelim();
  }
  if (m.ipam !== undefined) {
    w.uint32(42);
    writeIPAMOptions(w.fork(), m.ipam).ldelim();
  }
  if (m.pendingDelete) {
    w.uint32(48);
    w.bool(m.pendingDelete);
  }
  if (m.extra !== undefined) {
    w.uint32(58);
    writeAny(w.fork(), m.extra).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetwork(r: Reader, end: number, depth: number): model.Network {
  rt.checkDepth(depth);
  let id: model.Network["id"] = "";
  let meta: model.Network["meta"] = undefined;
  let spec: model.Network["spec"] = undefined;
  let driverState: model.Network["driverState"] = undefined;
  let ipam: model.Network["ipam"] = undefined;
  let pendingDelete: model.Network["pendingDelete"] = false;
  let extra: model.Network["extra"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readNetworkSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        driverState = readDriver(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        ipam = readIPAMOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        pendingDelete = r.bool();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        extra = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    driverState,
    ipam,
    pendingDelete,
    extra,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkCodec: Codec<model.Network> = rt.codec("Network", writeNetwork, readNetwork);

export function writeCluster(w: Writer, m: model.Cluster): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeClusterSpec(w.fork(), m.spec).ldelim();
  }
  if (m.rootCa !== undefined) {
    w.uint32(34);
    writeRootCA(w.fork(), m.rootCa).ldelim();
  }
  for (const item of m.networkBootstrapKeys) {
    w.uint32(42);
    writeEncryptionKey(w.fork(), item).ldelim();
  }
  if (m.encryptionKeyLamportClock !== 0) {
    w.uint32(48);
    rt.writeInt64(w, m.encryptionKeyLamportClock);
  }
  for (const key of Object.keys(m.blacklistedCertificates).sort()) {
    const item = m.blacklistedCertificates[key];
    if (item === undefined) continue;
    w.uint32(66).fork().uint32(10).string(key).uint32(18);
    writeBlacklistedCertificate(w.fork(), item).ldelim();
    w.ldelim();
  }
  for (const item of m.unlockKeys) {
    w.uint32(74);
    writeEncryptionKey(w.fork(), item).ldelim();
  }
  if (m.fips) {
    w.uint32(80);
    w.bool(m.fips);
  }
  for (const item of m.defaultAddressPool) {
    w.uint32(90);
    w.string(item);
  }
  if (m.subnetSize !== 0) {
    w.uint32(96);
    w.uint32(m.subnetSize);
  }
  if (m.vxlanUdpPort !== 0) {
    w.uint32(104);
    w.uint32(m.vxlanUdpPort);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCluster(r: Reader, end: number, depth: number): model.Cluster {
  rt.checkDepth(depth);
  let id: model.Cluster["id"] = "";
  let meta: model.Cluster["meta"] = undefined;
  let spec: model.Cluster["spec"] = undefined;
  let rootCa: model.Cluster["rootCa"] = undefined;
  let networkBootstrapKeys: model.Cluster["networkBootstrapKeys"] = rt.NOTHING;
  let encryptionKeyLamportClock: model.Cluster["encryptionKeyLamportClock"] = 0;
  let blacklistedCertificates: model.Cluster["blacklistedCertificates"] = rt.NO_ENTRIES;
  let unlockKeys: model.Cluster["unlockKeys"] = rt.NOTHING;
  let fips: model.Cluster["fips"] = false;
  let defaultAddressPool: model.Cluster["defaultAddressPool"] = rt.NOTHING;
  let subnetSize: model.Cluster["subnetSize"] = 0;
  let vxlanUdpPort: model.Cluster["vxlanUdpPort"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readClusterSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        rootCa = readRootCA(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (networkBootstrapKeys = rt.grown(networkBootstrapKeys)).push(readEncryptionKey(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        encryptionKeyLamportClock = rt.readUint64(r);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        blacklistedCertificates = rt.readEntry(r, blacklistedCertificates, () => readBlacklistedCertificate(r, r.pos, depth), () => readBlacklistedCertificate(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        (unlockKeys = rt.grown(unlockKeys)).push(readEncryptionKey(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        fips = r.bool();
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        (defaultAddressPool = rt.grown(defaultAddressPool)).push(r.string());
        break;
      }
      case 12: {
        rt.checkWire(tag, 0);
        subnetSize = r.uint32();
        break;
      }
      case 13: {
        rt.checkWire(tag, 0);
        vxlanUdpPort = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    rootCa,
    networkBootstrapKeys,
    encryptionKeyLamportClock,
    blacklistedCertificates,
    unlockKeys,
    fips,
    defaultAddressPool,
    subnetSize,
    vxlanUdpPort,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ClusterCodec: Codec<model.Cluster> = rt.codec("Cluster", writeCluster, readCluster);

export function writeSecret(w: Writer, m: model.Secret): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeSecretSpec(w.fork(), m.spec).ldelim();
  }
  if (m.internal) {
    w.uint32(32);
    w.bool(m.internal);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSecret(r: Reader, end: number, depth: number): model.Secret {
  rt.checkDepth(depth);
  let id: model.Secret["id"] = "";
  let meta: model.Secret["meta"] = undefined;
  let spec: model.Secret["spec"] = undefined;
  let internal: model.Secret["internal"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readSecretSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        internal = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    internal,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SecretCodec: Codec<model.Secret> = rt.codec("Secret", writeSecret, readSecret);

export function writeConfig(w: Writer, m: model.Config): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeConfigSpec(w.fork(), m.spec).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readConfig(r: Reader, end: number, depth: number): model.Config {
  rt.checkDepth(depth);
  let id: model.Config["id"] = "";
  let meta: model.Config["meta"] = undefined;
  let spec: model.Config["spec"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readConfigSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ConfigCodec: Codec<model.Config> = rt.codec("Config", writeConfig, readConfig);

export function writeResource(w: Writer, m: model.Resource): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.annotations !== undefined) {
    w.uint32(26);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.kind !== "") {
    w.uint32(34);
    w.string(m.kind);
  }
  if (m.payload !== undefined) {
    w.uint32(42);
    writeAny(w.fork(), m.payload).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResource(r: Reader, end: number, depth: number): model.Resource {
  rt.checkDepth(depth);
  let id: model.Resource["id"] = "";
  let meta: model.Resource["meta"] = undefined;
  let annotations: model.Resource["annotations"] = undefined;
  let kind: model.Resource["kind"] = "";
  let payload: model.Resource["payload"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        payload = readAny(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    annotations,
    kind,
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResourceCodec: Codec<model.Resource> = rt.codec("Resource", writeResource, readResource);

export function writeExtension(w: Writer, m: model.Extension): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.annotations !== undefined) {
    w.uint32(26);
    writeAnnotations(w.fork(), m.annotations).ldelim();
  }
  if (m.description !== "") {
    w.uint32(34);
    w.string(m.description);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readExtension(r: Reader, end: number, depth: number): model.Extension {
  rt.checkDepth(depth);
  let id: model.Extension["id"] = "";
  let meta: model.Extension["meta"] = undefined;
  let annotations: model.Extension["annotations"] = undefined;
  let description: model.Extension["description"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        annotations = readAnnotations(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        description = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    annotations,
    description,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ExtensionCodec: Codec<model.Extension> = rt.codec("Extension", writeExtension, readExtension);

export function writeVolume(w: Writer, m: model.Volume): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.meta !== undefined) {
    w.uint32(18);
    writeMeta(w.fork(), m.meta).ldelim();
  }
  if (m.spec !== undefined) {
    w.uint32(26);
    writeVolumeSpec(w.fork(), m.spec).ldelim();
  }
  for (const item of m.publishStatus) {
    w.uint32(34);
    writeVolumePublishStatus(w.fork(), item).ldelim();
  }
  if (m.volumeInfo !== undefined) {
    w.uint32(42);
    writeVolumeInfo(w.fork(), m.volumeInfo).ldelim();
  }
  if (m.pendingDelete) {
    w.uint32(48);
    w.bool(m.pendingDelete);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readVolume(r: Reader, end: number, depth: number): model.Volume {
  rt.checkDepth(depth);
  let id: model.Volume["id"] = "";
  let meta: model.Volume["meta"] = undefined;
  let spec: model.Volume["spec"] = undefined;
  let publishStatus: model.Volume["publishStatus"] = rt.NOTHING;
  let volumeInfo: model.Volume["volumeInfo"] = undefined;
  let pendingDelete: model.Volume["pendingDelete"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        meta = readMeta(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        spec = readVolumeSpec(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (publishStatus = rt.grown(publishStatus)).push(readVolumePublishStatus(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        volumeInfo = readVolumeInfo(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        pendingDelete = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    meta,
    spec,
    publishStatus,
    volumeInfo,
    pendingDelete,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const VolumeCodec: Codec<model.Volume> = rt.codec("Volume", writeVolume, readVolume);

export function writeSessionRequest(w: Writer, m: model.SessionRequest): Writer {
  if (m.description !== undefined) {
    w.uint32(10);
    writeNodeDescription(w.fork(), m.description).ldelim();
  }
  if (m.sessionId !== "") {
    w.uint32(18);
    w.string(m.sessionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSessionRequest(r: Reader, end: number, depth: number): model.SessionRequest {
  rt.checkDepth(depth);
  let description: model.SessionRequest["description"] = undefined;
  let sessionId: model.SessionRequest["sessionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        description = readNodeDescription(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    description,
    sessionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SessionRequestCodec: Codec<model.SessionRequest> = rt.codec("SessionRequest", writeSessionRequest, readSessionRequest);

export function writeSessionMessage(w: Writer, m: model.SessionMessage): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.node !== undefined) {
    w.uint32(18);
    writeNode(w.fork(), m.node).ldelim();
  }
  for (const item of m.managers) {
    w.uint32(26);
    writeWeightedPeer(w.fork(), item).ldelim();
  }
  for (const item of m.networkBootstrapKeys) {
    w.uint32(34);
    writeEncryptionKey(w.fork(), item).ldelim();
  }
  if (m.rootCa.length > 0) {
    w.uint32(42);
    w.bytes(m.rootCa);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSessionMessage(r: Reader, end: number, depth: number): model.SessionMessage {
  rt.checkDepth(depth);
  let sessionId: model.SessionMessage["sessionId"] = "";
  let node: model.SessionMessage["node"] = undefined;
  let managers: model.SessionMessage["managers"] = rt.NOTHING;
  let networkBootstrapKeys: model.SessionMessage["networkBootstrapKeys"] = rt.NOTHING;
  let rootCa: model.SessionMessage["rootCa"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        node = readNode(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (managers = rt.grown(managers)).push(readWeightedPeer(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (networkBootstrapKeys = rt.grown(networkBootstrapKeys)).push(readEncryptionKey(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        rootCa = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    node,
    managers,
    networkBootstrapKeys,
    rootCa,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SessionMessageCodec: Codec<model.SessionMessage> = rt.codec("SessionMessage", writeSessionMessage, readSessionMessage);

export function writeHeartbeatRequest(w: Writer, m: model.HeartbeatRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readHeartbeatRequest(r: Reader, end: number, depth: number): model.HeartbeatRequest {
  rt.checkDepth(depth);
  let sessionId: model.HeartbeatRequest["sessionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const HeartbeatRequestCodec: Codec<model.HeartbeatRequest> = rt.codec("HeartbeatRequest", writeHeartbeatRequest, readHeartbeatRequest);

export function writeHeartbeatResponse(w: Writer, m: model.HeartbeatResponse): Writer {
  if (m.period !== undefined) {
    w.uint32(10);
    writeDuration(w.fork(), m.period).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readHeartbeatResponse(r: Reader, end: number, depth: number): model.HeartbeatResponse {
  rt.checkDepth(depth);
  let period: model.HeartbeatResponse["period"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        period = readDuration(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    period,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const HeartbeatResponseCodec: Codec<model.HeartbeatResponse> = rt.codec("HeartbeatResponse", writeHeartbeatResponse, readHeartbeatResponse);

export function writeUpdateTaskStatusRequest(w: Writer, m: model.UpdateTaskStatusRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  for (const item of m.updates) {
    w.uint32(26);
    writeUpdateTaskStatusRequest_TaskStatusUpdate(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateTaskStatusRequest(r: Reader, end: number, depth: number): model.UpdateTaskStatusRequest {
  rt.checkDepth(depth);
  let sessionId: model.UpdateTaskStatusRequest["sessionId"] = "";
  let updates: model.UpdateTaskStatusRequest["updates"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (updates = rt.grown(updates)).push(readUpdateTaskStatusRequest_TaskStatusUpdate(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    updates,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateTaskStatusRequestCodec: Codec<model.UpdateTaskStatusRequest> = rt.codec("UpdateTaskStatusRequest", writeUpdateTaskStatusRequest, readUpdateTaskStatusRequest);

export function writeUpdateTaskStatusRequest_TaskStatusUpdate(w: Writer, m: model.UpdateTaskStatusRequest_TaskStatusUpdate): Writer {
  if (m.taskId !== "") {
    w.uint32(10);
    w.string(m.taskId);
  }
  if (m.status !== undefined) {
    w.uint32(18);
    writeTaskStatus(w.fork(), m.status).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateTaskStatusRequest_TaskStatusUpdate(r: Reader, end: number, depth: number): model.UpdateTaskStatusRequest_TaskStatusUpdate {
  rt.checkDepth(depth);
  let taskId: model.UpdateTaskStatusRequest_TaskStatusUpdate["taskId"] = "";
  let status: model.UpdateTaskStatusRequest_TaskStatusUpdate["status"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        status = readTaskStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    taskId,
    status,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateTaskStatusRequest_TaskStatusUpdateCodec: Codec<model.UpdateTaskStatusRequest_TaskStatusUpdate> = rt.codec("UpdateTaskStatusRequest_TaskStatusUpdate", writeUpdateTaskStatusRequest_TaskStatusUpdate, readUpdateTaskStatusRequest_TaskStatusUpdate);

export function writeUpdateTaskStatusResponse(w: Writer, m: model.UpdateTaskStatusResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateTaskStatusResponse(r: Reader, end: number, depth: number): model.UpdateTaskStatusResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateTaskStatusResponseCodec: Codec<model.UpdateTaskStatusResponse> = rt.codec("UpdateTaskStatusResponse", writeUpdateTaskStatusResponse, readUpdateTaskStatusResponse);

export function writeUpdateVolumeStatusRequest(w: Writer, m: model.UpdateVolumeStatusRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  for (const item of m.updates) {
    w.uint32(18);
    writeUpdateVolumeStatusRequest_VolumeStatusUpdate(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateVolumeStatusRequest(r: Reader, end: number, depth: number): model.UpdateVolumeStatusRequest {
  rt.checkDepth(depth);
  let sessionId: model.UpdateVolumeStatusRequest["sessionId"] = "";
  let updates: model.UpdateVolumeStatusRequest["updates"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (updates = rt.grown(updates)).push(readUpdateVolumeStatusRequest_VolumeStatusUpdate(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    updates,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateVolumeStatusRequestCodec: Codec<model.UpdateVolumeStatusRequest> = rt.codec("UpdateVolumeStatusRequest", writeUpdateVolumeStatusRequest, readUpdateVolumeStatusRequest);

export function writeUpdateVolumeStatusRequest_VolumeStatusUpdate(w: Writer, m: model.UpdateVolumeStatusRequest_VolumeStatusUpdate): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.unpublished) {
    w.uint32(16);
    w.bool(m.unpublished);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateVolumeStatusRequest_VolumeStatusUpdate(r: Reader, end: number, depth: number): model.UpdateVolumeStatusRequest_VolumeStatusUpdate {
  rt.checkDepth(depth);
  let id: model.UpdateVolumeStatusRequest_VolumeStatusUpdate["id"] = "";
  let unpublished: model.UpdateVolumeStatusRequest_VolumeStatusUpdate["unpublished"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        unpublished = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    unpublished,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateVolumeStatusRequest_VolumeStatusUpdateCodec: Codec<model.UpdateVolumeStatusRequest_VolumeStatusUpdate> = rt.codec("UpdateVolumeStatusRequest_VolumeStatusUpdate", writeUpdateVolumeStatusRequest_VolumeStatusUpdate, readUpdateVolumeStatusRequest_VolumeStatusUpdate);

export function writeUpdateVolumeStatusResponse(w: Writer, m: model.UpdateVolumeStatusResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readUpdateVolumeStatusResponse(r: Reader, end: number, depth: number): model.UpdateVolumeStatusResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const UpdateVolumeStatusResponseCodec: Codec<model.UpdateVolumeStatusResponse> = rt.codec("UpdateVolumeStatusResponse", writeUpdateVolumeStatusResponse, readUpdateVolumeStatusResponse);

export function writeTasksRequest(w: Writer, m: model.TasksRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTasksRequest(r: Reader, end: number, depth: number): model.TasksRequest {
  rt.checkDepth(depth);
  let sessionId: model.TasksRequest["sessionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TasksRequestCodec: Codec<model.TasksRequest> = rt.codec("TasksRequest", writeTasksRequest, readTasksRequest);

export function writeTasksMessage(w: Writer, m: model.TasksMessage): Writer {
  for (const item of m.tasks) {
    w.uint32(10);
    writeTask(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTasksMessage(r: Reader, end: number, depth: number): model.TasksMessage {
  rt.checkDepth(depth);
  let tasks: model.TasksMessage["tasks"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (tasks = rt.grown(tasks)).push(readTask(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    tasks,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TasksMessageCodec: Codec<model.TasksMessage> = rt.codec("TasksMessage", writeTasksMessage, readTasksMessage);

export function writeAssignmentsRequest(w: Writer, m: model.AssignmentsRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAssignmentsRequest(r: Reader, end: number, depth: number): model.AssignmentsRequest {
  rt.checkDepth(depth);
  let sessionId: model.AssignmentsRequest["sessionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AssignmentsRequestCodec: Codec<model.AssignmentsRequest> = rt.codec("AssignmentsRequest", writeAssignmentsRequest, readAssignmentsRequest);

export function writeAssignment(w: Writer, m: model.Assignment): Writer {
  if (m.task !== undefined) {
    w.uint32(10);
    writeTask(w.fork(), m.task).ldelim();
  }
  if (m.secret !== undefined) {
    w.uint32(18);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.config !== undefined) {
    w.uint32(26);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.volume !== undefined) {
    w.uint32(34);
    writeVolumeAssignment(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAssignment(r: Reader, end: number, depth: number): model.Assignment {
  rt.checkDepth(depth);
  let task: model.Assignment["task"] = undefined;
  let secret: model.Assignment["secret"] = undefined;
  let config: model.Assignment["config"] = undefined;
  let volume: model.Assignment["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        secret = undefined;
        config = undefined;
        volume = undefined;
        task = readTask(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        task = undefined;
        config = undefined;
        volume = undefined;
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        task = undefined;
        secret = undefined;
        volume = undefined;
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        task = undefined;
        secret = undefined;
        config = undefined;
        volume = readVolumeAssignment(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    task,
    secret,
    config,
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AssignmentCodec: Codec<model.Assignment> = rt.codec("Assignment", writeAssignment, readAssignment);

export function writeAssignmentChange(w: Writer, m: model.AssignmentChange): Writer {
  if (m.assignment !== undefined) {
    w.uint32(10);
    writeAssignment(w.fork(), m.assignment).ldelim();
  }
  if (m.action !== 0) {
    w.uint32(16);
    w.int32(m.action);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAssignmentChange(r: Reader, end: number, depth: number): model.AssignmentChange {
  rt.checkDepth(depth);
  let assignment: model.AssignmentChange["assignment"] = undefined;
  let action: model.AssignmentChange["action"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        assignment = readAssignment(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        action = r.int32() as model.AssignmentChange_AssignmentAction;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    assignment,
    action,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AssignmentChangeCodec: Codec<model.AssignmentChange> = rt.codec("AssignmentChange", writeAssignmentChange, readAssignmentChange);

export function writeAssignmentsMessage(w: Writer, m: model.AssignmentsMessage): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.appliesTo !== "") {
    w.uint32(18);
    w.string(m.appliesTo);
  }
  if (m.resultsIn !== "") {
    w.uint32(26);
    w.string(m.resultsIn);
  }
  for (const item of m.changes) {
    w.uint32(34);
    writeAssignmentChange(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAssignmentsMessage(r: Reader, end: number, depth: number): model.AssignmentsMessage {
  rt.checkDepth(depth);
  let type: model.AssignmentsMessage["type"] = 0;
  let appliesTo: model.AssignmentsMessage["appliesTo"] = "";
  let resultsIn: model.AssignmentsMessage["resultsIn"] = "";
  let changes: model.AssignmentsMessage["changes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.AssignmentsMessage_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        appliesTo = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        resultsIn = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (changes = rt.grown(changes)).push(readAssignmentChange(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    appliesTo,
    resultsIn,
    changes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AssignmentsMessageCodec: Codec<model.AssignmentsMessage> = rt.codec("AssignmentsMessage", writeAssignmentsMessage, readAssignmentsMessage);

export function writeHealthCheckRequest(w: Writer, m: model.HealthCheckRequest): Writer {
  if (m.service !== "") {
    w.uint32(10);
    w.string(m.service);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readHealthCheckRequest(r: Reader, end: number, depth: number): model.HealthCheckRequest {
  rt.checkDepth(depth);
  let service: model.HealthCheckRequest["service"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        service = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    service,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const HealthCheckRequestCodec: Codec<model.HealthCheckRequest> = rt.codec("HealthCheckRequest", writeHealthCheckRequest, readHealthCheckRequest);

export function writeHealthCheckResponse(w: Writer, m: model.HealthCheckResponse): Writer {
  if (m.status !== 0) {
    w.uint32(8);
    w.int32(m.status);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readHealthCheckResponse(r: Reader, end: number, depth: number): model.HealthCheckResponse {
  rt.checkDepth(depth);
  let status: model.HealthCheckResponse["status"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        status = r.int32() as model.HealthCheckResponse_ServingStatus;
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    status,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const HealthCheckResponseCodec: Codec<model.HealthCheckResponse> = rt.codec("HealthCheckResponse", writeHealthCheckResponse, readHealthCheckResponse);

export function writeLogSubscriptionOptions(w: Writer, m: model.LogSubscriptionOptions): Writer {
  for (const item of m.streams) {
    w.uint32(8);
    w.int32(item);
  }
  if (m.follow) {
    w.uint32(16);
    w.bool(m.follow);
  }
  if (m.tail !== 0) {
    w.uint32(24);
    rt.writeInt64(w, m.tail);
  }
  if (m.since !== undefined) {
    w.uint32(34);
    writeTimestamp(w.fork(), m.since).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLogSubscriptionOptions(r: Reader, end: number, depth: number): model.LogSubscriptionOptions {
  rt.checkDepth(depth);
  let streams: model.LogSubscriptionOptions["streams"] = rt.NOTHING;
  let follow: model.LogSubscriptionOptions["follow"] = false;
  let tail: model.LogSubscriptionOptions["tail"] = 0;
  let since: model.LogSubscriptionOptions["since"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (streams = rt.grown(streams)).push(r.int32() as model.LogStream);
        } else {
          rt.checkWire(tag, 0);
          (streams = rt.grown(streams)).push(r.int32() as model.LogStream);
        }
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        follow = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        tail = rt.readInt64(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        since = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    streams,
    follow,
    tail,
    since,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LogSubscriptionOptionsCodec: Codec<model.LogSubscriptionOptions> = rt.codec("LogSubscriptionOptions", writeLogSubscriptionOptions, readLogSubscriptionOptions);

export function writeLogSelector(w: Writer, m: model.LogSelector): Writer {
  for (const item of m.serviceIds) {
    w.uint32(10);
    w.string(item);
  }
  for (const item of m.nodeIds) {
    w.uint32(18);
    w.string(item);
  }
  for (const item of m.taskIds) {
    w.uint32(26);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLogSelector(r: Reader, end: number, depth: number): model.LogSelector {
  rt.checkDepth(depth);
  let serviceIds: model.LogSelector["serviceIds"] = rt.NOTHING;
  let nodeIds: model.LogSelector["nodeIds"] = rt.NOTHING;
  let taskIds: model.LogSelector["taskIds"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (serviceIds = rt.grown(serviceIds)).push(r.string());
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (nodeIds = rt.grown(nodeIds)).push(r.string());
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (taskIds = rt.grown(taskIds)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceIds,
    nodeIds,
    taskIds,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LogSelectorCodec: Codec<model.LogSelector> = rt.codec("LogSelector", writeLogSelector, readLogSelector);

export function writeLogContext(w: Writer, m: model.LogContext): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.nodeId !== "") {
    w.uint32(18);
    w.string(m.nodeId);
  }
  if (m.taskId !== "") {
    w.uint32(26);
    w.string(m.taskId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLogContext(r: Reader, end: number, depth: number): model.LogContext {
  rt.checkDepth(depth);
  let serviceId: model.LogContext["serviceId"] = "";
  let nodeId: model.LogContext["nodeId"] = "";
  let taskId: model.LogContext["taskId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    nodeId,
    taskId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LogContextCodec: Codec<model.LogContext> = rt.codec("LogContext", writeLogContext, readLogContext);

export function writeLogAttr(w: Writer, m: model.LogAttr): Writer {
  if (m.key !== "") {
    w.uint32(10);
    w.string(m.key);
  }
  if (m.value !== "") {
    w.uint32(18);
    w.string(m.value);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLogAttr(r: Reader, end: number, depth: number): model.LogAttr {
  rt.checkDepth(depth);
  let key: model.LogAttr["key"] = "";
  let value: model.LogAttr["value"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        key = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        value = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    key,
    value,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LogAttrCodec: Codec<model.LogAttr> = rt.codec("LogAttr", writeLogAttr, readLogAttr);

export function writeLogMessage(w: Writer, m: model.LogMessage): Writer {
  if (m.context !== undefined) {
    w.uint32(10);
    writeLogContext(w.fork(), m.context).ldelim();
  }
  if (m.timestamp !== undefined) {
    w.uint32(18);
    writeTimestamp(w.fork(), m.timestamp).ldelim();
  }
  if (m.stream !== 0) {
    w.uint32(24);
    w.int32(m.stream);
  }
  if (m.data.length > 0) {
    w.uint32(34);
    w.bytes(m.data);
  }
  for (const item of m.attrs) {
    w.uint32(42);
    writeLogAttr(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLogMessage(r: Reader, end: number, depth: number): model.LogMessage {
  rt.checkDepth(depth);
  let context: model.LogMessage["context"] = undefined;
  let timestamp: model.LogMessage["timestamp"] = undefined;
  let stream: model.LogMessage["stream"] = 0;
  let data: model.LogMessage["data"] = rt.NO_BYTES;
  let attrs: model.LogMessage["attrs"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        context = readLogContext(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        timestamp = readTimestamp(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        stream = r.int32() as model.LogStream;
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (attrs = rt.grown(attrs)).push(readLogAttr(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    context,
    timestamp,
    stream,
    data,
    attrs,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LogMessageCodec: Codec<model.LogMessage> = rt.codec("LogMessage", writeLogMessage, readLogMessage);

export function writeSubscribeLogsRequest(w: Writer, m: model.SubscribeLogsRequest): Writer {
  if (m.selector !== undefined) {
    w.uint32(10);
    writeLogSelector(w.fork(), m.selector).ldelim();
  }
  if (m.options !== undefined) {
    w.uint32(18);
    writeLogSubscriptionOptions(w.fork(), m.options).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSubscribeLogsRequest(r: Reader, end: number, depth: number): model.SubscribeLogsRequest {
  rt.checkDepth(depth);
  let selector: model.SubscribeLogsRequest["selector"] = undefined;
  let options: model.SubscribeLogsRequest["options"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        selector = readLogSelector(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        options = readLogSubscriptionOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    selector,
    options,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SubscribeLogsRequestCodec: Codec<model.SubscribeLogsRequest> = rt.codec("SubscribeLogsRequest", writeSubscribeLogsRequest, readSubscribeLogsRequest);

export function writeSubscribeLogsMessage(w: Writer, m: model.SubscribeLogsMessage): Writer {
  for (const item of m.messages) {
    w.uint32(10);
    writeLogMessage(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSubscribeLogsMessage(r: Reader, end: number, depth: number): model.SubscribeLogsMessage {
  rt.checkDepth(depth);
  let messages: model.SubscribeLogsMessage["messages"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (messages = rt.grown(messages)).push(readLogMessage(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    messages,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SubscribeLogsMessageCodec: Codec<model.SubscribeLogsMessage> = rt.codec("SubscribeLogsMessage", writeSubscribeLogsMessage, readSubscribeLogsMessage);

export function writeListenSubscriptionsRequest(w: Writer, m: model.ListenSubscriptionsRequest): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListenSubscriptionsRequest(r: Reader, end: number, depth: number): model.ListenSubscriptionsRequest {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListenSubscriptionsRequestCodec: Codec<model.ListenSubscriptionsRequest> = rt.codec("ListenSubscriptionsRequest", writeListenSubscriptionsRequest, readListenSubscriptionsRequest);

export function writeSubscriptionMessage(w: Writer, m: model.SubscriptionMessage): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.selector !== undefined) {
    w.uint32(18);
    writeLogSelector(w.fork(), m.selector).ldelim();
  }
  if (m.options !== undefined) {
    w.uint32(26);
    writeLogSubscriptionOptions(w.fork(), m.options).ldelim();
  }
  if (m.close) {
    w.uint32(32);
    w.bool(m.close);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSubscriptionMessage(r: Reader, end: number, depth: number): model.SubscriptionMessage {
  rt.checkDepth(depth);
  let id: model.SubscriptionMessage["id"] = "";
  let selector: model.SubscriptionMessage["selector"] = undefined;
  let options: model.SubscriptionMessage["options"] = undefined;
  let close: model.SubscriptionMessage["close"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        selector = readLogSelector(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        options = readLogSubscriptionOptions(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        close = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    selector,
    options,
    close,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SubscriptionMessageCodec: Codec<model.SubscriptionMessage> = rt.codec("SubscriptionMessage", writeSubscriptionMessage, readSubscriptionMessage);

export function writePublishLogsMessage(w: Writer, m: model.PublishLogsMessage): Writer {
  if (m.subscriptionId !== "") {
    w.uint32(10);
    w.string(m.subscriptionId);
  }
  for (const item of m.messages) {
    w.uint32(18);
    writeLogMessage(w.fork(), item).ldelim();
  }
  if (m.close) {
    w.uint32(24);
    w.bool(m.close);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPublishLogsMessage(r: Reader, end: number, depth: number): model.PublishLogsMessage {
  rt.checkDepth(depth);
  let subscriptionId: model.PublishLogsMessage["subscriptionId"] = "";
  let messages: model.PublishLogsMessage["messages"] = rt.NOTHING;
  let close: model.PublishLogsMessage["close"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        subscriptionId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (messages = rt.grown(messages)).push(readLogMessage(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        close = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    subscriptionId,
    messages,
    close,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PublishLogsMessageCodec: Codec<model.PublishLogsMessage> = rt.codec("PublishLogsMessage", writePublishLogsMessage, readPublishLogsMessage);

export function writePublishLogsResponse(w: Writer, m: model.PublishLogsResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPublishLogsResponse(r: Reader, end: number, depth: number): model.PublishLogsResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PublishLogsResponseCodec: Codec<model.PublishLogsResponse> = rt.codec("PublishLogsResponse", writePublishLogsResponse, readPublishLogsResponse);

export function writeRaftMember(w: Writer, m: model.RaftMember): Writer {
  if (m.raftId !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.raftId);
  }
  if (m.nodeId !== "") {
    w.uint32(18);
    w.string(m.nodeId);
  }
  if (m.addr !== "") {
    w.uint32(26);
    w.string(m.addr);
  }
  if (m.status !== undefined) {
    w.uint32(34);
    writeRaftMemberStatus(w.fork(), m.status).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftMember(r: Reader, end: number, depth: number): model.RaftMember {
  rt.checkDepth(depth);
  let raftId: model.RaftMember["raftId"] = 0n;
  let nodeId: model.RaftMember["nodeId"] = "";
  let addr: model.RaftMember["addr"] = "";
  let status: model.RaftMember["status"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        raftId = rt.readId(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        status = readRaftMemberStatus(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    raftId,
    nodeId,
    addr,
    status,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftMemberCodec: Codec<model.RaftMember> = rt.codec("RaftMember", writeRaftMember, readRaftMember);

export function writeJoinRequest(w: Writer, m: model.JoinRequest): Writer {
  if (m.addr !== "") {
    w.uint32(10);
    w.string(m.addr);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readJoinRequest(r: Reader, end: number, depth: number): model.JoinRequest {
  rt.checkDepth(depth);
  let addr: model.JoinRequest["addr"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    addr,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const JoinRequestCodec: Codec<model.JoinRequest> = rt.codec("JoinRequest", writeJoinRequest, readJoinRequest);

export function writeJoinResponse(w: Writer, m: model.JoinResponse): Writer {
  if (m.raftId !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.raftId);
  }
  for (const item of m.members) {
    w.uint32(18);
    writeRaftMember(w.fork(), item).ldelim();
  }
  for (const item of m.removedMembers) {
    w.uint32(24);
    rt.writeId(w, item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readJoinResponse(r: Reader, end: number, depth: number): model.JoinResponse {
  rt.checkDepth(depth);
  let raftId: model.JoinResponse["raftId"] = 0n;
  let members: model.JoinResponse["members"] = rt.NOTHING;
  let removedMembers: model.JoinResponse["removedMembers"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        raftId = rt.readId(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (members = rt.grown(members)).push(readRaftMember(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (removedMembers = rt.grown(removedMembers)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (removedMembers = rt.grown(removedMembers)).push(rt.readId(r));
        }
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    raftId,
    members,
    removedMembers,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const JoinResponseCodec: Codec<model.JoinResponse> = rt.codec("JoinResponse", writeJoinResponse, readJoinResponse);

export function writeLeaveRequest(w: Writer, m: model.LeaveRequest): Writer {
  if (m.node !== undefined) {
    w.uint32(10);
    writeRaftMember(w.fork(), m.node).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLeaveRequest(r: Reader, end: number, depth: number): model.LeaveRequest {
  rt.checkDepth(depth);
  let node: model.LeaveRequest["node"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        node = readRaftMember(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    node,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LeaveRequestCodec: Codec<model.LeaveRequest> = rt.codec("LeaveRequest", writeLeaveRequest, readLeaveRequest);

export function writeLeaveResponse(w: Writer, m: model.LeaveResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLeaveResponse(r: Reader, end: number, depth: number): model.LeaveResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LeaveResponseCodec: Codec<model.LeaveResponse> = rt.codec("LeaveResponse", writeLeaveResponse, readLeaveResponse);

export function writeProcessRaftMessageRequest(w: Writer, m: model.ProcessRaftMessageRequest): Writer {
  if (m.message !== undefined) {
    w.uint32(10);
    writeRaftpbMessage(w.fork(), m.message).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readProcessRaftMessageRequest(r: Reader, end: number, depth: number): model.ProcessRaftMessageRequest {
  rt.checkDepth(depth);
  let message: model.ProcessRaftMessageRequest["message"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        message = readRaftpbMessage(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    message,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ProcessRaftMessageRequestCodec: Codec<model.ProcessRaftMessageRequest> = rt.codec("ProcessRaftMessageRequest", writeProcessRaftMessageRequest, readProcessRaftMessageRequest);

export function writeProcessRaftMessageResponse(w: Writer, m: model.ProcessRaftMessageResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readProcessRaftMessageResponse(r: Reader, end: number, depth: number): model.ProcessRaftMessageResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ProcessRaftMessageResponseCodec: Codec<model.ProcessRaftMessageResponse> = rt.codec("ProcessRaftMessageResponse", writeProcessRaftMessageResponse, readProcessRaftMessageResponse);

export function writeStreamRaftMessageRequest(w: Writer, m: model.StreamRaftMessageRequest): Writer {
  if (m.message !== undefined) {
    w.uint32(10);
    writeRaftpbMessage(w.fork(), m.message).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readStreamRaftMessageRequest(r: Reader, end: number, depth: number): model.StreamRaftMessageRequest {
  rt.checkDepth(depth);
  let message: model.StreamRaftMessageRequest["message"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        message = readRaftpbMessage(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    message,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const StreamRaftMessageRequestCodec: Codec<model.StreamRaftMessageRequest> = rt.codec("StreamRaftMessageRequest", writeStreamRaftMessageRequest, readStreamRaftMessageRequest);

export function writeStreamRaftMessageResponse(w: Writer, m: model.StreamRaftMessageResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readStreamRaftMessageResponse(r: Reader, end: number, depth: number): model.StreamRaftMessageResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const StreamRaftMessageResponseCodec: Codec<model.StreamRaftMessageResponse> = rt.codec("StreamRaftMessageResponse", writeStreamRaftMessageResponse, readStreamRaftMessageResponse);

export function writeResolveAddressRequest(w: Writer, m: model.ResolveAddressRequest): Writer {
  if (m.raftId !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.raftId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResolveAddressRequest(r: Reader, end: number, depth: number): model.ResolveAddressRequest {
  rt.checkDepth(depth);
  let raftId: model.ResolveAddressRequest["raftId"] = 0n;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        raftId = rt.readId(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    raftId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResolveAddressRequestCodec: Codec<model.ResolveAddressRequest> = rt.codec("ResolveAddressRequest", writeResolveAddressRequest, readResolveAddressRequest);

export function writeResolveAddressResponse(w: Writer, m: model.ResolveAddressResponse): Writer {
  if (m.addr !== "") {
    w.uint32(10);
    w.string(m.addr);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readResolveAddressResponse(r: Reader, end: number, depth: number): model.ResolveAddressResponse {
  rt.checkDepth(depth);
  let addr: model.ResolveAddressResponse["addr"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        addr = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    addr,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ResolveAddressResponseCodec: Codec<model.ResolveAddressResponse> = rt.codec("ResolveAddressResponse", writeResolveAddressResponse, readResolveAddressResponse);

export function writeInternalRaftRequest(w: Writer, m: model.InternalRaftRequest): Writer {
  if (m.id !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.id);
  }
  for (const item of m.action) {
    w.uint32(18);
    writeStoreAction(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readInternalRaftRequest(r: Reader, end: number, depth: number): model.InternalRaftRequest {
  rt.checkDepth(depth);
  let id: model.InternalRaftRequest["id"] = 0n;
  let action: model.InternalRaftRequest["action"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        id = rt.readId(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (action = rt.grown(action)).push(readStoreAction(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    action,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const InternalRaftRequestCodec: Codec<model.InternalRaftRequest> = rt.codec("InternalRaftRequest", writeInternalRaftRequest, readInternalRaftRequest);

export function writeStoreAction(w: Writer, m: model.StoreAction): Writer {
  if (m.action !== 0) {
    w.uint32(8);
    w.int32(m.action);
  }
  if (m.node !== undefined) {
    w.uint32(18);
    writeNode(w.fork(), m.node).ldelim();
  }
  if (m.service !== undefined) {
    w.uint32(26);
    writeService(w.fork(), m.service).ldelim();
  }
  if (m.task !== undefined) {
    w.uint32(34);
    writeTask(w.fork(), m.task).ldelim();
  }
  if (m.network !== undefined) {
    w.uint32(42);
    writeNetwork(w.fork(), m.network).ldelim();
  }
  if (m.cluster !== undefined) {
    w.uint32(50);
    writeCluster(w.fork(), m.cluster).ldelim();
  }
  if (m.secret !== undefined) {
    w.uint32(58);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.resource !== undefined) {
    w.uint32(66);
    writeResource(w.fork(), m.resource).ldelim();
  }
  if (m.extension !== undefined) {
    w.uint32(74);
    writeExtension(w.fork(), m.extension).ldelim();
  }
  if (m.config !== undefined) {
    w.uint32(82);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.volume !== undefined) {
    w.uint32(90);
    writeVolume(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readStoreAction(r: Reader, end: number, depth: number): model.StoreAction {
  rt.checkDepth(depth);
  let action: model.StoreAction["action"] = 0;
  let node: model.StoreAction["node"] = undefined;
  let service: model.StoreAction["service"] = undefined;
  let task: model.StoreAction["task"] = undefined;
  let network: model.StoreAction["network"] = undefined;
  let cluster: model.StoreAction["cluster"] = undefined;
  let secret: model.StoreAction["secret"] = undefined;
  let resource: model.StoreAction["resource"] = undefined;
  let extension: model.StoreAction["extension"] = undefined;
  let config: model.StoreAction["config"] = undefined;
  let volume: model.StoreAction["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        action = r.int32() as model.StoreActionKind;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        node = readNode(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        node = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        service = readService(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        task = readTask(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        network = readNetwork(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        cluster = readCluster(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        resource = readResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        config = undefined;
        volume = undefined;
        extension = readExtension(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        volume = undefined;
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = readVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    action,
    node,
    service,
    task,
    network,
    cluster,
    secret,
    resource,
    extension,
    config,
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const StoreActionCodec: Codec<model.StoreAction> = rt.codec("StoreAction", writeStoreAction, readStoreAction);

export function writeAttachNetworkRequest(w: Writer, m: model.AttachNetworkRequest): Writer {
  if (m.config !== undefined) {
    w.uint32(10);
    writeNetworkAttachmentConfig(w.fork(), m.config).ldelim();
  }
  if (m.containerId !== "") {
    w.uint32(18);
    w.string(m.containerId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAttachNetworkRequest(r: Reader, end: number, depth: number): model.AttachNetworkRequest {
  rt.checkDepth(depth);
  let config: model.AttachNetworkRequest["config"] = undefined;
  let containerId: model.AttachNetworkRequest["containerId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        config = readNetworkAttachmentConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        containerId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    config,
    containerId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AttachNetworkRequestCodec: Codec<model.AttachNetworkRequest> = rt.codec("AttachNetworkRequest", writeAttachNetworkRequest, readAttachNetworkRequest);

export function writeAttachNetworkResponse(w: Writer, m: model.AttachNetworkResponse): Writer {
  if (m.attachmentId !== "") {
    w.uint32(10);
    w.string(m.attachmentId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAttachNetworkResponse(r: Reader, end: number, depth: number): model.AttachNetworkResponse {
  rt.checkDepth(depth);
  let attachmentId: model.AttachNetworkResponse["attachmentId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        attachmentId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    attachmentId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AttachNetworkResponseCodec: Codec<model.AttachNetworkResponse> = rt.codec("AttachNetworkResponse", writeAttachNetworkResponse, readAttachNetworkResponse);

export function writeDetachNetworkRequest(w: Writer, m: model.DetachNetworkRequest): Writer {
  if (m.attachmentId !== "") {
    w.uint32(10);
    w.string(m.attachmentId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDetachNetworkRequest(r: Reader, end: number, depth: number): model.DetachNetworkRequest {
  rt.checkDepth(depth);
  let attachmentId: model.DetachNetworkRequest["attachmentId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        attachmentId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    attachmentId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DetachNetworkRequestCodec: Codec<model.DetachNetworkRequest> = rt.codec("DetachNetworkRequest", writeDetachNetworkRequest, readDetachNetworkRequest);

export function writeDetachNetworkResponse(w: Writer, m: model.DetachNetworkResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDetachNetworkResponse(r: Reader, end: number, depth: number): model.DetachNetworkResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DetachNetworkResponseCodec: Codec<model.DetachNetworkResponse> = rt.codec("DetachNetworkResponse", writeDetachNetworkResponse, readDetachNetworkResponse);

export function writeStoreSnapshot(w: Writer, m: model.StoreSnapshot): Writer {
  for (const item of m.nodes) {
    w.uint32(10);
    writeNode(w.fork(), item).ldelim();
  }
  for (const item of m.services) {
    w.uint32(18);
    writeService(w.fork(), item).ldelim();
  }
  for (const item of m.networks) {
    w.uint32(26);
    writeNetwork(w.fork(), item).ldelim();
  }
  for (const item of m.tasks) {
    w.uint32(34);
    writeTask(w.fork(), item).ldelim();
  }
  for (const item of m.clusters) {
    w.uint32(42);
    writeCluster(w.fork(), item).ldelim();
  }
  for (const item of m.secrets) {
    w.uint32(50);
    writeSecret(w.fork(), item).ldelim();
  }
  for (const item of m.resources) {
    w.uint32(58);
    writeResource(w.fork(), item).ldelim();
  }
  for (const item of m.extensions) {
    w.uint32(66);
    writeExtension(w.fork(), item).ldelim();
  }
  for (const item of m.configs) {
    w.uint32(74);
    writeConfig(w.fork(), item).ldelim();
  }
  for (const item of m.volumes) {
    w.uint32(82);
    writeVolume(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readStoreSnapshot(r: Reader, end: number, depth: number): model.StoreSnapshot {
  rt.checkDepth(depth);
  let nodes: model.StoreSnapshot["nodes"] = rt.NOTHING;
  let services: model.StoreSnapshot["services"] = rt.NOTHING;
  let networks: model.StoreSnapshot["networks"] = rt.NOTHING;
  let tasks: model.StoreSnapshot["tasks"] = rt.NOTHING;
  let clusters: model.StoreSnapshot["clusters"] = rt.NOTHING;
  let secrets: model.StoreSnapshot["secrets"] = rt.NOTHING;
  let resources: model.StoreSnapshot["resources"] = rt.NOTHING;
  let extensions: model.StoreSnapshot["extensions"] = rt.NOTHING;
  let configs: model.StoreSnapshot["configs"] = rt.NOTHING;
  let volumes: model.StoreSnapshot["volumes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (nodes = rt.grown(nodes)).push(readNode(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (services = rt.grown(services)).push(readService(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetwork(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (tasks = rt.grown(tasks)).push(readTask(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (clusters = rt.grown(clusters)).push(readCluster(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        (secrets = rt.grown(secrets)).push(readSecret(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (resources = rt.grown(resources)).push(readResource(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        (extensions = rt.grown(extensions)).push(readExtension(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        (configs = rt.grown(configs)).push(readConfig(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        (volumes = rt.grown(volumes)).push(readVolume(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodes,
    services,
    networks,
    tasks,
    clusters,
    secrets,
    resources,
    extensions,
    configs,
    volumes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const StoreSnapshotCodec: Codec<model.StoreSnapshot> = rt.codec("StoreSnapshot", writeStoreSnapshot, readStoreSnapshot);

export function writeClusterSnapshot(w: Writer, m: model.ClusterSnapshot): Writer {
  for (const item of m.members) {
    w.uint32(10);
    writeRaftMember(w.fork(), item).ldelim();
  }
  for (const item of m.removed) {
    w.uint32(16);
    rt.writeId(w, item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readClusterSnapshot(r: Reader, end: number, depth: number): model.ClusterSnapshot {
  rt.checkDepth(depth);
  let members: model.ClusterSnapshot["members"] = rt.NOTHING;
  let removed: model.ClusterSnapshot["removed"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (members = rt.grown(members)).push(readRaftMember(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 2: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (removed = rt.grown(removed)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (removed = rt.grown(removed)).push(rt.readId(r));
        }
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    members,
    removed,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ClusterSnapshotCodec: Codec<model.ClusterSnapshot> = rt.codec("ClusterSnapshot", writeClusterSnapshot, readClusterSnapshot);

export function writeSnapshot(w: Writer, m: model.Snapshot): Writer {
  if (m.version !== 0) {
    w.uint32(8);
    w.int32(m.version);
  }
  if (m.membership !== undefined) {
    w.uint32(18);
    writeClusterSnapshot(w.fork(), m.membership).ldelim();
  }
  if (m.store !== undefined) {
    w.uint32(26);
    writeStoreSnapshot(w.fork(), m.store).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSnapshot(r: Reader, end: number, depth: number): model.Snapshot {
  rt.checkDepth(depth);
  let version: model.Snapshot["version"] = 0;
  let membership: model.Snapshot["membership"] = undefined;
  let store: model.Snapshot["store"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        version = r.int32() as model.Snapshot_Version;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        membership = readClusterSnapshot(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        store = readStoreSnapshot(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    version,
    membership,
    store,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SnapshotCodec: Codec<model.Snapshot> = rt.codec("Snapshot", writeSnapshot, readSnapshot);

export function writeStoreObject(w: Writer, m: model.StoreObject): Writer {
  if (m.node !== undefined) {
    w.uint32(10);
    writeNode(w.fork(), m.node).ldelim();
  }
  if (m.service !== undefined) {
    w.uint32(18);
    writeService(w.fork(), m.service).ldelim();
  }
  if (m.network !== undefined) {
    w.uint32(26);
    writeNetwork(w.fork(), m.network).ldelim();
  }
  if (m.task !== undefined) {
    w.uint32(34);
    writeTask(w.fork(), m.task).ldelim();
  }
  if (m.cluster !== undefined) {
    w.uint32(42);
    writeCluster(w.fork(), m.cluster).ldelim();
  }
  if (m.secret !== undefined) {
    w.uint32(50);
    writeSecret(w.fork(), m.secret).ldelim();
  }
  if (m.resource !== undefined) {
    w.uint32(58);
    writeResource(w.fork(), m.resource).ldelim();
  }
  if (m.extension !== undefined) {
    w.uint32(66);
    writeExtension(w.fork(), m.extension).ldelim();
  }
  if (m.config !== undefined) {
    w.uint32(74);
    writeConfig(w.fork(), m.config).ldelim();
  }
  if (m.volume !== undefined) {
    w.uint32(82);
    writeVolume(w.fork(), m.volume).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readStoreObject(r: Reader, end: number, depth: number): model.StoreObject {
  rt.checkDepth(depth);
  let node: model.StoreObject["node"] = undefined;
  let service: model.StoreObject["service"] = undefined;
  let network: model.StoreObject["network"] = undefined;
  let task: model.StoreObject["task"] = undefined;
  let cluster: model.StoreObject["cluster"] = undefined;
  let secret: model.StoreObject["secret"] = undefined;
  let resource: model.StoreObject["resource"] = undefined;
  let extension: model.StoreObject["extension"] = undefined;
  let config: model.StoreObject["config"] = undefined;
  let volume: model.StoreObject["volume"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        node = readNode(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        node = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        service = readService(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        network = readNetwork(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        task = readTask(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        cluster = readCluster(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        secret = readSecret(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        extension = undefined;
        config = undefined;
        volume = undefined;
        resource = readResource(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        config = undefined;
        volume = undefined;
        extension = readExtension(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        volume = undefined;
        config = readConfig(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        node = undefined;
        service = undefined;
        network = undefined;
        task = undefined;
        cluster = undefined;
        secret = undefined;
        resource = undefined;
        extension = undefined;
        config = undefined;
        volume = readVolume(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    node,
    service,
    network,
    task,
    cluster,
    secret,
    resource,
    extension,
    config,
    volume,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const StoreObjectCodec: Codec<model.StoreObject> = rt.codec("StoreObject", writeStoreObject, readStoreObject);

export function writeSelectBySlot(w: Writer, m: model.SelectBySlot): Writer {
  if (m.serviceId !== "") {
    w.uint32(10);
    w.string(m.serviceId);
  }
  if (m.slot !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.slot);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSelectBySlot(r: Reader, end: number, depth: number): model.SelectBySlot {
  rt.checkDepth(depth);
  let serviceId: model.SelectBySlot["serviceId"] = "";
  let slot: model.SelectBySlot["slot"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        slot = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    serviceId,
    slot,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SelectBySlotCodec: Codec<model.SelectBySlot> = rt.codec("SelectBySlot", writeSelectBySlot, readSelectBySlot);

export function writeSelectByCustom(w: Writer, m: model.SelectByCustom): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.index !== "") {
    w.uint32(18);
    w.string(m.index);
  }
  if (m.value !== "") {
    w.uint32(26);
    w.string(m.value);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSelectByCustom(r: Reader, end: number, depth: number): model.SelectByCustom {
  rt.checkDepth(depth);
  let kind: model.SelectByCustom["kind"] = "";
  let index: model.SelectByCustom["index"] = "";
  let value: model.SelectByCustom["value"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        index = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        value = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    index,
    value,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SelectByCustomCodec: Codec<model.SelectByCustom> = rt.codec("SelectByCustom", writeSelectByCustom, readSelectByCustom);

export function writeSelectBy(w: Writer, m: model.SelectBy): Writer {
  if (m.id !== undefined) {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.idPrefix !== undefined) {
    w.uint32(18);
    w.string(m.idPrefix);
  }
  if (m.name !== undefined) {
    w.uint32(26);
    w.string(m.name);
  }
  if (m.namePrefix !== undefined) {
    w.uint32(34);
    w.string(m.namePrefix);
  }
  if (m.custom !== undefined) {
    w.uint32(42);
    writeSelectByCustom(w.fork(), m.custom).ldelim();
  }
  if (m.customPrefix !== undefined) {
    w.uint32(50);
    writeSelectByCustom(w.fork(), m.customPrefix).ldelim();
  }
  if (m.serviceId !== undefined) {
    w.uint32(58);
    w.string(m.serviceId);
  }
  if (m.nodeId !== undefined) {
    w.uint32(66);
    w.string(m.nodeId);
  }
  if (m.slot !== undefined) {
    w.uint32(74);
    writeSelectBySlot(w.fork(), m.slot).ldelim();
  }
  if (m.desiredState !== undefined) {
    w.uint32(80);
    w.int32(m.desiredState);
  }
  if (m.role !== undefined) {
    w.uint32(88);
    w.int32(m.role);
  }
  if (m.membership !== undefined) {
    w.uint32(96);
    w.int32(m.membership);
  }
  if (m.referencedNetworkId !== undefined) {
    w.uint32(106);
    w.string(m.referencedNetworkId);
  }
  if (m.referencedSecretId !== undefined) {
    w.uint32(114);
    w.string(m.referencedSecretId);
  }
  if (m.referencedConfigId !== undefined) {
    w.uint32(130);
    w.string(m.referencedConfigId);
  }
  if (m.kind !== undefined) {
    w.uint32(122);
    w.string(m.kind);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readSelectBy(r: Reader, end: number, depth: number): model.SelectBy {
  rt.checkDepth(depth);
  let id: model.SelectBy["id"] = undefined;
  let idPrefix: model.SelectBy["idPrefix"] = undefined;
  let name: model.SelectBy["name"] = undefined;
  let namePrefix: model.SelectBy["namePrefix"] = undefined;
  let custom: model.SelectBy["custom"] = undefined;
  let customPrefix: model.SelectBy["customPrefix"] = undefined;
  let serviceId: model.SelectBy["serviceId"] = undefined;
  let nodeId: model.SelectBy["nodeId"] = undefined;
  let slot: model.SelectBy["slot"] = undefined;
  let desiredState: model.SelectBy["desiredState"] = undefined;
  let role: model.SelectBy["role"] = undefined;
  let membership: model.SelectBy["membership"] = undefined;
  let referencedNetworkId: model.SelectBy["referencedNetworkId"] = undefined;
  let referencedSecretId: model.SelectBy["referencedSecretId"] = undefined;
  let referencedConfigId: model.SelectBy["referencedConfigId"] = undefined;
  let kind: model.SelectBy["kind"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        id = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        idPrefix = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        name = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        namePrefix = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        custom = readSelectByCustom(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        customPrefix = readSelectByCustom(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        serviceId = r.string();
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        nodeId = r.string();
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        slot = readSelectBySlot(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        desiredState = r.int32() as model.TaskState;
        break;
      }
      case 11: {
        rt.checkWire(tag, 0);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        role = r.int32() as model.NodeRole;
        break;
      }
      case 12: {
        rt.checkWire(tag, 0);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        membership = r.int32() as model.NodeSpec_Membership;
        break;
      }
      case 13: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        referencedNetworkId = r.string();
        break;
      }
      case 14: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedConfigId = undefined;
        kind = undefined;
        referencedSecretId = r.string();
        break;
      }
      case 16: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        kind = undefined;
        referencedConfigId = r.string();
        break;
      }
      case 15: {
        rt.checkWire(tag, 2);
        id = undefined;
        idPrefix = undefined;
        name = undefined;
        namePrefix = undefined;
        custom = undefined;
        customPrefix = undefined;
        serviceId = undefined;
        nodeId = undefined;
        slot = undefined;
        desiredState = undefined;
        role = undefined;
        membership = undefined;
        referencedNetworkId = undefined;
        referencedSecretId = undefined;
        referencedConfigId = undefined;
        kind = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    idPrefix,
    name,
    namePrefix,
    custom,
    customPrefix,
    serviceId,
    nodeId,
    slot,
    desiredState,
    role,
    membership,
    referencedNetworkId,
    referencedSecretId,
    referencedConfigId,
    kind,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const SelectByCodec: Codec<model.SelectBy> = rt.codec("SelectBy", writeSelectBy, readSelectBy);

export function writeWatchRequest(w: Writer, m: model.WatchRequest): Writer {
  for (const item of m.entries) {
    w.uint32(10);
    writeWatchRequest_WatchEntry(w.fork(), item).ldelim();
  }
  if (m.resumeFrom !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.resumeFrom).ldelim();
  }
  if (m.includeOldObject) {
    w.uint32(24);
    w.bool(m.includeOldObject);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWatchRequest(r: Reader, end: number, depth: number): model.WatchRequest {
  rt.checkDepth(depth);
  let entries: model.WatchRequest["entries"] = rt.NOTHING;
  let resumeFrom: model.WatchRequest["resumeFrom"] = undefined;
  let includeOldObject: model.WatchRequest["includeOldObject"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (entries = rt.grown(entries)).push(readWatchRequest_WatchEntry(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        resumeFrom = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        includeOldObject = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    entries,
    resumeFrom,
    includeOldObject,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WatchRequestCodec: Codec<model.WatchRequest> = rt.codec("WatchRequest", writeWatchRequest, readWatchRequest);

export function writeWatchRequest_WatchEntry(w: Writer, m: model.WatchRequest_WatchEntry): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.action !== 0) {
    w.uint32(16);
    w.int32(m.action);
  }
  for (const item of m.filters) {
    w.uint32(26);
    writeSelectBy(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWatchRequest_WatchEntry(r: Reader, end: number, depth: number): model.WatchRequest_WatchEntry {
  rt.checkDepth(depth);
  let kind: model.WatchRequest_WatchEntry["kind"] = "";
  let action: model.WatchRequest_WatchEntry["action"] = 0;
  let filters: model.WatchRequest_WatchEntry["filters"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        action = r.int32() as model.WatchActionKind;
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (filters = rt.grown(filters)).push(readSelectBy(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    action,
    filters,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WatchRequest_WatchEntryCodec: Codec<model.WatchRequest_WatchEntry> = rt.codec("WatchRequest_WatchEntry", writeWatchRequest_WatchEntry, readWatchRequest_WatchEntry);

export function writeWatchMessage(w: Writer, m: model.WatchMessage): Writer {
  for (const item of m.events) {
    w.uint32(10);
    writeWatchMessage_Event(w.fork(), item).ldelim();
  }
  if (m.version !== undefined) {
    w.uint32(18);
    writeVersion(w.fork(), m.version).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWatchMessage(r: Reader, end: number, depth: number): model.WatchMessage {
  rt.checkDepth(depth);
  let events: model.WatchMessage["events"] = rt.NOTHING;
  let version: model.WatchMessage["version"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (events = rt.grown(events)).push(readWatchMessage_Event(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        version = readVersion(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    events,
    version,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WatchMessageCodec: Codec<model.WatchMessage> = rt.codec("WatchMessage", writeWatchMessage, readWatchMessage);

export function writeWatchMessage_Event(w: Writer, m: model.WatchMessage_Event): Writer {
  if (m.action !== 0) {
    w.uint32(8);
    w.int32(m.action);
  }
  if (m.object !== undefined) {
    w.uint32(18);
    writeStoreObject(w.fork(), m.object).ldelim();
  }
  if (m.oldObject !== undefined) {
    w.uint32(26);
    writeStoreObject(w.fork(), m.oldObject).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWatchMessage_Event(r: Reader, end: number, depth: number): model.WatchMessage_Event {
  rt.checkDepth(depth);
  let action: model.WatchMessage_Event["action"] = 0;
  let object: model.WatchMessage_Event["object"] = undefined;
  let oldObject: model.WatchMessage_Event["oldObject"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        action = r.int32() as model.WatchActionKind;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        object = readStoreObject(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        oldObject = readStoreObject(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    action,
    object,
    oldObject,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WatchMessage_EventCodec: Codec<model.WatchMessage_Event> = rt.codec("WatchMessage_Event", writeWatchMessage_Event, readWatchMessage_Event);

export function writeExplainRequest(w: Writer, m: model.ExplainRequest): Writer {
  if (m.taskId !== "") {
    w.uint32(10);
    w.string(m.taskId);
  }
  if (m.serviceId !== "") {
    w.uint32(18);
    w.string(m.serviceId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readExplainRequest(r: Reader, end: number, depth: number): model.ExplainRequest {
  rt.checkDepth(depth);
  let taskId: model.ExplainRequest["taskId"] = "";
  let serviceId: model.ExplainRequest["serviceId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    taskId,
    serviceId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ExplainRequestCodec: Codec<model.ExplainRequest> = rt.codec("ExplainRequest", writeExplainRequest, readExplainRequest);

export function writeExplainResponse(w: Writer, m: model.ExplainResponse): Writer {
  for (const item of m.sentences) {
    w.uint32(10);
    w.string(item);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readExplainResponse(r: Reader, end: number, depth: number): model.ExplainResponse {
  rt.checkDepth(depth);
  let sentences: model.ExplainResponse["sentences"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (sentences = rt.grown(sentences)).push(r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sentences,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ExplainResponseCodec: Codec<model.ExplainResponse> = rt.codec("ExplainResponse", writeExplainResponse, readExplainResponse);

export function writeWatchOverlaysRequest(w: Writer, m: model.WatchOverlaysRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readWatchOverlaysRequest(r: Reader, end: number, depth: number): model.WatchOverlaysRequest {
  rt.checkDepth(depth);
  let sessionId: model.WatchOverlaysRequest["sessionId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const WatchOverlaysRequestCodec: Codec<model.WatchOverlaysRequest> = rt.codec("WatchOverlaysRequest", writeWatchOverlaysRequest, readWatchOverlaysRequest);

export function writeOverlayChange(w: Writer, m: model.OverlayChange): Writer {
  if (m.version !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.version);
  }
  if (m.complete) {
    w.uint32(16);
    w.bool(m.complete);
  }
  for (const item of m.networks) {
    w.uint32(26);
    writeOverlayNetwork(w.fork(), item).ldelim();
  }
  for (const item of m.peers) {
    w.uint32(34);
    writeOverlayPeer(w.fork(), item).ldelim();
  }
  for (const item of m.endpoints) {
    w.uint32(42);
    writeOverlayEndpoint(w.fork(), item).ldelim();
  }
  for (const item of m.services) {
    w.uint32(50);
    writeOverlayService(w.fork(), item).ldelim();
  }
  for (const item of m.removedNetworks) {
    w.uint32(58);
    w.string(item);
  }
  for (const item of m.removedPeers) {
    w.uint32(66);
    w.string(item);
  }
  for (const item of m.removedEndpoints) {
    w.uint32(74);
    w.string(item);
  }
  for (const item of m.removedServices) {
    w.uint32(82);
    w.string(item);
  }
  for (const item of m.checks) {
    w.uint32(90);
    writeOverlayCheck(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayChange(r: Reader, end: number, depth: number): model.OverlayChange {
  rt.checkDepth(depth);
  let version: model.OverlayChange["version"] = 0;
  let complete: model.OverlayChange["complete"] = false;
  let networks: model.OverlayChange["networks"] = rt.NOTHING;
  let peers: model.OverlayChange["peers"] = rt.NOTHING;
  let endpoints: model.OverlayChange["endpoints"] = rt.NOTHING;
  let services: model.OverlayChange["services"] = rt.NOTHING;
  let removedNetworks: model.OverlayChange["removedNetworks"] = rt.NOTHING;
  let removedPeers: model.OverlayChange["removedPeers"] = rt.NOTHING;
  let removedEndpoints: model.OverlayChange["removedEndpoints"] = rt.NOTHING;
  let removedServices: model.OverlayChange["removedServices"] = rt.NOTHING;
  let checks: model.OverlayChange["checks"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        version = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        complete = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readOverlayNetwork(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (peers = rt.grown(peers)).push(readOverlayPeer(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (endpoints = rt.grown(endpoints)).push(readOverlayEndpoint(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        (services = rt.grown(services)).push(readOverlayService(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (removedNetworks = rt.grown(removedNetworks)).push(r.string());
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        (removedPeers = rt.grown(removedPeers)).push(r.string());
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        (removedEndpoints = rt.grown(removedEndpoints)).push(r.string());
        break;
      }
      case 10: {
        rt.checkWire(tag, 2);
        (removedServices = rt.grown(removedServices)).push(r.string());
        break;
      }
      case 11: {
        rt.checkWire(tag, 2);
        (checks = rt.grown(checks)).push(readOverlayCheck(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    version,
    complete,
    networks,
    peers,
    endpoints,
    services,
    removedNetworks,
    removedPeers,
    removedEndpoints,
    removedServices,
    checks,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayChangeCodec: Codec<model.OverlayChange> = rt.codec("OverlayChange", writeOverlayChange, readOverlayChange);

export function writeOverlayCheck(w: Writer, m: model.OverlayCheck): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.networkId !== "") {
    w.uint32(18);
    w.string(m.networkId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayCheck(r: Reader, end: number, depth: number): model.OverlayCheck {
  rt.checkDepth(depth);
  let id: model.OverlayCheck["id"] = "";
  let networkId: model.OverlayCheck["networkId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    networkId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayCheckCodec: Codec<model.OverlayCheck> = rt.codec("OverlayCheck", writeOverlayCheck, readOverlayCheck);

export function writeOverlayNetwork(w: Writer, m: model.OverlayNetwork): Writer {
  if (m.id !== "") {
    w.uint32(10);
    w.string(m.id);
  }
  if (m.name !== "") {
    w.uint32(18);
    w.string(m.name);
  }
  if (m.vxlanId !== 0) {
    w.uint32(24);
    w.uint32(m.vxlanId);
  }
  for (const item of m.subnets) {
    w.uint32(34);
    w.string(item);
  }
  for (const item of m.gateways) {
    w.uint32(42);
    w.string(item);
  }
  if (m.mtu !== 0) {
    w.uint32(48);
    w.uint32(m.mtu);
  }
  if (m.internal) {
    w.uint32(56);
    w.bool(m.internal);
  }
  if (m.attachable) {
    w.uint32(64);
    w.bool(m.attachable);
  }
  if (m.encrypted) {
    w.uint32(72);
    w.bool(m.encrypted);
  }
  if (m.ingress) {
    w.uint32(80);
    w.bool(m.ingress);
  }
  if (m.tunnelPort !== 0) {
    w.uint32(88);
    w.uint32(m.tunnelPort);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayNetwork(r: Reader, end: number, depth: number): model.OverlayNetwork {
  rt.checkDepth(depth);
  let id: model.OverlayNetwork["id"] = "";
  let name: model.OverlayNetwork["name"] = "";
  let vxlanId: model.OverlayNetwork["vxlanId"] = 0;
  let subnets: model.OverlayNetwork["subnets"] = rt.NOTHING;
  let gateways: model.OverlayNetwork["gateways"] = rt.NOTHING;
  let mtu: model.OverlayNetwork["mtu"] = 0;
  let internal: model.OverlayNetwork["internal"] = false;
  let attachable: model.OverlayNetwork["attachable"] = false;
  let encrypted: model.OverlayNetwork["encrypted"] = false;
  let ingress: model.OverlayNetwork["ingress"] = false;
  let tunnelPort: model.OverlayNetwork["tunnelPort"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        id = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        vxlanId = r.uint32();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (subnets = rt.grown(subnets)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (gateways = rt.grown(gateways)).push(r.string());
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        mtu = r.uint32();
        break;
      }
      case 7: {
        rt.checkWire(tag, 0);
        internal = r.bool();
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        attachable = r.bool();
        break;
      }
      case 9: {
        rt.checkWire(tag, 0);
        encrypted = r.bool();
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        ingress = r.bool();
        break;
      }
      case 11: {
        rt.checkWire(tag, 0);
        tunnelPort = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    id,
    name,
    vxlanId,
    subnets,
    gateways,
    mtu,
    internal,
    attachable,
    encrypted,
    ingress,
    tunnelPort,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayNetworkCodec: Codec<model.OverlayNetwork> = rt.codec("OverlayNetwork", writeOverlayNetwork, readOverlayNetwork);

export function writeOverlayPeer(w: Writer, m: model.OverlayPeer): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.nodeId !== "") {
    w.uint32(18);
    w.string(m.nodeId);
  }
  if (m.nodeAddress !== "") {
    w.uint32(26);
    w.string(m.nodeAddress);
  }
  for (const item of m.gateways) {
    w.uint32(34);
    w.string(item);
  }
  if (m.publicKey !== "") {
    w.uint32(42);
    w.string(m.publicKey);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayPeer(r: Reader, end: number, depth: number): model.OverlayPeer {
  rt.checkDepth(depth);
  let networkId: model.OverlayPeer["networkId"] = "";
  let nodeId: model.OverlayPeer["nodeId"] = "";
  let nodeAddress: model.OverlayPeer["nodeAddress"] = "";
  let gateways: model.OverlayPeer["gateways"] = rt.NOTHING;
  let publicKey: model.OverlayPeer["publicKey"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeAddress = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (gateways = rt.grown(gateways)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        publicKey = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    nodeId,
    nodeAddress,
    gateways,
    publicKey,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayPeerCodec: Codec<model.OverlayPeer> = rt.codec("OverlayPeer", writeOverlayPeer, readOverlayPeer);

export function writeOverlayEndpoint(w: Writer, m: model.OverlayEndpoint): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.taskId !== "") {
    w.uint32(18);
    w.string(m.taskId);
  }
  if (m.taskName !== "") {
    w.uint32(26);
    w.string(m.taskName);
  }
  if (m.serviceId !== "") {
    w.uint32(34);
    w.string(m.serviceId);
  }
  if (m.nodeId !== "") {
    w.uint32(42);
    w.string(m.nodeId);
  }
  if (m.nodeAddress !== "") {
    w.uint32(50);
    w.string(m.nodeAddress);
  }
  for (const item of m.addresses) {
    w.uint32(58);
    w.string(item);
  }
  for (const item of m.aliases) {
    w.uint32(66);
    w.string(item);
  }
  if (m.hostname !== "") {
    w.uint32(74);
    w.string(m.hostname);
  }
  if (m.serving) {
    w.uint32(80);
    w.bool(m.serving);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayEndpoint(r: Reader, end: number, depth: number): model.OverlayEndpoint {
  rt.checkDepth(depth);
  let networkId: model.OverlayEndpoint["networkId"] = "";
  let taskId: model.OverlayEndpoint["taskId"] = "";
  let taskName: model.OverlayEndpoint["taskName"] = "";
  let serviceId: model.OverlayEndpoint["serviceId"] = "";
  let nodeId: model.OverlayEndpoint["nodeId"] = "";
  let nodeAddress: model.OverlayEndpoint["nodeAddress"] = "";
  let addresses: model.OverlayEndpoint["addresses"] = rt.NOTHING;
  let aliases: model.OverlayEndpoint["aliases"] = rt.NOTHING;
  let hostname: model.OverlayEndpoint["hostname"] = "";
  let serving: model.OverlayEndpoint["serving"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        taskName = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        nodeAddress = r.string();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (addresses = rt.grown(addresses)).push(r.string());
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        (aliases = rt.grown(aliases)).push(r.string());
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        hostname = r.string();
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        serving = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    taskId,
    taskName,
    serviceId,
    nodeId,
    nodeAddress,
    addresses,
    aliases,
    hostname,
    serving,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayEndpointCodec: Codec<model.OverlayEndpoint> = rt.codec("OverlayEndpoint", writeOverlayEndpoint, readOverlayEndpoint);

export function writeOverlayService(w: Writer, m: model.OverlayService): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.serviceId !== "") {
    w.uint32(18);
    w.string(m.serviceId);
  }
  if (m.name !== "") {
    w.uint32(26);
    w.string(m.name);
  }
  for (const item of m.virtualAddresses) {
    w.uint32(34);
    w.string(item);
  }
  for (const item of m.aliases) {
    w.uint32(42);
    w.string(item);
  }
  for (const item of m.ports) {
    w.uint32(50);
    writeOverlayPort(w.fork(), item).ldelim();
  }
  if (m.affinitySeconds !== 0) {
    w.uint32(56);
    w.uint32(m.affinitySeconds);
  }
  if (m.localFirst) {
    w.uint32(64);
    w.bool(m.localFirst);
  }
  if (m.proxyProtocol !== 0) {
    w.uint32(72);
    w.uint32(m.proxyProtocol);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayService(r: Reader, end: number, depth: number): model.OverlayService {
  rt.checkDepth(depth);
  let networkId: model.OverlayService["networkId"] = "";
  let serviceId: model.OverlayService["serviceId"] = "";
  let name: model.OverlayService["name"] = "";
  let virtualAddresses: model.OverlayService["virtualAddresses"] = rt.NOTHING;
  let aliases: model.OverlayService["aliases"] = rt.NOTHING;
  let ports: model.OverlayService["ports"] = rt.NOTHING;
  let affinitySeconds: model.OverlayService["affinitySeconds"] = 0;
  let localFirst: model.OverlayService["localFirst"] = false;
  let proxyProtocol: model.OverlayService["proxyProtocol"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (virtualAddresses = rt.grown(virtualAddresses)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        (aliases = rt.grown(aliases)).push(r.string());
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        (ports = rt.grown(ports)).push(readOverlayPort(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 7: {
        rt.checkWire(tag, 0);
        affinitySeconds = r.uint32();
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        localFirst = r.bool();
        break;
      }
      case 9: {
        rt.checkWire(tag, 0);
        proxyProtocol = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    serviceId,
    name,
    virtualAddresses,
    aliases,
    ports,
    affinitySeconds,
    localFirst,
    proxyProtocol,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayServiceCodec: Codec<model.OverlayService> = rt.codec("OverlayService", writeOverlayService, readOverlayService);

export function writeOverlayPort(w: Writer, m: model.OverlayPort): Writer {
  if (m.protocol !== "") {
    w.uint32(10);
    w.string(m.protocol);
  }
  if (m.published !== 0) {
    w.uint32(16);
    w.uint32(m.published);
  }
  if (m.target !== 0) {
    w.uint32(24);
    w.uint32(m.target);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlayPort(r: Reader, end: number, depth: number): model.OverlayPort {
  rt.checkDepth(depth);
  let protocol: model.OverlayPort["protocol"] = "";
  let published: model.OverlayPort["published"] = 0;
  let target: model.OverlayPort["target"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        protocol = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        published = r.uint32();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        target = r.uint32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    protocol,
    published,
    target,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlayPortCodec: Codec<model.OverlayPort> = rt.codec("OverlayPort", writeOverlayPort, readOverlayPort);

export function writeOverlaysAppliedRequest(w: Writer, m: model.OverlaysAppliedRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.version !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.version);
  }
  for (const key of Object.keys(m.failed).sort()) {
    const item = m.failed[key];
    if (item === undefined) continue;
    w.uint32(26).fork().uint32(10).string(key).uint32(18);
    w.string(item);
    w.ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlaysAppliedRequest(r: Reader, end: number, depth: number): model.OverlaysAppliedRequest {
  rt.checkDepth(depth);
  let sessionId: model.OverlaysAppliedRequest["sessionId"] = "";
  let version: model.OverlaysAppliedRequest["version"] = 0;
  let failed: model.OverlaysAppliedRequest["failed"] = rt.NO_ENTRIES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        version = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        failed = rt.readEntry(r, failed, () => "", () => r.string());
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    version,
    failed,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlaysAppliedRequestCodec: Codec<model.OverlaysAppliedRequest> = rt.codec("OverlaysAppliedRequest", writeOverlaysAppliedRequest, readOverlaysAppliedRequest);

export function writeOverlaysAppliedResponse(w: Writer, m: model.OverlaysAppliedResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOverlaysAppliedResponse(r: Reader, end: number, depth: number): model.OverlaysAppliedResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OverlaysAppliedResponseCodec: Codec<model.OverlaysAppliedResponse> = rt.codec("OverlaysAppliedResponse", writeOverlaysAppliedResponse, readOverlaysAppliedResponse);

export function writeNetworkCheckedRequest(w: Writer, m: model.NetworkCheckedRequest): Writer {
  if (m.sessionId !== "") {
    w.uint32(10);
    w.string(m.sessionId);
  }
  if (m.checkId !== "") {
    w.uint32(18);
    w.string(m.checkId);
  }
  for (const item of m.findings) {
    w.uint32(26);
    writeNetworkFinding(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkCheckedRequest(r: Reader, end: number, depth: number): model.NetworkCheckedRequest {
  rt.checkDepth(depth);
  let sessionId: model.NetworkCheckedRequest["sessionId"] = "";
  let checkId: model.NetworkCheckedRequest["checkId"] = "";
  let findings: model.NetworkCheckedRequest["findings"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        sessionId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        checkId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        (findings = rt.grown(findings)).push(readNetworkFinding(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    sessionId,
    checkId,
    findings,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkCheckedRequestCodec: Codec<model.NetworkCheckedRequest> = rt.codec("NetworkCheckedRequest", writeNetworkCheckedRequest, readNetworkCheckedRequest);

export function writeNetworkCheckedResponse(w: Writer, m: model.NetworkCheckedResponse): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkCheckedResponse(r: Reader, end: number, depth: number): model.NetworkCheckedResponse {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkCheckedResponseCodec: Codec<model.NetworkCheckedResponse> = rt.codec("NetworkCheckedResponse", writeNetworkCheckedResponse, readNetworkCheckedResponse);

export function writeCheckNetworkRequest(w: Writer, m: model.CheckNetworkRequest): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCheckNetworkRequest(r: Reader, end: number, depth: number): model.CheckNetworkRequest {
  rt.checkDepth(depth);
  let networkId: model.CheckNetworkRequest["networkId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CheckNetworkRequestCodec: Codec<model.CheckNetworkRequest> = rt.codec("CheckNetworkRequest", writeCheckNetworkRequest, readCheckNetworkRequest);

export function writeCheckNetworkResponse(w: Writer, m: model.CheckNetworkResponse): Writer {
  for (const item of m.nodes) {
    w.uint32(10);
    writeNodeFindings(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readCheckNetworkResponse(r: Reader, end: number, depth: number): model.CheckNetworkResponse {
  rt.checkDepth(depth);
  let nodes: model.CheckNetworkResponse["nodes"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (nodes = rt.grown(nodes)).push(readNodeFindings(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodes,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const CheckNetworkResponseCodec: Codec<model.CheckNetworkResponse> = rt.codec("CheckNetworkResponse", writeCheckNetworkResponse, readCheckNetworkResponse);

export function writeNodeFindings(w: Writer, m: model.NodeFindings): Writer {
  if (m.nodeId !== "") {
    w.uint32(10);
    w.string(m.nodeId);
  }
  for (const item of m.findings) {
    w.uint32(18);
    writeNetworkFinding(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNodeFindings(r: Reader, end: number, depth: number): model.NodeFindings {
  rt.checkDepth(depth);
  let nodeId: model.NodeFindings["nodeId"] = "";
  let findings: model.NodeFindings["findings"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (findings = rt.grown(findings)).push(readNetworkFinding(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    nodeId,
    findings,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NodeFindingsCodec: Codec<model.NodeFindings> = rt.codec("NodeFindings", writeNodeFindings, readNodeFindings);

export function writeNetworkFinding(w: Writer, m: model.NetworkFinding): Writer {
  if (m.kind !== "") {
    w.uint32(10);
    w.string(m.kind);
  }
  if (m.subject !== "") {
    w.uint32(18);
    w.string(m.subject);
  }
  if (m.ok) {
    w.uint32(24);
    w.bool(m.ok);
  }
  if (m.detail !== "") {
    w.uint32(34);
    w.string(m.detail);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkFinding(r: Reader, end: number, depth: number): model.NetworkFinding {
  rt.checkDepth(depth);
  let kind: model.NetworkFinding["kind"] = "";
  let subject: model.NetworkFinding["subject"] = "";
  let ok: model.NetworkFinding["ok"] = false;
  let detail: model.NetworkFinding["detail"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        kind = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        subject = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        ok = r.bool();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        detail = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    kind,
    subject,
    ok,
    detail,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkFindingCodec: Codec<model.NetworkFinding> = rt.codec("NetworkFinding", writeNetworkFinding, readNetworkFinding);

export function writeListenPassagesRequest(w: Writer, m: model.ListenPassagesRequest): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readListenPassagesRequest(r: Reader, end: number, depth: number): model.ListenPassagesRequest {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ListenPassagesRequestCodec: Codec<model.ListenPassagesRequest> = rt.codec("ListenPassagesRequest", writeListenPassagesRequest, readListenPassagesRequest);

export function writePassageCall(w: Writer, m: model.PassageCall): Writer {
  if (m.passageId !== "") {
    w.uint32(10);
    w.string(m.passageId);
  }
  if (m.taskId !== "") {
    w.uint32(18);
    w.string(m.taskId);
  }
  if (m.containerId !== "") {
    w.uint32(26);
    w.string(m.containerId);
  }
  if (m.managerId !== "") {
    w.uint32(34);
    w.string(m.managerId);
  }
  if (m.client !== "") {
    w.uint32(42);
    w.string(m.client);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPassageCall(r: Reader, end: number, depth: number): model.PassageCall {
  rt.checkDepth(depth);
  let passageId: model.PassageCall["passageId"] = "";
  let taskId: model.PassageCall["taskId"] = "";
  let containerId: model.PassageCall["containerId"] = "";
  let managerId: model.PassageCall["managerId"] = "";
  let client: model.PassageCall["client"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        passageId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        containerId = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        managerId = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        client = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    passageId,
    taskId,
    containerId,
    managerId,
    client,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PassageCallCodec: Codec<model.PassageCall> = rt.codec("PassageCall", writePassageCall, readPassageCall);

export function writeReceivePassageRequest(w: Writer, m: model.ReceivePassageRequest): Writer {
  if (m.passageId !== "") {
    w.uint32(10);
    w.string(m.passageId);
  }
  if (m.refusal !== "") {
    w.uint32(18);
    w.string(m.refusal);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readReceivePassageRequest(r: Reader, end: number, depth: number): model.ReceivePassageRequest {
  rt.checkDepth(depth);
  let passageId: model.ReceivePassageRequest["passageId"] = "";
  let refusal: model.ReceivePassageRequest["refusal"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        passageId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        refusal = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    passageId,
    refusal,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ReceivePassageRequestCodec: Codec<model.ReceivePassageRequest> = rt.codec("ReceivePassageRequest", writeReceivePassageRequest, readReceivePassageRequest);

export function writePassageBytes(w: Writer, m: model.PassageBytes): Writer {
  if (m.passageId !== "") {
    w.uint32(10);
    w.string(m.passageId);
  }
  if (m.opened !== undefined) {
    w.uint32(18);
    writePassageOpened(w.fork(), m.opened).ldelim();
  }
  if (m.data.length > 0) {
    w.uint32(26);
    w.bytes(m.data);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPassageBytes(r: Reader, end: number, depth: number): model.PassageBytes {
  rt.checkDepth(depth);
  let passageId: model.PassageBytes["passageId"] = "";
  let opened: model.PassageBytes["opened"] = undefined;
  let data: model.PassageBytes["data"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        passageId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        opened = readPassageOpened(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    passageId,
    opened,
    data,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PassageBytesCodec: Codec<model.PassageBytes> = rt.codec("PassageBytes", writePassageBytes, readPassageBytes);

export function writeOpenPassageRequest(w: Writer, m: model.OpenPassageRequest): Writer {
  if (m.container !== "") {
    w.uint32(10);
    w.string(m.container);
  }
  if (m.taskId !== "") {
    w.uint32(18);
    w.string(m.taskId);
  }
  if (m.client !== "") {
    w.uint32(26);
    w.string(m.client);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readOpenPassageRequest(r: Reader, end: number, depth: number): model.OpenPassageRequest {
  rt.checkDepth(depth);
  let container: model.OpenPassageRequest["container"] = "";
  let taskId: model.OpenPassageRequest["taskId"] = "";
  let client: model.OpenPassageRequest["client"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        container = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        client = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    container,
    taskId,
    client,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const OpenPassageRequestCodec: Codec<model.OpenPassageRequest> = rt.codec("OpenPassageRequest", writeOpenPassageRequest, readOpenPassageRequest);

export function writePassageOpened(w: Writer, m: model.PassageOpened): Writer {
  if (m.passageId !== "") {
    w.uint32(10);
    w.string(m.passageId);
  }
  if (m.nodeId !== "") {
    w.uint32(18);
    w.string(m.nodeId);
  }
  if (m.hostname !== "") {
    w.uint32(26);
    w.string(m.hostname);
  }
  if (m.taskId !== "") {
    w.uint32(34);
    w.string(m.taskId);
  }
  if (m.taskName !== "") {
    w.uint32(42);
    w.string(m.taskName);
  }
  if (m.containerId !== "") {
    w.uint32(50);
    w.string(m.containerId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPassageOpened(r: Reader, end: number, depth: number): model.PassageOpened {
  rt.checkDepth(depth);
  let passageId: model.PassageOpened["passageId"] = "";
  let nodeId: model.PassageOpened["nodeId"] = "";
  let hostname: model.PassageOpened["hostname"] = "";
  let taskId: model.PassageOpened["taskId"] = "";
  let taskName: model.PassageOpened["taskName"] = "";
  let containerId: model.PassageOpened["containerId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        passageId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        nodeId = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        hostname = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        taskId = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        taskName = r.string();
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        containerId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    passageId,
    nodeId,
    hostname,
    taskId,
    taskName,
    containerId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PassageOpenedCodec: Codec<model.PassageOpened> = rt.codec("PassageOpened", writePassageOpened, readPassageOpened);

export function writePassageEnd(w: Writer, m: model.PassageEnd): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readPassageEnd(r: Reader, end: number, depth: number): model.PassageEnd {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const PassageEndCodec: Codec<model.PassageEnd> = rt.codec("PassageEnd", writePassageEnd, readPassageEnd);

export function writeRaftFrame(w: Writer, m: model.RaftFrame): Writer {
  for (const item of m.messages) {
    w.uint32(10);
    writeRaftpbMessage(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftFrame(r: Reader, end: number, depth: number): model.RaftFrame {
  rt.checkDepth(depth);
  let messages: model.RaftFrame["messages"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (messages = rt.grown(messages)).push(readRaftpbMessage(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    messages,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftFrameCodec: Codec<model.RaftFrame> = rt.codec("RaftFrame", writeRaftFrame, readRaftFrame);

export function writeRaftFramesCarried(w: Writer, m: model.RaftFramesCarried): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftFramesCarried(r: Reader, end: number, depth: number): model.RaftFramesCarried {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftFramesCarriedCodec: Codec<model.RaftFramesCarried> = rt.codec("RaftFramesCarried", writeRaftFramesCarried, readRaftFramesCarried);

export function writeRaftProbe(w: Writer, m: model.RaftProbe): Writer {
  if (m.from !== 0n) {
    w.uint32(8);
    rt.writeId(w, m.from);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftProbe(r: Reader, end: number, depth: number): model.RaftProbe {
  rt.checkDepth(depth);
  let from: model.RaftProbe["from"] = 0n;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        from = rt.readId(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    from,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftProbeCodec: Codec<model.RaftProbe> = rt.codec("RaftProbe", writeRaftProbe, readRaftProbe);

export function writeRaftProbeAnswer(w: Writer, m: model.RaftProbeAnswer): Writer {

  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftProbeAnswer(r: Reader, end: number, depth: number): model.RaftProbeAnswer {
  rt.checkDepth(depth);

  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {

      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {

    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftProbeAnswerCodec: Codec<model.RaftProbeAnswer> = rt.codec("RaftProbeAnswer", writeRaftProbeAnswer, readRaftProbeAnswer);

export function writeAny(w: Writer, m: model.Any): Writer {
  if (m.typeUrl !== "") {
    w.uint32(10);
    w.string(m.typeUrl);
  }
  if (m.value.length > 0) {
    w.uint32(18);
    w.bytes(m.value);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readAny(r: Reader, end: number, depth: number): model.Any {
  rt.checkDepth(depth);
  let typeUrl: model.Any["typeUrl"] = "";
  let value: model.Any["value"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        typeUrl = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        value = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    typeUrl,
    value,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const AnyCodec: Codec<model.Any> = rt.codec("Any", writeAny, readAny);

export function writeDuration(w: Writer, m: model.Duration): Writer {
  if (m.seconds !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.seconds);
  }
  if (m.nanos !== 0) {
    w.uint32(16);
    w.int32(m.nanos);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readDuration(r: Reader, end: number, depth: number): model.Duration {
  rt.checkDepth(depth);
  let seconds: model.Duration["seconds"] = 0;
  let nanos: model.Duration["nanos"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        seconds = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        nanos = r.int32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    seconds,
    nanos,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const DurationCodec: Codec<model.Duration> = rt.codec("Duration", writeDuration, readDuration);

export function writeTimestamp(w: Writer, m: model.Timestamp): Writer {
  if (m.seconds !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.seconds);
  }
  if (m.nanos !== 0) {
    w.uint32(16);
    w.int32(m.nanos);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readTimestamp(r: Reader, end: number, depth: number): model.Timestamp {
  rt.checkDepth(depth);
  let seconds: model.Timestamp["seconds"] = 0;
  let nanos: model.Timestamp["nanos"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        seconds = rt.readInt64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        nanos = r.int32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    seconds,
    nanos,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const TimestampCodec: Codec<model.Timestamp> = rt.codec("Timestamp", writeTimestamp, readTimestamp);

export function writeLibnetworkEndpointRecord(w: Writer, m: model.LibnetworkEndpointRecord): Writer {
  if (m.name !== "") {
    w.uint32(10);
    w.string(m.name);
  }
  if (m.serviceName !== "") {
    w.uint32(18);
    w.string(m.serviceName);
  }
  if (m.serviceId !== "") {
    w.uint32(26);
    w.string(m.serviceId);
  }
  if (m.virtualIp !== "") {
    w.uint32(34);
    w.string(m.virtualIp);
  }
  if (m.endpointIp !== "") {
    w.uint32(42);
    w.string(m.endpointIp);
  }
  for (const item of m.aliases) {
    w.uint32(58);
    w.string(item);
  }
  for (const item of m.taskAliases) {
    w.uint32(66);
    w.string(item);
  }
  if (m.serviceDisabled) {
    w.uint32(72);
    w.bool(m.serviceDisabled);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLibnetworkEndpointRecord(r: Reader, end: number, depth: number): model.LibnetworkEndpointRecord {
  rt.checkDepth(depth);
  let name: model.LibnetworkEndpointRecord["name"] = "";
  let serviceName: model.LibnetworkEndpointRecord["serviceName"] = "";
  let serviceId: model.LibnetworkEndpointRecord["serviceId"] = "";
  let virtualIp: model.LibnetworkEndpointRecord["virtualIp"] = "";
  let endpointIp: model.LibnetworkEndpointRecord["endpointIp"] = "";
  let aliases: model.LibnetworkEndpointRecord["aliases"] = rt.NOTHING;
  let taskAliases: model.LibnetworkEndpointRecord["taskAliases"] = rt.NOTHING;
  let serviceDisabled: model.LibnetworkEndpointRecord["serviceDisabled"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        name = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        serviceName = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        serviceId = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        virtualIp = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        endpointIp = r.string();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (aliases = rt.grown(aliases)).push(r.string());
        break;
      }
      case 8: {
        rt.checkWire(tag, 2);
        (taskAliases = rt.grown(taskAliases)).push(r.string());
        break;
      }
      case 9: {
        rt.checkWire(tag, 0);
        serviceDisabled = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    name,
    serviceName,
    serviceId,
    virtualIp,
    endpointIp,
    aliases,
    taskAliases,
    serviceDisabled,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LibnetworkEndpointRecordCodec: Codec<model.LibnetworkEndpointRecord> = rt.codec("LibnetworkEndpointRecord", writeLibnetworkEndpointRecord, readLibnetworkEndpointRecord);

export function writeLibnetworkPeerRecord(w: Writer, m: model.LibnetworkPeerRecord): Writer {
  if (m.endpointIp !== "") {
    w.uint32(10);
    w.string(m.endpointIp);
  }
  if (m.endpointMac !== "") {
    w.uint32(18);
    w.string(m.endpointMac);
  }
  if (m.tunnelEndpointIp !== "") {
    w.uint32(26);
    w.string(m.tunnelEndpointIp);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readLibnetworkPeerRecord(r: Reader, end: number, depth: number): model.LibnetworkPeerRecord {
  rt.checkDepth(depth);
  let endpointIp: model.LibnetworkPeerRecord["endpointIp"] = "";
  let endpointMac: model.LibnetworkPeerRecord["endpointMac"] = "";
  let tunnelEndpointIp: model.LibnetworkPeerRecord["tunnelEndpointIp"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        endpointIp = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        endpointMac = r.string();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        tunnelEndpointIp = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    endpointIp,
    endpointMac,
    tunnelEndpointIp,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const LibnetworkPeerRecordCodec: Codec<model.LibnetworkPeerRecord> = rt.codec("LibnetworkPeerRecord", writeLibnetworkPeerRecord, readLibnetworkPeerRecord);

export function writeNetworkdbGossipMessage(w: Writer, m: model.NetworkdbGossipMessage): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.data.length > 0) {
    w.uint32(18);
    w.bytes(m.data);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbGossipMessage(r: Reader, end: number, depth: number): model.NetworkdbGossipMessage {
  rt.checkDepth(depth);
  let type: model.NetworkdbGossipMessage["type"] = 0;
  let data: model.NetworkdbGossipMessage["data"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.NetworkdbGossipMessage_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    data,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbGossipMessageCodec: Codec<model.NetworkdbGossipMessage> = rt.codec("NetworkdbGossipMessage", writeNetworkdbGossipMessage, readNetworkdbGossipMessage);

export function writeNetworkdbNodeEvent(w: Writer, m: model.NetworkdbNodeEvent): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.lTime !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.lTime);
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbNodeEvent(r: Reader, end: number, depth: number): model.NetworkdbNodeEvent {
  rt.checkDepth(depth);
  let type: model.NetworkdbNodeEvent["type"] = 0;
  let lTime: model.NetworkdbNodeEvent["lTime"] = 0;
  let nodeName: model.NetworkdbNodeEvent["nodeName"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.NetworkdbNodeEvent_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    lTime,
    nodeName,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbNodeEventCodec: Codec<model.NetworkdbNodeEvent> = rt.codec("NetworkdbNodeEvent", writeNetworkdbNodeEvent, readNetworkdbNodeEvent);

export function writeNetworkdbNetworkEvent(w: Writer, m: model.NetworkdbNetworkEvent): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.lTime !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.lTime);
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  if (m.networkId !== "") {
    w.uint32(34);
    w.string(m.networkId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbNetworkEvent(r: Reader, end: number, depth: number): model.NetworkdbNetworkEvent {
  rt.checkDepth(depth);
  let type: model.NetworkdbNetworkEvent["type"] = 0;
  let lTime: model.NetworkdbNetworkEvent["lTime"] = 0;
  let nodeName: model.NetworkdbNetworkEvent["nodeName"] = "";
  let networkId: model.NetworkdbNetworkEvent["networkId"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.NetworkdbNetworkEvent_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    lTime,
    nodeName,
    networkId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbNetworkEventCodec: Codec<model.NetworkdbNetworkEvent> = rt.codec("NetworkdbNetworkEvent", writeNetworkdbNetworkEvent, readNetworkdbNetworkEvent);

export function writeNetworkdbNetworkEntry(w: Writer, m: model.NetworkdbNetworkEntry): Writer {
  if (m.networkId !== "") {
    w.uint32(10);
    w.string(m.networkId);
  }
  if (m.lTime !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.lTime);
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  if (m.leaving) {
    w.uint32(32);
    w.bool(m.leaving);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbNetworkEntry(r: Reader, end: number, depth: number): model.NetworkdbNetworkEntry {
  rt.checkDepth(depth);
  let networkId: model.NetworkdbNetworkEntry["networkId"] = "";
  let lTime: model.NetworkdbNetworkEntry["lTime"] = 0;
  let nodeName: model.NetworkdbNetworkEntry["nodeName"] = "";
  let leaving: model.NetworkdbNetworkEntry["leaving"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        leaving = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    networkId,
    lTime,
    nodeName,
    leaving,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbNetworkEntryCodec: Codec<model.NetworkdbNetworkEntry> = rt.codec("NetworkdbNetworkEntry", writeNetworkdbNetworkEntry, readNetworkdbNetworkEntry);

export function writeNetworkdbNetworkPushPull(w: Writer, m: model.NetworkdbNetworkPushPull): Writer {
  if (m.lTime !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.lTime);
  }
  for (const item of m.networks) {
    w.uint32(18);
    writeNetworkdbNetworkEntry(w.fork(), item).ldelim();
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbNetworkPushPull(r: Reader, end: number, depth: number): model.NetworkdbNetworkPushPull {
  rt.checkDepth(depth);
  let lTime: model.NetworkdbNetworkPushPull["lTime"] = 0;
  let networks: model.NetworkdbNetworkPushPull["networks"] = rt.NOTHING;
  let nodeName: model.NetworkdbNetworkPushPull["nodeName"] = "";
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(readNetworkdbNetworkEntry(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    lTime,
    networks,
    nodeName,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbNetworkPushPullCodec: Codec<model.NetworkdbNetworkPushPull> = rt.codec("NetworkdbNetworkPushPull", writeNetworkdbNetworkPushPull, readNetworkdbNetworkPushPull);

export function writeNetworkdbCompoundMessage(w: Writer, m: model.NetworkdbCompoundMessage): Writer {
  for (const item of m.messages) {
    w.uint32(10);
    writeNetworkdbCompoundMessage_SimpleMessage(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbCompoundMessage(r: Reader, end: number, depth: number): model.NetworkdbCompoundMessage {
  rt.checkDepth(depth);
  let messages: model.NetworkdbCompoundMessage["messages"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        (messages = rt.grown(messages)).push(readNetworkdbCompoundMessage_SimpleMessage(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    messages,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbCompoundMessageCodec: Codec<model.NetworkdbCompoundMessage> = rt.codec("NetworkdbCompoundMessage", writeNetworkdbCompoundMessage, readNetworkdbCompoundMessage);

export function writeNetworkdbCompoundMessage_SimpleMessage(w: Writer, m: model.NetworkdbCompoundMessage_SimpleMessage): Writer {
  if (m.payload.length > 0) {
    w.uint32(10);
    w.bytes(m.payload);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbCompoundMessage_SimpleMessage(r: Reader, end: number, depth: number): model.NetworkdbCompoundMessage_SimpleMessage {
  rt.checkDepth(depth);
  let payload: model.NetworkdbCompoundMessage_SimpleMessage["payload"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        payload = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbCompoundMessage_SimpleMessageCodec: Codec<model.NetworkdbCompoundMessage_SimpleMessage> = rt.codec("NetworkdbCompoundMessage_SimpleMessage", writeNetworkdbCompoundMessage_SimpleMessage, readNetworkdbCompoundMessage_SimpleMessage);

export function writeNetworkdbTableEvent(w: Writer, m: model.NetworkdbTableEvent): Writer {
  if (m.type !== 0) {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.lTime !== 0) {
    w.uint32(16);
    rt.writeInt64(w, m.lTime);
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  if (m.networkId !== "") {
    w.uint32(34);
    w.string(m.networkId);
  }
  if (m.tableName !== "") {
    w.uint32(42);
    w.string(m.tableName);
  }
  if (m.key !== "") {
    w.uint32(50);
    w.string(m.key);
  }
  if (m.value.length > 0) {
    w.uint32(58);
    w.bytes(m.value);
  }
  if (m.residualReapTime !== 0) {
    w.uint32(64);
    w.int32(m.residualReapTime);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbTableEvent(r: Reader, end: number, depth: number): model.NetworkdbTableEvent {
  rt.checkDepth(depth);
  let type: model.NetworkdbTableEvent["type"] = 0;
  let lTime: model.NetworkdbTableEvent["lTime"] = 0;
  let nodeName: model.NetworkdbTableEvent["nodeName"] = "";
  let networkId: model.NetworkdbTableEvent["networkId"] = "";
  let tableName: model.NetworkdbTableEvent["tableName"] = "";
  let key: model.NetworkdbTableEvent["key"] = "";
  let value: model.NetworkdbTableEvent["value"] = rt.NO_BYTES;
  let residualReapTime: model.NetworkdbTableEvent["residualReapTime"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.NetworkdbTableEvent_Type;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        networkId = r.string();
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        tableName = r.string();
        break;
      }
      case 6: {
        rt.checkWire(tag, 2);
        key = r.string();
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        value = rt.readBytes(r);
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        residualReapTime = r.int32();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    lTime,
    nodeName,
    networkId,
    tableName,
    key,
    value,
    residualReapTime,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbTableEventCodec: Codec<model.NetworkdbTableEvent> = rt.codec("NetworkdbTableEvent", writeNetworkdbTableEvent, readNetworkdbTableEvent);

export function writeNetworkdbBulkSyncMessage(w: Writer, m: model.NetworkdbBulkSyncMessage): Writer {
  if (m.lTime !== 0) {
    w.uint32(8);
    rt.writeInt64(w, m.lTime);
  }
  if (m.unsolicited) {
    w.uint32(16);
    w.bool(m.unsolicited);
  }
  if (m.nodeName !== "") {
    w.uint32(26);
    w.string(m.nodeName);
  }
  for (const item of m.networks) {
    w.uint32(34);
    w.string(item);
  }
  if (m.payload.length > 0) {
    w.uint32(42);
    w.bytes(m.payload);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readNetworkdbBulkSyncMessage(r: Reader, end: number, depth: number): model.NetworkdbBulkSyncMessage {
  rt.checkDepth(depth);
  let lTime: model.NetworkdbBulkSyncMessage["lTime"] = 0;
  let unsolicited: model.NetworkdbBulkSyncMessage["unsolicited"] = false;
  let nodeName: model.NetworkdbBulkSyncMessage["nodeName"] = "";
  let networks: model.NetworkdbBulkSyncMessage["networks"] = rt.NOTHING;
  let payload: model.NetworkdbBulkSyncMessage["payload"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        lTime = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        unsolicited = r.bool();
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        nodeName = r.string();
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        (networks = rt.grown(networks)).push(r.string());
        break;
      }
      case 5: {
        rt.checkWire(tag, 2);
        payload = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    lTime,
    unsolicited,
    nodeName,
    networks,
    payload,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const NetworkdbBulkSyncMessageCodec: Codec<model.NetworkdbBulkSyncMessage> = rt.codec("NetworkdbBulkSyncMessage", writeNetworkdbBulkSyncMessage, readNetworkdbBulkSyncMessage);

export function writeRaftpbEntry(w: Writer, m: model.RaftpbEntry): Writer {
  {
    w.uint32(16);
    rt.writeInt64(w, m.term);
  }
  {
    w.uint32(24);
    rt.writeInt64(w, m.index);
  }
  {
    w.uint32(8);
    w.int32(m.type);
  }
  if (m.data.length > 0) {
    w.uint32(34);
    w.bytes(m.data);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbEntry(r: Reader, end: number, depth: number): model.RaftpbEntry {
  rt.checkDepth(depth);
  let term: model.RaftpbEntry["term"] = 0;
  let index: model.RaftpbEntry["index"] = 0;
  let type: model.RaftpbEntry["type"] = 0;
  let data: model.RaftpbEntry["data"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 2: {
        rt.checkWire(tag, 0);
        term = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        index = rt.readUint64(r);
        break;
      }
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.RaftpbEntryType;
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    term,
    index,
    type,
    data,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbEntryCodec: Codec<model.RaftpbEntry> = rt.codec("RaftpbEntry", writeRaftpbEntry, readRaftpbEntry);

export function writeRaftpbSnapshotMetadata(w: Writer, m: model.RaftpbSnapshotMetadata): Writer {
  if (m.confState !== undefined) {
    w.uint32(10);
    writeRaftpbConfState(w.fork(), m.confState).ldelim();
  }
  {
    w.uint32(16);
    rt.writeInt64(w, m.index);
  }
  {
    w.uint32(24);
    rt.writeInt64(w, m.term);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbSnapshotMetadata(r: Reader, end: number, depth: number): model.RaftpbSnapshotMetadata {
  rt.checkDepth(depth);
  let confState: model.RaftpbSnapshotMetadata["confState"] = undefined;
  let index: model.RaftpbSnapshotMetadata["index"] = 0;
  let term: model.RaftpbSnapshotMetadata["term"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        confState = readRaftpbConfState(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        index = rt.readUint64(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        term = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    confState,
    index,
    term,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbSnapshotMetadataCodec: Codec<model.RaftpbSnapshotMetadata> = rt.codec("RaftpbSnapshotMetadata", writeRaftpbSnapshotMetadata, readRaftpbSnapshotMetadata);

export function writeRaftpbSnapshot(w: Writer, m: model.RaftpbSnapshot): Writer {
  if (m.data.length > 0) {
    w.uint32(10);
    w.bytes(m.data);
  }
  if (m.metadata !== undefined) {
    w.uint32(18);
    writeRaftpbSnapshotMetadata(w.fork(), m.metadata).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbSnapshot(r: Reader, end: number, depth: number): model.RaftpbSnapshot {
  rt.checkDepth(depth);
  let data: model.RaftpbSnapshot["data"] = rt.NO_BYTES;
  let metadata: model.RaftpbSnapshot["metadata"] = undefined;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 2);
        data = rt.readBytes(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        metadata = readRaftpbSnapshotMetadata(r, rt.readEnd(r), depth + 1);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    data,
    metadata,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbSnapshotCodec: Codec<model.RaftpbSnapshot> = rt.codec("RaftpbSnapshot", writeRaftpbSnapshot, readRaftpbSnapshot);

export function writeRaftpbMessage(w: Writer, m: model.RaftpbMessage): Writer {
  {
    w.uint32(8);
    w.int32(m.type);
  }
  {
    w.uint32(16);
    rt.writeId(w, m.to);
  }
  {
    w.uint32(24);
    rt.writeId(w, m.from);
  }
  {
    w.uint32(32);
    rt.writeInt64(w, m.term);
  }
  {
    w.uint32(40);
    rt.writeInt64(w, m.logTerm);
  }
  {
    w.uint32(48);
    rt.writeInt64(w, m.index);
  }
  for (const item of m.entries) {
    w.uint32(58);
    writeRaftpbEntry(w.fork(), item).ldelim();
  }
  {
    w.uint32(64);
    rt.writeInt64(w, m.commit);
  }
  {
    w.uint32(104);
    rt.writeId(w, m.vote);
  }
  if (m.snapshot !== undefined) {
    w.uint32(74);
    writeRaftpbSnapshot(w.fork(), m.snapshot).ldelim();
  }
  {
    w.uint32(80);
    w.bool(m.reject);
  }
  {
    w.uint32(88);
    rt.writeInt64(w, m.rejectHint);
  }
  if (m.context.length > 0) {
    w.uint32(98);
    w.bytes(m.context);
  }
  for (const item of m.responses) {
    w.uint32(114);
    writeRaftpbMessage(w.fork(), item).ldelim();
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbMessage(r: Reader, end: number, depth: number): model.RaftpbMessage {
  rt.checkDepth(depth);
  let type: model.RaftpbMessage["type"] = 0;
  let to: model.RaftpbMessage["to"] = 0n;
  let from: model.RaftpbMessage["from"] = 0n;
  let term: model.RaftpbMessage["term"] = 0;
  let logTerm: model.RaftpbMessage["logTerm"] = 0;
  let index: model.RaftpbMessage["index"] = 0;
  let entries: model.RaftpbMessage["entries"] = rt.NOTHING;
  let commit: model.RaftpbMessage["commit"] = 0;
  let vote: model.RaftpbMessage["vote"] = 0n;
  let snapshot: model.RaftpbMessage["snapshot"] = undefined;
  let reject: model.RaftpbMessage["reject"] = false;
  let rejectHint: model.RaftpbMessage["rejectHint"] = 0;
  let context: model.RaftpbMessage["context"] = rt.NO_BYTES;
  let responses: model.RaftpbMessage["responses"] = rt.NOTHING;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.RaftpbMessageType;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        to = rt.readId(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        from = rt.readId(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 0);
        term = rt.readUint64(r);
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        logTerm = rt.readUint64(r);
        break;
      }
      case 6: {
        rt.checkWire(tag, 0);
        index = rt.readUint64(r);
        break;
      }
      case 7: {
        rt.checkWire(tag, 2);
        (entries = rt.grown(entries)).push(readRaftpbEntry(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 8: {
        rt.checkWire(tag, 0);
        commit = rt.readUint64(r);
        break;
      }
      case 13: {
        rt.checkWire(tag, 0);
        vote = rt.readId(r);
        break;
      }
      case 9: {
        rt.checkWire(tag, 2);
        snapshot = readRaftpbSnapshot(r, rt.readEnd(r), depth + 1);
        break;
      }
      case 10: {
        rt.checkWire(tag, 0);
        reject = r.bool();
        break;
      }
      case 11: {
        rt.checkWire(tag, 0);
        rejectHint = rt.readUint64(r);
        break;
      }
      case 12: {
        rt.checkWire(tag, 2);
        context = rt.readBytes(r);
        break;
      }
      case 14: {
        rt.checkWire(tag, 2);
        (responses = rt.grown(responses)).push(readRaftpbMessage(r, rt.readEnd(r), depth + 1));
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    to,
    from,
    term,
    logTerm,
    index,
    entries,
    commit,
    vote,
    snapshot,
    reject,
    rejectHint,
    context,
    responses,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbMessageCodec: Codec<model.RaftpbMessage> = rt.codec("RaftpbMessage", writeRaftpbMessage, readRaftpbMessage);

export function writeRaftpbHardState(w: Writer, m: model.RaftpbHardState): Writer {
  {
    w.uint32(8);
    rt.writeInt64(w, m.term);
  }
  {
    w.uint32(16);
    rt.writeId(w, m.vote);
  }
  {
    w.uint32(24);
    rt.writeInt64(w, m.commit);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbHardState(r: Reader, end: number, depth: number): model.RaftpbHardState {
  rt.checkDepth(depth);
  let term: model.RaftpbHardState["term"] = 0;
  let vote: model.RaftpbHardState["vote"] = 0n;
  let commit: model.RaftpbHardState["commit"] = 0;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        term = rt.readUint64(r);
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        vote = rt.readId(r);
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        commit = rt.readUint64(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    term,
    vote,
    commit,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbHardStateCodec: Codec<model.RaftpbHardState> = rt.codec("RaftpbHardState", writeRaftpbHardState, readRaftpbHardState);

export function writeRaftpbConfState(w: Writer, m: model.RaftpbConfState): Writer {
  for (const item of m.voters) {
    w.uint32(8);
    rt.writeId(w, item);
  }
  for (const item of m.learners) {
    w.uint32(16);
    rt.writeId(w, item);
  }
  for (const item of m.votersOutgoing) {
    w.uint32(24);
    rt.writeId(w, item);
  }
  for (const item of m.learnersNext) {
    w.uint32(32);
    rt.writeId(w, item);
  }
  {
    w.uint32(40);
    w.bool(m.autoLeave);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbConfState(r: Reader, end: number, depth: number): model.RaftpbConfState {
  rt.checkDepth(depth);
  let voters: model.RaftpbConfState["voters"] = rt.NOTHING;
  let learners: model.RaftpbConfState["learners"] = rt.NOTHING;
  let votersOutgoing: model.RaftpbConfState["votersOutgoing"] = rt.NOTHING;
  let learnersNext: model.RaftpbConfState["learnersNext"] = rt.NOTHING;
  let autoLeave: model.RaftpbConfState["autoLeave"] = false;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (voters = rt.grown(voters)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (voters = rt.grown(voters)).push(rt.readId(r));
        }
        break;
      }
      case 2: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (learners = rt.grown(learners)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (learners = rt.grown(learners)).push(rt.readId(r));
        }
        break;
      }
      case 3: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (votersOutgoing = rt.grown(votersOutgoing)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (votersOutgoing = rt.grown(votersOutgoing)).push(rt.readId(r));
        }
        break;
      }
      case 4: {
        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) (learnersNext = rt.grown(learnersNext)).push(rt.readId(r));
        } else {
          rt.checkWire(tag, 0);
          (learnersNext = rt.grown(learnersNext)).push(rt.readId(r));
        }
        break;
      }
      case 5: {
        rt.checkWire(tag, 0);
        autoLeave = r.bool();
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    voters,
    learners,
    votersOutgoing,
    learnersNext,
    autoLeave,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbConfStateCodec: Codec<model.RaftpbConfState> = rt.codec("RaftpbConfState", writeRaftpbConfState, readRaftpbConfState);

export function writeRaftpbConfChange(w: Writer, m: model.RaftpbConfChange): Writer {
  {
    w.uint32(16);
    w.int32(m.type);
  }
  {
    w.uint32(24);
    rt.writeId(w, m.nodeId);
  }
  if (m.context.length > 0) {
    w.uint32(34);
    w.bytes(m.context);
  }
  {
    w.uint32(8);
    rt.writeId(w, m.id);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbConfChange(r: Reader, end: number, depth: number): model.RaftpbConfChange {
  rt.checkDepth(depth);
  let type: model.RaftpbConfChange["type"] = 0;
  let nodeId: model.RaftpbConfChange["nodeId"] = 0n;
  let context: model.RaftpbConfChange["context"] = rt.NO_BYTES;
  let id: model.RaftpbConfChange["id"] = 0n;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 2: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.RaftpbConfChangeType;
        break;
      }
      case 3: {
        rt.checkWire(tag, 0);
        nodeId = rt.readId(r);
        break;
      }
      case 4: {
        rt.checkWire(tag, 2);
        context = rt.readBytes(r);
        break;
      }
      case 1: {
        rt.checkWire(tag, 0);
        id = rt.readId(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    nodeId,
    context,
    id,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbConfChangeCodec: Codec<model.RaftpbConfChange> = rt.codec("RaftpbConfChange", writeRaftpbConfChange, readRaftpbConfChange);

export function writeRaftpbConfChangeSingle(w: Writer, m: model.RaftpbConfChangeSingle): Writer {
  {
    w.uint32(8);
    w.int32(m.type);
  }
  {
    w.uint32(16);
    rt.writeId(w, m.nodeId);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbConfChangeSingle(r: Reader, end: number, depth: number): model.RaftpbConfChangeSingle {
  rt.checkDepth(depth);
  let type: model.RaftpbConfChangeSingle["type"] = 0;
  let nodeId: model.RaftpbConfChangeSingle["nodeId"] = 0n;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        type = r.int32() as model.RaftpbConfChangeType;
        break;
      }
      case 2: {
        rt.checkWire(tag, 0);
        nodeId = rt.readId(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    type,
    nodeId,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbConfChangeSingleCodec: Codec<model.RaftpbConfChangeSingle> = rt.codec("RaftpbConfChangeSingle", writeRaftpbConfChangeSingle, readRaftpbConfChangeSingle);

export function writeRaftpbConfChangeV2(w: Writer, m: model.RaftpbConfChangeV2): Writer {
  {
    w.uint32(8);
    w.int32(m.transition);
  }
  for (const item of m.changes) {
    w.uint32(18);
    writeRaftpbConfChangeSingle(w.fork(), item).ldelim();
  }
  if (m.context.length > 0) {
    w.uint32(26);
    w.bytes(m.context);
  }
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function readRaftpbConfChangeV2(r: Reader, end: number, depth: number): model.RaftpbConfChangeV2 {
  rt.checkDepth(depth);
  let transition: model.RaftpbConfChangeV2["transition"] = 0;
  let changes: model.RaftpbConfChangeV2["changes"] = rt.NOTHING;
  let context: model.RaftpbConfChangeV2["context"] = rt.NO_BYTES;
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
      case 1: {
        rt.checkWire(tag, 0);
        transition = r.int32() as model.RaftpbConfChangeTransition;
        break;
      }
      case 2: {
        rt.checkWire(tag, 2);
        (changes = rt.grown(changes)).push(readRaftpbConfChangeSingle(r, rt.readEnd(r), depth + 1));
        break;
      }
      case 3: {
        rt.checkWire(tag, 2);
        context = rt.readBytes(r);
        break;
      }
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
    transition,
    changes,
    context,
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const RaftpbConfChangeV2Codec: Codec<model.RaftpbConfChangeV2> = rt.codec("RaftpbConfChangeV2", writeRaftpbConfChangeV2, readRaftpbConfChangeV2);
