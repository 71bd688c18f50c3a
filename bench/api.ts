import { Agent, request } from "node:http";
import { connect } from "node:net";
import { timeUntil } from "./swarm/api.ts";
import { upDocker, upSkein, type Contender } from "./swarm/contender.ts";
import { median } from "./swarm/statistics.ts";

const IMAGE = "skein/busybox:1";
const CLIENTS = [1, 16, 64];
const CREATES_MS = 5_000;
/** A daemon lives longer than a benchmark: first both do for a while what is then measured. */
const WARM_UP = { clients: 16, ms: 10_000 };
const SERVICES = 1_000;
const TASKS_EACH = 20;
/** How often each list is asked for in a round, and how often before the first that counts. */
const LISTS_EACH = 15;
const UNMEASURED = 5;
const STREAM_BYTES = 2 ** 30;

type Say = (text: string) => void;

/** The HTTP API beside Docker's on the same engines, three managers each; and what passing on costs. */
export async function benchApi(rounds: number, say: Say): Promise<unknown> {
  const results: Record<string, unknown> = {};
  for (const up of [upSkein, upDocker]) {
    const contender = await up();
    say(`${contender.name}: up`);
    try {
      results[contender.name] = {
        createsPerSecond: await creates(contender, say),
        lists: await lists(contender, rounds, say),
      };
      if (contender.name === "skein")
        results["passThrough"] = await passThrough(contender, rounds, say);
    } finally {
      await contender.down();
    }
  }
  return results;
}

/** One request over a kept-alive connection; gives the status and how many bytes came. */
function ask(
  agent: Agent,
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly bytes: number; readonly text: string }> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method, path, headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const all = Buffer.concat(parts);
        resolve({ status: response.statusCode ?? 0, bytes: all.length, text: all.toString() });
      });
    });
    call.on("error", reject);
    call.end(text);
  });
}

async function creates({ members, name }: Contender, say: Say): Promise<Record<string, number>> {
  const socket = members[0]?.socket ?? "";
  const result: Record<string, number> = {};
  await createRate(socket, "warm", WARM_UP.clients, WARM_UP.ms);
  await clear(socket);
  for (const clients of CLIENTS) {
    const rate = await createRate(socket, `c${clients}`, clients, CREATES_MS);
    result[String(clients)] = rate;
    say(`${name}: ${rate} creates a second with ${clients} clients`);
  }
  await clear(socket);
  return result;
}

