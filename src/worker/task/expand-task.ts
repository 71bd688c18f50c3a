import { err, ok, type Result } from "../../base/result.ts";
import { executeTemplate } from "../../base/template/execute.ts";
import { parseTemplate } from "../../base/template/parse.ts";
import { TASK_FUNCTIONS } from "../../base/template/task-functions.ts";
import { taskName } from "../../model/task-name.ts";
import type { ContainerSpec, Mount, NodeDescription, Task } from "../../model/generated/types.ts";

/** A template that makes no sense; caught where expanding begins. */
class ExpansionError extends Error {
  override readonly name = "ExpansionError";
}

type Texts = Readonly<Record<string, string>>;

/**
 * The task with its templates filled in, as only its node can: host name, values of environment
 * variables, and the sources, targets and volumes of mounts. The same task comes back where there
 * is nothing to fill in. Source: swarmkit template/expand.go.
 */
export function expandTask(task: Task, node: NodeDescription): Result<Task, string> {
  const { spec } = task;
  const container = spec?.container;
  if (spec === undefined || container === undefined) return ok(task);
  if (!mayHaveTemplates(container)) return ok(task);
  try {
    const filled = expandContainer(container, templateContext(task, node));
    return ok({ ...task, spec: { ...spec, container: filled } });
  } catch (error) {
    if (error instanceof ExpansionError) return err(error.message);
    throw error;
  }
}

/** What templates of a task can ask for. Source: swarmkit template/context.go. */
export function templateContext(
  task: Task,
  node: NodeDescription,
): Readonly<Record<string, unknown>> {
  return {
    Service: {
      ID: task.serviceId,
      Name: task.serviceAnnotations?.name ?? "",
      Labels: task.serviceAnnotations?.labels ?? {},
    },
    Node: {
      ID: task.nodeId,
      Hostname: node.hostname,
      Platform: {
        Architecture: node.platform?.architecture ?? "",
        OS: node.platform?.os ?? "",
      },
    },
    Task: {
      ID: task.id,
      Name: taskName(task),
      Slot: task.slot > 0 ? String(task.slot) : task.nodeId,
    },
  };
}

type Expand = (what: string, text: string) => string;

function expandContainer(
  spec: ContainerSpec,
  context: Readonly<Record<string, unknown>>,
): ContainerSpec {
  const expand: Expand = (what, text) => {
    if (!text.includes("{{")) return text;
    const pieces = parseTemplate(text);
    const filled = pieces.ok
      ? executeTemplate(pieces.value, context, { strict: true, functions: TASK_FUNCTIONS })
      : pieces;
    if (filled.ok) return filled.value;
    throw new ExpansionError(`Cannot expand ${what} "${text}": ${filled.error}`);
  };
  return {
    ...spec,
    hostname: expand("host name", spec.hostname),
    env: spec.env.map((entry) => expandVariable(entry, expand)),
    mounts: spec.mounts.map((mount) => expandMount(mount, expand)),
  };
}

/** Its value: the name stays as it is. */
function expandVariable(entry: string, expand: Expand): string {
  const end = entry.indexOf("=");
  if (end < 0) return entry;
  const name = entry.slice(0, end);
  return `${name}=${expand(`variable ${name}`, entry.slice(end + 1))}`;
}

function expandMount(mount: Mount, expand: Expand): Mount {
  const texts = (what: string, given: Texts): Texts =>
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, expand(`${what} ${key}`, value)]),
    );
  const volume = mount.volumeOptions;
  const driver = volume?.driverConfig;
  return {
    ...mount,
    source: expand("mount source", mount.source),
    target: expand("mount target", mount.target),
    volumeOptions: volume && {
      ...volume,
      labels: texts("volume label", volume.labels),
      driverConfig: driver && { ...driver, options: texts("volume option", driver.options) },
    },
  };
}

function mayHaveTemplates({ hostname, env, mounts }: ContainerSpec): boolean {
  return [hostname, ...env, JSON.stringify(mounts)].some((text) => text.includes("{{"));
}
