import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  NodeRole,
  makeCreateServiceRequest,
  makeCreateServiceResponse,
  makeListServicesRequest,
  makeListServicesResponse,
  makeService,
} from "../../src/model/generated/types.ts";
import { localChannel } from "../../src/node/local-channel.ts";
import { readingHere } from "../../src/node/reading-here.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { serve, type Channel } from "../../src/system/rpc.ts";
import { ControlService } from "../../src/wire/generated/services.ts";

const NEVER = new AbortController().signal;

/** A manager that has one service, of its own name, and makes such ones. */
function managerNamed(id: string): Channel {
  const service = makeService({ id });
  return localChannel(
    [
      serve(ControlService.ListServices, async () =>
        makeListServicesResponse({ services: [service] }),
      ),
      serve(ControlService.CreateService, async () => makeCreateServiceResponse({ service })),
    ],
    { nodeId: "m1", role: NodeRole.MANAGER, organization: "c" },
  );
}

function follower(barrier: (signal: AbortSignal) => Promise<void>): Channel {
  const [leader, local] = [managerNamed("leader"), managerNamed("here")];
  return readingHere({ clock: realClock, leader, local, barrier });
}

async function listedBy(channel: Channel, signal = NEVER): Promise<string | undefined> {
  const request = makeListServicesRequest();
  const { services } = await channel.unary(ControlService.ListServices, request, { signal });
  return services[0]?.id;
}

test("a follower answers reads itself, once it knows what the cluster knows", async (t) => {
  let knows: () => void = () => undefined;
  const channel = follower(() => new Promise((resolve) => (knows = resolve)));
  let answer: string | undefined;
  const asked = listedBy(channel).then((id) => (answer = id));
  await new Promise((done) => setImmediate(done));
  t.is(answer, undefined);

  knows();
  await asked;
  t.is(answer, "here");
});

test("a follower lets the leader answer what changes anything", async (t) => {
  const channel = follower(() => Promise.resolve());
  const request = makeCreateServiceRequest();
  const { service } = await channel.unary(ControlService.CreateService, request, { signal: NEVER });
  t.is(service?.id, "leader");
});

test("a follower that cannot learn how far the cluster is lets the leader answer", async (t) => {
  const refused = follower(() => Promise.reject(new OperationalError("unavailable", "stopping")));
  t.is(await listedBy(refused), "leader");

  const silent = follower(
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("too late")));
      }),
  );
  t.is(await listedBy(silent), "leader");
});
