import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { run, until } from "./rig/shell.ts";
import { Cluster } from "./skein/cluster.ts";
import type { Host } from "./rig/host.ts";

const rigTest = await rigTests();

const SERVING = [
  ...["sh", "-c"],
  "mkdir -p /tmp/www && hostname > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www",
];

const fetchFrom = (host: Host, container: string, name: string): Promise<string> =>
  host.docker(
    ...["exec", container, "sh", "-c"],
    `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc ${name} 8080 | tail -n 1 | grep .`,
  );

/** Asked again until it is so: the container runs before it has its network. */
async function untilFetched(host: Host, container: string, name: string): Promise<string> {
  let said = "";
  await until(`${container} reaches ${name}`, async () => {
    said = await fetchFrom(host, container, name).catch(() => "");
    return said !== "";
  });
  return said.trim();
}

rigTest("networks: a container of docker run takes part in an attachable network", async (t) => {
  await using cluster = await Cluster.up({ hosts: 2 }, { managers: 1, nodes: 2 });
  const [first, second] = [cluster.daemon(1), cluster.daemon(2)];
  await first.must("network", "create", "--attachable", "backend");
  await first.must("network", "create", "closed");
  const on = ["--network", "backend", "--constraint", "node.hostname==h1"];
  const created = ["service", "create", "--detach", "--name", "web", ...on, IMAGE, ...SERVING];
  await first.must(...created);
  await cluster.untilRunning(first, "web", 1);
  const [web = ""] = await cluster.containersOn(first, "web");

  // On a worker that carried nothing of the network until then.
  const runAsking = (host: Host, name: string, network: string): Promise<string> =>
    host.docker(
      ...["run", "--detach", "--name", name, "--label", `skein.network=${network}`],
      ...[IMAGE, ...SERVING],
    );
  await runAsking(second.host, "visitor", "backend");
  await runAsking(second.host, "refused", "closed");
  const name = (await first.host.docker("exec", web, "hostname")).trim();
  t.is(await untilFetched(second.host, "visitor", "web"), name, "by name and virtual address");
  const hostname = (await second.host.docker("exec", "visitor", "hostname")).trim();
  t.is(await untilFetched(first.host, web, "visitor"), hostname, "and is reached by its own name");

  // The daemon's own restart changes nothing; another container does not take its place.
  await second.kill();
  await second.start();
  t.is(await untilFetched(second.host, "visitor", "web"), name);
  const addressOf = (which: string): Promise<string> =>
    second.host.docker(
      ...["inspect", "--format", "{{.NetworkSettings.Networks.backend.IPAddress}}", which],
    );
  const address = await addressOf("visitor");
  await runAsking(second.host, "other", "backend");
  t.is(await untilFetched(second.host, "other", "tasks.web"), name);
  t.not(await addressOf("other"), address);
  t.regex(await second.host.docker("inspect", "refused"), /"Networks": \{\s*"bridge"/);
  t.regex(second.log(), /closed not manually attachable/);

  // Through the daemon, as any network of docker's, under a name of its own; and why another is refused.
  const through = (...args: string[]): Promise<string> =>
    run(["docker", "--host", `unix://${first.socket}`, ...args]);
  const plain = [IMAGE, "sleep", "1000"];
  const aliased = ["--network", "backend", "--network-alias", "helper"];
  await through("run", "--detach", "--name", "guest", ...aliased, IMAGE, ...SERVING);
  t.is((await fetchFrom(first.host, "guest", "web")).trim(), name, "as soon as docker run returns");
  t.not(await untilFetched(second.host, "visitor", "helper"), "");
  await t.throwsAsync(through("run", "--detach", "--network", "closed", ...plain), {
    message: /not manually attachable: make it with --attachable/,
  });
  await t.throwsAsync(through("run", "--detach", "--network", "nowhere", ...plain), {
    message: /network nowhere not found/,
  });
  await through("rm", "--force", "guest");

  // When it has ended its name and its addresses go.
  await second.host.docker("rm", "--force", "visitor", "other", "refused");
  await until("nobody is called visitor", async () => {
    const said = await first.host.docker("exec", web, "sh", "-c", "nslookup visitor 2>&1 || true");
    return !said.includes(address);
  });
  await first.must("service", "rm", "web");
  await until("the network can be removed", async () => {
    return (await first.skein("network", "rm", "backend")).code === 0;
  });
});
