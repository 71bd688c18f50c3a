import { err, ok, type Result } from "../../base/result.ts";

export const DEFAULT_CLUSTER_PORT = 2377;

/** `<ip|interface>[:port]`, with the cluster's port filled in. Source: docker, swarm NodeAddrOption. */
export function parseListenAddress(text: string): Result<string, string> {
  const [matched, host = "", port] =
    /^(\[[0-9a-fA-F:.%\w]+\]|[^:[\]]*)(?::(\d*))?$/.exec(text) ?? [];
  if (matched === undefined || Number(port ?? 1) > 65535 || (host === "" && !port)) {
    return err('it is not an address: use "<ip|interface>[:port]", such as "0.0.0.0:2377"');
  }
  const given = port === undefined || port === "" ? DEFAULT_CLUSTER_PORT : port;
  return ok(`${host === "" ? "0.0.0.0" : host}:${given}`);
}

/** `HOST:PORT` of a manager. The daemon looks the host up. */
export function parseManagerAddress(text: string): Result<string, string> {
  const [matched, , port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (matched === undefined || Number(port ?? 1) > 65535) {
    return err(`invalid manager address "${text}": use HOST:PORT, such as 192.168.1.10:2377`);
  }
  return ok(port === undefined ? `${text}:${DEFAULT_CLUSTER_PORT}` : text);
}
