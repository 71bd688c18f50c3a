import { OperationalError } from "../base/errors.ts";
import { base36, type Entropy } from "./entropy.ts";

// SWMTKN-1-<digest of the root, base 36, 50 places>-<secret, base 36, 25 places>: it admits a node
// in a role and tells it which root to believe. Source: swarmkit ca/config.go.
const PREFIX = "SWMTKN";
const VERSION = "1";
const DIGEST_LENGTH = 50;
const SECRET_LENGTH = 25;
const SECRET_BYTES = 16;

export interface JoinToken {
  /** Of the root bundle, as it stands in the token. */
  readonly digest: string;
  readonly secret: string;
}

/** The digest of a root bundle as tokens carry it. */
export function digestText(digest: Uint8Array): string {
  return base36(digest, DIGEST_LENGTH);
}

/** A token with a fresh secret for the root of that digest. */
export function newJoinToken(digest: string, entropy: Entropy): string {
  const secret = base36(entropy.bytes(SECRET_BYTES), SECRET_LENGTH);
  return `${PREFIX}-${VERSION}-${digest}-${secret}`;
}

/** Reads a token; `invalidArgument` for what is none. The text itself is never shown. */
export function parseJoinToken(text: string): JoinToken {
  const [prefix, version, digest = "", secret = "", ...more] = text.trim().split("-");
  const isBase36 = (part: string, length: number): boolean =>
    part.length === length && /^[0-9a-z]+$/.test(part);
  const sound =
    prefix === PREFIX &&
    version === VERSION &&
    more.length === 0 &&
    isBase36(digest, DIGEST_LENGTH) &&
    isBase36(secret, SECRET_LENGTH);
  if (!sound) {
    throw new OperationalError(
      "invalidArgument",
      "invalid join token: it has the form SWMTKN-1-DIGEST-SECRET; a manager shows it with `skein join-token worker`",
    );
  }
  return { digest, secret };
}
