import test from "ava";
import { BackendChoice } from "../../../src/worker/network/backend-choice.ts";
import { Simulation } from "../../sim/simulation.ts";

test("backend choice: a client with affinity keeps to its task while it calls, and as long as it is there", async (t) => {
  const sim = new Simulation(1);
  const choice = new BackendChoice(sim.process("w1").clock);
  const backends = ["a", "b", "c"];
  t.is(new Set(backends.map((client) => choice.of(client, backends, 0))).size, 3);

  const kept = choice.of("me", backends, 10);
  for (let count = 0; count < 5; count++) {
    await sim.advance(9_000);
    choice.of("other", backends, 10);
    t.is(choice.of("me", backends, 10), kept);
  }
  const left = backends.filter((each) => each !== kept);
  t.true(left.includes(choice.of("me", left, 10) ?? ""));
  t.is(choice.of("me", [], 10), undefined);
});
