/** An IP address, or a network of addresses, as a number. */
export interface Cidr {
  readonly address: bigint;
  /** 32 or 128. */
  readonly bits: number;
  /** Leading bits that make the network; all of them for an address. */
  readonly prefix: number;
}

/** Reads `192.0.2.1`, `192.0.2.0/24`, `fd00::1` or `fd00::/8`; undefined for what is neither. */
export function parseCidr(text: string): Cidr | undefined {
  const [host = "", length, ...more] = text.trim().split("/");
  const isIpv6 = host.includes(":");
  const address = isIpv6 ? parseIpv6(host) : parseIpv4(host);
  const bits = isIpv6 ? 128 : 32;
  if (address === undefined || more.length > 0) return undefined;
  if (length === undefined) return { address, bits, prefix: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  return { address, bits, prefix: Number(length) };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groupsOf = (half: string): readonly string[] => (half === "" ? [] : half.split(":"));
  const head = groupsOf(halves[0] ?? "");
  const tail = groupsOf(halves[1] ?? "");
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = value * 65_536n + BigInt(`0x${group}`);
  }
  return value;
}
