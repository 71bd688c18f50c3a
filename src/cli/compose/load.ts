import { interpolateAll, type Lookup } from "./interpolate.ts";
import type { Located, LocatedEntry, LocatedMap } from "./located.ts";
import { mergeFiles } from "./merge.ts";
import { mapOf, record, text, type ReadBy } from "./read.ts";
import type { ComposeModel } from "./model.ts";
import { configs, networks, secrets, volumes } from "./read-resources.ts";
import { readService } from "./read-service.ts";
import { checkReferences } from "./references.ts";
import { Report, type Finding } from "./report.ts";

export interface LoadOptions {
  /** Variables for interpolation; undefined leaves texts as they are written. */
  readonly lookup: Lookup | undefined;
  /** Services of these profiles are part of the stack; others with profiles are not. */
  readonly profiles: readonly string[];
}

export interface Loaded {
  /** Not to be used when there are errors. */
  readonly model: ComposeModel;
  /** All files as one, variables replaced. */
  readonly merged: LocatedMap;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
}

const SECTIONS = new Set(["services", "networks", "volumes", "secrets", "configs", "name"]);

/** A service's name becomes a part of a host name. */
function serviceNameProblem(name: string): string | undefined {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) return undefined;
  return "is no name for a service: use letters, digits, dots, dashes and underscores";
}

const file = record(
  {
    version: text,
    name: text,
    services: mapOf(readService, serviceNameProblem),
    networks,
    volumes,
    secrets,
    configs,
  },
  {
    refused: {
      include: "name each file with -c",
      models: "run the model as a service of its own",
    },
  },
);

/** Reads Compose files, later ones over earlier ones. Source: Compose Specification. */
export function loadCompose(files: readonly Located[], options: LoadOptions): Loaded {
  const report = new Report();
  let merged: LocatedMap | undefined;
  for (const each of files) {
    if (each.kind !== "map") {
      report.error(each.at, "", 'is no Compose file: it must be a map with the key "services"');
      continue;
    }
    const replaced = options.lookup ? interpolateSections(each, options.lookup, report) : each;
    merged = merged ? mergeFiles(merged, replaced) : replaced;
  }
  const at = files[0]?.at ?? { file: "", line: 1, column: 1 };
  merged ??= { kind: "map", at, entries: new Map() };
  const read = file(merged, { path: "", report });
  const model = activeModel(read, options.profiles, report);
  if (report.errors.length === 0) {
    if (model.services.size === 0)
      report.error(at, "services", "has none: name one, with its image");
    checkReferences(model, report);
  }
  return { model, merged, errors: report.errors, warnings: report.warnings };
}

function interpolateSections(node: LocatedMap, lookup: Lookup, report: Report): LocatedMap {
  const entries = [...node.entries].map(([key, entry]): [string, LocatedEntry] => [
    key,
    SECTIONS.has(key)
      ? { ...entry, value: interpolateAll(entry.value, key, lookup, report) }
      : entry,
  ]);
  return { ...node, entries: new Map(entries) };
}

function activeModel(
  read: ReadBy<typeof file> | undefined,
  profiles: readonly string[],
  report: Report,
): ComposeModel {
  const active = [...(read?.services ?? [])].filter(([name, { at, profiles: own = [] }]) => {
    if (own.length === 0 || profiles.includes("*")) return true;
    if (own.some((profile) => profiles.includes(profile))) return true;
    const message = `is left out: none of its profiles (${own.join(", ")}) is chosen with --profile`;
    report.warn(at, `services.${name}`, message);
    return false;
  });
  return {
    services: new Map(active),
    networks: read?.networks ?? new Map(),
    volumes: read?.volumes ?? new Map(),
    secrets: read?.secrets ?? new Map(),
    configs: read?.configs ?? new Map(),
  };
}
