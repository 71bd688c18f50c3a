import { err, ok, type Result } from "../../base/result.ts";
import type { PortConfig } from "../engine-api.ts";
import { parseCsvRecord } from "./csv.ts";
import { cut } from "./key-value.ts";

const PROTOCOLS = ["tcp", "udp", "sctp"];
const MAX_PORT = 65535;
const REMEDY = 'use "PUBLISHED:TARGET[/PROTOCOL]" or "published=8080,target=80,mode=host"';

/**
 * A published port, or a range of them: `8080:80/tcp`, `80`, `8000-8001:80-81`,
 * `published=8080,target=80,protocol=udp,mode=host`.
 * Source: docker, opts/swarmopts/port.go and go-connections, nat.ParsePortSpec.
 */
export function parsePublish(text: string): Result<readonly PortConfig[], string> {
  return /\w+=\w+/.test(text) ? parseLong(text) : parseShort(text);
}

function parseLong(text: string): Result<readonly PortConfig[], string> {
  const fields = parseCsvRecord(text);
  if (!fields.ok) return fields;
  let protocol = "tcp";
  let mode = "ingress";
  let target = 0;
  let published: number | undefined;
  for (const field of fields.value) {
    const [key, value] = cut(field.toLowerCase(), "=");
    if (value === undefined || key === "") return err(`invalid field: ${field}: ${REMEDY}`);
    switch (key) {
      case "protocol":
        if (!PROTOCOLS.includes(value)) {
          return err(`invalid protocol value '${value}': use tcp, udp or sctp`);
        }
        protocol = value;
        break;
      case "mode":
        if (value !== "ingress" && value !== "host") {
          return err(`invalid publish mode value (${value}): must be either 'ingress' or 'host'`);
        }
        mode = value;
        break;
      case "target":
      case "published": {
        const port = parsePort(value);
        if (port === undefined) {
          return err(`invalid ${key} port (${value}): it must be a number from 0 to ${MAX_PORT}`);
        }
        if (key === "target") target = port;
        else published = port;
        break;
      }
      default:
        return err(`invalid field key: ${key}: use target, published, protocol or mode`);
    }
  }
  if (target === 0) return err("missing mandatory field 'target': the port inside the container");
  return ok([portConfig(protocol, target, published ?? 0, mode)]);
}

function parseShort(text: string): Result<readonly PortConfig[], string> {
  const [ports, protocolText] = cut(text, "/");
  const protocol = (protocolText ?? "tcp").toLowerCase();
  if (!PROTOCOLS.includes(protocol)) return err(`invalid proto: ${protocol}: use tcp, udp or sctp`);

  const parts = ports.split(":");
  if (parts.length > 2) {
    return err(`publishing on one address of a host is not supported for services: ${REMEDY}`);
  }
  const targets = parseRange(parts.at(-1) ?? "");
  const published = parts.length === 2 ? parseRange(parts[0] ?? "") : undefined;
  if (targets === undefined) return err(`invalid containerPort: ${parts.at(-1) ?? ""}: ${REMEDY}`);
  if (parts.length === 2 && parts[0] !== "" && published === undefined) {
    return err(`invalid hostPort: ${parts[0] ?? ""}: ${REMEDY}`);
  }
  const [only] = targets;
  if (published && targets.length === 1 && only !== undefined) {
    return ok(published.map((port) => portConfig(protocol, only, port, "ingress")));
  }
  if (published && published.length !== targets.length) {
    return err(
      `invalid ranges specified for container and host ports: ${text}: they differ in length`,
    );
  }
  return ok(
    targets.map((target, index) =>
      portConfig(protocol, target, published?.[index] ?? 0, "ingress"),
    ),
  );
}

function parseRange(text: string): readonly number[] | undefined {
  const [first, last] = cut(text, "-");
  const from = parsePort(first);
  const to = last === undefined ? from : parsePort(last);
  if (from === undefined || to === undefined || from < 1 || to < from) return undefined;
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return port <= MAX_PORT ? port : undefined;
}

function portConfig(protocol: string, target: number, published: number, mode: string): PortConfig {
  return {
    Protocol: protocol,
    TargetPort: target,
    ...(published !== 0 && { PublishedPort: published }),
    PublishMode: mode,
  };
}
