import { assert, must } from "../../src/base/assert.ts";
import {
  makeCAConfig,
  makeClusterSpec,
  makeListClustersRequest,
  makeUpdateClusterRequest,
} from "../../src/model/generated/types.ts";
import { digestText, parseJoinToken } from "../../src/system/join-token.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import { SimCertificates } from "../sim/certificates.ts";
import type { SimCluster } from "../sim/cluster.ts";
import { MIXED, type Action, type Workload } from "./workloads.ts";

/** Has the cluster make itself another root, whether or not one is on its way. */
const rotateRoot: Action["act"] = async (operator) => {
  const { clusters } = await operator.call(ControlService.ListClusters, makeListClustersRequest());
  const cluster = must(clusters[0], "there is a cluster");
  const last = cluster.rootCa?.lastForcedRotation ?? 0;
  const caConfig = makeCAConfig({ ...cluster.spec?.caConfig, forceRotate: last + 1 });
  await operator.call(
    ControlService.UpdateCluster,
    makeUpdateClusterRequest({
      clusterId: cluster.id,
      clusterVersion: cluster.meta?.version,
      spec: makeClusterSpec({ ...cluster.spec, caConfig }),
    }),
  );
};

/** A root that is replaced again and again. */
export const ROOTS: Workload = [...MIXED, { name: "rotate the root", weight: 4, act: rotateRoot }];

/** At the end those who join are told of the root that there is. */
export function watchRoots(cluster: SimCluster): () => void {
  return () => {
    const { rootCa } = must(
      cluster.view((tx) => tx.clusters.all()[0]),
      "there is a cluster",
    );
    const { clock, entropy } = cluster.sim.process("reader");
    const text = new TextDecoder().decode(rootCa?.caCert);
    const digest = digestText(new SimCertificates(clock, entropy).rootDigest(text));
    for (const token of [rootCa?.joinTokens?.worker, rootCa?.joinTokens?.manager]) {
      assert(parseJoinToken(token ?? "").digest === digest, "A join token names another root");
    }
  };
}
