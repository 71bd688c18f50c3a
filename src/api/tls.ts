import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ServerOptions } from "node:https";
import { OperationalError, messageOf } from "../base/errors.ts";

/** Files by which the daemon and its clients know each other, all in PEM. */
export interface TlsFiles {
  /** Whose clients may talk to the daemon. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** How long a client may take to say who it is. */
const HANDSHAKE_MS = 10_000;

/** What a server needs that lets in only clients whose certificate the CA has signed. */
export async function mutualTls({ ca, certificate, key }: TlsFiles): Promise<ServerOptions> {
  const [caPem, certificatePem, keyPem] = await Promise.all([
    read("--tlscacert", ca),
    read("--tlscert", certificate),
    read("--tlskey", key),
  ]);
  check("--tlscacert", ca, "certificate", () => new X509Certificate(caPem));
  check("--tlskey", key, "private key", () => createPrivateKey(keyPem));
  const own = check("--tlscert", certificate, "certificate", () => {
    return new X509Certificate(certificatePem);
  });
  if (!own.checkPrivateKey(createPrivateKey(keyPem))) {
    refuse(`--tlskey ${key}: it is not the key of the certificate in ${certificate}`);
  }
  return {
    ...{ ca: caPem, cert: certificatePem, key: keyPem },
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    handshakeTimeout: HANDSHAKE_MS,
    // Streams end one half after the other, as on plain sockets.
    allowHalfOpen: true,
  };
}

async function read(flag: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    return refuse(`${flag} ${path}: it cannot be read: ${messageOf(error)}`);
  }
}

function check<T>(flag: string, path: string, what: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    return refuse(`${flag} ${path}: there is no ${what} in PEM in it`);
  }
}

function refuse(message: string): never {
  throw new OperationalError("invalidArgument", message);
}
