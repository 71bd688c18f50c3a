import { messageOf } from "../../base/errors.ts";
import { ok } from "../../base/result.ts";
import type { EngineClient } from "../client.ts";
import {
  defineCommand,
  entryOf,
  orRefuse,
  refuse,
  type CommandContext,
  type CommandGroup,
} from "../command.ts";
import type { Info, Labels, Node, NodeSpec, Task } from "../engine-api.ts";
import { forEachItem, gather } from "../exit.ts";
import { filterFlag, filterQuery } from "../flags/filter-flag.ts";
import { choiceFlag, durationFlag, listFlag, switchFlag, textFlag } from "../flags/flag.ts";
import { parseLabel } from "../flags/key-value.ts";
import { AVAILABILITIES } from "../flags/swarm-flags.ts";
import { renderInspection } from "../format/inspect.ts";
import { renderListing } from "../format/listing.ts";
import { nodePretty } from "../format/node-pretty.ts";
import { nodeRow, NODE_STYLE, sortNodes } from "../format/node-rows.ts";
import { waitUntilDrained } from "../progress/wait-drained.ts";
import { nameTasks } from "../task-names.ts";
import { LISTING_FLAGS, printTasks, TASK_LISTING_FLAGS } from "./listing-flags.ts";

const ANY_NUMBER = Infinity;
const ROLES = ["worker", "manager"] as const;

const list = defineCommand({
  name: "ls",
  aliases: ["list"],
  usage: "[OPTIONS]",
  summary: "List nodes in the swarm",
  details: "The node that answers is marked with *.",
  examples: [
    ["skein node ls", "All nodes"],
    ["skein node ls --filter role=manager", "The managers"],
    ["skein node ls --format '{{.Hostname}} {{.Status}}'", "Two columns, for a script"],
  ],
  seeAlso: [
    "skein node ps        list the tasks of a node",
    "skein node inspect   show all that is known of a node",
  ],
  arity: { least: 0, most: 0 },
  flags: {
    filter: filterFlag(["id", "label", "membership", "name", "node.label", "role"]),
    ...LISTING_FLAGS,
  },
  run: async ({ client, stdout }, { filter, quiet = false, format }) => {
    const nodes = sortNodes(await client.get<Node[]>("/nodes", { filters: filterQuery(filter) }));
    if (quiet) {
      stdout.write(nodes.map(({ ID: id }) => `${id}\n`).join(""));
      return;
    }
    const info = await client.get<Info>("/info");
    const rows = nodes.map((each) => nodeRow(each, info));
    stdout.write(orRefuse(renderListing(rows, NODE_STYLE, format)));
  },
});

const inspect = defineCommand({
  name: "inspect",
  usage: "[OPTIONS] self|NODE [NODE...]",
  summary: "Display detailed information on one or more nodes",
  examples: [
    ["skein node inspect --pretty self", "The node that answers, for people"],
    ["skein node inspect --format '{{.Status.Addr}}' worker1", "One value, for a script"],
  ],
  seeAlso: ["skein node update   change labels, role or availability"],
  arity: { least: 1, most: ANY_NUMBER },
  flags: {
    format: textFlag("format", "Print with a Go template, or json", { short: "f" }),
    pretty: switchFlag("pretty", "Print for people to read"),
  },
  run: async ({ client, stdout }, { format, pretty = false }, names) => {
    if (pretty && format !== undefined)
      refuse("--format is incompatible with human friendly format");
    const { found, failure } = await gather(names, async (name) => findNode(client, name));
    stdout.write(
      pretty ? found.map(nodePretty).join("\n") : orRefuse(renderInspection(found, format)),
    );
    if (failure) throw failure;
  },
});

