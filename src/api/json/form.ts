import { badRequest } from "../api-error.ts";
import { orNull, type Describe, type JsonSchema } from "./schema.ts";

/**
 * How a value of the model is written in the API's JSON, and read back. Forms are put together
 * from forms, and one form serves both ways, so that nothing a client reads is lost when it sends
 * the object back.
 */
export interface Form<T> {
  /** `value` is neither undefined nor null. `path` names the field in refusals. */
  read(value: unknown, path: string): T;
  write(value: T): unknown;
  /** Whether the value counts as not said where a field leaves such values out. */
  isEmpty(value: T): boolean;
  /** Both what is written and what is read, but for what is left out or null. */
  readonly schema: Describe;
}

/** One member of a JSON object. */
export interface Field<T> {
  readonly name: string;
  readonly form: Form<T>;
  /** What is written for an empty or absent value: nothing, the value as it is, or null. */
  readonly whenEmpty: "nothing" | "value" | "null";
}

/** A member that is left out when empty: Go's `omitempty`. */
export function omitted<T>(name: string, form: Form<T>): Field<T> {
  return { name, form, whenEmpty: "nothing" };
}

/** A member that is there whenever the model has a value. */
export function kept<T>(name: string, form: Form<T>): Field<T> {
  return { name, form, whenEmpty: "value" };
}

/** A member that is null where the model has no value. */
export function nullable<T>(name: string, form: Form<T>): Field<T> {
  return { name, form, whenEmpty: "null" };
}

/** Marks a member of the model that the API's JSON neither shows nor takes. */
export const HIDDEN = null;

/** A field for every member of `T`: a new one does not compile until someone has decided on it. */
export type FieldsOf<T> = {
  readonly [K in Exclude<keyof T, "unknownFields">]-?:
    Field<Exclude<T[K], undefined>> | typeof HIDDEN;
};

/** A JSON object. Members are written in the order of `fields`, and read whatever their case. */
export function record<T extends object>(
  make: (fields: Partial<T>) => T,
  fields: FieldsOf<T>,
): Form<T> {
  // Loses which field is of which type; each is only ever used with its own member.
  const list = Object.entries(fields as Readonly<Record<string, Field<unknown> | null>>).flatMap(
    ([key, field]) => (field === HIDDEN ? [] : [{ key, field }]),
  );
  return {
    read: (value, path) => {
      const members = membersOf(value, path);
      const found: Record<string, unknown> = {};
      for (const { key, field } of list) {
        const given = members.get(field.name.toLowerCase());
        if (given === undefined || given === null) continue;
        found[key] = field.form.read(given, path === "" ? field.name : `${path}.${field.name}`);
      }
      return make(found as Partial<T>); // Each member was read by the form of its own type.
    },
    write: (value) => {
      const written: Record<string, unknown> = {};
      const members = value as Readonly<Record<string, unknown>>; // Read by key only.
      for (const { key, field } of list) {
        const member = members[key];
        if (member === undefined) {
          if (field.whenEmpty === "null") written[field.name] = null;
        } else if (field.whenEmpty !== "nothing" || !field.form.isEmpty(member)) {
          written[field.name] = field.form.write(member);
        }
      }
      return written;
    },
    isEmpty: () => false,
    schema: (naming) => {
      const properties: Record<string, JsonSchema> = {};
      for (const { field } of list) {
        const schema = field.form.schema(naming);
        properties[field.name] = field.whenEmpty === "null" ? orNull(schema) : schema;
      }
      return { type: "object", properties };
    },
  };
}

/** A form whose shape is described once, under a name of its own. */
export function named<T>(name: string, form: Form<T>): Form<T> {
  return { ...form, schema: (naming) => naming.refer(name, () => form.schema(naming)) };
}

/** The form of a model type in terms of a shape that is closer to the JSON. */
export function mapped<T, Shape>(
  form: Form<Shape>,
  toModel: (shape: Shape, path: string) => T,
  toShape: (model: T) => Shape,
): Form<T> {
  return {
    read: (value, path) => toModel(form.read(value, path), path),
    write: (model) => form.write(toShape(model)),
    isEmpty: (model) => form.isEmpty(toShape(model)),
    schema: form.schema,
  };
}

/**
 * A form that writes an object once, for lists in which many share it. What it wrote is never changed:
 * answers are made of it, and nothing else.
 */
export function shared<T extends object>(form: Form<T>): Form<T> {
  const written = new WeakMap<T, unknown>();
  return {
    ...form,
    write: (value) => {
      const known = written.get(value);
      if (known !== undefined) return known;
      const fresh = form.write(value);
      written.set(value, fresh);
      return fresh;
    },
  };
}

/** The members of a JSON object by their names in lower case; of two alike, the later counts. */
export function membersOf(value: unknown, path: string): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuseKind(value, path, "an object");
  }
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** Refuses a JSON value of the wrong kind, in the words that clients know. */
export function refuseKind(value: unknown, path: string, wanted: string): never {
  const kind = Array.isArray(value) ? "array" : typeof value;
  const number = typeof value === "number" ? ` ${value}` : "";
  const where = path === "" ? "the body" : `field ${path}`;
  return badRequest(
    `invalid JSON: json: cannot unmarshal ${kind === "boolean" ? "bool" : kind}${number} into ${where} of type ${wanted}`,
  );
}
