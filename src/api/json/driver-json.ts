import { makeDriver, type Driver } from "../../model/generated/types.ts";
import { named, omitted, record, type Form } from "./form.ts";
import { text, textMap } from "./values.ts";

/** A driver by name, with its options. */
export const driver: Form<Driver> = named(
  "Driver",
  record<Driver>(makeDriver, {
    name: omitted("Name", text),
    options: omitted("Options", textMap),
  }),
);
