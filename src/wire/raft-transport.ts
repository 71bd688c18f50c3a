import type { RaftFrame, RaftFramesCarried } from "../model/generated/types.ts";
import type { ClientStreamMethod } from "../system/rpc.ts";
import { readRaftFrame, writeRaftFrame } from "./generated/codecs.ts";
import { RaftTransportService } from "./generated/services.ts";
import { sharingCodec } from "./runtime.ts";

/** `RaftTransport.Carry`; the entries of a frame share one copy of its bytes, as they go together. */
export const CARRY: ClientStreamMethod<RaftFrame, RaftFramesCarried> = {
  ...RaftTransportService.Carry,
  request: sharingCodec("RaftFrame", writeRaftFrame, readRaftFrame),
};
