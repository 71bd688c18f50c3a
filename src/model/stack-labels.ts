/** The stack that something belongs to. Source: docker, cli/compose/convert. */
export const STACK_LABEL = "com.docker.stack.namespace";

/** The name that services of a stack may call a later version of a secret or config by. */
export const STACK_BASE_LABEL = "skein.stack.base";

/** What says whether a secret still holds the same: its data cannot be read. */
export const STACK_DIGEST_LABEL = "skein.stack.digest";

/** Bytes of a secret's digest, which is made by scrypt: those may see it who may not read the secret. */
export const STACK_DIGEST_BYTES = 16;

/** What a secret's digest is salted with: whoever deploys a stack, by whatever command, finds the same. */
export function stackDigestSalt(base: string): string {
  return `skein stack ${base}`;
}

const DIGEST_IN_NAME = 8;
/** Source: swarmkit, api/validation: names of secrets and configs. */
const MAX_NAME = 64;

/** The name of a later version of what was first stored under `base`. */
export function stackVersionName(base: string, digest: string): string {
  const suffix = digest.slice(0, DIGEST_IN_NAME);
  return `${base.slice(0, MAX_NAME - suffix.length - 1)}-${suffix}`;
}
