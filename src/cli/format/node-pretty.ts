import type { Node } from "../engine-api.ts";
import { capitalise } from "./node-rows.ts";
import { formatBytes, formatCpus } from "./quantity.ts";
import { prettyTime } from "./stored-data.ts";

/** A node for people to read. Source of the layout: docker, cli/command/node/formatter.go. */
export function nodePretty(node: Node): string {
  const { Spec: spec, Description: description, Status: status } = node;
  const lines = [`ID:\t\t\t${node.ID}`];
  if (spec.Name) lines.push(`Name:\t\t\t${spec.Name}`);
  lines.push(...labelLines("Labels:", spec.Labels));
  lines.push(`Hostname:              \t${description.Hostname ?? ""}`);
  lines.push(`Joined at:             \t${prettyTime(node.CreatedAt)}`);
  lines.push("Status:", ` State:\t\t\t${capitalise(status.State ?? "")}`);
  if (status.Message) lines.push(` Message:              \t${capitalise(status.Message)}`);
  lines.push(` Availability:         \t${capitalise(spec.Availability ?? "")}`);
  if (status.Addr) lines.push(` Address:\t\t${status.Addr}`);
  lines.push(...managerLines(node));
  lines.push(
    "Platform:",
    ` Operating System:\t${description.Platform?.OS ?? ""}`,
    ` Architecture:\t\t${description.Platform?.Architecture ?? ""}`,
    "Resources:",
    ` CPUs:\t\t\t${formatCpus(description.Resources?.NanoCPUs ?? 0)}`,
    ` Memory:\t\t${formatBytes(description.Resources?.MemoryBytes ?? 0)}`,
  );
  lines.push(...engineLines(node), ...tlsLines(node));
  return lines.map((line) => `${line}\n`).join("");
}

function managerLines({ ManagerStatus: manager }: Node): string[] {
  if (!manager) return [];
  return [
    "Manager Status:",
    ` Address:\t\t${manager.Addr ?? ""}`,
    ` Raft Status:\t\t${capitalise(manager.Reachability ?? "")}`,
    ` Leader:\t\t${manager.Leader === true ? "Yes" : "No"}`,
  ];
}

function engineLines({ Description: { Engine: engine } }: Node): string[] {
  const lines: string[] = [];
  const kinds = new Set((engine?.Plugins ?? []).map((plugin) => plugin.Type));
  if (kinds.size > 0) lines.push("Plugins:");
  for (const kind of kinds) {
    const names = (engine?.Plugins ?? []).filter((plugin) => plugin.Type === kind);
    lines.push(` ${kind}:\t\t${names.map((plugin) => plugin.Name).join(", ")}`);
  }
  lines.push(`Engine Version:\t\t${engine?.EngineVersion ?? ""}`);
  lines.push(...labelLines("Engine Labels:", engine?.Labels));
  return lines;
}

function tlsLines({ Description: { TLSInfo: tls } }: Node): string[] {
  if (!tls) return [];
  return [
    "TLS Info:",
    " TrustRoot:",
    tls.TrustRoot ?? "",
    ` Issuer Subject:\t${tls.CertIssuerSubject ?? ""}`,
    ` Issuer Public Key:\t${tls.CertIssuerPublicKey ?? ""}`,
  ];
}

function labelLines(heading: string, labels: Readonly<Record<string, string>> = {}): string[] {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return [];
  return [heading, ...entries.map(([key, value]) => ` - ${key}=${value}`)];
}
