import { parseIpAddress } from "../../model/ip-address.ts";

/** What is asked for. Source: the IANA registry of resource record types. */
export const RecordType = { A: 1, PTR: 12, AAAA: 28, SRV: 33, OPT: 41, ANY: 255 } as const;

/** Source: RFC 1035, section 4.1.1. */
export const ResponseCode = { OK: 0, MALFORMED: 1, FAILED: 2, UNKNOWN: 3, UNSUPPORTED: 4 } as const;
export type ResponseCode = (typeof ResponseCode)[keyof typeof ResponseCode];

export interface Query {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** Zero for an ordinary question. */
  readonly operation: number;
  /** In lower case, without a dot at the end. */
  readonly name: string;
  readonly type: number;
  /** One for the internet. */
  readonly recordClass: number;
  /** The question as it came, to be sent back. */
  readonly question: Uint8Array;
  /** How much the asker takes in one datagram; absent without EDNS. */
  readonly udpSize?: number | undefined;
}

export type DnsRecord =
  | { readonly type: "address"; readonly name: string; readonly address: string }
  | { readonly type: "pointer"; readonly name: string; readonly target: string }
  | {
      readonly type: "service";
      readonly name: string;
      readonly target: string;
      readonly port: number;
    };

const HEADER_BYTES = 12;
const MAX_NAME = 255;
const MAX_LABEL = 63;
const CLASS_INTERNET = 1;
/** Every name may mean something else a second from now. */
const TTL_S = 1;
/** What every asker takes. Source: RFC 1035, section 2.3.4. */
const PLAIN_UDP_BYTES = 512;
/** What we take ourselves, and send at most: no larger than what fits one packet everywhere. */
const OUR_UDP_BYTES = 1232;

/** Names are bytes; what came as such is written as it came. */
const bytesOf = (text: string): readonly number[] =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at) & 0xff);

/** The question in a message; undefined where there is none to be understood. */
export function parseQuery(bytes: Uint8Array): Query | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2);
  const isAnswer = (flags & 0x8000) !== 0;
  if (isAnswer || view.getUint16(4) !== 1) return undefined;
  const parsed = readName(bytes, HEADER_BYTES);
  if (parsed === undefined || parsed.end + 4 > bytes.length) return undefined;
  const end = parsed.end + 4;
  return {
    id: view.getUint16(0),
    recursionDesired: (flags & 0x0100) !== 0,
    operation: (flags >> 11) & 0xf,
    name: parsed.name,
    type: view.getUint16(parsed.end),
    recordClass: view.getUint16(parsed.end + 2),
    question: bytes.subarray(HEADER_BYTES, end),
    udpSize: ednsSize(bytes, view, end),
  };
}

/** How large an answer to this query may be. */
export function answerLimit({ udpSize }: Pick<Query, "udpSize">): number {
  if (udpSize === undefined) return PLAIN_UDP_BYTES;
  return Math.min(Math.max(udpSize, PLAIN_UDP_BYTES), OUR_UDP_BYTES);
}

/** An answer; with as many records as fit `limit`, and a mark where that is not all. */
export function writeAnswer(
  query: Query,
  code: ResponseCode,
  records: readonly DnsRecord[],
  limit: number,
): Uint8Array {
  const opt =
    query.udpSize === undefined
      ? []
      : [0, ...u16(RecordType.OPT), ...u16(OUR_UDP_BYTES), 0, 0, 0, 0, 0, 0];
  let room = limit - HEADER_BYTES - query.question.length - opt.length;
  const fitting: (readonly number[])[] = [];
  for (const record of records) {
    const bytes = recordBytes(record, query.name);
    if (bytes === undefined) continue;
    room -= bytes.length;
    if (room < 0) break;
    fitting.push(bytes);
  }
  const truncated = room < 0 ? 0x0200 : 0;
  const desired = query.recursionDesired ? 0x0100 : 0;
  // An answer, of authority, from one who would ask others.
  const flags = 0x8000 | (query.operation << 11) | 0x0400 | truncated | desired | 0x0080 | code;
  const counts = [1, fitting.length, 0, opt.length === 0 ? 0 : 1];
  return Uint8Array.from([
    ...u16(query.id),
    ...u16(flags),
    ...counts.flatMap(u16),
    ...query.question,
    ...fitting.flat(),
    ...opt,
  ]);
}

