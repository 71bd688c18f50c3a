import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";

const rigTest = await rigTests();

rigTest("networks: every node says of a network what is right and what is wrong", async (t) => {
  await using cluster = await Cluster.up(
    { hosts: 2 },
    { managers: 1, nodes: 2, init: ["--data-path-port", "4790"] },
  );
  const [first, second] = [cluster.daemon(1), cluster.daemon(2)];
  await first.must("network", "create", "backend");
  const replicas = ["--replicas", "2", "--network", "backend", IMAGE, "sleep", "100000"];
  await first.must("service", "create", "--detach", "--name", "web", ...replicas);
  await cluster.untilRunning(first, "web", 2);

  let said = "";
  await until("all is well", async () => {
    const { code, stdout } = await first.skein("network", "check", "backend");
    said = stdout;
    return code === 0;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${said}\n${second.log()}`);
  });
  for (const [host, other] of [
    ["h1", "h2"],
    ["h2", "h1"],
  ]) {
    t.regex(said, new RegExp(`${host} +network +backend +ok +MTU 1450`));
    t.regex(said, new RegExp(`${host} +path +${other} +ok +10\\.`));
    t.regex(said, new RegExp(`${host} +mtu +${other} +ok +packets of 1450 bytes pass`));
    t.regex(said, new RegExp(`${host} +name +web +ok +10\\.`));
    t.regex(said, new RegExp(`${host} +virtual address +web +ok +leads to 2 tasks`));
    t.regex(said, new RegExp(`${host} +task +[0-9a-f]{12} +ok`));
  }

  // The way between the hosts takes no packets of that size: names and small answers still come through.
  await second.host.exec([
    ...[
      "nft",
      "add table inet narrow; add chain inet narrow input { type filter hook input priority 0; };",
    ],
    "add rule inet narrow input udp dport 4790 meta length > 1400 drop",
  ]);
  const narrow = await first.skein("network", "check", "--quiet", "backend");
  t.is(narrow.code, 1);
  t.regex(narrow.stdout, /h1 +mtu +h2 +wrong +packets of 1450 bytes do not pass/);
  t.notRegex(narrow.stdout, /path/);

  await second.host.exec(["nft", "add rule inet narrow input udp dport 4790 drop"]);
  const closed = await first.skein("network", "check", "--quiet", "backend");
  t.regex(closed.stdout, /h1 +path +h2 +wrong +10\.\S+ does not answer: is UDP port 4790 open/);
  await second.host.exec(["nft", "delete table inet narrow"]);

  // A node that is gone does not answer, and that is said.
  await second.kill();
  const gone = await first.skein("network", "check", "--quiet", "backend");
  t.is(gone.code, 1);
  t.regex(gone.stdout, /h2 +network +backend +wrong/);
});
