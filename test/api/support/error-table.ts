/** One bad request and what two servers said to it: the status and the message. */
export interface Row {
  readonly what: string;
  readonly request: string;
  readonly ours: string;
  readonly theirs: string;
  /** Why ours is another one. */
  readonly better: string | undefined;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

const HEAD = `# Errors of the HTTP API

What Skein answers to bad requests, beside a Docker Engine 26.1 in swarm mode that was sent the same.
Where the answers are the same there is one; \`<…>\` stands for what differs between any two swarms,
and what exactly is wrong with JSON is each parser's to say.
`;

/** The table in docs/api-errors.md. */
export function errorTable(sections: readonly Section[]): string {
  const all = sections.flatMap(({ rows }) => rows);
  const others = all.filter(({ ours, theirs }) => ours !== theirs);
  const count =
    `\nOf ${all.length} requests ${all.length - others.length} are answered in Docker's words, ` +
    `${others.length} in others, for the reason that is given.\n`;
  return HEAD + count + sections.map(section).join("") + "\n" + FOOT;
}

const FOOT = `\`test/e2e/api-errors.test.ts\` sends these requests to both and compares them with this table;
\`SKEIN_WRITE_TABLES=1\` writes it anew.
`;

function section({ title, rows }: Section): string {
  const lines = rows.map(row).join("\n");
  return `\n## ${title}\n\n| what is wrong | request | answer |\n| --- | --- | --- |\n${lines}\n`;
}

function row({ what, request, ours, theirs, better }: Row): string {
  const answer =
    ours === theirs
      ? quoted(ours)
      : `${quoted(ours)}<br>Docker: ${quoted(theirs)}<br>${better ?? ""}`;
  return `| ${what} | \`${shortened(request)}\` | ${answer} |`;
}

function quoted(answer: string): string {
  const [status = "", ...words] = answer.split(" ");
  const text = words.join(" ").replaceAll("|", "\\|").replaceAll("\n", " ").trim();
  return `${status} ${text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``}`;
}

/** Paths as one would write them, without the encoding that carries them. */
function shortened(request: string): string {
  return decodeURIComponent(request).replaceAll("|", "\\|");
}
