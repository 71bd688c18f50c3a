import { must } from "../../../src/base/assert.ts";
import { parseShellWords } from "../../../src/cli/notation/shell-words.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { BothSides, Side, Via } from "./sides.ts";
import type { Heard } from "./neutral.ts";

/** One command of the docker command line, given to both sides. */
export interface Command {
  /** As typed after `docker`. `{name}` stands for what an earlier command printed. */
  readonly line: string;
  readonly via?: Via;
  readonly input?: string;
  /** Keeps what it prints under this name. */
  readonly note?: string;
  /**
   * What must be alike: all of it (unless said), the last line of the output (progress displays),
   * what was said of errors (displays that tell how fast a side was),
   * or the exit code alone (texts that name their product).
   */
  readonly alike?: "all" | "lastLine" | "errors" | "code";
  /** Asks again until both sides agree, for what settles a moment later. */
  readonly settles?: true;
  /** The exit code that must come, where it is not zero. */
  readonly code?: number;
}

/** Docker's own nodes have taken longer than half a minute to be ready again on a busy machine. */
const PATIENCE_MS = 150_000;
const RETRY_MS = 250;

export function wordsOf(line: string): readonly string[] {
  const words = parseShellWords(line);
  if (!words.ok) throw new Error(`${line}: ${words.error}`);
  return words.value;
}

/** How the two sides differ over a command; undefined where they do not. */
export async function differenceOver(
  sides: BothSides,
  command: Command,
): Promise<string | undefined> {
  let difference = await once(sides, command);
  const untilMs = performance.now() + PATIENCE_MS;
  while (difference !== undefined && command.settles === true && performance.now() < untilMs) {
    await sleep(RETRY_MS);
    difference = await once(sides, command);
  }
  return difference;
}

async function once(sides: BothSides, command: Command): Promise<string | undefined> {
  const { line, via = 2, input, note, alike = "all", code = 0 } = command;
  const words = wordsOf(line);
  const hear = async (side: Side): Promise<Heard> => {
    let heard = await sides.run(side, via, words, input);
    // Managers change nodes as well, as after a change of role: whoever reads one and writes it may come too late.
    for (let at = 0; at < 10 && heard.err.includes("update out of sequence"); at++) {
      await sleep(RETRY_MS);
      heard = await sides.run(side, via, words, input);
    }
    if (note !== undefined) sides.note(side, note, heard);
    return sides.neutral(side, heard);
  };
  const [ours, theirs] = await Promise.all([hear(sides.ours), hear(sides.theirs)]);
  const whole = `docker ${line}\n  ours   ${show(ours)}\n  theirs ${show(theirs)}`;
  if (ours.code !== code) return `exit ${code} expected: ${whole}`;
  return compared(ours, alike) === compared(theirs, alike) ? undefined : whole;
}

function compared(
  { code, out, err }: Heard,
  alike: "all" | "lastLine" | "errors" | "code",
): string {
  if (alike === "code") return String(code);
  if (alike === "errors") return JSON.stringify({ code, err });
  if (alike === "all") return JSON.stringify({ code, out, err });
  return JSON.stringify({ code, out: must(out.split("\n").at(-1), "split gives a line"), err });
}

function show({ code, out, err }: Heard): string {
  return `exit ${code}\n    ${out.replaceAll("\n", "\n    ")}\n    ! ${err.replaceAll("\n", "\n    ! ")}`;
}
