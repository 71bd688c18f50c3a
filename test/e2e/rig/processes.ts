import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir } from "node:fs/promises";
import { until } from "./shell.ts";

/** Everything a rig starts lives below this control group, and so does everything its engines start. */
const ROOT_GROUP = "skein-rig";

/** When a process started, in clock ticks since boot; undefined when there is none of that id. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined; // No such process.
  }
}

/** The control group of one host: `containers` for what its engine starts, `daemon` for the rest. */
export function groupOf(slot: number, host: string, part: "daemon" | "containers"): string {
  return `/${ROOT_GROUP}/${slot}/${host}/${part}`;
}

/** The directory of a control group in a hierarchy that any process can join without controllers. */
export async function joinableDirectory(group: string): Promise<string> {
  const hierarchies = await mountedHierarchies();
  const chosen =
    hierarchies.find(({ type }) => type === "cgroup2") ??
    hierarchies.find(({ directory }) => /systemd$|pids$/.test(directory));
  if (chosen === undefined) throw new Error("No control groups are mounted in /sys/fs/cgroup");
  const directory = `${chosen.directory}${group}`;
  await mkdir(directory, { recursive: true });
  return directory;
}

/** Kills every process of a rig, or of one of its hosts, until none is left. */
export async function killAll(
  { slot, host }: { slot: number; host?: string },
  { except = [] }: { except?: readonly number[] } = {},
): Promise<void> {
  const marker = `:/${ROOT_GROUP}/${slot}/${host === undefined ? "" : `${host}/`}`;
  await until(`processes of rig ${slot} are gone`, async () => {
    const pids = (await pidsIn(marker)).filter((pid) => !except.includes(pid));
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself between the look and the kill.
      }
    }
    return pids.length === 0;
  });
}

/** Removes a rig's control groups; its processes must be gone. */
export async function removeGroups(slot: number): Promise<void> {
  for (const { directory } of await mountedHierarchies()) {
    await removeTree(`${directory}/${ROOT_GROUP}/${slot}`);
  }
}

async function removeTree(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await removeTree(`${directory}/${entry.name}`);
  }
  // An empty group may stay busy for a moment after its last process; it costs nothing if it stays.
  await rmdir(directory).catch(() => undefined);
}

async function pidsIn(marker: string): Promise<number[]> {
  const pids: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const groups = await readFile(`/proc/${name}/cgroup`, "utf8").catch(() => "");
    if (groups.includes(marker) && startTimeOf(Number(name)) !== undefined) pids.push(Number(name));
  }
  return pids;
}

async function mountedHierarchies(): Promise<{ type: string; directory: string }[]> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n");
  return mounts
    .map((line) => line.split(" "))
    .map(([, directory = "", type = ""]) => ({ type, directory }))
    .filter(({ type }) => type === "cgroup" || type === "cgroup2");
}
