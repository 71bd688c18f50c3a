import {
  Privileges_AppArmorOpts_AppArmorMode as AppArmorMode,
  Privileges_SeccompOpts_SeccompMode as SeccompMode,
} from "../../model/generated/types.ts";
import type { Privileges } from "../../model/generated/types.ts";

/** A task's privileges as the engine's security options. Windows' credential specs are not for us. */
export function securityOptions(privileges: Privileges | undefined): string[] {
  if (privileges === undefined) return [];
  const { selinuxContext, seccomp, apparmor, noNewPrivileges } = privileges;
  const options: string[] = [];
  if (noNewPrivileges) options.push("no-new-privileges=true");
  if (selinuxContext?.disable === true) options.push("label=disable");
  for (const part of ["user", "role", "type", "level"] as const) {
    const value = selinuxContext?.[part] ?? "";
    if (value !== "") options.push(`label=${part}:${value}`);
  }
  if (seccomp?.mode === SeccompMode.UNCONFINED) options.push("seccomp=unconfined");
  if (seccomp?.mode === SeccompMode.CUSTOM) {
    options.push(`seccomp=${new TextDecoder().decode(seccomp.profile)}`);
  }
  if (apparmor?.mode === AppArmorMode.DISABLED) options.push("apparmor=unconfined");
  return options;
}
