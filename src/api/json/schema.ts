/** The part of JSON Schema that the API's JSON is described with. Source: draft 2020-12, OpenAPI 3.1. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly contentEncoding?: "base64";
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Where those shapes are gathered that have a name of their own. */
export interface Naming {
  /** Gives a reference to the schema of that name, which `describe` is asked for once. */
  refer(name: string, describe: () => JsonSchema): JsonSchema;
}

export type Describe = (naming: Naming) => JsonSchema;

export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}
