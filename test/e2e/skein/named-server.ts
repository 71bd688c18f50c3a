import { createServer } from "node:http";
import { hostname } from "node:os";

// A program: answers every request with its host's name, and, once it was told to stop, with when that was.
// Whoever began a connection later than that was led to a task that stops. It listens on for a while, and
// for as long as somebody is connected, so that those tell of it, and those that were on their way are answered
// however busy the machine is.

const PORT = 8080;
const LINGERS = 10;
const LINGER_MS = 100;
let stopping = "";
const server = createServer((_request, response) => {
  response.setHeader("connection", "close").end(`${hostname()} ${stopping}\n`);
});
server.listen(PORT, "0.0.0.0", 1_024);
process.once("SIGTERM", () => {
  stopping = String(Date.now());
  linger(LINGERS);
});

/** Between two timers it takes whoever has connected: also where it had no processor for longer than all of them. */
function linger(times: number): void {
  setTimeout(() => {
    server.getConnections((_error, count) => {
      if (times <= 1 && count === 0) server.close();
      else linger(times - 1);
    });
  }, LINGER_MS);
}