/** Services created a second by so many clients, each of whom asks for the next when it has one. */
async function createRate(
  socket: string,
  prefix: string,
  clients: number,
  limitMs: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let done = 0;
  const from = performance.now();
  const client = async (number: number): Promise<void> => {
    for (let at = 0; performance.now() - from < limitMs; at++) {
      const spec = {
        Name: `${prefix}-${number}-${at}`,
        TaskTemplate: { ContainerSpec: { Image: IMAGE } },
        Mode: { Replicated: { Replicas: 0 } },
      };
      const { status } = await ask(agent, socket, "POST", "/services/create", spec);
      if (status === 201) done++;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  agent.destroy();
  return Math.round((done * 1000) / (performance.now() - from));
}

/** The median, in fractions of a millisecond. */
function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

/** Removes every service, so that what follows starts alike. */
async function clear(socket: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const { text } = await ask(agent, socket, "GET", "/services");
  const services = JSON.parse(text) as readonly { readonly ID: string }[]; // Docker's own shape.
  await Promise.all(services.map(({ ID }) => ask(agent, socket, "DELETE", `/services/${ID}`)));
  agent.destroy();
}

async function lists({ members, name }: Contender, rounds: number, say: Say): Promise<unknown> {
  const socket = members[0]?.socket ?? "";
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const spec = (at: number): object => ({
    Name: `list-${at}`,
    // Nowhere to go: what is measured are the lists, not the engines.
    TaskTemplate: {
      ContainerSpec: { Image: IMAGE },
      Placement: { Constraints: ["node.labels.nowhere==here"] },
    },
    Mode: { Replicated: { Replicas: TASKS_EACH } },
  });
  for (let at = 0; at < SERVICES; at += 16) {
    const numbers = Array.from({ length: Math.min(16, SERVICES - at) }, (_, each) => at + each);
    await Promise.all(
      numbers.map((each) => ask(agent, socket, "POST", "/services/create", spec(each))),
    );
  }
  const taskCount = async (): Promise<number> =>
    (JSON.parse((await ask(agent, socket, "GET", "/tasks")).text) as readonly unknown[]).length;
  await timeUntil(async () => (await taskCount()) >= SERVICES * TASKS_EACH, 300_000);
  say(`${name}: ${SERVICES} services, ${SERVICES * TASKS_EACH} tasks`);
  const oneService = encodeURIComponent(JSON.stringify({ service: ["list-7"] }));
  const measured: Record<string, number> = {};
  for (const [what, path] of [
    ["serviceLsMs", "/services?status=true"],
    ["allTasksMs", "/tasks"],
    ["servicePsMs", `/tasks?filters=${oneService}`],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < LISTS_EACH * rounds; round++) {
      const from = performance.now();
      await ask(agent, socket, "GET", path);
      if (round >= UNMEASURED) times.push(performance.now() - from);
    }
    measured[what] = Number(middle(times).toFixed(2));
    say(`${name}: ${what} ${measured[what]}`);
  }
  agent.destroy();
  return measured;
}

async function passThrough({ members }: Contender, rounds: number, say: Say): Promise<unknown> {
  const [member] = members.slice(-1);
  if (!member) throw new Error("no member");
  const through = member.socket;
  const direct = through.replace(/skein\.sock$/, "docker.sock");
  const latency = async (socket: string): Promise<number> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const times: number[] = [];
    for (let round = 0; round < 300 * rounds; round++) {
      const from = performance.now();
      await ask(agent, socket, "GET", "/v1.41/containers/json");
      times.push(performance.now() - from);
    }
    agent.destroy();
    return middle(times);
  };
  const [directMs, throughMs] = [await latency(direct), await latency(through)];
  const agent = new Agent();
  const spec = { Image: IMAGE, Cmd: ["sleep", "1000"] };
  const created = await ask(agent, direct, "POST", "/containers/create?name=bench", spec);
  const { Id } = JSON.parse(created.text) as { readonly Id: string }; // The engine's own shape.
  await ask(agent, direct, "POST", `/containers/${Id}/start`);
  const rates: Record<"direct" | "through", number[]> = { direct: [], through: [] };
  for (let round = 0; round < rounds; round++) {
    rates.direct.push(await streamRate(agent, direct, Id));
    rates.through.push(await streamRate(agent, through, Id));
  }
  await ask(agent, direct, "DELETE", `/containers/${Id}?force=1`);
  const result = {
    addedLatencyMs: Number((throughMs - directMs).toFixed(3)),
    directMs: Number(directMs.toFixed(3)),
    streamMBps: {
      direct: Math.round(median(rates.direct)),
      through: Math.round(median(rates.through)),
    },
  };
  say(JSON.stringify(result));
  return result;
}

/** Megabytes a second of what an exec prints, over an upgraded connection. */
async function streamRate(agent: Agent, socketPath: string, container: string): Promise<number> {
  const megabytes = STREAM_BYTES / 2 ** 20;
  const exec = await ask(agent, socketPath, "POST", `/containers/${container}/exec`, {
    AttachStdout: true,
    Cmd: ["dd", "if=/dev/zero", "bs=1M", `count=${megabytes}`],
  });
  const { Id } = JSON.parse(exec.text) as { readonly Id: string }; // The engine's own shape.
  const body = '{"Detach":false,"Tty":false}';
  const from = performance.now();
  await new Promise<void>((resolve, reject) => {
    const client = connect(socketPath);
    let bytes = 0;
    client.on("data", (part) => (bytes += part.length));
    client.on("error", reject);
    client.on("end", () => {
      if (bytes < STREAM_BYTES) reject(new Error(`only ${bytes} bytes came`));
      else resolve();
    });
    client.write(
      `POST /exec/${Id}/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  return (megabytes * 1000) / (performance.now() - from);
}
