import { err, ok, type Result } from "../../base/result.ts";

/** A capability as the kernel's manual writes it: `CAP_NET_ADMIN`, or `ALL`. */
export function parseCapability(text: string): Result<string, string> {
  const name = text.trim().toUpperCase();
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    return err('it is not a capability: use a name such as "NET_ADMIN", or "ALL"');
  }
  return ok(name === "ALL" || name.startsWith("CAP_") ? name : `CAP_${name}`);
}
