import { spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { rigTests } from "./rig/guard.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { startTimeOf } from "./rig/processes.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";

const rigTest = await rigTests();

const ping = (address: string): string[] => ["busybox", "ping", "-c1", "-W1", address];

rigTest(
  "rig: hosts have engines of their own and reach each other, until their cables are cut",
  async (t) => {
    await using rig = await Rig.up({ hosts: 3 });
    const [h1, h2, h3] = [rig.host(1), rig.host(2), rig.host(3)];

    t.is(await h1.docker("info", "--format", "{{.Name}} {{.Containers}}"), "h1 0");
    t.is((await h1.attempt(ping(h2.address))).code, 0);
    t.is((await h2.attempt(ping(h3.address))).code, 0);

    await rig.network.cut("h2");
    t.not((await h1.attempt(ping(h2.address))).code, 0);
    t.is((await h1.attempt(ping(h3.address))).code, 0);

    await rig.network.heal("h2");
    await rig.network.partition([["h1", "h2"], ["h3"]]);
    t.is((await h1.attempt(ping(h2.address))).code, 0);
    t.not((await h3.attempt(ping(h1.address))).code, 0);

    await rig.network.partition([]);
    t.is((await h3.attempt(ping(h1.address))).code, 0);
  },
);

rigTest("rig: containers outlive a killed engine, not a crash of their host", async (t) => {
  await using rig = await Rig.up({ hosts: 1 });
  const host = rig.host(1);
  await host.docker("run", "--detach", "--name", "sleeper", IMAGE, "sleep", "1000");
  const pid = Number(await host.docker("inspect", "--format", "{{.State.Pid}}", "sleeper"));

  await host.killEngine();
  t.not(startTimeOf(pid), undefined);

  await host.crash();
  t.is(startTimeOf(pid), undefined);

  await host.startEngine();
  t.is(await host.docker("inspect", "--format", "{{.State.Running}}", "sleeper"), "false");
  await host.docker("start", "sleeper");
});

rigTest("rig: a newer engine runs beside the machine's own", async (t) => {
  await using rig = await Rig.up({ hosts: [{}, { engine: "newer" }] });
  const [older, newer] = [rig.host(1), rig.host(2)];
  const version = ["version", "--format", "{{.Server.APIVersion}}"];

  t.is(await newer.docker("run", "--rm", IMAGE, "echo", "hello"), "hello");
  t.is(await newer.docker(...version), "1.45");
  t.not(await older.docker(...version), "1.45");
  t.is((await newer.attempt(ping(older.address))).code, 0);
});

rigTest("rig: what a dead process left behind is cleared away by the next rig", async (t) => {
  const script = `
    const { Rig } = await import(${JSON.stringify(new URL("rig/rig.js", import.meta.url).href)});
    const rig = await Rig.up({ hosts: 1 });
    await rig.host(1).docker("run", "--detach", ${JSON.stringify(IMAGE)}, "sleep", "1000");
    console.log(JSON.stringify(rig.host(1).record));
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const record = JSON.parse(said.toString()) as { anchorPid: number; directory: string };
  child.kill("SIGKILL");
  await until("the owner is dead", () => startTimeOf(child.pid ?? 0) === undefined);
  t.not(startTimeOf(record.anchorPid), undefined);

  await using _rig = await Rig.up({ hosts: [{ engine: "none" }] });

  t.is(startTimeOf(record.anchorPid), undefined);
  await t.throwsAsync(access(`${record.directory}/docker.sock`));
});
