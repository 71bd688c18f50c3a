import { isDockerEngine } from "./engine-kind.ts";
import type { Node } from "./generated/types.ts";

/** In a node's description: its public key for WireGuard, in base64, where it can carry encrypted networks. */
export const WIREGUARD_KEY_LABEL = "io.skein.networks.key";

/** In a node's description: why it cannot carry encrypted networks. */
export const NO_ENCRYPTION_LABEL = "io.skein.networks.encryption.missing";

/** 32 bytes in base64: what others say is written into a configuration, so it must be nothing else. */
export function isWireGuardKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text);
}

/** The public key that a node has told; empty without one. */
export function wireGuardKeyOf(node: Node | undefined): string {
  const key = node?.description?.engine?.labels[WIREGUARD_KEY_LABEL] ?? "";
  return isWireGuardKey(key) ? key : "";
}

/** Whether encrypted networks may lead there: Docker Engines encrypt by themselves, among each other. */
export function canEncrypt(node: Node): boolean {
  return isDockerEngine(node) || wireGuardKeyOf(node) !== "";
}
