import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get } from "./api.ts";
import { say } from "./show.ts";

/** What runs the quickstart's tasks. */
export interface ChosenEngine {
  readonly kind: "docker" | "process";
  /** Options that make a daemon use it. */
  readonly options: readonly string[];
  /** What the service is created from: an image and a command. */
  readonly image: string;
  /** Ends what the quickstart itself started of it, and removes what it left behind. */
  readonly release: (mark: string) => Promise<void>;
  /** Lets it outlive the quickstart; gives the processes that must be ended some day. */
  readonly keep: () => readonly number[];
}

const SOCKET = "/var/run/docker.sock";
const PACKAGES = ["docker.io", "iptables", "busybox-static"];
const IMAGE = "skein/quickstart:1";

/** Real containers where a Docker socket answers or `wanted` asks for them; processes elsewhere. */
export async function chooseEngine(
  wanted: string | undefined,
  home: string,
): Promise<ChosenEngine> {
  const answers = (await get(SOCKET, "/_ping")) !== undefined;
  if (wanted === "process" || (wanted === undefined && !answers)) {
    if (!answers) {
      say(
        "No Docker Engine answers here, so tasks run as plain processes of this machine: no image, no",
      );
      say(
        "isolation. For real containers: npm run quickstart -- --engine docker (as root, on Debian)",
      );
    }
    return {
      kind: "process",
      options: ["--engine", "process"],
      image: "none",
      release: () => Promise.resolve(),
      keep: () => [],
    };
  }
  const own = answers ? undefined : await startPrivateEngine(home);
  const socket = own?.socket ?? SOCKET;
  try {
    importImage(socket);
  } catch (error) {
    // Nobody else knows of it yet, and it would keep this program from ending.
    await own?.stop();
    throw error;
  }
  return {
    kind: "docker",
    options: ["--engine", "docker", "--docker-socket", socket],
    image: IMAGE,
    release: async (mark) => {
      removeContainers(socket, mark);
      await own?.stop();
    },
    keep: () => (own ? own.keep() : []),
  };
}

interface PrivateEngine {
  readonly socket: string;
  readonly stop: () => Promise<void>;
  readonly keep: () => readonly number[];
}

/** Installs Docker Engine from Debian's packages, after saying so, and runs it for this cluster only. */
async function startPrivateEngine(home: string): Promise<PrivateEngine> {
  const missing = ["/usr/sbin/dockerd", "/usr/sbin/iptables", "/bin/busybox"].some(
    (path) => !existsSync(path),
  );
  if (missing) {
    if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
      throw new Error(
        "--engine docker installs Docker Engine from Debian's packages, which needs root and apt-get. " +
          "Run it as root on Debian or Ubuntu, or start a Docker Engine yourself, or leave the option away",
      );
    }
    say(
      `Installing from Debian's packages: ${PACKAGES.join(", ")}. They stay installed afterwards.`,
    );
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: ["ignore", "ignore", "inherit"] });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...PACKAGES], {
      stdio: ["ignore", "ignore", "inherit"],
      env: environment,
    });
  }
  const directory = join(home, "engine");
  mkdirSync(directory, { recursive: true });
  const socket = join(directory, "docker.sock");
  say("Starting a Docker Engine of our own, apart from any other on this machine");
  const log = openSync(join(directory, "dockerd.log"), "a");
  const engine = spawn(
    "dockerd",
    [
      ...["--data-root", join(directory, "data"), "--exec-root", join(directory, "exec")],
      ...["--pidfile", join(directory, "dockerd.pid"), "--host", `unix://${socket}`],
    ],
    { detached: true, stdio: ["ignore", log, log] },
  );
  for (let attempt = 0; (await get(socket, "/_ping")) === undefined; attempt++) {
    if (engine.exitCode !== null || attempt > 300) {
      throw new Error(
        `dockerd did not start:\n${readFileSync(join(directory, "dockerd.log"), "utf8")}`,
      );
    }
    await new Promise((wait) => setTimeout(wait, 100));
  }
  const keep = (): readonly number[] => {
    engine.unref();
    return engine.pid === undefined ? [] : [engine.pid];
  };
  return { socket, stop: () => stopEngine(engine), keep };
}

async function stopEngine(engine: ChildProcess): Promise<void> {
  const gone = new Promise<void>((done) => engine.once("exit", () => done()));
  engine.kill("SIGTERM");
  await gone;
}

const docker = (socket: string, args: readonly string[]): string =>
  execFileSync("docker", ["-H", `unix://${socket}`, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

/** A tiny image of this machine's own busybox, or, without that, one from a registry. */
function importImage(socket: string): void {
  const busybox = ["/bin/busybox", "/usr/bin/busybox"].find((path) => existsSync(path));
  if (busybox === undefined) {
    say("This machine has no busybox to make an image of; pulling one");
    docker(socket, ["pull", "-q", "busybox:latest"]);
    docker(socket, ["tag", "busybox:latest", IMAGE]);
    return;
  }
  const tree = mkdtempSync(join(tmpdir(), "skein-image-"));
  try {
    mkdirSync(join(tree, "bin"));
    copyFileSync(busybox, join(tree, "bin/busybox"));
    for (const applet of ["sh", "sleep", "echo", "hostname"]) {
      symlinkSync("busybox", join(tree, "bin", applet));
    }
    const archive = join(tree, "image.tar");
    execFileSync("tar", ["-C", tree, "-cf", archive, "bin"], { stdio: "pipe" });
    docker(socket, ["import", archive, IMAGE]);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

function removeContainers(socket: string, mark: string): void {
  const found = docker(socket, ["ps", "-aq", "--filter", `label=io.skein.quickstart=${mark}`]);
  const containers = found.split("\n").filter((line) => line !== "");
  if (containers.length > 0) docker(socket, ["rm", "-f", ...containers]);
}
