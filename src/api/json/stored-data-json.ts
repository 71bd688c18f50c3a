import {
  makeConfig,
  makeConfigSpec,
  makeSecret,
  makeSecretSpec,
  type Config,
  type ConfigSpec,
  type Driver,
  type Secret,
  type SecretSpec,
} from "../../model/generated/types.ts";
import { driver } from "./driver-json.ts";
import { kept, mapped, named, omitted, record, type Field, type Form } from "./form.ts";
import {
  NO_ANNOTATIONS,
  annotationsFields,
  annotationsOf,
  annotationsShape,
  metaFields,
  metaOf,
  metaShape,
  type AnnotationsShape,
  type MetaShape,
} from "./meta-json.ts";
import { base64, text } from "./values.ts";

interface DataShape extends AnnotationsShape {
  readonly data: Uint8Array;
  readonly templating?: Driver | undefined;
}

const dataFields = {
  ...annotationsFields,
  data: omitted("Data", base64) satisfies Field<Uint8Array>,
  templating: omitted("Templating", driver) satisfies Field<Driver>,
};
const NO_DATA: DataShape = { ...NO_ANNOTATIONS, data: new Uint8Array(0) };

interface SecretShape extends DataShape {
  readonly driver?: Driver | undefined;
}

export const secretSpec: Form<SecretSpec> = named(
  "SecretSpec",
  mapped(
    record<SecretShape>((fields) => ({ ...NO_DATA, ...fields }), {
      ...dataFields,
      driver: omitted("Driver", driver),
    }),
    ({ name, labels, ...rest }) =>
      makeSecretSpec({ annotations: annotationsOf({ name, labels }), ...rest }),
    ({ annotations, data, templating, driver: from }) => ({
      ...{ ...annotationsShape(annotations), data, templating, driver: from },
    }),
  ),
);

export const configSpec: Form<ConfigSpec> = named(
  "ConfigSpec",
  mapped(
    record<DataShape>((fields) => ({ ...NO_DATA, ...fields }), dataFields),
    ({ name, labels, ...rest }) =>
      makeConfigSpec({ annotations: annotationsOf({ name, labels }), ...rest }),
    ({ annotations, data, templating }) => ({
      ...{ ...annotationsShape(annotations), data, templating },
    }),
  ),
);

interface ObjectShape<Spec> extends MetaShape {
  readonly id: string;
  readonly spec: Spec;
}

/** A secret; what it holds is not in it where it comes from. */
export const secret: Form<Secret> = named(
  "Secret",
  mapped(
    record<ObjectShape<SecretSpec>>(
      (fields) => ({ id: "", ...metaShape(undefined), spec: makeSecretSpec(), ...fields }),
      { id: kept("ID", text), ...metaFields, spec: kept("Spec", secretSpec) },
    ),
    ({ id, spec, ...meta }) => makeSecret({ id, spec, meta: metaOf(meta) }),
    ({ id, meta, spec }) => ({ id, ...metaShape(meta), spec: spec ?? makeSecretSpec() }),
  ),
);

export const config: Form<Config> = named(
  "Config",
  mapped(
    record<ObjectShape<ConfigSpec>>(
      (fields) => ({ id: "", ...metaShape(undefined), spec: makeConfigSpec(), ...fields }),
      { id: kept("ID", text), ...metaFields, spec: kept("Spec", configSpec) },
    ),
    ({ id, spec, ...meta }) => makeConfig({ id, spec, meta: metaOf(meta) }),
    ({ id, meta, spec }) => ({ id, ...metaShape(meta), spec: spec ?? makeConfigSpec() }),
  ),
);
