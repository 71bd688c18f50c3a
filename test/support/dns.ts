/** A question as a resolver would send it. */
export function queryFor(
  name: string,
  type: number,
  { id = 1, udpSize }: { id?: number; udpSize?: number } = {},
): Uint8Array {
  const u16 = (value: number): number[] => [value >> 8, value & 0xff];
  const labels = name.split(".").flatMap((label) => [label.length, ...Buffer.from(label)]);
  const opt = udpSize === undefined ? [] : [0, 0, 41, ...u16(udpSize), 0, 0, 0, 0, 0, 0];
  const counts = [1, 0, 0, opt.length > 0 ? 1 : 0].flatMap(u16);
  return Uint8Array.from([
    ...u16(id),
    1,
    0,
    ...counts,
    ...labels,
    0,
    ...u16(type),
    ...u16(1),
    ...opt,
  ]);
}

export interface ParsedAnswer {
  readonly id: number;
  readonly code: number;
  readonly truncated: boolean;
  readonly edns: boolean;
  readonly addresses: readonly string[];
  readonly ttls: readonly number[];
}

/** An answer with IPv4 addresses, whose names are pointers to the question's. */
export function parseAnswer(bytes: Uint8Array): ParsedAnswer {
  const view = Buffer.from(bytes);
  const flags = view.readUInt16BE(2);
  let at = 12;
  while (view[at] !== 0) at += 1 + (view[at] ?? 0);
  at += 5;
  const addresses: string[] = [];
  const ttls: number[] = [];
  for (let count = view.readUInt16BE(6); count > 0; count--) {
    const length = view.readUInt16BE(at + 10);
    ttls.push(view.readUInt32BE(at + 6));
    addresses.push([...view.subarray(at + 12, at + 12 + length)].join("."));
    at += 12 + length;
  }
  return {
    id: view.readUInt16BE(0),
    code: flags & 0xf,
    truncated: (flags & 0x0200) !== 0,
    edns: view.readUInt16BE(10) === 1,
    addresses,
    ttls,
  };
}
