import { err, ok, type Result } from "../../base/result.ts";
import type { Mount } from "../engine-api.ts";
import { parseCsvRecord } from "./csv.ts";
import { cut } from "./key-value.ts";
import { parseBytes } from "../notation/numbers.ts";

const TYPES = ["volume", "bind", "tmpfs", "npipe", "cluster"];

type Group = "bind" | "volume" | "tmpfs" | undefined;

/** What one key of a mount does to it; a text says what is wrong with the value. */
type SetKey = (mount: Draft, value: string) => string | undefined;

/** A mount while its keys are read. */
interface Draft {
  type: string;
  source?: string;
  target?: string;
  readOnly?: boolean;
  consistency?: string;
  bind: {
    -readonly [Key in keyof NonNullable<Mount["BindOptions"]>]: NonNullable<
      Mount["BindOptions"]
    >[Key];
  };
  volume: {
    noCopy?: boolean;
    subpath?: string;
    driver?: string;
    labels: Record<string, string>;
    options: Record<string, string>;
  };
  tmpfs: { SizeBytes?: number; Mode?: number };
}

const setReadOnly: SetKey = (mount, value) => setSwitch(value, (on) => (mount.readOnly = on));
const setSource: SetKey = (mount, value) => {
  mount.source = value;
  return undefined;
};
const setTarget: SetKey = (mount, value) => {
  mount.target = value;
  return undefined;
};

/** Keys without a value that mean "true". */
const SWITCHES = new Set(["readonly", "ro", "volume-nocopy", "bind-nonrecursive"]);

/** Source: docker, opts/mount.go. */
const KEYS: Readonly<Record<string, SetKey>> = {
  type: (mount, value) => {
    mount.type = value.toLowerCase();
    return TYPES.includes(mount.type) ? undefined : `it must be one of ${TYPES.join(", ")}`;
  },
  source: setSource,
  src: setSource,
  target: setTarget,
  dst: setTarget,
  destination: setTarget,
  readonly: setReadOnly,
  ro: setReadOnly,
  consistency: (mount, value) => {
    mount.consistency = value.toLowerCase();
    return undefined;
  },
  "bind-propagation": (mount, value) => {
    mount.bind.Propagation = value.toLowerCase();
    return undefined;
  },
  "bind-nonrecursive": (mount, value) => setSwitch(value, (on) => (mount.bind.NonRecursive = on)),
  "bind-recursive": (mount, value) => setRecursive(mount, value),
  "volume-nocopy": (mount, value) => setSwitch(value, (on) => (mount.volume.noCopy = on)),
  "volume-subpath": (mount, value) => {
    mount.volume.subpath = value;
    return undefined;
  },
  "volume-driver": (mount, value) => {
    mount.volume.driver = value;
    return undefined;
  },
  "volume-label": (mount, value) => setPair(mount.volume.labels, value),
  "volume-opt": (mount, value) => setPair(mount.volume.options, value),
  "tmpfs-size": (mount, value) => {
    const size = parseBytes(value);
    if (!size.ok) return size.error;
    mount.tmpfs.SizeBytes = size.value;
    return undefined;
  },
  "tmpfs-mode": (mount, value) => {
    if (!/^[0-7]+$/.test(value)) return 'it must be an octal number, such as "1777"';
    mount.tmpfs.Mode = parseInt(value, 8);
    return undefined;
  },
};

/** A mount: `type=bind,source=/data,target=/data,readonly`. */
export function parseMount(text: string): Result<Mount, string> {
  const fields = parseCsvRecord(text);
  if (!fields.ok) return fields;
  const draft: Draft = { type: "volume", bind: {}, volume: { labels: {}, options: {} }, tmpfs: {} };
  const groups = new Set<Group>();
  for (const field of fields.value) {
    const [rawKey, rawValue] = cut(field, "=");
    const key = rawKey.toLowerCase();
    const set = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (!set)
      return err(`unexpected key '${key}' in '${field}': use ${Object.keys(KEYS).join(", ")}`);
    const value = rawValue ?? (SWITCHES.has(key) ? "true" : undefined);
    if (value === undefined) return err(`invalid field '${field}' must be a key=value pair`);
    if (value === "" && key !== "source" && key !== "src") {
      return err(`invalid value for '${key}': value is empty`);
    }
    const problem = set(draft, value);
    if (problem !== undefined) return err(`invalid value for ${key}: ${value}: ${problem}`);
    groups.add(groupOf(key));
  }
  return finish(draft, groups);
}

function groupOf(key: string): Group {
  const [, group] = /^(bind|volume|tmpfs)-/.exec(key) ?? [];
  return group as Group; // The pattern has no other matches.
}

function finish(draft: Draft, groups: ReadonlySet<Group>): Result<Mount, string> {
  const { type, source, target, readOnly, consistency } = draft;
  if (target === undefined) return err("target is required: the path inside the container");
  for (const group of ["bind", "volume", "tmpfs"] as const) {
    if (groups.has(group) && type !== group) {
      return err(`cannot mix '${group}-*' options with mount type '${type}'`);
    }
  }
  if (type === "bind" && (source ?? "") === "") {
    return err("source is required for a bind mount: the path on the node");
  }
  if (type === "tmpfs" && source !== undefined)
    return err("cannot specify source for a tmpfs mount");
  return ok({
    Type: type,
    ...(source !== undefined && source !== "" && { Source: source }),
    Target: target,
    ...(readOnly === true && { ReadOnly: true }),
    ...(consistency !== undefined && { Consistency: consistency }),
    ...(groups.has("bind") && { BindOptions: draft.bind }),
    ...(groups.has("volume") && { VolumeOptions: volumeOptions(draft.volume) }),
    ...(groups.has("tmpfs") && { TmpfsOptions: draft.tmpfs }),
  });
}

function volumeOptions(volume: Draft["volume"]): NonNullable<Mount["VolumeOptions"]> {
  const { noCopy, subpath, driver, labels, options } = volume;
  const hasOptions = Object.keys(options).length > 0;
  return {
    ...(noCopy === true && { NoCopy: true }),
    ...(subpath !== undefined && { Subpath: subpath }),
    ...(Object.keys(labels).length > 0 && { Labels: labels }),
    ...((driver !== undefined || hasOptions) && {
      DriverConfig: {
        ...(driver !== undefined && { Name: driver }),
        ...(hasOptions && { Options: options }),
      },
    }),
  };
}

function setRecursive(mount: Draft, value: string): string | undefined {
  switch (value) {
    case "enabled":
      return undefined;
    case "disabled":
      mount.bind.NonRecursive = true;
      return undefined;
    case "writable":
      mount.bind.ReadOnlyNonRecursive = true;
      return undefined;
    case "readonly":
      mount.bind.ReadOnlyForceRecursive = true;
      return undefined;
    default:
      return 'it must be "enabled", "disabled", "writable" or "readonly"';
  }
}

function setSwitch(value: string, set: (on: boolean) => void): string | undefined {
  const on = /^(1|t|true)$/i.test(value);
  if (!on && !/^(0|f|false)$/i.test(value)) return 'it must be "true" or "false"';
  set(on);
  return undefined;
}

function setPair(pairs: Record<string, string>, text: string): string | undefined {
  const [key, value] = cut(text, "=");
  pairs[key] = value ?? "";
  return undefined;
}
