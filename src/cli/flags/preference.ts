import { err, ok, type Result } from "../../base/result.ts";
import { cut } from "./key-value.ts";

/** The descriptor of a placement preference, such as `spread=node.labels.zone`. */
export function parsePreference(text: string): Result<string, string> {
  const [strategy, descriptor] = cut(text, "=");
  if (descriptor === undefined || descriptor === "") {
    return err('placement preference must be "spread=KEY", such as "spread=node.labels.zone"');
  }
  if (strategy !== "spread") {
    return err(`unsupported placement preference (only spread is supported): ${strategy}`);
  }
  return ok(descriptor);
}
