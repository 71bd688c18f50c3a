import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
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
import { realEntropy } from "../../src/system/real/entropy.ts";
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
  readonly encrypted?: boolean;
}

const BACK: Net = { id: "netback", at: 1 };
const FRONT: Net = { id: "netfront", at: 2 };
const MESH: Net = { id: "netmesh", at: 3, ingress: true };
const CLOSED: Net = { id: "netclosed", at: 4, internal: true };
const SECRET: Net = { id: "netsecret", at: 5, encrypted: true };

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
      entropy: realEntropy,
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

  /** Looks after its networks no more. */
  async rest(): Promise<void> {
    this.#life.abort();
    await this.#running;
  }

  async stop(): Promise<void> {
    await this.rest();
    await this.engine.close();
  }
}

class Cluster {
  readonly workers: readonly Worker[];
  readonly #nets: readonly Net[];
  readonly #keys = new Map<Worker, string>();
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
    for (const worker of this.workers) {
      const encryption = await worker.networks.encryption(NEVER);
      this.#keys.set(worker, "publicKey" in encryption ? encryption.publicKey : encryption.lack);
    }
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
          encrypted: net.encrypted ?? false,
        }),
      ),
      peers: this.#nets.flatMap((net) =>
        others.map((other) =>
          makeOverlayPeer({
            networkId: net.id,
            nodeId: other.nodeId,
            nodeAddress: other.host.address,
            gateways: [gatewayOf(net, other)],
            publicKey: net.encrypted === true ? (this.#keys.get(other) ?? "") : "",
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

/** What goes from host to host on an encrypted network cannot be read; on another it can. */
async function onlyCiphertextPasses(
  t: ExecutionContext,
  from: Worker,
  to: Worker,
  task: Task,
): Promise<void> {
  const file = join(from.host.directory, "capture.pcap");
  const capture = await from.host.spawn(["tcpdump", "-i", "eth0", "-U", "-w", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(capture, "exit");
  await once(capture.stderr!, "data"); // It listens.
  const marked = (marker: string, address: string): Promise<string> =>
    inContainer(
      ...[from, task, "sh", "-c"],
      `printf 'GET /${marker} HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc ${address} 8080`,
    );
  await marked("not-to-be-read", "10.99.5.12");
  await marked("for-all-to-read", "10.99.1.12");
  await until("the capture has it", async () =>
    (await readFile(file).catch(() => Buffer.of())).includes("for-all-to-read"),
  );
  capture.kill("SIGTERM");
  await ended;
  const captured = await readFile(file);
  t.false(captured.includes("not-to-be-read"));
  t.true(captured.includes("for-all-to-read"));
  // A message of WireGuard's that carries data, behind IPv4 and UDP.
  t.true(captured.includes(Buffer.from([4, 0, 0, 0])) && captured.includes(wireGuardPorts));
  t.is(await mtuOf(to, "skv5005"), 1370);
}

/** Source port and destination port 4790. */
const wireGuardPorts = Buffer.from([0x12, 0xb6, 0x12, 0xb6]);

/** Frames for the encrypted network in VXLAN packets in clear, straight to the tunnel's port. */
const CLEAR_FRAMES = `
const socket = require("node:dgram").createSocket("udp6");
const vxlan = Buffer.from([8, 0, 0, 0, 0, 5005 >> 8, 5005 & 255, 0]);
const frame = Buffer.alloc(60);
frame.set([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0x42, 0x0a, 0x63, 5, 99, 8, 6]);
let count = 0;
const timer = setInterval(() => {
  if (++count === 10) return clearInterval(timer), socket.close();
  socket.send(Buffer.concat([vxlan, frame]), 4788, process.argv[1]);
}, 100);`;

/** Whether the encrypted network's tunnel on one host takes what another sends it in clear. */
async function takesClearFrames(from: Worker, to: Worker): Promise<boolean> {
  const own = ["inet", `skein_wg_${from.nodeId}`, "output"]; // Which lets no such thing out.
  await from.host.exec(["nft", "flush", "chain", ...own]);
  for (const [worker, last] of [
    [from, 1],
    [to, 2],
  ] as const) {
    const address = `fd99::${last}/64`;
    await worker.host.exec(["ip", "address", "replace", address, "dev", "eth0", "nodad"]);
  }
  const before = await receivedBy(to, "skv5005");
  await from.host.exec(["node", "-e", CLEAR_FRAMES, "fd99::2"]);
  return (await receivedBy(to, "skv5005")) > before;
}

async function receivedBy({ host }: Worker, link: string): Promise<number> {
  return Number(await host.exec(["cat", `/sys/class/net/${link}/statistics/rx_packets`]));
}

async function mtuOf({ host }: Worker, link: string): Promise<number> {
  return Number(await host.exec(["cat", `/sys/class/net/${link}/mtu`]));
}

rigTest(
  "overlay: containers of three hosts reach each other, by virtual address and through the mesh",
  async (t) => {
    await using rig = await Rig.up({ hosts: 3 });
    const cluster = new Cluster(rig, [BACK, FRONT, MESH, CLOSED, SECRET]);
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
    await cluster.runTask(w1, "web", [BACK, MESH, SECRET], serving("one")),
    await cluster.runTask(w2, "web", [BACK, SECRET, MESH], serving("two")),
    await cluster.runTask(w3, "web", [SECRET, MESH, BACK], serving("three")),
  ];
  const stranger = await cluster.runTask(w1, "other", [FRONT], ["sleep", "1000"]);
  const inner = [
    await cluster.runTask(w1, "inner", [CLOSED], ["sleep", "1000"]),
    await cluster.runTask(w2, "inner", [CLOSED], ["sleep", "1000"]),
  ];
  cluster.publish([
    ...[BACK, SECRET].map(({ id, at }) =>
      makeOverlayService({
        networkId: id,
        serviceId: "web",
        name: "web",
        virtualAddresses: [`10.99.${at}.101`],
      }),
    ),
    makeOverlayService({
      networkId: MESH.id,
      serviceId: "web",
      name: "web",
      ports: [makeOverlayPort({ protocol: "tcp", published: 8000, target: 8080 })],
    }),
  ]);
  await cluster.tell();

  for (const net of [BACK, SECRET]) {
    // Every pair, by address.
    for (const [at, from] of workers.entries()) {
      for (const [to, word] of [
        [11, "one"],
        [12, "two"],
        [13, "three"],
      ] as const) {
        const url = `http://10.99.${net.at}.${to}:8080/`;
        t.is(await inContainer(from, webs[at]!, ...fetching(url)), word, `${at} to ${url}`);
      }
    }
    // The virtual address, in turn, from each.
    for (const [at, from] of workers.entries()) {
      const heard = new Set<string>();
      for (let count = 0; count < 6; count++) {
        const url = `http://10.99.${net.at}.101:8080/`;
        heard.add(await inContainer(from, webs[at]!, ...fetching(url)));
      }
      t.deepEqual([...heard].sort(), ["one", "three", "two"], `from ${from.host.name}`);
    }
  }
  await onlyCiphertextPasses(t, w1, w2, webs[0]!);
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
  await w1.host.exec(["ip", "link", "del", `skw${w1.nodeId}`]);
  // Without its guard anybody could speak on the encrypted network in clear.
  await w2.host.exec(["nft", "delete", "table", "inet", `skein_wg_${w2.nodeId}`]);
  t.true(await takesClearFrames(w3, w2));
  await until(
    "it is mended",
    async () => (await w1.host.attempt(["ip", "link", "show", "skv5001"])).code === 0,
    { withinMs: 25_000 },
  );
  await until("all of it", () => w1.networks.repaired["mesh"] === 1);
  await until("the guard too", () => w2.networks.repaired["encryption"] === 1, {
    withinMs: 25_000,
  });
  t.is(w1.networks.repaired["encryption"], 1);
  t.false(await takesClearFrames(w3, w2));
  t.is(await inContainer(w1, webs[0]!, ...fetching("http://10.99.5.12:8080/")), "two");
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
    await worker.rest(); // Or what it takes away would be put back.
    await worker.networks.clear(NEVER);
    t.notRegex(await worker.host.exec(["ip", "link"]), /sk[bvw]/);
    t.notRegex(await worker.host.exec(["nft", "list", "ruleset"]), /skein_|skb/);
    t.regex(
      await worker.host.docker("network", "ls", "--format", "{{.Name}}"),
      /^bridge\nhost\nnone$/,
    );
  }
}
