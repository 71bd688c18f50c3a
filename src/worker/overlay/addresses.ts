import { parseIpAddress, type IpAddress } from "../../model/ip-address.ts";

const MAPPED_PREFIX_BYTES = 12;

/** An address without its prefix length, written the one way that the kernel writes it. */
export function bareAddress(text: string): string {
  const [address = ""] = text.split("/");
  const parsed = parseIpAddress(address);
  return parsed === undefined ? address : formatIpAddress(parsed);
}

export function isIpv6(address: string): boolean {
  return address.includes(":");
}

/** An address as text; IPv6 in the form of RFC 5952. */
export function formatIpAddress(address: IpAddress): string {
  if (isMapped(address)) return address.slice(MAPPED_PREFIX_BYTES).join(".");
  const groups = Array.from(
    { length: 8 },
    (_, at) => byteAt(address, 2 * at) * 256 + byteAt(address, 2 * at + 1),
  );
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

/**
 * The hardware address of whoever has these addresses on a network: every node works it out alike, so
 * none has to be told. As Docker Engine makes them: 02:42 and the four bytes of the IPv4 address; the
 * last four of the IPv6 address where there is only that. Undefined where there is no address.
 */
export function hardwareAddress(addresses: readonly string[]): string | undefined {
  const bare = addresses.map(bareAddress);
  const chosen = bare.find((address) => !isIpv6(address)) ?? bare[0];
  const parsed = chosen === undefined ? undefined : parseIpAddress(chosen);
  if (parsed === undefined) return undefined;
  const bytes = [0x02, 0x42, ...parsed.slice(-4)];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function isMapped(address: IpAddress): boolean {
  return (
    address.slice(0, 10).every((byte) => byte === 0) && address[10] === 0xff && address[11] === 0xff
  );
}

function byteAt(address: IpAddress, at: number): number {
  return address[at] ?? 0;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [at, group] of [...groups, 1].entries()) {
    if (group === 0) continue;
    if (at - start > best.length) best = { start, length: at - start };
    start = at + 1;
  }
  return best;
}
