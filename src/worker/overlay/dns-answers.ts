import { parseIpAddress } from "../../model/ip-address.ts";
import { bareAddress, formatIpAddress, isIpv6 } from "./addresses.ts";
import { RecordType, type DnsRecord, type Query } from "./dns-message.ts";
import type { NamedThing, OverlayNames } from "./overlay-names.ts";

/**
 * What names of this node's networks answer to a question of somebody on them; undefined where
 * others have to be asked. No records for a name that is known, and has none of the kind asked for.
 * `turn` says with which of several to begin, so that each comes first in its turn.
 */
export function answerFrom(
  names: OverlayNames,
  networkIds: readonly string[],
  { name, type }: Pick<Query, "name" | "type">,
  turn: number,
): readonly DnsRecord[] | undefined {
  if (type === RecordType.PTR) return pointers(names, networkIds, name);
  if (type === RecordType.SRV) return services(names, networkIds, name, turn);
  const thing = names.find(networkIds, name);
  if (thing === undefined) return undefined;
  const wanted = thing.addresses.filter((address) => {
    if (type === RecordType.ANY) return true;
    return isIpv6(address) ? type === RecordType.AAAA : type === RecordType.A;
  });
  return rotated(wanted, turn).map((address) => ({ type: "address", name, address }));
}

function pointers(
  names: OverlayNames,
  networkIds: readonly string[],
  name: string,
): readonly DnsRecord[] | undefined {
  const address = reversedAddress(name);
  const found = address === undefined ? [] : names.reverse(networkIds, address);
  return found.length === 0
    ? undefined
    : found.map((target) => ({ type: "pointer", name, target }));
}

/** `_80._tcp.web`, or `web` for every port that is known. */
function services(
  names: OverlayNames,
  networkIds: readonly string[],
  name: string,
  turn: number,
): readonly DnsRecord[] | undefined {
  const [, port, rest] = /^_([^.]+)\._(?:tcp|udp|sctp)\.(.+)$/.exec(name) ?? [];
  const thing = names.find(networkIds, rest ?? name);
  if (thing === undefined) return undefined;
  const ports = portsOf(thing, port);
  return rotated(thing.targets, turn).flatMap((target) =>
    ports.map((each): DnsRecord => ({ type: "service", name, target: target.name, port: each })),
  );
}

function portsOf({ ports }: NamedThing, wanted: string | undefined): readonly number[] {
  const number = Number(wanted);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return [number];
  return [...new Set(ports.map(({ target }) => target))];
}

function rotated<T>(items: readonly T[], turn: number): readonly T[] {
  const at = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** The address that a name below in-addr.arpa or ip6.arpa stands for. */
function reversedAddress(name: string): string | undefined {
  const four = name.endsWith(".in-addr.arpa") ? name.slice(0, -".in-addr.arpa".length) : undefined;
  if (four !== undefined) {
    const text = four.split(".").reverse().join(".");
    return parseIpAddress(text) && bareAddress(text);
  }
  if (!name.endsWith(".ip6.arpa")) return undefined;
  const digits = name.slice(0, -".ip6.arpa".length).split(".").reverse();
  if (digits.length !== 32 || !digits.every((digit) => /^[0-9a-f]$/.test(digit))) return undefined;
  const bytes = Array.from({ length: 16 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2).join(""), 16),
  );
  return formatIpAddress(bytes);
}
