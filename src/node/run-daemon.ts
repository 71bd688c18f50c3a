import { ApiServer } from "../api/server.ts";
import { mutualTls } from "../api/tls.ts";
import { x509Certificates } from "../security/certificates.ts";
import { untilAborted } from "../system/deadline.ts";
import { realClock } from "../system/real/clock.ts";
import { realEntropy } from "../system/real/entropy.ts";
import { realLog } from "../system/real/log.ts";
import type { StorageFailure } from "../system/storage.ts";
import { Daemon } from "./daemon.ts";
import type { DaemonOptions } from "./daemon-options.ts";
import { chooseEngine } from "./engine-choice.ts";
import { findNetworkLack } from "./host-networks.ts";
import { StateDirectory } from "./state-directory.ts";

/**
 * Runs a node until `signal` aborts: its state, its API, and its membership if it has one. Throws when
 * its disk fails: whoever runs it starts it again, and it goes on from what is durable.
 */
export async function runDaemon(
  options: DaemonOptions,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const log = realLog({ level: options.logLevel });
  const directory = await StateDirectory.open(options.stateDirectory);
  const life = new AbortController();
  const stop = (): void => life.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  let failure: StorageFailure | undefined;
  try {
    const engineKind = await chooseEngine(options, log, signal);
    const networkLack = await findNetworkLack(engineKind, realClock, signal);
    if (engineKind === "docker" && networkLack !== undefined) {
      log.warn("this node carries no overlay networks", { reason: networkLack });
    }
    const daemon = new Daemon({
      options,
      environment,
      log,
      directory,
      clock: realClock,
      entropy: realEntropy,
      certificates: x509Certificates(realClock),
      engineKind,
      networkLack,
      onDiskFailure: (error) => {
        failure ??= error;
        stop();
      },
    });
    const tls = options.tls && (await mutualTls(options.tls));
    await daemon.resume();
    const api = await ApiServer.open(
      { node: daemon, clock: realClock, entropy: realEntropy, log },
      options.hosts,
      tls,
    );
    log.info("ready", { path: options.hosts.join(", ") });
    await untilAborted(life.signal);
    log.info("stopping");
    await api.close();
    await daemon.stop();
  } finally {
    signal.removeEventListener("abort", stop);
    await directory.close();
  }
  if (failure) throw failure;
}
