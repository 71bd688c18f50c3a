import type { TextOutput } from "../world.ts";
import { complaint, type Assessment, type SlotView } from "./assess.ts";

/** More slots than this are told as one number. Source: docker, progress.go maxProgressBars. */
const MAX_BARS = 20;
const MAX_BAR_WIDTH = 50;
const STATE_WIDTH = "preparing".length;
const MAX_COMPLAINT = 90;
const UP = (lines: number): string => `\u001B[${lines}A`;
const CLEAR_LINE = "\u001B[2K";

/** What the board shows besides the tasks. */
export interface BoardNotes {
  readonly rollingBack: boolean;
  /** What is being waited for once all tasks run, or what went wrong meanwhile. */
  readonly verify?: string;
}

/**
 * Shows how far a service is: on a terminal a bar for each replica, redrawn in place; elsewhere a
 * line for whatever changed.
 */
export class Board {
  readonly #output: TextOutput;
  /** Where each slot stands, by its key: it keeps its line while others come and go. */
  readonly #positions = new Map<string, number>();
  #shown: readonly Line[] = [];

  constructor(output: TextOutput) {
    this.#output = output;
  }

  show(assessment: Assessment, notes: BoardNotes): void {
    const lines = [headline(assessment, notes), ...this.#bars(assessment), ...verifyLines(notes)];
    if (this.#output.isTerminal) this.#redraw(lines);
    else this.#append(lines);
  }

  /** A last line below all others. */
  end(line: string): void {
    this.#output.write(`${line}\n`);
    this.#shown = [];
  }

  #bars({ slots, wanted = 0 }: Assessment): readonly Line[] {
    if (wanted > MAX_BARS) return [];
    for (const { key } of slots) {
      if (!this.#positions.has(key)) this.#positions.set(key, this.#positions.size + 1);
    }
    const lines = new Map<number, Line>();
    for (let position = 1; position <= wanted; position++) {
      lines.set(position, { id: `${position}/${wanted}`, text: "" });
    }
    for (const slot of slots) {
      const position = this.#positions.get(slot.key) ?? 0;
      const line = lines.get(position);
      if (line) lines.set(position, { ...line, ...barOf(slot) });
    }
    return [...lines.values()];
  }

  #redraw(lines: readonly Line[]): void {
    const width = this.#output.columns - 1;
    const up = this.#shown.length === 0 ? "" : UP(this.#shown.length);
    const drawn = lines.map((line) => CLEAR_LINE + cut(drawLine(line, width), width));
    // Lines that are no longer needed are emptied, so that the cursor stays below the board.
    const spare = Math.max(0, this.#shown.length - lines.length);
    const emptied = Array.from({ length: spare }, () => CLEAR_LINE);
    this.#output.write(`${up}${[...drawn, ...emptied].join("\n")}\n${spare > 0 ? UP(spare) : ""}`);
    this.#shown = lines;
  }

  #append(lines: readonly Line[]): void {
    for (const line of lines) {
      const before = this.#shown.find(({ id }) => id === line.id);
      const isCountdown = line.isCountdown === true && before?.isCountdown === true;
      if (line.text === "" || before?.text === line.text || isCountdown) continue;
      this.#output.write(`${line.id}: ${line.text}\n`);
    }
    this.#shown = lines;
  }
}

interface Line {
  readonly id: string;
  readonly text: string;
  /** A share from 0 to 1 to draw as a bar. */
  readonly share?: number;
  /** Changes with the time alone: not worth a new line where lines stay. */
  readonly isCountdown?: boolean;
}

function headline({ done, wanted, isJob }: Assessment, { rollingBack }: BoardNotes): Line {
  if (isJob) return { id: "job progress", text: `${done} out of ${wanted ?? 0} complete` };
  if (wanted === undefined) return { id: "overall progress", text: "waiting for new tasks" };
  const text = `${done} out of ${wanted} tasks`;
  return { id: "overall progress", text: rollingBack ? `rolling back update: ${text}` : text };
}

function verifyLines({ verify }: BoardNotes): readonly Line[] {
  if (verify === undefined) return [];
  return [{ id: "verify", text: verify, isCountdown: verify.startsWith("Waiting") }];
}

function barOf(slot: SlotView): Pick<Line, "text" | "share"> {
  const wrong = complaint(slot);
  if (wrong === undefined) return { text: slot.state, share: slot.share };
  return { text: cut(wrong.replace(/\s+/g, " "), MAX_COMPLAINT) };
}

function drawLine({ id, text, share }: Line, width: number): string {
  if (share === undefined) return `${id}: ${text}`;
  const label = `${id}: ${text.padEnd(STATE_WIDTH)}`;
  const room = Math.min(MAX_BAR_WIDTH, width - label.length - " [>] ".length);
  if (room < STATE_WIDTH) return label;
  const filled = Math.round(share * room);
  return `${label} [${"=".repeat(filled)}>${" ".repeat(room - filled)}]`;
}

function cut(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
