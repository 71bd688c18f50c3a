import { defineCommand, entryOf, refuse, type CommandGroup } from "../command.ts";
import type { Secret } from "../engine-api.ts";
import { listFlag, textFlag } from "../flags/flag.ts";
import { parseLabel } from "../flags/key-value.ts";
import { SECRET_STYLE, secretPretty, secretRow, sortByName } from "../format/stored-data.ts";
import {
  createData,
  inspectCommand,
  listCommand,
  readData,
  removeCommand,
  type DataKind,
} from "./stored-data.ts";

const SECRETS: DataKind<Secret> = {
  name: "secret",
  filters: ["id", "label", "name", "names"],
  style: SECRET_STYLE,
  sort: sortByName,
  row: secretRow,
  pretty: secretPretty,
  removalDetails:
    "A secret that a service uses cannot be removed. To replace one, create the new one under another " +
    "name and let the services change over.",
};

const create = defineCommand({
  name: "create",
  usage: "[OPTIONS] SECRET [file|-]",
  summary: "Create a secret from a file or STDIN as content",
  details:
    "The content, at most 500 KiB, is kept in the swarm's encrypted log and sent only to nodes that " +
    "run tasks with the secret, where it is a file in memory. It can never be read back from here.",
  examples: [
    ["skein secret create tls-key server.key", "From a file"],
    ["skein secret create db-password -", "From what is piped in: no file holds it"],
    [
      "skein service create --name db --secret db-password postgres",
      "Use it: /run/secrets/db-password",
    ],
    [
      "skein service create --secret source=tls-key,target=key.pem,uid=33,mode=0400 nginx",
      "Choose the file's name, owner and mode",
    ],
  ],
  seeAlso: ["skein config create   for files that are no secret"],
  arity: { least: 1, most: 2 },
  flags: {
    label: listFlag("label", "Label of the secret (key=value)", parseLabel, { short: "l" }),
    driver: textFlag("driver", "Driver that has the secret", { short: "d", since: "1.31" }),
    templateDriver: textFlag("template-driver", 'Fill in templates in the content: "golang"', {
      since: "1.37",
    }),
  },
  run: async (context, { label = [], driver, templateDriver }, [name = "", file]) => {
    if (driver !== undefined && file !== undefined) {
      refuse("When using secret driver secret data must be empty: leave out the file");
    }
    if (driver === undefined && file === undefined) {
      refuse('secret file is required: name one, or "-" to read what is piped in');
    }
    const data = file === undefined ? undefined : await readData(context, file);
    const wish = { name, data, labels: label, templateDriver, driver };
    context.stdout.write(`${await createData(context.client, "secret", wish)}\n`);
  },
});

/** Commands on secrets. */
export const secret: CommandGroup = {
  name: "secret",
  summary: "Keep passwords and keys for services",
  commands: [create, inspectCommand(SECRETS), listCommand(SECRETS), removeCommand(SECRETS)].map(
    entryOf,
  ),
};
