import { OperationalError } from "../../base/errors.ts";
import { isDockerEngine } from "../../model/engine-kind.ts";
import { NodeStatus_State, type Node, type Task } from "../../model/generated/types.ts";
import { forbidsRemoteContainers } from "../../model/remote-containers.ts";
import { taskName } from "../../model/task-name.ts";
import type { ReadTx } from "../store/store.ts";

/** Throws where the cluster as a whole forbids to reach containers on other nodes. */
export function checkAllowed(tx: ReadTx): void {
  for (const { spec } of tx.clusters.all()) {
    if (!forbidsRemoteContainers(spec?.annotations?.labels ?? {})) continue;
    throw new OperationalError(
      "permissionDenied",
      "Containers on other nodes cannot be reached: this swarm forbids it. " +
        '"skein swarm update --remote-containers on" allows it; or connect to the node itself',
    );
  }
}

/** Why a node that has the container does not take requests for it, and what to do instead. */
export function whyNotListening(
  task: Task,
  containerId: string,
  node: Node | undefined,
): OperationalError {
  const host = node?.description?.hostname ?? task.nodeId;
  const where = `Container ${containerId.slice(0, 12)} of task ${taskName(task)} is on node ${host}`;
  if (!node) {
    return new OperationalError("unavailable", `${where}, which is no longer part of this swarm`);
  }
  if (isDockerEngine(node)) {
    return new OperationalError(
      "failedPrecondition",
      `${where}, which runs Docker Engine rather than Skein: connect to that host`,
    );
  }
  if (forbidsRemoteContainers(node.description?.engine?.labels ?? {})) {
    return new OperationalError(
      "permissionDenied",
      `${where}, whose daemon runs with --no-remote-containers: connect to that host`,
    );
  }
  if (node.status?.state !== NodeStatus_State.READY) {
    return new OperationalError("unavailable", `${where}, which is down`);
  }
  return new OperationalError(
    "unavailable",
    `${where}, which takes no requests of managers right now: it has no Docker Engine, an older ` +
      "Skein, or has just connected. Try again, or connect to that host",
  );
}
