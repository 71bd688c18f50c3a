import { defineCommand, entryOf, type CommandGroup } from "../command.ts";
import type { Config } from "../engine-api.ts";
import { listFlag, textFlag } from "../flags/flag.ts";
import { parseLabel } from "../flags/key-value.ts";
import { CONFIG_STYLE, configPretty, configRow, sortByName } from "../format/stored-data.ts";
import {
  createData,
  inspectCommand,
  listCommand,
  readData,
  removeCommand,
  type DataKind,
} from "./stored-data.ts";

const CONFIGS: DataKind<Config> = {
  name: "config",
  filters: ["id", "label", "name"],
  style: CONFIG_STYLE,
  sort: sortByName,
  row: configRow,
  pretty: configPretty,
  removalDetails:
    "A config that a service uses cannot be removed. To change one, create the new one under another " +
    "name and let the services change over.",
};

const create = defineCommand({
  name: "create",
  usage: "[OPTIONS] CONFIG file|-",
  summary: "Create a config from a file or STDIN",
  details:
    "The content, at most 1000 KiB, is a file in the containers of the services that name the config. " +
    "Managers show it to whoever may ask them: keep passwords in secrets.",
  examples: [
    ["skein config create site nginx.conf", "From a file"],
    [
      "skein service create --config source=site,target=/etc/nginx/nginx.conf nginx",
      "Use it, under a path of your choice",
    ],
    [
      "skein config create --template-driver golang motd motd.tmpl",
      "Fill in {{.Service.Name}} and the like for each task",
    ],
  ],
  seeAlso: ["skein secret create   for passwords and keys"],
  arity: { least: 2, most: 2 },
  flags: {
    label: listFlag("label", "Label of the config (key=value)", parseLabel, { short: "l" }),
    templateDriver: textFlag("template-driver", 'Fill in templates in the content: "golang"', {
      since: "1.37",
    }),
  },
  run: async (context, { label = [], templateDriver }, [name = "", file = ""]) => {
    const data = await readData(context, file);
    const wish = { name, data, labels: label, templateDriver };
    context.stdout.write(`${await createData(context.client, "config", wish)}\n`);
  },
});

/** Commands on configs. */
export const config: CommandGroup = {
  name: "config",
  summary: "Keep configuration files for services",
  commands: [create, inspectCommand(CONFIGS), listCommand(CONFIGS), removeCommand(CONFIGS)].map(
    entryOf,
  ),
};
