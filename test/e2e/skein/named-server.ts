import { createServer } from "node:http";
import { hostname } from "node:os";

// A program: answers every request with its host's name, and, once it was told to stop, with when that was.
// Whoever began a connection later than that was led to a task that stops. It listens on for a while, so
// that those tell of it, and those that were on their way are answered however busy the machine is.

const PORT = 8080;
const LINGER_MS = 1_000;
let stopping = "";
const server = createServer((_request, response) => {
  response.setHeader("connection", "close").end(`${hostname()} ${stopping}\n`);
});
server.listen(PORT, "0.0.0.0", 1_024);
process.once("SIGTERM", () => {
  stopping = String(Date.now());
  setTimeout(() => server.close(), LINGER_MS);
});
