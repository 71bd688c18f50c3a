import { err, ok, type Result } from "../result.ts";
import type { Piece, Pipeline, Term } from "./syntax.ts";

/** A template that cannot be read; caught where parsing begins. */
class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** Reads a template in the language of Go's text/template, the part of it that formats values. */
export function parseTemplate(text: string): Result<readonly Piece[], string> {
  try {
    const parts = splitActions(text);
    const pieces = parsePieces(parts, "");
    return ok(pieces);
  } catch (error) {
    if (error instanceof TemplateError) return err(error.message);
    throw error;
  }
}

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly text: string };

/** Cuts at `{{` and `}}`; `{{- ` and ` -}}` eat the blanks beside them. */
function splitActions(text: string): Part[] {
  const parts: Part[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf("{{");
    if (open === -1) break;
    const trimsLeft = /^\{\{-\s/.test(rest.slice(open));
    const before = rest.slice(0, open);
    parts.push({ kind: "text", text: trimsLeft ? before.trimEnd() : before });
    const close = endOfAction(rest, open + 2);
    const trimsRight = /\s-$/.test(rest.slice(open, close));
    const action = rest.slice(open + (trimsLeft ? 3 : 2), close - (trimsRight ? 1 : 0)).trim();
    if (!/^\/\*[^]*\*\/$/.test(action)) parts.push({ kind: "action", text: action });
    rest = rest.slice(close + 2);
    if (trimsRight) rest = rest.trimStart();
  }
  parts.push({ kind: "text", text: rest });
  return parts.filter((part) => part.kind === "action" || part.text !== "");
}

function endOfAction(text: string, start: number): number {
  const token = /"(?:\\.|[^"\\])*"|`[^`]*`|\}\}/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === "}}") return match.index;
  }
  throw new TemplateError('unclosed action: "{{" needs its "}}"');
}

/** Reads up to the `{{end}}` or `{{else}}` that belongs to `opener`; that one is left in `parts`. */
function parsePieces(parts: Part[], opener: string): Piece[] {
  const pieces: Piece[] = [];
  for (let part = parts[0]; part !== undefined; part = parts[0]) {
    if (part.kind === "text") {
      pieces.push(part);
      parts.shift();
      continue;
    }
    const [, word = "", rest = ""] = /^([a-z]*)\s*([^]*)$/.exec(part.text) ?? [];
    if (word === "end" || word === "else") {
      if (opener === "") throw new TemplateError(`unexpected {{${word}}}`);
      return pieces;
    }
    parts.shift();
    if (word === "if" || word === "with" || word === "range") {
      pieces.push(parseBranch(parts, word, rest));
    } else {
      pieces.push({ kind: "print", pipeline: parsePipeline(part.text) });
    }
  }
  if (opener !== "") throw new TemplateError(`unexpected EOF: {{${opener}}} needs its {{end}}`);
  return pieces;
}

function parseBranch(parts: Part[], kind: "if" | "with" | "range", text: string): Piece {
  const pipeline = parsePipeline(text);
  const body = parsePieces(parts, kind);
  const closing = parts.shift()?.text ?? "end";
  if (closing === "end") return { kind, pipeline, body, otherwise: [] };

  const [, chained, condition = ""] = /^else\s+(if|with)\b([^]*)$/.exec(closing) ?? [];
  if (chained === "if" || chained === "with") {
    return { kind, pipeline, body, otherwise: [parseBranch(parts, chained, condition)] };
  }
  const otherwise = parsePieces(parts, kind);
  parts.shift();
  return { kind, pipeline, body, otherwise };
}

const TOKEN =
  /\s*("(?:\\.|[^"\\])*"|`[^`]*`|:=|[|(),]|-?\d+(?:\.\d+)?|\$\w*|\.\w*|[A-Za-z_]\w*)(?=([^]?))/y;

interface Token {
  readonly text: string;
  /** True when a field chain goes on right after: `).Name`, `$x.Name`. */
  readonly joined: boolean;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const source = text.trimEnd();
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const [, token, next] = pattern.exec(source) ?? [];
    if (token === undefined) {
      throw new TemplateError(
        `unexpected ${JSON.stringify(source.slice(at).trim())} in {{${text}}}`,
      );
    }
    found.push({ text: token, joined: next === "." });
  }
  return found;
}

function parsePipeline(text: string): Pipeline {
  const queue = tokens(text);
  const pipeline = takePipeline(queue);
  if (queue.length > 0)
    throw new TemplateError(`unexpected "${queue[0]?.text ?? ""}" in {{${text}}}`);
  return pipeline;
}

function takePipeline(queue: Token[]): Pipeline {
  const declares = takeDeclarations(queue);
  const commands: Term[][] = [[]];
  for (let token = queue[0]; token !== undefined && token.text !== ")"; token = queue[0]) {
    if (token.text === "|") {
      queue.shift();
      commands.push([]);
    } else {
      commands.at(-1)?.push(takeTerm(queue));
    }
  }
  if (commands.some((terms) => terms.length === 0)) {
    throw new TemplateError("missing value for command");
  }
  return { declares, commands };
}

function takeDeclarations(queue: Token[]): string[] {
  const assign = queue.findIndex(({ text }) => text === ":=");
  if (assign === -1) return [];
  const names = queue.splice(0, assign + 1).map(({ text }) => text);
  return names.filter((name) => name !== "," && name !== ":=");
}

function takeTerm(queue: Token[]): Term {
  const token = queue.shift();
  const text = token?.text ?? "";
  if (text.startsWith(".")) return { kind: "dot", path: takePath(queue, token, text) };
  if (text.startsWith("$")) return { kind: "variable", name: text, path: takePath(queue, token) };
  if (text === "(") {
    const pipeline = takePipeline(queue);
    const closing = queue.shift();
    if (closing === undefined) throw new TemplateError("unclosed left paren");
    return { kind: "group", pipeline, path: takePath(queue, closing) };
  }
  if (text.startsWith('"')) return { kind: "literal", value: unquote(text) };
  if (text.startsWith("`")) return { kind: "literal", value: text.slice(1, -1) };
  if (/^-?\d/.test(text)) return { kind: "literal", value: Number(text) };
  if (text === "true" || text === "false") return { kind: "literal", value: text === "true" };
  if (text === "nil") return { kind: "literal", value: undefined };
  if (/^[A-Za-z_]/.test(text)) return { kind: "function", name: text };
  throw new TemplateError(`unexpected "${text}"`);
}

/** The fields that follow without a blank, such as `.Spec.Name`. */
function takePath(queue: Token[], start: Token | undefined, first = ""): string[] {
  const path = first.length > 1 ? [first.slice(1)] : [];
  for (let last = start; last?.joined === true;) {
    last = queue.shift();
    if (last !== undefined) path.push(last.text.slice(1));
  }
  return path;
}

function unquote(text: string): string {
  const escaped = text
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_, code: string) => escapeOf(code));
  return escaped;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function escapeOf(code: string): string {
  if (code.length > 1) return String.fromCharCode(parseInt(code.slice(1), 16));
  return ESCAPES[code] ?? code;
}
