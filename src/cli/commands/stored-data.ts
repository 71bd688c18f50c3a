import type { EngineClient } from "../client.ts";
import {
  defineCommand,
  orRefuse,
  refuse,
  type CommandContext,
  type CommandDefinition,
} from "../command.ts";
import type { Labels } from "../engine-api.ts";
import { forEachItem, gather } from "../exit.ts";
import { filterFlag, filterQuery } from "../flags/filter-flag.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { renderInspection } from "../format/inspect.ts";
import { renderListing, type ListingStyle, type Row } from "../format/listing.ts";
import { LISTING_FLAGS } from "./listing-flags.ts";

/** Secrets or configs: what their commands have in common, and where they differ. */
export interface DataKind<T> {
  readonly name: "secret" | "config";
  readonly filters: readonly string[];
  readonly style: ListingStyle;
  readonly sort: (objects: readonly T[]) => readonly T[];
  readonly row: (object: T, nowMs: number) => Row;
  readonly pretty: (object: T) => string;
  /** What is said of removing in help. */
  readonly removalDetails: string;
}

interface Identified {
  readonly ID: string;
}

export function listCommand<T extends Identified>(kind: DataKind<T>): CommandDefinition {
  const { name } = kind;
  return defineCommand({
    name: "ls",
    aliases: ["list"],
    usage: "[OPTIONS]",
    summary: `List ${name}s`,
    examples: [
      [`skein ${name} ls`, `All ${name}s`],
      [`skein ${name} ls --filter label=tier=front`, "Those with a label"],
      [`skein ${name} ls --format '{{.Name}}'`, "One column, for a script"],
    ],
    seeAlso: [`skein ${name} inspect   show one of them`],
    arity: { least: 0, most: 0 },
    flags: { filter: filterFlag(kind.filters), ...LISTING_FLAGS },
    run: async ({ client, stdout, clock }, { filter, quiet = false, format }) => {
      const found = await client.get<T[]>(`/${name}s`, { filters: filterQuery(filter) });
      const rows = kind.sort(found).map((each) => kind.row(each, clock.wallMs()));
      stdout.write(orRefuse(renderListing(rows, kind.style, quiet ? "{{.ID}}" : format)));
    },
  });
}

export function inspectCommand<T extends Identified>(kind: DataKind<T>): CommandDefinition {
  const { name } = kind;
  const operand = name.toUpperCase();
  return defineCommand({
    name: "inspect",
    usage: `[OPTIONS] ${operand} [${operand}...]`,
    summary: `Display detailed information on one or more ${name}s`,
    examples: [
      [`skein ${name} inspect --pretty site`, "For people"],
      [`skein ${name} inspect --format '{{.ID}}' site`, "One value, for a script"],
    ],
    seeAlso: [`skein ${name} ls   list all ${name}s`],
    arity: { least: 1, most: Infinity },
    flags: {
      format: textFlag("format", "Print with a Go template, or json", { short: "f" }),
      pretty: switchFlag("pretty", "Print for people to read"),
    },
    run: async ({ client, stdout }, { format, pretty = false }, names) => {
      if (pretty && format !== undefined) {
        refuse(
          "--format is incompatible with human friendly format: use one of --format and --pretty",
        );
      }
      const { found, failure } = await gather(names, async (each) =>
        client.get<T>(dataPath(kind, each)),
      );
      stdout.write(
        pretty ? found.map(kind.pretty).join("\n") : orRefuse(renderInspection(found, format)),
      );
      if (failure) throw failure;
    },
  });
}

export function removeCommand<T>(kind: DataKind<T>): CommandDefinition {
  const { name } = kind;
  const operand = name.toUpperCase();
  return defineCommand({
    name: "rm",
    aliases: ["remove"],
    usage: `${operand} [${operand}...]`,
    summary: `Remove one or more ${name}s`,
    details: kind.removalDetails,
    examples: [[`skein ${name} rm old`, `Remove a ${name} that no service uses`]],
    seeAlso: [`skein service update   --${name}-rm and --${name}-add change what a service uses`],
    arity: { least: 1, most: Infinity },
    flags: {},
    run: async ({ client, stdout }, _flags, names) => {
      await forEachItem(names, async (each) => {
        await client.delete(dataPath(kind, each));
        stdout.write(`${each}\n`);
      });
    },
  });
}

/** What is stored, and under which name. */
export interface NewData {
  readonly name: string;
  /** Undefined where a driver has it. */
  readonly data?: Uint8Array | undefined;
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly templateDriver: string | undefined;
  readonly driver?: string | undefined;
}

/** Sends new data to the daemon; gives its id. */
export async function createData(
  client: EngineClient,
  kind: "secret" | "config",
  { name, data, labels, templateDriver, driver }: NewData,
): Promise<string> {
  const created = await client.post<Identified>(`/${kind}s/create`, {
    Name: name,
    Labels: Object.fromEntries(labels) satisfies Labels,
    ...(data !== undefined && { Data: Buffer.from(data).toString("base64") }),
    ...(driver !== undefined && { Driver: { Name: driver } }),
    ...(templateDriver !== undefined && { Templating: { Name: templateDriver } }),
  });
  return created.ID;
}

/** The data in a file, or what is piped in where the file is called "-". */
export async function readData(context: CommandContext, file: string): Promise<Uint8Array> {
  if (file === "-") {
    const data = await context.readInput();
    if (data.length === 0) refuse("error reading from STDIN: data is empty");
    return data;
  }
  try {
    return await context.readFile(file);
  } catch {
    return refuse(`error reading from ${file}: is it there, and may this user read it?`);
  }
}

function dataPath<T>({ name }: DataKind<T>, object: string): string {
  return `/${name}s/${encodeURIComponent(object)}`;
}
