import { Resolver } from "node:dns/promises";
import { connect, isIP } from "node:net";

// A program: `load-client RATE NAMESERVER HOST:PORT…` begins so many requests a second, each on a
// connection of its own, with each target in turn, whatever becomes of those before. Names are asked of
// the nameserver for every request. It comes to each target from the same ports again after ten seconds, as a
// busy client does whose servers end their connections. At the end of its standard input it waits for what is
// open and prints a `LoadReport`.

/** One request that was not answered as it should be. Times are those of `Date.now()`. */
export interface Failure {
  readonly atMs: number;
  readonly tookMs: number;
  readonly target: string;
  readonly error: string;
}

export interface LoadReport {
  readonly count: number;
  /** Between the first request's beginning and the last one's. */
  readonly seconds: number;
  readonly failures: readonly Failure[];
  readonly medianMs: number;
  readonly slowestMs: number;
  /** When each of those who answered was last reached, by the time the request began. */
  readonly heard: Readonly<Record<string, number>>;
}

/** What is slow on a machine that is overrun is answered by then; what was lost never is. */
const PATIENCE_MS = 15_000;
const [rate = "1", nameserver = "-", ...targets] = process.argv.slice(2);
const FIRST_PORT = 20_000;
const PORTS = Math.ceil(Number(rate) / targets.length) * 10;
const turns = new Map<string, number>();
const resolver = new Resolver({ timeout: 2_000, tries: 2 });
if (nameserver !== "-") resolver.setServers([nameserver]);

const failures: Failure[] = [];
const times: number[] = [];
const heard: Record<string, number> = {};
const open = new Set<Promise<void>>();
let count = 0;

async function request(target: string): Promise<void> {
  const atMs = Date.now();
  const from = performance.now();
  try {
    const [host = "", port = ""] = target.split(":");
    const [address = host] = isIP(host) > 0 ? [host] : await resolver.resolve4(host);
    const beganMs = Date.now();
    const [who = "", stopping = ""] = (await fetchOnce(address, Number(port))).split(" ");
    heard[who] = Math.max(heard[who] ?? 0, atMs);
    if (stopping !== "" && beganMs > Number(stopping)) {
      throw new Error(`led to a task ${beganMs - Number(stopping)} ms after it was told to stop`);
    }
  } catch (error) {
    const tookMs = Math.round(performance.now() - from);
    failures.push({ atMs, tookMs, target, error: String(error) });
  }
  times.push(performance.now() - from);
}

/** The answer's body; a name, by what the servers of these tests say. */
function fetchOnce(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const turn = turns.get(host) ?? 0;
    turns.set(host, turn + 1);
    const socket = connect({ host, port, localPort: FIRST_PORT + (turn % PORTS) });
    let text = "";
    let connected = "before it connected";
    socket.setTimeout(PATIENCE_MS, () => {
      const from = `from port ${socket.localPort ?? 0}`;
      socket.destroy(new Error(`silent ${connected}, ${from}, after ${text.length} characters`));
    });
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    socket.once("error", reject);
    socket.once("connect", () => {
      connected = "once connected";
      socket.write("GET / HTTP/1.0\r\n\r\n");
    });
    socket.once("close", () => {
      const [head = "", body = ""] = text.split("\r\n\r\n");
      if (/^HTTP\/1\.\d 200 /.test(head) && body !== "") resolve(body.trim());
      else reject(new Error(`cut off after ${JSON.stringify(text)}`));
    });
  });
}

const began = performance.now();
const everyMs = 1_000 / Number(rate);
// One timer a request would come late; whatever is due is begun.
const timer = setInterval(() => {
  while (count * everyMs <= performance.now() - began) {
    const work = request(targets[count % targets.length] ?? "");
    count++;
    open.add(work);
    void work.finally(() => open.delete(work));
  }
}, 2);

process.stdin.resume().once("end", () => {
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1_000;
  void Promise.all(open).then(() => {
    times.sort((left, right) => left - right);
    const report: LoadReport = {
      count,
      seconds,
      failures,
      medianMs: times[times.length >> 1] ?? 0,
      slowestMs: times.at(-1) ?? 0,
      heard,
    };
    process.stdout.write(JSON.stringify(report));
  });
});
