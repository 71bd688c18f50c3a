import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { attempt, until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

// Found nowhere else by chance, and not in this file as a whole either.
const MARK = ["open", "sesame", "8f3a1c"].join("-");

/** The files below these places that hold the mark. */
async function marked(...places: readonly string[]): Promise<string[]> {
  const { code, stdout } = await attempt(["grep", "-rlaF", "-D", "skip", MARK, ...places]);
  return code === 0 ? stdout.trimEnd().split("\n") : [];
}

/** What a daemon keeps in memory for tasks. */
async function inMemory(daemon: Daemon): Promise<readonly string[]> {
  const info = await daemon.get<{ readonly Swarm: { readonly NodeID: string } }>("/info");
  return readdir(join("/dev/shm/skein", info?.Swarm.NodeID ?? "unknown")).catch(() => []);
}

async function shownByContainer(daemon: Daemon, container: string): Promise<string> {
  return daemon.host.docker("exec", container, "sh", "-c", "cat /run/secrets/pass; cat /conf");
}

rigTest(
  "secrets: seen only inside the container, and gone from the host when it ends",
  async (t) => {
    await using cluster = await Cluster.up({ hosts: 2 }, { managers: 1, nodes: 2 });
    const [manager, worker] = [cluster.daemon(1), cluster.daemon(2)];
    const source = join("/dev/shm", `skein-e2e-${process.pid}-secret`);
    await writeFile(source, MARK);
    await manager.must("secret", "create", "pass", source);
    await writeFile(source, "task {{.Task.Slot}} of {{.Service.Name}}");
    await manager.must("config", "create", "--template-driver", "golang", "conf", source);
    await attempt(["rm", source]);
    await manager.must("node", "update", "--availability", "drain", manager.name);
    await manager.must(
      ...["service", "create", "--detach", "--name", "web", "--stop-grace-period", "1s"],
      ...["--secret", "source=pass,target=pass,uid=7,gid=8,mode=0440", "--config", "conf"],
      ...[IMAGE, "sleep", "100000"],
    );
    await cluster.untilRunning(manager, "web", 1);
    const [container = ""] = await cluster.containersOn(worker, "web");

    t.is(await shownByContainer(worker, container), `${MARK}task 1 of web`);
    const facts = ["stat", "-c", "%u:%g %a", "/run/secrets/pass"];
    t.is(await worker.host.docker("exec", container, ...facts), "7:8 440");
    t.not(
      (await worker.host.attemptDocker("exec", container, "touch", "/run/secrets/pass")).code,
      0,
    );

    // On no disk of any host: daemons' states and logs, the engine's own files, what it tells.
    const held = await inMemory(worker);
    t.is(held.length, 1);
    t.deepEqual(await inMemory(manager), []);
    for (const { host, stateDirectory, logFile } of cluster.daemons) {
      t.deepEqual(await marked(stateDirectory, logFile, host.directory), []);
    }
    t.false((await worker.host.docker("inspect", container)).includes(MARK));
    t.false((await manager.must("secret", "inspect", "pass")).includes(MARK));

    // The task ends while its daemon is dead; the next daemon cleans up.
    await worker.kill();
    await worker.host.docker("kill", container);
    await worker.start();
    await cluster.untilReady(2);
    await until("its successor runs", async () => {
      const running = await cluster.containersOn(worker, "web");
      return running.length === 1 && running[0] !== container;
    });
    const next = await inMemory(worker);
    t.is(next.length, 1);
    t.notDeepEqual(next, held);

    await manager.must("service", "rm", "web");
    await until("nothing is left", async () => {
      return (await inMemory(worker)).length === 0;
    });
    t.deepEqual(await marked("/dev/shm/skein"), []);
    await manager.must("secret", "rm", "pass");
  },
);
