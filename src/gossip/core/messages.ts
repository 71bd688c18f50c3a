import { isIpv4, formatIp, parseIpAddress } from "../../model/ip-address.ts";
import { joined, malformed } from "./bytes.ts";
import { Fields, packMap } from "./msgpack.ts";

/** The first byte of each message. Source: memberlist net.go, messageType. */
export const MESSAGE = {
  ping: 0,
  indirectPing: 1,
  ack: 2,
  suspect: 3,
  alive: 4,
  dead: 5,
  pushPull: 6,
  compound: 7,
  user: 8,
  compress: 9,
  encrypt: 10,
  nack: 11,
  crc: 12,
} as const;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Ping {
  readonly kind: "ping";
  readonly sequence: number;
  /** Whom it is meant for; empty where older members ask. */
  readonly node: string;
}

export interface IndirectPing {
  readonly kind: "indirectPing";
  readonly sequence: number;
  readonly target: Endpoint;
  readonly node: string;
  /** Wants to hear when no answer comes, too. */
  readonly nack: boolean;
}

export interface Answer {
  readonly kind: "ack" | "nack";
  readonly sequence: number;
}

export interface Alive {
  readonly kind: "alive";
  readonly node: string;
  readonly incarnation: number;
  readonly endpoint: Endpoint;
  readonly meta: Uint8Array;
  readonly versions: Uint8Array;
}

/** One member's word on another; who says of itself that it is dead has left. */
export interface Accusation {
  readonly kind: "suspect" | "dead";
  readonly node: string;
  readonly incarnation: number;
  readonly from: string;
}

export interface UserMessage {
  readonly kind: "user";
  readonly payload: Uint8Array;
}

export type Message = Ping | IndirectPing | Answer | Alive | Accusation | UserMessage;

const MAX_META = 512;

/** Undefined for a kind that this member need not know. Throws `invalidArgument` at nonsense. */
export function decodeMessage(bytes: Uint8Array): Message | undefined {
  const body = bytes.subarray(1);
  switch (bytes[0]) {
    case MESSAGE.ping: {
      const fields = new Fields(body);
      return { kind: "ping", sequence: fields.number("SeqNo"), node: fields.text("Node") };
    }
    case MESSAGE.indirectPing: {
      const fields = new Fields(body);
      const target = endpointOf(fields.bytes("Target"), fields.number("Port"));
      const [sequence, node] = [fields.number("SeqNo"), fields.text("Node")];
      return { kind: "indirectPing", sequence, target, node, nack: fields.flag("Nack") };
    }
    case MESSAGE.ack:
    case MESSAGE.nack: {
      const kind = bytes[0] === MESSAGE.ack ? "ack" : "nack";
      return { kind, sequence: new Fields(body).number("SeqNo") };
    }
    case MESSAGE.alive:
      return decodeAlive(new Fields(body), "Node");
    case MESSAGE.suspect:
    case MESSAGE.dead: {
      const fields = new Fields(body);
      return {
        kind: bytes[0] === MESSAGE.dead ? "dead" : "suspect",
        node: fields.text("Node"),
        incarnation: fields.number("Incarnation"),
        from: fields.text("From"),
      };
    }
    case MESSAGE.user:
      return { kind: "user", payload: body };
    default:
      return undefined;
  }
}

/** The form is that of a message and, with another field for the name, of a push/pull's entry. */
export function decodeAlive(fields: Fields, nameField: "Node" | "Name"): Alive {
  const meta = fields.bytes("Meta");
  if (meta.length > MAX_META) throw malformed(`a member with ${meta.length} bytes about itself`);
  return {
    kind: "alive",
    node: fields.text(nameField),
    incarnation: fields.number("Incarnation"),
    endpoint: endpointOf(fields.bytes("Addr"), fields.number("Port")),
    meta: meta.slice(),
    versions: fields.bytes("Vsn").slice(0, 6),
  };
}

export function encodeMessage(message: Message): Uint8Array {
  const type = Uint8Array.of(MESSAGE[message.kind]);
  switch (message.kind) {
    case "ping":
      return joined([type, packMap({ SeqNo: message.sequence, Node: message.node })]);
    case "indirectPing": {
      const { sequence, target, node, nack } = message;
      const where = { Target: addressBytes(target.host), Port: target.port };
      return joined([type, packMap({ SeqNo: sequence, ...where, Node: node, Nack: nack })]);
    }
    case "ack":
      return joined([type, packMap({ SeqNo: message.sequence, Payload: new Uint8Array(0) })]);
    case "nack":
      return joined([type, packMap({ SeqNo: message.sequence })]);
    case "alive":
      return joined([type, packMap({ Node: message.node, ...aliveFields(message) })]);
    case "suspect":
    case "dead": {
      const { incarnation, node, from } = message;
      return joined([type, packMap({ Incarnation: incarnation, Node: node, From: from })]);
    }
    case "user":
      return joined([type, message.payload]);
  }
}

export function aliveFields({
  incarnation,
  endpoint,
  meta,
  versions,
}: Alive): Readonly<Record<string, number | Uint8Array>> {
  const { host, port } = endpoint;
  const where = { Addr: addressBytes(host), Port: port };
  return { Incarnation: incarnation, ...where, Meta: meta, Vsn: versions };
}

const LOW = 12;

/** Four bytes or sixteen. */
function addressBytes(host: string): Uint8Array {
  const address = parseIpAddress(host) ?? [];
  return Uint8Array.from(isIpv4(address) ? address.slice(LOW) : address);
}

function endpointOf(bytes: Uint8Array, port: number): Endpoint {
  if (port < 1 || port > 0xffff) throw malformed(`port ${port}`);
  if (bytes.length !== 4 && bytes.length !== 16) throw malformed("an address of no known kind");
  const mapped = bytes.length === 4 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes] : bytes;
  return { host: formatIp([...mapped]), port };
}
