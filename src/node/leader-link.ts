import { OperationalError } from "../base/errors.ts";
import type { RaftNode } from "../raft/node.ts";
import { NO_LEADER, type LeaderAddress } from "../rpc/forward.ts";
import type { Channel, Dialer } from "../system/rpc.ts";

/** Keeps one channel to whichever manager leads, and gives it up when another one does. */
export class LeaderLink {
  readonly #raft: Pick<RaftNode, "status">;
  readonly #dialer: Pick<Dialer, "certified">;
  #open: { readonly address: string; readonly channel: Channel } | undefined;

  constructor(raft: Pick<RaftNode, "status">, dialer: Pick<Dialer, "certified">) {
    this.#raft = raft;
    this.#dialer = dialer;
  }

  /** Who leads, as this member knows. */
  address(): LeaderAddress {
    const { leading, raftId, leaderId, members } = this.#raft.status();
    if (leading) return "self";
    // Elected, but still applying what earlier leaders left: nobody can answer yet.
    if (leaderId === undefined || leaderId === raftId) return undefined;
    const leader = members.find((member) => member.raftId === leaderId);
    return leader ? this.#channelTo(leader.address) : undefined;
  }

  /** The way to the leader: `local` where that is this member. */
  channel(local: Channel): Channel {
    const address = this.address();
    if (address === undefined) throw new OperationalError("unavailable", NO_LEADER);
    return address === "self" ? local : address;
  }

  close(): void {
    this.#open?.channel.close();
    this.#open = undefined;
  }

  #channelTo(address: string): Channel {
    if (this.#open?.address !== address) {
      this.close();
      this.#open = { address, channel: this.#dialer.certified(address) };
    }
    return this.#open.channel;
  }
}
