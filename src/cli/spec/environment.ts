import { cut } from "../flags/key-value.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Variables for a container: those of files, then those of flags; `NAME` without a value takes this
 * command's own. A later one of a name replaces the earlier ones.
 */
export function newEnvironment(
  fromFiles: readonly string[],
  fromFlags: readonly string[],
  own: Environment,
): readonly string[] {
  const variables: string[] = [];
  for (const variable of [...fromFiles, ...fromFlags.map((each) => withOwnValue(each, own))]) {
    if (variables.includes(variable)) continue;
    const earlier = variables.findIndex((each) => nameOf(each) === nameOf(variable));
    if (earlier !== -1) variables.splice(earlier, 1);
    variables.push(variable);
  }
  return variables;
}

/** The variables of a service after an update: replaced ones keep their place, new ones come last. */
export function changedEnvironment(
  current: readonly string[],
  added: readonly string[],
  removed: readonly string[],
  own: Environment,
): readonly string[] {
  const byName = new Map(
    current.filter((each) => !removed.includes(nameOf(each))).map((each) => [nameOf(each), each]),
  );
  for (const each of added) byName.set(nameOf(each), withOwnValue(each, own));
  return [...byName.values()];
}

/** The variables in a file: one a line; blank lines and those that begin with # are skipped. */
export function parseEnvironmentFile(text: string, own: Environment): readonly string[] {
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => {
      const variable = withOwnValue(line, own);
      return line.includes("=") || variable !== line ? [variable] : [];
    });
}

function nameOf(variable: string): string {
  return cut(variable, "=")[0];
}

function withOwnValue(variable: string, own: Environment): string {
  if (variable.includes("=")) return variable;
  const value = own[variable];
  return value === undefined ? variable : `${variable}=${value}`;
}
