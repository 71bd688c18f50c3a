import test from "ava";
import { makeOverlayPeer } from "../../../src/model/generated/types.ts";
import { isWireGuardKey } from "../../../src/model/wireguard-keys.ts";
import { insideAddress, wireGuardPeers } from "../../../src/worker/overlay/wireguard-plan.ts";

const KEY = `${"B".repeat(42)}A=`;
const peer = (
  nodeId: string,
  publicKey = KEY,
  nodeAddress = "192.0.2.2",
): ReturnType<typeof makeOverlayPeer> =>
  makeOverlayPeer({ networkId: "net", nodeId, nodeAddress, publicKey });

test("insideAddress: is the same for everybody, and ends in the hash of the node's id", (t) => {
  // The published values of FNV-1a.
  t.is(insideAddress("a"), "fd73:6b65:696e:0:af63:dc4c:8601:ec8c");
  t.is(insideAddress("foobar"), "fd73:6b65:696e:0:8594:4171:f739:67e8");
});

test("isWireGuardKey: takes 32 bytes in base64, and nothing that would read as more", (t) => {
  t.true(isWireGuardKey("CENvMxH3NoQ/pAm2lgUn1VFc+EuAVusN6cYBiU95LWQ="));
  for (const text of ["", KEY.slice(1), `${KEY}\n`, `${KEY}\nEndpoint = 192.0.2.9:1`, `A${KEY}`])
    t.false(isWireGuardKey(text), text);
  t.false(isWireGuardKey(`${"B".repeat(42)}B=`), "bits that no key has");
});

test("wireGuardPeers: those that have told a key and where they are, each once", (t) => {
  const other = `${"C".repeat(42)}A=`;
  const found = wireGuardPeers([
    peer("n3", other, "2001:db8::0:3"),
    peer("n2"),
    { ...peer("n2"), networkId: "another" },
    peer("n4", ""),
    peer("n5", `${KEY}\n[Peer]`),
    peer("n6", `${"D".repeat(42)}A=`, "host.example"),
  ]);
  t.deepEqual(found, [
    { publicKey: KEY, inside: insideAddress("n2"), nodeAddress: "192.0.2.2" },
    { publicKey: other, inside: insideAddress("n3"), nodeAddress: "2001:db8::3" },
  ]);
});

test("wireGuardPeers: a key that two claim is one peer, for one of them", (t) => {
  t.is(wireGuardPeers([peer("n2"), peer("n3")]).length, 1);
});
