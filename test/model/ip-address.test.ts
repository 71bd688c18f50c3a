import { BlockList, isIP } from "node:net";
import test from "ava";
import fc from "fast-check";
import { containsIp, parseIpAddress, parseIpSubnet } from "../../src/model/ip-address.ts";

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
