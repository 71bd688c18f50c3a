import type { EngineClient } from "../client.ts";
import { defineCommand, orRefuse } from "../command.ts";
import type { Service, ServiceSpec } from "../engine-api.ts";
import { ExitError, forEachItem } from "../exit.ts";
import { parseScale } from "../flags/key-value.ts";
import { parseCount } from "../flags/numbers.ts";
import { WAIT_FLAGS } from "../flags/service-flags.ts";
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
  run: async ({ client, stdout }, _flags, operands) => {
    const wanted = operands.map((operand) => {
      const { service, replicas } = orRefuse(parseScale(operand));
      const count = parseCount(replicas);
      if (count.ok) return { service, replicas: count.value };
      throw new ExitError(`${service}: invalid replicas value ${replicas}: ${count.error}`);
    });
    const byName = new Map(wanted.map(({ service, replicas }) => [service, replicas]));
    await forEachItem([...byName.keys()], async (name) => {
      const current = await client.get<Service>(servicePath(name));
      const replicas = byName.get(name) ?? 0;
      const mode = scaledMode(current.Spec.Mode ?? {}, replicas);
      if (!mode.ok) throw new ExitError(`${name}: ${mode.error}`);
      await updateService(client, current, { ...current.Spec, Mode: mode.value });
      stdout.write(`${name} scaled to ${replicas}\n`);
    });
  },
});

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

function servicePath(name: string): string {
  return `/services/${encodeURIComponent(name)}`;
}

/** Replaces the spec of a service that has not changed since it was read. */
async function updateService(
  client: EngineClient,
  current: Service,
  spec: ServiceSpec,
): Promise<void> {
  await client.post(`${servicePath(current.ID)}/update`, spec, {
    query: { version: current.Version.Index },
  });
}
