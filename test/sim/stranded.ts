import { NodeRole, NodeStatus_State } from "../../src/model/generated/types.ts";
import type { SimCluster } from "./cluster.ts";
import type { SimMachine } from "./machine.ts";
import { addressOf } from "./node.ts";

/** How long a node that can find its managers has for it. */
const SEARCH_MS = 10_000;
const MOST_ROUNDS = 10;
const REMOVE_RETRY_MS = 1_000;

/**
 * What an operator does about nodes that were away while every manager they knew of ceased to be one,
 * as docs/operations.md says: makes one of those a manager again, so that they find somebody, or has
 * them leave and join again where none of those is there.
 */
export async function guideStranded(cluster: SimCluster): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await cluster.sim.advance(SEARCH_MS);
    const stranded = cluster.members.filter((machine) => isStranded(cluster, machine));
    if (stranded.length === 0) return;
    for (const machine of stranded) {
      const helper = knownTo(cluster, machine).find((known) => isReady(cluster, known));
      if (helper === undefined) await startOver(cluster, machine);
      else if (!isManager(cluster, helper)) await cluster.changeRole(helper);
    }
  }
}

/** Nobody that it knows of is there any more: it leaves, and joins again as another. */
async function startOver(cluster: SimCluster, machine: SimMachine): Promise<void> {
  const { sim, operator } = cluster;
  const nodeId = cluster.nodeIdOf(machine);
  if (isManager(cluster, machine)) await cluster.changeRole(machine);
  await sim.finish(cluster.leave(machine));
  const remove = (): Promise<void> => operator.removeNode(nodeId);
  while (!(await sim.finish(operator.attempt(remove)))) await sim.advance(REMOVE_RETRY_MS);
  cluster.join(machine, "worker", sim.fork(`again ${nodeId}`));
}

/** Down, as far as the managers know, and without the address of any of them. */
function isStranded(cluster: SimCluster, machine: SimMachine): boolean {
  if (cluster.leader === undefined || isReady(cluster, machine)) return false;
  return knownTo(cluster, machine).every((known) => !isManager(cluster, known));
}

/** The machines that its agent would turn to. */
function knownTo(cluster: SimCluster, machine: SimMachine): readonly SimMachine[] {
  const heard = new TextDecoder().decode(machine.disk("tasks").contents.get("managers"));
  const joined = cluster.memberOf(machine)?.state.managers ?? [];
  const addresses = heard === "" ? joined : heard.split("\n");
  return cluster.members.filter((each) => each !== machine && addresses.includes(addressOf(each)));
}

function isReady(cluster: SimCluster, machine: SimMachine): boolean {
  const node = cluster.view((tx) => tx.nodes.get(cluster.nodeIdOf(machine)));
  return node?.status?.state === NodeStatus_State.READY;
}

function isManager(cluster: SimCluster, machine: SimMachine): boolean {
  const node = cluster.view((tx) => tx.nodes.get(cluster.nodeIdOf(machine)));
  return node?.spec?.desiredRole === NodeRole.MANAGER;
}
