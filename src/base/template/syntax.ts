/** A value in an expression of a template. */
export type Term =
  | { readonly kind: "literal"; readonly value: string | number | boolean | undefined }
  /** "." and the fields after it. */
  | { readonly kind: "dot"; readonly path: readonly string[] }
  | { readonly kind: "variable"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "group"; readonly pipeline: Pipeline; readonly path: readonly string[] };

/** Commands joined by "|": each gets the result before it as its last argument. */
export interface Pipeline {
  /** Variables that take the result: one, or key and value in a range. */
  readonly declares: readonly string[];
  readonly commands: readonly (readonly Term[])[];
}

/** A piece of a template. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print"; readonly pipeline: Pipeline }
  | {
      readonly kind: "if" | "with" | "range";
      readonly pipeline: Pipeline;
      readonly body: readonly Piece[];
      readonly otherwise: readonly Piece[];
    };
