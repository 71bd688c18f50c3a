import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
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
    };
  }
  const own = answers ? undefined : await startPrivateEngine(home);
  const socket = own?.socket ?? SOCKET;
  importImage(socket);
  return {
    kind: "docker",
    options: ["--engine", "docker", "--docker-socket", socket],
    image: IMAGE,
    release: async (mark) => {
      removeContainers(socket, mark);
      await own?.stop();
    },
  };
}

/** Installs Docker Engine from Debian's packages, after saying so, and runs it for this cluster only. */
async function startPrivateEngine(
  home: string,
): Promise<{ readonly socket: string; readonly stop: () => Promise<void> }> {
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
  return { socket, stop: () => stopEngine(engine) };
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
  const tree =
    "busybox=$(command -v busybox) && d=$(mktemp -d) && mkdir $d/bin && cp $busybox $d/bin/busybox";
  const links = "for a in sh sleep echo hostname; do ln -s busybox $d/bin/$a; done";
  const load = `tar -C $d -c . | docker -H unix://${socket} import - ${IMAGE}; rm -r $d`;
  try {
    execFileSync("sh", ["-ec", `${tree}; ${links}; ${load}`], { stdio: "pipe" });
  } catch {
    say("This machine has no busybox to make an image of; pulling one");
    docker(socket, ["pull", "-q", "busybox:latest"]);
    docker(socket, ["tag", "busybox:latest", IMAGE]);
  }
}

function removeContainers(socket: string, mark: string): void {
  const found = docker(socket, ["ps", "-aq", "--filter", `label=io.skein.quickstart=${mark}`]);
  const containers = found.split("\n").filter((line) => line !== "");
  if (containers.length > 0) docker(socket, ["rm", "-f", ...containers]);
}
