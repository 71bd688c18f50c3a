import { err, ok, type Result } from "../../base/result.ts";
import { executeTemplate } from "../../base/template/execute.ts";
import { parseTemplate } from "../../base/template/parse.ts";

/** Objects as `inspect` prints them: an array of JSON, indented or (`json`) not, or a template for each. */
export function renderInspection(
  objects: readonly unknown[],
  format: string | undefined,
): Result<string, string> {
  if (format === undefined || format === "") {
    return ok(objects.length === 0 ? "[]\n" : `${JSON.stringify(objects, null, 4)}\n`);
  }
  if (format === "json") return ok(`${JSON.stringify(objects)}\n`);
  let text = "";
  for (const object of objects) {
    const rendered = renderValue(object, format);
    if (!rendered.ok) return rendered;
    text += rendered.value;
  }
  return ok(text);
}

/** One value by a template or as `json`, on a line. */
export function renderValue(value: unknown, format: string): Result<string, string> {
  if (format === "json") return ok(`${JSON.stringify(value)}\n`);
  const template = parseTemplate(format);
  if (!template.ok) return err(`template parsing error: ${template.error}`);
  const rendered = executeTemplate(template.value, value, { strict: false });
  return rendered.ok ? ok(`${rendered.value}\n`) : err(`template parsing error: ${rendered.error}`);
}
