import type * as X509 from "@peculiar/x509";

let loaded: Promise<typeof X509> | undefined;

/**
 * The X.509 library, loaded when first needed: it costs 9 MB, which a worker at rest does without.
 */
export function x509(): Promise<typeof X509> {
  loaded ??= import("reflect-metadata").then(() => import("@peculiar/x509"));
  return loaded;
}
