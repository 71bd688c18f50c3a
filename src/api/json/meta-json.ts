import {
  makeAnnotations,
  makeMeta,
  makeVersion,
  type Annotations,
  type Meta,
  type Timestamp,
  type Version,
} from "../../model/generated/types.ts";
import { kept, named, omitted, record, type Field, type Form } from "./form.ts";
import { NO_TIME, time } from "./time-json.ts";
import { text, textMap, uint64 } from "./values.ts";

/** The version that an update must name. */
export const version: Form<Version> = named(
  "ObjectVersion",
  record<Version>(makeVersion, {
    index: omitted("Index", uint64),
  }),
);

/** What every object begins with after its id. */
export interface MetaShape {
  readonly version: Version;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

export const metaFields: { readonly [K in keyof MetaShape]: Field<MetaShape[K]> } = {
  version: kept("Version", version),
  createdAt: kept("CreatedAt", time),
  updatedAt: kept("UpdatedAt", time),
};

export function metaShape(meta: Meta | undefined): MetaShape {
  return {
    version: meta?.version ?? makeVersion(),
    createdAt: meta?.createdAt ?? NO_TIME,
    updatedAt: meta?.updatedAt ?? NO_TIME,
  };
}

export function metaOf({ version: at, createdAt, updatedAt }: MetaShape): Meta {
  return makeMeta({ version: at, createdAt, updatedAt });
}

/** Name and labels stand among a spec's own members. Labels are always there. */
export interface AnnotationsShape {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const annotationsFields: {
  readonly [K in keyof AnnotationsShape]: Field<AnnotationsShape[K]>;
} = { name: omitted("Name", text), labels: kept("Labels", textMap) };

export const NO_ANNOTATIONS: AnnotationsShape = { name: "", labels: {} };

export function annotationsShape(annotations: Annotations | undefined): AnnotationsShape {
  return { name: annotations?.name ?? "", labels: annotations?.labels ?? {} };
}

export function annotationsOf({ name, labels }: AnnotationsShape): Annotations {
  return makeAnnotations({ name, labels });
}
