/** What a node shows of itself, and whom it believes; PEM texts. */
export interface NodeCredentials {
  /** The cluster's root, or a bundle of them while it rotates. */
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
}
