import { err, ok, type Result } from "../result.ts";
import { callFunction, isTrue, textOf } from "./functions.ts";
import type { Piece, Pipeline, Term } from "./syntax.ts";

/** A template that cannot be carried out on its value; caught where execution begins. */
class ExecutionError extends Error {
  override readonly name = "ExecutionError";
}

type Branch = Extract<Piece, { readonly pipeline: unknown; readonly body: unknown }>;

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
  /** True when a field that the value does not have is a mistake and not just absent. */
  readonly strict: boolean;
  readonly functions: TemplateFunctions;
}

/** Functions a template may call besides the usual ones, or instead of them. */
export type TemplateFunctions = Readonly<
  Record<string, (...values: readonly unknown[]) => Result<unknown, string>>
>;

/** Fills a template with a value. With `strict`, asking for a field that is not there is refused. */
export function executeTemplate(
  pieces: readonly Piece[],
  value: unknown,
  { strict, functions = {} }: { readonly strict: boolean; readonly functions?: TemplateFunctions },
): Result<string, string> {
  const variables = new Map([["$", value]]);
  try {
    return ok(render(pieces, { dot: value, variables, strict, functions }));
  } catch (error) {
    if (error instanceof ExecutionError) return err(error.message);
    throw error;
  }
}

function render(pieces: readonly Piece[], scope: Scope): string {
  return pieces.map((piece) => renderPiece(piece, scope)).join("");
}

function renderPiece(piece: Piece, scope: Scope): string {
  if (piece.kind === "text") return piece.text;
  const value = evaluate(piece.pipeline, scope);
  switch (piece.kind) {
    case "print":
      if (piece.pipeline.declares.length === 0) return textOf(value);
      declare(scope, piece.pipeline.declares, [value]);
      return "";
    case "if":
      return render(isTrue(value) ? piece.body : piece.otherwise, nested(scope));
    case "with":
      if (!isTrue(value)) return render(piece.otherwise, nested(scope));
      return render(piece.body, nested(scope, piece.pipeline.declares, [value], value));
    case "range":
      return renderRange(piece, value, scope);
  }
}

function renderRange({ pipeline, body, otherwise }: Branch, value: unknown, scope: Scope): string {
  const entries = entriesOf(value);
  if (entries.length === 0) return render(otherwise, nested(scope));
  return entries
    .map(([key, item]) => {
      const declared = pipeline.declares.length === 2 ? [key, item] : [item];
      return render(body, nested(scope, pipeline.declares, declared, item));
    })
    .join("");
}

function entriesOf(value: unknown): [unknown, unknown][] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function nested(
  scope: Scope,
  names: readonly string[] = [],
  values: readonly unknown[] = [],
  dot: unknown = scope.dot,
): Scope {
  const inner = { ...scope, dot, variables: new Map(scope.variables) };
  declare(inner, names, values);
  return inner;
}

function declare(scope: Scope, names: readonly string[], values: readonly unknown[]): void {
  names.forEach((name, index) => scope.variables.set(name, values[index]));
}

function evaluate({ commands }: Pipeline, scope: Scope): unknown {
  let piped: readonly unknown[] = [];
  for (const [head, ...rest] of commands) {
    if (head === undefined) continue;
    const values = [...rest.map((term) => valueOf(term, scope)), ...piped];
    if (head.kind === "function") {
      piped = [call(head.name, values, scope)];
    } else {
      if (values.length > 0) throw new ExecutionError("can't give argument to non-function");
      piped = [valueOf(head, scope)];
    }
  }
  return piped[0];
}

function valueOf(term: Term, scope: Scope): unknown {
  switch (term.kind) {
    case "literal":
      return term.value;
    case "dot":
      return follow(scope.dot, term.path, scope.strict);
    case "variable":
      if (!scope.variables.has(term.name)) {
        throw new ExecutionError(`undefined variable "${term.name}"`);
      }
      return follow(scope.variables.get(term.name), term.path, scope.strict);
    case "group":
      return follow(evaluate(term.pipeline, scope), term.path, scope.strict);
    case "function":
      return call(term.name, [], scope);
  }
}

function call(name: string, values: readonly unknown[], { functions }: Scope): unknown {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const result = own === undefined ? callFunction(name, values) : own(...values);
  if (!result.ok) throw new ExecutionError(result.error);
  return result.value;
}

function follow(start: unknown, path: readonly string[], strict: boolean): unknown {
  let value = start;
  for (const field of path) {
    const present = typeof value === "object" && value !== null && Object.hasOwn(value, field);
    if (!present) {
      if (!strict) return undefined;
      const fields = typeof value === "object" && value !== null ? Object.keys(value) : [];
      const known = fields.map((name) => `.${name}`).join(", ");
      throw new ExecutionError(`there is no field .${field} here: use one of ${known || "none"}`);
    }
    value = (value as Record<string, unknown>)[field]; // Checked above to have it.
  }
  return value;
}
