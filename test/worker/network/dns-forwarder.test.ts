import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { DnsForwarder } from "../../../src/worker/network/dns-forwarder.ts";
import { SimEntropy } from "../../sim/entropy.ts";

test("a nameserver that there is no way to is a question without an answer, and nothing worse", async (t) => {
  const forwarder = new DnsForwarder({
    ...{ clock: realClock, entropy: new SimEntropy(new Prng(1)) },
    resolvConf: "/dev/null",
  });
  const query = Uint8Array.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]);
  const { signal } = new AbortController();

  // The kernel refuses to connect to it at once.
  await t.throwsAsync(forwarder.ask(query, ["255.255.255.255"], "udp", signal), {
    message: /EACCES|ENETUNREACH|EADDRNOTAVAIL/,
  });
});
