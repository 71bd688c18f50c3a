import { resolve } from "node:path";
import type { Position } from "../compose/located.ts";
import { scopedName } from "../compose/names.ts";
import { keyAt } from "../compose/read.ts";
import { isExternal, type ComposeStored } from "../compose/read-resources.ts";
import type { ComposeService } from "../compose/read-service.ts";
import { findingText, Report } from "../compose/report.ts";
import { ExitError } from "../exit.ts";
import { cut } from "../flags/key-value.ts";
import { parseEnvironmentFile } from "../spec/environment.ts";
import type { World } from "../world.ts";
import type { StackFiles } from "./stack-files.ts";

/** A secret or config that the stack is to have. */
export interface StoredWish {
  /** The name in the Compose files. */
  readonly key: string;
  /** The name in the swarm, before anything about it changes. */
  readonly base: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined where a driver has it. */
  readonly data: Uint8Array | undefined;
  readonly driver?: { readonly Name: string; readonly Options?: Readonly<Record<string, string>> };
  readonly templateDriver?: string;
}

/** What the files say that Compose files name. */
export interface StackData {
  readonly secrets: readonly StoredWish[];
  readonly configs: readonly StoredWish[];
  /** The variables of each service's containers, in order of their names. */
  readonly environments: ReadonlyMap<string, readonly string[]>;
}

/** Reads every file that the Compose files name; rejects with all that cannot be read. */
export async function readStackData(
  world: World,
  stack: string,
  files: StackFiles,
): Promise<StackData> {
  const report = new Report();
  const { model } = files;
  const environments = new Map<string, readonly string[]>();
  for (const [name, service] of model.services) {
    environments.set(name, await environmentOf(world, name, service, { files, report }));
  }
  const wishes = async (kind: "secrets" | "configs"): Promise<readonly StoredWish[]> => {
    const made: StoredWish[] = [];
    for (const [key, stored] of model[kind]) {
      if (isExternal(stored)) continue;
      const data = await dataOf(world, `${kind}.${key}`, stored, { files, report });
      made.push(wishOf(stack, key, stored, data));
    }
    return made;
  };
  const data = { secrets: await wishes("secrets"), configs: await wishes("configs"), environments };
  if (report.errors.length > 0) throw new ExitError(report.errors.map(findingText).join("\n"));
  return data;
}

interface Reading {
  readonly files: StackFiles;
  readonly report: Report;
}

function wishOf(
  stack: string,
  key: string,
  stored: ComposeStored,
  data: Uint8Array | undefined,
): StoredWish {
  const { driver, driver_opts: options, template_driver: templateDriver } = stored;
  return {
    key,
    base: scopedName(stack, key, stored),
    labels: Object.fromEntries(stored.labels ?? []),
    data,
    ...(driver !== undefined && {
      driver: { Name: driver, ...(options && { Options: Object.fromEntries(options) }) },
    }),
    ...(templateDriver !== undefined && { templateDriver }),
  };
}

async function dataOf(
  world: World,
  path: string,
  stored: ComposeStored,
  { files: { folder, lookup }, report }: Reading,
): Promise<Uint8Array | undefined> {
  const { file, environment, content } = stored;
  if (content !== undefined) return new TextEncoder().encode(content);
  if (environment !== undefined) {
    const value = lookup(environment);
    if (value !== undefined) return new TextEncoder().encode(value);
    const message = `variable ${environment} is not set: set it in the environment or in .env`;
    report.error(keyAt(stored, "environment"), `${path}.environment`, message);
  }
  if (file === undefined) return undefined;
  try {
    return await world.readFile(resolve(folder, homePath(file, world)));
  } catch {
    const message = `cannot read ${file}: is it there, and may this user read it?`;
    report.error(keyAt(stored, "file"), `${path}.file`, message);
    return undefined;
  }
}

/** `~` at the beginning of a path is the home of whoever deploys. */
export function homePath(path: string, { env }: Pick<World, "env">): string {
  return path.replace(/^~(?=\/|$)/, env["HOME"] ?? "~");
}

/**
 * A service's variables: those of its files, then its own; a name alone takes the value of this
 * command's environment. Source: docker, cli/compose/loader resolveEnvironment.
 */
async function environmentOf(
  world: World,
  name: string,
  service: ComposeService,
  { files: { folder, lookup }, report }: Reading,
): Promise<readonly string[]> {
  const byName = new Map<string, string | null>();
  for (const { path = "", required = true, at } of service.env_file ?? []) {
    const text = await readOptional(world, resolve(folder, path));
    if (text === undefined) {
      if (required) reportMissing(report, at, `services.${name}.env_file`, path);
      continue;
    }
    for (const variable of parseEnvironmentFile(text, world.env)) {
      const [key, value = ""] = cut(variable, "=");
      byName.set(key, value);
    }
  }
  for (const [key, value] of service.environment ?? [])
    byName.set(key, value ?? lookup(key) ?? null);
  return [...byName].map(([key, value]) => (value === null ? key : `${key}=${value}`)).sort();
}

function reportMissing(report: Report, at: Position, field: string, path: string): void {
  report.error(
    at,
    field,
    `cannot read ${path}: is it there? A file that need not be has required: false`,
  );
}

async function readOptional(world: World, path: string): Promise<string | undefined> {
  try {
    return await world.readTextFile(path);
  } catch {
    return undefined;
  }
}
