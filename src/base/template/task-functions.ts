import { err, ok } from "../result.ts";
import type { TemplateFunctions } from "./execute.ts";
import { textOf } from "./functions.ts";

/** What the command line's templates can call and a task's cannot. */
const NOT_FOR_TASKS = ["json", "lower", "upper", "title", "split", "pad", "truncate"];

const FOR_TASKS = "and, eq, ge, gt, index, join, le, len, lt, ne, not, or, print, printf, println";

/**
 * What templates in a task's spec can call beside Go's own functions. `join` takes the separator
 * first, then what it joins, unlike the command line's. A worker that is a Docker Engine knows no
 * more, so neither does ours. Source: swarmkit template/template.go.
 */
export const TASK_FUNCTIONS: TemplateFunctions = {
  join: (separator, ...texts) => ok(texts.map((text) => textOf(text)).join(textOf(separator))),
  ...Object.fromEntries(
    NOT_FOR_TASKS.map((name) => [
      name,
      () => err(`function "${name}" not defined: use one of ${FOR_TASKS}`),
    ]),
  ),
  ...Object.fromEntries(
    ["secret", "config", "env"].map((name) => [
      name,
      () => err(`function "${name}" can be called only in a secret or config with templating`),
    ]),
  ),
};
