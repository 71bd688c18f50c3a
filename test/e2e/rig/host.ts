import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { answersPing, importImage } from "./engine-image.ts";
import { NETWORK } from "./network.ts";
import { groupOf, joinableDirectory, killAll, startTimeOf } from "./processes.ts";
import { attempt, environment, run, until, type Outcome, type RunOptions } from "./shell.ts";

/** What it takes to find a host again from another process. */
export interface HostRecord {
  readonly slot: number;
  readonly name: string;
  readonly address: string;
  readonly directory: string;
  /** The process that keeps the host's namespaces. */
  readonly anchorPid: number;
  /** Set when the engine has a root file system of its own. */
  readonly tree?: string | undefined;
}

/**
 * Makes the namespaces of a host into one and stays as their keeper. Arguments: the host's directory,
 * its name, its control group, and the root file system of its engine if that is not this machine's.
 *
 * - The control groups must survive the fresh sysfs, and without a fresh sysfs the engine could not
 *   configure bridges of this network namespace.
 * - /run is the host's own: sockets and pid files are where they are in life.
 * - Names resolve to nobody at once, rather than to nobody after ten seconds.
 */
const BECOME_HOST = `set -e
directory=$1 name=$2 group=$3 tree=$4 root=
echo $$ > "$group/cgroup.procs"
hostname "$name"
ip link set lo up
mount --rbind /sys/fs/cgroup "$directory/cgroup"
if [ -n "$tree" ]; then
  root=$directory/root
  mount -t tmpfs tmpfs "$directory/layer"
  mkdir "$directory/layer/upper" "$directory/layer/work"
  mount -t overlay -o "lowerdir=$tree,upperdir=$directory/layer/upper,workdir=$directory/layer/work" overlay "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mkdir -p "$root$directory"
  mount --bind "$directory" "$root$directory"
fi
mount -t sysfs sysfs "$root/sys"
mount --rbind "$directory/cgroup" "$root/sys/fs/cgroup"
umount -l "$directory/cgroup"
mount -t tmpfs tmpfs "$root/run"
echo "nameserver 127.0.0.1" > "$directory/resolv.conf"
mount --bind "$directory/resolv.conf" "$root/etc/resolv.conf"
if [ -n "$tree" ]; then
  cd "$root"
  mkdir -p old
  pivot_root . old
  umount -l /old
fi
echo ready
exec sleep infinity >&-`;

/** Enters a control group and a directory, then becomes the program asked for. */
const JOIN = 'echo $$ > "$1/cgroup.procs"; cd "$2"; shift 2; exec "$@"';

/** A host of a rig: namespaces of its own with an address on the rig's network, and a Docker Engine. */
export class Host {
  readonly record: HostRecord;
  readonly name: string;
  /** Its IPv4 address; every host and this machine reach it. */
  readonly address: string;
  /** Where its engine listens, as seen from this machine. Inside the host it is /run/docker.sock as well. */
  readonly socketPath: string;
  /** For the files of whatever runs on this host; the same path inside and outside. */
  readonly directory: string;

  constructor(record: HostRecord) {
    this.record = record;
    this.name = record.name;
    this.address = record.address;
    this.directory = record.directory;
    this.socketPath = join(record.directory, "docker.sock");
  }

  static async create(wanted: Omit<HostRecord, "anchorPid">): Promise<Host> {
    const { slot, name, directory, tree = "" } = wanted;
    for (const part of ["cgroup", "root", "layer", "data", "docker-config"]) {
      await mkdir(join(directory, part), { recursive: true });
    }
    const group = await joinableDirectory(groupOf(slot, name, "daemon"));
    const unshare = ["--mount", "--uts", "--net", "sh", "-c", BECOME_HOST];
    const child = spawn("unshare", [...unshare, "host", directory, name, group, tree], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: environment(),
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    const ready = await Promise.race([
      once(child.stdout, "data").then(() => true),
      once(child, "exit").then(() => false),
    ]);
    if (!ready) throw new Error(`Cannot make host ${name}: ${complaint}`);
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
    return new Host({ ...wanted, anchorPid: child.pid ?? 0 });
  }

  /** The command line that runs `command` inside this host, from this machine. */
  async inside(
    command: readonly string[],
    { cwd }: { cwd?: string | undefined } = {},
  ): Promise<string[]> {
    const { anchorPid, tree, slot, name } = this.record;
    const group = await joinableDirectory(groupOf(slot, name, "daemon"));
    // A foreign root file system has neither Node.js nor the project in it: there only the network is entered.
    const namespaces = ["--net", "--uts", ...(tree === undefined ? ["--mount"] : [])];
    const enter = ["nsenter", "--target", String(anchorPid), ...namespaces];
    return [...enter, "sh", "-c", JOIN, "inside", group, cwd ?? process.cwd(), ...command];
  }

  /** Runs a program inside this host to its end; throws unless it succeeds. */
  async exec(command: readonly string[], options: RunOptions = {}): Promise<string> {
    return run(await this.inside(command, options), options);
  }

  /** Runs a program inside this host to its end, whatever its exit code. */
  async attempt(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return attempt(await this.inside(command, options), options);
  }

  /** Starts a program inside this host; the child's pid is the program's own. */
  async spawn(
    command: readonly string[],
    {
      stdio = "ignore",
      env = {},
      cwd,
    }: { stdio?: StdioOptions; env?: Record<string, string>; cwd?: string } = {},
  ): Promise<ChildProcess> {
    const [program = "", ...args] = await this.inside(command, { cwd });
    const child = spawn(program, args, { stdio, env: environment(env), detached: true });
    await once(child, "spawn");
    return child;
  }

  /** Runs the docker command line against this host's engine; gives its output. */
  async docker(...args: readonly string[]): Promise<string> {
    return run(["docker", "--host", `unix://${this.socketPath}`, ...args], {
      env: this.#cliEnvironment,
    });
  }

  /** As `docker`, whatever its exit code. */
  async attemptDocker(...args: readonly string[]): Promise<Outcome> {
    return attempt(["docker", "--host", `unix://${this.socketPath}`, ...args], {
      env: this.#cliEnvironment,
    });
  }

  get #cliEnvironment(): Record<string, string> {
    return { DOCKER_CONFIG: join(this.directory, "docker-config") };
  }

