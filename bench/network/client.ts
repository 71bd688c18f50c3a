import { connect } from "node:net";

// A program: `client requests|bulk HOST PORT MS` prints `Requests` or `Bulk`. Requests come from so many
// callers, each with a connection of its own for each, one after the other.

export interface Requests {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly failures: number;
}

export interface Bulk {
  readonly megabitsPerSecond: number;
}

const CALLERS = 8;
const WARM_UP_MS = 500;

async function requests(host: string, port: number, ms: number): Promise<Requests> {
  const times: number[] = [];
  let failures = 0;
  const begin = performance.now() + WARM_UP_MS;
  const end = begin + ms;
  const callers = Array.from({ length: CALLERS }, async () => {
    while (performance.now() < end) {
      const from = performance.now();
      const ok = await request(host, port);
      const now = performance.now();
      if (from < begin || now > end) continue;
      if (ok) times.push(now - from);
      else failures++;
    }
  });
  await Promise.all(callers);
  times.sort((left, right) => left - right);
  const at = (share: number): number =>
    Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  const perSecond = Math.round(times.length / (ms / 1_000));
  return { perSecond, medianMs: at(0.5), p99Ms: at(0.99), failures };
}

function request(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host, port });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.setEncoding("latin1").on("data", (part: string) => (text += part));
    socket.once("error", () => undefined);
    socket.once("connect", () => socket.write("GET / HTTP/1.0\r\n\r\n"));
    socket.once("close", () => resolve(text.startsWith("HTTP/1.1 200")));
  });
}

function bulk(host: string, port: number, ms: number): Promise<Bulk> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect({ host, port });
    socket.once("error", reject);
    socket.once("connect", () => {
      setTimeout(() => (bytes = 0), WARM_UP_MS);
      setTimeout(() => {
        resolve({ megabitsPerSecond: Math.round((bytes * 8) / ms / 1_000) });
        socket.destroy();
      }, WARM_UP_MS + ms);
    });
    socket.on("data", (part) => (bytes += part.length));
  });
}

const [mode, host = "", port = "", ms = ""] = process.argv.slice(2);
const measure = mode === "bulk" ? bulk : requests;
console.log(JSON.stringify(await measure(host, Number(port), Number(ms))));
