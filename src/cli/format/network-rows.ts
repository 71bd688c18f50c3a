import type { NetworkResource } from "../engine-api.ts";
import type { ListingStyle, Row } from "./listing.ts";
import { naturalOrder } from "./natural-order.ts";

const SHORT_ID = 12;

/** Source: docker, cli/command/network/formatter.go. */
export const NETWORK_STYLE: ListingStyle = {
  table: "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
  headings: {
    ID: "NETWORK ID",
    Name: "NAME",
    Driver: "DRIVER",
    Scope: "SCOPE",
    IPv6: "IPV6",
    Internal: "INTERNAL",
    Labels: "LABELS",
    CreatedAt: "CREATED AT",
  },
};

/** Networks by name in natural order. */
export function sortNetworks(networks: readonly NetworkResource[]): readonly NetworkResource[] {
  return [...networks].sort((a, b) => naturalOrder(a.Name, b.Name));
}

export function networkRow(
  network: NetworkResource,
  { truncate }: { readonly truncate: boolean },
): Row {
  const { Id: id, Name, Driver, Scope, Created, EnableIPv6, Internal, Labels } = network;
  return {
    ID: truncate ? id.slice(0, SHORT_ID) : id,
    Name,
    Driver,
    Scope,
    IPv6: String(EnableIPv6),
    Internal: String(Internal),
    Labels: Object.entries(Labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(","),
    CreatedAt: Created,
  };
}
