import { OperationalError } from "../base/errors.ts";
import type { RaftNode } from "../raft/node.ts";
import { NO_LEADER, type LeaderAddress } from "../rpc/forward.ts";
import type { Channel, Dialer } from "../system/rpc.ts";

/** Keeps one channel to whichever manager leads, and gives it up when another one does. */
export class LeaderLink {
  readonly #raft: Pick<RaftNode, "raftId" | "leading" | "leader">;
  readonly #dialer: Pick<Dialer, "certified">;
  #open: { readonly address: string; readonly channel: Channel } | undefined;

  constructor(
    raft: Pick<RaftNode, "raftId" | "leading" | "leader">,
    dialer: Pick<Dialer, "certified">,
  ) {
    this.#raft = raft;
    this.#dialer = dialer;
  }

  /** Who leads, as this member knows. */
  address(): LeaderAddress {
    const { leading, leader, raftId } = this.#raft;
    if (leading) return "self";
    // Elected, but still applying what earlier leaders left: nobody can answer yet.
    if (leader === undefined || leader.raftId === raftId) return undefined;
    return this.#channelTo(leader.address);
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
