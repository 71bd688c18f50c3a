import { NodeRole } from "../model/generated/types.ts";

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
