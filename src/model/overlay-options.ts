import type { Driver } from "./generated/types.ts";

/** The option in which an overlay network's VXLAN ids stand. Source: moby libnetwork overlay. */
export const VXLAN_IDS_OPTION = "com.docker.network.driver.overlay.vxlanid_list";

const MTU_OPTION = "com.docker.network.driver.mtu";
const ENCRYPTED_OPTION = "encrypted";

/** One for each IPv4 subnet, in their order. */
export function vxlanIdsOf(driver: Driver | undefined): readonly number[] {
  const text = driver?.options[VXLAN_IDS_OPTION] ?? "";
  return text
    .split(",")
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0);
}

/** The largest packet that the network's users asked for; 0 where they did not. */
export function mtuOf(driver: Driver | undefined): number {
  const mtu = Number(driver?.options[MTU_OPTION] ?? 0);
  return Number.isInteger(mtu) && mtu > 0 ? mtu : 0;
}

/** Whether what goes from node to node is to be encrypted. An option without a value says yes. */
export function isEncrypted(driver: Driver | undefined): boolean {
  const value = driver?.options[ENCRYPTED_OPTION];
  return value !== undefined && value !== "false";
}
