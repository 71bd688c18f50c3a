import { defineCommand, orRefuse } from "../command.ts";
import type { Service } from "../engine-api.ts";
import { ExitError, forEachItem, gather, throwFailures } from "../exit.ts";
import { parseScale } from "../flags/key-value.ts";
import { parseCount } from "../notation/numbers.ts";
import { WAIT_FLAGS } from "../flags/service-flags.ts";
import { waitForService } from "../progress/wait.ts";
import { servicePath, updateService } from "../services.ts";
import { scaledMode } from "../spec/mode.ts";

export const scale = defineCommand({
  name: "scale",
  usage: "[OPTIONS] SERVICE=REPLICAS [SERVICE=REPLICAS...]",
  summary: "Scale one or multiple replicated services",
  examples: [
    ["skein service scale web=5", "Run five tasks"],
    ["skein service scale web=5 api=3", "Several at once"],
    ["skein service scale --detach web=0", "Stop all tasks, keep the service"],
  ],
  seeAlso: [
    "skein service ps       watch the tasks",
    "skein service update   change anything else",
  ],
  arity: { least: 1, most: Infinity },
  flags: WAIT_FLAGS,
  run: async (context, flags, operands) => {
    const { client, stdout } = context;
    const wanted = wantedReplicas(operands);
    const scaled = await gather([...wanted.keys()], async (name) => {
      const current = await client.get<Service>(servicePath(name));
      const replicas = wanted.get(name) ?? 0;
      const mode = scaledMode(current.Spec.Mode ?? {}, replicas);
      if (!mode.ok) throw new ExitError(`${name}: ${mode.error}`);
      await updateService(client, current, { ...current.Spec, Mode: mode.value });
      stdout.write(`${name} scaled to ${replicas}\n`);
      return name;
    });
    if (flags.detach === true) {
      throwFailures(scaled.failure);
      return;
    }
    const { quiet = false, timeout } = flags;
    const waited = await gather(scaled.found, async (name) =>
      waitForService(context, name, { quiet, timeout }),
    );
    throwFailures(scaled.failure, waited.failure);
  },
});

/** The number of tasks by service; the last one wins for a service named twice. */
function wantedReplicas(operands: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    operands.map((operand) => {
      const { service, replicas } = orRefuse(parseScale(operand));
      const count = parseCount(replicas);
      if (count.ok) return [service, count.value] as const;
      throw new ExitError(`${service}: invalid replicas value ${replicas}: ${count.error}`);
    }),
  );
}

export const remove = defineCommand({
  name: "rm",
  aliases: ["remove"],
  usage: "SERVICE [SERVICE...]",
  summary: "Remove one or more services",
  details: "The tasks are stopped. This cannot be undone, and it does not ask.",
  examples: [["skein service rm web api", "Remove two services"]],
  seeAlso: ["skein service scale   web=0 stops the tasks and keeps the service"],
  arity: { least: 1, most: Infinity },
  flags: {},
  run: async ({ client, stdout }, _flags, names) => {
    await forEachItem(names, async (name) => {
      await client.delete(servicePath(name));
      stdout.write(`${name}\n`);
    });
  },
});
