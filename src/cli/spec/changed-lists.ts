import type {
  ContainerSpec,
  GenericResource,
  Labels,
  Mount,
  PortConfig,
  Preference,
  Ulimit,
} from "../engine-api.ts";

/** The labels of an object after an update; adding wins over removing. */
export function changedLabels(
  current: Labels | undefined,
  added: readonly (readonly [key: string, value: string])[] = [],
  removed: readonly string[] = [],
): Labels | undefined {
  if (added.length === 0 && removed.length === 0) return current;
  const kept = Object.entries(current ?? {}).filter(([key]) => !removed.includes(key));
  return Object.fromEntries([...kept, ...added]);
}

/** A list of texts after an update: additions that are not there yet come last. */
export function changedTexts(
  current: readonly string[] = [],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly string[] {
  return [...new Set([...current, ...added])].filter((text) => !removed.includes(text));
}

/** Mounts after an update: one with a known target takes the place of the old one. */
export function changedMounts(
  current: readonly Mount[] = [],
  added: readonly Mount[] = [],
  removed: readonly string[] = [],
): readonly Mount[] {
  const byTarget = new Map([...current, ...added].map((mount) => [mount.Target, mount]));
  for (const target of removed) byTarget.delete(target);
  return [...byTarget.values()];
}

/** Preferences after an update. */
export function changedPreferences(
  current: readonly Preference[] = [],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly Preference[] {
  const kept = current.filter(
    ({ Spread: spread }) => spread === undefined || !removed.includes(spread.SpreadDescriptor),
  );
  return [...kept, ...added.map((SpreadDescriptor) => ({ Spread: { SpreadDescriptor } }))];
}

/**
 * Ports after an update. A removal names target, protocol and mode; what is published does not count.
 * Source: docker, cli/command/service/update.go updatePorts.
 */
export function changedPorts(
  current: readonly PortConfig[] = [],
  added: readonly PortConfig[] = [],
  removed: readonly PortConfig[] = [],
): readonly PortConfig[] {
  const kept = current.filter(
    (port) => !removed.some((other) => targetKey(other) === targetKey(port)),
  );
  const keys = new Set(current.map(wholeKey));
  return [...kept, ...added.filter((port) => !keys.has(wholeKey(port)))];
}

function targetKey(port: PortConfig): string {
  const {
    TargetPort: target = 0,
    Protocol: protocol = "tcp",
    PublishMode: mode = "ingress",
  } = port;
  return `${target}/${protocol}/${mode}`;
}

function wholeKey(port: PortConfig): string {
  return `${port.PublishedPort ?? 0}:${targetKey(port)}`;
}

/** Limits after an update, by name. */
export function changedUlimits(
  current: readonly Ulimit[] = [],
  added: readonly Ulimit[] = [],
  removed: readonly string[] = [],
): readonly Ulimit[] {
  const byName = new Map([...current, ...added].map((limit) => [limit.Name, limit]));
  for (const name of removed) byName.delete(name);
  return [...byName.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

/**
 * Entries of the hosts file (`ip host`) after an update. A removal is `host:ip`, or `host` for all of
 * its addresses, and does not touch what is added at the same time.
 */
export function changedHosts(
  current: readonly string[] = [],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): readonly string[] {
  const kept = current.filter((entry) => {
    const [ip = "", ...names] = entry.split(/\s+/);
    return !names.some((name) => removed.includes(name) || removed.includes(`${name}:${ip}`));
  });
  return [...new Set([...kept, ...added])];
}

type Dns = NonNullable<ContainerSpec["DNSConfig"]>;

/** One list of the DNS settings after an update; undefined when it is empty. */
export function changedDns(current: Dns, changes: DnsChanges): Dns {
  const lists = {
    Nameservers: changedTexts(current.Nameservers, changes.dnsAdd, changes.dnsRm),
    Search: changedTexts(current.Search, changes.dnsSearchAdd, changes.dnsSearchRm),
    Options: changedTexts(current.Options, changes.dnsOptionAdd, changes.dnsOptionRm),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

interface DnsChanges {
  readonly dnsAdd?: readonly string[];
  readonly dnsRm?: readonly string[];
  readonly dnsSearchAdd?: readonly string[];
  readonly dnsSearchRm?: readonly string[];
  readonly dnsOptionAdd?: readonly string[];
  readonly dnsOptionRm?: readonly string[];
}

/** Generic resources after an update, by kind. */
export function changedGenericResources(
  current: readonly GenericResource[] = [],
  added: readonly GenericResource[] = [],
  removed: readonly string[] = [],
): readonly GenericResource[] {
  const byKind = new Map([...current, ...added].map((resource) => [kindOf(resource), resource]));
  for (const kind of removed) byKind.delete(kind);
  return [...byKind.values()];
}

function kindOf({
  DiscreteResourceSpec: discrete,
  NamedResourceSpec: named,
}: GenericResource): string {
  return discrete?.Kind ?? named?.Kind ?? "";
}
