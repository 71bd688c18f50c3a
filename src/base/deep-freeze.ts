/**
 * Freezes plain data once, all the way down; parts already frozen are skipped, so an update by
 * spread pays only for what is new. Typed arrays cannot be frozen: nobody keeps a writable one.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
