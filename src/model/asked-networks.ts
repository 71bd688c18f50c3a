/** Which attachable networks of the cluster a container that belongs to no service is to join. */
export const ASKING_LABEL = "skein.network";

/** One of them, and what the container is called there beside its own name. */
export interface AskedNetwork {
  /** Its name or id. */
  readonly network: string;
  readonly aliases: readonly string[];
}

/** What the label says: `back,front:www:shop` are two networks, on one of which it has two more names. */
export function parseAskedNetworks(label: string): readonly AskedNetwork[] {
  return label.split(",").flatMap((part) => {
    const [network = "", ...aliases] = part.split(":").map((word) => word.trim());
    return network === "" ? [] : [{ network, aliases: aliases.filter((alias) => alias !== "") }];
  });
}

export function formatAskedNetworks(asked: readonly AskedNetwork[]): string {
  return asked.map(({ network, aliases }) => [network, ...aliases].join(":")).join(",");
}
