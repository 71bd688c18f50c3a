import {
  makeConfigReference,
  makeFileTarget,
  makeRuntimeTarget,
  makeSecretReference,
  type ConfigReference,
  type FileTarget,
  type RuntimeTarget,
  type SecretReference,
} from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import { kept, mapped, named, nullable, omitted, record, type Form } from "./form.ts";
import { text, uint32 } from "./values.ts";

const fileTarget: Form<FileTarget> = record<FileTarget>(makeFileTarget, {
  name: kept("Name", text),
  uid: kept("UID", text),
  gid: kept("GID", text),
  mode: kept("Mode", uint32),
});

const runtimeTarget: Form<RuntimeTarget> = record<RuntimeTarget>(makeRuntimeTarget, {});

/** A secret as a file in a container. */
export const secretReference: Form<SecretReference> = named(
  "SecretReference",
  record<SecretReference>(makeSecretReference, {
    file: nullable("File", fileTarget),
    secretId: kept("SecretID", text),
    secretName: kept("SecretName", text),
  }),
);

/** A config as a file in a container, or for its runtime only. */
export const configReference: Form<ConfigReference> = named(
  "ConfigReference",
  mapped(
    record<ConfigReference>(makeConfigReference, {
      file: omitted("File", fileTarget),
      runtime: omitted("Runtime", runtimeTarget),
      configId: kept("ConfigID", text),
      configName: kept("ConfigName", text),
    }),
    (reference) => {
      if (!reference.file && !reference.runtime) {
        return badRequest("invalid Config: either File or Runtime should be set");
      }
      if (reference.file && reference.runtime) {
        return badRequest("invalid Config: cannot specify both File and Runtime");
      }
      return reference;
    },
    (reference) => reference,
  ),
);
