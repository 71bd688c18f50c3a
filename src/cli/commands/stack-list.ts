import { isOlderApi } from "../client.ts";
import { defineCommand, orRefuse, refuse } from "../command.ts";
import { withTaskCounts } from "../count-tasks.ts";
import type { Service, Task } from "../engine-api.ts";
import { filterFlag, filterQuery } from "../flags/filter-flag.ts";
import { renderListing, type ListingStyle } from "../format/listing.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { serviceRow, SERVICE_STYLE, sortServices } from "../format/service-rows.ts";
import { STACK_LABEL } from "../../model/stack-labels.ts";
import { ofStack } from "../stack/stack-labels.ts";
import { nameTasks } from "../task-names.ts";
import { LISTING_FLAGS, printTasks, TASK_LISTING_FLAGS } from "./listing-flags.ts";
import { checkStackName } from "./stack-flags.ts";

/** The first API version that counts a service's tasks for the client. */
const COUNTS_TASKS = "1.41";
const SHORT_ID = 12;

const STACK_STYLE: ListingStyle = {
  table: "{{.Name}}\t{{.Services}}",
  headings: { Name: "NAME", Services: "SERVICES" },
};

export const list = defineCommand({
  name: "ls",
  aliases: ["list"],
  usage: "[OPTIONS]",
  summary: "List stacks",
  examples: [
    ["skein stack ls", "All stacks, with how many services each has"],
    ["skein stack ls --format '{{.Name}}'", "One column, for a script"],
  ],
  seeAlso: ["skein stack services   list the services of a stack"],
  arity: { least: 0, most: 0 },
  flags: { format: LISTING_FLAGS.format },
  run: async ({ client, stdout }, { format }) => {
    const filters = filterQuery([["label", STACK_LABEL]]);
    const services = await client.get<Service[]>("/services", { filters });
    const counts = new Map<string, number>();
    for (const { Spec: spec } of services) {
      const stack = spec.Labels?.[STACK_LABEL] ?? "";
      counts.set(stack, (counts.get(stack) ?? 0) + 1);
    }
    const rows = [...counts]
      .sort(([a], [b]) => naturalOrder(a, b))
      .map(([name, count]) => ({ Name: name, Services: String(count) }));
    stdout.write(orRefuse(renderListing(rows, STACK_STYLE, format)));
  },
});

export const services = defineCommand({
  name: "services",
  usage: "[OPTIONS] STACK",
  summary: "List the services of a stack",
  examples: [
    ["skein stack services shop", "With how many of their tasks run"],
    ["skein stack services --filter mode=global shop", "Those of one mode"],
  ],
  seeAlso: ["skein stack ps   list the tasks of a stack"],
  arity: { least: 1, most: 1 },
  flags: { filter: filterFlag(["id", "label", "mode", "name"]), ...LISTING_FLAGS },
  run: async ({ client, stdout, stderr }, { filter, quiet = false, format }, [stack = ""]) => {
    checkStackName(stack);
    const canCount = !quiet && !isOlderApi(await client.version(), COUNTS_TASKS);
    const found = await ofStack<Service>(client, "services", stack, {
      filters: filter ?? [],
      ...(canCount && { query: { status: true } }),
    });
    if (found.length === 0) {
      stderr.write(`Nothing found in stack: ${stack}\n`);
      return;
    }
    const sorted = sortServices(found);
    if (quiet) {
      stdout.write(sorted.map(({ ID: id }) => `${id.slice(0, SHORT_ID)}\n`).join(""));
      return;
    }
    const rows = (await withTaskCounts(client, sorted)).map(serviceRow);
    stdout.write(orRefuse(renderListing(rows, SERVICE_STYLE, format)));
  },
});

export const ps = defineCommand({
  name: "ps",
  usage: "[OPTIONS] STACK",
  summary: "List the tasks of a stack",
  details:
    "Below a task stand the earlier ones of its slot, marked with \\_. ERROR says why a task failed, " +
    "or why it is pending.",
  examples: [
    ["skein stack ps shop", "All tasks, with those that ended"],
    ["skein stack ps --filter desired-state=running shop", "Only those that should run"],
  ],
  seeAlso: ["skein explain    say why a service or a task is as it is"],
  arity: { least: 1, most: 1 },
  flags: {
    filter: filterFlag(["desired-state", "id", "name", "node"]),
    ...TASK_LISTING_FLAGS,
  },
  run: async (context, flags, [stack = ""]) => {
    checkStackName(stack);
    const tasks = await ofStack<Task>(context.client, "tasks", stack, {
      filters: flags.filter ?? [],
    });
    if (tasks.length === 0) refuse(`nothing found in stack: ${stack}`);
    const resolve = flags.noResolve !== true;
    printTasks(context, await nameTasks(context.client, tasks, { resolve }), flags);
  },
});
