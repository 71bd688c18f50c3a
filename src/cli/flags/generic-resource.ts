import { err, ok, type Result } from "../../base/result.ts";
import type { GenericResource } from "../engine-api.ts";
import { parseCount } from "../notation/numbers.ts";

/** `kind=count`: how many of a resource that nodes declare a task needs. */
export function parseGenericResource(text: string): Result<GenericResource, string> {
  const [, kind = "", count = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const value = parseCount(count);
  if (kind === "" || !value.ok) {
    return err(`invalid generic-resource request '${text}': use KIND=COUNT, such as "gpu=2"`);
  }
  return ok({ DiscreteResourceSpec: { Kind: kind, Value: value.value } });
}
