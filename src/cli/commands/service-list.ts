import { isOlderApi } from "../client.ts";
import type { EngineClient } from "../client.ts";
import { defineCommand, orRefuse, refuse } from "../command.ts";
import { withTaskCounts } from "../count-tasks.ts";
import type { Service, Task } from "../engine-api.ts";
import { ExitError } from "../exit.ts";
import { filterFlag, filterQuery } from "../flags/filter-flag.ts";
import { renderListing } from "../format/listing.ts";
import { serviceRow, SERVICE_STYLE, sortServices } from "../format/service-rows.ts";
import { nameTasks } from "../task-names.ts";
import { LISTING_FLAGS, printTasks, TASK_LISTING_FLAGS } from "./listing-flags.ts";

/** The first API version that counts a service's tasks for the client. */
const COUNTS_TASKS = "1.41";
const SHORT_ID = 12;

export const list = defineCommand({
  name: "ls",
  aliases: ["list"],
  usage: "[OPTIONS]",
  summary: "List services",
  examples: [
    ["skein service ls", "All services, with how many of their tasks run"],
    ["skein service ls --filter mode=global", "Those of one mode"],
    ["skein service ls --format '{{.Name}} {{.Replicas}}'", "Two columns, for a script"],
  ],
  seeAlso: [
    "skein service ps        list the tasks of a service",
    "skein service create    create one",
  ],
  arity: { least: 0, most: 0 },
  flags: { filter: filterFlag(["id", "label", "mode", "name", "runtime"]), ...LISTING_FLAGS },
  run: async ({ client, stdout }, { filter, quiet = false, format }) => {
    const canCount = !quiet && !isOlderApi(await client.version(), COUNTS_TASKS);
    const query = { filters: filterQuery(filter), ...(canCount && { status: true }) };
    const services = sortServices(await client.get<Service[]>("/services", query));
    if (quiet) {
      stdout.write(services.map(({ ID: id }) => `${id.slice(0, SHORT_ID)}\n`).join(""));
      return;
    }
    const rows = (await withTaskCounts(client, services)).map(serviceRow);
    stdout.write(orRefuse(renderListing(rows, SERVICE_STYLE, format)));
  },
});

export const ps = defineCommand({
  name: "ps",
  usage: "[OPTIONS] SERVICE [SERVICE...]",
  summary: "List the tasks of one or more services",
  details:
    "Below a task stand the earlier ones of its slot, marked with \\_. ERROR says why a task failed, " +
    "or why it is pending.",
  examples: [
    ["skein service ps web", "All tasks, with those that ended"],
    ["skein service ps --filter desired-state=running web", "Only those that should run"],
    ["skein service ps --no-trunc web", "With whole errors"],
  ],
  seeAlso: [
    "skein node ps           list the tasks of a node",
    "skein service inspect   show the specification",
  ],
  arity: { least: 1, most: Infinity },
  flags: {
    filter: filterFlag(["desired-state", "id", "name", "node"]),
    ...TASK_LISTING_FLAGS,
  },
  run: async (context, flags, names) => {
    const { client } = context;
    const { ids, missing } = await findServices(client, names);
    if (ids.length === 0) refuse(missing.join("\n"));
    const filters = filterQuery([
      ...(flags.filter ?? []),
      ...ids.map((id) => ["service", id] as const),
    ]);
    const tasks = await client.get<Task[]>("/tasks", { filters });
    const resolve = flags.noResolve !== true;
    // Alone, IDs are for other commands to read, which takes whole ones. As docker does here, and only here.
    const noTrunc = flags.quiet === true || flags.noTrunc === true;
    printTasks(context, await nameTasks(client, tasks, { resolve }), { ...flags, noTrunc });
    if (missing.length > 0) throw new ExitError(missing.join("\n"));
  },
});

/** The IDs of services given by ID, name or ID prefix, and a line for each that is not there. */
async function findServices(
  client: EngineClient,
  names: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly missing: readonly string[] }> {
  const pairs = (key: string): (readonly [string, string])[] => names.map((name) => [key, name]);
  const byId = await client.get<Service[]>("/services", { filters: filterQuery(pairs("id")) });
  const byName = await client.get<Service[]>("/services", { filters: filterQuery(pairs("name")) });
  const ids = new Set<string>();
  const missing: string[] = [];
  for (const name of names) {
    const found =
      byId.find((service) => service.ID === name) ??
      byName.find((service) => service.Spec.Name === name) ??
      byId.find((service) => service.ID.startsWith(name));
    if (found) ids.add(found.ID);
    else missing.push(`no such service: ${name}`);
  }
  return { ids: [...ids], missing };
}
