/** PEM text always ends in a newline: Go's readers concatenate bundles byte by byte. */
export function withNewline(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Every certificate of a bundle, in order. */
export function splitBundle(pem: string): readonly string[] {
  return (pem.match(CERTIFICATE) ?? []).map(withNewline);
}
