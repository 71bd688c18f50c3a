import {
  Privileges_AppArmorOpts_AppArmorMode,
  Privileges_SeccompOpts_SeccompMode,
  makePrivileges,
  makePrivileges_AppArmorOpts,
  makePrivileges_SELinuxContext,
  makePrivileges_SeccompOpts,
  type Privileges,
  type Privileges_AppArmorOpts,
  type Privileges_CredentialSpec,
  type Privileges_SELinuxContext,
  type Privileges_SeccompOpts,
} from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import { kept, mapped, named, nullable, omitted, record, type Form } from "./form.ts";
import { base64, choice, flag, text } from "./values.ts";

/** Where a Windows credential spec is; exactly one of the three says it. */
interface CredentialSpecShape {
  readonly config: string;
  readonly file: string;
  readonly registry: string;
}

const credentialSpec: Form<Privileges_CredentialSpec> = mapped(
  record<CredentialSpecShape>((fields) => ({ config: "", file: "", registry: "", ...fields }), {
    config: kept("Config", text),
    file: kept("File", text),
    registry: kept("Registry", text),
  }),
  oneSource,
  ({ config = "", file = "", registry = "" }) => ({ config, file, registry }),
);

function oneSource(shape: CredentialSpecShape): Privileges_CredentialSpec {
  const said = (["config", "file", "registry"] as const).filter((key) => shape[key] !== "");
  const [source, other, third] = said;
  if (source === undefined) {
    return refuse('must either provide "file", "registry", or "config" for credential spec');
  }
  if (other !== undefined) {
    return refuse(
      third === undefined
        ? `cannot specify both "${source}" and "${other}" credential specs`
        : `cannot specify both "${source}", "${other}", and "${third}" credential specs`,
    );
  }
  return { [source]: shape[source] };
}

function refuse(problem: string): never {
  return badRequest(`invalid CredentialSpec: ${problem}`);
}

const selinuxContext: Form<Privileges_SELinuxContext> = record<Privileges_SELinuxContext>(
  makePrivileges_SELinuxContext,
  {
    disable: kept("Disable", flag),
    user: kept("User", text),
    role: kept("Role", text),
    type: kept("Type", text),
    level: kept("Level", text),
  },
);

const seccomp: Form<Privileges_SeccompOpts> = record<Privileges_SeccompOpts>(
  makePrivileges_SeccompOpts,
  {
    mode: omitted(
      "Mode",
      choice(
        {
          default: Privileges_SeccompOpts_SeccompMode.DEFAULT,
          unconfined: Privileges_SeccompOpts_SeccompMode.UNCONFINED,
          custom: Privileges_SeccompOpts_SeccompMode.CUSTOM,
        },
        {
          empty: Privileges_SeccompOpts_SeccompMode.DEFAULT,
          unknown: (word) => `invalid SeccompMode: ${JSON.stringify(word)}`,
        },
      ),
    ),
    profile: omitted("Profile", base64),
  },
);

const apparmor: Form<Privileges_AppArmorOpts> = record<Privileges_AppArmorOpts>(
  makePrivileges_AppArmorOpts,
  {
    mode: omitted(
      "Mode",
      choice(
        {
          default: Privileges_AppArmorOpts_AppArmorMode.DEFAULT,
          disabled: Privileges_AppArmorOpts_AppArmorMode.DISABLED,
        },
        {
          empty: Privileges_AppArmorOpts_AppArmorMode.DEFAULT,
          unknown: (word) => `invalid AppArmorMode: ${JSON.stringify(word)}`,
        },
      ),
    ),
  },
);

/** What a container may do beyond, or less than, any other. */
export const privileges: Form<Privileges> = named(
  "Privileges",
  record<Privileges>(makePrivileges, {
    credentialSpec: nullable("CredentialSpec", credentialSpec),
    selinuxContext: nullable("SELinuxContext", selinuxContext),
    seccomp: omitted("Seccomp", seccomp),
    apparmor: omitted("AppArmor", apparmor),
    noNewPrivileges: kept("NoNewPrivileges", flag),
  }),
);
