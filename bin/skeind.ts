#!/usr/bin/env node
import { setMaxListeners } from "node:events";
import { stopFreezing } from "../src/base/deep-freeze.ts";
import { daemonCommand } from "../src/node/daemon-options.ts";
import { runDaemon } from "../src/node/run-daemon.ts";
import { describeFailure } from "../src/node/failure.ts";
import { SKEIN_VERSION } from "../src/node/version.ts";

// One signal ends many loops and streams: that is no leak.
setMaxListeners(0);
stopFreezing();

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());

try {
  // Tasks of the process engine get what a login would give them, and nothing of the daemon's own.
  const { PATH = "/usr/local/bin:/usr/bin:/bin", HOME = "/", LANG = "C.UTF-8" } = process.env;
  await daemonCommand(SKEIN_VERSION, (options) =>
    runDaemon(options, { PATH, HOME, LANG }, stop.signal),
  ).parseAsync();
  process.exit(0);
} catch (error) {
  process.stderr.write(`skeind: ${describeFailure(error)}\n`);
  process.exit(1);
}
