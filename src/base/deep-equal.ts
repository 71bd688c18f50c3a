/**
 * Whether two pieces of plain data say the same: objects, arrays, byte arrays and primitives. A
 * property that is `undefined` is one that is absent. Parts that are the same object cost nothing,
 * so comparing a frozen object with its update by spread looks only at what differs.
 */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  if (Array.isArray(right)) return false;
  if (left instanceof Uint8Array) return right instanceof Uint8Array && equalBytes(left, right);
  if (right instanceof Uint8Array) return false;
  return equalRecords(left as PlainObject, right as PlainObject); // Plain data: what is left.
}

type PlainObject = Readonly<Record<string, unknown>>;

function equalLists(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((item, index) => deepEqual(item, right[index]));
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}

function equalRecords(left: PlainObject, right: PlainObject): boolean {
  for (const key in left) {
    if (!deepEqual(left[key], right[key])) return false;
  }
  for (const key in right) {
    if (right[key] !== undefined && left[key] === undefined) return false;
  }
  return true;
}
