import type { Prng } from "../../src/base/prng.ts";
import {
  NodeSpec_Availability,
  makeAnnotations,
  makeContainerSpec,
  makeGlobalService,
  makeServiceSpec,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import type { Operator } from "../sim/operator.ts";

/** One thing that a client does. */
export interface Action {
  readonly name: string;
  /** How often, beside the other actions of the workload. */
  readonly weight: number;
  readonly act: (operator: Operator, prng: Prng) => Promise<void>;
}

/** What clients do all the while. */
export type Workload = readonly Action[];

const MAX_SERVICES = 3;
const { ACTIVE, PAUSE, DRAIN } = NodeSpec_Availability;

/** Works on some service there may be. */
export function some(
  work: (operator: Operator, name: string, prng: Prng) => Promise<void>,
): Action["act"] {
  return async (operator, prng) => {
    const { names } = operator.history;
    if (names.length > 0) await work(operator, prng.pick(names), prng);
  };
}

const create: Action["act"] = async (operator, prng) => {
  const names = Array.from({ length: MAX_SERVICES }, (_, index) => `service-${index + 1}`);
  await operator.create(prng.pick(names), prng.between(1, 6));
};
export const scale = some((operator, name, prng) => operator.scale(name, prng.between(0, 8)));
export const remove = some((operator, name) => operator.remove(name));
export const renew = some((operator, name) => operator.renew(name));
export const look = some(async (operator, name) => {
  await operator.find(name);
});
export const setAvailability: Action["act"] = async (operator, prng) => {
  const nodeId = prng.pick(await operator.nodeIds());
  await operator.setAvailability(nodeId, prng.pick([ACTIVE, ACTIVE, PAUSE, DRAIN]));
};

/** A little of everything. */
export const MIXED: Workload = [
  { name: "create", weight: 3, act: create },
  { name: "scale", weight: 4, act: scale },
  { name: "look", weight: 2, act: look },
  { name: "remove", weight: 1, act: remove },
  { name: "renew", weight: 1, act: renew },
  { name: "remove a task", weight: 1, act: (operator, prng) => operator.removeSomeTask(prng) },
  { name: "availability", weight: 1, act: setAvailability },
];

/** Rolling updates, one into the other. */
export const UPDATES: Workload = [
  { name: "create", weight: 3, act: create },
  { name: "renew", weight: 5, act: renew },
  { name: "scale", weight: 2, act: scale },
];

/** Nodes that are drained, paused and put back to work. */
export const DRAINS: Workload = [
  { name: "create", weight: 3, act: create },
  { name: "scale", weight: 1, act: scale },
  { name: "availability", weight: 5, act: setAvailability },
];

/** Nodes that are promoted, demoted and drained. */
export const ROLES: Workload = [
  { name: "create", weight: 3, act: create },
  { name: "scale", weight: 2, act: scale },
  {
    name: "role",
    weight: 5,
    act: async (operator, prng) => operator.changeRole(prng.pick(await operator.nodeIds())),
  },
  { name: "availability", weight: 2, act: setAvailability },
];

/** Services that run while nodes come and go. */
export const CHURN: Workload = [
  { name: "create", weight: 3, act: create },
  { name: "scale", weight: 3, act: scale },
  { name: "renew", weight: 1, act: renew },
  { name: "availability", weight: 2, act: setAvailability },
];

/** One task on every node. */
export const GLOBAL = makeServiceSpec({
  annotations: makeAnnotations({ name: "everywhere" }),
  task: makeTaskSpec({ container: makeContainerSpec({ image: "busybox" }) }),
  global: makeGlobalService(),
});

/** The next thing to do. */
export function drawAction(workload: Workload, prng: Prng): Action {
  const total = workload.reduce((sum, { weight }) => sum + weight, 0);
  let left = prng.unit() * total;
  for (const action of workload) {
    left -= action.weight;
    if (left < 0) return action;
  }
  return workload[0]!;
}
