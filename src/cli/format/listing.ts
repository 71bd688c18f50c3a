import { err, ok, type Result } from "../../base/result.ts";
import { alignColumns } from "./table.ts";
import { executeTemplate } from "../../base/template/execute.ts";
import { parseTemplate } from "../../base/template/parse.ts";

/** One line of a list, by the field names that docker's templates and JSON use. */
export type Row = Readonly<Record<string, string | boolean>>;

/** How a kind of list is printed. */
export interface ListingStyle {
  /** The template of the default table. */
  readonly table: string;
  /** Heading of every field; a field of the rows without one cannot stand in a table. */
  readonly headings: Readonly<Record<string, string>>;
}

const TABLE = "table";

/** A list as `--format` asks: a table (default), `json`, `table TEMPLATE` or a template a line. */
export function renderListing(
  rows: readonly Row[],
  style: ListingStyle,
  format = "",
): Result<string, string> {
  if (format === "json") return ok(rows.map((row) => `${sortedJson(row)}\n`).join(""));

  const isTable = format === "" || format.startsWith(TABLE);
  const custom = format.startsWith(TABLE) ? format.slice(TABLE.length).trim() : format;
  const source = isTable && custom === "" ? style.table : unescapeBlanks(custom);
  const template = parseTemplate(source);
  if (!template.ok) return err(`template parsing error: ${template.error}`);

  const lines: string[] = [];
  for (const row of isTable ? [style.headings, ...rows] : rows) {
    const line = executeTemplate(template.value, row, { strict: true });
    if (!line.ok) return err(`template parsing error: ${line.error}`);
    lines.push(line.value);
  }
  const text = lines.map((line) => `${line}\n`).join("");
  return ok(isTable ? alignColumns(text) : text);
}

/** What people type for a tab and a new line in a shell's quotes. */
function unescapeBlanks(template: string): string {
  return template.replaceAll("\\t", "\t").replaceAll("\\n", "\n");
}

function sortedJson(row: Row): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
