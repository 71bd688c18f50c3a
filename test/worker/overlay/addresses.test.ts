import test from "ava";
import fc from "fast-check";
import { parseIpAddress } from "../../../src/model/ip-address.ts";
import {
  bareAddress,
  formatIpAddress,
  hardwareAddress,
} from "../../../src/worker/overlay/addresses.ts";

test("bareAddress: leaves the prefix out and writes what is left as the kernel does", (t) => {
  const cases: Record<string, string> = {
    "10.0.1.5/24": "10.0.1.5",
    "10.0.1.5": "10.0.1.5",
    "FD00:0:0::5/64": "fd00::5",
    "fd00:1:0:0:2:0:0:3": "fd00:1::2:0:0:3",
    "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
    "::1": "::1",
    "::": "::",
  };
  for (const [text, bare] of Object.entries(cases)) t.is(bareAddress(text), bare, text);
});

test("formatIpAddress: what it writes is read as the same address", (t) => {
  const bytes = fc.array(fc.constantFrom(0, 1, 255, 16), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(bytes, (address) => {
      t.deepEqual(parseIpAddress(formatIpAddress(address)), address);
    }),
  );
});

test("hardwareAddress: comes from the IPv4 address, or else the end of the IPv6 one", (t) => {
  t.is(hardwareAddress(["fd00::5/64", "10.0.1.5/24"]), "02:42:0a:00:01:05");
  t.is(hardwareAddress(["fd00::1:5/64"]), "02:42:00:01:00:05");
  t.is(hardwareAddress([]), undefined);
  t.is(hardwareAddress(["nonsense"]), undefined);
});
