import { once } from "node:events";
import { chmod, chown, mkdir, readFile, rm, stat } from "node:fs/promises";
import { connect, type Server } from "node:net";

import { dirname } from "node:path";
import { OperationalError, messageOf } from "../base/errors.ts";
import type { Log } from "../system/log.ts";

/** The owner and its group may talk to the daemon: whoever may, is root on this host. */
const SOCKET_MODE = 0o660;
const GROUP = "docker";

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

interface How {
  readonly log: Log;
  /** Clients prove who they are. Those who need not, must be on this machine. */
  readonly secured: boolean;
}

/** Lets `server` listen on `unix:///path` or `tcp://host:port`. Refusals say what to do. */
export async function listenOn(server: Server, host: string, { log, secured }: How): Promise<void> {
  const [, path] = /^unix:\/\/(\/.*)$/.exec(host) ?? [];
  if (path !== undefined) return listenOnSocket(server, path, log);
  const [, name = "", port] = /^tcp:\/\/(\[[^\]]+\]|[^:/]*):(\d{1,5})$/.exec(host) ?? [];
  if (port === undefined) {
    throw new OperationalError(
      "invalidArgument",
      `Cannot listen on "${host}": write unix:///path or tcp://host:port`,
    );
  }
  const address = name.replace(/^\[|\]$/g, "") || "0.0.0.0";
  if (!secured && !LOOPBACK.test(address)) {
    throw new OperationalError(
      "invalidArgument",
      `Cannot listen on ${host} without TLS: whoever reached it would be root on this host. ` +
        "Use --tlsverify with --tlscacert, --tlscert and --tlskey, or an address such as 127.0.0.1",
    );
  }
  await bind(server, { host: address, port: Number(port) }, host);
  log.info("the API listens", { address: host });
}

async function listenOnSocket(server: Server, path: string, log: Log): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await removeStale(path);
  await bind(server, { path }, path);
  await chmod(path, SOCKET_MODE);
  const group = await groupId(GROUP);
  if (group !== undefined) {
    // Only root may give a file away; without it the owner alone can talk to the daemon.
    await chown(path, -1, group).catch((error: unknown) =>
      log.warn("the API's socket stays with this user's group", { path, error: messageOf(error) }),
    );
  }
  log.info("the API listens", { address: `unix://${path}` });
}

/** A socket that nobody listens on any more is left from a daemon that was killed. */
async function removeStale(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined); // Nothing there, which is as it should be.
  if (!found) return;
  if (!found.isSocket()) {
    throw new OperationalError("failedPrecondition", `Cannot listen on ${path}: it is no socket`);
  }
  if (await answers(path)) {
    throw new OperationalError(
      "failedPrecondition",
      `Cannot listen on ${path}: another daemon does, stop it or choose another socket with --host`,
    );
  }
  await rm(path, { force: true });
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false; // Refused: nobody is behind it.
  } finally {
    socket.destroy();
  }
}

async function bind(
  server: Server,
  where: { readonly path: string } | { readonly host: string; readonly port: number },
  name: string,
): Promise<void> {
  const listening = once(server, "listening");
  server.listen(where);
  try {
    await listening;
  } catch (error) {
    throw new OperationalError(
      "failedPrecondition",
      `Cannot listen on ${name}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

async function groupId(name: string): Promise<number | undefined> {
  const groups = await readFile("/etc/group", "utf8").catch(() => "");
  const line = groups.split("\n").find((each) => each.startsWith(`${name}:`));
  const id = Number(line?.split(":")[2] ?? NaN);
  return Number.isInteger(id) ? id : undefined;
}
