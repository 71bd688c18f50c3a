/**
 * Orders names as people do: runs of digits by their number, so that "node2" comes before "node10".
 * Source: fvbommel/sortorder NaturalLess, which docker sorts its lists by.
 */
export function naturalOrder(first: string, second: string): number {
  const ones = chunks(first);
  const others = chunks(second);
  for (let at = 0; at < Math.min(ones.length, others.length); at++) {
    const order = compareChunks(ones[at] ?? "", others[at] ?? "");
    if (order !== 0) return order;
  }
  return ones.length - others.length;
}

function chunks(name: string): readonly string[] {
  return name.match(/\d+|[^\d]/g) ?? [];
}

function compareChunks(one: string, other: string): number {
  if (/^\d/.test(one) && /^\d/.test(other)) {
    const [short, long] = [one.replace(/^0+/, ""), other.replace(/^0+/, "")];
    if (short.length !== long.length) return short.length - long.length;
    if (short !== long) return short < long ? -1 : 1;
    return one.length - other.length; // Equal numbers: fewer leading zeros first.
  }
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
