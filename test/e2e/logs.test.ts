import { closeSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import { reachFromAfar } from "./skein/from-afar.ts";
import type { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();
const SKEIN = resolve("build/bin/skein.js");

/** Counts for ever, under the name of its container. */
const TALK = 'i=0; while :; do i=$((i+1)); echo "$(hostname) $i"; sleep 0.1; done';

interface Reader {
  /** The numbers that each container has said, in the order they were read. */
  readonly said: () => ReadonlyMap<string, readonly number[]>;
  readonly text: () => string;
  readonly stop: () => void;
}

/** Somebody who follows a service's logs on one host. */
async function follow(daemon: Daemon, service: string): Promise<Reader> {
  const path = join(daemon.host.directory, "followed.log");
  const file = openSync(path, "w");
  const child = await daemon.host.spawn(
    [process.execPath, SKEIN, "service", "logs", "--follow", "--raw", service],
    { stdio: ["ignore", file, file], env: { SKEIN_HOST: `unix://${daemon.socket}` } },
  );
  closeSync(file);
  const text = (): string => readFileSync(path, "utf8");
  return {
    text,
    stop: () => void child.kill(),
    said: () => {
      const said = new Map<string, number[]>();
      for (const [, name = "", number = ""] of text().matchAll(/^([0-9a-f]{12}) (\d+)$/gm)) {
        said.set(name, [...(said.get(name) ?? []), Number(number)]);
      }
      return said;
    },
  };
}

/** Every container's lines were read once, in order, from the first to `least` or beyond. */
function gaps(said: ReadonlyMap<string, readonly number[]>): string[] {
  return [...said].flatMap(([name, numbers]) => {
    const wrong = numbers.findIndex((number, index) => number !== index + 1);
    return wrong < 0 ? [] : [`${name}: ${numbers[wrong] ?? "?"} instead of ${wrong + 1}`];
  });
}

rigTest("logs: followed across a change of leader and the move of a task", async (t) => {
  await using cluster = await Cluster.up({ hosts: 4 }, { managers: 3, nodes: 4 });
  const leader = await cluster.leader();
  const reader = cluster.daemons.slice(0, 3).find((daemon) => daemon !== leader)!;
  const worker = cluster.daemon(4);
  await reader.must(
    ...["service", "create", "--detach", "--name", "chat", "--replicas", "4"],
    ...["--stop-grace-period", "0s", IMAGE, "sh", "-c", TALK],
  );
  await cluster.untilRunning(reader, "chat", 4);
  const followed = await follow(reader, "chat");
  const heard = (count: number, least: number) => () => {
    const numbers = [...followed.said().values()];
    return numbers.filter((each) => each.length >= least).length >= count;
  };
  await until("all four are heard", heard(4, 5));

  // The leader is killed and comes back: its containers never stopped, and nothing of them is missed.
  await leader.kill();
  await until("another one leads", async () => {
    const others = cluster.daemons.filter((daemon) => daemon !== leader);
    return (await cluster.leader(others).catch(() => leader)) !== leader;
  });
  await leader.start();
  await cluster.untilReady(4, reader);
  const before = Math.max(...[...followed.said().values()].map(({ length }) => length));
  await until("all four are heard again", heard(4, before + 20));
  t.deepEqual(gaps(followed.said()), []);

  // A task moves, and its successor is heard from its first line.
  await reader.must("node", "update", "--availability", "drain", worker.name);
  await until("a fifth container is heard", () => followed.said().size >= 5);
  await until("it goes on", heard(5, 5));
  t.deepEqual(gaps(followed.said()), []);
  followed.stop();

  // Without following it ends, with all there is, from any manager.
  const all = await leader.must("service", "logs", "--raw", "--tail", "3", "chat");
  t.true(all.split("\n").length >= 12, all);

  // A container on a worker is reached through a manager that leads and one that follows.
  await reader.must("node", "update", "--availability", "active", worker.name);
  await reader.must("service", "scale", "--detach", "chat=6");
  await cluster.untilRunning(reader, "chat", 6);
  const through = [leader, await cluster.leader()];
  await reachFromAfar(t, cluster, "chat", { through, worker });
});
