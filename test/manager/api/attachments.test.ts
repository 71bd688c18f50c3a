import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { attachmentRoutes } from "../../../src/manager/api/attachments.ts";
import type { Store } from "../../../src/manager/store/store.ts";
import {
  NodeRole,
  TaskState,
  makeAttachNetworkRequest,
  makeDetachNetworkRequest,
  makeNetworkAttachmentConfig,
} from "../../../src/model/generated/types.ts";
import { taskName } from "../../../src/model/task-name.ts";
import { localChannel } from "../../../src/node/local-channel.ts";
import { ResourceAllocatorService } from "../../../src/wire/generated/services.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { node } from "../../support/build.ts";
import { wantedNetwork } from "../allocator/scene.ts";
import { FROZEN_CLOCK, testStore } from "../support/test-store.ts";
import { refusal } from "./control-scene.ts";

const NEVER = new AbortController().signal;

/** The service over a store with two nodes, as one of them calls it. */
interface Scene {
  readonly store: Store;
  readonly attach: (nodeId: string, network: string, containerId: string) => Promise<string>;
  readonly detach: (nodeId: string, attachmentId: string) => Promise<unknown>;
}

async function newScene(): Promise<Scene> {
  const { store } = testStore();
  await store.update((tx) => {
    for (const id of ["n1", "n2"]) tx.create("node", node(id));
    tx.create("network", wantedNetwork("open", ["10.0.1.0/24"], { attachable: true }));
    tx.create("network", wantedNetwork("closed", ["10.0.2.0/24"]));
  });
  const entropy = new SimEntropy(new Prng(7));
  const routes = attachmentRoutes({ store, clock: FROZEN_CLOCK, entropy });
  const as = (nodeId: string): ReturnType<typeof localChannel> =>
    localChannel(routes, { nodeId, role: NodeRole.WORKER, organization: "c" });
  return {
    store,
    attach: async (nodeId, target, containerId) => {
      const config = makeNetworkAttachmentConfig({ target, aliases: ["visitor"] });
      const request = makeAttachNetworkRequest({ config, containerId });
      const method = ResourceAllocatorService.AttachNetwork;
      return (await as(nodeId).unary(method, request, { signal: NEVER })).attachmentId;
    },
    detach: (nodeId, attachmentId) =>
      as(nodeId).unary(
        ResourceAllocatorService.DetachNetwork,
        makeDetachNetworkRequest({ attachmentId }),
        { signal: NEVER },
      ),
  };
}

test("a container's attachment is a task of its node, the same one however often it is asked for", async (t) => {
  const { store, attach } = await newScene();

  const id = await attach("n1", "open", "container");

  const task = store.view((tx) => tx.tasks.get(id))!;
  t.is(task.nodeId, "n1");
  t.is(task.desiredState, TaskState.RUNNING);
  t.is(task.spec?.attachment?.containerId, "container");
  t.is(taskName(task), "visitor");
  t.like(task.spec?.networks[0], { target: "open", aliases: ["visitor"] });
  t.is(await attach("n1", "open", "container"), id);
  t.not(await attach("n1", "open", "another"), id);
  t.not(await attach("n2", "open", "container"), id);
});

test("networks that are not attachable, and those that are not there, are refused", async (t) => {
  const { attach } = await newScene();

  t.regex(await refusal(attach("n1", "closed", "c")), /^permissionDenied: .*--attachable$/);
  t.is(await refusal(attach("n1", "none", "c")), "notFound: network none not found");
  t.regex(await refusal(attach("n1", "", "c")), /^invalidArgument/);
  t.regex(await refusal(attach("n1", "open", "")), /^invalidArgument/);
  t.is(await refusal(attach("stranger", "open", "c")), "notFound: node stranger not found");
});

test("a node takes back its own attachments only", async (t) => {
  const { store, attach, detach } = await newScene();
  const id = await attach("n1", "open", "container");

  t.regex(await refusal(detach("n2", id)), /^permissionDenied/);
  t.regex(await refusal(detach("n1", "none")), /^notFound/);
  await detach("n1", id);

  t.is(store.view((tx) => tx.tasks.get(id))?.desiredState, TaskState.REMOVE);
  t.not(await attach("n1", "open", "container"), id, "what comes later is another one");
});
