const LEAST_WIDTH = 10;
const PADDING = 3;

/**
 * Lines whose cells end in tabs, aligned: each column is as wide as its longest cell and three blanks,
 * at least ten characters; what follows a line's last tab is not padded.
 * Source: Go, text/tabwriter with the settings of docker's formatter (10, 1, 3).
 */
export function alignColumns(text: string): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const padded = lines.map(() => "");
  alignBlock(lines, padded, 0, lines.length, 0);
  return padded.join("\n");
}

/** A column is a run of neighbouring lines that all have a cell there; runs are aligned apart. */
function alignBlock(
  lines: readonly (readonly string[])[],
  padded: string[],
  from: number,
  to: number,
  column: number,
): void {
  let at = from;
  while (at < to) {
    const cells = lines[at] ?? [];
    if (column >= cells.length - 1) {
      padded[at] = (padded[at] ?? "") + (cells[column] ?? "");
      at++;
      continue;
    }
    let end = at;
    while (end < to && column < (lines[end]?.length ?? 0) - 1) end++;
    const block = lines.slice(at, end).map((line) => line[column] ?? "");
    const width = Math.max(LEAST_WIDTH, ...block.map((cell) => lengthOf(cell) + PADDING));
    block.forEach((cell, offset) => {
      padded[at + offset] = (padded[at + offset] ?? "") + cell + " ".repeat(width - lengthOf(cell));
    });
    alignBlock(lines, padded, at, end, column + 1);
    at = end;
  }
}

/** Characters as a terminal counts them, but for the wide and the combining ones. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
