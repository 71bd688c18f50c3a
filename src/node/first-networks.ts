import {
  makeAnnotations,
  makeDriver,
  makeNetwork,
  makeNetworkSpec,
  type Network,
} from "../model/generated/types.ts";
import { newId, type Entropy } from "../system/entropy.ts";

/** Networks that each engine has of its own, which services may be on by name. */
const PREDEFINED = ["bridge", "host"];

/**
 * The networks that a new cluster begins with: the one that carries the routing mesh, and names for
 * those that every engine has. Without subnets yet. Source: swarmkit manager/manager.go.
 */
export function firstNetworks(entropy: Entropy): readonly Network[] {
  const ingress = makeNetwork({
    id: newId(entropy),
    spec: makeNetworkSpec({
      annotations: makeAnnotations({ name: "ingress" }),
      driverConfig: makeDriver({ name: "overlay" }),
      ingress: true,
    }),
  });
  const predefined = PREDEFINED.map((name) =>
    makeNetwork({
      id: newId(entropy),
      spec: makeNetworkSpec({
        annotations: makeAnnotations({ name, labels: { "com.docker.swarm.predefined": "true" } }),
        driverConfig: makeDriver({ name }),
      }),
    }),
  );
  return [ingress, ...predefined];
}
