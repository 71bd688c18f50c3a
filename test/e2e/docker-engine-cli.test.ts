import { join } from "node:path";
import { neutral, type Heard } from "./cli/neutral.ts";
import { rigTests } from "./rig/guard.ts";
import { Rig } from "./rig/rig.ts";
import { attempt } from "./rig/shell.ts";
import { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

const IMAGE = "skein/busybox:1";
/** Gives a command a terminal. */
const terminal = (command: string): string => `script -qefc "${command}" /dev/null`;

/** What is typed, in this order; each line is a shell's, and `NAME` differs between the two runs. */
const TYPED: readonly string[] = [
  `docker run --rm ${IMAGE} echo hello`,
  `docker run --rm ${IMAGE} sh -c 'echo out; echo err >&2; exit 7'`,
  `echo typed | docker run --rm -i ${IMAGE} cat`,
  `printf 'a\\nb\\n' | docker run --rm -i ${IMAGE} wc -l`,
  terminal(`docker run --rm -it ${IMAGE} sh -c 'tty; stty size; exit 4'`),
  `docker run --rm --pull never nobody/nothing:1`,
  `docker run -d --name NAME ${IMAGE} sh -c 'echo one; echo two >&2; exec sleep 1000'`,
  `docker ps --filter name=NAME --format '{{.Names}} {{.Image}} {{.State}}'`,
  `docker exec NAME hostname >/dev/null`,
  `echo in | docker exec -i NAME sh -c 'cat; exit 3'`,
  terminal("docker exec -it NAME sh -c 'test -t 0 && echo terminal'"),
  `docker exec NAME dd if=/dev/zero bs=1M count=64 2>/dev/null | wc -c`,
  `head -c 67108864 /dev/zero | docker exec -i NAME wc -c`,
  `docker logs NAME`,
  `timeout 1 docker logs -f NAME`,
  `docker inspect NAME --format '{{.State.Status}} {{.Config.Cmd}} {{.Name}}'`,
  `docker top NAME -o comm`,
  `docker stats --no-stream --format '{{.Name}}' NAME`,
  `docker cp NAME:/etc/passwd - | tar -xO`,
  `echo content | tar -c --transform 's/.*/in/' -f - -T /dev/null | docker cp - NAME:/tmp`,
  `echo FROM ${IMAGE} > "$TMP/Dockerfile"; echo 'RUN echo built > /built' >> "$TMP/Dockerfile"; DOCKER_BUILDKIT=0 docker build -q -t NAME "$TMP" >/dev/null`,
  `docker run --rm NAME cat /built`,
  `docker save NAME -o "$TMP/image.tar" && docker rmi NAME >/dev/null && docker load -i "$TMP/image.tar"`,
  `docker rmi -f NAME >/dev/null`,
  `docker volume create NAME && docker volume ls -q --filter name=NAME && docker volume rm NAME`,
  `docker rename NAME NAME-2 && docker pause NAME-2 && docker unpause NAME-2`,
  `docker commit NAME-2 NAME:kept >/dev/null && docker rmi NAME:kept >/dev/null`,
  `docker export NAME-2 | tar -t | grep -c ^etc/`,
  `docker rm -f NAME-2`,
  `sleep 1; docker events --since $SINCE --until $(date +%s) --filter container=NAME --filter event=die --format '{{.Type}} {{.Action}}'`,
  `docker version --format '{{(index .Server.Components 0).Name}}' | sed 's/.*/server/'`,
  `docker system df --format '{{.Type}}'`,
  `docker ps --filter nonsense=1`,
  `docker exec NAME true`,
];

rigTest(
  "docker: run, exec, cp, build and the like through Skein as straight at the engine",
  async (t) => {
    await using rig = await Rig.up({ hosts: [{ engine: "newer" }] });
    const host = rig.host(1);
    const daemon = new Daemon(host);
    await daemon.start();
    const since = String(Math.floor(Date.now() / 1000));
    const typed = async (line: string, name: string, socket: string): Promise<Heard> => {
      const temporary = join(host.directory, name);
      const { code, stdout, stderr } = await attempt(
        ["sh", "-c", `mkdir -p "$TMP"; ${line.replaceAll("NAME", name)}`],
        {
          env: {
            DOCKER_HOST: `unix://${socket}`,
            DOCKER_CONFIG: join(host.directory, "docker-config"),
            SINCE: since,
            TMP: temporary,
          },
          timeoutMs: 60_000,
        },
      );
      // script(1) types a NUL when its own input has ended; sometimes the terminal is there to show it.
      const out = stdout.replaceAll("^@", "");
      return neutral({ code, out, err: stderr }, [[name, "NAME"]]);
    };
    const differences: string[] = [];
    for (const line of TYPED) {
      const ours = await typed(line, "through", daemon.socket);
      const theirs = await typed(line, "straight", host.socketPath);
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        differences.push(
          `${line}\n  ours   ${JSON.stringify(ours)}\n  theirs ${JSON.stringify(theirs)}`,
        );
      }
    }
    t.is(differences.join("\n\n"), "");
    await daemon.kill();
  },
);