const update = defineCommand({
  name: "update",
  usage: "[OPTIONS] NODE",
  summary: "Update a node",
  details:
    "A drained node keeps no tasks: they start on other nodes. A paused one keeps what it has and " +
    "gets no more.",
  examples: [
    ["skein node update --availability drain worker1", "Empty a node before maintenance"],
    [
      "skein node update --availability drain --wait --timeout 5m worker1",
      "The same in a script: goes on when the node is empty",
    ],
    ["skein node update --availability active worker1", "Let it take tasks again"],
    ["skein node update --label-add disk=ssd worker1", "Give services something to ask for"],
  ],
  seeAlso: [
    "skein node promote      make a worker a manager",
    "skein service create    place tasks by label: --constraint node.labels.disk==ssd",
  ],
  arity: { least: 1, most: 1 },
  flags: {
    availability: choiceFlag("availability", "Whether the node takes tasks", AVAILABILITIES),
    role: choiceFlag("role", "Role of the node", ROLES),
    labelAdd: listFlag("label-add", "Add or update a node label (key=value)", parseLabel),
    labelRm: listFlag("label-rm", "Remove a node label", ok<string>),
    wait: switchFlag("wait", "With --availability drain: wait until no task is left on the node"),
    timeout: durationFlag("timeout", "With --wait: stop waiting after this time and exit with 1"),
  },
  run: async (context, flags, [name = ""]) => {
    const { client, stdout } = context;
    const isDrain = flags.availability === "drain";
    if (flags.wait === true && !isDrain)
      refuse("--wait can only be used with --availability drain");
    if (flags.timeout !== undefined && flags.wait !== true) refuse("--timeout needs --wait");
    await updateNode(client, name, ({ Spec: spec }) => ({
      ...spec,
      ...(flags.role !== undefined && { Role: flags.role }),
      ...(flags.availability !== undefined && { Availability: flags.availability }),
      Labels: changedLabels(spec.Labels ?? {}, flags.labelAdd ?? [], flags.labelRm ?? []),
    }));
    stdout.write(`${name}\n`);
    if (flags.wait !== true) return;
    await waitUntilDrained(context, await client.get<Node>(nodePath(name)), flags.timeout);
  },
});

const promote = defineCommand({
  name: "promote",
  usage: "NODE [NODE...]",
  summary: "Promote one or more nodes to manager in the swarm",
  details: "Keep an odd number of managers: three survive the loss of one, five of two.",
  examples: [["skein node promote worker1 worker2", "Make two workers managers"]],
  seeAlso: ["skein node demote   make a manager a worker"],
  arity: { least: 1, most: ANY_NUMBER },
  flags: {},
  run: async (context, _flags, names) =>
    setRoles(context, names, {
      role: "manager",
      done: (name) => `Node ${name} promoted to a manager in the swarm.`,
    }),
});

const demote = defineCommand({
  name: "demote",
  usage: "NODE [NODE...]",
  summary: "Demote one or more nodes from manager in the swarm",
  details: "The node goes on running tasks as a worker.",
  examples: [["skein node demote manager3", "Make a manager a worker"]],
  seeAlso: [
    "skein node promote   make a worker a manager",
    "skein node rm        remove a node that is gone for good",
  ],
  arity: { least: 1, most: ANY_NUMBER },
  flags: {},
  run: async (context, _flags, names) =>
    setRoles(context, names, {
      role: "worker",
      done: (name) => `Manager ${name} demoted in the swarm.`,
    }),
});

const ps = defineCommand({
  name: "ps",
  usage: "[OPTIONS] [NODE...]",
  summary: "List tasks running on one or more nodes, defaults to current node",
  examples: [
    ["skein node ps", "The tasks of the node that answers"],
    ["skein node ps --filter desired-state=running worker1", "Without those that ended"],
  ],
  seeAlso: ["skein service ps   list the tasks of a service"],
  arity: { least: 0, most: ANY_NUMBER },
  flags: { filter: filterFlag(["desired-state", "id", "label", "name"]), ...TASK_LISTING_FLAGS },
  run: async (context, flags, names) => {
    const { client } = context;
    const { found, failure } = await gather(names.length === 0 ? ["self"] : names, async (name) => {
      const { ID: id } = await findNode(client, name);
      const filters = filterQuery([...(flags.filter ?? []), ["node", id]]);
      return client.get<Task[]>("/tasks", { filters });
    });
    const named = await nameTasks(client, found.flat(), { resolve: flags.noResolve !== true });
    if (!failure || named.length > 0) printTasks(context, named, flags);
    if (failure) throw failure;
  },
});

