import test from "ava";
import { clockConformance } from "../conformance/clock.ts";
import { storageConformance } from "../conformance/storage.ts";
import { CLUSTER, rpcConformance } from "../conformance/rpc.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import { credentialsFor } from "../sim/certificates.ts";
import { SimNetwork } from "../sim/network.ts";
import { SimDisk } from "../sim/disk.ts";
import { Simulation } from "../sim/simulation.ts";

storageConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "disk");
  let count = 0;
  return {
    open: async () => disk.open(sim.process(`owner${count++}`)),
    run: (work) => sim.finish(work()),
  };
});

clockConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  return { clock: sim.process("a").clock, run: (work) => sim.finish(work()), toleranceMs: 0 };
});

rpcConformance("simulated", test.serial, async (_t, routes) => {
  const sim = new Simulation(1);
  const network = new SimNetwork(sim);
  const [server, client] = [sim.process("m1"), sim.process("w1")];
  const organization = CLUSTER;
  const m1 = credentialsFor({ nodeId: "m1", role: NodeRole.MANAGER, organization });
  const w1 = credentialsFor({ nodeId: "w1", role: NodeRole.WORKER, organization });
  network.listen(server, "m1:2377", {
    routes,
    credentials: () => m1,
    organization,
    isRemoved: () => false,
  });
  const dialer = network.dialer(client, () => w1);
  return {
    worker: dialer.certified("m1:2377"),
    stranger: dialer.anonymous("m1:2377", m1.root),
    nowhere: dialer.certified("m1:1"),
    clock: client.clock,
    run: (work) => sim.finish(work()),
  };
});
