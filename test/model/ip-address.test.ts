import { BlockList, isIP } from "node:net";
import test from "ava";
import fc from "fast-check";
import {
  containsIp,
  distanceIp,
  formatIp,
  formatSubnet,
  overlap,
  parseIpAddress,
  parseIpSubnet,
  plusIp,
} from "../../src/model/ip-address.ts";

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());

test("parseIpAddress: takes what Node.js takes for an address", (t) => {
  fc.assert(
    fc.property(anyAddress, (text) => isIP(text) !== 0 && parseIpAddress(text) !== undefined),
  );
  for (const text of [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    ":",
    ":::",
    "1::2::3",
    "g::",
    "1:2:3:4:5:6:7",
    "12345::",
  ]) {
    t.is(parseIpAddress(text), undefined, text);
    t.is(isIP(text), 0, text);
  }
});

test("containsIp: agrees with Node.js's BlockList", (t) => {
  const subnet = fc.oneof(
    fc.record({
      address: fc.ipV4(),
      bits: fc.nat({ max: 32 }),
      family: fc.constant("ipv4" as const),
    }),
    fc.record({
      address: fc.ipV6(),
      bits: fc.nat({ max: 128 }),
      family: fc.constant("ipv6" as const),
    }),
  );
  fc.assert(
    fc.property(subnet, fc.ipV4(), fc.ipV6(), ({ address, bits, family }, v4, v6) => {
      const list = new BlockList();
      list.addSubnet(address, bits, family);
      const parsed = parseIpSubnet(`${address}/${bits}`)!;
      const candidate = family === "ipv4" ? v4 : v6;
      return (
        containsIp(parsed, parseIpAddress(candidate)!) === list.check(candidate, family) &&
        containsIp(parsed, parseIpAddress(address)!)
      );
    }),
  );
  t.is(parseIpSubnet("10.0.0.0/33"), undefined);
  t.is(parseIpSubnet("10.0.0.0"), undefined);
});

test("addresses are written in their shortest form and read back the same", (t) => {
  const texts = [
    "10.0.1.2",
    "::",
    "::1",
    "fd00::1",
    "2001:db8:0:1::2",
    "1:0:0:2::3",
    "1:2:3:4:5:6:7:8",
  ];
  for (const text of texts) t.is(formatIp(parseIpAddress(text)!), text);
  t.is(formatIp(parseIpAddress("2001:DB8:0:0:1:0:0:1")!), "2001:db8::1:0:0:1");
});

test("addresses are counted across bytes", (t) => {
  const base = parseIpAddress("10.0.0.250")!;
  const later = plusIp(base, 300)!;
  t.is(formatIp(later), "10.0.2.38");
  t.is(distanceIp(base, later), 300);
  t.is(distanceIp(later, base), undefined);
  t.is(distanceIp(parseIpAddress("fd00::")!, parseIpAddress("fd00::1:0:0")!), undefined);
  t.is(plusIp(parseIpAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")!, 1), undefined);
});

test("two subnets overlap where one holds the other", (t) => {
  const pairs: readonly (readonly [string, string, boolean])[] = [
    ["10.0.0.0/8", "10.1.0.0/16", true],
    ["10.1.0.0/16", "10.0.0.0/8", true],
    ["10.0.0.0/24", "10.0.1.0/24", false],
    ["fd00::/8", "10.0.0.0/8", false],
  ];
  for (const [left, right, expected] of pairs) {
    t.is(overlap(parseIpSubnet(left)!, parseIpSubnet(right)!), expected, `${left} ${right}`);
  }
  t.is(formatSubnet(parseIpSubnet("10.1.2.3/16")!), "10.1.0.0/16");
});
