import { makeJoinTokens, type RootCA } from "../model/generated/types.ts";
import type { Certificates, SigningRoot } from "./certificates.ts";
import type { Entropy } from "./entropy.ts";
import { digestText, newJoinToken } from "./join-token.ts";

/** What a cluster keeps of its root. */
export type KeptRoot = Pick<RootCA, "caKey" | "caCert" | "caCertHash" | "joinTokens">;

/** A root as its cluster keeps it from now on, with join tokens that nobody has seen. */
export function keptRoot(
  { certificate, key }: SigningRoot,
  certificates: Pick<Certificates, "rootDigest">,
  entropy: Entropy,
): KeptRoot {
  const digest = certificates.rootDigest(certificate);
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const token = (): string => newJoinToken(digestText(digest), entropy);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return {
    caKey: bytes(key),
    caCert: bytes(certificate),
    caCertHash: `sha256:${hex}`,
    joinTokens: makeJoinTokens({ worker: token(), manager: token() }),
  };
}
