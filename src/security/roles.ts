import { NodeRole } from "../model/generated/types.ts";
import type { Identity } from "../system/rpc.ts";

// What the organizational unit of a certificate says. Source: swarmkit ca/certificates.go.
const UNITS: readonly (readonly [NodeRole, string])[] = [
  [NodeRole.WORKER, "swarm-worker"],
  [NodeRole.MANAGER, "swarm-manager"],
];

/** The server name of whoever issues certificates; managers' certificates carry it. */
export const CA_SERVER_NAME = "swarm-ca";
/** The server name of every other surface. */
export const MANAGER_SERVER_NAME = "swarm-manager";

export function unitOf(role: NodeRole): string {
  return role === NodeRole.MANAGER ? "swarm-manager" : "swarm-worker";
}

export function roleOfUnit(unit: string): NodeRole | undefined {
  return UNITS.find(([, name]) => name === unit)?.[0];
}

/** The parts of a certificate's subject that name a node; Node.js gives a list where one repeats. */
export interface SubjectNames {
  readonly CN?: string | readonly string[];
  readonly OU?: string | readonly string[];
  readonly O?: string | readonly string[];
}

/** Whom a subject names; undefined where it is not that of a node. */
export function identityOfSubject({ CN, OU, O }: SubjectNames): Identity | undefined {
  const [nodeId, role, organization] = [first(CN), roleOfUnit(first(OU)), first(O)];
  return nodeId === "" || role === undefined || organization === ""
    ? undefined
    : { nodeId, role, organization };
}

function first(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value?.[0] ?? "");
}
