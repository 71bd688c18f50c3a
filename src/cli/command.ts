import { err, ok, type Result } from "../base/result.ts";
import { isOlderApi, type EngineClient } from "./client.ts";
import { EXIT, ExitError } from "./exit.ts";
import type { Flag } from "./flags/flag.ts";
import { parseFlags, type FlagTable, type FlagValues } from "./flags/parse-flags.ts";
import type { World } from "./world.ts";

/** What a running command is handed. */
export interface CommandContext extends World {
  /** How this program was called: the beginning of every command it prints for the user. */
  readonly program: string;
  readonly client: EngineClient;
}

/** How many operands a command takes. */
export interface Arity {
  readonly least: number;
  readonly most: number;
}

/** One command of the program, as its author writes it. */
export interface CommandText<Table extends FlagTable> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What stands after the name in "Usage:", such as "[OPTIONS] SERVICE". */
  readonly usage: string;
  readonly summary: string;
  /** Paragraphs below the summary in the command's own help. */
  readonly details?: string;
  /** Lines to type, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** Other commands that someone reading this help may want. */
  readonly seeAlso?: readonly string[];
  readonly arity: Arity;
  /** False when what follows the first operand is not for this command to read. Default true. */
  readonly interspersed?: boolean;
  readonly flags: Table;
  readonly run: (
    context: CommandContext,
    flags: FlagValues<Table>,
    operands: readonly string[],
  ) => Promise<void>;
}

/** A command whose flags' types are sealed inside: takes a raw line, ends in an exit code or throws. */
export interface CommandDefinition extends Omit<CommandText<FlagTable>, "run" | "flags"> {
  readonly flags: readonly Flag<unknown>[];
  /** Checks a command line; what it gives runs the command, or is undefined when help is wanted. */
  readonly prepare: (
    line: readonly string[],
  ) => Result<((context: CommandContext) => Promise<void>) | undefined, UsageProblem>;
}

/** A command line that its command cannot read. */
export interface UsageProblem {
  /** What is wrong, for the command called by `path`. */
  readonly message: (path: string) => string;
  readonly exitCode: number;
}

/** What help lists of a command, and how to get the rest once it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<CommandDefinition>;
}

/** A named set of commands: `skein node …`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandEntry[];
}

/** The entry of a command that needs no loading. */
export function entryOf(definition: CommandDefinition): CommandEntry {
  const { name, aliases, summary } = definition;
  const load = (): Promise<CommandDefinition> => Promise.resolve(definition);
  return { name, summary, load, ...(aliases && { aliases }) };
}

/** Seals a command: the flags it reads are those it declares, checked by the compiler. */
export function defineCommand<const Table extends FlagTable>(
  text: CommandText<Table>,
): CommandDefinition {
  const { flags, run, interspersed = true, ...rest } = text;
  return {
    ...rest,
    interspersed,
    flags: Object.values(flags),
    prepare: (line) => {
      const parsed = parseFlags(flags, line, { interspersed });
      if (!parsed.ok) return err({ message: () => parsed.error, exitCode: EXIT.usage });
      if (parsed.value.helpAsked) return ok(undefined);
      const { flags: values, operands } = parsed.value;
      const problem = arityProblem(text.arity, operands.length);
      if (problem !== undefined) {
        const message = (path: string): string => `skein: '${path}' ${problem}`;
        return err({ message, exitCode: EXIT.failed });
      }
      const givenFlags = Object.keys(values).flatMap((key) => flags[key] ?? []);
      return ok(async (context) => {
        await refuseTooNew(context.client, givenFlags);
        await run(context, values, operands);
      });
    },
  };
}

/** Refuses flags that the daemon is too old to obey: it would ignore them without a word. */
async function refuseTooNew(client: EngineClient, flags: readonly Flag<unknown>[]): Promise<void> {
  for (const { name, since } of flags) {
    if (since === undefined) continue;
    const version = await client.version();
    if (isOlderApi(version, since)) {
      refuse(
        `"--${name}" requires API version ${since}, but the daemon at ${client.host} has ${version}: ` +
          "leave the flag out, or update the daemon",
      );
    }
  }
}

/** Refuses what was typed, where the flags' own parsers could not see it. */
export function refuse(message: string): never {
  throw new ExitError(message, EXIT.failed);
}

/** The value, or the refusal of what was typed. */
export function orRefuse<T>(result: Result<T, string>): T {
  return result.ok ? result.value : refuse(result.error);
}

function arityProblem({ least, most }: Arity, count: number): string | undefined {
  if (count >= least && count <= most) return undefined;
  const plural = (limit: number): string => `${limit} argument${limit === 1 ? "" : "s"}`;
  if (most === 0) return "accepts no arguments";
  if (least === most) return `requires ${plural(least)}`;
  return count < least ? `requires at least ${plural(least)}` : `requires at most ${plural(most)}`;
}
