import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "./host.ts";
import { attempt, run, until } from "./shell.ts";
import { HOME } from "./slots.ts";

const PORT = 5000;
/** Who may use a locked registry. The hash is the password's, by bcrypt. */
export const ACCOUNT = {
  user: "ship",
  password: "ahoy",
  hash: "$2y$04$rEtC6bft4as2rxirn2MAb.6fEvhgZ7uqHPNYjnGr7CjyhVkxsPLz2",
};

/**
 * A real image registry on a host, empty, for as long as its rig is up. Every engine of the rig
 * may push to and pull from the address it gives, `10.77.N.I:5000`; with `locked` on the next
 * port, and only those of ACCOUNT.
 */
export async function startRegistry(
  host: Host,
  { locked = false }: { readonly locked?: boolean } = {},
): Promise<string> {
  const port = locked ? PORT + 1 : PORT;
  const program = await registryProgram();
  const directory = join(host.directory, `registry-${port}`);
  await mkdir(directory, { recursive: true });
  const config = join(directory, "config.yml");
  const accounts = join(directory, "accounts");
  if (locked) await writeFile(accounts, `${ACCOUNT.user}:${ACCOUNT.hash}\n`);
  await writeFile(
    config,
    [
      "version: 0.1",
      "log: { accesslog: { disabled: true }, level: error }",
      `storage: { filesystem: { rootdirectory: ${directory}/data }, delete: { enabled: true } }`,
      `http: { addr: "${host.address}:${port}" }`,
      ...(locked ? [`auth: { htpasswd: { realm: rig, path: ${accounts} } }`] : []),
    ].join("\n"),
  );
  const child = await host.spawn([program, "serve", config]);
  child.unref();
  const address = `${host.address}:${port}`;
  await until(`the registry at ${address} answers`, () =>
    fetch(`http://${address}/v2/`).then(
      ({ ok, status }) => ok || (locked && status === 401),
      () => false,
    ),
  );
  return address;
}

/** Debian's registry, unpacked into the cache: installed, it would run as a service of this machine. */
async function registryProgram(): Promise<string> {
  const tree = join(HOME, "cache", "docker-registry");
  const program = join(tree, "usr/bin/docker-registry");
  const found = await access(program).then(
    () => true,
    () => false,
  );
  if (found) return program;
  const draft = `${tree}-${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const download = ["apt-get", "-qq", "download", "docker-registry"];
  if ((await attempt(download, { cwd: draft })).code !== 0) {
    await run(["apt-get", "-qq", "update"]);
    await run(download, { cwd: draft });
  }
  await run(["sh", "-c", "dpkg -x docker-registry_*.deb ."], { cwd: draft });
  // Another process may have been quicker: then its copy stays.
  await rename(draft, tree).catch(() => rm(draft, { recursive: true, force: true }));
  return program;
}
