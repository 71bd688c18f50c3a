import { err, ok, type Result } from "../../base/result.ts";

/** `key=value`; without "=" the value is empty, as docker reads labels. */
export function parseLabel(text: string): Result<readonly [key: string, value: string], string> {
  const [key, value] = cut(text, "=");
  if (key === "") return err('the key is missing: use "key=value"');
  return ok([key, value ?? ""]);
}

/** One `--filter`: `key=value`. */
export function parseFilter(text: string): Result<readonly [key: string, value: string], string> {
  const [key, value] = cut(text, "=");
  if (value === undefined) return err('it is not a filter: use "key=value", such as "name=web"');
  return ok([key.trim().toLowerCase(), value.trim()]);
}

/** An environment variable: `NAME=value`, or `NAME` to take the value from this command's environment. */
export function parseEnvironment(text: string): Result<string, string> {
  if (text === "" || text.startsWith("=")) {
    return err('the variable has no name: use "NAME=value"');
  }
  return ok(text);
}

/** One `SERVICE=REPLICAS` of `service scale`. */
export function parseScale(
  text: string,
): Result<{ readonly service: string; readonly replicas: string }, string> {
  const [service, replicas] = cut(text, "=");
  if (service === "" || !replicas) {
    return err(`invalid scale specifier '${text}': use SERVICE=REPLICAS, such as web=3`);
  }
  return ok({ service, replicas });
}

/** The text before and after the first `separator`; the second part is undefined without one. */
export function cut(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
