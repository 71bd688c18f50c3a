import { commandHelp } from "../../src/cli/command-tree.ts";
import type { CommandDefinition } from "../../src/cli/command.ts";
import { ENTRIES } from "../../src/cli/entries.ts";

const INTRODUCTION = [
  "# The command line\n\n",
  "What `skein COMMAND --help` prints, for every command. Generated: `npm run docs`.\n\n",
].join("");
const SILENT_TERMINAL = {
  write: () => undefined,
  writeBytes: () => Promise.resolve(),
  isTerminal: false,
  columns: 100,
};

/** Every command's help, in the order that `skein --help` lists them. */
export async function cliReference(): Promise<string> {
  const commands: (readonly [path: string, definition: CommandDefinition])[] = [];
  for (const { name, load } of ENTRIES) {
    const loaded = await load();
    if (!("commands" in loaded)) commands.push([`skein ${name}`, loaded]);
    else {
      for (const entry of loaded.commands) {
        commands.push([`skein ${name} ${entry.name}`, await entry.load()]);
      }
    }
  }
  const list = commands.map(
    ([path, { summary }]) => `- [${path}](#${path.replaceAll(" ", "-")}): ${summary}\n`,
  );
  const sections = commands.map(([path, definition]) => section(path, definition));
  return `${INTRODUCTION}${list.join("")}\n${sections.join("\n")}`;
}

function section(path: string, definition: CommandDefinition): string {
  const help = commandHelp(path, definition, SILENT_TERMINAL);
  const lines = help.split("\n").map((line) => line.trimEnd());
  return `## ${path}\n\n\`\`\`text\n${lines.join("\n").trim()}\n\`\`\`\n`;
}
