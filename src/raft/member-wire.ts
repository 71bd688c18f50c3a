import { makeRaftMember, type RaftMember } from "../model/generated/types.ts";
import type { Member } from "./state-machine.ts";

export function memberToWire({ raftId, nodeId, address }: Member): RaftMember {
  return makeRaftMember({ raftId, nodeId, addr: address });
}

export function memberFromWire({ raftId, nodeId, addr }: RaftMember): Member {
  return { raftId, nodeId, address: addr };
}
