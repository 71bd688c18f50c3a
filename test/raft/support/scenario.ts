/**
 * Scenarios as text: a line that begins with `> ` is a command, the lines below it, up to an empty
 * line, a comment (`#`) or the next command, are what it must say. See ../core/scenarios/README.md.
 */

interface Block {
  /** Kept as they are: comments, empty lines and the command itself. */
  readonly head: readonly string[];
  readonly command: string | undefined;
  readonly line: number;
  readonly expected: readonly string[];
}

export interface Difference {
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
  readonly said: readonly string[];
}

export interface Outcome {
  readonly differences: readonly Difference[];
  /** The text with what was said in place of what was expected. */
  readonly rewritten: string;
}

/** Runs every command of `text`; `run` gives what one says. */
export function runScenario(text: string, run: (command: string) => readonly string[]): Outcome {
  const differences: Difference[] = [];
  const lines: string[] = [];
  for (const { head, command, line, expected } of parse(text)) {
    lines.push(...head);
    if (command === undefined) continue;
    const said = run(command);
    lines.push(...said);
    if (said.join("\n") !== expected.join("\n")) {
      differences.push({ line, command, expected, said });
    }
  }
  return { differences, rewritten: `${lines.join("\n").trimEnd()}\n` };
}

function parse(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let head: string[] = [];
  let expected: string[] | undefined;
  text.split("\n").forEach((line, at) => {
    const isOutput = line !== "" && !line.startsWith("#") && !line.startsWith("> ");
    if (isOutput && expected) {
      expected.push(line);
      return;
    }
    expected = undefined;
    head.push(line);
    if (!line.startsWith("> ")) return;
    expected = [];
    blocks.push({ head, command: line.slice(2).trim(), line: at + 1, expected });
    head = [];
  });
  blocks.push({ head, command: undefined, line: 0, expected: [] });
  return blocks;
}
