import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

// A program: short answers over HTTP on one port, and on another bytes without end to whoever connects.

export const HTTP_PORT = 8080;
export const BULK_PORT = 9000;
const CHUNK = Buffer.alloc(256 * 1024);

createServer((_request, response) => {
  response.setHeader("connection", "close").end("hello\n");
}).listen(HTTP_PORT, "0.0.0.0", 1_024);

createTcpServer((socket) => {
  socket.on("error", () => socket.destroy());
  const fill = (): void => {
    while (!socket.destroyed && socket.write(CHUNK));
  };
  socket.on("drain", fill);
  fill();
}).listen(BULK_PORT, "0.0.0.0");
