import test from "ava";
import {
  makeAnnotations,
  makeCreateNetworkRequest,
  makeDriver,
  makeEndpointSpec,
  makeIPAMConfig,
  makeIPAMOptions,
  makeListNetworksRequest,
  makeNetworkAttachmentConfig,
  makeNetworkSpec,
  makePortConfig,
  makeRemoveNetworkRequest,
  makeRemoveServiceRequest,
  makeTaskSpec,
  makeContainerSpec,
  type Network,
  type NetworkSpec,
} from "../../../src/model/generated/types.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal, serviceSpec } from "./control-scene.ts";

function named(name: string, spec: Partial<NetworkSpec> = {}): NetworkSpec {
  return makeNetworkSpec({ annotations: makeAnnotations({ name }), ...spec });
}

async function create(scene: ControlScene, spec: NetworkSpec): Promise<Network> {
  const request = makeCreateNetworkRequest({ spec });
  const { network } = await scene.call(ControlService.CreateNetwork, request);
  if (!network) throw new Error("a created network is answered with");
  return network;
}

const subnet = (text: string): Partial<NetworkSpec> => ({
  ipam: makeIPAMOptions({ configs: [makeIPAMConfig({ subnet: text })] }),
});

test("a network is answered with its subnet and id, and listed", async (t) => {
  const scene = new ControlScene();
  const back = await create(scene, named("back"));
  t.is(back.ipam?.configs[0]?.subnet, "10.0.0.0/24");
  t.is(back.driverState?.name, "overlay");
  const { networks } = await scene.call(ControlService.ListNetworks, makeListNetworksRequest());
  t.deepEqual(
    networks.map(({ id }) => id),
    [back.id],
  );
});

test("two networks that want the same name or addresses at once: one gets them", async (t) => {
  const scene = new ControlScene();
  const outcomes = await Promise.allSettled([
    create(scene, named("a", subnet("10.7.0.0/16"))),
    create(scene, named("b", subnet("10.7.3.0/24"))),
    create(scene, named("a")),
  ]);
  t.deepEqual(
    outcomes.map((each) => (each.status === "rejected" ? String(each.reason) : "created")),
    [
      "created",
      "OperationalError: ipam configuration: subnet 10.7.3.0/24 overlaps with 10.7.0.0/16 of a",
      "OperationalError: network with name a already exists",
    ],
  );
});

const REFUSED: readonly (readonly [string, NetworkSpec])[] = [
  ["invalidArgument: name must be valid as a DNS name component", named("a b")],
  [
    "invalidArgument: ingress network cannot be attachable",
    named("a", { ingress: true, attachable: true }),
  ],
  ["invalidArgument: ipam configuration: invalid subnet 10.1.2", named("a", subnet("10.1.2"))],
  [
    "invalidArgument: driver name: if driver is specified name is required",
    named("a", { driverConfig: makeDriver() }),
  ],
  ["alreadyExists: ingress network (ID) is already present", named("b", { ingress: true })],
];

for (const [text, spec] of REFUSED) {
  test(`CreateNetwork: ${text}`, async (t) => {
    const scene = new ControlScene();
    const { id } = await create(scene, named("mesh", { ingress: true }));
    t.is((await refusal(create(scene, spec))).replace(id, "ID"), text);
  });
}

test("a network that a service uses stays; one that nobody uses goes", async (t) => {
  const scene = new ControlScene();
  const back = await create(scene, named("back"));
  const mesh = await create(scene, named("mesh", { ingress: true }));
  const networks = [makeNetworkAttachmentConfig({ target: back.id })];
  const container = makeContainerSpec({ image: "app:1" });
  const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
  const spec = { ...serviceSpec("web"), task: makeTaskSpec({ container, networks }), endpoint };
  const service = await scene.create(spec);
  const remove = (networkId: string): Promise<unknown> =>
    scene.call(ControlService.RemoveNetwork, makeRemoveNetworkRequest({ networkId }));

  t.is(
    await refusal(remove(back.id)),
    `failedPrecondition: network ${back.id} is in use by service ${service.id}`,
  );
  t.is(
    await refusal(remove(mesh.id)),
    `failedPrecondition: ingress network cannot be removed because service ${service.id} depends on it`,
  );
  const serviceId = service.id;
  await scene.call(ControlService.RemoveService, makeRemoveServiceRequest({ serviceId }));
  await remove(back.id);
  await remove(mesh.id);
  t.is(await refusal(scene.create(spec)), `invalidArgument: network ${back.id} not found`);
});
