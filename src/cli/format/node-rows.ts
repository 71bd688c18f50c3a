import type { Info, Node, TlsInfo } from "../engine-api.ts";
import type { ListingStyle, Row } from "./listing.ts";
import { naturalOrder } from "./natural-order.ts";

/** Source: docker, cli/command/node/formatter.go. */
export const NODE_STYLE: ListingStyle = {
  table:
    "{{.ID}} {{if .Self}}*{{else}} {{end}}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t" +
    "{{.ManagerStatus}}\t{{.EngineVersion}}",
  headings: {
    ID: "ID",
    Self: "",
    Hostname: "HOSTNAME",
    Status: "STATUS",
    Availability: "AVAILABILITY",
    ManagerStatus: "MANAGER STATUS",
    TLSStatus: "TLS STATUS",
    EngineVersion: "ENGINE VERSION",
  },
};

/** Nodes by hostname in natural order. */
export function sortNodes(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) =>
    naturalOrder(a.Description.Hostname ?? "", b.Description.Hostname ?? ""),
  );
}

export function nodeRow(node: Node, info: Info): Row {
  const { Spec: spec, Description: description, ManagerStatus: manager } = node;
  return {
    ID: node.ID,
    Self: node.ID === info.Swarm?.NodeID,
    Hostname: description.Hostname ?? "",
    Status: capitalise(node.Status.State ?? ""),
    Availability: capitalise(spec.Availability ?? ""),
    ManagerStatus: manager?.Leader === true ? "Leader" : capitalise(manager?.Reachability ?? ""),
    TLSStatus: tlsStatus(description.TLSInfo, info.Swarm?.Cluster?.TLSInfo),
    EngineVersion: description.Engine?.EngineVersion ?? "",
  };
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function tlsStatus(node: TlsInfo | undefined, cluster: TlsInfo | undefined): string {
  if (cluster === undefined || node === undefined) return "Unknown";
  const same =
    node.TrustRoot === cluster.TrustRoot &&
    node.CertIssuerPublicKey === cluster.CertIssuerPublicKey &&
    node.CertIssuerSubject === cluster.CertIssuerSubject;
  return same ? "Ready" : "Needs Rotation";
}
