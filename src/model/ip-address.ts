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

export function equalIp(left: IpAddress, right: IpAddress): boolean {
  return left.every((byte, at) => byte === right[at]);
}

export function containsIp({ address, prefixBits }: IpSubnet, candidate: IpAddress): boolean {
  return address.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefixBits - at * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
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
