import { parseBytes } from "../notation/numbers.ts";
import type { Position } from "./located.ts";
import {
  choice,
  flag,
  integer,
  mapOf,
  notation,
  oneOrMany,
  record,
  shortOr,
  text,
  type Place,
  type RecordOf,
} from "./read.ts";

const WHERE_TASKS_RUN = "nodes are prepared by their owner: the path must be there where tasks run";

const longVolume = record(
  {
    type: choice("volume", "bind", "tmpfs", "npipe", "cluster"),
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: record(
      { propagation: choice("private", "rprivate", "shared", "rshared", "slave", "rslave") },
      {
        ignored: {
          create_host_path: WHERE_TASKS_RUN,
          recursive: "set it with skein service update --mount-add",
          selinux: "a swarm does not relabel files",
        },
      },
    ),
    volume: record({ nocopy: flag, subpath: text, labels: mapOf(text) }),
    tmpfs: record({ size: notation(parseBytes), mode: integer() }),
    cluster: record({}),
  },
  { refused: { image: "put the files into the service's own image" } },
);

/** A file system inside the containers of a service. */
export type VolumeUse = RecordOf<{
  source: typeof text;
  consistency: typeof text;
  read_only: typeof flag;
}> & {
  readonly type: "volume" | "bind" | "tmpfs" | "npipe" | "cluster";
  readonly target: string;
  readonly propagation?: string;
  readonly nocopy?: boolean;
  readonly subpath?: string;
  readonly labels?: ReadonlyMap<string, string>;
  readonly size?: number;
  readonly mode?: number;
};

/** A use of a volume, short (`SOURCE:TARGET:ro`) or long. */
export const volumeUse = shortOr<VolumeUse>(shortVolume, (node, place) => {
  const volume = longVolume(node, place);
  if (!volume) return undefined;
  const { at, target, type, bind, volume: options, tmpfs, cluster: _cluster, ...rest } = volume;
  if (target === undefined || type === undefined) {
    const missing = target === undefined ? "target" : "type";
    place.report.error(
      at,
      `${place.path}.${missing}`,
      "is missing: a volume needs type and target",
    );
    return undefined;
  }
  return {
    ...rest,
    at,
    type,
    target,
    ...without(bind),
    ...without(options),
    ...without(tmpfs),
  };
});

function without<T extends { readonly at: Position; readonly keysAt?: unknown }>(
  options: T | undefined,
): Omit<T, "at" | "keysAt"> | undefined {
  if (options === undefined) return undefined;
  const { at: _at, keysAt: _keysAt, ...rest } = options;
  return rest;
}

const PROPAGATIONS = new Set(["private", "rprivate", "shared", "rshared", "slave", "rslave"]);
const CONSISTENCIES = new Set(["cached", "delegated", "consistent"]);
const REMEDY = 'use "SOURCE:TARGET[:ro]", such as "data:/var/lib/data" or "./site:/site:ro"';

/** Source: Compose Specification, volumes, short syntax. */
function shortVolume(written: string, at: Position, place: Place): VolumeUse | undefined {
  const parts = splitPaths(written);
  const [first = "", second, options, ...rest] = parts;
  if (rest.length > 0 || parts.some((part) => part === "")) {
    place.report.error(at, place.path, `${JSON.stringify(written)} is no volume: ${REMEDY}`);
    return undefined;
  }
  if (second === undefined) return { at, type: "volume", target: first };
  const type = /^(?:[./~\\]|[A-Za-z]:)/.test(first) ? "bind" : "volume";
  let use: VolumeUse = { at, type, source: first, target: second };
  for (const option of options?.split(",") ?? []) {
    if (option === "ro") use = { ...use, read_only: true };
    else if (option === "nocopy") use = { ...use, nocopy: true };
    else if (PROPAGATIONS.has(option)) use = { ...use, propagation: option };
    else if (CONSISTENCIES.has(option)) use = { ...use, consistency: option };
    else if (["z", "Z"].includes(option)) {
      place.report.warn(
        at,
        place.path,
        `option ${option} is left out: a swarm does not relabel files`,
      );
    } else if (option !== "rw") {
      place.report.error(
        at,
        place.path,
        `option ${JSON.stringify(option)} is not known: ${REMEDY}`,
      );
    }
  }
  return use;
}

/** Paths between colons; a single letter before one is a drive of Windows. */
function splitPaths(written: string): readonly string[] {
  const parts: string[] = [];
  for (const part of written.split(":")) {
    const last = parts.at(-1);
    if (last !== undefined && /^[A-Za-z]$/.test(last) && /^[\\/]/.test(part)) {
      parts[parts.length - 1] = `${last}:${part}`;
    } else parts.push(part);
  }
  return parts;
}

/** What `tmpfs:` lists: `/run`, or `/run:size=64m,mode=1777`. */
export const tmpfs = oneOrMany<VolumeUse>((node, place) => {
  const written = text(node, place);
  if (written === undefined) return undefined;
  const [target = "", options = ""] = written.split(":");
  let use: VolumeUse = { at: node.at, type: "tmpfs", target };
  for (const option of options === "" ? [] : options.split(",")) {
    const [key = "", value = ""] = option.split("=");
    const size = key === "size" ? parseBytes(value) : undefined;
    if (size?.ok === true) use = { ...use, size: size.value };
    else if (key === "mode" && /^[0-7]+$/.test(value)) use = { ...use, mode: parseInt(value, 8) };
    else {
      const message = `option ${JSON.stringify(option)} is left out: size=64m and mode=1777 are known`;
      place.report.warn(node.at, place.path, message);
    }
  }
  return use;
});
