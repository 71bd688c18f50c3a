/**
 * On the cluster's spec it says whether managers may reach containers on other nodes; in a node's
 * description, whether that node lets them. Allowed but where the value is `off`.
 */
export const REMOTE_CONTAINERS_LABEL = "skein.remote-containers";

export function forbidsRemoteContainers(labels: Readonly<Record<string, string>>): boolean {
  return labels[REMOTE_CONTAINERS_LABEL] === "off";
}
