import { executeTemplate } from "../../base/template/execute.ts";
import { parseTemplate } from "../../base/template/parse.ts";
import { TASK_FUNCTIONS } from "../../base/template/task-functions.ts";
import type { Annotations, ContainerSpec, Mount } from "../../model/generated/types.ts";
import { invalid } from "./refuse.ts";

/**
 * Fills in the templates of a container as its node will, for a task that does not exist, so that a
 * mistake is told to its author and not task by task. Source: swarmkit controlapi, template/expand.go.
 */
export function validateTemplates(
  container: ContainerSpec,
  annotations: Annotations | undefined,
): void {
  const context = {
    Service: {
      ID: "serviceid",
      Name: annotations?.name ?? "",
      Labels: annotations?.labels ?? {},
    },
    Node: {
      ID: "nodeid",
      Hostname: "hostname",
      Platform: { Architecture: "architecture", OS: "os" },
    },
    Task: { ID: "taskid", Name: "taskname", Slot: "1" },
  };
  const check = (what: string, text: string): string => {
    if (!text.includes("{{")) return text;
    const pieces = parseTemplate(text);
    const filled = pieces.ok
      ? executeTemplate(pieces.value, context, { strict: true, functions: TASK_FUNCTIONS })
      : pieces;
    return filled.ok ? filled.value : invalid(`expanding ${what} failed: ${filled.error}`);
  };
  checkMounts(container.mounts, check);
  for (const entry of container.env) check("env", entry.slice(entry.indexOf("=") + 1));
  check("hostname", container.hostname);
}

function checkMounts(
  mounts: readonly Mount[],
  check: (what: string, text: string) => string,
): void {
  const targets = new Set<string>();
  for (const mount of mounts) {
    check("mounts", mount.source);
    const target = check("mounts", mount.target);
    if (targets.has(target)) invalid(`ContainerSpec: duplicate mount point: ${target}`);
    targets.add(target);
    const { labels = {}, driverConfig } = mount.volumeOptions ?? {};
    for (const text of [...Object.values(labels), ...Object.values(driverConfig?.options ?? {})]) {
      check("mounts", text);
    }
  }
}
