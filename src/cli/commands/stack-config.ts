import { stringify } from "yaml";
import { defineCommand } from "../command.ts";
import { plainOf } from "../compose/located.ts";
import { choiceFlag, switchFlag } from "../flags/flag.ts";
import { readStackFiles } from "../stack/stack-files.ts";
import { STACK_FILE_FLAGS } from "./stack-flags.ts";

export const config = defineCommand({
  name: "config",
  usage: "[OPTIONS]",
  summary: "Print what Compose files amount to",
  details: "Reads and checks the files as deploy does, and prints them as one, variables replaced.",
  examples: [
    ["skein stack config -c compose.yaml -c production.yaml", "Two files as one"],
    [
      "skein stack config -c compose.yaml --format json",
      "As JSON; exits with 1 if a file is wrong",
    ],
  ],
  seeAlso: ["skein stack deploy   deploy them"],
  arity: { least: 0, most: 0 },
  flags: {
    ...STACK_FILE_FLAGS,
    skipInterpolation: switchFlag("skip-interpolation", "Leave variables as they are written"),
    format: choiceFlag("format", "How to print, default yaml", ["yaml", "json"]),
  },
  run: async (context, flags) => {
    const { merged } = await readStackFiles(context, flags);
    const plain = plainOf(merged);
    const isJson = flags.format === "json";
    context.stdout.write(isJson ? `${JSON.stringify(plain, null, 2)}\n` : stringify(plain));
  },
});
