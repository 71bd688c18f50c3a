import type { PortConfig, Task } from "../engine-api.ts";
import { ago, timeOrder } from "./ago.ts";
import { familiarImage } from "./image-name.ts";
import type { ListingStyle, Row } from "./listing.ts";
import { naturalOrder } from "./natural-order.ts";
import { capitalise } from "./node-rows.ts";

const SHORT_ID = 12;
const MAX_ERROR = 30;

/** Source: docker, cli/command/task/formatter.go. */
export const TASK_STYLE: ListingStyle = {
  table:
    "{{.ID}}\t{{.Name}}\t{{.Image}}\t{{.Node}}\t{{.DesiredState}}\t{{.CurrentState}}\t{{.Error}}\t{{.Ports}}",
  headings: {
    ID: "ID",
    Name: "NAME",
    Image: "IMAGE",
    Node: "NODE",
    DesiredState: "DESIRED STATE",
    CurrentState: "CURRENT STATE",
    Error: "ERROR",
    Ports: "PORTS",
  },
};

/** A task with the names that its row shows. */
export interface NamedTask {
  readonly task: Task;
  readonly name: string;
  readonly node: string;
}

export interface TaskRowOptions {
  readonly nowMs: number;
  /** Cut ids, images and errors to what fits a table. */
  readonly truncate: boolean;
  /** Mark the earlier tasks of a slot with "\_". */
  readonly indentHistory: boolean;
}

/** Tasks by name, those of one slot together with the newest first. */
export function sortTasks(tasks: readonly NamedTask[]): readonly NamedTask[] {
  return [...tasks].sort(
    (a, b) => naturalOrder(a.name, b.name) || timeOrder(b.task.CreatedAt, a.task.CreatedAt),
  );
}

/** The rows of tasks that stand in the order of sortTasks. */
export function taskRows(tasks: readonly NamedTask[], options: TaskRowOptions): readonly Row[] {
  return tasks.map((named, index) => {
    const earlier = options.indentHistory && tasks[index - 1]?.name === named.name;
    return taskRow({ ...named, name: earlier ? ` \\_ ${named.name}` : named.name }, options);
  });
}

function taskRow({ task, name, node }: NamedTask, { nowMs, truncate }: TaskRowOptions): Row {
  const image = task.Spec.ContainerSpec?.Image ?? "";
  const { Status: status } = task;
  return {
    ID: truncate ? task.ID.slice(0, SHORT_ID) : task.ID,
    Name: name,
    Image: truncate ? familiarImage(image) : image,
    Node: node,
    DesiredState: capitalise(task.DesiredState),
    CurrentState: `${capitalise(status.State)} ${ago(status.Timestamp, nowMs)}`,
    Error: errorText(status.Err ?? "", truncate),
    Ports: hostPortsText(status.PortStatus?.Ports ?? []),
  };
}

function errorText(error: string, truncate: boolean): string {
  if (error === "") return "";
  const characters = Array.from(error);
  const tooLong = truncate && characters.length > MAX_ERROR;
  return `"${tooLong ? `${characters.slice(0, MAX_ERROR - 1).join("")}…` : error}"`;
}

function hostPortsText(ports: readonly PortConfig[]): string {
  return ports
    .map(
      ({ PublishedPort: published = 0, TargetPort: target = 0, Protocol: protocol = "tcp" }) =>
        `*:${published}->${target}/${protocol}`,
    )
    .join(",");
}
