import test from "ava";
import { checkAddresses } from "../../src/api/ipam-check.ts";
import { makeIPAMConfig, type IPAMConfig } from "../../src/model/generated/types.ts";

const refused = (given: Partial<IPAMConfig>): string | undefined => {
  try {
    checkAddresses([makeIPAMConfig(given)]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const subnet = "10.9.0.0/24";

test("ipam: addresses that fit together are taken, and what is not said is left to the managers", (t) => {
  t.is(refused({}), undefined);
  t.is(refused({ subnet, range: "10.9.0.128/25", gateway: "10.9.0.1" }), undefined);
  t.is(refused({ subnet: "fd00::/64", gateway: "fd00::1", reserved: { a: "fd00::2" } }), undefined);
});

test("ipam: what does not fit is said in Docker's words", (t) => {
  const head = "invalid network config:\n";
  for (const [given, text] of [
    [{ subnet: "nonsense" }, "invalid subnet nonsense: invalid CIDR block notation"],
    [{ subnet: "10.9.0.5/24" }, "invalid subnet 10.9.0.5/24: it should be 10.9.0.0/24"],
    [{ subnet, range: "x" }, "invalid ip-range x: invalid CIDR block notation"],
    [{ subnet, range: "fd00::/80" }, "invalid ip-range fd00::/80: parent subnet is an IPv4 block"],
    [{ subnet, range: "10.9.0.5/25" }, "invalid ip-range 10.9.0.5/25: it should be 10.9.0.0/25"],
    [
      { subnet, range: "10.8.0.0/25" },
      "invalid ip-range 10.8.0.0/25: parent subnet 10.9.0.0/24 doesn't contain ip-range",
    ],
    [
      { subnet, gateway: "10.8.0.1" },
      "invalid gateway 10.8.0.1: parent subnet 10.9.0.0/24 doesn't contain this address",
    ],
    [{ subnet, gateway: "fd00::1" }, "invalid gateway fd00::1: parent subnet is an IPv4 block"],
    [{ subnet, reserved: { a: "x" } }, "invalid auxiliary address a: invalid address"],
  ] as const) {
    t.is(refused(given), head + text);
  }
});

test("ipam: all that is wrong is said at once", (t) => {
  t.is(
    refused({ subnet, gateway: "x", reserved: { a: "y" } }),
    "invalid network config:\n* invalid gateway x: invalid address\n" +
      "* invalid auxiliary address a: invalid address",
  );
});
