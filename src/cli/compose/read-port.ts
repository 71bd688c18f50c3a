import type { Located, Position } from "./located.ts";
import { choice, integer, record, text, type Place } from "./read.ts";

/** A port that is published: on every node ("ingress") or on those that run a task ("host"). */
export interface PublishedPort {
  readonly at: Position;
  readonly name?: string;
  readonly target: number;
  /** Undefined lets the swarm choose. */
  readonly published: number | undefined;
  readonly protocol: string;
  readonly mode: "ingress" | "host";
}

const PROTOCOLS = ["tcp", "udp", "sctp"];
const MAX_PORT = 65535;
const REMEDY = 'use "PUBLISHED:TARGET[/PROTOCOL]", such as "8080:80", or the long form';

const longPort = record(
  {
    target: integer(1),
    published: text,
    protocol: choice("tcp", "udp", "sctp"),
    mode: choice("ingress", "host"),
    name: text,
    host_ip: text,
  },
  { ignored: { app_protocol: "services of a swarm do not look into their traffic" } },
);

/** Ports, each of which may be written short or long; a short one with ranges is many. */
export function ports(node: Located, place: Place): readonly PublishedPort[] | undefined {
  if (node.kind !== "list") {
    place.report.error(node.at, place.path, `must be a list: ${REMEDY}`);
    return undefined;
  }
  return node.items.flatMap((item, index) => {
    const here = { ...place, path: `${place.path}.${index}` };
    return item.kind === "scalar" ? short(item.text, item.at, here) : long(item, here);
  });
}

function long(node: Located, place: Place): readonly PublishedPort[] {
  const port = longPort(node, place);
  if (!port) return [];
  const { at, target, published, protocol = "tcp", mode = "ingress", name, host_ip: ip } = port;
  if (target === undefined) {
    place.report.error(at, `${place.path}.target`, "is missing: the port inside the container");
    return [];
  }
  if (ip !== undefined) warnOfAddress(ip, at, place);
  const range = published === undefined || published === "" ? undefined : portRange(published);
  if (target > MAX_PORT || (published && range?.length !== 1)) {
    place.report.error(at, place.path, `ports are single numbers from 1 to ${MAX_PORT} here`);
    return [];
  }
  return [
    { at, target, published: range?.[0], protocol, mode, ...(name !== undefined && { name }) },
  ];
}

/** Source: Compose Specification, ports, short syntax. */
function short(written: string, at: Position, place: Place): readonly PublishedPort[] {
  const [numbers = "", protocolText = "tcp", ...rest] = written.split("/");
  const protocol = protocolText.toLowerCase();
  const [, ip, publishedText, targetText = ""] =
    /^(?:(\[[^\]]*\]|\d+\.\d+\.\d+\.\d+):)?(?:([\d-]*):)?([\d-]+)$/.exec(numbers.trim()) ?? [];
  const targets = portRange(targetText);
  const published = publishedText ? portRange(publishedText) : undefined;
  if (
    !targets ||
    (publishedText && !published) ||
    rest.length > 0 ||
    !PROTOCOLS.includes(protocol)
  ) {
    place.report.error(at, place.path, `${JSON.stringify(written)} is no port: ${REMEDY}`);
    return [];
  }
  if (ip !== undefined) warnOfAddress(ip, at, place);
  const port = (target: number, onNodes: number | undefined): PublishedPort => ({
    at,
    target,
    published: onNodes,
    protocol,
    mode: "ingress",
  });
  const [only = 0] = targets;
  if (published && targets.length === 1) return published.map((onNodes) => port(only, onNodes));
  if (published && published.length !== targets.length) {
    const message = `the ranges of ${JSON.stringify(written)} differ in length: make them alike`;
    place.report.error(at, place.path, message);
    return [];
  }
  return targets.map((target, index) => port(target, published?.[index]));
}

function warnOfAddress(ip: string, at: Position, { report, path }: Place): void {
  report.warn(
    at,
    path,
    `the address ${ip} is left out: services listen on all addresses of a node`,
  );
}

function portRange(written: string): readonly number[] | undefined {
  const [, first = "", last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(written) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === "" || from < 1 || to > MAX_PORT || to < from) return undefined;
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}
