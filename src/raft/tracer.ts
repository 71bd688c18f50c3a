import { unreachable } from "../base/assert.ts";
import type { Log } from "../system/log.ts";
import type { TraceRecord } from "./core/shared.ts";

/** Turns what the core tells into lines for people. */
export class Tracer {
  readonly #log: Log;
  #leader = "";

  constructor(log: Log) {
    this.#log = log;
  }

  note(record: TraceRecord): void {
    switch (record.kind) {
      case "role":
        this.#noteRole(record);
        break;
      case "quorumLost":
        this.#log.warn("stepping down: no majority of the managers answers", {
          term: record.term,
        });
        break;
      case "snapshotSent":
        this.#log.info("sending a snapshot", { peer: String(record.to), index: record.index });
        break;
      case "snapshotReceived":
        this.#log.info("snapshot received", { peer: String(record.from), index: record.index });
        break;
      case "vote":
        this.#log.debug("voted", { term: record.term, peer: String(record.candidate) });
        break;
      case "leaseKept":
        this.#log.debug("candidate ignored: the leader is alive", {
          term: record.term,
          peer: String(record.candidate),
        });
        break;
      case "membership":
        this.#log.debug("voters", { index: record.index, count: record.conf.voters.length });
        break;
      case "changeRefused":
        this.#log.error("membership change without effect", {
          index: record.index,
          reason: record.reason,
        });
        break;
      default:
        unreachable(record);
    }
  }

  #noteRole({ role, term, leader }: Extract<TraceRecord, { kind: "role" }>): void {
    const now = `${role} ${leader ?? 0n}`;
    const fields = { role, term, peer: leader === undefined ? undefined : String(leader) };
    if (role === "leader") this.#log.info("elected leader", fields);
    else if (now !== this.#leader) this.#log.debug("role changed", fields);
    this.#leader = now;
  }
}