/** What to say to bytes that are no query, if there is whom to say it to. */
export function writeRefusal(bytes: Uint8Array): Uint8Array | undefined {
  const [first, second, third = 0] = bytes;
  // An answer to an answer might go on for ever.
  if (first === undefined || second === undefined || (third & 0x80) !== 0) return undefined;
  return Uint8Array.from([first, second, 0x80, ResponseCode.MALFORMED, 0, 0, 0, 0, 0, 0, 0, 0]);
}

/** A name at an offset, in lower case, and where it ends; questions are never compressed. */
function readName(bytes: Uint8Array, from: number): { name: string; end: number } | undefined {
  const labels: string[] = [];
  let at = from;
  for (;;) {
    const length = bytes[at];
    if (length === undefined || length > MAX_LABEL || at - from > MAX_NAME) return undefined;
    at++;
    if (length === 0) return { name: labels.join(".").toLowerCase(), end: at };
    if (at + length > bytes.length) return undefined;
    labels.push(String.fromCharCode(...bytes.subarray(at, at + length)));
    at += length;
  }
}

/** The size that EDNS offers, if the records behind the question can be read. Source: RFC 6891. */
function ednsSize(bytes: Uint8Array, view: DataView, from: number): number | undefined {
  const count = view.getUint16(6) + view.getUint16(8) + view.getUint16(10);
  let at = from;
  for (let record = 0; record < count; record++) {
    const nameEnd = skipName(bytes, at);
    if (nameEnd === undefined || nameEnd + 10 > bytes.length) return undefined;
    if (view.getUint16(nameEnd) === RecordType.OPT) return view.getUint16(nameEnd + 2);
    at = nameEnd + 10 + view.getUint16(nameEnd + 8);
  }
  return undefined;
}

function skipName(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
    if (length === 0) return at;
  }
}

function recordBytes(record: DnsRecord, asked: string): readonly number[] | undefined {
  // A pointer to the question's name.
  const owner = record.name === asked ? [0xc0, HEADER_BYTES] : nameBytes(record.name);
  const [type, data] = dataOf(record);
  if (owner === undefined || data === undefined) return undefined;
  return [
    ...owner,
    ...u16(type),
    ...u16(CLASS_INTERNET),
    0,
    0,
    ...u16(TTL_S),
    ...u16(data.length),
    ...data,
  ];
}

function dataOf(record: DnsRecord): readonly [number, readonly number[] | undefined] {
  switch (record.type) {
    case "address": {
      const bytes = parseIpAddress(record.address);
      const six = record.address.includes(":");
      return [six ? RecordType.AAAA : RecordType.A, six ? bytes : bytes?.slice(12)];
    }
    case "pointer":
      return [RecordType.PTR, nameBytes(record.target)];
    case "service": {
      const target = nameBytes(record.target);
      return [RecordType.SRV, target && [0, 0, 0, 0, ...u16(record.port), ...target]];
    }
  }
}

/** Undefined for what is no name on the wire. */
function nameBytes(name: string): readonly number[] | undefined {
  const labels = name.split(".");
  if (labels.some((label) => label === "" || label.length > MAX_LABEL)) return undefined;
  const bytes = [...labels.flatMap((label) => [label.length, ...bytesOf(label)]), 0];
  return bytes.length > MAX_NAME ? undefined : bytes;
}

function u16(value: number): readonly [number, number] {
  return [(value >> 8) & 0xff, value & 0xff];
}
