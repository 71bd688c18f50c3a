#!/usr/bin/env node
import { daemonCommand } from "../src/node/daemon-options.ts";
import { runDaemon } from "../src/node/run-daemon.ts";
import { describeFailure } from "../src/node/failure.ts";
import { SKEIN_VERSION } from "../src/node/version.ts";

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());

try {
  await daemonCommand(SKEIN_VERSION, (options) => runDaemon(options, stop.signal)).parseAsync();
  process.exit(0);
} catch (error) {
  process.stderr.write(`skeind: ${describeFailure(error)}\n`);
  process.exit(1);
}
