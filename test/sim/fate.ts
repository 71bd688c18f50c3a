import type { Task } from "../../src/model/generated/types.ts";

/** Ended by SIGTERM, of which the program made nothing. */
const STOPPED_EXIT_CODE = 143;

/** What becomes of one task's container. Times are in true time. */
export interface Fate {
  /** Preparing fails with this, for good: no such image. */
  readonly prepareError?: string;
  /** Starting fails with this, for good: no such command. */
  readonly startError?: string;
  /** It ends by itself after so long. Otherwise it runs until it is stopped. */
  readonly runsMs?: number;
  readonly exitCode?: number;
  /** Its health check needs so long to say that it is well; until then it is not started. */
  readonly healthyAfterMs?: number;
  /** Its health check gives it up after so long: it is stopped, and has failed. */
  readonly unhealthyAfterMs?: number;
  /** What it prints when it starts, and on which stream. */
  readonly prints?: readonly (readonly ["stdout" | "stderr", string])[];
  /** It takes no notice of its stop signal, and is killed after its grace period. */
  readonly stubborn?: boolean;
  /** With which it ends when it is stopped. */
  readonly stopCode?: number;
}

/**
 * What a task's command says: `sleep MS [CODE]` ends by itself, `flaky MS` as well, every other task
 * with 1; `exit` at once with what EXIT_CODE in its environment says, `talk` prints a line on each stream, `healthy MS` and
 * `unhealthy MS` have a health check that says so then, `stubborn` ignores its stop signal, `unpullable` and `unstartable` fail.
 * Everything else runs until it is stopped.
 */
export function fateByCommand({ id, spec }: Task): Fate {
  const [program, ms, code] = spec?.container?.command ?? [];
  switch (program) {
    case "sleep":
      return { runsMs: Number(ms), exitCode: Number(code ?? 0), stopCode: STOPPED_EXIT_CODE };
    case "flaky":
      return { runsMs: Number(ms), exitCode: id.charCodeAt(0) % 2, stopCode: STOPPED_EXIT_CODE };
    case "exit": {
      const set = spec?.container?.env.find((entry) => entry.startsWith("EXIT_CODE="));
      return { runsMs: 0, exitCode: Number(set?.slice("EXIT_CODE=".length) ?? 0) };
    }
    case "talk":
      return {
        prints: [
          ["stdout", "one\n"],
          ["stderr", "two\n"],
        ],
      };
    case "healthy":
      return { healthyAfterMs: Number(ms) };
    case "unhealthy":
      return { healthyAfterMs: Number(code ?? ms), unhealthyAfterMs: Number(ms) };
    case "stubborn":
      return { stubborn: true };
    case "unpullable":
      return { prepareError: "No such image" };
    case "unstartable":
      return { startError: "no such file or directory" };
    default:
      return {};
  }
}
