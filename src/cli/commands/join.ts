import { defineCommand, orRefuse, refuse } from "../command.ts";
import type { Info } from "../engine-api.ts";
import { textFlag } from "../flags/flag.ts";
import { parseManagerAddress } from "../flags/node-address.ts";
import { ADDRESS_FLAGS, DEFAULT_LISTEN_ADDRESS } from "../flags/swarm-flags.ts";
import { adviseAddress } from "./advise-address.ts";

export const join = defineCommand({
  name: "join",
  usage: "[OPTIONS] HOST:PORT",
  summary: "Make this node part of a swarm",
  details:
    "HOST:PORT is any manager of the swarm. The token decides whether this node becomes a worker " +
    "or a manager.",
  examples: [
    ["skein join --token SWMTKN-1-… 192.168.1.10:2377", "Join as the token says"],
    [
      "skein join --token SWMTKN-1-… --advertise-addr eth1 192.168.1.10:2377",
      "Choose the address that other nodes use",
    ],
  ],
  seeAlso: [
    "skein join-token   print the whole command to type here (on a manager)",
    "skein leave        take this node out again",
  ],
  arity: { least: 1, most: 1 },
  flags: { token: textFlag("token", "Token that admits this node to the swarm"), ...ADDRESS_FLAGS },
  run: async ({ client, stdout, program }, flags, [manager = ""]) => {
    const remote = orRefuse(parseManagerAddress(manager));
    const token = flags.token ?? "";
    if (token === "") {
      refuse(
        `--token is needed to join a swarm: '${program} join-token worker' on a manager prints it`,
      );
    }
    const request = {
      ListenAddr: flags.listenAddr ?? DEFAULT_LISTEN_ADDRESS,
      AdvertiseAddr: flags.advertiseAddr ?? "",
      DataPathAddr: flags.dataPathAddr ?? "",
      RemoteAddrs: [remote],
      JoinToken: token,
      Availability: flags.availability ?? "",
    };
    await client.post("/swarm/join", request).catch(adviseAddress);
    const { Swarm: swarm } = await client.get<Info>("/info");
    const role = swarm?.ControlAvailable === true ? "manager" : "worker";
    stdout.write(`This node joined a swarm as a ${role}.\n`);
  },
});
