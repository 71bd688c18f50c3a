import test from "ava";
import { withNewKeys } from "../../../src/manager/control/network-keys.ts";
import { makeCluster, type Cluster } from "../../../src/model/generated/types.ts";

function drawn(): () => Uint8Array {
  let next = 0;
  return () => new Uint8Array(16).fill(++next);
}

const shown = ({ networkBootstrapKeys }: Cluster): readonly string[] =>
  networkBootstrapKeys.map(({ subsystem, lamportTime, key }) => {
    return `${subsystem} ${lamportTime} ${key[0] ?? 0}`;
  });

test("network keys: three for each purpose, of which the oldest goes when one is added", (t) => {
  const draw = drawn();
  const first = withNewKeys(makeCluster({ id: "c" }), 3, draw);
  t.deepEqual(shown(first), [
    "networking:gossip 1 1",
    "networking:gossip 2 2",
    "networking:gossip 3 3",
    "networking:ipsec 4 4",
    "networking:ipsec 5 5",
    "networking:ipsec 6 6",
  ]);
  const next = withNewKeys(first, 1, draw);
  t.deepEqual(shown(next), [
    "networking:gossip 2 2",
    "networking:gossip 3 3",
    "networking:gossip 7 7",
    "networking:ipsec 5 5",
    "networking:ipsec 6 6",
    "networking:ipsec 8 8",
  ]);
  t.is(next.encryptionKeyLamportClock, 8);
});
