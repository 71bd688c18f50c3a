/**
 * The variables of a `.env` file: `NAME=value` lines, `export` before them allowed. Double quotes keep
 * blanks and know \n, single quotes keep everything; without quotes ` #` begins a comment.
 * Source: Compose Specification, .env file syntax.
 */
export function parseDotEnv(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const [, name, written] =
      /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) variables.set(name, valueOf(written ?? ""));
  }
  return variables;
}

function valueOf(written: string): string {
  const [, single] = /^'([^']*)'/.exec(written) ?? [];
  if (single !== undefined) return single;
  const [, double] = /^"((?:[^"\\]|\\.)*)"/.exec(written) ?? [];
  if (double !== undefined) {
    return double.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
  }
  return written.replace(/(^|\s)#.*$/, "").trim();
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