  /** Starts the engine, waits until it answers, and gives it the image if it has none. */
  async startEngine(extraTags: readonly string[] = []): Promise<void> {
    const { slot, name, anchorPid } = this.record;
    const group = await joinableDirectory(groupOf(slot, name, "daemon"));
    await this.#forgetDead();
    const logFile = openSync(join(this.directory, "engine.log"), "a");
    const engine = [
      "dockerd",
      ...["--data-root", join(this.directory, "data")],
      ...["--pidfile", this.#pidFile],
      ...["--host", `unix://${this.socketPath}`, "--host", "unix:///run/docker.sock"],
      ...["--cgroup-parent", groupOf(slot, name, "containers")],
      ...["--exec-opt", "native.cgroupdriver=cgroupfs"],
      ...["--insecure-registry", NETWORK],
    ];
    // The engine's own namespaces, all of them: `inside` leaves the root file system out where it differs.
    const enter = ["--target", String(anchorPid), "--net", "--uts", "--mount"];
    const child = spawn("nsenter", [...enter, "sh", "-c", JOIN, "engine", group, "/", ...engine], {
      stdio: ["ignore", logFile, logFile],
      env: environment(),
      detached: true,
    });
    closeSync(logFile);
    let exited = false;
    child.once("exit", () => (exited = true));
    child.unref();
    await until(`the engine of ${name} answers (see ${this.directory}/engine.log)`, async () => {
      if (exited) throw new Error(`The engine of ${name} ended: ${await this.#lastWords()}`);
      return this.isEngineUp();
    });
    if ((await this.docker("image", "ls", "--quiet")) === "")
      await importImage(this.socketPath, extraTags);
  }

  async isEngineUp(): Promise<boolean> {
    return answersPing(this.socketPath);
  }

  /** Stops the engine in order; it stops its containers. */
  async stopEngine(): Promise<void> {
    await this.#endEngine("SIGTERM");
  }

  /** Kills the engine; its containers go on without it. */
  async killEngine(): Promise<void> {
    await this.#endEngine("SIGKILL");
  }

  /** The engine's process id, while it runs. */
  enginePid(): Promise<number | undefined> {
    return livePidIn(this.#pidFile);
  }

  /** The engine stands still: connections are accepted by the kernel and never answered. */
  async pauseEngine(): Promise<void> {
    await this.#signalEngine("SIGSTOP");
  }

  async resumeEngine(): Promise<void> {
    await this.#signalEngine("SIGCONT");
  }

  /** Power cut: every process on this host is gone, its disk stays. `startEngine` is the power coming back. */
  async crash(): Promise<void> {
    const { slot, name, anchorPid } = this.record;
    await killAll({ slot, host: name }, { except: [anchorPid] });
    const forget =
      "umount -R -l /run && mount -t tmpfs tmpfs /run; ip -o link show type bridge | cut -d: -f2 | xargs -r -n1 ip link del";
    await run(["nsenter", "--target", String(anchorPid), "--net", "--mount", "sh", "-c", forget]);
    await rm(this.socketPath, { force: true });
  }

  async #endEngine(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const pid = await this.enginePid();
    if (pid === undefined) return;
    process.kill(pid, signal);
    await until(`the engine of ${this.name} has ended`, () => startTimeOf(pid) === undefined);
  }

  /**
   * A killed engine leaves pid files behind, which the next one believes in while the number is in
   * use: by anything at all, or by a dead process that nobody has waited for yet.
   */
  async #forgetDead(): Promise<void> {
    const containerd = `/proc/${this.record.anchorPid}/root/run/docker/containerd/containerd.pid`;
    for (const file of [this.#pidFile, containerd]) {
      await until(
        `the process in ${file} has ended`,
        async () => (await livePidIn(file)) === undefined,
      );
      await rm(file, { force: true });
    }
  }

  async #signalEngine(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.enginePid();
    if (pid === undefined) throw new Error(`The engine of ${this.name} does not run`);
    process.kill(pid, signal);
  }

  async #lastWords(): Promise<string> {
    const log = await readFile(join(this.directory, "engine.log"), "utf8");
    return log.trimEnd().split("\n").slice(-3).join("\n");
  }

  get #pidFile(): string {
    return join(this.directory, "docker.pid");
  }
}

async function livePidIn(file: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(file, "utf8").catch(() => ""), 10);
  return Number.isNaN(pid) || startTimeOf(pid) === undefined ? undefined : pid;
}
