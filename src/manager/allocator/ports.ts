import { err, ok, type Result } from "../../base/result.ts";
import {
  PortConfig_Protocol,
  PortConfig_PublishMode,
  type PortConfig,
} from "../../model/generated/types.ts";

/** Ports for those who ask for none in particular. Source: swarmkit manager/allocator/portallocator.go. */
const FIRST_PORT = 30_000;
const LAST_PORT = 32_767;

const PROTOCOL_NAMES: Readonly<Record<PortConfig_Protocol, string>> = {
  [PortConfig_Protocol.TCP]: "tcp",
  [PortConfig_Protocol.UDP]: "udp",
  [PortConfig_Protocol.SCTP]: "sctp",
};

/** Whether nobody publishes the port, on every node or on his own. */
export type IsPortFree = (protocol: PortConfig_Protocol, publishedPort: number) => boolean;

/** Where to look next for a free port: one that was given back rests for as long as it can. */
export class PortCursor {
  readonly #next = new Map<PortConfig_Protocol, number>();

  /** In error: a sentence for people. */
  take(protocol: PortConfig_Protocol, isFree: (port: number) => boolean): Result<number, string> {
    const count = LAST_PORT - FIRST_PORT + 1;
    const start = this.#next.get(protocol) ?? 0;
    for (let step = 0; step < count; step++) {
      const offset = (start + step) % count;
      if (!isFree(FIRST_PORT + offset)) continue;
      this.#next.set(protocol, offset + 1);
      return ok(FIRST_PORT + offset);
    }
    const name = PROTOCOL_NAMES[protocol];
    return err(
      `no ${name} port from ${FIRST_PORT} to ${LAST_PORT} is free: publish one by its number`,
    );
  }
}

/**
 * The ports with a number each: the one that is asked for, the one that was given before, or a free
 * one. A port on the task's own node is the engine's to choose.
 */
export function givePorts(
  wanted: readonly PortConfig[],
  before: readonly PortConfig[],
  cursor: PortCursor,
  isFree: IsPortFree,
): Result<readonly PortConfig[], string> {
  const ports: PortConfig[] = [];
  for (const port of wanted) {
    const known = portFor(port, before);
    if (known.publishedPort !== 0 || known.publishMode === PortConfig_PublishMode.HOST) {
      ports.push(known);
      continue;
    }
    const { protocol } = port;
    const isMine = (number: number): boolean =>
      ports.some((one) => one.protocol === protocol && one.publishedPort === number);
    const chosen = cursor.take(protocol, (number) => !isMine(number) && isFree(protocol, number));
    if (!chosen.ok) return chosen;
    ports.push({ ...port, publishedPort: chosen.value });
  }
  return ok(ports);
}

/** A port that asks for no number in particular keeps the one that it was given before. */
export function portFor(wanted: PortConfig, given: readonly PortConfig[]): PortConfig {
  if (wanted.publishedPort !== 0) return wanted;
  const before = given.find(
    (port) =>
      port.targetPort === wanted.targetPort &&
      port.protocol === wanted.protocol &&
      port.publishMode === wanted.publishMode,
  );
  return before ?? wanted;
}