const remove = defineCommand({
  name: "rm",
  aliases: ["remove"],
  usage: "[OPTIONS] NODE [NODE...]",
  summary: "Remove one or more nodes from the swarm",
  details: "The node must be down: let it leave first. A manager must be demoted before.",
  examples: [
    ["skein node rm worker1", "Forget a node that left"],
    ["skein node rm --force worker1", "Also one that is still up: it can do nothing more here"],
  ],
  seeAlso: [
    "skein leave         what to run on the node itself first",
    "skein node demote   what to run for a manager",
  ],
  arity: { least: 1, most: ANY_NUMBER },
  flags: { force: switchFlag("force", "Remove a node that is not down", { short: "f" }) },
  run: async ({ client, stdout }, { force = false }, names) => {
    await forEachItem(names, async (name) => {
      await client.delete(nodePath(name), force ? { force: 1 } : {});
      stdout.write(`${name}\n`);
    });
  },
});

/** Commands on the nodes of a swarm. */
export const node: CommandGroup = {
  name: "node",
  summary: "List, change, promote and remove nodes",
  commands: [list, inspect, ps, update, promote, demote, remove].map(entryOf),
};

function nodePath(name: string): string {
  return `/nodes/${encodeURIComponent(name)}`;
}

/** A node by id, name or id prefix; "self" is the one that answers. */
async function findNode(client: EngineClient, name: string): Promise<Node> {
  if (name !== "self") return client.get<Node>(nodePath(name));
  const { Swarm: swarm } = await client.get<Info>("/info");
  const id = swarm?.NodeID ?? "";
  if (id !== "") return client.get<Node>(nodePath(id));
  // Not in a swarm: the daemon says so, in its own words, to any question about nodes.
  await client.get<Node[]>("/nodes");
  return refuse("this node does not know its own ID yet: try again, or name the node");
}

/** A node reports to its managers all the time, and each report is a new version of it. */
const MAX_CONFLICTS = 10;

/** Changes a node's spec as `change` says; undefined leaves it as it is. */
async function updateNode(
  client: EngineClient,
  name: string,
  change: (current: Node) => NodeSpec | undefined,
): Promise<void> {
  for (let conflicts = 0; ; conflicts++) {
    const current = await client.get<Node>(nodePath(name));
    const spec = change(current);
    if (spec === undefined) return;
    try {
      const query = { version: current.Version.Index };
      await client.post(`${nodePath(current.ID)}/update`, spec, { query });
      return;
    } catch (error) {
      const isConflict = messageOf(error).includes("update out of sequence");
      if (!isConflict || conflicts === MAX_CONFLICTS) throw error;
    }
  }
}

function changedLabels(
  labels: Labels,
  added: readonly (readonly [key: string, value: string])[],
  removed: readonly string[],
): Labels {
  const changed = new Map([...Object.entries(labels), ...added]);
  for (const key of removed) {
    if (!changed.delete(key)) refuse(`key ${key} doesn't exist in node's labels`);
  }
  return Object.fromEntries(changed);
}

/** Gives nodes a role; one that has it already is left alone. */
async function setRoles(
  { client, stdout }: CommandContext,
  names: readonly string[],
  {
    role,
    done,
  }: { readonly role: (typeof ROLES)[number]; readonly done: (name: string) => string },
): Promise<void> {
  await forEachItem(names, async (name) => {
    let outcome = done(name);
    await updateNode(client, name, ({ ID: id, Spec: spec }) => {
      if (spec.Role !== role) return { ...spec, Role: role };
      outcome = `Node ${id} is already a ${role}.`;
      return undefined;
    });
    stdout.write(`${outcome}\n`);
  });
}
