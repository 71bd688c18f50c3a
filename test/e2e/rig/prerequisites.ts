import { access, open, readFile } from "node:fs/promises";
import { attempt, programDirectories, run } from "./shell.ts";

/** Why no rig can run on this machine, or undefined when one can. Installs nothing. */
export async function prerequisites(): Promise<string | undefined> {
  if (process.platform !== "linux") return "needs Linux";
  if (process.getuid?.() !== 0) return "needs root";
  const missing = await missingPackages();
  const apt = await onPath("apt-get");
  if (missing.length > 0 && !apt) return `needs ${missing.join(", ")}, and there is no apt-get`;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  if (missing.length > 0 && !/^ID(_LIKE)?=.*debian/m.test(release)) {
    return `needs ${missing.join(", ")}, and this is not Debian`;
  }
  const unshared = await attempt(["unshare", "--mount", "--uts", "--net", "true"]);
  if (unshared.code !== 0) return `needs namespaces: ${unshared.stderr.trim()}`;
  return undefined;
}

/** Installs what is missing with apt-get. */
export async function installMissing(): Promise<void> {
  const missing = await missingPackages();
  if (missing.length > 0) await installPackages(missing);
  // From Debian 13 on the command line is a package of its own.
  if (!(await onPath("docker"))) await installPackages(["docker-cli"]);
}

export async function installPackages(packages: readonly string[]): Promise<void> {
  const apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const install = [...apt, "install", "-y", "--no-install-recommends", ...packages];
  const options = { env, timeoutMs: 600_000 };
  if ((await attempt(install, options)).code === 0) return;
  await run([...apt, "update"], options); // A fresh machine has no lists, an old one has stale ones.
  await run(install, options);
}

/** Whether a program is installed. */
export async function onPath(program: string): Promise<boolean> {
  return (await findProgram(program)) !== undefined;
}

async function missingPackages(): Promise<string[]> {
  const wanted: [program: string, package_: string][] = [
    ["dockerd", "docker.io"],
    ["docker", "docker.io"],
    ["iptables", "iptables"],
    ["nft", "nftables"],
    ["ip", "iproute2"],
    ["wg", "wireguard-tools"],
    ["wireguard-go", "wireguard-go"],
    ["tcpdump", "tcpdump"],
    ["conntrack", "conntrack"],
  ];
  const missing = new Set<string>();
  for (const [program, package_] of wanted) if (!(await onPath(program))) missing.add(package_);
  if ((await staticBusybox()) === undefined) missing.add("busybox-static");
  return [...missing];
}

/** A busybox that needs no libraries: the image is made of it. */
export async function staticBusybox(): Promise<string | undefined> {
  const path = await findProgram("busybox");
  if (path === undefined) return undefined;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    // A dynamic program names its loader in its first page.
    return buffer.subarray(0, bytesRead).includes("/ld-") ? undefined : path;
  } finally {
    await file.close();
  }
}

async function findProgram(program: string): Promise<string | undefined> {
  for (const directory of programDirectories()) {
    const path = `${directory}/${program}`;
    const found = await access(path).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}
