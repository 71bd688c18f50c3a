import { setTimeout as sleep } from "node:timers/promises";
import { Asker } from "../api/support/compare.ts";
import { MANAGING, OF_NODES, OF_TASKS, OUTSIDE, type Ask } from "../api/support/same-asks.ts";
import { rigTests } from "./rig/guard.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";
import { Daemon } from "./skein/daemon.ts";

const rigTest = await rigTests();

const RETRIES = 20;
const RETRY_MS = 100;

/** Where two servers' answers part, or undefined. */
async function differenceOf(ask: Ask, ours: Asker, theirs: Asker): Promise<string | undefined> {
  const [mine, yours] = await Promise.all(
    [ours, theirs].map(async (asker) => JSON.stringify(asker.neutral(await asker.ask(ask)))),
  );
  if (mine === undefined || yours === undefined || mine === yours) return undefined;
  let at = 0;
  while (mine[at] === yours[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 80), at + 200);
  const asked = `${ask.method} ${ask.path} ${JSON.stringify(ask.body) ?? ""}`;
  return `${asked}\n  ours   ${around(mine)}\n  theirs ${around(yours)}`;
}

rigTest("api: answers as a Docker Engine in swarm mode does, to the byte", async (t) => {
  await using rig = await Rig.up({ hosts: [{}, { engine: "newer" }] });
  const [host, other] = [rig.host(1), rig.host(2)];
  const daemon = new Daemon(host);
  await daemon.start();
  const [ours, theirs] = [new Asker(daemon.socket), new Asker(other.socketPath)];
  const differences: string[] = [];
  const compare = async (asks: readonly Ask[]): Promise<void> => {
    for (const ask of asks) {
      let difference = await differenceOf(ask, ours, theirs);
      // What a manager adds to an object of its own accord, it adds a moment later.
      for (let at = 0; at < RETRIES && difference !== undefined && ask.method === "GET"; at++) {
        await sleep(RETRY_MS);
        difference = await differenceOf(ask, ours, theirs);
      }
      if (difference !== undefined) differences.push(difference);
    }
  };

  await compare(OUTSIDE);
  for (const [asker, address] of [
    [ours, host.address],
    [theirs, other.address],
  ] as const) {
    const body = { ListenAddr: "0.0.0.0:2377", AdvertiseAddr: `${address}:2377` };
    const init: Ask = { method: "POST", path: "/swarm/init", body };
    asker.know("address", address);
    asker.know("node", String(JSON.parse((await asker.ask(init)).body)));
    await until("the node is ready", async () =>
      (await asker.ask({ method: "GET", path: "/nodes" })).body.includes('"ready"'),
    );
  }
  await compare(MANAGING);
  const running = '/tasks?filters={"service":["runs"],"desired-state":["running"]}';
  for (const asker of [ours, theirs]) {
    for (const ask of OF_TASKS.slice(0, 1)) await asker.ask(ask);
    await until("the tasks run", async () => {
      const { body } = await asker.ask({ method: "GET", path: running });
      return body.split('"State":"running"').length === 3;
    });
  }
  await compare(OF_TASKS.slice(1));
  await compare(OF_NODES);

  t.deepEqual(differences, []);
});
