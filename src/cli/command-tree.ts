import { Command, CommanderError, Option } from "commander";
import type { CommandDefinition } from "./command.ts";
import { EXIT, ExitError } from "./exit.ts";
import type { Flag } from "./flags/flag.ts";
import { nearest } from "./notation/nearest.ts";
import type { TextOutput } from "./world.ts";

/** One way on from a fork: a command, or a group of them. */
export interface Branch {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** The heading that help lists it under. */
  readonly heading?: string;
  /** Goes on with what was typed after the name. */
  readonly enter: (line: readonly string[], options: GivenOptions) => Promise<void>;
}

/** The options that stood before the name of a branch, by their long names. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/** A command that only leads to others: the program itself, or a group. */
export interface Fork {
  /** The words that lead here: "skein node". */
  readonly path: string;
  readonly summary: string;
  readonly branches: readonly Branch[];
  readonly options?: readonly Option[];
  /** Text below the list of commands in help. */
  readonly footer: string;
  /** What to do when no branch is named; default: print help. */
  readonly otherwise?: (options: GivenOptions, printHelp: () => void) => Promise<void>;
}

/** Reads the name of a command and enters its branch; prints help when that is asked for. */
export async function takeFork(
  fork: Fork,
  line: readonly string[],
  stdout: TextOutput,
): Promise<void> {
  const command = newCommand(fork.path, stdout)
    .usage(fork.options ? "[OPTIONS] COMMAND" : "COMMAND")
    .description(fork.summary)
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText("after", `\n${fork.footer}`)
    .allowExcessArguments();
  for (const option of fork.options ?? []) command.addOption(option);
  for (const branch of fork.branches) {
    command.addCommand(lineCommand(branch, () => command.opts()));
  }
  command.action(async () => {
    const [unknown] = command.args;
    if (unknown !== undefined) throw new ExitError(unknownCommand(fork, unknown), EXIT.failed);
    const printHelp = (): void => command.outputHelp();
    if (fork.otherwise) await fork.otherwise(command.opts(), printHelp);
    else printHelp();
  });
  try {
    await command.parseAsync([...line], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === EXIT.ok) return; // Help was asked for and is printed.
    const problem = error.message.replace(/^error: /, "");
    throw new ExitError(`${problem}\n\n${forkHint(fork)}`, EXIT.usage, { cause: error });
  }
}

/** The help of one command. */
export function commandHelp(
  path: string,
  definition: CommandDefinition,
  stdout: TextOutput,
): string {
  const command = newCommand(path, stdout)
    .usage(definition.usage)
    .description([definition.summary, definition.details ?? ""].join("\n\n").trim());
  for (const flag of definition.flags) command.addOption(helpOption(flag));
  return command.helpInformation() + helpFooter(definition);
}

/** What is printed below a mistake in the use of a command. */
export function usageHint(path: string, definition: CommandDefinition): string {
  return `Usage:  ${path} ${definition.usage}\n\nRun '${path} --help' for examples and all options`;
}

function newCommand(path: string, stdout: TextOutput): Command {
  return new Command(path)
    .helpOption("-h, --help", "Print this help")
    .exitOverride()
    .configureHelp({
      minWidthToWrap: 30,
      optionTerm: (option) => (option.short ? option.flags : `    ${option.flags}`),
      subcommandTerm: (child) => child.name(),
      commandUsage: (self) => ` ${self.name()} ${self.usage()}`,
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: () => undefined, // Problems are thrown, and printed in one place.
      getOutHelpWidth: () => Math.min(stdout.columns, 100),
    });
}

/** Hands on what follows its name untouched: the branch reads that by pflag's rules. */
class LineCommand extends Command {
  override parseOptions(line: string[]): { operands: string[]; unknown: string[] } {
    return { operands: [...line], unknown: [] };
  }
}

function lineCommand(branch: Branch, given: () => GivenOptions): Command {
  const command = new LineCommand(branch.name)
    .description(branch.summary)
    .helpOption(false)
    .argument("[line...]")
    .aliases([...(branch.aliases ?? [])])
    .action(async (line: string[]) => branch.enter(line, given()));
  return branch.heading === undefined ? command : command.helpGroup(branch.heading);
}

function unknownCommand(fork: Fork, word: string): string {
  const names = fork.branches.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const near = nearest(word, names);
  const suggestion = near === undefined ? "" : `\nDid you mean '${fork.path} ${near}'?`;
  return `skein: unknown command: ${fork.path} ${word}${suggestion}\n\n${forkHint(fork)}`;
}

function forkHint(fork: Fork): string {
  return `Run '${fork.path} --help' for the list of commands`;
}

function helpOption({ name, short, takes, describe, heading }: Flag<unknown>): Option {
  const long = takes === undefined ? `--${name}` : `--${name} ${takes}`;
  const option = new Option(short === undefined ? long : `-${short}, ${long}`, describe);
  return heading === undefined ? option : option.helpGroup(`${heading}:`);
}

function helpFooter({ examples, seeAlso = [], aliases = [] }: CommandDefinition): string {
  const sections: string[] = [];
  if (aliases.length > 0) sections.push(`Aliases:\n  ${aliases.join(", ")}`);
  if (examples.length > 0) {
    const lines = examples.map(([line, what]) => `  # ${what}\n  ${line}`);
    sections.push(`Examples:\n${lines.join("\n\n")}`);
  }
  if (seeAlso.length > 0) {
    sections.push(`See also:\n${seeAlso.map((line) => `  ${line}`).join("\n")}`);
  }
  return sections.map((section) => `\n${section}\n`).join("");
}
