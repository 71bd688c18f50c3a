import { deepEqual } from "../../src/base/deep-equal.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";

/**
 * Why the cluster is not of one mind about whom to believe: a root that is on its way, or a node that
 * takes part and has not said that it believes in the one there is.
 */
export function complainOfRoot(tx: ReadTx, present: ReadonlySet<string>): readonly string[] {
  const rootCa = tx.clusters.all()[0]?.rootCa;
  if (rootCa === undefined) return [];
  if (rootCa.rootRotation !== undefined) return ["the next root is on its way"];
  return [...present].flatMap((nodeId) => {
    const { trustRoot } = tx.nodes.get(nodeId)?.description?.tlsInfo ?? {};
    return deepEqual(trustRoot, rootCa.caCert) ? [] : [`${nodeId} believes in another root`];
  });
}
