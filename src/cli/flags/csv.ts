import { err, ok, type Result } from "../../base/result.ts";

/** One comma-separated record; a field with a comma or a quote stands in double quotes (RFC 4180). */
export function parseCsvRecord(text: string): Result<readonly string[], string> {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (!field.ok) return field;
    fields.push(field.value.text);
    at = field.value.end;
    if (at >= text.length) return ok(fields);
    at++; // The comma.
  }
}

type Field = Result<{ readonly text: string; readonly end: number }, string>;

function plainField(text: string, start: number): Field {
  const comma = text.indexOf(",", start);
  const end = comma === -1 ? text.length : comma;
  const field = text.slice(start, end);
  if (field.includes('"'))
    return err(`a quote inside the bare field ${field}: quote the whole field`);
  return ok({ text: field, end });
}

function quotedField(text: string, start: number): Field {
  let field = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return err("a quote is opened and never closed");
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      if (end < text.length && text[end] !== ",") return err("text after a closing quote");
      return ok({ text: field, end });
    }
    field += '"';
    at = quote + 2;
  }
}
