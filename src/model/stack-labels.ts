/** The stack that something belongs to. Source: docker, cli/compose/convert. */
export const STACK_LABEL = "com.docker.stack.namespace";

/** The name that services of a stack may call a later version of a secret or config by. */
export const STACK_BASE_LABEL = "skein.stack.base";

/** What says whether a secret still holds the same: its data cannot be read. */
export const STACK_DIGEST_LABEL = "skein.stack.digest";
