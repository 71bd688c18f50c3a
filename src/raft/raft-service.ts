import { OperationalError } from "../base/errors.ts";
import type { RaftpbMessage } from "../model/generated/types.ts";
import { serve, type Route } from "../system/rpc.ts";
import { RaftService, RaftTransportService } from "../wire/generated/services.ts";
import { CARRY } from "../wire/raft-transport.ts";
import { messageFromWire } from "../wire/raft.ts";
import { joinMessage, type Pieces } from "./chunks.ts";
import type { Message, RaftId, StoredPieces } from "./core/messages.ts";
import { MEMBER_REMOVED } from "./removal-inquiry.ts";
import type { Member } from "./state-machine.ts";

/** What the service needs of a member. */
export interface Mailbox {
  readonly raftId: RaftId;
  step(message: Message): void;
  /** Puts the data of a snapshot on the disk; `step` takes or forgets it. */
  stage(data: AsyncIterable<Uint8Array>): Promise<StoredPieces>;
  isRemoved(raftId: RaftId): boolean;
  memberOf(raftId: RaftId): Member | undefined;
}

/** The mailbox that the other members put their messages in. */
export function raftRoutes(mailbox: Mailbox): readonly Route[] {
  return [
    serve(RaftService.ProcessRaftMessage, async ({ message }) => {
      if (!message) throw new OperationalError("invalidArgument", "A raft call without a message");
      deliver(mailbox, message);
      return {};
    }),
    serve(RaftService.StreamRaftMessage, async (pieces) => {
      await deliverStream(mailbox, pieces);
      return {};
    }),
    serve(CARRY, async (frames) => {
      for await (const { messages } of frames) {
        for (const message of messages) deliver(mailbox, message);
      }
      return {};
    }),
    serve(RaftTransportService.Probe, async ({ from }) => {
      refuseRemoved(mailbox, from);
      return {};
    }),
    serve(RaftService.ResolveAddress, async ({ raftId }) => {
      const member = mailbox.memberOf(raftId);
      if (!member) throw new OperationalError("notFound", `No member ${raftId} is known here`);
      return { addr: member.address };
    }),
  ];
}

function deliver(mailbox: Mailbox, wire: RaftpbMessage): void {
  refuseRemoved(mailbox, wire.from);
  const message = messageFromWire(wire);
  if (message) mailbox.step(message);
}

/** A snapshot's data goes to the disk as it comes; the member hears of it when all of it is there. */
async function deliverStream(mailbox: Mailbox, pieces: Pieces): Promise<void> {
  const { message: wire, data } = await joinMessage(pieces);
  refuseRemoved(mailbox, wire.from);
  const stored = await mailbox.stage(data);
  const message = messageFromWire(wire);
  if (message?.type === "snapshotRequest") {
    mailbox.step({ ...message, snapshot: { ...message.snapshot, stored } });
  } else if (message) mailbox.step(message);
}

/** A member learns its removal this way when it was away while it happened. */
function refuseRemoved(mailbox: Mailbox, member: RaftId): void {
  if (mailbox.isRemoved(member)) throw new OperationalError("notFound", MEMBER_REMOVED);
}
