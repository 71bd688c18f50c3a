import type { ExecutionContext } from "ava";
import {
  makeAnnotations,
  makeContainerSpec,
  makeDriver,
  makeNetwork,
  makeNetworkAttachment,
  makeNetworkSpec,
  makeOverlayChange,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPeer,
  makeOverlayPort,
  makeOverlayService,
  makeTask,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import type { OverlayChange, OverlayEndpoint, Task } from "../../src/model/generated/types.ts";
import { taskName } from "../../src/model/task-name.ts";
import { durationOf } from "../../src/model/time.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { DockerEngine } from "../../src/worker/engine/docker.ts";
import { HostKernel } from "../../src/worker/network/host-kernel.ts";
import { NodeNetworks } from "../../src/worker/network/node-networks.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import type { Host } from "./rig/host.ts";
import { Rig } from "./rig/rig.ts";
import { attempt, until } from "./rig/shell.ts";

const rigTest = await rigTests();
const NEVER = new AbortController().signal;
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A network as a manager would have allocated it: node N has .N, tasks from .11 on, services from .101. */
interface Net {
  readonly id: string;
  readonly at: number;
  readonly ingress?: boolean;
  readonly internal?: boolean;
}

const BACK: Net = { id: "netback", at: 1 };
const FRONT: Net = { id: "netfront", at: 2 };
const MESH: Net = { id: "netmesh", at: 3, ingress: true };
const CLOSED: Net = { id: "netclosed", at: 4, internal: true };

/** One host with an engine and the networks of a worker, told by hand what a manager would tell. */
class Worker {
  readonly host: Host;
  readonly nodeId: string;
  readonly engine: DockerEngine;
  readonly networks: NodeNetworks;
  readonly #life = new AbortController();
  readonly #running: Promise<void>;

  constructor(host: Host) {
    this.host = host;
    this.nodeId = `node${host.name}`;
    this.engine = new DockerEngine({
      socketPath: host.socketPath,
      owner: this.nodeId,
      memoryDirectory: `/dev/shm/skein-overlay-${process.pid}-${host.name}`,
      clock: realClock,
      log: silent,
      onStarted: (id, signal) => this.networks.started(id, signal),
    });
    this.networks = new NodeNetworks({
      // Programs of the host run inside of it; processes are counted alike here and there.
      kernel: new HostKernel(async (argv, input) => attempt(await host.inside(argv), { input })),
      engine: this.engine.networks,
      clock: realClock,
      log: silent,
      nodeId: this.nodeId,
      nodeAddress: () => host.address,
      onNetworks: async () => new Map(),
    });
    this.#running = this.networks.run(this.#life.signal);
  }

  async run(task: Task): Promise<void> {
    await this.networks.ready(
      task.networks.map(({ network }) => network?.id ?? ""),
      NEVER,
    );
    await this.engine.prepare(task, NEVER);
    await this.engine.start(task, NEVER);
  }

  async stop(): Promise<void> {
    this.#life.abort();
    await this.#running;
    await this.engine.close();
  }
}

class Cluster {
  readonly workers: readonly Worker[];
  readonly #nets: readonly Net[];
  readonly #endpoints = new Map<string, OverlayEndpoint>();
  #version = 0;
  #services: OverlayChange["services"] = [];
  #taskCount = 0;

  constructor(rig: Rig, nets: readonly Net[]) {
    this.workers = rig.hosts.map((host) => new Worker(host));
    this.#nets = nets;
  }

  /** Everybody hears everything, and has it in force. */
  async tell(): Promise<void> {
    const version = ++this.#version;
    await Promise.all(
      this.workers.map(async (worker) => {
        await worker.networks.accept(this.#stateFor(worker, version), NEVER);
        await until(
          `${worker.host.name} has version ${version} in force`,
          () =>
            worker.networks.applied?.version === version &&
            Object.keys(worker.networks.applied.failed).length === 0,
          { withinMs: 15_000 },
        ).catch((error: unknown) => {
          throw new Error(JSON.stringify(worker.networks.applied), { cause: error });
        });
      }),
    );
  }

  /** A task of a service on some networks, that serves once it runs. */
  async runTask(
    worker: Worker,
    service: string,
    nets: readonly Net[],
    args: string[],
  ): Promise<Task> {
    const number = ++this.#taskCount;
    const id = `task${number}`;
    const addressOn = ({ at }: Net): string => `10.99.${at}.${10 + number}/24`;
    const task = makeTask({
      id,
      slot: number,
      serviceId: service,
      nodeId: worker.nodeId,
      serviceAnnotations: makeAnnotations({ name: service }),
      spec: makeTaskSpec({
        container: makeContainerSpec({ image: IMAGE, args, stopGracePeriod: durationOf(0) }),
      }),
      networks: nets.map((net) =>
        makeNetworkAttachment({
          network: makeNetwork({
            id: net.id,
            spec: makeNetworkSpec({
              driverConfig: makeDriver({ name: "overlay" }),
              ingress: net.ingress ?? false,
            }),
          }),
          addresses: [addressOn(net)],
        }),
      ),
    });
    await worker.run(task);
    for (const net of nets) {
      this.#endpoints.set(
        `${net.id}/${id}`,
        makeOverlayEndpoint({
          networkId: net.id,
          taskId: id,
          taskName: taskName(task),
          serviceId: service,
          nodeId: worker.nodeId,
          nodeAddress: worker.host.address,
          addresses: [addressOn(net)],
          serving: true,
        }),
      );
    }
    return task;
  }

  publish(services: OverlayChange["services"]): void {
    this.#services = services;
  }

  forget(task: Task): void {
    for (const key of this.#endpoints.keys())
      if (key.endsWith(`/${task.id}`)) this.#endpoints.delete(key);
  }

  forgetAll(): void {
    this.#endpoints.clear();
    this.#services = [];
  }

  #stateFor(worker: Worker, version: number): OverlayChange {
    const others = this.workers.filter((each) => each !== worker);
    const gatewayOf = ({ at }: Net, { host }: Worker): string =>
      `10.99.${at}.${host.name.slice(1)}`;
    return makeOverlayChange({
      version,
      complete: true,
      networks: this.#nets.map((net) =>
        makeOverlayNetwork({
          id: net.id,
          name: net.id.slice(3),
          vxlanId: 5000 + net.at,
          subnets: [`10.99.${net.at}.0/24`],
          gateways: [gatewayOf(net, worker)],
          ingress: net.ingress ?? false,
          internal: net.internal ?? false,
        }),
      ),
      peers: this.#nets.flatMap((net) =>
        others.map((other) =>
          makeOverlayPeer({
            networkId: net.id,
            nodeId: other.nodeId,
            nodeAddress: other.host.address,
            gateways: [gatewayOf(net, other)],
          }),
        ),
      ),
      endpoints: [...this.#endpoints.values()],
      services: this.#services,
    });
  }
}

