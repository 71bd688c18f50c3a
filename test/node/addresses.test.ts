import test from "ava";
import { resolveAddresses, type MachineAddress } from "../../src/node/addresses.ts";

const on = (name: string, address: string, internal = false): MachineAddress => ({
  interface: name,
  address,
  family: address.includes(":") ? "IPv6" : "IPv4",
  internal,
});
const LOOPBACK = on("lo", "127.0.0.1", true);
const ONE = [LOOPBACK, on("eth0", "192.0.2.7"), on("eth0", "fe80::1")];
const TWO = [...ONE, on("eth1", "198.51.100.9")];

const RESOLVED: readonly (readonly [string, string, readonly MachineAddress[], string, string])[] =
  [
    ["0.0.0.0:2377", "", ONE, "0.0.0.0:2377", "192.0.2.7:2377"],
    ["0.0.0.0", "", ONE, "0.0.0.0:2377", "192.0.2.7:2377"],
    ["192.0.2.7:4000", "", TWO, "192.0.2.7:4000", "192.0.2.7:4000"],
    ["0.0.0.0:4000", "198.51.100.9", TWO, "0.0.0.0:4000", "198.51.100.9:4000"],
    ["0.0.0.0:2377", "eth1:5000", TWO, "0.0.0.0:2377", "198.51.100.9:5000"],
    ["eth0", "", TWO, "192.0.2.7:2377", "192.0.2.7:2377"],
    ["127.0.0.3:2377", "127.0.0.3", ONE, "127.0.0.3:2377", "127.0.0.3:2377"],
    ["[::1]:2377", "[fd00::2]:2377", ONE, "[::1]:2377", "[fd00::2]:2377"],
  ];
for (const [listen, advertise, machine, wantedListen, wantedAdvertise] of RESOLVED) {
  test(`resolveAddresses: listen "${listen}", advertise "${advertise}" of ${machine.length} addresses`, (t) => {
    t.deepEqual(resolveAddresses(listen, advertise, machine), {
      listen: wantedListen,
      advertise: wantedAdvertise,
    });
  });
}

const REFUSED: readonly (readonly [string, string, readonly MachineAddress[], RegExp])[] = [
  ["", "", ONE, /invalid ListenAddr/],
  [
    "0.0.0.0:2377",
    "",
    TWO,
    /multiple addresses on different interfaces \(192\.0\.2\.7 on eth0 and 198/,
  ],
  ["0.0.0.0:2377", "", [LOOPBACK], /could not find the system's IP address/],
  ["0.0.0.0:2377", "0.0.0.0", ONE, /advertise address must be a non-zero IP/],
  ["no address", "", ONE, /could not parse listen address no address/],
  ["wlan7", "", ONE, /listen address must be an IP address or network interface/],
  ["0.0.0.0:2377", "wlan7", ONE, /advertise address must be a non-zero IP/],
  ["0.0.0.0:99999", "", ONE, /must be from 1 to 65535/],
];
for (const [listen, advertise, machine, message] of REFUSED) {
  test(`resolveAddresses: refuses listen "${listen}", advertise "${advertise}" of ${machine.length} addresses`, (t) => {
    t.throws(() => resolveAddresses(listen, advertise, machine), { message });
  });
}
