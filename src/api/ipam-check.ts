import {
  baseOf,
  containsIp,
  equalIp,
  formatIp,
  formatSubnet,
  isIpv4,
  overlap,
  parseIpAddress,
  parseIpSubnet,
  type IpSubnet,
} from "../model/ip-address.ts";
import type { IPAMConfig } from "../model/generated/types.ts";
import { badRequest } from "./api-error.ts";

const NO_CIDR = "invalid CIDR block notation";

/**
 * Refuses the addresses of a network that cannot be, all that is wrong at once. The texts are
 * Docker's: what it finds before its managers are asked. Source: moby api/types/network ValidateIPAM.
 */
export function checkAddresses(configs: readonly IPAMConfig[]): void {
  const problems = configs.flatMap(problemsOf);
  if (problems.length === 0) return;
  const lines = problems.length === 1 ? problems : problems.map((problem) => `* ${problem}`);
  badRequest(`invalid network config:\n${lines.join("\n")}`);
}

function problemsOf({ subnet: text, range, gateway, reserved }: IPAMConfig): readonly string[] {
  if (text === "") return [];
  const subnet = parseIpSubnet(text);
  if (!subnet) return [`invalid subnet ${text}: ${NO_CIDR}`];
  const found: string[] = [];
  if (!isMasked(subnet)) found.push(`invalid subnet ${text}: it should be ${formatSubnet(subnet)}`);
  if (range !== "") found.push(...rangeProblems(range, subnet));
  const given = [
    ["gateway", gateway, gateway],
    ...Object.entries(reserved).map(([name, value]) => ["auxiliary address", name, value]),
  ];
  for (const [kind = "", name = "", value = ""] of given) {
    const problem = value === "" ? undefined : addressProblem(value, subnet);
    if (problem !== undefined) found.push(`invalid ${kind} ${name}: ${problem}`);
  }
  return found;
}

function rangeProblems(text: string, subnet: IpSubnet): readonly string[] {
  const range = parseIpSubnet(text);
  const wrong = (problem: string): string => `invalid ip-range ${text}: ${problem}`;
  if (!range) return [wrong(NO_CIDR)];
  if (!sameFamily(range, subnet)) return [wrong(`parent subnet is an ${familyOf(subnet)} block`)];
  const parent = writtenAs(subnet);
  const found: string[] = [];
  if (range.prefixBits < subnet.prefixBits) {
    found.push(wrong(`CIDR block is bigger than its parent subnet ${parent}`));
  }
  if (!isMasked(range)) found.push(wrong(`it should be ${formatSubnet(range)}`));
  if (!overlap(range, subnet))
    found.push(wrong(`parent subnet ${parent} doesn't contain ip-range`));
  return found;
}

function addressProblem(text: string, subnet: IpSubnet): string | undefined {
  const address = parseIpAddress(text);
  if (!address) return "invalid address";
  if (!sameFamily({ address, prefixBits: 128 }, subnet)) {
    return `parent subnet is an ${familyOf(subnet)} block`;
  }
  if (containsIp(subnet, address)) return undefined;
  return `parent subnet ${writtenAs(subnet)} doesn't contain this address`;
}

function isMasked(subnet: IpSubnet): boolean {
  return equalIp(baseOf(subnet), subnet.address);
}

function sameFamily(one: IpSubnet, other: IpSubnet): boolean {
  return isIpv4(one.address) === isIpv4(other.address);
}

function familyOf({ address }: IpSubnet): string {
  return isIpv4(address) ? "IPv4" : "IPv6";
}

/** With what is after the prefix, which `formatSubnet` leaves out. */
function writtenAs({ address, prefixBits }: IpSubnet): string {
  return `${formatIp(address)}/${prefixBits - (isIpv4(address) ? 96 : 0)}`;
}
