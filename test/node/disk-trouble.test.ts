import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { type ExecutionContext } from "ava";

// Whole daemons whose disk is full, or read-only: a file system of a few megabytes where this may
// mount one, limits of the process and of the directory elsewhere.
const isRoot = process.getuid?.() === 0;
const address = `127.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}.99:4377`;

interface Disk {
  readonly path: string;
  /** What the daemon's shell does first. */
  limit: string;
  readonly free: () => void;
  readonly setWritable: (writable: boolean) => void;
}

function smallDisk(t: ExecutionContext): Disk {
  const path = mkdtempSync(join(tmpdir(), "skein-disk-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  const mount = (...options: string[]): unknown =>
    execFileSync("mount", ["-t", "tmpfs", "-o", options.join(), "skein-test", path]);
  if (!isRoot) {
    const disk: Disk = {
      path,
      limit: "ulimit -f 3000; ",
      free: () => (disk.limit = ""),
      setWritable: (writable) => chmodSync(join(path, "state"), writable ? 0o700 : 0o500),
    };
    return disk;
  }
  mount("size=6m");
  t.teardown(() => execFileSync("umount", ["--lazy", path]));
  return {
    path,
    limit: "",
    free: () => void mount("remount", "size=200m"),
    setWritable: (writable) => void mount("remount", writable ? "rw" : "ro"),
  };
}

interface Skeind {
  readonly process: ChildProcess;
  readonly socket: string;
  readonly exitCode: Promise<number | null>;
  stderr: string;
}

function start(t: ExecutionContext, disk: Disk): Skeind {
  const sockets = mkdtempSync(join(tmpdir(), "skein-socket-"));
  const socket = join(sockets, "api.sock");
  const state = join(disk.path, "state");
  const daemon = resolve("build/bin/skeind.js");
  const child = spawn(
    "sh",
    [
      "-c",
      `${disk.limit}exec "$@"`,
      "sh",
      ...[process.execPath, daemon, "--state-dir", state, "--host", `unix://${socket}`],
      ...["--engine", "process", "--hostname", "small"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exitCode = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
  const skeind: Skeind = { process: child, socket, exitCode, stderr: "" };
  child.stderr.on("data", (text: Buffer) => (skeind.stderr += text.toString()));
  t.teardown(() => {
    child.kill("SIGKILL");
    rmSync(sockets, { recursive: true, force: true });
  });
  return skeind;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One call; undefined where nobody answers. */
function call(
  { socket }: Skeind,
  method: string,
  path: string,
  body?: object,
): Promise<Answer | undefined> {
  return new Promise((done) => {
    const headers = { "content-type": "application/json" };
    const asked = request({ socketPath: socket, method, path, headers }, (response) => {
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString()));
      response.on("error", () => done(undefined));
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const isJson = response.headers["content-type"]?.includes("json") === true;
        done({ status, body: isJson && text !== "" ? JSON.parse(text) : text });
      });
    });
    asked.on("error", () => done(undefined));
    asked.end(body && JSON.stringify(body));
  });
}

async function untilAnswer(
  skeind: Skeind,
  path: string,
  is: (answer: Answer) => boolean,
): Promise<Answer> {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline;) {
    const answer = await call(skeind, "GET", path);
    if (answer && is(answer)) return answer;
    if (skeind.process.exitCode !== null) break;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  throw new Error(`skeind does not answer ${path}:\n${skeind.stderr}`);
}

async function init(skeind: Skeind): Promise<void> {
  await untilAnswer(skeind, "/_ping", ({ status }) => status === 200);
  const founded = await call(skeind, "POST", "/swarm/init", {
    ListenAddr: address,
    AdvertiseAddr: address,
  });
  if (founded?.status !== 200) throw new Error(`init: ${JSON.stringify(founded)}`);
}

/** What the database cannot compress away. */
const filler = (bytes: number): string => randomBytes((bytes * 3) / 4).toString("base64");

const create = (skeind: Skeind, name: string, bytes: number): Promise<Answer | undefined> =>
  call(skeind, "POST", "/services/create", {
    Name: name,
    TaskTemplate: {
      ContainerSpec: { Image: "true", Env: [`FILLER=${filler(bytes)}`] },
    },
    Mode: { Replicated: { Replicas: 0 } },
  });

test.serial(
  "daemon: a full disk ends it with the reason, and it goes on when there is space",
  async (t) => {
    const disk = smallDisk(t);
    const skeind = start(t, disk);
    await init(skeind);
    const acknowledged: string[] = [];
    for (let count = 0; count < 200; count++) {
      const answer = await create(skeind, `s${count}`, 60_000);
      if (answer?.status !== 201) break;
      acknowledged.push(`s${count}`);
    }
    t.true(acknowledged.length > 5 && acknowledged.length < 200, `${acknowledged.length}`);

    t.is(await skeind.exitCode, 1);
    t.regex(
      skeind.stderr,
      /^skeind: Cannot write the database .*: (No space left on device|File too large)\. Free some space and start again: nothing that was acknowledged is lost$/m,
    );

    disk.free();
    const again = start(t, disk);
    const { body } = await untilAnswer(again, "/services", ({ status }) => status === 200);
    const names = new Set((body as { Spec: { Name: string } }[]).map(({ Spec }) => Spec.Name));
    t.deepEqual(
      acknowledged.filter((name) => !names.has(name)),
      [],
    );
    t.is((await create(again, "more", 10))?.status, 201);
    again.process.kill("SIGTERM");
    t.is(await again.exitCode, 0);
  },
);

test.serial("daemon: a read-only disk is refused by name, and harms nothing", async (t) => {
  const disk = smallDisk(t);
  mkdirSync(join(disk.path, "state"));
  const skeind = start(t, disk);
  await init(skeind);
  skeind.process.kill("SIGTERM");
  t.is(await skeind.exitCode, 0);

  disk.setWritable(false);
  const refused = start(t, disk);
  t.is(await refused.exitCode, 1);
  t.regex(refused.stderr, /^skeind: The directory .* cannot be written: .*(EROFS|EACCES)/m);

  disk.setWritable(true);
  const again = start(t, disk);
  await untilAnswer(again, "/services", ({ status }) => status === 200);
});

test.serial("daemon: with a damaged log it says so, and can leave and begin anew", async (t) => {
  const disk = smallDisk(t);
  disk.free();
  const skeind = start(t, disk);
  await init(skeind);
  t.is((await create(skeind, "web", 10))?.status, 201);
  skeind.process.kill("SIGTERM");
  t.is(await skeind.exitCode, 0);
  rmSync(join(disk.path, "state", "raft", "CURRENT"));

  const damaged = start(t, disk);
  const swarmOf = ({ body }: Answer): { readonly LocalNodeState: string; readonly Error: string } =>
    (body as { Swarm: { LocalNodeState: string; Error: string } }).Swarm;
  const info = await untilAnswer(
    damaged,
    "/info",
    (answer) => answer.status === 200 && swarmOf(answer).Error !== "",
  );
  t.is(swarmOf(info).LocalNodeState, "error");
  t.regex(
    swarmOf(info).Error,
    /raft is damaged: the file CURRENT is missing\. .*skein leave --force.* and join anew/,
  );
  t.not((await call(damaged, "GET", "/services"))?.status, 200);

  t.is((await call(damaged, "POST", "/swarm/leave?force=1"))?.status, 200);
  await init(damaged);
  t.is((await create(damaged, "again", 10))?.status, 201);
});
