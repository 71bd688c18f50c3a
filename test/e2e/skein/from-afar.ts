import { mkdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { IMAGE } from "../rig/engine-image.ts";
import { attempt, until } from "../rig/shell.ts";
import type { Cluster } from "./cluster.ts";
import type { Daemon } from "./daemon.ts";

/** Gives a command a terminal. */
const terminal = (command: string): string => `script -qefc "${command}" /dev/null`;

/** What is typed about a container: a line of the shell each, in which `IT` is its id or its name. */
const TYPED: readonly string[] = [
  "docker exec IT hostname",
  "docker exec IT sh -c 'echo out; echo err >&2; exit 7'",
  "echo in | docker exec -i IT sh -c 'cat; exit 3'",
  "docker exec -e TOKEN=verysecret IT sh -c 'echo $TOKEN | wc -c'",
  terminal("docker exec -it IT sh -c 'test -t 0 && stty size; exit 4'"),
  "docker exec -d IT touch /detached",
  "docker exec IT dd if=/dev/zero bs=1M count=32 2>/dev/null | wc -c",
  "head -c 33554432 /dev/zero | docker exec -i IT wc -c",
  "docker exec IT nothing-of-that-name",
  "docker inspect IT --format '{{.Name}} {{.State.Status}} {{.Config.Hostname}}'",
  "docker top IT -o pid,comm | grep -qw sh && echo seen",
  "timeout 3 docker attach --no-stdin --sig-proxy=false IT | head -n 1 | wc -l",
  "timeout 1 docker wait IT",
  "docker stats --no-stream --format '{{.PIDs}}' IT | grep -c '[0-9]'",
  "docker cp IT:/etc/passwd - | tar -xO",
  "docker cp IT:/nothing - ",
  'echo content > "$TMP/in" && docker cp "$TMP/in" IT:/tmp/in >/dev/null && docker exec IT cat /tmp/in',
  "docker logs IT | head -n 3",
  "timeout 2 docker logs -f IT | head -n 12 | tail -n 2",
  "docker diff IT | grep -c /tmp/in",
  "docker export IT | tar -t | grep -c ^etc/",
];

async function typed(line: string, socket: string, temporary: string): Promise<string> {
  await mkdir(temporary, { recursive: true });
  const { code, stdout, stderr } = await attempt(["sh", "-c", line], {
    env: { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: temporary, TMP: temporary },
    timeoutMs: 60_000,
  });
  // script(1) types a NUL when its own input has ended; sometimes the terminal is there to show it.
  return JSON.stringify({ code, out: stdout.replaceAll("^@", ""), err: stderr });
}

/** Commands about a task's container through managers on other hosts, as straight at its engine. */
export async function reachFromAfar(
  t: ExecutionContext,
  cluster: Cluster,
  service: string,
  { through, worker }: { readonly through: readonly Daemon[]; readonly worker: Daemon },
): Promise<void> {
  const temporary = join(worker.host.directory, "typed");
  const [id = ""] = await cluster.containersOn(worker, service);
  const name = await worker.host.docker("inspect", id, "--format", "{{slice .Name 1}}");
  const differences: string[] = [];
  const references = [name, id, id.slice(0, 12)];
  for (const [at, line] of TYPED.entries()) {
    const it = references[at % references.length] ?? name;
    // Each line through one of the managers, so that each of them has to do with all kinds.
    const daemon = through[at % through.length];
    const [straight, afar] = await Promise.all([
      typed(line.replaceAll("IT", name), worker.host.socketPath, join(temporary, "straight")),
      typed(line.replaceAll("IT", it), daemon?.socket ?? "", join(temporary, "afar")),
    ]);
    // A manager asks by the id, whatever it was asked by.
    if (afar.replaceAll(id, name) !== straight) {
      differences.push(`${line}\n  from ${daemon?.name ?? ""} ${afar}\n  straight ${straight}`);
    }
  }
  t.is(differences.join("\n\n"), "");
  checkAudit(t, through, worker);
  await checkForeign(t, through, worker, temporary);
  await checkSwitch(t, through, name, temporary);
}

function checkAudit(t: ExecutionContext, through: readonly Daemon[], worker: Daemon): void {
  const linesOf = (daemon: Daemon, wanted: string): readonly string[] =>
    readFileSync(daemon.logFile, "utf8")
      .split("\n")
      .filter((line) => line.includes(wanted));
  const asked = through.map((daemon) => linesOf(daemon, "asked another node about a container"));
  t.true(asked.every((lines) => lines.some((line) => line.includes('"client":"local socket"'))));
  const told = linesOf(worker, "a manager asked about a container");
  t.true(told.some((line) => line.includes("hostname")));
  t.true(told.some((line) => line.includes("/archive?path=/etc/passwd")));
  const leaks = [...through, worker].flatMap((daemon) => linesOf(daemon, "verysecret"));
  t.deepEqual(leaks, []);
}

/** A container that is no task's is reached by nobody but its own host. */
async function checkForeign(
  t: ExecutionContext,
  through: readonly Daemon[],
  worker: Daemon,
  temporary: string,
): Promise<void> {
  const foreign = await worker.host.docker("run", "-d", "--name", "foreign", IMAGE, "sleep", "99");
  for (const daemon of through) {
    for (const it of ["foreign", foreign]) {
      const said = await typed(`docker exec ${it} id`, daemon.socket, temporary);
      t.regex(said, /No such container/, said);
    }
  }
  await worker.host.docker("rm", "-f", "foreign");
}

async function checkSwitch(
  t: ExecutionContext,
  through: readonly Daemon[],
  name: string,
  temporary: string,
): Promise<void> {
  const [first] = through;
  const set = (to: string): Promise<string> | undefined =>
    first?.must("swarm", "update", "--remote-containers", to);
  await set("off");
  for (const { socket } of through) {
    t.regex(await typed(`docker exec ${name} id`, socket, temporary), /this swarm forbids it/);
  }
  await set("on");
  await until("it is allowed again", async () => {
    const said = await typed(`docker exec ${name} echo allowed`, first?.socket ?? "", temporary);
    return said.includes("allowed\\n");
  });
}
