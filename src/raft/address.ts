import { OperationalError } from "../base/errors.ts";

/** The two parts of `host:port` or `[host]:port`. Throws `invalidArgument` for anything else. */
export function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) {
    throw new OperationalError("invalidArgument", `Not an address: "${address}": use host:port`);
  }
  return { host: match[1] ?? match[2] ?? "", port };
}

/**
 * Where a member is reached that says it listens at `advertised`: a manager told to listen on every
 * address does not know its own, but the connection it calls through does.
 */
export function reachableAddress(advertised: string, remoteAddress: string): string {
  const { host, port } = splitAddress(advertised);
  if (!isUnspecified(host)) return advertised;
  const source = splitAddress(remoteAddress).host;
  return source.includes(":") ? `[${source}]:${port}` : `${source}:${port}`;
}

function isUnspecified(host: string): boolean {
  return host === "" || host === "0.0.0.0" || /^[0:]*:[0:]*$/.test(host);
}
