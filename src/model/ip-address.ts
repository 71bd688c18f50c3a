/** An address as 16 bytes; an IPv4 one as IPv6 maps it (`::ffff:…`), so that both forms are equal. */
export type IpAddress = readonly number[];

const MAPPED_IPV4 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The address in `text`, without a port or a zone; undefined where there is none. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(":")) {
    const bytes = parseIpv4(text);
    return bytes && [...MAPPED_IPV4, ...bytes];
  }
  return parseIpv6(text);
}

/** Addresses that share their first bits. */
export interface IpSubnet {
  readonly address: IpAddress;
  /** Of the 128: an IPv4 prefix counts from 96. */
  readonly prefixBits: number;
}

/** The subnet in `text`, as in `10.0.0.0/8`; undefined where there is none. */
export function parseIpSubnet(text: string): IpSubnet | undefined {
  const slash = text.indexOf("/");
  const prefix = text.slice(slash + 1);
  if (slash < 0 || !/^\d{1,3}$/.test(prefix)) return undefined;
  const address = parseIpAddress(text.slice(0, slash));
  const offset = text.includes(":") ? 0 : 96;
  const prefixBits = offset + Number(prefix);
  return address === undefined || prefixBits > 128 ? undefined : { address, prefixBits };
}

/** The first address of the subnet: its prefix, with nothing after it. */
export function baseOf({ address, prefixBits }: IpSubnet): IpAddress {
  return address.map((byte, at) => byte & maskAt(prefixBits, at));
}

/** The address so many after this one; undefined past the last there is. */
export function plusIp(address: IpAddress, count: number): IpAddress | undefined {
  const sum = [...address];
  let rest = count;
  for (let at = sum.length - 1; at >= 0 && rest > 0; at--) {
    rest += sum[at] ?? 0;
    sum[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return rest > 0 ? undefined : sum;
}

/** How many addresses after `base` it is; undefined where it is before it, or 2^31 or more after. */
export function distanceIp(base: IpAddress, address: IpAddress): number | undefined {
  let distance = 0;
  for (const [at, byte] of address.entries()) {
    distance = distance * 256 + byte - (base[at] ?? 0);
    if (Math.abs(distance) >= 2 ** 31) return undefined;
  }
  return distance < 0 ? undefined : distance;
}

export function isIpv4(address: IpAddress): boolean {
  return MAPPED_IPV4.every((byte, at) => byte === address[at]);
}

/** As people write it: `10.0.0.1`, or IPv6 in the form of RFC 5952. */
export function formatIp(address: IpAddress): string {
  if (isIpv4(address)) return address.slice(12).join(".");
  const groups = Array.from(
    { length: 8 },
    (_, at) => (address[2 * at] ?? 0) * 256 + (address[2 * at + 1] ?? 0),
  );
  const [start, length] = longestZeros(groups);
  const hex = (part: readonly number[]): string =>
    part.map((group) => group.toString(16)).join(":");
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** `10.0.0.0/24`: what is after the prefix is left out. */
export function formatSubnet(subnet: IpSubnet): string {
  const base = baseOf(subnet);
  return `${formatIp(base)}/${subnet.prefixBits - (isIpv4(base) ? 96 : 0)}`;
}

export function overlap(left: IpSubnet, right: IpSubnet): boolean {
  return left.prefixBits <= right.prefixBits
    ? containsIp(left, right.address)
    : containsIp(right, left.address);
}

/** Where the longest run of zeros begins, the first of several, and its length. */
function longestZeros(groups: readonly number[]): readonly [start: number, length: number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  for (const [at, group] of groups.entries()) {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > best[1]) best = [start, at + 1 - start];
  }
  return best;
}

function maskAt(prefixBits: number, at: number): number {
  const bits = Math.min(8, Math.max(0, prefixBits - at * 8));
  return (0xff << (8 - bits)) & 0xff;
}

export function equalIp(left: IpAddress, right: IpAddress): boolean {
  return left.every((byte, at) => byte === right[at]);
}

export function containsIp({ address, prefixBits }: IpSubnet, candidate: IpAddress): boolean {
  return address.every((byte, at) => {
    const mask = maskAt(prefixBits, at);
    return (byte & mask) === ((candidate[at] ?? 0) & mask);
  });
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  // A leading zero might mean octal: refused, as Go does.
  if (!parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.map(Number);
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : parseGroups(half)));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Groups of two bytes, the last of which may be an IPv4 address. */
function parseGroups(text: string): number[] | undefined {
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [at, group] of groups.entries()) {
    const ipv4 = at === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4) {
      bytes.push(...ipv4);
      continue;
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes;
}
