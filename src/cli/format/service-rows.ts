import type { PortConfig, Service, ServiceMode } from "../engine-api.ts";
import { familiarImage } from "./image-name.ts";
import type { ListingStyle, Row } from "./listing.ts";
import { naturalOrder } from "./natural-order.ts";

const SHORT_ID = 12;

/** Source: docker, cli/command/service/formatter.go. */
export const SERVICE_STYLE: ListingStyle = {
  table: "{{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}",
  headings: {
    ID: "ID",
    Name: "NAME",
    Mode: "MODE",
    Replicas: "REPLICAS",
    Image: "IMAGE",
    Ports: "PORTS",
  },
};

/** Services by name in natural order. */
export function sortServices(services: readonly Service[]): readonly Service[] {
  return [...services].sort((a, b) => naturalOrder(a.Spec.Name ?? "", b.Spec.Name ?? ""));
}

export function serviceRow(service: Service): Row {
  const { Spec: spec, Endpoint: endpoint } = service;
  return {
    ID: service.ID.slice(0, SHORT_ID),
    Name: spec.Name ?? "",
    Mode: modeName(spec.Mode ?? {}),
    Replicas: replicasText(service),
    Image: familiarImage(spec.TaskTemplate.ContainerSpec?.Image ?? ""),
    Ports: portsText(endpoint?.Ports ?? []),
  };
}

export function modeName(mode: ServiceMode): string {
  if (mode.Global) return "global";
  if (mode.ReplicatedJob) return "replicated job";
  if (mode.GlobalJob) return "global job";
  return "replicated";
}

/** `running/desired`, with what bounds or completes it in brackets. */
export function replicasText({ Spec: spec, ServiceStatus: status }: Service): string {
  if (!status) return "";
  const { RunningTasks: running, DesiredTasks: desired, CompletedTasks: completed } = status;
  const count = `${running}/${desired}`;
  const { Mode: mode = {}, TaskTemplate: task } = spec;
  if (mode.ReplicatedJob) {
    return `${count} (${completed}/${mode.ReplicatedJob.TotalCompletions ?? desired} completed)`;
  }
  if (mode.GlobalJob) return `${count} (${completed}/${desired + completed} completed)`;
  const most = task.Placement?.MaxReplicas ?? 0;
  return mode.Replicated && most > 0 ? `${count} (max ${most} per node)` : count;
}

/**
 * Ports that every node publishes: `*:8080->80/tcp`, neighbours of one protocol joined into a range.
 * Source: docker, cli/command/service/formatter.go Ports.
 */
export function portsText(ports: readonly PortConfig[]): string {
  const ingress = ports.filter((port) => port.PublishMode === "ingress");
  const sorted = [...ingress].sort(
    (a, b) => protocolRank(a) - protocolRank(b) || (a.PublishedPort ?? 0) - (b.PublishedPort ?? 0),
  );
  const ranges: { published: number; target: number; length: number; protocol: string }[] = [];
  for (const { PublishedPort = 0, TargetPort = 0, Protocol = "tcp" } of sorted) {
    const last = ranges.at(-1);
    const follows =
      last?.protocol === Protocol &&
      last.published + last.length === PublishedPort &&
      last.target + last.length === TargetPort;
    if (last && follows) last.length++;
    else {
      ranges.push({ published: PublishedPort, target: TargetPort, length: 1, protocol: Protocol });
    }
  }
  return ranges
    .map(({ published, target, length, protocol }) => {
      const span = (from: number): string =>
        length > 1 ? `${from}-${from + length - 1}` : `${from}`;
      return `*:${span(published)}->${span(target)}/${protocol}`;
    })
    .join(", ");
}

function protocolRank({ Protocol: protocol = "tcp" }: PortConfig): number {
  return ["tcp", "udp", "sctp"].indexOf(protocol);
}
