import { err, ok, type Result } from "../../base/result.ts";

/** Where the daemon listens. */
export type DaemonAddress =
  | { readonly kind: "unix"; readonly path: string; readonly text: string }
  | {
      readonly kind: "tcp";
      readonly hostname: string;
      readonly port: number;
      readonly text: string;
    };

export const DEFAULT_HOST = "unix:///run/skein/skein.sock";

// Source: docker, opts.DefaultHTTPPort and DefaultTLSHTTPPort.
const DEFAULT_TCP_PORT = 2375;
const DEFAULT_TLS_PORT = 2376;
const REMEDY =
  'use "unix:///path/to/socket" or "tcp://HOST:PORT" in --host, SKEIN_HOST or DOCKER_HOST';

/** Reads a daemon's address as docker writes it; over TLS another port is the usual one. */
export function parseHost(text: string, overTls = false): Result<DaemonAddress, string> {
  if (text.startsWith("unix://")) {
    const path = text.slice("unix://".length);
    if (path === "") return err(`invalid host "${text}": the socket's path is missing: ${REMEDY}`);
    return ok({ kind: "unix", path, text });
  }
  const [, authority] = /^(?:tcp|http):\/\/([^/]+)\/?$/.exec(text) ?? [];
  const [matched, bracketed, plain, port] =
    /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(authority ?? ":") ?? [];
  if (authority === undefined || matched === undefined || Number(port ?? 1) > 65535) {
    return err(`invalid host "${text}": ${REMEDY}`);
  }
  const named = bracketed ?? plain ?? "";
  return ok({
    kind: "tcp",
    hostname: named === "" ? "127.0.0.1" : named,
    port: Number(port ?? (overTls ? DEFAULT_TLS_PORT : DEFAULT_TCP_PORT)),
    text,
  });
}

/** The address in use: the flag, then SKEIN_HOST, then DOCKER_HOST, then the default. */
export function chooseHost(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const given = [flag, env["SKEIN_HOST"], env["DOCKER_HOST"]];
  return given.find((host) => host !== undefined && host !== "") ?? DEFAULT_HOST;
}