const serving = (body: string): string[] => [
  "sh",
  "-c",
  `mkdir -p /tmp/www && echo ${body} > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www`,
];

const inContainer = (worker: Worker, task: Task, ...command: string[]): Promise<string> =>
  worker.host.docker("exec", taskName(task), ...command);

/** The image's wget cannot look names up, and dies of it. */
const fetching = (url: string): string[] => {
  const { hostname, port } = new URL(url);
  return [
    "sh",
    "-c",
    `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc ${hostname} ${port} | tail -n 1 | grep .`,
  ];
};

const FETCH = "fetch(process.argv[1]).then(async (got) => console.log(await got.text()))";
const get = (url: string): string[] => ["node", "-e", FETCH, url];

rigTest(
  "overlay: containers of three hosts reach each other, by virtual address and through the mesh",
  async (t) => {
    await using rig = await Rig.up({ hosts: 3 });
    const cluster = new Cluster(rig, [BACK, FRONT, MESH, CLOSED]);
    try {
      await proceed(t, cluster);
    } finally {
      await Promise.all(cluster.workers.map((worker) => worker.stop()));
    }
  },
);

async function proceed(t: ExecutionContext, cluster: Cluster): Promise<void> {
  const { workers } = cluster;
  const [w1, w2, w3] = workers as [Worker, Worker, Worker];
  await cluster.tell();
  const webs = [
    await cluster.runTask(w1, "web", [BACK, MESH], serving("one")),
    await cluster.runTask(w2, "web", [BACK, MESH], serving("two")),
    await cluster.runTask(w3, "web", [MESH, BACK], serving("three")),
  ];
  const stranger = await cluster.runTask(w1, "other", [FRONT], ["sleep", "1000"]);
  const inner = [
    await cluster.runTask(w1, "inner", [CLOSED], ["sleep", "1000"]),
    await cluster.runTask(w2, "inner", [CLOSED], ["sleep", "1000"]),
  ];
  cluster.publish([
    makeOverlayService({
      networkId: BACK.id,
      serviceId: "web",
      name: "web",
      virtualAddresses: ["10.99.1.101"],
    }),
    makeOverlayService({
      networkId: MESH.id,
      serviceId: "web",
      name: "web",
      ports: [makeOverlayPort({ protocol: "tcp", published: 8000, target: 8080 })],
    }),
  ]);
  await cluster.tell();

  // Every pair, by address.
  for (const [at, from] of workers.entries()) {
    for (const to of [11, 12, 13]) {
      const said = await inContainer(from, webs[at]!, ...fetching(`http://10.99.1.${to}:8080/`));
      t.true(["one", "two", "three"].includes(said), `${at} to ${to}: ${said}`);
    }
  }
  // The virtual address, in turn, from each.
  for (const [at, from] of workers.entries()) {
    const heard = new Set<string>();
    for (let count = 0; count < 6; count++) {
      heard.add(await inContainer(from, webs[at]!, ...fetching("http://10.99.1.101:8080/")));
    }
    t.deepEqual([...heard].sort(), ["one", "three", "two"], `from ${from.host.name}`);
  }
  // The mesh: from outside, from each host, from its loopback.
  for (const { host } of workers) {
    for (const url of [`http://${host.address}:8000/`, "http://127.0.0.1:8000/"]) {
      const heard = new Set<string>();
      for (let count = 0; count < 6; count++) heard.add((await host.exec(get(url))).trim());
      t.deepEqual([...heard].sort(), ["one", "three", "two"], `${host.name}: ${url}`);
    }
    const outside = new Set<string>();
    for (let count = 0; count < 6; count++)
      outside.add((await attempt(get(`http://${host.address}:8000/`))).stdout.trim());
    t.deepEqual([...outside].sort(), ["one", "three", "two"], `${host.name} from outside`);
  }
  // Networks do not see each other; internal ones see nobody else.
  await t.throwsAsync(inContainer(w1, stranger, ...fetching("http://10.99.1.11:8080/")));
  await t.throwsAsync(inContainer(w1, stranger, ...fetching("http://10.99.1.12:8080/")));
  await inContainer(w1, inner[0]!, "ping", "-c1", "-W2", "10.99.4.16");
  await t.throwsAsync(inContainer(w1, inner[0]!, "ping", "-c1", "-W1", w2.host.address));

  // The network was let as it should be; a tunnel that is deleted comes back, and is counted.
  t.deepEqual(w1.networks.repaired, {});
  await w1.host.exec(["ip", "link", "del", "skv5001"]);
  await w1.host.exec(["nft", "delete", "table", "inet", `skein_${w1.nodeId}`]);
  await until(
    "it is mended",
    async () => (await w1.host.attempt(["ip", "link", "show", "skv5001"])).code === 0,
    { withinMs: 25_000 },
  );
  await until("all of it", () => w1.networks.repaired["mesh"] === 1);
  t.is(await inContainer(w1, webs[0]!, ...fetching("http://10.99.1.12:8080/")), "two");

  // A task that is withdrawn is not given a connection any more, from the moment this is in force.
  cluster.forget(webs[1]!);
  await cluster.tell();
  for (let count = 0; count < 6; count++) {
    t.not((await w3.host.exec(get("http://127.0.0.1:8000/"))).trim(), "two");
  }

  // A service without tasks refuses at once.
  for (const task of webs) cluster.forget(task);
  await cluster.tell();
  const since = performance.now();
  await t.throwsAsync(inContainer(w1, webs[0]!, ...fetching("http://10.99.1.101:8080/")));
  t.true(performance.now() - since < 3_000);

  // Nothing is left.
  for (const [at, task] of webs.entries()) await workers[at]!.engine.remove(task.id, NEVER);
  await w1.engine.remove(stranger.id, NEVER);
  await w1.engine.remove(inner[0]!.id, NEVER);
  await w2.engine.remove(inner[1]!.id, NEVER);
  for (const worker of workers) {
    await worker.networks.clear(NEVER);
    t.notRegex(await worker.host.exec(["ip", "link"]), /sk[bv]\d/);
    t.notRegex(await worker.host.exec(["nft", "list", "ruleset"]), /skein_|skb/);
    t.regex(
      await worker.host.docker("network", "ls", "--format", "{{.Name}}"),
      /^bridge\nhost\nnone$/,
    );
  }
}
