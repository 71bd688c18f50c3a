import { choiceFlag, textFlag, valueFlag } from "./flag.ts";
import { parseListenAddress } from "./node-address.ts";

export const AVAILABILITIES = ["active", "pause", "drain"] as const;

/** The flags that init and join share. */
export const ADDRESS_FLAGS = {
  advertiseAddr: textFlag(
    "advertise-addr",
    "Address that other nodes reach this one at: <ip|interface>[:port]",
  ),
  listenAddr: valueFlag(
    "listen-addr",
    "Address to listen on for other nodes: <ip|interface>[:port] (default 0.0.0.0:2377)",
    parseListenAddress,
    { takes: "address" },
  ),
  dataPathAddr: textFlag(
    "data-path-addr",
    "Address or interface for traffic between containers: <ip|interface>",
  ),
  availability: choiceFlag(
    "availability",
    "Whether this node takes tasks at first, default active",
    AVAILABILITIES,
  ),
} as const;

export const DEFAULT_LISTEN_ADDRESS = "0.0.0.0:2377";
