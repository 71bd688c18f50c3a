import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  LogStream,
  makeAnnotations,
  makeCreateSecretRequest,
  makeFileTarget,
  makeLogSelector,
  makeLogSubscriptionOptions,
  makeSecretReference,
  makeSecretSpec,
  makeSubscribeLogsRequest,
  type LogMessage,
} from "../../src/model/generated/types.ts";
import { LogPosition } from "../../src/model/log-position.ts";
import { ControlService, LogsService } from "../../src/wire/generated/services.ts";
import { SimCluster } from "../sim/cluster.ts";
import type { SimMachine } from "../sim/machine.ts";
import { forSeeds } from "../support/seeds.ts";

const NEVER = new AbortController().signal;
const SEEDS = 3;

/** Which tasks have files on which machine, and which run there. */
function filesAndTasks(cluster: SimCluster): [files: string[], tasks: string[]] {
  const on = (name: string, ids: Iterable<string>): string[] =>
    [...ids].map((id) => `${name} ${id}`);
  const files = cluster.machines.flatMap(({ name, engine }) => on(name, engine.files.keys()));
  const tasks = cluster.machines.flatMap(({ name, engine }) =>
    on(
      name,
      engine.running.map(({ task }) => task.id),
    ),
  );
  return [files.sort(), tasks.sort()];
}

test.serial(
  "cluster: a secret is where its tasks run, through all faults, and nowhere else",
  async (t) => {
    await forSeeds(t, SEEDS, async (seed) => {
      const cluster = await SimCluster.boot(seed);
      const control = cluster.managers[0]!.control();
      const spec = makeSecretSpec({
        annotations: makeAnnotations({ name: "pass" }),
        data: new TextEncoder().encode("sesame"),
      });
      const { secret } = await cluster.sim.finish(
        control.unary(ControlService.CreateSecret, makeCreateSecretRequest({ spec }), {
          signal: NEVER,
        }),
      );
      const secrets = [
        makeSecretReference({
          ...{ secretId: secret!.id, secretName: "pass" },
          file: makeFileTarget({ name: "pass", mode: 0o444 }),
        }),
      ];
      await cluster.sim.finish(cluster.operator.create("web", 6, [], { secrets }));
      await cluster.converge(10_000);

      cluster.machine("w1").kill();
      cluster.machine("w2").losePower();
      cluster.leader?.kill();
      await cluster.sim.advance(8_000);
      cluster.heal();
      await cluster.converge(60_000);
      const [files, tasks] = filesAndTasks(cluster);
      t.is(tasks.length, 6);
      t.deepEqual(files, tasks);

      await cluster.sim.finish(cluster.operator.remove("web"));
      await cluster.converge(20_000);
      t.deepEqual(filesAndTasks(cluster), [[], []]);
    });
  },
);

/** Reads a service's logs as the API does: it subscribes anew with whoever leads, from where it was. */
async function follow(
  cluster: SimCluster,
  serviceId: string,
  via: SimMachine,
  read: (message: LogMessage) => void,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = cluster.sim.process("reader");
  const position = new LogPosition();
  const request = makeSubscribeLogsRequest({
    selector: makeLogSelector({ serviceIds: [serviceId] }),
    options: makeLogSubscriptionOptions({ follow: true }),
  });
  while (!signal.aborted) {
    try {
      const channel = cluster.managerOf(via)!.control();
      position.resume();
      for await (const { messages } of channel.serverStream(LogsService.SubscribeLogs, request, {
        signal,
      })) {
        for (const message of messages) if (position.accept(message)) read(message);
      }
    } catch (error) {
      if (!(error instanceof OperationalError) && !signal.aborted) throw error;
    }
    await clock.sleep(100, signal);
  }
}

test.serial("cluster: logs are followed across a task's move and a change of leader", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    const { id } = await cluster.sim.finish(cluster.operator.create("web", 3, ["serve"]));
    await cluster.converge(10_000);
    const read: string[] = [];
    const reader = new AbortController();
    const via = cluster.machines.find(
      (machine) => cluster.managerOf(machine) !== undefined && machine !== cluster.leader,
    )!;
    const following = follow(
      cluster,
      id,
      via,
      ({ stream, data }) => {
        if (stream !== LogStream.LOG_STREAM_UNKNOWN) read.push(new TextDecoder().decode(data));
      },
      reader.signal,
    );
    const printed: string[] = [];
    const printFor = async (rounds: number): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        for (const { name, engine, hasPower } of cluster.machines) {
          for (const { task } of hasPower ? engine.running : []) {
            const text = `${printed.length} on ${name}\n`;
            printed.push(text);
            engine.print(task.id, text);
          }
        }
        await cluster.sim.advance(100);
      }
    };
    await printFor(5);
    // The leader's daemon dies, and its tasks go on printing.
    const old = cluster.leader!;
    old.kill();
    await printFor(20);
    await cluster.sim.runUntil(() => cluster.leader !== undefined, 10_000, "another leader");
    old.start();
    await cluster.converge(30_000);
    // A task moves.
    const moving = cluster.machines.find(
      (machine) => machine !== cluster.leader && machine.engine.running.length > 0,
    )!;
    moving.engine.endContainer(moving.engine.running[0]!.task.id, 1);
    await cluster.converge(30_000);
    await printFor(5);
    await cluster.sim.advance(10_000);
    reader.abort();
    await cluster.sim.finish(following);

    t.deepEqual(read.toSorted(), printed.toSorted());
  });
});
