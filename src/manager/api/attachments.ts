import { OperationalError } from "../../base/errors.ts";
import {
  TaskState,
  makeAnnotations,
  makeAttachNetworkResponse,
  makeDetachNetworkResponse,
  makeNetworkAttachmentSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type NetworkAttachmentConfig,
  type Task,
} from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { timestampOf } from "../../model/time.ts";
import { newId } from "../../system/entropy.ts";
import { callerIdOf, serve, type Route } from "../../system/rpc.ts";
import { ResourceAllocatorService } from "../../wire/generated/services.ts";
import { isNodeLocal } from "../allocator/attachments.ts";
import type { ReadTx } from "../store/store.ts";
import type { ControlDeps } from "./control-deps.ts";
import { nameOf } from "./filters.ts";
import { invalid, notFound } from "./refuse.ts";

/**
 * Lends networks to containers that belong to no service: each is a task of its node, which gets
 * addresses as any other. Asking again for the same gives what is there.
 * Source: swarmkit manager/resourceapi/allocator.go.
 */
export function attachmentRoutes({
  store,
  clock,
  entropy,
}: Pick<ControlDeps, "store" | "clock" | "entropy">): readonly Route[] {
  return [
    serve(ResourceAllocatorService.AttachNetwork, async ({ config, containerId }, context) => {
      const nodeId = callerIdOf(context);
      if (!config || config.target === "") invalid("config: a network must be named");
      if (containerId === "") invalid("container id: a container must be named");
      const attachmentId = await store.update((tx) => {
        const target = attachable(tx, config.target);
        if (!tx.nodes.get(nodeId)) notFound("node", nodeId);
        const known = tx.tasks
          .onNode(nodeId)
          .find((task) => isWanted(task) && attaches(task, containerId, target));
        if (known) return known.id;
        const id = newId(entropy);
        const wanted = { ...config, target };
        tx.create("task", newAttachment(id, nodeId, containerId, wanted, clock.wallMs()));
        return id;
      });
      return makeAttachNetworkResponse({ attachmentId });
    }),
    serve(ResourceAllocatorService.DetachNetwork, async ({ attachmentId }, context) => {
      const nodeId = callerIdOf(context);
      await store.update((tx) => {
        const task = tx.tasks.get(attachmentId);
        if (!task?.spec?.attachment) notFound("attachment", attachmentId);
        if (task.nodeId !== nodeId) {
          const message = `attachment ${attachmentId} is another node's`;
          throw new OperationalError("permissionDenied", message);
        }
        tx.update("task", { ...task, desiredState: TaskState.REMOVE });
      });
      return makeDetachNetworkResponse();
    }),
  ];
}

/** The id of the network, by id or name. */
function attachable(tx: ReadTx, target: string): string {
  const network = tx.networks.get(target) ?? tx.networks.byName(target);
  if (!network) notFound("network", target);
  if (network.spec?.attachable !== true || isNodeLocal(network)) {
    const name = nameOf(network.spec?.annotations);
    throw new OperationalError(
      "permissionDenied",
      `network ${name} not manually attachable: create it with --attachable`,
    );
  }
  return network.id;
}

function newAttachment(
  id: string,
  nodeId: string,
  containerId: string,
  config: NetworkAttachmentConfig,
  atMs: number,
): Task {
  const attachment = makeNetworkAttachmentSpec({ containerId });
  return makeTask({
    id,
    nodeId,
    // The name that it is told by; the container's own where the node has said it.
    annotations: makeAnnotations({ name: config.aliases[0] ?? containerId.slice(0, 12) }),
    spec: makeTaskSpec({ attachment, networks: [config] }),
    status: makeTaskStatus({
      state: TaskState.NEW,
      timestamp: timestampOf(atMs),
      message: "created",
    }),
    desiredState: TaskState.RUNNING,
  });
}

function attaches({ spec }: Task, containerId: string, networkId: string): boolean {
  return (
    spec?.attachment?.containerId === containerId &&
    spec.networks.some(({ target }) => target === networkId)
  );
}

function isWanted({ desiredState, status }: Task): boolean {
  return desiredState <= TaskState.RUNNING && !isTerminal(status?.state ?? TaskState.NEW);
}
