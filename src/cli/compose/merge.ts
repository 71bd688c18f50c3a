import {
  isNull,
  scalarAt,
  type Located,
  type LocatedEntry,
  type LocatedList,
  type LocatedMap,
} from "./located.ts";

/** How the values of one field in two files become one. */
type Rule =
  /** The later file's value stands. */
  | { readonly by: "replacing" }
  /** `KEY=value` lists and maps alike become one map. */
  | { readonly by: "key"; readonly separator: string }
  /** A list whose items are the same thing when their identities are: the later one counts. */
  | { readonly by: "identity"; readonly identity: (item: Located) => string };

const REPLACING: Rule = { by: "replacing" };
const KEYED: Rule = { by: "key", separator: "=" };

/** The last part of these paths decides; a star is one name. Source: Compose Specification, merge. */
const RULES: readonly (readonly [path: string, rule: Rule])[] = [
  ["services.*.command", REPLACING],
  ["services.*.entrypoint", REPLACING],
  ["services.*.healthcheck.test", REPLACING],
  ["services.*.environment", KEYED],
  ["services.*.labels", KEYED],
  ["services.*.sysctls", KEYED],
  ["services.*.deploy.labels", KEYED],
  ["services.*.networks", { by: "key", separator: "\0" }],
  ["services.*.depends_on", { by: "key", separator: "\0" }],
  ["services.*.volumes", { by: "identity", identity: volumeTarget }],
  ["services.*.secrets", { by: "identity", identity: fileTarget }],
  ["services.*.configs", { by: "identity", identity: fileTarget }],
  ["services.*.ports", { by: "identity", identity: portIdentity }],
  ["networks.*.labels", KEYED],
  ["volumes.*.labels", KEYED],
  ["secrets.*.labels", KEYED],
  ["configs.*.labels", KEYED],
];

/**
 * One document of two: maps are merged, lists joined, other values replaced by the later file's, but
 * where the rules of a field say otherwise; `!reset` and `!override` say so themselves.
 */
export function mergeFiles(earlier: LocatedMap, later: LocatedMap): LocatedMap {
  return mergeMaps(earlier, later, []);
}

function mergeMaps(earlier: LocatedMap, later: LocatedMap, path: readonly string[]): LocatedMap {
  const entries = new Map<string, LocatedEntry>(earlier.entries);
  for (const [key, entry] of later.entries) {
    const before = entries.get(key);
    const { mark } = entry.value;
    if (mark === "reset") entries.delete(key);
    else if (before === undefined || mark === "override") entries.set(key, entry);
    else entries.set(key, { ...entry, value: merge(before.value, entry.value, [...path, key]) });
  }
  return { ...earlier, entries };
}

function merge(earlier: Located, later: Located, path: readonly string[]): Located {
  // A key with nothing after it says nothing.
  if (isNull(later)) return earlier;
  const rule = ruleOf(path);
  switch (rule?.by) {
    case "replacing":
      return later;
    case "key":
      return mergeMaps(keyed(earlier, rule.separator), keyed(later, rule.separator), path);
    case "identity":
      return mergeItems(listed(earlier), listed(later), rule.identity);
    case undefined:
      break;
  }
  if (earlier.kind === "map" && later.kind === "map") return mergeMaps(earlier, later, path);
  if (earlier.kind === "list" || later.kind === "list") {
    const [first, second] = [listed(earlier), listed(later)];
    return { ...second, items: [...first.items, ...second.items] };
  }
  return later;
}

function ruleOf(path: readonly string[]): Rule | undefined {
  const found = RULES.find(([pattern]) => {
    const parts = pattern.split(".");
    return (
      parts.length === path.length &&
      parts.every((part, index) => part === "*" || part === path[index])
    );
  });
  return found?.[1];
}

function mergeItems(
  earlier: LocatedList,
  later: LocatedList,
  identity: (item: Located) => string,
): LocatedList {
  const items = new Map(earlier.items.map((item) => [identity(item), item]));
  for (const item of later.items) items.set(identity(item), item);
  return { ...later, items: [...items.values()] };
}

/** A value that may be one or many, as many. */
function listed(node: Located): LocatedList {
  if (node.kind === "list") return node;
  return { kind: "list", at: node.at, items: isNull(node) ? [] : [node] };
}

/** A list of `KEY=value` as a map. */
function keyed(node: Located, separator: string): LocatedMap {
  if (node.kind === "map") return node;
  const items = listed(node).items.flatMap((item): [string, LocatedEntry][] => {
    if (item.kind !== "scalar") return [];
    const at = item.text.indexOf(separator);
    const key = at === -1 ? item.text : item.text.slice(0, at);
    const value: Located =
      at === -1
        ? { kind: "scalar", at: item.at, value: null, text: "" }
        : scalarAt(item.at, item.text.slice(at + separator.length));
    return [[key, { keyAt: item.at, value }]];
  });
  return { kind: "map", at: node.at, entries: new Map(items) };
}

function field(item: Located, key: string): string {
  const value = item.kind === "map" ? item.entries.get(key)?.value : undefined;
  return value?.kind === "scalar" ? value.text : "";
}

function fileTarget(item: Located): string {
  if (item.kind === "scalar") return item.text;
  return field(item, "target") || field(item, "source");
}

function volumeTarget(item: Located): string {
  if (item.kind !== "scalar") return field(item, "target");
  const [first = "", second = first] = item.text.split(":");
  return /^[A-Za-z]$/.test(first) ? item.text : second;
}

function portIdentity(item: Located): string {
  if (item.kind === "scalar") {
    const [ports = "", protocol = "tcp"] = item.text.split("/");
    const parts = ports.split(":");
    const target = parts.pop() ?? "";
    return [parts.join(":"), target, protocol].join("|");
  }
  const ip = field(item, "host_ip");
  const published = [ip, field(item, "published")].filter((part) => part !== "").join(":");
  return [published, field(item, "target"), field(item, "protocol") || "tcp"].join("|");
}
