import test from "ava";
import { whyNotListening } from "../../src/manager/passages/refusals.ts";
import {
  makeEngineDescription,
  makeNode,
  makeNodeDescription,
  makeTask,
} from "../../src/model/generated/types.ts";
import { forbidsRemoteContainers } from "../../src/model/remote-containers.ts";
import { openContainers } from "../../src/node/containers-from-afar.ts";
import { daemonCommand, type DaemonOptions } from "../../src/node/daemon-options.ts";
import { describeNode } from "../../src/node/engine-choice.ts";
import { SimEngineHost } from "../sim/engine.ts";
import { Simulation } from "../sim/simulation.ts";

const NEVER = new AbortController().signal;
const CARRIES_ALL = { lack: undefined, encryption: undefined };

async function optionsOf(...args: readonly string[]): Promise<DaemonOptions> {
  let options: DaemonOptions | undefined;
  const read = (given: DaemonOptions): Promise<void> => {
    options = given;
    return Promise.resolve();
  };
  await daemonCommand("1.2.3", read).parseAsync(args, { from: "user" });
  if (!options) throw new Error("the options were not read");
  return options;
}

test("a host whose owner lets no manager at its containers says so, and does not listen", async (t) => {
  const sim = new Simulation(1);
  const process = sim.process("n1");
  const engine = new SimEngineHost(sim, "n1").connect(process);
  const labelsWith = async (options: DaemonOptions): Promise<Readonly<Record<string, string>>> => {
    const { engine: facts } = await sim.finish(describeNode(engine, options, CARRIES_ALL, NEVER));
    return facts?.labels ?? {};
  };
  const [open, closed] = [await optionsOf(), await optionsOf("--no-remote-containers")];

  t.false(forbidsRemoteContainers(await labelsWith(open)));
  const labels = await labelsWith(closed);
  t.true(forbidsRemoteContainers(labels));
  openContainers("docker", open, process)?.close();
  t.is(openContainers("docker", closed, process), undefined);
  t.is(openContainers("process", open, process), undefined);

  const description = makeNodeDescription({ engine: makeEngineDescription({ labels }) });
  const { message } = whyNotListening(makeTask(), "c", makeNode({ description }));
  t.regex(message, /--no-remote-containers: connect to that host/);
});
