import { dirname, join, resolve } from "node:path";
import { errorCodeOf } from "../../base/errors.ts";
import { parseDotEnv } from "../compose/dot-env.ts";
import { loadCompose } from "../compose/load.ts";
import type { Located, LocatedMap } from "../compose/located.ts";
import type { ComposeModel } from "../compose/model.ts";
import { findingText } from "../compose/report.ts";
import { ExitError } from "../exit.ts";
import { readYaml } from "../read-yaml.ts";
import type { World } from "../world.ts";

/** Files that are read when none is named. Source: Compose Specification, Compose file. */
const DEFAULT_FILES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

export interface StackFileOptions {
  readonly composeFile?: readonly string[];
  readonly envFile?: readonly string[];
  readonly profile?: readonly string[];
  /** True leaves variables as they are written. */
  readonly skipInterpolation?: boolean;
}

/** Compose files, read and checked. */
export interface StackFiles {
  readonly model: ComposeModel;
  readonly merged: LocatedMap;
  /** The folder that relative paths in the files begin at. */
  readonly folder: string;
  /** A variable of the environment, or of `.env`. */
  readonly lookup: (name: string) => string | undefined;
}

/** Reads Compose files; tells warnings on stderr, and rejects with all errors, one a line. */
export async function readStackFiles(world: World, options: StackFileOptions): Promise<StackFiles> {
  const { stderr } = world;
  const named = await readNamed(world, options.composeFile ?? []);
  const [first] = named;
  const isPiped = first === undefined || first.name === "stdin";
  const folder = isPiped ? world.folder : resolve(world.folder, dirname(first.path));
  const lookup = await variables(world, folder, options.envFile);
  const documents: Located[] = [];
  for (const { name, text } of named) {
    const read = readYaml(text, name);
    if (!read.ok) throw new ExitError(read.error);
    documents.push(read.value);
  }
  const profiles = [...(options.profile ?? []), ...(lookup("COMPOSE_PROFILES") ?? "").split(",")];
  const { model, merged, errors, warnings } = loadCompose(documents, {
    lookup: options.skipInterpolation === true ? undefined : lookup,
    profiles: profiles.filter((profile) => profile !== ""),
  });
  for (const warning of warnings) stderr.write(`${findingText(warning)}\n`);
  if (errors.length > 0) throw new ExitError(errors.map(findingText).join("\n"));
  return { model, merged, folder, lookup };
}

interface NamedText {
  /** As messages call it. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

async function readNamed(world: World, paths: readonly string[]): Promise<readonly NamedText[]> {
  if (paths.length === 0) return [await readDefault(world)];
  const named: NamedText[] = [];
  for (const path of paths) {
    if (path === "-") {
      named.push({ name: "stdin", path, text: new TextDecoder().decode(await world.readInput()) });
      continue;
    }
    try {
      named.push({ name: path, path, text: await world.readTextFile(path) });
    } catch (cause) {
      const message = `cannot read the Compose file ${path}: is it there, and may this user read it?`;
      throw new ExitError(message, undefined, { cause });
    }
  }
  return named;
}

async function readDefault(world: World): Promise<NamedText> {
  for (const path of DEFAULT_FILES) {
    try {
      return { name: path, path, text: await world.readTextFile(path) };
    } catch (error) {
      if (errorCodeOf(error) === "cancelled") throw error;
    }
  }
  throw new ExitError(
    `no Compose file here: name one with --compose-file, or call it ${DEFAULT_FILES[0] ?? ""}`,
  );
}

/** The environment, over the files that are named, or over `.env` beside the first Compose file. */
async function variables(
  world: World,
  folder: string,
  files: readonly string[] | undefined,
): Promise<StackFiles["lookup"]> {
  const fromFiles = new Map<string, string>();
  for (const path of files ?? [join(folder, ".env")]) {
    try {
      const text = await world.readTextFile(path);
      for (const [name, value] of parseDotEnv(text)) fromFiles.set(name, value);
    } catch (cause) {
      if (files === undefined) continue; // There need not be a .env.
      throw new ExitError(`cannot read --env-file ${path}: is it there?`, undefined, { cause });
    }
  }
  return (name) => world.env[name] ?? fromFiles.get(name);
}
