import test from "ava";
import { errorCodeOf } from "../../src/base/errors.ts";
import {
  NodeRole,
  makeListNodesRequest,
  makeListNodesResponse,
} from "../../src/model/generated/types.ts";
import { localChannel } from "../../src/node/local-channel.ts";
import { leadersOnly } from "../../src/rpc/forward.ts";
import { serve } from "../../src/system/rpc.ts";
import { ControlService } from "../../src/wire/generated/services.ts";

test("leadersOnly: a manager that does not lead shows nothing of what its store holds", async (t) => {
  let leads = false;
  const routes = leadersOnly(
    [serve(ControlService.ListNodes, async () => makeListNodesResponse({ nodes: [] }))],
    () => leads,
  );
  const caller = { nodeId: "n", role: NodeRole.MANAGER, organization: "c" };
  const list = (): Promise<unknown> =>
    localChannel(routes, caller).unary(ControlService.ListNodes, makeListNodesRequest(), {
      signal: new AbortController().signal,
    });

  t.is(errorCodeOf(await list().catch((error: unknown) => error)), "unavailable");
  leads = true;
  t.deepEqual(await list(), makeListNodesResponse({ nodes: [] }));
});
