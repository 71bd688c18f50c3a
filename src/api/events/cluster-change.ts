import type { Config, Network, Node, Secret, Service } from "../../model/generated/types.ts";

/** What the events tell of. Tasks are told of by the engines that run them. */
interface Told {
  readonly service: Service;
  readonly node: Node;
  readonly secret: Secret;
  readonly config: Config;
  readonly network: Network;
}

/** One of the cluster's objects created, updated or removed. */
export type ClusterChange = {
  readonly [K in keyof Told]: {
    readonly kind: K;
    /** As it is now; as it last was when removed. */
    readonly object: Told[K];
    readonly action: "create" | "update" | "remove";
    /** As it was before an update. */
    readonly previous?: Told[K] | undefined;
  };
}[keyof Told];
