import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { World } from "../world.ts";

/** What a client shows a daemon over TCP, and whom it believes; PEM each. */
export interface ClientTls {
  readonly ca: Uint8Array;
  readonly cert: Uint8Array;
  readonly key: Uint8Array;
}

/** As given before the command. */
export interface TlsFlags {
  readonly tlsverify?: boolean;
  readonly tlscacert?: string;
  readonly tlscert?: string;
  readonly tlskey?: string;
}

const FILES = [
  { member: "ca", flag: "tlscacert", usual: "ca.pem" },
  { member: "cert", flag: "tlscert", usual: "cert.pem" },
  { member: "key", flag: "tlskey", usual: "key.pem" },
] as const;

/**
 * The certificates to use over TCP; undefined where nobody asked for TLS. Asked for by --tlsverify, by any
 * of the files, or by DOCKER_TLS_VERIFY; files that are not named are looked for in DOCKER_CERT_PATH, then
 * where docker keeps them. Source: docker, "Protect the Docker daemon socket".
 */
export async function clientTls(
  flags: TlsFlags,
  { env, readFile }: Pick<World, "env" | "readFile">,
): Promise<Result<ClientTls | undefined, string>> {
  const isNamed = FILES.some(({ flag }) => flags[flag] !== undefined);
  const wanted = flags.tlsverify === true || isNamed || isSet(env["DOCKER_TLS_VERIFY"]);
  if (!wanted) return ok(undefined);
  const usualFolder = env["DOCKER_CONFIG"] ?? join(env["HOME"] ?? "", ".docker");
  const folder = isSet(env["DOCKER_CERT_PATH"]) ? (env["DOCKER_CERT_PATH"] ?? "") : usualFolder;
  const read: Partial<Record<keyof ClientTls, Uint8Array>> = {};
  for (const { member, flag, usual } of FILES) {
    const path = flags[flag] ?? join(folder, usual);
    try {
      read[member] = await readFile(path);
    } catch (error) {
      return err(
        `--${flag} ${path}: it cannot be read: ${messageOf(error)}. Name the file by --${flag}, or its folder by DOCKER_CERT_PATH`,
      );
    }
  }
  return ok(read as ClientTls); // Each of its members was read.
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
