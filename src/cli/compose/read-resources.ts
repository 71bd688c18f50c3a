import { isNull, type Located, type Position } from "./located.ts";
import {
  flag,
  keyAt,
  list,
  mapOf,
  pairs,
  record,
  text,
  type Place,
  type Read,
  type ReadBy,
} from "./read.ts";

interface External {
  readonly at: Position;
  /** The old way to say what `name` says. */
  readonly name?: string;
}

const externalName = record({ name: text });

/** `external: true`, or the old `external: {name: …}`. */
const external: Read<External | false> = (node, place) => {
  if (node.kind === "map") {
    const named = externalName(node, place);
    return named && { at: node.at, ...(named.name !== undefined && { name: named.name }) };
  }
  const is = flag(node, place);
  return is === true ? { at: node.at } : is;
};

const NAMED = { name: text, labels: pairs(""), external };

const ipam = record({
  driver: text,
  config: list(
    record(
      { subnet: text, gateway: text, ip_range: text },
      { ignored: { aux_addresses: "addresses are given by the swarm" } },
    ),
  ),
  options: mapOf(text),
});

const network = record({
  ...NAMED,
  driver: text,
  driver_opts: mapOf(text),
  attachable: flag,
  internal: flag,
  ipam,
  enable_ipv4: flag,
  enable_ipv6: flag,
});

const volume = record({ ...NAMED, driver: text, driver_opts: mapOf(text) });

const stored = record({
  ...NAMED,
  file: text,
  environment: text,
  content: text,
  template_driver: text,
  driver: text,
  driver_opts: mapOf(text),
});

export type ComposeNetwork = NonNullable<ReadBy<typeof network>>;
export type ComposeVolume = NonNullable<ReadBy<typeof volume>>;
/** A secret or a config. */
export type ComposeStored = NonNullable<ReadBy<typeof stored>>;

/** Everything beside `external` that an external thing cannot have: the stack does not make it. */
function checkExternal<T extends { readonly at: Position }>(read: Read<T>): Read<T> {
  return (node, place) => {
    if (isNull(node)) return read({ kind: "map", at: node.at, entries: new Map() }, place);
    const value = read(node, place);
    if (!value || !isExternal(value)) return value;
    const others = Object.keys(value).filter(
      (key) => !["at", "keysAt", "external", "name"].includes(key),
    );
    const [other] = others;
    if (other !== undefined) {
      const message = `cannot be set here: what is external is not made by this stack`;
      place.report.error(keyAt(value, other), `${place.path}.${other}`, message);
    }
    return value;
  };
}

/** True for what exists already, outside of the stack. */
export function isExternal(value: object): boolean {
  return "external" in value && value.external !== false && value.external !== undefined;
}

/** A secret or config with exactly one source of its data. */
function readStored(node: Located, place: Place): ComposeStored | undefined {
  const value = checkExternal(stored)(node, place);
  if (!value || isExternal(value)) return value;
  const sources = (["file", "environment", "content", "driver"] as const).filter(
    (key) => value[key] !== undefined,
  );
  if (sources.length !== 1) {
    const message =
      sources.length === 0
        ? "has no data: set file, environment or content, or external: true"
        : `takes its data from ${sources.join(" and ")}: leave one`;
    const [, second] = sources;
    place.report.error(second ? keyAt(value, second) : value.at, place.path, message);
  }
  return value;
}

export const networks = mapOf(checkExternal(network));
export const volumes = mapOf(checkExternal(volume));
export const secrets = mapOf<ComposeStored>(readStored);
export const configs = mapOf<ComposeStored>(readStored);
