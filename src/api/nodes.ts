import {
  NodeRole,
  NodeSpec_Membership,
  makeListNodesRequest,
  makeListNodesRequest_Filters,
  makeRemoveNodeRequest,
  makeUpdateNodeRequest,
  makeVersion,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { node, nodeSpec } from "./json/node-json.ts";
import { findNode } from "./lookup.ts";
import {
  OK,
  json,
  list,
  lenientFlag,
  objectVersion,
  param,
  type ApiAnswer,
  type ApiRequest,
  type ApiRoute,
} from "./request.ts";

const ROLES: ReadonlyMap<string, NodeRole> = new Map([
  ["worker", NodeRole.WORKER],
  ["manager", NodeRole.MANAGER],
]);
const MEMBERSHIPS: ReadonlyMap<string, NodeSpec_Membership> = new Map([
  ["pending", NodeSpec_Membership.PENDING],
  ["accepted", NodeSpec_Membership.ACCEPTED],
]);

export const NODE_FILTERS = ["id", "label", "name", "node.label", "role", "membership"];

/** Nodes, as `docker node` sees them. Source: moby daemon/cluster/nodes.go. */
export function nodeRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    { method: "GET", path: "/nodes", handle: (request) => listNodes(control, request) },
    {
      method: "GET",
      path: "/nodes/{id}",
      handle: async (request) =>
        json(node.write(await findNode(control, param(request, "id"), request.signal))),
    },
    {
      method: "POST",
      path: "/nodes/{id}/update",
      handle: (request) => updateNode(control, request),
    },
    {
      method: "DELETE",
      path: "/nodes/{id}",
      handle: async (request) => {
        const { id } = await findNode(control, param(request, "id"), request.signal);
        const removal = makeRemoveNodeRequest({ nodeId: id, force: lenientFlag(request, "force") });
        await control(ControlService.RemoveNode, removal, request.signal);
        return OK;
      },
    },
  ];
}

async function listNodes(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const filters = readFilters(request, NODE_FILTERS);
  const words = <T>(key: string, known: ReadonlyMap<string, T>): readonly T[] =>
    valuesOf(filters, key).map((word) => {
      const meant = known.get(word.toLowerCase());
      if (meant !== undefined) return meant;
      throw new ApiError(500, `Invalid ${key} filter: '${word}'`);
    });
  const { nodes } = await control(
    ControlService.ListNodes,
    makeListNodesRequest({
      filters: makeListNodesRequest_Filters({
        namePrefixes: valuesOf(filters, "name"),
        idPrefixes: valuesOf(filters, "id"),
        labels: labelsIn(filters, "label"),
        nodeLabels: labelsIn(filters, "node.label"),
        roles: words("role", ROLES),
        memberships: words("membership", MEMBERSHIPS),
      }),
    }),
    request.signal,
  );
  return list(node, nodes);
}

async function updateNode(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const wanted = nodeSpec.read(await request.json(), "");
  const nodeVersion = makeVersion({ index: objectVersion(request, "node") });
  const current = await findNode(control, param(request, "id"), request.signal);
  // The API does not speak of membership.
  const membership = current.spec?.membership ?? wanted.membership;
  await control(
    ControlService.UpdateNode,
    makeUpdateNodeRequest({ nodeId: current.id, nodeVersion, spec: { ...wanted, membership } }),
    request.signal,
  );
  return OK;
}
