import { access, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { installPackages, onPath } from "./prerequisites.ts";
import { run, until } from "./shell.ts";
import { HOME } from "./slots.ts";

/** The Debian release whose docker.io is Docker Engine 26.1 (API 1.45). */
const RELEASE = "trixie";

/**
 * The root file system of a newer Debian with its own Docker Engine; built once (half a minute, from
 * this machine's Debian mirror) and kept in the cache. Hosts run on throw-away layers above it.
 */
export async function newerEngineTree(): Promise<string> {
  const tree = join(HOME, "cache", `${RELEASE}-docker`);
  if (await exists(tree)) return tree;
  if (!(await onPath("debootstrap"))) await installPackages(["debootstrap"]);
  const lock = `${tree}.lock`;
  await mkdir(join(HOME, "cache"), { recursive: true });
  await until(`another process has built ${tree}`, () => take(lock), {
    withinMs: 600_000,
    everyMs: 500,
  });
  try {
    if (!(await exists(tree))) await build(tree);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return tree;
}

async function build(tree: string): Promise<void> {
  const draft = `${tree}.draft`;
  await rm(draft, { recursive: true, force: true });
  const packages = "docker.io,iptables,ca-certificates,iproute2,nftables";
  const mirror = await debianMirror();
  await run(["debootstrap", "--variant=minbase", `--include=${packages}`, RELEASE, draft, mirror], {
    timeoutMs: 600_000,
  });
  await run(["chroot", draft, "apt-get", "clean"]);
  await rename(draft, tree);
}

/** The mirror this machine already uses: it may have no way to another one. */
async function debianMirror(): Promise<string> {
  const sites = await run(["apt-get", "indextargets", "--format", "$(SITE)"]);
  const site = sites.split("\n").find((line) => /\/debian\/?$/.test(line));
  return site ?? "http://deb.debian.org/debian";
}

/** A directory is made by one process only; one left behind by a dead builder is taken over. */
async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const made = await stat(lock).catch(() => undefined);
    const old = made !== undefined && Date.now() - made.mtimeMs > 600_000;
    if (old) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
