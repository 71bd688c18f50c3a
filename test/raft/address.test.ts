import test from "ava";
import { reachableAddress, splitAddress } from "../../src/raft/address.ts";

for (const [advertised, remote, expected] of [
  ["10.0.0.5:2377", "192.168.1.9:55123", "10.0.0.5:2377"],
  ["manager-1:2377", "192.168.1.9:55123", "manager-1:2377"],
  ["0.0.0.0:2377", "192.168.1.9:55123", "192.168.1.9:2377"],
  ["[::]:2377", "[fe80::1]:55123", "[fe80::1]:2377"],
  ["[0:0:0:0:0:0:0:0]:2377", "10.1.1.1:1", "10.1.1.1:2377"],
  [":4000", "10.1.1.1:1", "10.1.1.1:4000"],
  ["[::1]:2377", "10.1.1.1:1", "[::1]:2377"],
] as const) {
  test(`reachableAddress: ${advertised} called from ${remote} is ${expected}`, (t) => {
    t.is(reachableAddress(advertised, remote), expected);
  });
}

for (const address of ["", "host", "host:", "host:0", "host:70000", "::1:2377", "a:b:1"]) {
  test(`splitAddress: refuses "${address}"`, (t) => {
    t.throws(() => splitAddress(address), { message: /use host:port/ });
  });
}
