import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { configurationOf } from "../../../src/worker/network/host-wireguard.ts";
import { newPrivateKey, publicKeyOf } from "../../../src/worker/network/wireguard-key.ts";
import { insideAddress, wireGuardTable } from "../../../src/worker/overlay/wireguard-plan.ts";
import { ME, Machine, encrypted, endpoint, keyOf, network, peer } from "./machine.ts";

test("node networks: an encrypted network's tunnel is in WireGuard, with the nodes that have said a key", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1), encrypted(2)],
    peers: [
      peer(1, "n2", ""),
      peer(2, "n3", keyOf("C")),
      peer(2, "n4"),
      peer(2, "n5", "no key\n[Peer]"),
    ],
    endpoints: [endpoint(2, 1, "n3")],
  });
  await machine.sim.advance(500);

  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted);
  const device = "skwn1";
  const state = machine.host.wireGuards.get(device);
  t.deepEqual([...(state?.peers ?? [])], [[keyOf("C"), `${insideAddress("n3")}/128`]]);
  const { local, over, port, mtu } = machine.host.links.get("skv4099") ?? {};
  t.deepEqual([local, over, port, mtu], [insideAddress(ME), device, 4788, 1370]);
  t.is(machine.host.links.get(device)?.mtu, 1440);
  const encryption = await machine.networks.encryption(new AbortController().signal);
  t.deepEqual(encryption, { publicKey: publicKeyOf(state?.privateKey ?? "") });
  await machine.stop();
});

test("node networks: a key is the interface's as long as it lives, whatever becomes of the daemon; then a new one", async (t) => {
  const machine = new Machine();
  const { signal } = new AbortController();
  await machine.say({
    complete: true,
    networks: [encrypted(1)],
    peers: [peer(1, "n2", keyOf("B"))],
  });
  await machine.sim.advance(500);
  const first = await machine.networks.encryption(signal);

  await machine.restart();
  await machine.sim.advance(500);
  t.deepEqual(await machine.networks.encryption(signal), first);
  t.deepEqual(machine.networks.repaired, {});

  await machine.stop();
  machine.host.removeLink("skwn1");
  await machine.restart();
  await machine.sim.advance(500);
  t.notDeepEqual(await machine.networks.encryption(signal), first);
  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted);
  await machine.stop();
});

test("node networks: WireGuard that somebody deletes or changes is put back with all that was in it, and counted", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [encrypted(1), encrypted(2)],
    peers: [peer(1, "n2", keyOf("B")), peer(2, "n3", keyOf("C"))],
    endpoints: [endpoint(1, 1), endpoint(2, 2, "n3")],
  });
  await machine.sim.advance(500);
  const { signal } = new AbortController();
  const key = await machine.networks.encryption(signal);

  machine.host.removeLink("skwn1");
  await machine.sim.advance(20_000);
  t.deepEqual(machine.compare().actual, machine.compare().wanted);
  t.deepEqual(await machine.networks.encryption(signal), key);
  t.deepEqual(machine.networks.repaired, { encryption: 1, tunnels: 2 });

  const state = machine.host.wireGuards.get("skwn1");
  machine.host.wireGuards.set("skwn1", { ...state!, peers: new Map([[keyOf("X"), "::/0"]]) });
  await machine.sim.advance(20_000);
  t.deepEqual(machine.compare().actual, machine.compare().wanted);
  t.deepEqual(machine.networks.repaired, { encryption: 2, tunnels: 2 });

  machine.host.host.drop(wireGuardTable(ME));
  await machine.sim.advance(20_000);
  t.deepEqual(machine.compare().actual, machine.compare().wanted);
  t.deepEqual(machine.networks.repaired, { encryption: 3, tunnels: 2 });

  const cleared = machine.networks.clear(signal);
  await machine.sim.advance(1_000);
  await cleared;
  t.deepEqual([...machine.host.wireGuards], []);
  t.is(machine.host.host.listing(wireGuardTable(ME)), undefined);
  await machine.stop();
});

test("WireGuard keys: a private key is clamped, and gives the public one that others know", (t) => {
  const entropy = { bytes: () => new Uint8Array(32).fill(0xff), prng: () => new Prng(1) };
  const key = newPrivateKey(entropy);
  t.is(key, `+P${"/".repeat(39)}38=`);
  // As `wg pubkey` makes it.
  t.is(publicKeyOf(key), "hHwNLDdSNPNl5mCVUYejc1oPdhPRYJ06ak2MU66qWiI=");
});

test("WireGuard's configuration: has each peer's one address, and where it is reached", (t) => {
  const peers = [
    { publicKey: keyOf("B"), inside: "fd00::2", nodeAddress: "192.0.2.2" },
    { publicKey: keyOf("C"), inside: "fd00::3", nodeAddress: "2001:db8::3" },
  ];
  t.is(
    configurationOf({ privateKey: "secret", port: 4790, peers }),
    `[Interface]
PrivateKey = secret
ListenPort = 4790
[Peer]
PublicKey = ${keyOf("B")}
AllowedIPs = fd00::2/128
Endpoint = 192.0.2.2:4790
[Peer]
PublicKey = ${keyOf("C")}
AllowedIPs = fd00::3/128
Endpoint = [2001:db8::3]:4790
`,
  );
});
