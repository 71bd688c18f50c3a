import test from "ava";
import { daemonCommand, type DaemonOptions } from "../../src/node/daemon-options.ts";
import { FAST_TIMING } from "../../src/raft/options.ts";

async function optionsOf(...args: readonly string[]): Promise<DaemonOptions | undefined> {
  let options: DaemonOptions | undefined;
  const command = daemonCommand("1.2.3", (read) => {
    options = read;
    return Promise.resolve();
  });
  await command.parseAsync(args, { from: "user" });
  return options;
}

test("daemon options: raft's time is the fast profile's where nothing else is said", async (t) => {
  const { tickMs, heartbeatTicks, electionTicks } = FAST_TIMING;
  t.deepEqual((await optionsOf())?.raft, { tickMs, heartbeatTicks, electionTicks });
});

test("daemon options: raft's time is the operator's where it is said", async (t) => {
  const options = await optionsOf("--raft-tick", "1000", "--raft-election-ticks", "10");
  t.deepEqual(options?.raft, {
    tickMs: 1000,
    heartbeatTicks: FAST_TIMING.heartbeatTicks,
    electionTicks: 10,
  });
});

test("daemon options: the files of mutual TLS go together", async (t) => {
  const files = ["--tlscacert", "ca.pem", "--tlscert", "cert.pem", "--tlskey", "key.pem"];

  t.is((await optionsOf())?.tls, undefined);
  t.deepEqual((await optionsOf("--tlsverify", ...files))?.tls, {
    ...{ ca: "ca.pem", certificate: "cert.pem", key: "key.pem" },
  });
});

test("daemon options: managers reach containers here unless the host's owner says no", async (t) => {
  t.true((await optionsOf())?.remoteContainers);
  t.false((await optionsOf("--no-remote-containers"))?.remoteContainers);
});
